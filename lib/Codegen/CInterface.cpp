//===- CInterface.cpp - What C calls --------------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Codegen/Passes.h"

#include "mlir/Dialect/Bufferization/Transforms/Passes.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOPREPAREINTERFACEPASS
#define GEN_PASS_DEF_FPOCINTERFACEPASS
#include "fpo/Codegen/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

/// On a function: the types of what it takes, before they are taken apart.
static constexpr StringRef kTakes = "interface_takes";
/// On a function that makes state: for each part the number of the parameter
/// that it is, or the complement of the number of the result that it is.
static constexpr StringRef kState = "interface_state";
/// On a function that is run: how many of the things that it takes are state,
/// and how many are results.
static constexpr StringRef kNumState = "interface_num_state";
static constexpr StringRef kNumResults = "interface_num_results";

static func::FuncOp findInit(func::FuncOp function) {
  return function->getParentOfType<ModuleOp>().lookupSymbol<func::FuncOp>(
      (function.getName() + "_init").str());
}

static bool isInit(func::FuncOp function) {
  StringRef name = function.getName();
  return name.consume_back("_init") &&
         function->getParentOfType<ModuleOp>().lookupSymbol(name);
}

/// Whether C can hand over a value of `type`.
static bool canBePassed(Type type) {
  if (auto memref = dyn_cast<MemRefType>(type))
    return memref.hasStaticShape() && memref.getLayout().isIdentity() &&
           memref.getElementType().isIntOrIndexOrFloat();
  return type.isIntOrIndexOrFloat();
}

namespace {
struct PrepareInterfacePass
    : fpo::impl::FpoPrepareInterfacePassBase<PrepareInterfacePass> {
  using FpoPrepareInterfacePassBase::FpoPrepareInterfacePassBase;

  void runOnOperation() override {
    SmallVector<func::FuncOp> inits, runs;
    for (auto function : getOperation().getOps<func::FuncOp>())
      if (function.isPublic() && !function.isExternal())
        (isInit(function) ? inits : runs).push_back(function);
    for (func::FuncOp function : llvm::concat<func::FuncOp>(inits, runs))
      for (Type type : llvm::concat<const Type>(function.getArgumentTypes(),
                                                function.getResultTypes()))
        if (!canBePassed(type)) {
          function.emitError("C can't call this function: it takes or returns "
                             "a value of type ")
              << type
              << ", which is no scalar and no buffer of static shape in "
                 "row-major order";
          return signalPassFailure();
        }

    Builder b(&getContext());
    for (func::FuncOp function : llvm::concat<func::FuncOp>(inits, runs))
      for (unsigned i = 0; i < function.getNumArguments(); ++i)
        function.removeArgAttr(i, "fpo.param");
    for (func::FuncOp function : inits) {
      function->setAttr(kTakes,
                        b.getTypeArrayAttr(function.getArgumentTypes()));
      // Each buffer is returned once, and parameters are not: buffer
      // deallocation would copy them.
      Operation *end = function.getBody().front().getTerminator();
      SmallVector<int64_t> state;
      llvm::SetVector<Value> made;
      BitVector unreturned(end->getNumOperands());
      for (auto [number, value] : llvm::enumerate(end->getOperands())) {
        auto parameter = dyn_cast<BlockArgument>(value);
        unreturned[number] = parameter || !made.insert(value);
        state.push_back(parameter
                            ? int64_t(parameter.getArgNumber())
                            : ~int64_t(llvm::find(made, value) - made.begin()));
      }
      end->eraseOperands(unreturned);
      (void)function.eraseResults(unreturned);
      function->setAttr(kState, b.getDenseI64ArrayAttr(state));
    }
    SmallVector<int64_t> numArguments;
    for (func::FuncOp function : runs)
      numArguments.push_back(function.getNumArguments());
    bufferization::BufferResultsToOutParamsOpts options;
    options.hoistStaticAllocs = true;
    options.modifyPublicFunctions = true;
    options.filterFn = [&](func::FuncOp *function) {
      return llvm::is_contained(runs, *function);
    };
    if (failed(bufferization::promoteBufferResultsToOutParams(getOperation(),
                                                              options)))
      return signalPassFailure();
    for (auto [function, number] : llvm::zip_equal(runs, numArguments)) {
      func::FuncOp init = findInit(function);
      function->setAttr(kTakes,
                        b.getTypeArrayAttr(function.getArgumentTypes()));
      function->setAttr(
          kNumState,
          b.getI64IntegerAttr(
              init ? init->getAttrOfType<DenseI64ArrayAttr>(kState).size()
                   : 0));
      function->setAttr(kNumResults, b.getI64IntegerAttr(
                                         function.getNumArguments() - number));
    }
  }
};

/// Writes the functions that C calls.
class InterfaceBuilder {
public:
  explicit InterfaceBuilder(ModuleOp module)
      : module(module), b(module.getBodyRegion()), loc(module.getLoc()),
        pointer(LLVM::LLVMPointerType::get(module.getContext())),
        i64(b.getI64Type()) {
    b.setInsertionPointToEnd(module.getBody());
  }

  /// `void **NAME_init(void *const *parameters)`, which makes the state, and
  /// `void NAME_free(void **state)`.
  void addInit(LLVM::LLVMFuncOp init) {
    ArrayRef<int64_t> state = init->getAttrOfType<DenseI64ArrayAttr>(kState);
    std::string name = init.getName().str();
    init.setName("fpo." + name);
    init.setLinkage(LLVM::Linkage::Private);

    LLVM::LLVMFuncOp wrapper = start(name, pointer, {pointer});
    Value parameters = wrapper.getArgument(0);
    unsigned next = 0;
    SmallVector<Value> arguments;
    for (Type type :
         init->getAttrOfType<ArrayAttr>(kTakes).getAsValueRange<TypeAttr>())
      pass(type, entry(parameters, next++), arguments);
    auto call = LLVM::CallOp::create(b, loc, init, arguments);
    // The parts, and behind them what is to be freed: null for parameters.
    unsigned numParts = state.size();
    Value size = constant(8 * std::max(1u, 2 * numParts));
    Value made =
        LLVM::CallOp::create(b, loc, getMalloc(), ValueRange(size)).getResult();
    Value null = LLVM::ZeroOp::create(b, loc, pointer);
    int64_t numResults =
        -std::min<int64_t>(0, numParts ? *llvm::min_element(state) : 0);
    auto field = [&](int64_t result, int64_t position) -> Value {
      Value descriptor = call.getResult();
      if (numResults > 1)
        descriptor = LLVM::ExtractValueOp::create(b, loc, descriptor, result);
      return LLVM::ExtractValueOp::create(b, loc, descriptor, position);
    };
    int64_t numOwned = 0;
    for (auto [part, source] : llvm::enumerate(state)) {
      // The first part that is a result frees it.
      bool owns = ~source == numOwned;
      numOwned += owns;
      LLVM::StoreOp::create(
          b, loc, source < 0 ? field(~source, 1) : entry(parameters, source),
          element(made, part));
      LLVM::StoreOp::create(b, loc, owns ? field(~source, 0) : null,
                            element(made, numParts + part));
    }
    LLVM::ReturnOp::create(b, loc, made);

    StringRef function = StringRef(name).drop_back(strlen("_init"));
    LLVM::LLVMFuncOp release =
        start((function + "_free").str(),
              LLVM::LLVMVoidType::get(b.getContext()), {pointer});
    // To free null does nothing.
    for (unsigned part = 0; part < numParts; ++part)
      if (state[part] < 0)
        LLVM::CallOp::create(b, loc, getFree(),
                             entry(release.getArgument(0), numParts + part));
    LLVM::CallOp::create(b, loc, getFree(), ValueRange(release.getArgument(0)));
    LLVM::ReturnOp::create(b, loc, ValueRange());
  }

  /// `int32_t NAME(void *const *state, void *const *inputs, void *const
  /// *results)`: zero.
  void addRun(LLVM::LLVMFuncOp run) {
    std::string name = run.getName().str();
    run.setName("fpo." + name);
    run.setLinkage(LLVM::Linkage::Private);
    LLVM::LLVMFuncOp wrapper =
        start(name, b.getI32Type(), {pointer, pointer, pointer});
    auto takes = run->getAttrOfType<ArrayAttr>(kTakes);
    unsigned numState = run->getAttrOfType<IntegerAttr>(kNumState).getInt();
    unsigned numResults = run->getAttrOfType<IntegerAttr>(kNumResults).getInt();
    unsigned firstResult = takes.size() - numResults;
    SmallVector<Value> arguments;
    for (auto [number, type] :
         llvm::enumerate(takes.getAsValueRange<TypeAttr>())) {
      Value from = number < numState ? entry(wrapper.getArgument(0), number)
                   : number < firstResult
                       ? entry(wrapper.getArgument(1), number - numState)
                       : entry(wrapper.getArgument(2), number - firstResult);
      pass(type, from, arguments);
    }
    auto call = LLVM::CallOp::create(b, loc, run, arguments);
    // Scalars that it returns come after the buffers.
    if (call->getNumResults() != 0) {
      Value results = call.getResult();
      auto parts = dyn_cast<LLVM::LLVMStructType>(results.getType());
      unsigned numScalars = parts ? parts.getBody().size() : 1;
      for (unsigned i = 0; i < numScalars; ++i) {
        Value scalar =
            parts ? LLVM::ExtractValueOp::create(b, loc, results, i).getResult()
                  : results;
        LLVM::StoreOp::create(b, loc, scalar,
                              entry(wrapper.getArgument(2), numResults + i));
      }
    }
    Value zero = LLVM::ConstantOp::create(b, loc, b.getI32Type(),
                                          b.getI32IntegerAttr(0));
    LLVM::ReturnOp::create(b, loc, zero);
  }

private:
  LLVM::LLVMFuncOp start(const std::string &name, Type result,
                         ArrayRef<Type> arguments) {
    b.setInsertionPointToEnd(module.getBody());
    auto function = LLVM::LLVMFuncOp::create(
        b, loc, name, LLVM::LLVMFunctionType::get(result, arguments));
    b.setInsertionPointToStart(function.addEntryBlock(b));
    return function;
  }

  Value constant(int64_t value) {
    return LLVM::ConstantOp::create(b, loc, i64, b.getI64IntegerAttr(value));
  }
  /// Where element `number` of an array of pointers is, and what it is.
  Value element(Value array, unsigned number) {
    return LLVM::GEPOp::create(b, loc, pointer, pointer, array,
                               ArrayRef<LLVM::GEPArg>{int32_t(number)});
  }
  Value entry(Value array, unsigned number) {
    return LLVM::LoadOp::create(b, loc, pointer, element(array, number));
  }

  /// Adds what a compiled function takes for a value of `type` at `from`.
  void pass(Type type, Value from, SmallVectorImpl<Value> &arguments) {
    auto memref = dyn_cast<MemRefType>(type);
    if (!memref) {
      Type word = type.isIndex() ? i64 : type;
      arguments.push_back(LLVM::LoadOp::create(b, loc, word, from));
      return;
    }
    arguments.append({from, from, constant(0)});
    for (int64_t size : memref.getShape())
      arguments.push_back(constant(size));
    auto [strides, offset] = memref.getStridesAndOffset();
    for (int64_t stride : strides)
      arguments.push_back(constant(stride));
  }

  LLVM::LLVMFuncOp getLibrary(StringRef name, Type result, Type argument) {
    if (auto known = module.lookupSymbol<LLVM::LLVMFuncOp>(name))
      return known;
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(module.getBody());
    return LLVM::LLVMFuncOp::create(
        b, loc, name, LLVM::LLVMFunctionType::get(result, {argument}));
  }
  LLVM::LLVMFuncOp getMalloc() { return getLibrary("malloc", pointer, i64); }
  LLVM::LLVMFuncOp getFree() {
    return getLibrary("free", LLVM::LLVMVoidType::get(b.getContext()), pointer);
  }

  ModuleOp module;
  OpBuilder b;
  Location loc;
  Type pointer, i64;
};

struct CInterfacePass : fpo::impl::FpoCInterfacePassBase<CInterfacePass> {
  using FpoCInterfacePassBase::FpoCInterfacePassBase;

  void runOnOperation() override {
    InterfaceBuilder builder(getOperation());
    for (auto function : llvm::make_early_inc_range(
             getOperation().getOps<LLVM::LLVMFuncOp>())) {
      if (function->hasAttr(kState))
        builder.addInit(function);
      else if (function->hasAttr(kTakes))
        builder.addRun(function);
    }
    getOperation().walk([](LLVM::LLVMFuncOp function) {
      for (StringRef name : {kTakes, kState, kNumState, kNumResults})
        function->removeAttr(name);
    });
  }
};
} // namespace
