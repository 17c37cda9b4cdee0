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

void fpo::registerControlFlowCosts(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, cf::ControlFlowDialect *) {
    // [flow.cfg] A branch costs nothing itself; where it leads is the
    // analysis's concern.
    attachFree<cf::AssertOp, cf::BranchOp, cf::CondBranchOp, cf::SwitchOp>(
        *context);
  });
}
