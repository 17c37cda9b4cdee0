//===- FpoCosts.cpp - Costs of what stands in rules -----------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Dialect/Fpo/FpoOps.h"
#include "fpo/ExternalModels/Attach.h"
#include "fpo/ExternalModels/Register.h"
#include "fpo/Rules/RuleSet.h"

#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mlir::fpo;

static Cost spendCost(SpendOp op, CostContext &context) {
  Cost cost = op.getCost().getCost();
  if (!op.getTimes())
    return cost;
  std::optional<Expr> times = context.integer(op.getTimes());
  if (!times)
    return context.unknown("how often a cost is spent comes from data");
  if (times->isConstant() && times->constant() < 0)
    return context.unknown("a cost is spent a negative number of times");
  return cost * Count(*times);
}

static Cost applyCost(ApplyOp op, CostContext &context) {
  return context.scalar(op.getCallee(),
                        getElementTypeOrSelf(op.getOperand(0).getType()));
}

/// Where a rule is instantiated, the attributes that the op has are put in.
static Cost attributeCost(AttributeOp op, CostContext &context) {
  return context.unknown("the op has no number as its attribute '" +
                         op.getName() + "'");
}

void fpo::registerFpoCosts(DialectRegistry &registry) {
  registerRules(registry);
  registry.addExtension(+[](MLIRContext *context, FpoDialect *) {
    attachFree<RuleOp, SeedOp, TypePropertyOp, YieldOp>(*context);
    attachCost<applyCost, ApplyOp>(*context);
    attachCost<attributeCost, AttributeOp>(*context);
    attachCost<spendCost, SpendOp>(*context);
  });
}
