//===- PackOperands.cpp - Operands in the order of their use --------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ParameterValues.h"
#include "Reorder.h"
#include "Stride.h"

#include "fpo/Codegen/Passes.h"
#include "fpo/Dialect/Fpo/FpoOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Tensor/Utils/Utils.h"
#include "mlir/IR/TypeUtilities.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOPACKOPERANDSPASS
#include "fpo/Codegen/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

/// The loop whose points are neighbours in the outputs; none if there is none.
static std::optional<unsigned> findLaneLoop(KernelOp op) {
  std::optional<unsigned> lane;
  for (AffineMap map :
       ArrayRef(op.getMaps()).drop_front(op.getInputs().size())) {
    // The last dimension that a loop goes along; those behind have size one.
    std::optional<unsigned> last;
    for (AffineExpr expr : map.getResults())
      if (auto loop = dyn_cast<AffineDimExpr>(expr))
        last = loop.getPosition();
    if (!last)
      return std::nullopt;
    if (lane && lane != last)
      return std::nullopt;
    lane = *last;
  }
  return lane;
}

/// `operand` with blocks of `size` points of `lane` as its last dimension, and
/// the map to it; `loops` are all other loops, in the order of the elements.
static std::pair<Value, AffineMap> pack(Value operand, AffineMap map,
                                        unsigned lane, int64_t size,
                                        ArrayRef<unsigned> loops,
                                        RewriterBase &rewriter, Location loc) {
  auto type = cast<RankedTensorType>(operand.getType());
  unsigned dim = *map.getResultPosition(rewriter.getAffineDimExpr(lane));
  int64_t range = type.getDimSize(dim);
  if (int64_t rest = range % size) {
    SmallVector<int64_t> shape(type.getShape());
    shape[dim] += size - rest;
    SmallVector<OpFoldResult> low(type.getRank(), rewriter.getIndexAttr(0));
    SmallVector<OpFoldResult> high = low;
    high[dim] = rewriter.getIndexAttr(size - rest);
    auto padded = RankedTensorType::get(shape, type.getElementType());
    Value zero = arith::ConstantOp::create(
        rewriter, loc, rewriter.getZeroAttr(type.getElementType()));
    operand =
        tensor::PadOp::create(rewriter, loc, padded, operand, low, high, zero);
    type = padded;
  }
  SmallVector<int64_t> shape;
  SmallVector<ReassociationIndices> groups;
  for (int64_t i = 0; i < type.getRank(); ++i) {
    ReassociationIndices group = {int64_t(shape.size())};
    if (unsigned(i) == dim) {
      shape.push_back(type.getDimSize(i) / size);
      group.push_back(shape.size());
      shape.push_back(size);
    } else {
      shape.push_back(type.getDimSize(i));
    }
    groups.push_back(group);
  }
  operand = tensor::ExpandShapeOp::create(
      rewriter, loc, RankedTensorType::get(shape, type.getElementType()),
      operand, groups);
  // Blocks, the other loops in the order in which they are run, lanes.
  AffineExpr laneExpr = rewriter.getAffineDimExpr(lane);
  SmallVector<std::pair<unsigned, AffineExpr>> rest;
  for (unsigned loop : loops)
    if (std::optional<unsigned> i =
            map.getResultPosition(rewriter.getAffineDimExpr(loop)))
      rest.push_back({*i + (*i > dim), map.getResult(*i)});
  SmallVector<unsigned> order = {dim};
  SmallVector<AffineExpr> exprs = {laneExpr.floorDiv(size)};
  for (auto [i, expr] : rest) {
    order.push_back(i);
    exprs.push_back(expr);
  }
  order.push_back(dim + 1);
  exprs.push_back(laneExpr % size);
  return {reorder(operand, order, rewriter, loc),
          AffineMap::get(map.getNumDims(), 0, exprs, rewriter.getContext())};
}

namespace {
struct PackOperandsPass : fpo::impl::FpoPackOperandsPassBase<PackOperandsPass> {
  using FpoPackOperandsPassBase::FpoPackOperandsPassBase;

  void runOnOperation() override {
    for (auto function : getOperation().getOps<FunctionOpInterface>()) {
      if (function.isExternal())
        continue;
      ParameterValues parameters(function);
      function.walk([&](KernelOp op) {
        if (op.hasReduction() && !parameters.contains(op))
          packOperands(op, parameters);
      });
    }
  }

private:
  void packOperands(KernelOp op, const ParameterValues &parameters) {
    SmallVector<int64_t> ranges = op.getStaticLoopRanges();
    std::optional<unsigned> lane = findLaneLoop(op);
    if (!lane || llvm::any_of(ranges, ShapedType::isDynamic))
      return;
    IRRewriter rewriter(op);
    SmallVector<AffineMap> maps = op.getMaps();
    SmallVector<unsigned> loops;
    for (unsigned loop = 0; loop < ranges.size(); ++loop)
      if (op.isParallel(loop) && loop != *lane)
        loops.push_back(loop);
    llvm::append_range(loops, orderReductionLoops(op, *lane));
    for (auto [number, input] : llvm::enumerate(op.getInputs())) {
      auto type = dyn_cast<RankedTensorType>(input.getType());
      AffineMap map = maps[number];
      if (!type || !type.getElementType().isIntOrFloat() ||
          !map.isFunctionOfDim(*lane) || !map.isProjectedPermutation() ||
          op.getCombine().front().getArgument(number).use_empty())
        continue;
      unsigned bits = type.getElementTypeBitWidth();
      int64_t length = std::max(1u, vectorBits / bits);
      int64_t size =
          std::min<int64_t>(2 * length, llvm::alignTo(ranges[*lane], length));
      bool isLast = map.getDimPosition(map.getNumResults() - 1) == *lane;
      // What is made anew in each run is only worth it if it is used often.
      int64_t uses = 1;
      for (unsigned loop = 0; loop < ranges.size(); ++loop)
        if (op.isParallel(loop) && !map.isFunctionOfDim(loop))
          uses *= ranges[loop];
      if (!parameters.contains(input) && (isLast || uses < 16))
        continue;
      auto [packed, to] =
          pack(input, map, *lane, size, loops, rewriter, op.getLoc());
      op.getInputsMutable()[number].set(packed);
      maps[number] = to;
    }
    op.setIndexingMapsAttr(rewriter.getAffineMapArrayAttr(maps));
  }
};
} // namespace
