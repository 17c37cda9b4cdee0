//===- TensorGradients.cpp - Backward costs of the tensor dialect ---------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Gradients.h"

#include "fpo/ExternalModels/Register.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/BuiltinDialect.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mlir::fpo;

/// [training.scatter] An element that was read where it lies.
static Cost extractBackward(tensor::ExtractOp op, GradientContext &context) {
  context.addGradient(0, 1);
  return Cost();
}

/// [training.scatter] What was gathered may have been gathered twice.
static Cost gatherBackward(tensor::GatherOp op, GradientContext &context) {
  context.scatterGradient(0, context.getCosts().elements(op.getResult()));
  return Cost();
}

/// The scalar that is repeated receives the sum.
static Cost splatBackward(tensor::SplatOp op, GradientContext &context) {
  CostContext &costs = context.getCosts();
  context.addGradient(0);
  return sumCost(op.getInput().getType(), costs) *
         costs.elements(op.getAggregate());
}

/// [training.body] The body in reverse for each element; all that it
/// differentiates lies outside of it.
static Cost generateBackward(tensor::GenerateOp op, GradientContext &context) {
  llvm::SmallBitVector none(op.getBody().getNumArguments());
  llvm::SmallBitVector live(1, true);
  return context.body(op.getBody(), none, live).cost *
         context.getCosts().elements(op.getResult());
}

/// [training.move] The source receives what was not padded.
static Cost padBackward(tensor::PadOp op, GradientContext &context) {
  if (context.isWanted(0))
    context.addGradient(0);
  llvm::SmallBitVector none(op.getRegion().getNumArguments());
  llvm::SmallBitVector live(1, true);
  if (context.body(op.getRegion(), none, live).cost.isZero())
    return Cost();
  return context.getCosts().unknown(
      "there is no backward rule for its padding");
}

void fpo::registerTensorGradients(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, tensor::TensorDialect *) {
    attachGradient<moveBackward, tensor::CastOp, tensor::CollapseShapeOp,
                   tensor::ConcatOp, tensor::ExpandShapeOp,
                   tensor::FromElementsOp, tensor::InsertOp,
                   tensor::InsertSliceOp, tensor::ReshapeOp, tensor::ScatterOp>(
        *context);
    attachGradient<padBackward, tensor::PadOp>(*context);
    attachGradient<sliceBackward, tensor::ExtractSliceOp>(*context);
    attachGradient<extractBackward, tensor::ExtractOp>(*context);
    attachGradient<gatherBackward, tensor::GatherOp>(*context);
    attachGradient<generateBackward, tensor::GenerateOp>(*context);
    attachGradient<splatBackward, tensor::SplatOp>(*context);
  });
  registry.addExtension(+[](MLIRContext *context, BuiltinDialect *) {
    attachGradient<moveBackward, UnrealizedConversionCastOp>(*context);
  });
}
