//===- Stride.cpp - How far apart neighbours in a loop lie ----------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Stride.h"

#include "mlir/IR/AffineExpr.h"

using namespace mlir;
using namespace mlir::fpo;

std::optional<int64_t> fpo::getStep(AffineExpr expr, unsigned loop,
                                    unsigned numLoops) {
  AffineExpr dim = getAffineDimExpr(loop, expr.getContext());
  auto step = dyn_cast<AffineConstantExpr>(
      simplifyAffineExpr(expr.replace(dim, dim + 1) - expr, numLoops, 0));
  return step ? std::optional(step.getValue()) : std::nullopt;
}

int64_t fpo::getPackedBlock(ArrayRef<AffineMap> maps, unsigned loop) {
  int64_t size = 1;
  for (AffineMap map : maps)
    for (AffineExpr expr : map.getResults())
      if (expr.getKind() == AffineExprKind::Mod && expr.isFunctionOfDim(loop))
        if (auto divisor = dyn_cast<AffineConstantExpr>(
                cast<AffineBinaryOpExpr>(expr).getRHS()))
          size = std::max(size, divisor.getValue());
  return size;
}

std::optional<int64_t> fpo::getStride(AffineMap map, ShapedType type,
                                      unsigned loop) {
  SmallVector<int64_t> strides;
  int64_t offset;
  if (auto memref = dyn_cast<MemRefType>(type)) {
    if (failed(memref.getStridesAndOffset(strides, offset)))
      return std::nullopt;
  } else {
    // Known from the last dimension up to the first one of dynamic size.
    strides.resize(type.getRank());
    int64_t stride = 1;
    for (auto [size, slot] :
         llvm::reverse(llvm::zip_equal(type.getShape(), strides))) {
      slot = stride;
      stride = ShapedType::isDynamic(stride) || ShapedType::isDynamic(size)
                   ? ShapedType::kDynamic
                   : stride * size;
    }
  }
  int64_t sum = 0;
  for (auto [expr, stride] : llvm::zip_equal(map.getResults(), strides)) {
    if (!expr.isFunctionOfDim(loop))
      continue;
    std::optional<int64_t> step = getStep(expr, loop, map.getNumDims());
    if (!step || ShapedType::isDynamic(stride))
      return std::nullopt;
    sum += *step * stride;
  }
  return sum;
}

std::optional<unsigned> fpo::findLaneLoop(KernelOp op) {
  std::optional<unsigned> lane;
  SmallVector<AffineMap> maps = op.getMaps();
  for (AffineMap map : ArrayRef(maps).drop_front(op.getInputs().size())) {
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

SmallVector<unsigned> fpo::orderReductionLoops(KernelOp op, unsigned laneLoop) {
  SmallVector<unsigned> loops;
  for (unsigned loop = 0; loop < op.getNumLoops(); ++loop)
    if (!op.isParallel(loop))
      loops.push_back(loop);
  SmallVector<AffineMap> maps = op.getMaps();
  auto distance = [&](unsigned loop) {
    int64_t largest = 0;
    for (auto [number, input] : llvm::enumerate(op.getInputs())) {
      auto type = dyn_cast<ShapedType>(input.getType());
      if (!type || (laneLoop < op.getNumLoops() &&
                    maps[number].isFunctionOfDim(laneLoop)))
        continue;
      largest = std::max(
          largest, getStride(maps[number], type, loop).value_or(INT64_MAX));
    }
    return largest;
  };
  // Those that are alike stay in their order.
  SmallVector<std::pair<int64_t, unsigned>> keys;
  for (unsigned loop : loops)
    keys.push_back({-distance(loop), loop});
  llvm::sort(keys);
  for (auto [loop, key] : llvm::zip_equal(loops, keys))
    loop = key.second;
  return loops;
}

std::optional<unsigned> fpo::findInterleavedLoop(KernelOp op,
                                                 unsigned vectorLoop) {
  if (op.hasReduction() || op.getOutputs().size() != 1)
    return std::nullopt;
  auto type = cast<ShapedType>(op.getOutputs().front().getType());
  ArrayRef<AffineExpr> exprs = op.getMaps().back().getResults();
  if (exprs.size() < 2)
    return std::nullopt;
  auto lane = dyn_cast<AffineDimExpr>(exprs[exprs.size() - 2]);
  auto last = dyn_cast<AffineDimExpr>(exprs.back());
  int64_t size = type.getShape().back();
  if (!lane || !last || lane.getPosition() != vectorLoop ||
      (size != 2 && size != 4))
    return std::nullopt;
  if (auto memref = dyn_cast<MemRefType>(type);
      memref && !memref.getLayout().isIdentity())
    return std::nullopt;
  return last.getPosition();
}

int64_t fpo::countUses(KernelOp op, unsigned number) {
  // Of all loops of dynamic sizes together: batches are often small.
  constexpr int64_t kTypical = 128;
  AffineMap map = op.getMaps()[number];
  int64_t uses = 1;
  bool isDynamic = false;
  for (auto [loop, range] : llvm::enumerate(op.getStaticLoopRanges()))
    if (!op.isParallel(loop) || map.isFunctionOfDim(loop))
      continue;
    else if (ShapedType::isDynamic(range))
      isDynamic = true;
    else
      uses *= range;
  return isDynamic ? uses * kTypical : uses;
}
