//===- UBCosts.cpp - Costs of the ub dialect ------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/ExternalModels/Attach.h"
#include "fpo/ExternalModels/Register.h"

#include "mlir/Dialect/UB/IR/UBOps.h"

using namespace mlir;
using namespace mlir::fpo;

void fpo::registerUBCosts(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, ub::UBDialect *) {
    attachFree<ub::PoisonOp, ub::UnreachableOp>(*context);
  });
}
