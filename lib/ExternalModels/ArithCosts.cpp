//===- ArithCosts.cpp - Costs of the arith dialect ------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/ExternalModels/Attach.h"
#include "fpo/ExternalModels/Elementwise.h"
#include "fpo/ExternalModels/Register.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mlir::fpo;

/// [scalar.scaling] The scale, extended, multiplies or divides each element:
/// in the type of the result when extending, of the input when truncating.
static Cost scalingExtFCost(arith::ScalingExtFOp op, CostContext &context) {
  Type type = getElementTypeOrSelf(op.getType());
  return mapCost(op, context.scalar<arith::MulFOp>(type), context);
}
static Cost scalingTruncFCost(arith::ScalingTruncFOp op, CostContext &context) {
  Type type = getElementTypeOrSelf(op.getIn().getType());
  return mapCost(op, context.scalar<arith::DivFOp>(type), context);
}

void fpo::registerArithCosts(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, arith::ArithDialect *) {
    attachFree<arith::ConstantOp>(*context);
    attachCost<scalingExtFCost, arith::ScalingExtFOp>(*context);
    attachCost<scalingTruncFCost, arith::ScalingTruncFOp>(*context);
    attachCost<
        elementwiseCost, arith::AddFOp, arith::AddIOp, arith::AddUIExtendedOp,
        arith::AndIOp, arith::BitcastOp, arith::CeilDivSIOp, arith::CeilDivUIOp,
        arith::CmpFOp, arith::CmpIOp, arith::DivFOp, arith::DivSIOp,
        arith::DivUIOp, arith::ExtFOp, arith::ExtSIOp, arith::ExtUIOp,
        arith::FPToSIOp, arith::FPToUIOp, arith::FloorDivSIOp,
        arith::IndexCastOp, arith::IndexCastUIOp, arith::MaxNumFOp,
        arith::MaxSIOp, arith::MaxUIOp, arith::MaximumFOp, arith::MinNumFOp,
        arith::MinSIOp, arith::MinUIOp, arith::MinimumFOp, arith::MulFOp,
        arith::MulIOp, arith::MulSIExtendedOp, arith::MulUIExtendedOp,
        arith::NegFOp, arith::OrIOp, arith::RemFOp, arith::RemSIOp,
        arith::RemUIOp, arith::SIToFPOp, arith::SelectOp, arith::ShLIOp,
        arith::ShRSIOp, arith::ShRUIOp, arith::SubFOp, arith::SubIOp,
        arith::TruncFOp, arith::TruncIOp, arith::UIToFPOp, arith::XOrIOp>(
        *context);
  });
}
