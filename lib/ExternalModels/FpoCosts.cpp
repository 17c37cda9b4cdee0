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
#include "llvm/ADT/SetVector.h"

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

/// [fpo.kernel] Each body as often as it runs. Every operand that is looked at
/// is read once, and every output written once.
static Cost kernelCost(KernelOp op, CostContext &context) {
  SmallVector<AffineMap> maps = op.getMaps();
  SmallVector<Count> all(op.getNumLoops(), Count::unknown()), parallel;
  for (auto [number, map] : llvm::enumerate(maps))
    for (auto [index, expr] : llvm::enumerate(map.getResults()))
      if (auto loop = dyn_cast<AffineDimExpr>(expr))
        all[loop.getPosition()] =
            context.dim(op.getOperandOfMap(number), index);
  for (auto [loop, range] : llvm::enumerate(all))
    if (op.isParallel(loop))
      parallel.push_back(range);
  Count results = context.points(parallel);
  Cost cost = context.body(op.getFinish()) * results;
  if (op.hasReduction()) {
    cost += context.body(op.getStart()) * results;
    for (const KernelPadding &padding : op.getPaddings()) {
      all[padding.parallel] = Count(1);
      all[padding.reduction] = Count(padding.countInside());
    }
    cost += context.body(op.getCombine()) * context.points(all);
  }
  llvm::SetVector<Value> read;
  for (unsigned i = 0, end = op->getNumOperands(); i < end; ++i)
    if (op.isRead(i))
      read.insert(op->getOperand(i));
  for (Value value : read)
    cost.read += context.bytes(value);
  for (Value value : op.getOutputs())
    cost.write += context.bytes(value);
  return cost;
}

void fpo::registerFpoCosts(DialectRegistry &registry) {
  registerRules(registry);
  registry.addExtension(+[](MLIRContext *context, FpoDialect *) {
    attachFree<RuleOp, SeedOp, TypePropertyOp, YieldOp>(*context);
    attachCost<applyCost, ApplyOp>(*context);
    attachCost<attributeCost, AttributeOp>(*context);
    attachCost<kernelCost, KernelOp>(*context);
    attachCost<spendCost, SpendOp>(*context);
  });
}
