//===- ShapeCosts.cpp - Costs of the shape dialect ------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/ExternalModels/Attach.h"
#include "fpo/ExternalModels/Register.h"

#include "mlir/Dialect/Shape/IR/Shape.h"

using namespace mlir;
using namespace mlir::fpo;

/// An op whose region computes on shapes, or asserts something about them, and
/// runs once.
static Cost assumingCost(shape::AssumingOp op, CostContext &context) {
  context.run(op.getDoRegion(), 1);
  return Cost();
}

/// The region runs once for each dimension of the shape.
static Cost reduceCost(shape::ReduceOp op, CostContext &context) {
  Count times = isa<ShapedType>(op.getShape().getType())
                    ? context.elements(op.getShape())
                    : context.atLeast(0, "the rank of a shape is not known");
  context.run(op.getRegion(), times);
  return Cost();
}

void fpo::registerShapeCosts(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, shape::ShapeDialect *) {
    attachCost<assumingCost, shape::AssumingOp>(*context);
    attachCost<reduceCost, shape::ReduceOp>(*context);
    // [size.index] Arithmetic on shapes is not counted.
    attachFree<shape::AddOp, shape::AnyOp, shape::AssumingAllOp,
               shape::AssumingYieldOp, shape::BroadcastOp, shape::ConcatOp,
               shape::ConstShapeOp, shape::ConstSizeOp, shape::ConstWitnessOp,
               shape::CstrBroadcastableOp, shape::CstrEqOp,
               shape::CstrRequireOp, shape::DebugPrintOp, shape::DimOp,
               shape::DivOp, shape::FromExtentTensorOp, shape::FromExtentsOp,
               shape::FuncOp, shape::FunctionLibraryOp, shape::GetExtentOp,
               shape::IndexToSizeOp, shape::IsBroadcastableOp, shape::MaxOp,
               shape::MeetOp, shape::MinOp, shape::MulOp, shape::NumElementsOp,
               shape::RankOp, shape::ReturnOp, shape::ShapeEqOp,
               shape::ShapeOfOp, shape::SizeToIndexOp, shape::SplitAtOp,
               shape::ToExtentTensorOp, shape::ValueAsShapeOp, shape::ValueOfOp,
               shape::WithOp, shape::YieldOp>(*context);
  });
}
