//===- PackOperands.cpp - Operands in the order of their use --------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CPU/MatrixTiles.h"
#include "DotProduct.h"
#include "ParameterValues.h"
#include "Reorder.h"
#include "Stride.h"

#include "fpo/Codegen/Passes.h"
#include "fpo/Codegen/Strategy.h"
#include "fpo/Dialect/Fpo/FpoOps.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Tensor/Utils/Utils.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/MapVector.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOPACKOPERANDSPASS
#include "fpo/Codegen/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

/// `operand` with zeros behind dimension `dim`, so that `size` divides it.
static Value padTo(Value operand, unsigned dim, int64_t size,
                   RewriterBase &rewriter, Location loc) {
  auto type = cast<RankedTensorType>(operand.getType());
  AffineExpr whole = rewriter.getAffineDimExpr(0);
  OpFoldResult missing = affine::makeComposedFoldedAffineApply(
      rewriter, loc, whole.ceilDiv(size) * size - whole,
      {tensor::getMixedSize(rewriter, loc, operand, dim)});
  std::optional<int64_t> number = getConstantIntValue(missing);
  if (number == 0)
    return operand;
  SmallVector<int64_t> shape(type.getShape());
  shape[dim] = number ? shape[dim] + *number : ShapedType::kDynamic;
  SmallVector<OpFoldResult> low(type.getRank(), rewriter.getIndexAttr(0));
  SmallVector<OpFoldResult> high = low;
  high[dim] = missing;
  auto padded = RankedTensorType::get(shape, type.getElementType());
  Value zero = arith::ConstantOp::create(
      rewriter, loc, rewriter.getZeroAttr(type.getElementType()));
  return tensor::PadOp::create(rewriter, loc, padded, operand, low, high, zero);
}

/// `operand` with blocks of `size` points of `lane` as its last dimension, and
/// the map to it; `loops` are all other loops, in the order of the elements. In
/// a block lie, for each of the points, `group` points of the last of `loops`,
/// of which zeros make a multiple of `depth` groups.
static std::pair<Value, AffineMap> pack(Value operand, AffineMap map,
                                        unsigned lane, int64_t size,
                                        ArrayRef<unsigned> loops, int64_t group,
                                        int64_t depth, RewriterBase &rewriter,
                                        Location loc) {
  auto positionOf = [&](unsigned loop) {
    return map.getResultPosition(rewriter.getAffineDimExpr(loop));
  };
  // The parts that each dimension is cut into.
  llvm::SmallMapVector<unsigned, int64_t, 2> cuts;
  cuts[*positionOf(lane)] = size;
  operand = padTo(operand, *positionOf(lane), size, rewriter, loc);
  if (group > 1) {
    unsigned dim = *positionOf(loops.back());
    cuts[dim] = group;
    operand = padTo(operand, dim, group * depth, rewriter, loc);
  }
  auto type = cast<RankedTensorType>(operand.getType());
  SmallVector<OpFoldResult> sizes;
  SmallVector<ReassociationIndices> groups;
  for (int64_t i = 0; i < type.getRank(); ++i) {
    ReassociationIndices indices = {int64_t(sizes.size())};
    OpFoldResult size = tensor::getMixedSize(rewriter, loc, operand, i);
    if (auto cut = cuts.find(i); cut != cuts.end()) {
      sizes.push_back(affine::makeComposedFoldedAffineApply(
          rewriter, loc, rewriter.getAffineDimExpr(0).floorDiv(cut->second),
          {size}));
      indices.push_back(sizes.size());
      sizes.push_back(rewriter.getIndexAttr(cut->second));
    } else {
      sizes.push_back(size);
    }
    groups.push_back(indices);
  }
  SmallVector<int64_t> shape = decomposeMixedValues(sizes).first;
  operand = tensor::ExpandShapeOp::create(
      rewriter, loc, RankedTensorType::get(shape, type.getElementType()),
      operand, groups, sizes);
  // Blocks, the other loops in the order in which they are run, lanes.
  AffineExpr laneExpr = rewriter.getAffineDimExpr(lane);
  AffineExpr last = laneExpr % size;
  ReassociationIndices lanes = groups[*positionOf(lane)];
  SmallVector<unsigned> order = {unsigned(lanes.front())};
  SmallVector<AffineExpr> exprs = {laneExpr.floorDiv(size)};
  for (unsigned loop : loops)
    if (std::optional<unsigned> position = positionOf(loop)) {
      AffineExpr expr = map.getResult(*position);
      order.push_back(groups[*position].front());
      exprs.push_back(groups[*position].size() > 1 ? expr.floorDiv(group)
                                                   : expr);
    }
  order.push_back(lanes.back());
  if (group == 1) {
    exprs.push_back(last);
    operand = reorder(operand, order, rewriter, loc);
  } else {
    AffineExpr grouped = rewriter.getAffineDimExpr(loops.back());
    order.push_back(groups[*positionOf(loops.back())].back());
    exprs.push_back(last * group + grouped % group);
    operand = reorder(operand, order, rewriter, loc);
    SmallVector<ReassociationIndices> merge;
    for (int64_t i = 0, end = order.size() - 1; i < end; ++i)
      merge.push_back({i});
    merge.back().push_back(order.size() - 1);
    operand = tensor::CollapseShapeOp::create(rewriter, loc, operand, merge);
  }
  return {operand,
          AffineMap::get(map.getNumDims(), 0, exprs, rewriter.getContext())};
}

/// What is packed anew in each run is worth it if each element is used that
/// often; more often if it lies along the lanes already, and could be read
/// where it is, but less so if a block is read from many rows, each on a page
/// of its own, or if it comes from behind the second cache for each block.
static constexpr int64_t kUses = 16, kUsesOfRows = 384, kUsesOfManyRows = 96,
                         kUsesOfFarRows = 64;
static constexpr int64_t kManyRows = 2048, kPage = 4096, kFar = 4 << 20;

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
    SmallVector<int64_t> ranges = getAssumedLoopRanges(op);
    std::optional<unsigned> lane = findLaneLoop(op);
    if (!lane)
      return;
    IRRewriter rewriter(op);
    SmallVector<AffineMap> maps = op.getMaps();
    std::optional<DotProduct> dot = matchDotProduct(op);
    // Of what is multiplied in groups.
    int64_t groupOfLanes = 1, depth = 1;
    if (dot && hasStaticLoops(op, *dot) && !dot->lanes.zeroPoint &&
        !dot->other.zeroPoint && isWorthGrouping(op, *dot, parameters)) {
      SmallVector<std::string> known(features.begin(), features.end());
      if (auto *tiles = findTileInstruction(op, *dot, known)) {
        groupOfLanes = tiles->getGroup();
        depth = getTileDepth(ranges[dot->loop], groupOfLanes);
      } else if (auto *vectors = findDotInstruction(
                     dot->lanes.kind, dot->other.kind,
                     getDotBits(op, *dot, vectorBits), known)) {
        groupOfLanes = vectors->getGroup();
      }
    }
    int64_t length = getVectorLength(op, {vectorBits});
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
      int64_t size =
          std::min<int64_t>(2 * length, llvm::alignTo(ranges[*lane], length));
      bool isLast = map.getDimPosition(map.getNumResults() - 1) == *lane;
      int64_t group = dot && number == dot->lanes.input ? groupOfLanes : 1;
      int64_t rows = 1;
      for (unsigned loop = 0; loop < ranges.size(); ++loop)
        if (!op.isParallel(loop) && map.isFunctionOfDim(loop))
          rows *= ranges[loop];
      int64_t bytes = type.getElementTypeBitWidth() / 8, all = 1;
      for (AffineExpr expr : map.getResults())
        all *= ranges[cast<AffineDimExpr>(expr).getPosition()];
      int64_t row = ranges[map.getDimPosition(map.getNumResults() - 1)];
      bool hasOwnPages = row * bytes >= kPage, isFar = all * bytes > kFar;
      int64_t leastUses = !isLast                            ? kUses
                          : isFar                            ? kUsesOfFarRows
                          : rows >= kManyRows && hasOwnPages ? kUsesOfManyRows
                                                             : kUsesOfRows;
      if (group == 1 && !parameters.contains(input) &&
          countUses(op, number) < leastUses)
        continue;
      auto [packed, to] = pack(input, map, *lane, size, loops, group, depth,
                               rewriter, op.getLoc());
      op.getInputsMutable()[number].set(packed);
      maps[number] = to;
    }
    op.setIndexingMapsAttr(rewriter.getAffineMapArrayAttr(maps));
  }
};
} // namespace
