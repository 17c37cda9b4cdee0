//===- DecomposePads.cpp - Producers write into padded buffers ------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Codegen/Passes.h"

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
  if (!padding || !from.hasStaticShape() || !to.hasStaticShape() ||
      ShapedType::isDynamicShape(pad.getStaticLow()) ||
      ShapedType::isDynamicShape(pad.getStaticHigh()))
    return;
  IRRewriter b(pad);
  Location loc = pad.getLoc();
  unsigned rank = to.getRank();
  SmallVector<OpFoldResult> steps(rank, b.getIndexAttr(1));
  // What is cut off first.
  Value source = pad.getSource();
  SmallVector<int64_t> low(pad.getStaticLow()), sizes(from.getShape());
  Part kept;
  for (auto [size, front, back] :
       llvm::zip_equal(sizes, low, pad.getStaticHigh())) {
    int64_t cut = std::max<int64_t>(-front, 0);
    size -= cut + std::max<int64_t>(-back, 0);
    front += cut;
    kept.offsets.push_back(b.getIndexAttr(cut));
    kept.sizes.push_back(b.getIndexAttr(size));
  }
  if (llvm::any_of(sizes, [](int64_t size) { return size < 0; }))
    return;
  if (sizes != from.getShape())
    source = tensor::ExtractSliceOp::create(b, loc, source, kept.offsets,
                                            kept.sizes, steps);
  Value result =
      tensor::EmptyOp::create(b, loc, to.getShape(), to.getElementType());
  auto fill = [&](const Part &part) {
    Value slice = tensor::ExtractSliceOp::create(b, loc, result, part.offsets,
                                                 part.sizes, steps);
    Value filled = linalg::FillOp::create(b, loc, padding, slice).getResult(0);
    result = tensor::InsertSliceOp::create(b, loc, filled, result, part.offsets,
                                           part.sizes, steps);
  };
  // The border: in front of and behind the source along each dimension, as wide
  // as the result along those that follow, and as the source along those
  // before.
  Part part;
  for (int64_t size : to.getShape()) {
    part.offsets.push_back(b.getIndexAttr(0));
    part.sizes.push_back(b.getIndexAttr(size));
  }
  for (unsigned dim = 0; dim < rank; ++dim) {
    int64_t front = low[dim], size = sizes[dim];
    int64_t back = to.getDimSize(dim) - front - size;
    if (front > 0) {
      part.sizes[dim] = b.getIndexAttr(front);
      fill(part);
    }
    if (back > 0) {
      part.offsets[dim] = b.getIndexAttr(front + size);
      part.sizes[dim] = b.getIndexAttr(back);
      fill(part);
    }
    part.offsets[dim] = b.getIndexAttr(front);
    part.sizes[dim] = b.getIndexAttr(size);
  }
  b.replaceOpWithNewOp<tensor::InsertSliceOp>(pad, source, result, part.offsets,
                                              part.sizes, steps);
}

namespace {
struct DecomposePadsPass
    : fpo::impl::FpoDecomposePadsPassBase<DecomposePadsPass> {
  using FpoDecomposePadsPassBase::FpoDecomposePadsPassBase;

  void runOnOperation() override { getOperation()->walk(decompose); }
};
} // namespace
