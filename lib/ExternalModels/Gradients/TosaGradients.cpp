//===- TosaGradients.cpp - Backward costs of the tosa dialect -------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Gradients.h"

#include "fpo/ExternalModels/Register.h"

#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mlir::fpo;

//===----------------------------------------------------------------------===//
// Multiply-accumulates [training.contraction]
//===----------------------------------------------------------------------===//

static Cost matmulBackward(tosa::MatMulOp op, GradientContext &context) {
  return contractionBackward(
      op, 0, 1, getElementTypeOrSelf(op.getOutput().getType()), context);
}

/// The bias receives the sum over all positions.
template <typename OpTy>
static Cost convolutionBackward(OpTy op, GradientContext &context) {
  CostContext &costs = context.getCosts();
  Cost cost = contractionBackward(op, 0, 1, op.getAccType(), context);
  if (context.isWanted(2)) {
    cost += sumCost(getElementTypeOrSelf(op.getBias().getType()), costs) *
            costs.elements(op.getOutput());
    context.addGradient(2);
  }
  return cost;
}

//===----------------------------------------------------------------------===//
// Pooling and reductions
//===----------------------------------------------------------------------===//

/// Whether elements of the input lie in several windows.
template <typename OpTy> static bool overlaps(OpTy op) {
  return llvm::any_of(llvm::zip_equal(op.getKernel(), op.getStride()),
                      [](auto axis) {
                        auto [size, stride] = axis;
                        return stride < size;
                      });
}

/// [training.select] Each output hands its gradient to the element that was the
/// maximum of its window.
static Cost maxPoolBackward(tosa::MaxPool2dOp op, GradientContext &context) {
  CostContext &costs = context.getCosts();
  context.addGradient(0);
  if (!overlaps(op))
    return Cost();
  return sumCost(getElementTypeOrSelf(op.getInput().getType()), costs) *
         costs.elements(op.getOutput());
}

/// [training.avg_pool] g / n, to each tap.
static Cost avgPoolBackward(tosa::AvgPool2dOp op, GradientContext &context) {
  CostContext &costs = context.getCosts();
  Type type = op.getAccType();
  Count outputs = costs.elements(op.getOutput());
  context.addGradient(0);
  Cost cost = costs.scalar("arith.divf", type) * outputs;
  if (!overlaps(op))
    return cost;
  Count taps = outputs;
  for (int64_t size : op.getKernel())
    taps *= Count(size);
  return cost + sumCost(type, costs) * taps;
}

/// [training.product] g y / a for each factor.
static Cost reduceProductBackward(tosa::ReduceProductOp op,
                                  GradientContext &context) {
  CostContext &costs = context.getCosts();
  context.addGradient(0);
  return stepsCost({{1, "arith.mulf"}, {1, "arith.divf"}},
                   getElementTypeOrSelf(op.getInput().getType()), costs) *
         costs.elements(op.getInput());
}

//===----------------------------------------------------------------------===//
// Moved elements
//===----------------------------------------------------------------------===//

/// [training.scatter] What was gathered may have been gathered twice.
static Cost gatherBackward(tosa::GatherOp op, GradientContext &context) {
  context.scatterGradient(0, context.getCosts().elements(op.getOutput()));
  return Cost();
}

/// Elements that are repeated receive the sum.
static Cost tileBackward(tosa::TileOp op, GradientContext &context) {
  CostContext &costs = context.getCosts();
  context.addGradient(0);
  return sumCost(getElementTypeOrSelf(op.getInput1().getType()), costs) *
         costs.elements(op.getOutput());
}

/// [training.move] The input receives what was not padded.
static Cost padBackward(tosa::PadOp op, GradientContext &context) {
  if (context.isWanted(0))
    context.addGradient(0);
  unsigned padding = op.getPadConstMutable().getOperandNumber();
  if (!context.isWanted(padding))
    return Cost();
  context.addGradient(padding);
  return context.getCosts().unknown(
      "there is no backward rule for its padding");
}

void fpo::registerTosaGradients(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, tosa::TosaDialect *) {
    attachElementwiseGradient<
        tosa::AbsOp, tosa::AddOp, tosa::CastOp, tosa::CeilOp, tosa::ClampOp,
        tosa::CosOp, tosa::ErfOp, tosa::ExpOp, tosa::FloorOp, tosa::IdentityOp,
        tosa::LogOp, tosa::MaximumOp, tosa::MinimumOp, tosa::MulOp,
        tosa::NegateOp, tosa::PowOp, tosa::ReciprocalOp, tosa::RsqrtOp,
        tosa::SelectOp, tosa::SigmoidOp, tosa::SinOp, tosa::SubOp,
        tosa::TanhOp>(*context);
    attachGradient<matmulBackward, tosa::MatMulOp>(*context);
    attachGradient<convolutionBackward<tosa::Conv2DOp>, tosa::Conv2DOp>(
        *context);
    attachGradient<convolutionBackward<tosa::Conv3DOp>, tosa::Conv3DOp>(
        *context);
    attachGradient<convolutionBackward<tosa::DepthwiseConv2DOp>,
                   tosa::DepthwiseConv2DOp>(*context);
    attachGradient<convolutionBackward<tosa::TransposeConv2DOp>,
                   tosa::TransposeConv2DOp>(*context);
    attachGradient<avgPoolBackward, tosa::AvgPool2dOp>(*context);
    attachGradient<maxPoolBackward, tosa::MaxPool2dOp>(*context);
    attachGradient<reduceProductBackward, tosa::ReduceProductOp>(*context);
    attachGradient<moveBackward, tosa::ConcatOp, tosa::ReduceMaxOp,
                   tosa::ReduceMinOp, tosa::ReduceSumOp, tosa::ReshapeOp,
                   tosa::ReverseOp, tosa::ScatterOp, tosa::TransposeOp>(
        *context);
    attachGradient<sliceBackward, tosa::SliceOp>(*context);
    attachGradient<gatherBackward, tosa::GatherOp>(*context);
    attachGradient<padBackward, tosa::PadOp>(*context);
    attachGradient<tileBackward, tosa::TileOp>(*context);
  });
}
