//===- OpAccess.cpp - How an op reads and writes its tensors --------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "OpAccess.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mlir::fpo;

static SmallVector<int, 4> identity(unsigned rank) {
  return llvm::to_vector<4>(llvm::seq<int>(0, rank));
}

/// The values from outside that the body of a structured op looks at.
static void addCaptured(linalg::LinalgOp op, OpAccess &access) {
  llvm::SmallSetVector<Value, 4> captured;
  for (Operation &inner : *op.getBlock())
    for (Value operand : inner.getOperands())
      if (operand.getParentRegion() != op.getBlock()->getParent())
        captured.insert(operand);
  for (Value value : captured)
    access.reads.push_back({value, {}, /*isWhole=*/false});
}

static std::optional<OpAccess> getStructured(linalg::LinalgOp op,
                                             const Cost &own) {
  if (!op.hasPureTensorSemantics())
    return std::nullopt;
  OpAccess access;
  access.sizes.assign(op.getStaticLoopRanges());
  for (utils::IteratorType type : op.getIteratorTypesArray())
    access.isParallel.push_back(type == utils::IteratorType::parallel);
  bool hasWindow = false;
  auto loopsOf = [&](AffineMap map, bool &isWhole) {
    SmallVector<int, 4> loops;
    llvm::SmallBitVector seen(map.getNumDims());
    for (AffineExpr expr : map.getResults()) {
      auto dim = dyn_cast<AffineDimExpr>(expr);
      loops.push_back(dim ? int(dim.getPosition()) : -1);
      hasWindow |= isa<AffineBinaryOpExpr>(expr);
      // A diagonal, or a window, leaves elements out.
      if (isa<AffineBinaryOpExpr>(expr) || (dim && seen.test(loops.back())))
        isWhole = false;
      if (dim)
        seen.set(loops.back());
    }
    return loops;
  };
  for (OpOperand &operand : op->getOpOperands()) {
    AffineMap map = op.getMatchingIndexingMap(&operand);
    bool isWhole = true;
    SmallVector<int, 4> loops = loopsOf(map, isWhole);
    if (op.isDpsInit(&operand)) {
      if (!isWhole)
        return std::nullopt;
      access.results.push_back(loops);
    }
    if (!op.payloadUsesValueFromOperand(&operand))
      continue;
    auto type = dyn_cast<RankedTensorType>(operand.get().getType());
    // A number in place of an index leaves out all other elements.
    if (type)
      for (auto [loop, size] : llvm::zip_equal(loops, type.getShape()))
        isWhole &= loop >= 0 || size == 1;
    access.reads.push_back({operand.get(), std::move(loops), isWhole});
  }
  addCaptured(op, access);
  if (hasWindow || !own.mac.isZero())
    access.role = FusionRole::Anchor;
  return access;
}

/// The same for each element; an operand of which a dimension is one is
/// broadcast along it.
static std::optional<OpAccess> getElementwise(Operation *op,
                                              ValueRange operands) {
  auto type = dyn_cast<RankedTensorType>(op->getResult(0).getType());
  if (!type)
    return std::nullopt;
  OpAccess access;
  access.sizes.assign(type.getShape().begin(), type.getShape().end());
  access.isParallel.assign(type.getRank(), true);
  access.results.push_back(identity(type.getRank()));
  for (Value operand : operands) {
    ReadAccess read{operand, {}, true};
    if (auto shaped = dyn_cast<RankedTensorType>(operand.getType()))
      for (auto [dim, size] : llvm::enumerate(shaped.getShape())) {
        bool isLoop = shaped.getRank() == type.getRank() &&
                      (size != 1 || type.getDimSize(dim) == 1);
        read.loops.push_back(isLoop ? int(dim) : -1);
      }
    access.reads.push_back(std::move(read));
  }
  return access;
}

/// Along `axis` of the operand.
static std::optional<OpAccess> getReduction(Operation *op, unsigned axis,
                                            bool keepsAxis) {
  auto type = dyn_cast<RankedTensorType>(op->getOperand(0).getType());
  if (!type)
    return std::nullopt;
  OpAccess access;
  access.sizes.assign(type.getShape().begin(), type.getShape().end());
  access.isParallel.assign(type.getRank(), true);
  access.isParallel[axis] = false;
  access.reads.push_back({op->getOperand(0), identity(type.getRank()), true});
  SmallVector<int, 4> result;
  for (int dim = 0, rank = type.getRank(); dim < rank; ++dim)
    if (dim != int(axis))
      result.push_back(dim);
    else if (keepsAxis)
      result.push_back(-1);
  access.results.push_back(std::move(result));
  return access;
}

/// Each row wants all of the row.
static std::optional<OpAccess> getSoftmax(linalg::SoftmaxOp op) {
  if (op->getNumResults() != 1)
    return std::nullopt;
  std::optional<OpAccess> access =
      getReduction(op, op.getDimension(), /*keepsAxis=*/true);
  if (access)
    access->results.front()[op.getDimension()] = int(op.getDimension());
  return access;
}

/// An op that starts a group.
static std::optional<OpAccess> getStart(Operation *op, FusionRole role,
                                        ArrayRef<Value> whole,
                                        ArrayRef<Value> partial = {}) {
  auto type = dyn_cast<RankedTensorType>(op->getResult(0).getType());
  if (!type)
    return std::nullopt;
  OpAccess access;
  access.role = role;
  for (Value value : whole)
    access.reads.push_back({value, {}, true});
  for (Value value : partial)
    access.reads.push_back({value, {}, false});
  access.results.push_back(SmallVector<int, 4>(type.getRank(), -1));
  return access;
}

static std::optional<OpAccess> getTosa(Operation *op) {
  if (op->getNumResults() != 1)
    return std::nullopt;
  using Result = std::optional<OpAccess>;
  return llvm::TypeSwitch<Operation *, Result>(op)
      .Case([](tosa::MatMulOp op) -> Result {
        return getStart(op, FusionRole::Anchor, {op.getA(), op.getB()});
      })
      .Case<tosa::Conv2DOp, tosa::Conv3DOp, tosa::DepthwiseConv2DOp>(
          [](auto op) -> Result {
            return getStart(op, FusionRole::Anchor,
                            {op.getWeight(), op.getBias()}, {op.getInput()});
          })
      .Case([](tosa::TransposeConv2DOp op) -> Result {
        return getStart(op, FusionRole::Anchor,
                        {op.getInput(), op.getWeight(), op.getBias()});
      })
      .Case<tosa::MaxPool2dOp, tosa::AvgPool2dOp>([](auto op) -> Result {
        return getStart(op, FusionRole::Anchor, {}, {op.getInput()});
      })
      .Case([](tosa::GatherOp op) -> Result {
        return getStart(op, FusionRole::Source, {op.getIndices()},
                        {op.getValues()});
      })
      .Case([](tosa::ResizeOp op) -> Result {
        return getStart(op, FusionRole::Source, {}, {op.getInput()});
      })
      .Case<tosa::ReduceAllOp, tosa::ReduceAnyOp, tosa::ReduceMaxOp,
            tosa::ReduceMinOp, tosa::ReduceProductOp, tosa::ReduceSumOp>(
          [](auto op) -> Result {
            return getReduction(op, op.getAxis(), /*keepsAxis=*/true);
          })
      .Case([](tosa::ArgMaxOp op) -> Result {
        return getReduction(op, op.getAxis(), /*keepsAxis=*/false);
      })
      .Case<tosa::CastOp, tosa::NegateOp>([](auto op) -> Result {
        return getElementwise(op, op->getOperand(0));
      })
      .Case([](tosa::MulOp op) -> Result {
        return getElementwise(op, op->getOperands().take_front(2));
      })
      .Case([](tosa::RescaleOp op) -> Result {
        return getElementwise(
            op, op->getOperands().take_front(op.getPerChannel() ? 3 : 1));
      })
      .Case([](tosa::TableOp op) -> Result {
        Result access = getElementwise(op, op->getOperand(0));
        if (access)
          access->reads.push_back({op.getTable(), {}, /*isWhole=*/false});
        return access;
      })
      .Default([](Operation *op) -> Result {
        if (op->hasTrait<OpTrait::tosa::TosaElementwiseOperator>())
          return getElementwise(op, op->getOperands());
        return std::nullopt;
      });
}

std::optional<OpAccess> fpo::getOpAccess(Operation *op, const Cost &own) {
  if (auto structured = dyn_cast<linalg::LinalgOp>(op))
    return getStructured(structured, own);
  if (auto softmax = dyn_cast<linalg::SoftmaxOp>(op))
    return getSoftmax(softmax);
  if (isa_and_nonnull<tosa::TosaDialect>(op->getDialect()))
    return getTosa(op);
  if (auto gather = dyn_cast<tensor::GatherOp>(op))
    return getStart(op, FusionRole::Source, {gather.getIndices()},
                    {gather.getSource()});
  if (op->getNumResults() == 1 && op->getNumRegions() == 0 &&
      OpTrait::hasElementwiseMappableTraits(op))
    return getElementwise(op, op->getOperands());
  return std::nullopt;
}
