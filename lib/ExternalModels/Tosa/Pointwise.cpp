//===- Pointwise.cpp - Costs of tosa ops on each element ------------------===//
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
#include "llvm/ADT/StringMap.h"

using namespace mlir;
using namespace mlir::fpo;

namespace {
/// What an op does to an element, if that is a float and if it is an integer.
struct Pointwise {
  SmallVector<Step, 4> onFloat;
  SmallVector<Step, 2> onInteger;
};
} // namespace

/// [tosa.pointwise] Ops that do the same whatever their attributes.
static const llvm::StringMap<Pointwise> &getPointwise() {
  static const llvm::StringMap<Pointwise> table = [] {
    llvm::StringMap<Pointwise> map;
    map["tosa.abs"] = {{{1, "math.absf"}}, {{1, "math.absi"}}};
    map["tosa.add"] = {{{1, "arith.addf"}}, {{1, "arith.addi"}}};
    map["tosa.bitwise_and"] = {{}, {{1, "arith.andi"}}};
    map["tosa.bitwise_not"] = {{}, {{1, "arith.xori"}}};
    map["tosa.bitwise_or"] = {{}, {{1, "arith.ori"}}};
    map["tosa.bitwise_xor"] = {{}, {{1, "arith.xori"}}};
    map["tosa.ceil"] = {{{1, "math.ceil"}}, {}};
    map["tosa.clz"] = {{}, {{1, "math.ctlz"}}};
    map["tosa.cos"] = {{{1, "math.cos"}}, {}};
    map["tosa.equal"] = {{{1, "arith.cmpf"}}, {{1, "arith.cmpi"}}};
    map["tosa.erf"] = {{{1, "math.erf"}}, {}};
    map["tosa.exp"] = {{{1, "math.exp"}}, {}};
    map["tosa.floor"] = {{{1, "math.floor"}}, {}};
    map["tosa.greater"] = {{{1, "arith.cmpf"}}, {{1, "arith.cmpi"}}};
    map["tosa.greater_equal"] = {{{1, "arith.cmpf"}}, {{1, "arith.cmpi"}}};
    map["tosa.intdiv"] = {{}, {{1, "arith.divsi"}}};
    map["tosa.log"] = {{{1, "math.log"}}, {}};
    map["tosa.logical_and"] = {{}, {{1, "arith.andi"}}};
    map["tosa.logical_left_shift"] = {{}, {{1, "arith.shli"}}};
    map["tosa.logical_not"] = {{}, {{1, "arith.xori"}}};
    map["tosa.logical_or"] = {{}, {{1, "arith.ori"}}};
    map["tosa.logical_right_shift"] = {{}, {{1, "arith.shrui"}}};
    map["tosa.logical_xor"] = {{}, {{1, "arith.xori"}}};
    map["tosa.pow"] = {{{1, "math.powf"}}, {}};
    map["tosa.reciprocal"] = {{{1, "arith.divf"}}, {}};
    map["tosa.rsqrt"] = {{{1, "math.rsqrt"}}, {}};
    map["tosa.select"] = {{}, {{1, "arith.select"}}};
    map["tosa.sigmoid"] = {{{1, "arith.negf"},
                            {1, "math.exp"},
                            {1, "arith.addf"},
                            {1, "arith.divf"}},
                           {}};
    map["tosa.sin"] = {{{1, "math.sin"}}, {}};
    map["tosa.sub"] = {{{1, "arith.subf"}}, {{1, "arith.subi"}}};
    map["tosa.tanh"] = {{{1, "math.tanh"}}, {}};
    return map;
  }();
  return table;
}

static Cost pointwiseCost(Operation *op, CostContext &context) {
  const Pointwise &steps =
      getPointwise().find(op->getName().getStringRef())->second;
  Type type = getElementTypeOrSelf(op->getOperand(0).getType());
  Cost each = stepsCost(isa<FloatType>(type) ? ArrayRef<Step>(steps.onFloat)
                                             : steps.onInteger,
                        type, context);
  return mapCost(op, each, context);
}

/// [tosa.minmax] Ignoring NaNs looks at both operands.
template <typename OpTy>
static Cost minMaxCost(OpTy op, StringRef onFloat, StringRef onInteger,
                       CostContext &context) {
  Type type = getElementTypeOrSelf(op.getInput1().getType());
  bool isFloat = isa<FloatType>(type);
  Cost each = context.scalar(isFloat ? onFloat : onInteger, type);
  if (isFloat && ignoresNan(op))
    each += context.scalar<arith::CmpFOp>(type) * Count(2);
  return mapCost(op, each, context);
}
static Cost maximumCost(tosa::MaximumOp op, CostContext &context) {
  return minMaxCost(op, "arith.maximumf", "arith.maxsi", context);
}
static Cost minimumCost(tosa::MinimumOp op, CostContext &context) {
  return minMaxCost(op, "arith.minimumf", "arith.minsi", context);
}

/// [tosa.clamp]
static Cost clampCost(tosa::ClampOp op, CostContext &context) {
  Type type = getElementTypeOrSelf(op.getInput().getType());
  if (!isa<FloatType>(type))
    return mapCost(
        op, stepsCost({{1, "arith.maxsi"}, {1, "arith.minsi"}}, type, context),
        context);
  unsigned nanChecks = ignoresNan(op) ? 1 : 0;
  return mapCost(op,
                 stepsCost({{1, "arith.maximumf"},
                            {1, "arith.minimumf"},
                            {nanChecks, "arith.cmpf"}},
                           type, context),
                 context);
}

/// [tosa.cast] To an integer: rounded and held to its range, two comparisons;
/// to a boolean: compared with zero; otherwise only the format changes.
static Cost castCost(tosa::CastOp op, CostContext &context) {
  Type from = getElementTypeOrSelf(op.getInput().getType());
  Type to = getElementTypeOrSelf(op.getOutput().getType());
  Cost each;
  if (isa<FloatType>(from) && to.isInteger())
    each = context.scalar<arith::CmpFOp>(from) * Count(to.isInteger(1) ? 1 : 2);
  else if (from.isInteger() && to.isInteger(1))
    each = context.scalar<arith::CmpIOp>(from);
  return mapCost(op, each, context);
}

/// [tosa.negate] Integers are negated about their zero points in twice their
/// width, and held to their range.
static Cost negateCost(tosa::NegateOp op, CostContext &context) {
  Type type = getElementTypeOrSelf(op.getInput1().getType());
  Cost each = context.scalar<arith::NegFOp>(type);
  if (auto integer = dyn_cast<IntegerType>(type)) {
    auto wide = IntegerType::get(type.getContext(), 2 * integer.getWidth());
    each =
        stepsCost({{1, "arith.subi"}, {1, "arith.maxsi"}, {1, "arith.minsi"}},
                  wide, context);
  }
  Cost cost = each * context.points(context.shape(op.getOutput()));
  return cost +
         Cost::traffic(
             context.bytes(op.getInput1()) +
                 parameterBytes({op.getInput1Zp(), op.getOutputZp()}, context),
             context.bytes(op.getOutput()));
}

/// [tosa.shift] A rounding shift looks at the amount and at the last bit that
/// falls out.
static Cost shiftCost(tosa::ArithmeticRightShiftOp op, CostContext &context) {
  Type type = getElementTypeOrSelf(op.getInput1().getType());
  Cost each;
  if (op.getRound())
    each = stepsCost({{1, "arith.cmpi"}, {1, "arith.subi"}, {1, "arith.addi"}},
                     type, context);
  return mapCost(op, each, context);
}

/// [tosa.table] A look-up, with linear interpolation between two entries where
/// the table is one of 16-bit values.
static Cost tableCost(tosa::TableOp op, CostContext &context) {
  Type type = getElementTypeOrSelf(op.getInput1().getType());
  bool interpolates = type.isInteger(16);
  Count elements = context.elements(op.getOutput());
  Cost each;
  if (interpolates)
    each = stepsCost({{3, "arith.addi"}, {1, "arith.subi"}, {1, "arith.muli"}},
                     IntegerType::get(type.getContext(), 32), context);
  Count lookups = elements * Count(interpolates ? 2 : 1);
  return each * elements +
         Cost::traffic(context.bytes(op.getInput1()) +
                           gatheredBytes(op.getTable(), lookups, context),
                       context.bytes(op.getOutput()));
}

void fpo::attachTosaPointwise(MLIRContext &context) {
  attachCost<pointwiseCost, tosa::AbsOp, tosa::AddOp, tosa::BitwiseAndOp,
             tosa::BitwiseNotOp, tosa::BitwiseOrOp, tosa::BitwiseXorOp,
             tosa::CeilOp, tosa::ClzOp, tosa::CosOp, tosa::EqualOp, tosa::ErfOp,
             tosa::ExpOp, tosa::FloorOp, tosa::GreaterEqualOp, tosa::GreaterOp,
             tosa::IntDivOp, tosa::LogOp, tosa::LogicalAndOp,
             tosa::LogicalLeftShiftOp, tosa::LogicalNotOp, tosa::LogicalOrOp,
             tosa::LogicalRightShiftOp, tosa::LogicalXorOp, tosa::PowOp,
             tosa::ReciprocalOp, tosa::RsqrtOp, tosa::SelectOp, tosa::SigmoidOp,
             tosa::SinOp, tosa::SubOp, tosa::TanhOp>(context);
  attachCost<castCost, tosa::CastOp>(context);
  attachCost<clampCost, tosa::ClampOp>(context);
  attachCost<maximumCost, tosa::MaximumOp>(context);
  attachCost<minimumCost, tosa::MinimumOp>(context);
  attachCost<negateCost, tosa::NegateOp>(context);
  attachCost<shiftCost, tosa::ArithmeticRightShiftOp>(context);
  attachCost<tableCost, tosa::TableOp>(context);
}
