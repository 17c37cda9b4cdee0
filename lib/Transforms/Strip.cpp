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
    SmallVector<StringAttr> names;
    for (StringRef name :
         {kCostAttrName, kUnknownAttrName, kBackwardAttrName,
          kBackwardUnknownAttrName, kTrainingAttrName, kEnergyAttrName,
          kCommunicationAttrName, kGroupAttrName, kTrafficAttrName,
          kLiveAttrName, kPeakAttrName, kTimeAttrName})
      names.push_back(StringAttr::get(&getContext(), name));
    getOperation()->walk([&](Operation *op) {
      auto function = dyn_cast<FunctionOpInterface>(op);
      if (function && function.isExternal())
        return;
      for (StringAttr name : names)
        op->removeDiscardableAttr(name);
    });
  }
};
} // namespace
