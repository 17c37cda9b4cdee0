//===- Strip.cpp - Takes costs away again ---------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Dialect/Fpo/FpoDialect.h"
#include "fpo/Transforms/Passes.h"

#include "mlir/Interfaces/FunctionInterfaces.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOSTRIPPASS
#include "fpo/Transforms/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

namespace {
struct Strip : fpo::impl::FpoStripPassBase<Strip> {
  void runOnOperation() override {
    auto costName = StringAttr::get(&getContext(), kCostAttrName);
    auto unknownName = StringAttr::get(&getContext(), kUnknownAttrName);
    getOperation()->walk([&](Operation *op) {
      auto function = dyn_cast<FunctionOpInterface>(op);
      if (function && function.isExternal())
        return;
      op->removeDiscardableAttr(costName);
      op->removeDiscardableAttr(unknownName);
    });
  }
};
} // namespace
