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

using namespace mlir;
using namespace mlir::fpo;

/// [flow.loop]
static Cost forCost(affine::AffineForOp op, CostContext &context) {
  Count turns;
  if (!op.hasConstantBounds()) {
    turns = context.atLeast(0, "its bounds are not constant");
  } else if (op.getConstantLowerBound() < op.getConstantUpperBound()) {
    turns = Count(ceilDiv(DynamicAPInt(op.getConstantUpperBound()) -
                              DynamicAPInt(op.getConstantLowerBound()),
                          DynamicAPInt(op.getStepAsInt())));
  }
  context.run(op.getRegion(), turns);
  return Cost();
}

/// [flow.loop] A reduction combines once in each turn.
static Cost parallelCost(affine::AffineParallelOp op, CostContext &context) {
  Count turns = 1;
  std::optional<SmallVector<int64_t, 8>> ranges = op.getConstantRanges();
  if (ranges) {
    for (auto [range, step] : llvm::zip_equal(*ranges, op.getSteps()))
      turns *= Count(range > 0 ? llvm::divideCeil(range, step) : 0);
  } else {
    turns = context.atLeast(0, "its bounds are not constant");
  }
  context.run(op.getRegion(), turns);

  Cost combine;
  for (auto [kind, type] : llvm::zip_equal(
           op.getReductions().getAsRange<arith::AtomicRMWKindAttr>(),
           op.getResultTypes()))
    combine += combineCost(kind.getValue(), type, context);
  return combine * turns;
}

/// [flow.branch]
static Cost ifCost(affine::AffineIfOp op, CostContext &context) {
  Region *elseRegion =
      op.getElseRegion().empty() ? nullptr : &op.getElseRegion();
  context.runOneOf({&op.getThenRegion(), elseRegion});
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
