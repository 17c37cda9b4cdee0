//===- FenceStreams.cpp - Fences behind stores past the caches ------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Codegen/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOFENCESTREAMSPASS
#include "fpo/Codegen/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;

namespace {
struct FenceStreamsPass : fpo::impl::FpoFenceStreamsPassBase<FenceStreamsPass> {
  using FpoFenceStreamsPassBase::FpoFenceStreamsPassBase;

  void runOnOperation() override {
    WalkResult found = getOperation().walk([](vector::StoreOp store) {
      return store.getNontemporal() ? WalkResult::interrupt()
                                    : WalkResult::advance();
    });
    if (!found.wasInterrupted())
      return;
    getOperation().walk([](func::ReturnOp end) {
      OpBuilder b(end);
      LLVM::FenceOp::create(b, end.getLoc(), LLVM::AtomicOrdering::seq_cst);
    });
  }
};
} // namespace
