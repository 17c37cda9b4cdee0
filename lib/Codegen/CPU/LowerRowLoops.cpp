//===- LowerRowLoops.cpp - Loops over rows on buffers ---------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Threads.h"

#include "fpo/Codegen/Passes.h"
#include "fpo/Codegen/Strategy.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/SCF/Transforms/Transforms.h"
#include "llvm/Support/MathExtras.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOLOWERROWLOOPSPASS
#include "fpo/Codegen/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

/// How many turns each loop of `op` takes, if all of that is static.
static std::optional<SmallVector<int64_t>> countTurns(scf::ForallOp op) {
  SmallVector<int64_t> turns;
  for (auto [lower, upper, step] :
       llvm::zip_equal(op.getStaticLowerBound(), op.getStaticUpperBound(),
                       op.getStaticStep())) {
    if (ShapedType::isDynamic(lower) || ShapedType::isDynamic(upper) ||
        ShapedType::isDynamic(step))
      return std::nullopt;
    turns.push_back(llvm::divideCeil(upper - lower, step));
  }
  return turns;
}

/// The turns of all loops as those of one, each with buffers of its own.
static void shareTurns(scf::ForallOp op, ArrayRef<int64_t> turns,
                       RewriterBase &b) {
  Location loc = op.getLoc();
  b.setInsertionPoint(op);
  auto index = [&](int64_t value) -> Value {
    return arith::ConstantIndexOp::create(b, loc, value);
  };
  int64_t total = 1;
  for (int64_t number : turns)
    total *= number;
  auto loop = scf::ParallelOp::create(b, loc, index(0), index(total), index(1));
  b.setInsertionPointToStart(loop.getBody());
  SmallVector<Value> points;
  int64_t inner = total;
  for (auto [number, lower, step] :
       llvm::zip_equal(turns, op.getStaticLowerBound(), op.getStaticStep())) {
    inner /= number;
    AffineExpr turn = b.getAffineDimExpr(0).floorDiv(inner) % number;
    points.push_back(affine::makeComposedAffineApply(
        b, loc, turn * step + lower, {loop.getInductionVars().front()}));
  }
  auto scope = memref::AllocaScopeOp::create(b, loc, TypeRange());
  Block *body = b.createBlock(&scope.getBodyRegion());
  memref::AllocaScopeReturnOp::create(b, loc, ValueRange());
  b.eraseOp(op.getTerminator());
  b.inlineBlockBefore(op.getBody(), body->getTerminator(), points);
  b.eraseOp(op);
}

namespace {
struct LowerRowLoopsPass
    : fpo::impl::FpoLowerRowLoopsPassBase<LowerRowLoopsPass> {
  using FpoLowerRowLoopsPassBase::FpoLowerRowLoopsPassBase;

  void runOnOperation() override {
    SmallVector<scf::ForallOp> loops;
    getOperation()->walk([&](scf::ForallOp op) { loops.push_back(op); });
    IRRewriter rewriter(&getContext());
    for (scf::ForallOp loop : loops) {
      std::optional<SmallVector<int64_t>> turns = countTurns(loop);
      if (turns && vectorBits != 0 && isLong(loop, *turns)) {
        shareTurns(loop, *turns, rewriter);
        continue;
      }
      // One thread has one of each buffer.
      for (auto buffer : llvm::make_early_inc_range(
               loop.getBody()->getOps<memref::AllocaOp>()))
        if (buffer->getNumOperands() == 0)
          rewriter.moveOpBefore(buffer, loop);
      rewriter.setInsertionPoint(loop);
      if (failed(scf::forallToForLoop(rewriter, loop)))
        return signalPassFailure();
    }
  }

private:
  /// Whether the turns of `loop` are worth to be shared.
  bool isLong(scf::ForallOp loop, ArrayRef<int64_t> turns) {
    double time = 0;
    loop->walk([&](KernelOp op) {
      if (llvm::none_of(op.getStaticLoopRanges(), ShapedType::isDynamic))
        time += estimateNanoseconds(
            op, getVectorLength(op, {vectorBits, /*number=*/16}));
    });
    int64_t total = 1;
    for (int64_t number : turns)
      total *= number;
    return total > 1 && time * total >= shareFrom;
  }
};
} // namespace
