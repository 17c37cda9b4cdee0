//===- BlockScaled.cpp - Costs of tosa ops on block-scaled values ---------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// No lowering exists; the formulas are those of the OCP Microscaling Formats
// (MX) specification, version 1.0, sections 6.2 and 6.3.
//
//===----------------------------------------------------------------------===//

#include "TosaCosts.h"

#include "fpo/ExternalModels/Attach.h"
#include "fpo/ExternalModels/Elementwise.h"
#include "fpo/Interfaces/Traffic.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mlir::fpo;

/// [tosa.from_block_scaled] Each value times the scale of its block.
static Cost castFromCost(tosa::CastFromBlockScaledOp op, CostContext &context) {
  Type type = getElementTypeOrSelf(op.getOutputData().getType());
  return context.scalar<arith::MulFOp>(type) *
             context.elements(op.getOutputData()) +
         wholeTraffic(op, context);
}

/// [tosa.to_block_scaled] Each value takes part in the maximum of its block, of
/// which the scale is the exponent, and is multiplied by the scale's inverse.
static Cost castToCost(tosa::CastToBlockScaledOp op, CostContext &context) {
  Type type = getElementTypeOrSelf(op.getInputData().getType());
  return stepsCost({{1, "arith.maximumf"}, {1, "arith.mulf"}}, type, context) *
             context.elements(op.getInputData()) +
         wholeTraffic(op, context);
}

/// [tosa.matmul_block_scaled] In each block of each dot product, the elements
/// multiply and accumulate, and their sum is multiplied by both scales and
/// added to the result.
static Cost matmulCost(tosa::MatmulTBlockScaledOp op, CostContext &context) {
  Type type = getElementTypeOrSelf(op.getOutputData().getType());
  Count results = context.elements(op.getOutputData());
  Count products = results * context.dim(op.getAData(), 2);
  Count blocks = results * context.dim(op.getAScale(), 2);
  Cost cost =
      stepsCost({{1, "arith.mulf"}, {1, "arith.addf"}}, type, context) *
          products +
      stepsCost({{2, "arith.mulf"}, {1, "arith.addf"}}, type, context) * blocks;
  cost.mac = products;
  return cost + wholeTraffic(op, context);
}

void fpo::attachTosaBlockScaled(MLIRContext &context) {
  attachCost<castFromCost, tosa::CastFromBlockScaledOp>(context);
  attachCost<castToCost, tosa::CastToBlockScaledOp>(context);
  attachCost<matmulCost, tosa::MatmulTBlockScaledOp>(context);
}
