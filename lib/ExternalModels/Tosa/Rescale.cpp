//===- Rescale.cpp - Costs of tosa ops on quantised values ----------------===//
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
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mlir::fpo;

/// [tosa.apply_scale] (value * multiplier + rounding) >> shift, in 64 bits.
/// Rounding twice compares the shift and the value, and adds once more.
static Cost applyScaleSteps(bool roundsTwice, MLIRContext *mlirContext,
                            CostContext &context) {
  Type i64 = IntegerType::get(mlirContext, 64);
  Type i32 = IntegerType::get(mlirContext, 32);
  Cost cost = stepsCost({{1, "arith.muli"}, {1, "arith.addi"}}, i64, context);
  if (roundsTwice) {
    cost += context.scalar("arith.addi", i64);
    cost += context.scalar("arith.cmpi", i32) * Count(2);
  }
  return cost;
}

static Cost applyScaleCost(tosa::ApplyScaleOp op, CostContext &context) {
  bool roundsTwice = op.getRoundingMode() == tosa::RoundingMode::DOUBLE_ROUND;
  return mapCost(op, applyScaleSteps(roundsTwice, op.getContext(), context),
                 context);
}

/// [tosa.rescale] The zero point off, scaled, the other zero point on, held to
/// the range. Rounding twice matters only if some shift is beyond 31.
static Cost rescaleCost(tosa::RescaleOp op, CostContext &context) {
  MLIRContext *mlirContext = op.getContext();
  auto inputType =
      cast<IntegerType>(getElementTypeOrSelf(op.getInput().getType()));
  Type i32 = IntegerType::get(mlirContext, 32);
  Type inner = inputType.getWidth() > 32
                   ? Type(IntegerType::get(mlirContext, inputType.getWidth()))
                   : i32;

  bool roundsTwice = op.getRoundingMode() == tosa::RoundingMode::DOUBLE_ROUND;
  DenseElementsAttr shifts;
  if (roundsTwice && matchPattern(op.getShift(), m_Constant(&shifts)))
    roundsTwice = llvm::any_of(shifts.getValues<APInt>(), [](const APInt &n) {
      return n.getSExtValue() > 31;
    });

  Cost each = context.scalar("arith.subi", inner);
  each += applyScaleSteps(roundsTwice, mlirContext, context);
  each += stepsCost({{1, "arith.addi"}, {1, "arith.maxsi"}, {1, "arith.minsi"}},
                    i32, context);
  Count read = context.bytes(op.getInput()) +
               parameterBytes({op.getInputZp(), op.getOutputZp()}, context);
  if (op.getPerChannel())
    read += context.bytes(op.getMultiplier()) + context.bytes(op.getShift());
  else
    read += parameterBytes({op.getMultiplier(), op.getShift()}, context);
  return each * context.elements(op.getOutput()) +
         Cost::traffic(read, context.bytes(op.getOutput()));
}

/// [tosa.mul] A product with a shift is scaled; without, it is a product in the
/// type of the result.
static Cost mulCost(tosa::MulOp op, CostContext &context) {
  Type type = getElementTypeOrSelf(op.getOutput().getType());
  Cost each;
  if (isa<FloatType>(type))
    each = context.scalar<arith::MulFOp>(type);
  else if (!type.isInteger(32) || isConstantZero(op.getShift()))
    each = context.scalar<arith::MulIOp>(type);
  else
    each = applyScaleSteps(/*roundsTwice=*/false, op.getContext(), context);
  Count read = wholeBytes({op.getInput1(), op.getInput2()}, context);
  // In other types the shift is zero.
  if (type.isInteger(32))
    read += parameterBytes(op.getShift(), context);
  return each * context.points(context.shape(op.getOutput())) +
         Cost::traffic(read, context.bytes(op.getOutput()));
}

void fpo::attachTosaRescale(MLIRContext &context) {
  attachCost<applyScaleCost, tosa::ApplyScaleOp>(context);
  attachCost<mulCost, tosa::MulOp>(context);
  attachCost<rescaleCost, tosa::RescaleOp>(context);
}
