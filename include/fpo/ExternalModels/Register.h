//===- Register.h - Costs of the upstream dialects --------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_EXTERNALMODELS_REGISTER_H
#define FPO_EXTERNALMODELS_REGISTER_H

#include "mlir/IR/DialectRegistry.h"

namespace mlir::fpo {

/// Each of these gives the ops of one dialect their costs once the dialect is
/// loaded. A dialect has one file in lib/ExternalModels.
void registerAffineCosts(DialectRegistry &registry);
void registerArithCosts(DialectRegistry &registry);
void registerBufferizationCosts(DialectRegistry &registry);
void registerBuiltinCosts(DialectRegistry &registry);
void registerComplexCosts(DialectRegistry &registry);
void registerControlFlowCosts(DialectRegistry &registry);
void registerFpoCosts(DialectRegistry &registry);
void registerFuncCosts(DialectRegistry &registry);
void registerIndexCosts(DialectRegistry &registry);
void registerLinalgCosts(DialectRegistry &registry);
void registerMathCosts(DialectRegistry &registry);
void registerMemRefCosts(DialectRegistry &registry);
void registerMLProgramCosts(DialectRegistry &registry);
void registerSCFCosts(DialectRegistry &registry);
void registerShapeCosts(DialectRegistry &registry);
void registerShardCosts(DialectRegistry &registry);
void registerTensorCosts(DialectRegistry &registry);
void registerTosaCosts(DialectRegistry &registry);
void registerUBCosts(DialectRegistry &registry);
void registerVectorCosts(DialectRegistry &registry);

/// Each of these gives the ops of some dialects what their gradients cost.
void registerElementwiseGradients(DialectRegistry &registry);
void registerLinalgGradients(DialectRegistry &registry);
void registerTensorGradients(DialectRegistry &registry);
void registerTosaGradients(DialectRegistry &registry);
void registerVectorGradients(DialectRegistry &registry);

/// All of the above.
void registerAllCosts(DialectRegistry &registry);

} // namespace mlir::fpo

#endif // FPO_EXTERNALMODELS_REGISTER_H
