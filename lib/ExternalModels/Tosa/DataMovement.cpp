//===- DataMovement.cpp - Costs of tosa ops that only move elements -------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TosaCosts.h"

#include "fpo/ExternalModels/Attach.h"
#include "fpo/ExternalModels/Elementwise.h"
#include "fpo/Interfaces/Traffic.h"

using namespace mlir;
using namespace mlir::fpo;

/// [bytes.whole]
static Cost copyCost(Operation *op, CostContext &context) {
  return wholeTraffic(op, context);
}

/// The padding value is no element of the input.
static Cost padCost(tosa::PadOp op, CostContext &context) {
  return Cost::traffic(context.bytes(op.getInput1()) +
                           parameterBytes(op.getPadConst(), context),
                       context.bytes(op.getOutput()));
}

/// [bytes.slice]
static Cost sliceCost(tosa::SliceOp op, CostContext &context) {
  Count bytes = context.bytes(op.getOutput());
  return Cost::traffic(bytes, bytes);
}

/// [bytes.gather]
static Cost gatherCost(tosa::GatherOp op, CostContext &context) {
  Count asked = context.elements(op.getOutput());
  return Cost::traffic(gatheredBytes(op.getValues(), asked, context) +
                           context.bytes(op.getIndices()),
                       context.bytes(op.getOutput(), asked));
}
static Cost scatterCost(tosa::ScatterOp op, CostContext &context) {
  Count bytes = context.bytes(op.getInput());
  return Cost::traffic(bytes + context.bytes(op.getIndices()), bytes);
}

/// [bytes.global]
static Cost variableWriteCost(tosa::VariableWriteOp op, CostContext &context) {
  Count bytes = context.bytes(op.getInput1());
  return Cost::traffic(bytes, bytes);
}

void fpo::attachTosaDataMovement(MLIRContext &context) {
  attachCost<copyCost, tosa::ConcatOp, tosa::ReverseOp, tosa::TileOp,
             tosa::TransposeOp>(context);
  attachCost<gatherCost, tosa::GatherOp>(context);
  attachCost<padCost, tosa::PadOp>(context);
  attachCost<scatterCost, tosa::ScatterOp>(context);
  attachCost<sliceCost, tosa::SliceOp>(context);
  attachCost<variableWriteCost, tosa::VariableWriteOp>(context);
  // [bytes.view] The same elements under another shape or name.
  attachFree<tosa::IdentityOp, tosa::ReshapeOp>(context);
}
