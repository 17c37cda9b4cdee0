//===- FusionGroupsPass.cpp - Writes the groups of ops beside them --------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/FusionGroups.h"
#include "fpo/Dialect/Fpo/FpoDialect.h"
#include "fpo/Transforms/Passes.h"

#include "mlir/IR/Builders.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOFUSIONGROUPSPASS
#include "fpo/Transforms/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

namespace {
struct FusionGroupsPass : fpo::impl::FpoFusionGroupsPassBase<FusionGroupsPass> {
  void runOnOperation() override {
    FusionGroups groups(getAnalysis<CostAnalysis>());
    Builder builder(&getContext());
    getOperation()->walk([&](Operation *op) {
      if (const FusionGroup *group = groups.lookup(op))
        op->setDiscardableAttr(kGroupAttrName,
                               builder.getI64IntegerAttr(group->id));
      else
        op->removeDiscardableAttr(kGroupAttrName);
    });
    // No op has changed but for attributes that no cost depends on.
    markAllAnalysesPreserved();
  }
};
} // namespace
