//===- MLProgramCosts.cpp - Costs of the ml_program dialect ---------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/ExternalModels/Attach.h"
#include "fpo/ExternalModels/Elementwise.h"
#include "fpo/ExternalModels/Register.h"

#include "mlir/Dialect/MLProgram/IR/MLProgram.h"

using namespace mlir;
using namespace mlir::fpo;

/// [bytes.global] A store writes the global whole. A load is the use of a value
/// where it lies: who reads it pays.
static Cost storeCost(ml_program::GlobalStoreOp op, CostContext &context) {
  Count bytes = context.bytes(op.getValue());
  return Cost::traffic(bytes, bytes);
}
static Cost storeGraphCost(ml_program::GlobalStoreGraphOp op,
                           CostContext &context) {
  Count bytes = context.bytes(op.getValue());
  return Cost::traffic(bytes, bytes);
}

void fpo::registerMLProgramCosts(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context,
                            ml_program::MLProgramDialect *) {
    attachCost<storeCost, ml_program::GlobalStoreOp>(*context);
    attachCost<storeGraphCost, ml_program::GlobalStoreGraphOp>(*context);
    attachFree<ml_program::FuncOp, ml_program::GlobalLoadConstOp,
               ml_program::GlobalLoadGraphOp, ml_program::GlobalLoadOp,
               ml_program::GlobalOp, ml_program::OutputOp, ml_program::ReturnOp,
               ml_program::SubgraphOp, ml_program::TokenOp>(*context);
  });
}
