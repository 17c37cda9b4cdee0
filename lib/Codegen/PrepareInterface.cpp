//===- PrepareInterface.cpp - Functions that take all by pointers ---------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Interface.h"
#include "SizeComputation.h"

#include "fpo/Codegen/Passes.h"
#include "fpo/Codegen/Pipeline.h"

#include "mlir/Conversion/LLVMCommon/TypeConverter.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/SymbolTable.h"
#include "llvm/ADT/Sequence.h"
#include "llvm/ADT/SetVector.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOPREPAREINTERFACEPASS
#include "fpo/Codegen/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

/// Whether C can hand over a value of `type`.
static bool canBePassed(Type type) {
  if (auto memref = dyn_cast<MemRefType>(type))
    return memref.getLayout().isIdentity() &&
           memref.getElementType().isIntOrIndexOrFloat();
  return type.isIntOrIndexOrFloat();
}

static bool isDynamic(Type type) {
  auto memref = dyn_cast<MemRefType>(type);
  return memref && !memref.hasStaticShape();
}

/// Whether a function takes bytes in the place of a buffer of `type`: its sizes
/// come apart from it, or MLIR has no bare pointer for it, since it is empty.
static bool isPassedAsBytes(Type type) {
  auto memref = dyn_cast<MemRefType>(type);
  return memref && !LLVMTypeConverter::canConvertToBarePtr(memref);
}

static Type getPassedType(Type type) {
  if (!isPassedAsBytes(type))
    return type;
  return MemRefType::get({1}, IntegerType::get(type.getContext(), 8));
}

static Value createView(Value bytes, Type type, ValueRange sizes,
                        OpBuilder &b) {
  Value zero = arith::ConstantIndexOp::create(b, bytes.getLoc(), 0);
  return memref::ViewOp::create(b, bytes.getLoc(), cast<MemRefType>(type),
                                bytes, zero, sizes);
}

/// Each buffer is returned once, and parameters are not: they are none of the
/// buffers that the caller allocates.
static void dropRepeatedResults(func::FuncOp init) {
  Operation *end = init.getBody().front().getTerminator();
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
  (void)init.eraseResults(unreturned);
  init->setAttr(kInterfaceState,
                DenseI64ArrayAttr::get(init.getContext(), state));
}

namespace {
/// Makes one function take what C hands over.
class Preparation {
public:
  explicit Preparation(func::FuncOp function)
      : function(function), b(function.getContext()), loc(function.getLoc()),
        entry(&function.getBody().front()), takes(function.getArgumentTypes()) {
  }

  LogicalResult run();

private:
  /// Sizes of what it takes become arguments of their own.
  void passSizes();
  /// Buffers that it returns become arguments.
  void passResults();
  /// Checks that need nothing but sizes come before all else.
  void hoistChecks();
  /// Adds a function that computes the sizes of results.
  LogicalResult addResultSizes();

  func::FuncOp function;
  OpBuilder b;
  Location loc;
  Block *entry;
  /// The types of what C hands over, in the program.
  SmallVector<Type> takes;
  SmallVector<Value> sizes;
  SmallVector<std::string> names;
  /// Of each result the sizes that are not static; none if several places
  /// return it.
  SmallVector<SmallVector<Value>> resultSizes;
};
} // namespace

void Preparation::passSizes() {
  // State comes first.
  auto numbers = llvm::to_vector(llvm::seq<int64_t>(0, takes.size()));
  if (auto known =
          function->getAttrOfType<DenseI64ArrayAttr>(kInterfaceArguments))
    llvm::copy(known.asArrayRef(), numbers.end() - known.size());
  b.setInsertionPointToStart(entry);
  for (auto [number, type] : llvm::enumerate(takes)) {
    if (!isPassedAsBytes(type))
      continue;
    BlockArgument argument = entry->getArgument(number);
    SmallVector<Value> own;
    auto memref = cast<MemRefType>(type);
    SmallVector<memref::DimOp> asked;
    for (Operation *user : argument.getUsers())
      if (auto dim = dyn_cast<memref::DimOp>(user);
          dim && dim.getConstantIndex())
        asked.push_back(dim);
    for (int64_t dim = 0; dim < memref.getRank(); ++dim) {
      if (!memref.isDynamicDim(dim))
        continue;
      own.push_back(entry->addArgument(b.getIndexType(), loc));
      names.push_back(
          ("arg" + Twine(numbers[number]) + "_" + Twine(dim)).str());
      for (memref::DimOp op : asked)
        if (*op.getConstantIndex() == dim)
          op.replaceAllUsesWith(own.back());
    }
    argument.setType(getPassedType(type));
    // The arguments before were replaced already.
    SmallVector<OpOperand *> uses = llvm::map_to_vector(
        argument.getUses(), [](OpOperand &use) { return &use; });
    Value view = createView(argument, type, own, b);
    for (OpOperand *use : uses)
      use->set(view);
    llvm::append_range(sizes, own);
  }
}

void Preparation::passResults() {
  SmallVector<func::ReturnOp> ends;
  function.walk([&](func::ReturnOp end) { ends.push_back(end); });
  bool hasOneEnd = function.getBody().hasOneBlock();
  SmallVector<Type> scalars;
  BitVector buffers(function.getNumResults());
  unsigned number = takes.size();
  resultSizes.resize(function.getNumResults());
  for (auto [result, type] : llvm::enumerate(function.getResultTypes())) {
    if (!isa<MemRefType>(type)) {
      scalars.push_back(type);
      continue;
    }
    buffers.set(result);
    takes.push_back(type);
    Value target = entry->insertArgument(number++, getPassedType(type), loc);
    for (func::ReturnOp end : ends) {
      Value value = end.getOperand(result);
      auto alloc = value.getDefiningOp<memref::AllocOp>();
      bool isReplaced = alloc && hasOneEnd && alloc->getBlock() == entry;
      Operation *place = isReplaced ? alloc.getOperation() : end;
      b.setInsertionPoint(place);
      SmallVector<Value> own;
      if (isReplaced)
        own.assign(alloc.getDynamicSizes().begin(),
                   alloc.getDynamicSizes().end());
      else
        for (auto [dim, size] :
             llvm::enumerate(cast<MemRefType>(type).getShape()))
          if (ShapedType::isDynamic(size))
            own.push_back(b.createOrFold<memref::DimOp>(loc, value, dim));
      Value buffer =
          isPassedAsBytes(type) ? createView(target, type, own, b) : target;
      if (isReplaced) {
        alloc.replaceAllUsesWith(buffer);
        alloc.erase();
      } else {
        memref::CopyOp::create(b, end.getLoc(), value, buffer);
      }
      if (hasOneEnd)
        resultSizes[result] = own;
    }
  }
  for (func::ReturnOp end : ends)
    end->eraseOperands(buffers);
  function.setType(b.getFunctionType(entry->getArgumentTypes(), scalars));
}

void Preparation::hoistChecks() {
  Operation *first = nullptr;
  IRMapping mapping;
  mapping.map(sizes, sizes);
  for (auto check : llvm::make_early_inc_range(entry->getOps<cf::AssertOp>())) {
    if (!followsFrom(check.getArg(), sizes))
      continue;
    if (!first)
      b.setInsertionPointToStart(entry);
    Value holds = computeAgain(check.getArg(), mapping, b);
    first = cf::AssertOp::create(b, check.getLoc(), holds, check.getMsg());
    check.erase();
  }
}

LogicalResult Preparation::addResultSizes() {
  SmallVector<Value> wanted;
  for (auto [result, own] : llvm::enumerate(resultSizes))
    for (Value size : own) {
      if (!followsFrom(size, sizes))
        return function.emitError("C can't call this function: the sizes of "
                                  "result ")
               << result << " depend on more than the sizes of its arguments";
      wanted.push_back(size);
    }
  std::string name = getCName(function.getName()) + "_result_sizes";
  if (Operation *other =
          function->getParentOfType<ModuleOp>().lookupSymbol(name))
    return other->emitError("C calls another function by the name of this one");
  auto type =
      MemRefType::get({std::max<int64_t>(1, wanted.size())}, b.getIndexType());
  SmallVector<Type> arguments(sizes.size(), b.getIndexType());
  arguments.insert(arguments.begin(), type);
  b.setInsertionPointAfter(function);
  auto query = func::FuncOp::create(b, loc, name,
                                    b.getFunctionType(arguments, TypeRange()));
  query->setAttr("llvm.bareptr", b.getUnitAttr());
  b.setInsertionPointToStart(query.addEntryBlock());
  IRMapping mapping;
  mapping.map(sizes, query.getArguments().drop_front());
  for (auto [number, size] : llvm::enumerate(wanted)) {
    Value value = computeAgain(size, mapping, b);
    Value place = arith::ConstantIndexOp::create(b, loc, number);
    memref::StoreOp::create(b, loc, value, query.getArgument(0), place);
  }
  func::ReturnOp::create(b, loc);
  return success();
}

LogicalResult Preparation::run() {
  for (Type type : llvm::concat<const Type>(function.getArgumentTypes(),
                                            function.getResultTypes()))
    if (!canBePassed(type))
      return function.emitError(
                 "C can't call this function: it takes or returns a value of "
                 "type ")
             << type << ", which is no scalar and no buffer in row-major order";
  if (llvm::any_of(function.getResultTypes(), isDynamic) &&
      !function.getBody().hasOneBlock())
    return function.emitError(
        "C can't call this function: it returns from several places, and "
        "the sizes of its results are not static");
  bool isInit = function->hasAttr(kInterfaceState);
  bool hasSizes = llvm::any_of(takes, isDynamic) ||
                  llvm::any_of(function.getResultTypes(), isDynamic);
  if (isInit && hasSizes)
    return function.emitError("C can't call this function: parameters, and "
                              "what follows from them, need static sizes");
  for (unsigned i = 0; i < function.getNumArguments(); ++i)
    function.removeArgAttr(i, "fpo.param");
  unsigned numArguments = takes.size();
  passSizes();
  passResults();
  if (hasSizes) {
    hoistChecks();
    if (failed(addResultSizes()))
      return failure();
    function->setAttr(kInterfaceSizes, b.getStrArrayAttr(llvm::map_to_vector(
                                           names, [](const std::string &name) {
                                             return StringRef(name);
                                           })));
  }
  function->setAttr(kInterfaceTakes, b.getTypeArrayAttr(takes));
  function->setAttr("llvm.bareptr", b.getUnitAttr());
  if (!isInit)
    function->setAttr(kInterfaceNumResults,
                      b.getI64IntegerAttr(takes.size() - numArguments));
  return success();
}

namespace {
struct PrepareInterfacePass
    : fpo::impl::FpoPrepareInterfacePassBase<PrepareInterfacePass> {
  using FpoPrepareInterfacePassBase::FpoPrepareInterfacePassBase;

  void runOnOperation() override {
    SymbolTable symbols(getOperation());
    SmallVector<std::pair<func::FuncOp, func::FuncOp>> functions; // with init
    for (auto function : getOperation().getOps<func::FuncOp>())
      if (function.isPublic() && !function.isExternal()) {
        auto init = function->getAttrOfType<FlatSymbolRefAttr>(kInitAttrName);
        functions.push_back(
            {function, init ? symbols.lookup<func::FuncOp>(init.getAttr())
                            : func::FuncOp()});
      }
    // Nobody else calls what is private.
    for (auto function : getOperation().getOps<func::FuncOp>())
      if (function.isPrivate() && !function.isExternal())
        function->setAttr(
            "llvm.linkage",
            LLVM::LinkageAttr::get(&getContext(), LLVM::Linkage::Internal));
    for (auto [function, init] : functions)
      if (init)
        dropRepeatedResults(init);
    for (auto [function, init] : functions) {
      if (failed(Preparation(function).run()))
        return signalPassFailure();
      if (init)
        function->setAttr(
            kInterfaceNumState,
            Builder(&getContext())
                .getI64IntegerAttr(
                    init->getAttrOfType<DenseI64ArrayAttr>(kInterfaceState)
                        .size()));
    }
  }
};
} // namespace
