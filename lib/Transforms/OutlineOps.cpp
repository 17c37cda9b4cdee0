//===- OutlineOps.cpp - A function for each op ----------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TraceMarks.h"

#include "fpo/Analysis/OpNumbers.h"
#include "fpo/Interfaces/CostOpInterface.h"
#include "fpo/Transforms/Passes.h"
#include "fpo/Transforms/TraceCalls.h"

#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Transforms/RegionUtils.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOOUTLINEOPSPASS
#include "fpo/Transforms/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

namespace {
struct OutlineOps : fpo::impl::FpoOutlineOpsPassBase<OutlineOps> {
  using FpoOutlineOpsPassBase::FpoOutlineOpsPassBase;

  void runOnOperation() override;

private:
  void outline(Operation *op, size_t id, SymbolTable &symbols);
};
} // namespace

/// What the op takes, in its regions too.
static llvm::SetVector<Value> getInputs(Operation *op) {
  llvm::SetVector<Value> inputs(op->operand_begin(), op->operand_end());
  getUsedValuesDefinedAbove(op->getRegions(), inputs);
  return inputs;
}

static bool isInMemory(Type type) {
  return isa<TensorType, BaseMemRefType>(type);
}

/// Whether `op` may move data, all by itself.
static bool movesData(Operation *op) {
  auto costed = dyn_cast<CostOpInterface>(op);
  if (!costed || costed.isFree() || isa<CallOpInterface>(op) ||
      op->hasTrait<OpTrait::IsTerminator>())
    return false;
  // Other regions hold ops of the program.
  if (op->getNumRegions() != 0 &&
      !isa<linalg::LinalgOp, tensor::GenerateOp, tensor::PadOp,
           memref::GenericAtomicRMWOp>(op))
    return false;
  return llvm::any_of(op->getResultTypes(), isInMemory) ||
         llvm::any_of(getInputs(op),
                      [](Value value) { return isInMemory(value.getType()); });
}

/// Whether `value` goes into the function of `op` as the constant that it is.
static bool isPartOf(Operation *op, Value value) {
  bool isPassed = isa<TensorType, BaseMemRefType, VectorType, ComplexType>(
                      value.getType()) ||
                  value.getType().isIntOrIndexOrFloat();
  return (!isPassed || isa<tosa::TosaDialect>(op->getDialect())) &&
         matchPattern(value, m_Constant());
}

void OutlineOps::outline(Operation *op, size_t id, SymbolTable &symbols) {
  llvm::SetVector<Value> inputs = getInputs(op);
  SmallVector<Value> constants;
  inputs.remove_if([&](Value value) {
    bool isConstant = isPartOf(op, value);
    if (isConstant)
      constants.push_back(value);
    return isConstant;
  });

  Location loc = op->getLoc();
  OpBuilder builder(op);
  auto function = func::FuncOp::create(
      loc, (kTracedOpPrefix + Twine(id)).str(),
      builder.getFunctionType(TypeRange(inputs.getArrayRef()),
                              op->getResultTypes()));
  function.setPrivate();
  symbols.insert(function);
  auto call =
      func::CallOp::create(builder, loc, function, inputs.getArrayRef());

  builder.setInsertionPointToStart(function.addEntryBlock());
  IRMapping mapping;
  mapping.map(inputs.getArrayRef(), function.getArguments());
  for (Value constant : constants)
    builder.clone(*constant.getDefiningOp(), mapping)
        ->setLoc(mark(loc, kConstantOperand));
  Operation *inside = builder.clone(*op, mapping);
  if (isa<tosa::RescaleOp>(op))
    inside->setLoc(mark(loc, kConstantOperand));
  SmallVector<Value> results(inside->getResults());
  // A slice is a view, and padding by nothing or one part of a whole is no op.
  if (isa<tensor::ConcatOp, tensor::ExtractSliceOp, tensor::PadOp,
          tosa::ConcatOp, tosa::PadOp, tosa::ResizeOp, tosa::SliceOp>(op))
    if (auto type = dyn_cast<RankedTensorType>(results.front().getType()))
      results.front() = bufferization::AllocTensorOp::create(
          builder, loc, type, /*dynamicSizes=*/ValueRange(),
          /*copy=*/results.front());
  func::ReturnOp::create(builder, loc, results);
  op->replaceAllUsesWith(call.getResults());
  op->erase();
}

void OutlineOps::runOnOperation() {
  ModuleOp module = getOperation();
  for (auto function : module.getOps<func::FuncOp>())
    if (function.getName().starts_with(kTracedOpPrefix)) {
      emitError(function.getLoc(), "the ops of the program are functions "
                                   "already");
      return signalPassFailure();
    }
  FailureOr<std::vector<NumberedOp>> numbered = numberOps(module, entry);
  if (failed(numbered))
    return signalPassFailure();

  std::vector<std::pair<Operation *, size_t>> due;
  for (const NumberedOp &each : *numbered) {
    Operation *op = each.op;
    if (isa<tensor::ParallelInsertSliceOp>(op)) {
      op->setLoc(markNumber(op->getLoc(), each.id));
      continue;
    }
    if (!movesData(op))
      continue;
    for (Region &region : op->getRegions())
      region.walk([](Operation *inner) {
        if (movesData(inner))
          inner->setLoc(mark(inner->getLoc(), kInBody));
      });
    // A mask and the op under it are one.
    auto mask = dyn_cast<vector::MaskOp>(op->getParentOp());
    due.emplace_back(mask ? mask.getOperation() : op, each.id);
  }

  SymbolTable symbols(module);
  for (auto [op, id] : due)
    outline(op, id, symbols);
}
