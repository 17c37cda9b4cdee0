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
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "llvm/Support/MathExtras.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOLOWERROWLOOPSPASS
#include "fpo/Codegen/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

/// Turns that a loop of dynamic size is taken to have.
static constexpr int64_t kTypicalTurns = 16;

/// Points that loops of dynamic size are taken to have in a turn.
static constexpr int64_t kShort = 64;

/// How many turns each loop of `op` takes.
static SmallVector<OpFoldResult> countTurns(scf::ForallOp op, OpBuilder &b) {
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPoint(op);
  AffineExpr lower = b.getAffineDimExpr(0), upper = b.getAffineDimExpr(1);
  AffineExpr step = b.getAffineSymbolExpr(0);
  return llvm::map_to_vector(
      llvm::zip_equal(op.getMixedLowerBound(), op.getMixedUpperBound(),
                      op.getMixedStep()),
      [&](auto bounds) {
        return affine::makeComposedFoldedAffineApply(
            b, op.getLoc(), (upper - lower).ceilDiv(step),
            {std::get<0>(bounds), std::get<1>(bounds), std::get<2>(bounds)});
      });
}

/// The turns of all loops as those of one, each with buffers of its own. If
/// given, threads share it from `shareFrom` turns on.
static void shareTurns(scf::ForallOp op, ArrayRef<OpFoldResult> turns,
                       std::optional<int64_t> shareFrom, RewriterBase &b) {
  Location loc = op.getLoc();
  b.setInsertionPoint(op);
  auto index = [&](OpFoldResult value) {
    return getValueOrCreateConstantIndexOp(b, loc, value);
  };
  Value zero = index(b.getIndexAttr(0)), one = index(b.getIndexAttr(1));
  Value total = one;
  for (OpFoldResult number : turns)
    total = b.createOrFold<arith::MulIOp>(loc, total, index(number));
  auto loop = scf::ParallelOp::create(b, loc, zero, total, one);
  if (shareFrom)
    loop->setAttr(kShareFromTurns, b.getIndexAttr(*shareFrom));
  b.setInsertionPointToStart(loop.getBody());
  // The innermost loop's turns follow each other.
  Value rest = loop.getInductionVars().front();
  SmallVector<Value> points(turns.size());
  for (size_t i = turns.size(); i-- > 0;) {
    Value number = index(turns[i]), turn = rest;
    if (i != 0) {
      turn = b.createOrFold<arith::RemUIOp>(loc, rest, number);
      rest = b.createOrFold<arith::DivUIOp>(loc, rest, number);
    }
    points[i] = affine::makeComposedAffineApply(
        b, loc,
        b.getAffineDimExpr(0) * b.getAffineSymbolExpr(0) +
            b.getAffineDimExpr(1),
        {turn, op.getMixedLowerBound()[i], op.getMixedStep()[i]});
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
      SmallVector<OpFoldResult> turns = countTurns(loop, rewriter);
      double time = estimateTurn(loop);
      int64_t total = 1;
      bool isDynamic = false;
      for (OpFoldResult number : turns) {
        std::optional<int64_t> constant = getConstantIntValue(number);
        isDynamic |= !constant;
        total *= constant.value_or(kTypicalTurns);
      }
      if (vectorBits != 0 && total > 1 && time * total >= shareFrom) {
        std::optional<int64_t> from;
        if (isDynamic)
          from = std::max<int64_t>(2, int64_t(shareFrom / time));
        shareTurns(loop, turns, from, rewriter);
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
  /// About how many nanoseconds a turn of `loop` takes.
  double estimateTurn(scf::ForallOp loop) {
    double time = 0;
    loop->walk([&](KernelOp op) {
      time += estimateNanoseconds(
          op, getVectorLength(op, {vectorBits, /*number=*/16}), kShort);
    });
    return time;
  }
};
} // namespace
