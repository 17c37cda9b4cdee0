//===- BufferizationCosts.cpp - Costs of the bufferization dialect --------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/ExternalModels/Attach.h"
#include "fpo/ExternalModels/Register.h"

#include "mlir/Dialect/Bufferization/IR/Bufferization.h"

using namespace mlir;
using namespace mlir::fpo;

/// [bytes.copy] A copy reads and writes each byte once.
static Cost copyCost(Value source, CostContext &context) {
  Count bytes = context.bytes(source);
  return Cost::traffic(bytes, bytes);
}

static Cost allocTensorCost(bufferization::AllocTensorOp op,
                            CostContext &context) {
  return op.getCopy() ? copyCost(op.getCopy(), context) : Cost();
}
static Cost cloneCost(bufferization::CloneOp op, CostContext &context) {
  return copyCost(op.getInput(), context);
}
static Cost materializeCost(bufferization::MaterializeInDestinationOp op,
                            CostContext &context) {
  return copyCost(op.getSource(), context);
}

void fpo::registerBufferizationCosts(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context,
                            bufferization::BufferizationDialect *) {
    attachCost<allocTensorCost, bufferization::AllocTensorOp>(*context);
    attachCost<cloneCost, bufferization::CloneOp>(*context);
    attachCost<materializeCost, bufferization::MaterializeInDestinationOp>(
        *context);
    attachFree<bufferization::DeallocOp, bufferization::DeallocTensorOp,
               bufferization::ToBufferOp, bufferization::ToTensorOp>(*context);
  });
}
