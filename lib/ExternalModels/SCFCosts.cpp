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
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mlir::fpo;

//===----------------------------------------------------------------------===//
// Loops: the body, as often as the loop turns [flow.loop]
//===----------------------------------------------------------------------===//

static Cost forCost(scf::ForOp op, CostContext &context) {
  std::optional<APInt> turns = op.getStaticTripCount();
  context.run(op.getRegion(),
              turns ? Count::get(*turns)
                    : context.atLeast(0, "its trip count is not static"));
  return Cost();
}

/// The turns of a nest of loops with signed bounds.
static Count turnsOfNest(ArrayRef<OpFoldResult> lowers,
                         ArrayRef<OpFoldResult> uppers,
                         ArrayRef<OpFoldResult> steps, CostContext &context) {
  Count turns = 1;
  bool isStatic = true;
  for (auto [lower, upper, step] : llvm::zip_equal(lowers, uppers, steps)) {
    std::optional<int64_t> from = getConstantIntValue(lower);
    std::optional<int64_t> to = getConstantIntValue(upper);
    std::optional<int64_t> by = getConstantIntValue(step);
    if (from && to && *from >= *to) {
      turns *= 0;
      continue;
    }
    if (!from || !to || !by || *by <= 0) {
      isStatic = false;
      continue;
    }
    turns *= Count(
        ceilDiv(DynamicAPInt(*to) - DynamicAPInt(*from), DynamicAPInt(*by)));
  }
  if (isStatic || turns.isZero())
    return turns;
  return context.atLeast(0, "its trip count is not static");
}

static Cost parallelCost(scf::ParallelOp op, CostContext &context) {
  context.run(op.getRegion(),
              turnsOfNest(getAsOpFoldResult(op.getLowerBound()),
                          getAsOpFoldResult(op.getUpperBound()),
                          getAsOpFoldResult(op.getStep()), context));
  return Cost();
}

static Cost forallCost(scf::ForallOp op, CostContext &context) {
  context.run(op.getRegion(),
              turnsOfNest(op.getMixedLowerBound(), op.getMixedUpperBound(),
                          op.getMixedStep(), context));
  return Cost();
}

/// [flow.while] The condition runs once more than the body, and at least once.
static Cost whileCost(scf::WhileOp op, CostContext &context) {
  StringRef reason = "how often a while loop turns is not known";
  context.run(op.getBefore(), context.atLeast(1, reason));
  context.run(op.getAfter(), context.atLeast(0, reason));
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
  APInt condition;
  if (!matchPattern(op.getCondition(), m_ConstantInt(&condition)))
    context.runOneOf({&op.getThenRegion(), elseRegion});
  else if (!condition.isZero())
    context.run(op.getThenRegion(), 1);
  else if (elseRegion)
    context.run(*elseRegion, 1);
  return Cost();
}

static Cost indexSwitchCost(scf::IndexSwitchOp op, CostContext &context) {
  std::optional<int64_t> selector = getConstantIntValue(op.getArg());
  if (!selector) {
    SmallVector<Region *> regions = {&op.getDefaultRegion()};
    for (Region &region : op.getCaseRegions())
      regions.push_back(&region);
    context.runOneOf(regions);
    return Cost();
  }
  Region *taken = &op.getDefaultRegion();
  for (auto [value, region] :
       llvm::zip_equal(op.getCases(), op.getCaseRegions()))
    if (value == *selector)
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
