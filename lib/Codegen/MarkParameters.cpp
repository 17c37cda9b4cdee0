//===- MarkParameters.cpp - Arguments that are parameters -----------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Codegen/Passes.h"

#include "mlir/Interfaces/FunctionInterfaces.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOMARKPARAMETERSPASS
#include "fpo/Codegen/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;

namespace {
struct MarkParametersPass
    : fpo::impl::FpoMarkParametersPassBase<MarkParametersPass> {
  using FpoMarkParametersPassBase::FpoMarkParametersPassBase;

  void runOnOperation() override {
    for (auto function : getOperation().getOps<FunctionOpInterface>())
      for (unsigned number = 0; number + inputs < function.getNumArguments();
           ++number)
        if (function.isPublic())
          function.setArgAttr(number, "fpo.param",
                              UnitAttr::get(&getContext()));
  }
};
} // namespace
