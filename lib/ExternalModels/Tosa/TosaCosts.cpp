//===- TosaCosts.cpp - Costs of the tosa dialect --------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TosaCosts.h"

#include "fpo/Interfaces/Traffic.h"

#include "fpo/ExternalModels/Attach.h"
#include "fpo/ExternalModels/Register.h"

#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mlir::fpo;

Cost fpo::stepsCost(ArrayRef<Step> steps, Type type, CostContext &context) {
  Cost cost;
  for (const Step &step : steps)
    cost += context.scalar(step.name, type) * Count(step.times);
  return cost;
}

bool fpo::isConstantZero(Value value) {
  return matchPattern(value, m_Zero()) || matchPattern(value, m_AnyZeroFloat());
}

Count fpo::parameterBytes(ValueRange values, CostContext &context) {
  SmallVector<Value> read = llvm::filter_to_vector(
      values, [](Value value) { return !matchPattern(value, m_Constant()); });
  return wholeBytes(read, context);
}

/// [flow.branch]
static Cost condIfCost(tosa::IfOp op, CostContext &context) {
  Region *elseRegion = op.getElseGraph().empty() ? nullptr : &op.getElseGraph();
  DenseElementsAttr condition;
  if (!matchPattern(op.getCondition(), m_Constant(&condition)) ||
      !condition.isSplat())
    context.runOneOf({&op.getThenGraph(), elseRegion});
  else if (condition.getSplatValue<bool>())
    context.run(op.getThenGraph(), 1);
  else if (elseRegion)
    context.run(*elseRegion, 1);
  return Cost();
}

/// [flow.while] The condition runs once more than the body.
static Cost whileCost(tosa::WhileOp op, CostContext &context) {
  StringRef reason = "how often a while loop turns is not known";
  context.run(op.getCondGraph(), context.atLeast(1, reason));
  context.run(op.getBodyGraph(), context.atLeast(0, reason));
  return Cost();
}

static Cost customCost(tosa::CustomOp op, CostContext &context) {
  return context.unknown("what the custom operator '" + op.getOperatorName() +
                         "' computes is not known");
}

void fpo::registerTosaCosts(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, tosa::TosaDialect *) {
    attachTosaBlockScaled(*context);
    attachTosaContractions(*context);
    attachTosaDataMovement(*context);
    attachTosaFourier(*context);
    attachTosaPointwise(*context);
    attachTosaReductions(*context);
    attachTosaRescale(*context);
    attachTosaResize(*context);
    attachCost<condIfCost, tosa::IfOp>(*context);
    attachCost<customCost, tosa::CustomOp>(*context);
    attachCost<whileCost, tosa::WhileOp>(*context);
    attachFree<tosa::ConstOp, tosa::VariableOp, tosa::VariableReadOp,
               tosa::YieldOp>(*context);
    // [size.index] Arithmetic on shapes is not counted.
    attachFree<tosa::AddShapeOp, tosa::ConcatShapeOp, tosa::ConstShapeOp,
               tosa::DimOp, tosa::DivCeilShapeOp, tosa::DivFloorShapeOp,
               tosa::Exp2ShapeOp, tosa::Log2CeilShapeOp, tosa::Log2FloorShapeOp,
               tosa::MaxShapeOp, tosa::MinShapeOp, tosa::ModShapeOp,
               tosa::MulShapeOp, tosa::SliceShapeOp, tosa::SubShapeOp>(
        *context);
  });
}
