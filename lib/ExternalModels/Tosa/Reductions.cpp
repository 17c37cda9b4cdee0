//===- Reductions.cpp - Costs of tosa ops that reduce an axis -------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TosaCosts.h"

#include "fpo/ExternalModels/Attach.h"
#include "fpo/ExternalModels/Elementwise.h"
#include "fpo/Interfaces/Traffic.h"

#include "mlir/IR/BuiltinTypes.h"

using namespace mlir;
using namespace mlir::fpo;

/// [tosa.reduce] One combination for each element of the input, since the first
/// is combined with the start value.
static Cost reduceCost(Operation *op, const Cost &each, CostContext &context) {
  Value result = op->getResult(0);
  Count combinations =
      context.combinations(context.points(context.shape(op->getOperand(0))),
                           context.elements(result), Value());
  return each * combinations + wholeTraffic(op, context) +
         Cost::traffic(context.startBytes(result), 0);
}

static Cost reduceWith(Operation *op, StringRef onFloat, StringRef onInteger,
                       CostContext &context) {
  Type type = getElementTypeOrSelf(op->getOperand(0).getType());
  return reduceCost(
      op, context.scalar(isa<FloatType>(type) ? onFloat : onInteger, type),
      context);
}

/// bf16 is summed in f32.
static Cost reduceSumCost(tosa::ReduceSumOp op, CostContext &context) {
  Type type = getElementTypeOrSelf(op.getInput().getType());
  if (type.isBF16())
    return reduceCost(
        op, context.scalar<arith::AddFOp>(Float32Type::get(op.getContext())),
        context);
  return reduceWith(op, "arith.addf", "arith.addi", context);
}
static Cost reduceProductCost(tosa::ReduceProductOp op, CostContext &context) {
  return reduceWith(op, "arith.mulf", "arith.muli", context);
}
static Cost reduceBooleanCost(Operation *op, CostContext &context) {
  return wholeTraffic(op, context);
}

/// [tosa.nan] Ignoring NaNs looks at each element.
template <typename OpTy>
static Cost reduceMinMax(OpTy op, StringRef onFloat, StringRef onInteger,
                         CostContext &context) {
  Cost cost = reduceWith(op, onFloat, onInteger, context);
  Type type = getElementTypeOrSelf(op.getInput().getType());
  if (isa<FloatType>(type) && ignoresNan(op))
    cost += context.scalar<arith::CmpFOp>(type) *
            context.points(context.shape(op.getInput()));
  return cost;
}
static Cost reduceMaxCost(tosa::ReduceMaxOp op, CostContext &context) {
  return reduceMinMax(op, "arith.maximumf", "arith.maxsi", context);
}
static Cost reduceMinCost(tosa::ReduceMinOp op, CostContext &context) {
  return reduceMinMax(op, "arith.minimumf", "arith.minsi", context);
}

/// [tosa.argmax] A comparison for each element; for floats another one, whether
/// the best so far is a NaN, unless those are ignored.
static Cost argMaxCost(tosa::ArgMaxOp op, CostContext &context) {
  Type type = getElementTypeOrSelf(op.getInput().getType());
  if (!isa<FloatType>(type))
    return reduceCost(op, context.scalar<arith::CmpIOp>(type), context);
  unsigned comparisons = ignoresNan(op) ? 1 : 2;
  return reduceCost(
      op, context.scalar<arith::CmpFOp>(type) * Count(comparisons), context);
}

void fpo::attachTosaReductions(MLIRContext &context) {
  attachCost<argMaxCost, tosa::ArgMaxOp>(context);
  attachCost<reduceBooleanCost, tosa::ReduceAllOp, tosa::ReduceAnyOp>(context);
  attachCost<reduceMaxCost, tosa::ReduceMaxOp>(context);
  attachCost<reduceMinCost, tosa::ReduceMinOp>(context);
  attachCost<reduceProductCost, tosa::ReduceProductOp>(context);
  attachCost<reduceSumCost, tosa::ReduceSumOp>(context);
}
