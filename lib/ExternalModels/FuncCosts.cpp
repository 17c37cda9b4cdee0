//===- FuncCosts.cpp - Costs of the func dialect --------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/ExternalModels/Attach.h"
#include "fpo/ExternalModels/Register.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

using namespace mlir;
using namespace mlir::fpo;

/// [flow.call]
static Cost callCost(func::CallOp op, CostContext &context) {
  context.call(op.getCalleeAttr());
  return Cost();
}

static Cost callIndirectCost(func::CallIndirectOp op, CostContext &context) {
  // A callee that is a constant is known all the same.
  if (auto constant = op.getCallee().getDefiningOp<func::ConstantOp>()) {
    context.call(constant.getValueAttr());
    return Cost();
  }
  return context.unknown("which function it calls is not known");
}

void fpo::registerFuncCosts(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, func::FuncDialect *) {
    attachCost<callCost, func::CallOp>(*context);
    attachCost<callIndirectCost, func::CallIndirectOp>(*context);
    attachFree<func::ConstantOp, func::FuncOp, func::ReturnOp>(*context);
  });
}
