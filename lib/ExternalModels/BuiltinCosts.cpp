//===- BuiltinCosts.cpp - Costs of the builtin dialect --------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/ExternalModels/Attach.h"
#include "fpo/ExternalModels/Register.h"

#include "mlir/IR/BuiltinDialect.h"
#include "mlir/IR/BuiltinOps.h"

using namespace mlir;
using namespace mlir::fpo;

/// A module in a module: what stands in it beside functions.
static Cost moduleCost(ModuleOp op, CostContext &context) {
  context.run(op.getBodyRegion(), 1);
  return Cost();
}

void fpo::registerBuiltinCosts(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, BuiltinDialect *) {
    attachCost<moduleCost, ModuleOp>(*context);
    attachFree<UnrealizedConversionCastOp>(*context);
  });
}
