//===- DecomposePads.cpp - Producers write into padded buffers ------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Codegen/Passes.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/PatternMatch.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPODECOMPOSEPADSPASS
#include "fpo/Codegen/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

namespace {
/// A part of a tensor, with steps of one.
struct Part {
  SmallVector<OpFoldResult> offsets, sizes;
};
} // namespace

static void decompose(tensor::PadOp pad) {
  Value padding = pad.getConstantPaddingValue();
  RankedTensorType from = pad.getSourceType(), to = pad.getResultType();
  auto isNegative = [](int64_t size) { return size < 0; };
  bool isCut = llvm::any_of(pad.getStaticLow(), isNegative) ||
               llvm::any_of(pad.getStaticHigh(), isNegative);
  if (!padding || ShapedType::isDynamicShape(pad.getStaticLow()) ||
      ShapedType::isDynamicShape(pad.getStaticHigh()) ||
      (isCut && !from.hasStaticShape()))
    return;
  IRRewriter b(pad);
  Location loc = pad.getLoc();
  unsigned rank = to.getRank();
  SmallVector<OpFoldResult> steps(rank, b.getIndexAttr(1));
  auto add = [&](OpFoldResult size, int64_t more) {
    return affine::makeComposedFoldedAffineApply(
        b, loc, b.getAffineDimExpr(0) + more, {size});
  };
  // What is cut off first.
  Value source = pad.getSource();
  SmallVector<int64_t> low(pad.getStaticLow()), high(pad.getStaticHigh());
  Part kept;
  for (unsigned dim = 0; dim < rank; ++dim) {
    int64_t front = std::max<int64_t>(-low[dim], 0),
            back = std::max<int64_t>(-high[dim], 0);
    if (front + back > from.getDimSize(dim) && isCut)
      return;
    kept.offsets.push_back(b.getIndexAttr(front));
    kept.sizes.push_back(
        add(tensor::getMixedSize(b, loc, source, dim), -front - back));
    low[dim] += front;
    high[dim] += back;
  }
  if (isCut)
    source = tensor::ExtractSliceOp::create(b, loc, source, kept.offsets,
                                            kept.sizes, steps);
  // The border: in front of and behind the source along each dimension, as wide
  // as the result along those that follow, and as the source along those
  // before.
  Part part;
  for (unsigned dim = 0; dim < rank; ++dim) {
    part.offsets.push_back(b.getIndexAttr(0));
    part.sizes.push_back(add(kept.sizes[dim], low[dim] + high[dim]));
  }
  Value result =
      tensor::EmptyOp::create(b, loc, part.sizes, to.getElementType());
  auto fill = [&] {
    Value slice = tensor::ExtractSliceOp::create(b, loc, result, part.offsets,
                                                 part.sizes, steps);
    Value filled = linalg::FillOp::create(b, loc, padding, slice).getResult(0);
    result = tensor::InsertSliceOp::create(b, loc, filled, result, part.offsets,
                                           part.sizes, steps);
  };
  for (unsigned dim = 0; dim < rank; ++dim) {
    if (low[dim] > 0) {
      part.sizes[dim] = b.getIndexAttr(low[dim]);
      fill();
    }
    if (high[dim] > 0) {
      part.offsets[dim] = add(kept.sizes[dim], low[dim]);
      part.sizes[dim] = b.getIndexAttr(high[dim]);
      fill();
    }
    part.offsets[dim] = b.getIndexAttr(low[dim]);
    part.sizes[dim] = kept.sizes[dim];
  }
  Value whole = tensor::InsertSliceOp::create(b, loc, source, result,
                                              part.offsets, part.sizes, steps);
  // The type may say more of sizes than what they are computed from.
  if (whole.getType() != to)
    whole = tensor::CastOp::create(b, loc, to, whole);
  b.replaceOp(pad, whole);
}

namespace {
struct DecomposePadsPass
    : fpo::impl::FpoDecomposePadsPassBase<DecomposePadsPass> {
  using FpoDecomposePadsPassBase::FpoDecomposePadsPassBase;

  void runOnOperation() override { getOperation()->walk(decompose); }
};
} // namespace
