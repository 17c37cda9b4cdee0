//===- fpo-plugin.cpp - The dialect, costs and passes as a plugin ---------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// For `mlir-opt --load-dialect-plugin=FpoPlugin.so --load-pass-plugin=...`.
//
//===----------------------------------------------------------------------===//

#include "fpo/Dialect/Fpo/FpoDialect.h"
#include "fpo/ExternalModels/Register.h"
#include "fpo/Report/Passes.h"
#include "fpo/Transforms/Passes.h"

#include "mlir/Tools/Plugins/DialectPlugin.h"
#include "mlir/Tools/Plugins/PassPlugin.h"
#include "llvm/Config/llvm-config.h"

using namespace mlir;

extern "C" LLVM_ATTRIBUTE_WEAK DialectPluginLibraryInfo
mlirGetDialectPluginInfo() {
  return {MLIR_PLUGIN_API_VERSION, "fpo", LLVM_VERSION_STRING,
          [](DialectRegistry *registry) {
            registry->insert<fpo::FpoDialect>();
            fpo::registerAllCosts(*registry);
          }};
}

extern "C" LLVM_ATTRIBUTE_WEAK PassPluginLibraryInfo mlirGetPassPluginInfo() {
  return {MLIR_PLUGIN_API_VERSION, "fpo", LLVM_VERSION_STRING, [] {
            fpo::registerFpoReportPasses();
            fpo::registerFpoTransformsPasses();
          }};
}
