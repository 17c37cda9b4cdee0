//===- CInterface.cpp - What C calls --------------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Interface.h"

#include "fpo/Codegen/Passes.h"

#include "mlir/Dialect/Bufferization/Transforms/Passes.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Interfaces/DataLayoutInterfaces.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOPREPAREINTERFACEPASS
#define GEN_PASS_DEF_FPOCINTERFACEPASS
#include "fpo/Codegen/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

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
      return llvm::is_contained(inits, *function) ||
             llvm::is_contained(runs, *function);
    };
    if (failed(bufferization::promoteBufferResultsToOutParams(getOperation(),
                                                              options)))
      return signalPassFailure();
    for (func::FuncOp function : llvm::concat<func::FuncOp>(inits, runs)) {
      function->setAttr(kInterfaceTakes,
                        b.getTypeArrayAttr(function.getArgumentTypes()));
      function->setAttr("llvm.bareptr", b.getUnitAttr());
    }
    for (auto [function, number] : llvm::zip_equal(runs, numArguments)) {
      func::FuncOp init = findInit(function);
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
        i64(b.getI64Type()), i32(b.getI32Type()) {
    b.setInsertionPointToEnd(module.getBody());
  }

  /// `void **NAME_init(void *const *parameters)`, which makes the state, and
  /// `void NAME_free(void **state)`. A state is one block of memory: pointers
  /// to its parts, a place for the arena of a run, and the parts that are no
  /// parameters.
  LogicalResult addInit(LLVM::LLVMFuncOp init) {
    ArrayRef<int64_t> state = init->getAttrOfType<DenseI64ArrayAttr>(kState);
    SmallVector<Type> takes =
        llvm::to_vector(init->getAttrOfType<ArrayAttr>(kInterfaceTakes)
                            .getAsValueRange<TypeAttr>());
    int64_t numMade =
        -std::min<int64_t>(0, state.empty() ? 0 : *llvm::min_element(state));
    unsigned numParameters = takes.size() - numMade;
    int64_t size = arenaSlot(state.size()) + sizeof(void *);
    SmallVector<int64_t> offsets;
    for (Type type : ArrayRef(takes).drop_front(numParameters)) {
      offsets.push_back(llvm::alignTo(size, kArenaAlignment));
      size = offsets.back() + getBytes(type);
    }

    std::string name = hide(init);

    FailureOr<LLVM::LLVMFuncOp> wrapper = start(name, pointer, {pointer});
    if (failed(wrapper))
      return failure();
    (*wrapper)->setAttr(
        kInterfaceParameters,
        b.getTypeArrayAttr(ArrayRef(takes).take_front(numParameters)));
    Value null = LLVM::ZeroOp::create(b, loc, pointer);
    Value given = wrapper->getArgument(0);
    returnIfNull(given, numParameters, null);
    Value made = allocate(size);
    returnIf(equals(made, null), null);
    Value arena = null;
    int64_t arenaBytes = getArenaBytes(init);
    if (arenaBytes != 0) {
      arena = allocate(arenaBytes);
      returnIf(equals(arena, null), null, /*freed=*/made);
    }
    SmallVector<Value> arguments, parts;
    for (unsigned i = 0; i < numParameters; ++i)
      pass(takes[i], entry(given, i), arguments);
    for (int64_t offset : offsets) {
      parts.push_back(advance(made, offset));
      arguments.push_back(parts.back());
    }
    if (arenaBytes != 0)
      arguments.push_back(arena);
    LLVM::CallOp::create(b, loc, init, arguments);
    if (arenaBytes != 0)
      release(arena);
    for (auto [part, source] : llvm::enumerate(state))
      LLVM::StoreOp::create(b, loc,
                            source < 0 ? parts[~source] : entry(given, source),
                            element(made, part));
    LLVM::StoreOp::create(b, loc, null, advance(made, arenaSlot(state.size())));
    LLVM::ReturnOp::create(b, loc, made);

    StringRef function = StringRef(name).drop_back(strlen("_init"));
    FailureOr<LLVM::LLVMFuncOp> end =
        start((function + "_free").str(),
              LLVM::LLVMVoidType::get(b.getContext()), {pointer});
    if (failed(end))
      return failure();
    Value freed = end->getArgument(0);
    null = LLVM::ZeroOp::create(b, loc, pointer);
    returnIf(equals(freed, null), Value());
    release(LLVM::LoadOp::create(b, loc, pointer,
                                 advance(freed, arenaSlot(state.size()))));
    release(freed);
    LLVM::ReturnOp::create(b, loc, ValueRange());
    return success();
  }

  /// `int32_t NAME_run(void **state, void *const *inputs, void *const *results,
  /// void *arena)`, `int32_t NAME(state, inputs, results)`, which keeps an
  /// arena in the state, and `int64_t NAME_arena_size(void)`.
  LogicalResult addRun(LLVM::LLVMFuncOp run, bool hasState) {
    SmallVector<Type> takes =
        llvm::to_vector(run->getAttrOfType<ArrayAttr>(kInterfaceTakes)
                            .getAsValueRange<TypeAttr>());
    unsigned numState = run->getAttrOfType<IntegerAttr>(kNumState).getInt();
    unsigned numBuffers = run->getAttrOfType<IntegerAttr>(kNumResults).getInt();
    unsigned firstResult = takes.size() - numBuffers;
    int64_t arenaBytes = getArenaBytes(run);
    // Scalars that it returns come after the buffers.
    Type returned = run.getFunctionType().getReturnType();
    auto several = dyn_cast<LLVM::LLVMStructType>(returned);
    unsigned numScalars = isa<LLVM::LLVMVoidType>(returned) ? 0
                          : several ? several.getBody().size()
                                    : 1;

    std::string name = hide(run);

    SmallVector<Type> gives(ArrayRef(takes).drop_front(firstResult));
    if (several)
      llvm::append_range(gives, several.getBody());
    else if (numScalars != 0)
      gives.push_back(returned);

    FailureOr<LLVM::LLVMFuncOp> wrapper =
        start(name + "_run", i32, {pointer, pointer, pointer, pointer});
    if (failed(wrapper))
      return failure();
    Value state = wrapper->getArgument(0), inputs = wrapper->getArgument(1),
          results = wrapper->getArgument(2), arena = wrapper->getArgument(3);
    Value null = LLVM::ZeroOp::create(b, loc, pointer);
    if (numState != 0)
      returnIf(equals(state, null), code(Status::NullPointer));
    returnIfNull(inputs, firstResult - numState, code(Status::NullPointer));
    returnIfNull(results, numBuffers + numScalars, code(Status::NullPointer));
    if (arenaBytes != 0)
      returnIf(equals(arena, null), code(Status::NullPointer));
    SmallVector<Value> arguments;
    for (auto [number, type] : llvm::enumerate(takes)) {
      Value from = number < numState ? entry(state, number)
                   : number < firstResult
                       ? entry(inputs, number - numState)
                       : entry(results, number - firstResult);
      pass(type, from, arguments);
    }
    if (arenaBytes != 0)
      arguments.push_back(arena);
    auto call = LLVM::CallOp::create(b, loc, run, arguments);
    for (unsigned i = 0; i < numScalars; ++i) {
      Value scalar = call.getResult();
      if (several)
        scalar = LLVM::ExtractValueOp::create(b, loc, scalar, i);
      LLVM::StoreOp::create(b, loc, scalar, entry(results, numBuffers + i));
    }
    LLVM::ReturnOp::create(b, loc, code(Status::Ok));

    FailureOr<LLVM::LLVMFuncOp> simple =
        addSimpleRun(*wrapper, name, arenaBytes, hasState, numState);
    if (failed(simple))
      return failure();
    (*simple)->setAttr(kInterfaceInputs,
                       b.getTypeArrayAttr(ArrayRef(takes).slice(
                           numState, firstResult - numState)));
    (*simple)->setAttr(kInterfaceResults, b.getTypeArrayAttr(gives));
    FailureOr<LLVM::LLVMFuncOp> size = start(name + "_arena_size", i64, {});
    if (failed(size))
      return failure();
    LLVM::ReturnOp::create(b, loc, constant(arenaBytes));
    return success();
  }

private:
  /// What functions return; `writeHeader` names them.
  enum class Status { Ok = 0, NoMemory = 1, NullPointer = 2 };

  FailureOr<LLVM::LLVMFuncOp> addSimpleRun(LLVM::LLVMFuncOp run,
                                           const std::string &name,
                                           int64_t arenaBytes, bool hasState,
                                           unsigned numState) {
    FailureOr<LLVM::LLVMFuncOp> wrapper =
        start(name, i32, {pointer, pointer, pointer});
    if (failed(wrapper))
      return failure();
    SmallVector<Value> arguments(wrapper->getArguments());
    Value null = LLVM::ZeroOp::create(b, loc, pointer);
    if (hasState)
      returnIf(equals(arguments[0], null), code(Status::NullPointer));
    if (arenaBytes == 0) {
      arguments.push_back(null);
      auto call = LLVM::CallOp::create(b, loc, run, arguments);
      LLVM::ReturnOp::create(b, loc, call.getResult());
      return wrapper;
    }
    // A run takes the arena of the last one, if no other run has it, so that
    // its pages are there already.
    Value slot;
    auto exchange = [&](Value arena) -> Value {
      Value word = LLVM::PtrToIntOp::create(b, loc, i64, arena);
      Value old =
          LLVM::AtomicRMWOp::create(b, loc, LLVM::AtomicBinOp::xchg, slot, word,
                                    LLVM::AtomicOrdering::acq_rel);
      return LLVM::IntToPtrOp::create(b, loc, pointer, old);
    };
    Value arena;
    if (hasState) {
      slot = advance(arguments[0], arenaSlot(numState));
      arena = exchange(null);
      Block *here = b.getBlock();
      Region *region = here->getParent();
      Block *next = b.createBlock(region, region->end(), {pointer}, {loc});
      Block *without = b.createBlock(next);
      LLVM::BrOp::create(b, loc, ValueRange(allocate(arenaBytes)), next);
      b.setInsertionPointToEnd(here);
      LLVM::CondBrOp::create(b, loc, equals(arena, null), without, ValueRange(),
                             next, ValueRange(arena));
      b.setInsertionPointToStart(next);
      arena = next->getArgument(0);
    } else {
      arena = allocate(arenaBytes);
    }
    returnIf(equals(arena, null), code(Status::NoMemory));
    arguments.push_back(arena);
    Value result = LLVM::CallOp::create(b, loc, run, arguments).getResult();
    release(hasState ? exchange(arena) : arena);
    LLVM::ReturnOp::create(b, loc, result);
    return wrapper;
  }

  /// Takes its name from a compiled function.
  std::string hide(LLVM::LLVMFuncOp function) {
    std::string name = getCName(function.getName());
    function.setName(("fpo." + function.getName()).str());
    function.setLinkage(LLVM::Linkage::Internal);
    return name;
  }

  FailureOr<LLVM::LLVMFuncOp> start(const std::string &name, Type result,
                                    ArrayRef<Type> arguments) {
    b.setInsertionPointToEnd(module.getBody());
    if (Operation *other = module.lookupSymbol(name))
      return other->emitError("C calls another function by the name of this "
                              "one");
    auto function = LLVM::LLVMFuncOp::create(
        b, loc, name, LLVM::LLVMFunctionType::get(result, arguments));
    b.setInsertionPointToStart(function.addEntryBlock(b));
    return function;
  }

  /// Returns `value`, or nothing if it is null, where `condition` holds.
  void returnIf(Value condition, Value value, Value freed = {}) {
    Block *here = b.getBlock();
    Region *region = here->getParent();
    Block *exit = b.createBlock(region, region->end());
    if (freed)
      release(freed);
    LLVM::ReturnOp::create(b, loc, value ? ValueRange(value) : ValueRange());
    Block *next = b.createBlock(region, region->end());
    b.setInsertionPointToEnd(here);
    LLVM::CondBrOp::create(b, loc, condition, exit, next);
    b.setInsertionPointToStart(next);
  }

  Value equals(Value one, Value other) {
    return LLVM::ICmpOp::create(b, loc, LLVM::ICmpPredicate::eq, one, other);
  }

  /// Returns `value` where an array of so many pointers, or one of them, is
  /// null.
  void returnIfNull(Value array, unsigned number, Value value) {
    if (number == 0)
      return;
    Value null = LLVM::ZeroOp::create(b, loc, pointer);
    returnIf(equals(array, null), value);
    Value isAny = equals(entry(array, 0), null);
    for (unsigned i = 1; i < number; ++i)
      isAny = LLVM::OrOp::create(b, loc, isAny, equals(entry(array, i), null));
    returnIf(isAny, value);
  }

  Value constant(int64_t value) {
    return LLVM::ConstantOp::create(b, loc, i64, b.getI64IntegerAttr(value));
  }
  Value code(Status status) {
    return LLVM::ConstantOp::create(b, loc, i32,
                                    b.getI32IntegerAttr(int32_t(status)));
  }

  /// Where element `number` of an array of pointers is, and what it is.
  Value element(Value array, unsigned number) {
    return LLVM::GEPOp::create(b, loc, pointer, pointer, array,
                               ArrayRef<LLVM::GEPArg>{int32_t(number)});
  }
  Value entry(Value array, unsigned number) {
    return LLVM::LoadOp::create(b, loc, pointer, element(array, number));
  }
  Value advance(Value base, int64_t bytes) {
    return LLVM::GEPOp::create(b, loc, pointer, b.getI8Type(), base,
                               ValueRange(constant(bytes)));
  }

  /// Where a state of so many parts keeps the arena of a run.
  static int64_t arenaSlot(size_t numParts) {
    return int64_t(numParts * sizeof(void *));
  }
  static int64_t getArenaBytes(LLVM::LLVMFuncOp function) {
    auto bytes = function->getAttrOfType<IntegerAttr>(kInterfaceArena);
    return bytes ? bytes.getInt() : 0;
  }
  int64_t getBytes(Type type) {
    auto memref = cast<MemRefType>(type);
    return memref.getNumElements() *
           int64_t(DataLayout(module).getTypeSize(memref.getElementType()));
  }

  /// Adds what a compiled function takes for a value of `type` at `from`.
  void pass(Type type, Value from, SmallVectorImpl<Value> &arguments) {
    if (isa<MemRefType>(type))
      arguments.push_back(from);
    else
      arguments.push_back(
          LLVM::LoadOp::create(b, loc, type.isIndex() ? i64 : type, from));
  }

  LLVM::LLVMFuncOp getLibrary(StringRef name, Type result,
                              ArrayRef<Type> arguments) {
    if (auto known = module.lookupSymbol<LLVM::LLVMFuncOp>(name))
      return known;
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(module.getBody());
    return LLVM::LLVMFuncOp::create(
        b, loc, name, LLVM::LLVMFunctionType::get(result, arguments));
  }
  /// Memory for buffers; null if there is none.
  Value allocate(int64_t bytes) {
    return LLVM::CallOp::create(
               b, loc, getLibrary("aligned_alloc", pointer, {i64, i64}),
               ValueRange{constant(kArenaAlignment),
                          constant(llvm::alignTo(bytes, kArenaAlignment))})
        .getResult();
  }
  void release(Value memory) {
    LLVM::CallOp::create(
        b, loc,
        getLibrary("free", LLVM::LLVMVoidType::get(b.getContext()), {pointer}),
        ValueRange(memory));
  }

  ModuleOp module;
  OpBuilder b;
  Location loc;
  Type pointer, i64, i32;
};

struct CInterfacePass : fpo::impl::FpoCInterfacePassBase<CInterfacePass> {
  using FpoCInterfacePassBase::FpoCInterfacePassBase;

  void runOnOperation() override {
    InterfaceBuilder builder(getOperation());
    for (auto function : llvm::make_early_inc_range(
             getOperation().getOps<LLVM::LLVMFuncOp>())) {
      if (!function->hasAttr(kInterfaceTakes))
        continue;
      bool hasState =
          getOperation().lookupSymbol((function.getName() + "_init").str());
      LogicalResult result = function->hasAttr(kState)
                                 ? builder.addInit(function)
                                 : builder.addRun(function, hasState);
      if (failed(result))
        return signalPassFailure();
    }

    getOperation().walk([](LLVM::LLVMFuncOp function) {
      for (StringRef name :
           {kInterfaceTakes, kInterfaceArena, kState, kNumState, kNumResults})
        function->removeAttr(name);
    });
  }
};
} // namespace
