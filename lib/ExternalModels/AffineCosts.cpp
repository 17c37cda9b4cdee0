//===- AffineCosts.cpp - Costs of the affine dialect ----------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/ExternalModels/Attach.h"
#include "fpo/ExternalModels/Elementwise.h"
#include "fpo/ExternalModels/Register.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/IR/IntegerSet.h"

using namespace mlir;
using namespace mlir::fpo;

/// The values of `exprs`, results of `map`.
static std::optional<SmallVector<Expr, 1>>
valuesOf(AffineMap map, ValueRange operands, CostContext &context) {
  SmallVector<Expr, 1> values;
  for (AffineExpr expr : map.getResults()) {
    std::optional<Expr> value =
        context.affine(expr, map.getNumDims(), operands);
    if (!value)
      return std::nullopt;
    values.push_back(std::move(*value));
  }
  return values;
}

/// [flow.loop]
static Cost forCost(affine::AffineForOp op, CostContext &context) {
  auto lowers =
      valuesOf(op.getLowerBoundMap(), op.getLowerBoundOperands(), context);
  auto uppers =
      valuesOf(op.getUpperBoundMap(), op.getUpperBoundOperands(), context);
  if (!lowers || !uppers) {
    context.run(op.getRegion(), context.turns());
    return Cost();
  }
  context.runNest(op.getRegion(),
                  LoopRange{op.getInductionVar(), std::move(*lowers),
                            std::move(*uppers), op.getStepAsInt()});
  return Cost();
}

/// The ranges of the loops of a parallel nest; none if they come from data.
static std::optional<SmallVector<LoopRange>>
rangesOf(affine::AffineParallelOp op, CostContext &context) {
  SmallVector<LoopRange> ranges;
  for (unsigned i = 0; i < op.getNumDims(); ++i) {
    auto lowers =
        valuesOf(op.getLowerBoundMap(i), op.getLowerBoundsOperands(), context);
    auto uppers =
        valuesOf(op.getUpperBoundMap(i), op.getUpperBoundsOperands(), context);
    if (!lowers || !uppers)
      return std::nullopt;
    ranges.push_back({op.getIVs()[i], std::move(*lowers), std::move(*uppers),
                      op.getSteps()[i]});
  }
  return ranges;
}

/// [flow.loop] A reduction combines once in each turn.
static Cost parallelCost(affine::AffineParallelOp op, CostContext &context) {
  Count turns;
  if (auto ranges = rangesOf(op, context)) {
    turns = context.runNest(op.getRegion(), *ranges);
  } else {
    turns = context.turns();
    context.run(op.getRegion(), turns);
  }

  Cost combine;
  for (auto [kind, type] : llvm::zip_equal(
           op.getReductions().getAsRange<arith::AtomicRMWKindAttr>(),
           op.getResultTypes()))
    combine += combineCost(kind.getValue(), type, context);
  return combine * turns;
}

/// [flow.branch] The branch is taken where all constraints of its set hold.
static Cost ifCost(affine::AffineIfOp op, CostContext &context) {
  Region *elseRegion =
      op.getElseRegion().empty() ? nullptr : &op.getElseRegion();
  IntegerSet set = op.getIntegerSet();
  std::optional<Expr> all;
  for (auto [index, constraint] : llvm::enumerate(set.getConstraints())) {
    std::optional<Expr> value =
        context.affine(constraint, set.getNumDims(), op.getOperands());
    if (!value) {
      context.runOneOf({&op.getThenRegion(), elseRegion});
      return Cost();
    }
    Expr condition = set.isEq(index) ? Expr::min(*value, -*value) : *value;
    all = all ? Expr::min(*all, condition) : condition;
  }
  context.runIf(*all, &op.getThenRegion(), elseRegion);
  return Cost();
}

/// [bytes.element]
static Cost loadCost(affine::AffineLoadOp op, CostContext &context) {
  return Cost::traffic(context.bytes(op.getMemref(), 1), 0);
}
static Cost storeCost(affine::AffineStoreOp op, CostContext &context) {
  return Cost::traffic(0, context.bytes(op.getMemref(), 1));
}
static Cost vectorLoadCost(affine::AffineVectorLoadOp op,
                           CostContext &context) {
  return Cost::traffic(
      context.bytes(op.getMemref(), context.elements(op.getResult())), 0);
}
static Cost vectorStoreCost(affine::AffineVectorStoreOp op,
                            CostContext &context) {
  return Cost::traffic(
      0, context.bytes(op.getMemref(), context.elements(op.getValue())));
}

/// A transfer moves as many elements as its last but one size operand says.
static Cost dmaStartCost(affine::AffineDmaStartOp op, CostContext &context) {
  std::optional<int64_t> elements = getConstantIntValue(op.getNumElements());
  if (!elements)
    return Cost::traffic(
        context.atLeast(0, "how many elements it moves is not constant"),
        Count::unknown());
  return Cost::traffic(context.bytes(op.getSrcMemRef(), *elements),
                       context.bytes(op.getDstMemRef(), *elements));
}

void fpo::registerAffineCosts(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, affine::AffineDialect *) {
    attachCost<dmaStartCost, affine::AffineDmaStartOp>(*context);
    attachCost<forCost, affine::AffineForOp>(*context);
    attachCost<ifCost, affine::AffineIfOp>(*context);
    attachCost<loadCost, affine::AffineLoadOp>(*context);
    attachCost<parallelCost, affine::AffineParallelOp>(*context);
    attachCost<storeCost, affine::AffineStoreOp>(*context);
    attachCost<vectorLoadCost, affine::AffineVectorLoadOp>(*context);
    attachCost<vectorStoreCost, affine::AffineVectorStoreOp>(*context);
    // [size.index] Index arithmetic is not counted.
    attachFree<affine::AffineApplyOp, affine::AffineDelinearizeIndexOp,
               affine::AffineDmaWaitOp, affine::AffineLinearizeIndexOp,
               affine::AffineMaxOp, affine::AffineMinOp,
               affine::AffinePrefetchOp, affine::AffineYieldOp>(*context);
  });
}
