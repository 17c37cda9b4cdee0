//===- MemoryOps.cpp - What single ops do with memory ---------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "MemoryOps.h"

#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Shape/IR/Shape.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"
#include "mlir/Interfaces/LoopLikeInterface.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

using namespace mlir;
using namespace mlir::fpo;

bool fpo::liesInMemory(Type type) {
  return isa<TensorType, BaseMemRefType>(type);
}

Value fpo::getViewSource(Operation *op) {
  if (op->getNumResults() == 0 || op->getNumOperands() == 0 ||
      !liesInMemory(op->getResult(0).getType()))
    return {};
  if (isa<tensor::CastOp, tensor::BitcastOp, tensor::ReshapeOp,
          tensor::ExpandShapeOp, tensor::CollapseShapeOp,
          tensor::ExtractSliceOp, tosa::ReshapeOp, tosa::SliceOp,
          tosa::IdentityOp, bufferization::ToTensorOp,
          bufferization::ToBufferOp>(op))
    return op->getOperand(0);
  if (auto view = dyn_cast<ViewLikeOpInterface>(op))
    return liesInMemory(view.getViewSource().getType()) ? view.getViewSource()
                                                        : Value();
  return {};
}

bool fpo::looksAtShapeOnly(Operation *op) {
  return isa<tensor::DimOp, tensor::RankOp, memref::DimOp, memref::RankOp,
             memref::ExtractStridedMetadataOp,
             memref::ExtractAlignedPointerAsIndexOp, shape::ShapeOfOp>(op);
}

bool fpo::makesUndefined(Operation *op) {
  if (auto alloc = dyn_cast<bufferization::AllocTensorOp>(op))
    return !alloc.getCopy();
  return isa<tensor::EmptyOp>(op);
}

OpOperand *fpo::getDestination(OpResult result) {
  Operation *op = result.getOwner();
  if (auto destination = dyn_cast<DestinationStyleOpInterface>(op))
    return destination.getTiedOpOperand(result);
  // Element by element, into the first operand of the same type.
  if (OpTrait::hasElementwiseMappableTraits(op))
    for (OpOperand &operand : op->getOpOperands())
      if (operand.get().getType() == result.getType())
        return &operand;
  return nullptr;
}

bool fpo::isUnreadDestination(OpOperand &operand) {
  auto structured = dyn_cast<linalg::LinalgOp>(operand.getOwner());
  return structured && structured.isDpsInit(&operand) &&
         !structured.payloadUsesValueFromOperand(&operand);
}

bool fpo::isUnreadInit(OpOperand &operand) {
  auto loop = dyn_cast<LoopLikeOpInterface>(operand.getOwner());
  if (!loop)
    return false;
  BlockArgument carried = loop.getTiedLoopRegionIterArg(&operand);
  std::optional<APInt> turns = loop.getStaticTripCount();
  return carried && carried.use_empty() && turns && !turns->isZero();
}

bool fpo::readsBeforeWriting(Operation *op, OpOperand &input,
                             OpOperand &destination) {
  if (OpTrait::hasElementwiseMappableTraits(op))
    return true;
  auto structured = dyn_cast<linalg::LinalgOp>(op);
  return structured &&
         structured.getNumLoops() == structured.getNumParallelLoops() &&
         structured.getMatchingIndexingMap(&input).isIdentity() &&
         structured.getMatchingIndexingMap(&destination).isIdentity();
}
