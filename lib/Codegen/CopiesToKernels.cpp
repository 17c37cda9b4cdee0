//===- CopiesToKernels.cpp - memref.copy as kernels -----------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Reorder.h"

#include "fpo/Codegen/Passes.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOCOPIESTOKERNELSPASS
#include "fpo/Codegen/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

static void copyByKernel(memref::CopyOp op) {
  auto from = dyn_cast<MemRefType>(op.getSource().getType());
  auto to = dyn_cast<MemRefType>(op.getTarget().getType());
  if (!from || !to)
    return;
  IRRewriter b(op);
  copyInto(op.getSource(), op.getTarget(),
           b.getMultiDimIdentityMap(from.getRank()), b, op.getLoc());
  b.eraseOp(op);
}

namespace {
struct CopiesToKernelsPass
    : fpo::impl::FpoCopiesToKernelsPassBase<CopiesToKernelsPass> {
  using FpoCopiesToKernelsPassBase::FpoCopiesToKernelsPassBase;

  void runOnOperation() override { getOperation()->walk(copyByKernel); }
};
} // namespace
