//===- ControlFlowCosts.cpp - Costs of the cf dialect ---------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/ExternalModels/Attach.h"
#include "fpo/ExternalModels/Register.h"

#include "mlir/Dialect/ControlFlow/IR/ControlFlow.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"

using namespace mlir;
using namespace mlir::fpo;

/// [symbol.precondition] What is asserted of sizes holds.
static Cost assertCost(cf::AssertOp op, CostContext &context) {
  if (std::optional<Expr> condition = context.condition(op.getArg()))
    context.require(*condition, "it is asserted: " + op.getMsg());
  return Cost();
}

void fpo::registerControlFlowCosts(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, cf::ControlFlowDialect *) {
    // [flow.cfg] A branch costs nothing itself; where it leads is the
    // analysis's concern.
    attachCost<assertCost, cf::AssertOp>(*context);
    attachFree<cf::BranchOp, cf::CondBranchOp, cf::SwitchOp>(*context);
  });
}
