//===- TensorCosts.cpp - Costs of the tensor dialect ----------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/ExternalModels/Attach.h"
#include "fpo/ExternalModels/Register.h"
#include "fpo/Interfaces/Traffic.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::fpo;

/// [bytes.element] One element, read or written where it lies.
static Cost extractCost(tensor::ExtractOp op, CostContext &context) {
  return Cost::traffic(context.bytes(op.getTensor(), 1), 0);
}
static Cost insertCost(tensor::InsertOp op, CostContext &context) {
  return Cost::traffic(0, context.bytes(op.getDest(), 1));
}

/// [bytes.slice] A slice reads the slice, not what it is cut from; an insertion
/// writes the slice in place.
static Cost extractSliceCost(tensor::ExtractSliceOp op, CostContext &context) {
  Count bytes = context.bytes(op.getResult());
  return Cost::traffic(bytes + context.indexBytes(op.getOffsets().size()),
                       bytes);
}
static Cost insertSliceCost(tensor::InsertSliceOp op, CostContext &context) {
  Count bytes = context.bytes(op.getSource());
  return Cost::traffic(bytes + context.indexBytes(op.getOffsets().size()),
                       bytes);
}
static Cost parallelInsertSliceCost(tensor::ParallelInsertSliceOp op,
                                    CostContext &context) {
  Count bytes = context.bytes(op.getSource());
  return Cost::traffic(bytes, bytes);
}

/// [bytes.gather] As many elements as are asked for, and the indices.
static Cost gatherCost(tensor::GatherOp op, CostContext &context) {
  Count asked = context.elements(op.getResult());
  return Cost::traffic(gatheredBytes(op.getSource(), asked, context) +
                           context.bytes(op.getIndices()),
                       context.bytes(op.getResult(), asked));
}
static Cost scatterCost(tensor::ScatterOp op, CostContext &context) {
  Count bytes = context.bytes(op.getSource());
  return Cost::traffic(bytes + context.bytes(op.getIndices()), bytes);
}

/// [bytes.make] A tensor made of other values: they are read, it is written.
static Cost concatCost(tensor::ConcatOp op, CostContext &context) {
  return Cost::traffic(wholeBytes(op.getInputs(), context),
                       context.bytes(op.getResult()));
}
static Cost fromElementsCost(tensor::FromElementsOp op, CostContext &context) {
  return Cost::traffic(0, context.bytes(op.getResult()));
}
static Cost splatCost(tensor::SplatOp op, CostContext &context) {
  return Cost::traffic(0, context.bytes(op.getResult()));
}

/// [tensor.generate] The body for each element of the result.
static Cost generateCost(tensor::GenerateOp op, CostContext &context) {
  return context.body(op.getBody()) * context.elements(op.getResult()) +
         Cost::traffic(0, context.bytes(op.getResult()));
}

/// [tensor.pad] The source is copied, and the body makes the rest. A body that
/// only yields a value costs nothing; another one runs for each element that is
/// padded.
static Cost padCost(tensor::PadOp op, CostContext &context) {
  Cost cost = Cost::traffic(context.bytes(op.getSource()),
                            context.bytes(op.getResult()));
  Cost body = context.body(op.getRegion());
  if (body.isZero())
    return cost;
  Count source = context.elements(op.getSource());
  Count result = context.elements(op.getResult());
  if (!source.isExact() || !result.isExact())
    return cost + body * Count::unknown();
  return cost + body * Count(result.lower() - source.lower());
}

/// [symbol.precondition] A cast states sizes, and does nothing else.
static Cost castCost(tensor::CastOp op, CostContext &context) {
  auto from = dyn_cast<RankedTensorType>(op.getSource().getType());
  auto to = dyn_cast<RankedTensorType>(op.getType());
  if (!from || !to)
    return Cost();
  for (auto [index, size] : llvm::enumerate(to.getShape()))
    if (from.isDynamicDim(index) && !ShapedType::isDynamic(size)) {
      Count source = context.dim(op.getSource(), index);
      context.requireEqual(source.lower(), size,
                           "dimension " + Twine(index) + " is " + source.str() +
                               ", and cast to " + Twine(size));
    }
  return Cost();
}

void fpo::registerTensorCosts(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, tensor::TensorDialect *) {
    attachCost<concatCost, tensor::ConcatOp>(*context);
    attachCost<extractCost, tensor::ExtractOp>(*context);
    attachCost<extractSliceCost, tensor::ExtractSliceOp>(*context);
    attachCost<fromElementsCost, tensor::FromElementsOp>(*context);
    attachCost<gatherCost, tensor::GatherOp>(*context);
    attachCost<generateCost, tensor::GenerateOp>(*context);
    attachCost<insertCost, tensor::InsertOp>(*context);
    attachCost<insertSliceCost, tensor::InsertSliceOp>(*context);
    attachCost<padCost, tensor::PadOp>(*context);
    attachCost<parallelInsertSliceCost, tensor::ParallelInsertSliceOp>(
        *context);
    attachCost<scatterCost, tensor::ScatterOp>(*context);
    attachCost<splatCost, tensor::SplatOp>(*context);
    // [bytes.view] Another shape or type of the same elements.
    attachCost<castCost, tensor::CastOp>(*context);
    attachFree<tensor::BitcastOp, tensor::CollapseShapeOp, tensor::DimOp,
               tensor::EmptyOp, tensor::ExpandShapeOp, tensor::RankOp,
               tensor::ReshapeOp, tensor::YieldOp>(*context);
  });
}
