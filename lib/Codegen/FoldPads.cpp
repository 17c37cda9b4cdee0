//===- FoldPads.cpp - Kernels leave out what is padding -------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Codegen/Passes.h"

#include "CPU/KernelEmitter.h"
#include "CPU/MatrixTiles.h"
#include "DotProduct.h"
#include "Stride.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/PatternMatch.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOFOLDPADSPASS
#include "fpo/Codegen/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

/// With fewer results side by side, vectors may have to lie along a loop that
/// leads into padding.
static constexpr int64_t kLeastLanes = 4;

static bool isZero(Attribute value) {
  return matchPattern(value, m_Zero()) || matchPattern(value, m_AnyZeroFloat());
}

/// Whether no accumulator of `op` changes where the element of input `number`
/// is `padding`, and all others are numbers.
static bool changesNothing(KernelOp op, unsigned number, TypedAttr padding) {
  Block &combine = op.getCombine().front();
  llvm::DenseMap<Value, Attribute> known;
  known[combine.getArgument(number)] = padding;
  for (Operation &inner : combine.without_terminator()) {
    SmallVector<Attribute> operands;
    for (Value operand : inner.getOperands()) {
      Attribute constant;
      if (!matchPattern(operand, m_Constant(&constant)))
        constant = known.lookup(operand);
      operands.push_back(constant);
    }
    bool hasZero = llvm::any_of(
        operands, [](Attribute operand) { return operand && isZero(operand); });
    if (isa<arith::MulFOp, arith::MulIOp>(inner) && hasZero) {
      known[inner.getResult(0)] =
          Builder(op).getZeroAttr(inner.getResult(0).getType());
      continue;
    }
    SmallVector<OpFoldResult> results;
    if (inner.getNumResults() == 1 &&
        !llvm::is_contained(operands, Attribute()) &&
        succeeded(inner.fold(operands, results)) && results.size() == 1)
      known[inner.getResult(0)] = dyn_cast<Attribute>(results.front());
  }
  unsigned numAccumulators = combine.getTerminator()->getNumOperands();
  for (unsigned k = 0; k < numAccumulators; ++k) {
    Operation *combiner = findCombiner(op, k);
    if (!combiner)
      return false;
    Value accumulator = combine.getArgument(op->getNumOperands() + k);
    Attribute other = known.lookup(
        combiner->getOperand(combiner->getOperand(0) == accumulator));
    // The neutral element of a sum is -0.
    if (!other || !(isa<arith::AddFOp>(combiner)
                        ? isZero(other)
                        : other == *arith::getNeutralElement(combiner)))
      return false;
  }
  return true;
}

/// Whether the loops of `paddings` are free for that, and not those along which
/// the elements of vectors lie.
static bool canSkip(KernelOp op, ArrayRef<KernelPadding> paddings,
                    ArrayRef<std::string> features) {
  std::optional<unsigned> lane = findLaneLoop(op);
  if (!lane || op.getStaticLoopRanges()[*lane] < kLeastLanes)
    return false;
  std::optional<DotProduct> dot = matchDotProduct(op);
  // All rows of a tile are summed up alike.
  if (dot && findTileInstruction(op, *dot, features))
    return false;
  SmallVector<KernelPadding> known = op.getPaddings();
  for (const KernelPadding &padding : paddings) {
    if (llvm::is_contained(known, padding))
      continue;
    auto shares = [&](const KernelPadding &other) {
      return padding.parallel == other.parallel ||
             padding.reduction == other.reduction;
    };
    if (padding.parallel == *lane || (dot && padding.reduction == dot->loop) ||
        llvm::any_of(known, shares))
      return false;
    known.push_back(padding);
  }
  return true;
}

/// Lets `op` read the source of `pad` in place of input `number`.
static void fold(KernelOp op, unsigned number, tensor::PadOp pad,
                 ArrayRef<std::string> features) {
  TypedAttr padding;
  RankedTensorType source = pad.getSourceType();
  if (Value value = pad.getConstantPaddingValue())
    matchPattern(value, m_Constant(&padding));
  auto isNegative = [](int64_t size) { return size < 0; };
  if (!padding || !op.hasReduction() ||
      llvm::any_of(pad.getStaticLow(), isNegative) ||
      llvm::any_of(pad.getStaticHigh(), isNegative) ||
      !changesNothing(op, number, padding))
    return;
  SmallVector<AffineMap> maps = op.getMaps();
  SmallVector<AffineExpr> exprs;
  for (auto [expr, low, high] :
       llvm::zip_equal(maps[number].getResults(), pad.getStaticLow(),
                       pad.getStaticHigh())) {
    // Such a loop has the size of what is padded.
    if (isa<AffineDimExpr>(expr) && low + high != 0)
      return;
    exprs.push_back(low == 0 ? expr : expr - low);
  }
  maps[number] = AffineMap::get(op.getNumLoops(), 0, exprs, op.getContext());
  auto paddings = op.matchPaddings(maps[number], source);
  if (!paddings || !canSkip(op, *paddings, features))
    return;
  op->setOperand(number, pad.getSource());
  op.setIndexingMapsAttr(Builder(op).getAffineMapArrayAttr(maps));
  SmallVector<int64_t> padded(op.getPadded().value_or(ArrayRef<int64_t>()));
  padded.push_back(number);
  op.setPadded(padded);
  // Else it would be filled and written, and nothing reads it.
  if (pad->use_empty())
    pad.erase();
}

namespace {
struct FoldPadsPass : fpo::impl::FpoFoldPadsPassBase<FoldPadsPass> {
  using FpoFoldPadsPassBase::FpoFoldPadsPassBase;

  void runOnOperation() override {
    SmallVector<std::string> known(features.begin(), features.end());
    getOperation()->walk([&](KernelOp op) {
      for (unsigned number = 0; number < op.getInputs().size(); ++number)
        if (auto pad = op.getInputs()[number].getDefiningOp<tensor::PadOp>())
          fold(op, number, pad, known);
    });
  }
};
} // namespace
