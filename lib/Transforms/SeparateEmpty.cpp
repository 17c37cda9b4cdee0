//===- SeparateEmpty.cpp - Each use has an empty tensor of its own --------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Transforms/Passes.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Builders.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOSEPARATEEMPTYPASS
#include "fpo/Transforms/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;

namespace {
struct SeparateEmpty : fpo::impl::FpoSeparateEmptyPassBase<SeparateEmpty> {
  void runOnOperation() override {
    SmallVector<tensor::EmptyOp> all;
    getOperation()->walk([&](tensor::EmptyOp op) { all.push_back(op); });
    for (tensor::EmptyOp op : all) {
      for (OpOperand &use : llvm::make_early_inc_range(op->getUses())) {
        OpBuilder builder(use.getOwner());
        use.set(builder.clone(*op)->getResult(0));
      }
      op->erase();
    }
  }
};
} // namespace
