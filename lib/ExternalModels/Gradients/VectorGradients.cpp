//===- VectorGradients.cpp - Backward costs of the vector dialect ---------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Gradients.h"

#include "fpo/ExternalModels/Register.h"

#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mlir::fpo;

/// Elements that are repeated receive the sum.
static Cost broadcastBackward(vector::BroadcastOp op,
                              GradientContext &context) {
  CostContext &costs = context.getCosts();
  context.addGradient(0);
  Count from = costs.elements(op.getSource());
  Count to = costs.elements(op.getResult());
  if (from == to)
    return Cost();
  return sumCost(getElementTypeOrSelf(op.getType()), costs) * to;
}

/// [training.contraction]
static Cost contractBackward(vector::ContractionOp op,
                             GradientContext &context) {
  if (op.getKind() != vector::CombiningKind::ADD)
    return context.getCosts().unknown(
        "there is no backward rule for its combining kind");
  Cost cost = contractionBackward(
      op, 0, 1, getElementTypeOrSelf(op.getAcc().getType()), context);
  if (context.isWanted(2))
    context.addGradient(2);
  return cost;
}

/// g b, summed over b; a scalar b scales, and only its own gradient is a sum.
static Cost outerProductBackward(vector::OuterProductOp op,
                                 GradientContext &context) {
  CostContext &costs = context.getCosts();
  if (op.getKind() != vector::CombiningKind::ADD)
    return costs.unknown("there is no backward rule for its combining kind");
  Type type = getElementTypeOrSelf(op.getResult().getType());
  bool scales = !isa<VectorType>(op.getRhs().getType());
  Cost each;
  for (unsigned operand : {0, 1})
    if (context.isWanted(operand)) {
      each += costs.scalar("arith.mulf", type);
      if (operand == 1 || !scales)
        each += sumCost(type, costs);
      context.addGradient(operand);
    }
  if (op.getAcc() && context.isWanted(2))
    context.addGradient(2);
  return each * costs.elements(op.getResult());
}

/// [training.product] Of a product g y / a for each factor; of a sum, a maximum
/// or a minimum nothing [training.select].
static Cost reduceBackward(Operation *op, vector::CombiningKind kind,
                           GradientContext &context) {
  CostContext &costs = context.getCosts();
  moveBackward(op, context);
  if (kind != vector::CombiningKind::MUL)
    return Cost();
  Type type = getElementTypeOrSelf(op->getOperand(0).getType());
  Cost each = stepsCost({{1, "arith.mulf"}, {1, "arith.divf"}}, type, costs);
  Cost cost;
  for (unsigned i = 0, n = op->getNumOperands(); i < n; ++i)
    if (context.isWanted(i))
      cost += each * costs.elements(op->getOperand(i));
  return cost;
}
static Cost reductionBackward(vector::ReductionOp op,
                              GradientContext &context) {
  return reduceBackward(op, op.getKind(), context);
}
static Cost multiReductionBackward(vector::MultiDimReductionOp op,
                                   GradientContext &context) {
  return reduceBackward(op, op.getKind(), context);
}

/// [training.move] Lanes that were read where they lie in a tensor; one element
/// that was read into several lanes receives the sum.
static Cost transferReadBackward(vector::TransferReadOp op,
                                 GradientContext &context) {
  CostContext &costs = context.getCosts();
  if (context.isWanted(0)) {
    Count lanes = costs.elements(op.getResult());
    if (op.hasBroadcastDim())
      context.scatterGradient(0, lanes);
    else
      context.addGradient(0, lanes);
  }
  unsigned padding = op.getPaddingMutable().getOperandNumber();
  if (!context.isWanted(padding))
    return Cost();
  context.addGradient(padding);
  return costs.unknown("there is no backward rule for its padding");
}

void fpo::registerVectorGradients(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, vector::VectorDialect *) {
    attachElementwiseGradient<vector::FMAOp>(*context);
    attachGradient<broadcastBackward, vector::BroadcastOp>(*context);
    attachGradient<contractBackward, vector::ContractionOp>(*context);
    attachGradient<outerProductBackward, vector::OuterProductOp>(*context);
    attachGradient<reductionBackward, vector::ReductionOp>(*context);
    attachGradient<multiReductionBackward, vector::MultiDimReductionOp>(
        *context);
    attachGradient<transferReadBackward, vector::TransferReadOp>(*context);
    attachGradient<moveBackward, vector::DeinterleaveOp, vector::FromElementsOp,
                   vector::InsertOp, vector::InsertStridedSliceOp,
                   vector::InterleaveOp, vector::ShapeCastOp,
                   vector::ToElementsOp, vector::TransferWriteOp,
                   vector::TransposeOp>(*context);
    attachGradient<sliceBackward, vector::ExtractOp,
                   vector::ExtractStridedSliceOp>(*context);
  });
}
