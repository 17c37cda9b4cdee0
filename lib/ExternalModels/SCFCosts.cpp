//===- SCFCosts.cpp - Costs of the scf dialect ----------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/ExternalModels/Attach.h"
#include "fpo/ExternalModels/Register.h"

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace mlir::fpo;

//===----------------------------------------------------------------------===//
// Loops: the body, as often as the loop turns
//===----------------------------------------------------------------------===//

/// The range of a loop with signed bounds; none if it comes from data.
static std::optional<LoopRange> rangeOf(Value variable, OpFoldResult lower,
                                        OpFoldResult upper, OpFoldResult step,
                                        CostContext &context) {
  std::optional<Expr> from = context.integer(lower);
  std::optional<Expr> to = context.integer(upper);
  std::optional<Expr> by = context.integer(step);
  if (!from || !to)
    return std::nullopt;
  // A loop that does not begin needs no step.
  if ((*from - *to).isKnownNonNegative())
    return LoopRange{variable, {*from}, {*from}, 1};
  // A step is positive, or the loop has no meaning.
  if (!by || (by->isConstant() && by->constant() <= 0))
    return std::nullopt;
  return LoopRange{variable, {*from}, {*to}, *by};
}

/// [flow.loop]
static Cost forCost(scf::ForOp op, CostContext &context) {
  std::optional<LoopRange> range =
      rangeOf(op.getInductionVar(), op.getLowerBound(), op.getUpperBound(),
              op.getStep(), context);
  // Bounds are signed unless the loop says otherwise.
  if (range && op.getUnsignedCmp() &&
      (!range->lowers.front().isKnownNonNegative() ||
       !range->uppers.front().isKnownNonNegative()))
    range.reset();
  if (range)
    context.runNest(op.getRegion(), *range);
  else if (std::optional<APInt> turns = op.getStaticTripCount();
           turns && op.getUnsignedCmp())
    context.run(op.getRegion(), Count::get(*turns));
  else
    context.run(op.getRegion(), context.turns());
  return Cost();
}

/// A nest of loops with signed bounds.
static void runNest(Region &region, ValueRange variables,
                    ArrayRef<OpFoldResult> lowers,
                    ArrayRef<OpFoldResult> uppers, ArrayRef<OpFoldResult> steps,
                    CostContext &context) {
  SmallVector<LoopRange> ranges;
  for (auto [variable, lower, upper, step] :
       llvm::zip_equal(variables, lowers, uppers, steps)) {
    std::optional<LoopRange> range =
        rangeOf(variable, lower, upper, step, context);
    if (!range)
      return context.run(region, context.turns());
    ranges.push_back(std::move(*range));
  }
  context.runNest(region, ranges);
}

static Cost parallelCost(scf::ParallelOp op, CostContext &context) {
  runNest(op.getRegion(), op.getInductionVars(),
          getAsOpFoldResult(op.getLowerBound()),
          getAsOpFoldResult(op.getUpperBound()),
          getAsOpFoldResult(op.getStep()), context);
  return Cost();
}

static Cost forallCost(scf::ForallOp op, CostContext &context) {
  runNest(op.getRegion(), op.getInductionVars(), op.getMixedLowerBound(),
          op.getMixedUpperBound(), op.getMixedStep(), context);
  return Cost();
}

/// [flow.while] The condition runs once more than the body.
static Cost whileCost(scf::WhileOp op, CostContext &context) {
  Expr turns = context.turns();
  context.run(op.getBefore(), turns + Expr(1));
  context.run(op.getAfter(), turns);
  return Cost();
}

/// Each turn of the parallel loop around it combines once.
static Cost reduceCost(scf::ReduceOp op, CostContext &context) {
  for (Region &region : op.getReductions())
    context.run(region, 1);
  return Cost();
}

static Cost inParallelCost(scf::InParallelOp op, CostContext &context) {
  context.run(op.getRegion(), 1);
  return Cost();
}

//===----------------------------------------------------------------------===//
// Branches: one of several regions [flow.branch]
//===----------------------------------------------------------------------===//

static Cost ifCost(scf::IfOp op, CostContext &context) {
  Region *elseRegion =
      op.getElseRegion().empty() ? nullptr : &op.getElseRegion();
  if (std::optional<Expr> condition = context.condition(op.getCondition()))
    context.runIf(*condition, &op.getThenRegion(), elseRegion);
  else
    context.runOneOf({&op.getThenRegion(), elseRegion});
  return Cost();
}

static Cost indexSwitchCost(scf::IndexSwitchOp op, CostContext &context) {
  std::optional<Expr> selector = context.integer(op.getArg());
  if (!selector || !selector->isConstant()) {
    SmallVector<Region *> regions = {&op.getDefaultRegion()};
    for (Region &region : op.getCaseRegions())
      regions.push_back(&region);
    context.runOneOf(regions);
    return Cost();
  }
  Region *taken = &op.getDefaultRegion();
  for (auto [value, region] :
       llvm::zip_equal(op.getCases(), op.getCaseRegions()))
    if (selector->constant() == value)
      taken = &region;
  context.run(*taken, 1);
  return Cost();
}

static Cost executeRegionCost(scf::ExecuteRegionOp op, CostContext &context) {
  context.run(op.getRegion(), 1);
  return Cost();
}

void fpo::registerSCFCosts(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, scf::SCFDialect *) {
    attachCost<executeRegionCost, scf::ExecuteRegionOp>(*context);
    attachCost<forCost, scf::ForOp>(*context);
    attachCost<forallCost, scf::ForallOp>(*context);
    attachCost<ifCost, scf::IfOp>(*context);
    attachCost<inParallelCost, scf::InParallelOp>(*context);
    attachCost<indexSwitchCost, scf::IndexSwitchOp>(*context);
    attachCost<parallelCost, scf::ParallelOp>(*context);
    attachCost<reduceCost, scf::ReduceOp>(*context);
    attachCost<whileCost, scf::WhileOp>(*context);
    attachFree<scf::ConditionOp, scf::ReduceReturnOp, scf::YieldOp>(*context);
  });
}
