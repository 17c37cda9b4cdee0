//===- VectorCosts.cpp - Costs of the vector dialect ----------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// Vectors live in registers: only ops that touch memory move bytes. All lanes
// of a masked op work [vector.mask].
//
//===----------------------------------------------------------------------===//

#include "fpo/ExternalModels/Attach.h"
#include "fpo/ExternalModels/Elementwise.h"
#include "fpo/ExternalModels/Register.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mlir::fpo;

//===----------------------------------------------------------------------===//
// Arithmetic
//===----------------------------------------------------------------------===//

static Cost productCost(Type type, CostContext &context) {
  return isa<FloatType>(type) ? context.scalar<arith::MulFOp>(type)
                              : context.scalar<arith::MulIOp>(type);
}

/// [vector.contract] A product in each point of the iteration space, in the
/// type of the accumulator, and its combination with what is there.
static Cost contractCost(vector::ContractionOp op, CostContext &context) {
  if (cast<VectorType>(op.getLhsType()).isScalable() ||
      cast<VectorType>(op.getRhsType()).isScalable())
    return context.unknown("the length of a scalable vector is not known");
  Count space = 1;
  SmallVector<int64_t> bounds;
  op.getIterationBounds(bounds);
  for (int64_t size : bounds)
    space *= Count(size);
  Type type = getElementTypeOrSelf(op.getAccType());
  Cost cost =
      (productCost(type, context) + combineCost(op.getKind(), type, context)) *
      space;
  if (op.getKind() == vector::CombiningKind::ADD)
    cost.mac = space;
  return cost;
}

/// [vector.outerproduct]
static Cost outerProductCost(vector::OuterProductOp op, CostContext &context) {
  Type type = op.getResultVectorType().getElementType();
  Count elements = context.elements(op.getResult());
  Cost each = productCost(type, context);
  if (op.getAcc())
    each += combineCost(op.getKind(), type, context);
  Cost cost = each * elements;
  if (op.getAcc() && op.getKind() == vector::CombiningKind::ADD)
    cost.mac = elements;
  return cost;
}

/// [vector.reduction] n - 1 combinations, and one more with an accumulator.
static Cost reductionCost(vector::ReductionOp op, CostContext &context) {
  Count elements = context.elements(op.getVector());
  Cost combine = combineCost(op.getKind(), op.getDest().getType(), context);
  if (op.getAcc())
    return combine * elements;
  if (!elements.isExact())
    return combine * Count::unknown();
  return combine * Count(elements.lower() - Expr(1));
}
static Cost multiReductionCost(vector::MultiDimReductionOp op,
                               CostContext &context) {
  Type type = getElementTypeOrSelf(op.getDest().getType());
  return combineCost(op.getKind(), type, context) *
         context.elements(op.getSource());
}

/// [vector.scan] One combination less than elements along the scanned
/// dimension.
static Cost scanCost(vector::ScanOp op, CostContext &context) {
  VectorType source = op.getSourceType();
  if (source.isScalable())
    return context.unknown("the length of a scalable vector is not known");
  int64_t length = source.getDimSize(op.getReductionDim());
  int64_t combinations = source.getNumElements() / length * (length - 1);
  return combineCost(op.getKind(), source.getElementType(), context) *
         Count(combinations);
}

static Cost maskCost(vector::MaskOp op, CostContext &context) {
  context.run(op.getMaskRegion(), 1);
  return Cost();
}

//===----------------------------------------------------------------------===//
// Memory
//===----------------------------------------------------------------------===//

/// [bytes.transfer] The distinct elements that the permutation map reaches: a
/// broadcast dimension reads one element for all its lanes. Lanes that may be
/// masked or out of bounds may touch nothing.
static Count transferBytes(VectorTransferOpInterface op, CostContext &context) {
  VectorType vector = op.getVectorType();
  if (vector.isScalable())
    return context.atLeast(0, "the length of a scalable vector is not known");
  Count elements = 1;
  for (auto [size, expr] :
       llvm::zip_equal(vector.getShape(), op.getPermutationMap().getResults()))
    if (!isa<AffineConstantExpr>(expr))
      elements *= Count(size);
  Count bytes = context.bytes(op.getBase(), elements);
  return op.getMask() || op.hasOutOfBoundsDim() ? bytes.hull(Count(0)) : bytes;
}
static Cost transferReadCost(vector::TransferReadOp op, CostContext &context) {
  return Cost::traffic(transferBytes(op, context), 0);
}
static Cost transferWriteCost(vector::TransferWriteOp op,
                              CostContext &context) {
  return Cost::traffic(0, transferBytes(op, context));
}

/// [bytes.element] As many elements as the vector has.
static Cost loadCost(vector::LoadOp op, CostContext &context) {
  return Cost::traffic(
      context.bytes(op.getBase(), context.elements(op.getResult())), 0);
}
static Cost storeCost(vector::StoreOp op, CostContext &context) {
  return Cost::traffic(
      0, context.bytes(op.getBase(), context.elements(op.getValueToStore())));
}

/// [bytes.masked] Which lanes touch memory depends on the mask: from none to
/// all.
static Count maskedBytes(Value base, Value vector, CostContext &context) {
  Count bytes = context.bytes(base, context.elements(vector));
  return bytes.hull(Count(0));
}
static Cost maskedLoadCost(vector::MaskedLoadOp op, CostContext &context) {
  return Cost::traffic(maskedBytes(op.getBase(), op.getResult(), context), 0);
}
static Cost maskedStoreCost(vector::MaskedStoreOp op, CostContext &context) {
  return Cost::traffic(
      0, maskedBytes(op.getBase(), op.getValueToStore(), context));
}
static Cost expandLoadCost(vector::ExpandLoadOp op, CostContext &context) {
  return Cost::traffic(maskedBytes(op.getBase(), op.getResult(), context), 0);
}
static Cost compressStoreCost(vector::CompressStoreOp op,
                              CostContext &context) {
  return Cost::traffic(
      0, maskedBytes(op.getBase(), op.getValueToStore(), context));
}
static Cost gatherCost(vector::GatherOp op, CostContext &context) {
  return Cost::traffic(maskedBytes(op.getBase(), op.getResult(), context), 0);
}
static Cost scatterCost(vector::ScatterOp op, CostContext &context) {
  return Cost::traffic(
      0, maskedBytes(op.getBase(), op.getValueToStore(), context));
}

void fpo::registerVectorCosts(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, vector::VectorDialect *) {
    attachCost<elementwiseCost, vector::FMAOp>(*context);
    attachCost<contractCost, vector::ContractionOp>(*context);
    attachCost<outerProductCost, vector::OuterProductOp>(*context);
    attachCost<reductionCost, vector::ReductionOp>(*context);
    attachCost<multiReductionCost, vector::MultiDimReductionOp>(*context);
    attachCost<scanCost, vector::ScanOp>(*context);
    attachCost<maskCost, vector::MaskOp>(*context);
    attachCost<transferReadCost, vector::TransferReadOp>(*context);
    attachCost<transferWriteCost, vector::TransferWriteOp>(*context);
    attachCost<loadCost, vector::LoadOp>(*context);
    attachCost<storeCost, vector::StoreOp>(*context);
    attachCost<maskedLoadCost, vector::MaskedLoadOp>(*context);
    attachCost<maskedStoreCost, vector::MaskedStoreOp>(*context);
    attachCost<expandLoadCost, vector::ExpandLoadOp>(*context);
    attachCost<compressStoreCost, vector::CompressStoreOp>(*context);
    attachCost<gatherCost, vector::GatherOp>(*context);
    attachCost<scatterCost, vector::ScatterOp>(*context);
    // [vector.move] Lanes that move between registers.
    attachFree<vector::BitCastOp, vector::BroadcastOp, vector::ConstantMaskOp,
               vector::CreateMaskOp, vector::DeinterleaveOp, vector::ExtractOp,
               vector::ExtractStridedSliceOp, vector::FromElementsOp,
               vector::InsertOp, vector::InsertStridedSliceOp,
               vector::InterleaveOp, vector::PrintOp, vector::ScalableExtractOp,
               vector::ScalableInsertOp, vector::ShapeCastOp, vector::ShuffleOp,
               vector::StepOp, vector::ToElementsOp, vector::TransposeOp,
               vector::TypeCastOp, vector::VectorScaleOp, vector::YieldOp>(
        *context);
  });
}
