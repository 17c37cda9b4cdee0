//===- LinalgGradients.cpp - Backward costs of the linalg dialect ---------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Gradients.h"

#include "fpo/Analysis/Footprint.h"
#include "fpo/ExternalModels/LoopRanges.h"
#include "fpo/ExternalModels/MultiplyAccumulate.h"
#include "fpo/ExternalModels/Register.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mlir::fpo;

/// Whether no two points of the iteration space meet the same element.
static bool isInjective(AffineMap map, ArrayRef<Count> ranges) {
  bool everyLoop = true, allExact = true;
  Count space = 1;
  for (auto [loop, range] : llvm::enumerate(ranges)) {
    everyLoop &= range == Count(1) ||
                 llvm::is_contained(map.getResults(),
                                    getAffineDimExpr(loop, map.getContext()));
    allExact &= range.isExact();
    space *= range;
  }
  return everyLoop || (allExact && footprint(map, ranges) == space);
}

/// [training.select] Whether a reduction takes one of its elements, as a
/// maximum does: what it yields is the accumulator, or something that does not
/// depend on it.
static bool picks(linalg::LinalgOp op, unsigned result) {
  Value accumulator = op.getRegionOutputArgs()[result];
  Operation *last =
      op.getBlock()->getTerminator()->getOperand(result).getDefiningOp();
  if (!isa_and_nonnull<arith::MaximumFOp, arith::MinimumFOp, arith::MaxNumFOp,
                       arith::MinNumFOp, arith::SelectOp>(last) ||
      last->getBlock() != op.getBlock())
    return false;
  // Of a select, the two values.
  OperandRange values = last->getOperands().take_back(2);
  return llvm::count(values, accumulator) == 1 &&
         llvm::none_of(values, [&](Value value) {
           return value != accumulator &&
                  reaches(*op.getBlock()->getParent(), accumulator, value);
         });
}

/// [training.linalg] The body in reverse, as often as the iteration space has
/// points. A gradient that several points contribute to sums up, one addition
/// for each point; where the forward pass multiplies and accumulates, so do the
/// gradients of both factors.
static Cost structuredBackward(Operation *operation, GradientContext &context) {
  auto op = cast<linalg::LinalgOp>(operation);
  CostContext &costs = context.getCosts();
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  SmallVector<Count> ranges = loopRanges(op, maps, costs);
  Count space = 1;
  for (const Count &range : ranges)
    space *= range;

  unsigned numInputs = op.getNumDpsInputs();
  bool reduces = op.getNumReductionLoops() != 0;
  llvm::SmallBitVector live(op->getNumResults());
  for (unsigned i = 0; i < live.size(); ++i)
    live[i] = context.isLive(i);
  llvm::SmallBitVector wanted(op->getNumOperands());
  for (unsigned i = 0; i < wanted.size(); ++i)
    // The accumulator hands its gradient on to the point before.
    wanted[i] = context.isWanted(i) ||
                (reduces && i >= numInputs && live.test(i - numInputs));

  GradientContext::Body body =
      context.body(*op.getBlock()->getParent(), wanted, live);
  bool isMac = isMultiplyAccumulate(op);
  Count points = space;
  if (reduces &&
      llvm::all_of(live.set_bits(), [&](unsigned i) { return picks(op, i); })) {
    // [training.select] Only the points that were picked.
    std::optional<Count> outputs =
        footprint(maps[numInputs + live.find_first()], ranges);
    points = outputs ? *outputs
                     : costs.atLeast(0, "the elements of the output could not "
                                        "be counted");
  }

  Cost cost = body.cost * points;
  for (unsigned i : wanted.set_bits()) {
    if (!body.arguments.test(i) || !context.isWanted(i))
      continue;
    if (i < numInputs) {
      /*[training.contraction]*/
      Type type =
          getElementTypeOrSelf(op->getOperand(isMac ? numInputs : i).getType());
      if (isMac || !isInjective(maps[i], ranges))
        cost += sumCost(type, costs) * points;
      if (isMac)
        cost.mac += points;
    }
    context.addGradient(i);
  }
  return cost;
}

/// [training.softmax] y (g - sum of g y): per element two products, a sum and a
/// difference.
static Cost softmaxBackward(linalg::SoftmaxOp op, GradientContext &context) {
  CostContext &costs = context.getCosts();
  context.addGradient(0);
  return stepsCost({{2, "arith.mulf"}, {1, "arith.addf"}, {1, "arith.subf"}},
                   getElementTypeOrSelf(op.getInput().getType()), costs) *
         costs.elements(op.getInput());
}

namespace {
/// What a structured op's result depends on is in its body.
template <typename OpTy>
struct StructuredGradientModel
    : GradientOpInterface::ExternalModel<StructuredGradientModel<OpTy>, OpTy> {
  bool propagates(Operation *operation, Value from, unsigned result) const {
    if (!isDifferentiable(operation->getResult(result).getType()) ||
        !isDifferentiable(from.getType()))
      return false;
    auto op = cast<linalg::LinalgOp>(operation);
    SmallVector<Value> inside = {from};
    for (OpOperand &operand : op->getOpOperands())
      if (operand.get() == from)
        inside.push_back(op.getMatchingBlockArgument(&operand));
    return reaches(*op.getBlock()->getParent(), inside,
                   op.getBlock()->getTerminator()->getOperand(result));
  }
  Cost getBackwardCost(Operation *op, GradientContext &context) const {
    return structuredBackward(op, context);
  }
};
} // namespace

template <typename... Ops> static void attachStructured(MLIRContext &context) {
  (Ops::template attachInterface<StructuredGradientModel<Ops>>(context), ...);
}

void fpo::registerLinalgGradients(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, linalg::LinalgDialect *) {
    attachStructured<
#define GET_OP_LIST
#include "mlir/Dialect/Linalg/IR/LinalgStructuredOps.cpp.inc"
        >(*context);
    attachGradient<softmaxBackward, linalg::SoftmaxOp>(*context);
    attachGradient<moveBackward, linalg::PackOp, linalg::UnPackOp>(*context);
  });
}
