//===- DotProduct.cpp - Sums of products of narrow elements ---------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DotProduct.h"

#include "Stride.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/TypeUtilities.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::fpo;

/// Whether `value`, in a body of `op`, is the same in all points.
static bool isInvariant(Value value, KernelOp op) {
  if (auto argument = dyn_cast<BlockArgument>(value);
      argument && argument.getOwner()->getParentOp() == op.getOperation())
    return argument.getArgNumber() < op.getInputs().size() &&
           op.getMaps()[argument.getArgNumber()].getNumResults() == 0;
  return value.getParentRegion() != &op.getCombine() ||
         matchPattern(value, m_Constant());
}

/// The input whose element `value` is, or is made of bit by bit.
static std::optional<unsigned> findInput(Value value, KernelOp op) {
  if (auto invert = value.getDefiningOp<arith::XOrIOp>();
      invert && isInvariant(invert.getRhs(), op))
    value = invert.getLhs();
  auto argument = dyn_cast<BlockArgument>(value);
  if (!argument || argument.getOwner() != &op.getCombine().front() ||
      argument.getArgNumber() >= op.getInputs().size())
    return std::nullopt;
  return argument.getArgNumber();
}

static std::optional<DotFactor> matchFactor(Value value, KernelOp op) {
  DotFactor factor;
  if (auto minus = value.getDefiningOp<arith::SubIOp>();
      minus && isInvariant(minus.getRhs(), op)) {
    factor.zeroPoint = minus.getRhs();
    value = minus.getLhs();
  }
  Operation *widen = value.getDefiningOp();
  if (!isa_and_nonnull<arith::ExtFOp, arith::ExtSIOp, arith::ExtUIOp>(widen))
    return std::nullopt;
  factor.narrow = widen->getOperand(0);
  Type type = factor.narrow.getType();
  if (type.isBF16())
    factor.kind = FactorKind::BF16;
  else if (type.isF16())
    factor.kind = FactorKind::F16;
  else if (type.isInteger(16) && isa<arith::ExtSIOp>(widen))
    factor.kind = FactorKind::I16;
  else if (type.isInteger(8))
    factor.kind = isa<arith::ExtSIOp>(widen) ? FactorKind::S8 : FactorKind::U8;
  else
    return std::nullopt;
  std::optional<unsigned> input = findInput(factor.narrow, op);
  if (!input)
    return std::nullopt;
  factor.input = *input;
  return factor;
}

std::optional<DotProduct> fpo::matchDotProduct(KernelOp op) {
  if (!op.hasReduction() ||
      op.getStart().front().getTerminator()->getNumOperands() != 1)
    return std::nullopt;
  Block &combine = op.getCombine().front();
  BlockArgument accumulator = combine.getArguments().back();
  DotProduct dot;
  dot.sum = accumulator.getType();
  Operation *add = combine.getTerminator()->getOperand(0).getDefiningOp();
  if (!(isa_and_nonnull<arith::AddIOp>(add) && dot.sum.isInteger(32)) &&
      !(isa_and_nonnull<arith::AddFOp>(add) && dot.sum.isF32()))
    return std::nullopt;
  if (!accumulator.hasOneUse() || *accumulator.user_begin() != add)
    return std::nullopt;
  Operation *multiply =
      add->getOperand(add->getOperand(0) == accumulator).getDefiningOp();
  if (!isa_and_nonnull<arith::MulIOp, arith::MulFOp>(multiply))
    return std::nullopt;
  std::optional<DotFactor> first = matchFactor(multiply->getOperand(0), op);
  std::optional<DotFactor> second = matchFactor(multiply->getOperand(1), op);
  std::optional<unsigned> lane = findLaneLoop(op);
  if (!first || !second || !lane || first->input == second->input)
    return std::nullopt;
  SmallVector<AffineMap> maps = op.getMaps();
  auto inLanes = [&](const DotFactor &factor) {
    return maps[factor.input].isFunctionOfDim(*lane);
  };
  if (inLanes(*first) == inLanes(*second))
    return std::nullopt;
  dot.laneLoop = *lane;
  dot.lanes = inLanes(*first) ? *first : *second;
  dot.other = inLanes(*first) ? *second : *first;
  dot.otherFactor = multiply->getOperand(inLanes(*first));
  dot.loop = orderReductionLoops(op, *lane).back();
  auto type = dyn_cast<ShapedType>(op.getInputs()[dot.other.input].getType());
  AffineMap other = maps[dot.other.input];
  if (!type || type.getRank() == 0 ||
      !maps[dot.lanes.input].isFunctionOfDim(dot.loop) ||
      !other.getResults().back().isFunctionOfDim(dot.loop) ||
      getStride(other, type, dot.loop) != 1)
    return std::nullopt;
  return dot;
}

bool fpo::hasStaticLoops(KernelOp op, const DotProduct &dot) {
  AffineMap lanes = op.getMaps()[dot.lanes.input];
  for (auto [loop, range] : llvm::enumerate(op.getStaticLoopRanges()))
    if (ShapedType::isDynamic(range) && lanes.isFunctionOfDim(loop))
      return false;
  return true;
}

unsigned fpo::getDotBits(KernelOp op, const DotProduct &dot,
                         unsigned vectorBits) {
  int64_t range = op.getStaticLoopRanges()[dot.laneLoop];
  return std::min<int64_t>(vectorBits, 32 * llvm::PowerOf2Ceil(range));
}

bool fpo::isWorthGrouping(KernelOp op, const DotProduct &dot,
                          const ParameterValues &parameters) {
  unsigned number = dot.lanes.input;
  return op.getMaps()[number].isProjectedPermutation() &&
         (parameters.contains(op.getInputs()[number]) ||
          countUses(op, number) >= 16);
}

std::optional<GroupedLanes>
fpo::matchGroupedLanes(AffineMap map, unsigned laneLoop, unsigned loop) {
  if (map.getNumResults() == 0)
    return std::nullopt;
  AffineExpr lane = getAffineDimExpr(laneLoop, map.getContext());
  AffineExpr point = getAffineDimExpr(loop, map.getContext());
  // (lane mod size) * group + point mod group
  auto sum = dyn_cast<AffineBinaryOpExpr>(map.getResults().back());
  if (!sum || sum.getKind() != AffineExprKind::Add)
    return std::nullopt;
  auto product = dyn_cast<AffineBinaryOpExpr>(sum.getLHS());
  auto place = dyn_cast<AffineBinaryOpExpr>(sum.getRHS());
  if (!product || product.getKind() != AffineExprKind::Mul || !place)
    return std::nullopt;
  auto group = dyn_cast<AffineConstantExpr>(product.getRHS());
  auto inBlock = dyn_cast<AffineBinaryOpExpr>(product.getLHS());
  if (!group || !inBlock)
    return std::nullopt;
  auto size = dyn_cast<AffineConstantExpr>(inBlock.getRHS());
  if (!size || AffineExpr(inBlock) != lane % size.getValue() ||
      AffineExpr(place) != point % group.getValue())
    return std::nullopt;
  for (AffineExpr expr : map.getResults().drop_back()) {
    if (expr.isFunctionOfDim(laneLoop) &&
        expr != lane.floorDiv(size.getValue()))
      return std::nullopt;
    if (expr.isFunctionOfDim(loop) && expr != point.floorDiv(group.getValue()))
      return std::nullopt;
  }
  return GroupedLanes{size.getValue(), group.getValue()};
}
