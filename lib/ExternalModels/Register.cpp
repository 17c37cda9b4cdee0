//===- Register.cpp - Costs of the upstream dialects ----------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/ExternalModels/Register.h"

using namespace mlir;

void fpo::registerAllCosts(DialectRegistry &registry) {
  registerAffineCosts(registry);
  registerArithCosts(registry);
  registerBufferizationCosts(registry);
  registerBuiltinCosts(registry);
  registerComplexCosts(registry);
  registerControlFlowCosts(registry);
  registerFpoCosts(registry);
  registerFuncCosts(registry);
  registerIndexCosts(registry);
  registerLinalgCosts(registry);
  registerMathCosts(registry);
  registerMemRefCosts(registry);
  registerMLProgramCosts(registry);
  registerSCFCosts(registry);
  registerShapeCosts(registry);
  registerShardCosts(registry);
  registerTensorCosts(registry);
  registerTosaCosts(registry);
  registerUBCosts(registry);
  registerVectorCosts(registry);
  registerElementwiseGradients(registry);
  registerLinalgGradients(registry);
  registerTensorGradients(registry);
  registerTosaGradients(registry);
  registerVectorGradients(registry);
}
