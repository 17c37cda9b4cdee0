//===- DimRules.cpp - The sizes of what ops return ------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SizeEvaluator.h"

#include "fpo/Analysis/Devices/Communication.h"

#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

using namespace mlir;
using namespace mlir::fpo;

namespace {
using Answer = std::optional<Expr>;

/// An op that is given a size for each dynamic dimension, in order.
template <typename OpTy>
Answer givenSize(SizeEvaluator &sizes, OpResult result, unsigned index) {
  auto type = cast<ShapedType>(result.getType());
  unsigned position = 0;
  for (unsigned i = 0; i < index; ++i)
    position += type.isDynamicDim(i);
  ValueRange given;
  if constexpr (std::is_same_v<OpTy, tensor::GenerateOp>)
    given = cast<OpTy>(result.getOwner()).getDynamicExtents();
  else
    given = cast<OpTy>(result.getOwner()).getDynamicSizes();
  // A copy takes the size of what it copies.
  if (position >= given.size())
    return std::nullopt;
  return sizes.integer(given[position]);
}

Answer allocTensor(SizeEvaluator &sizes, OpResult result, unsigned index) {
  auto op = cast<bufferization::AllocTensorOp>(result.getOwner());
  if (op.getCopy())
    return sizes.dim(op.getCopy(), index);
  return givenSize<bufferization::AllocTensorOp>(sizes, result, index);
}

/// The size of the first operand in the same place.
Answer sourceSize(SizeEvaluator &sizes, OpResult result, unsigned index) {
  Value source = result.getOwner()->getOperand(0);
  auto type = dyn_cast<ShapedType>(source.getType());
  if (!type || !type.hasRank() || index >= type.getRank())
    return std::nullopt;
  return sizes.dim(source, index);
}

template <typename OpTy>
Answer expandShape(SizeEvaluator &sizes, OpResult result, unsigned index) {
  return sizes.integer(
      cast<OpTy>(result.getOwner()).getMixedOutputShape()[index]);
}

template <typename OpTy>
Answer collapseShape(SizeEvaluator &sizes, OpResult result, unsigned index) {
  auto op = cast<OpTy>(result.getOwner());
  Expr product = 1;
  for (int64_t dim : op.getReassociationIndices()[index])
    product *= sizes.dim(op->getOperand(0), dim);
  return product;
}

Answer reshape(SizeEvaluator &sizes, OpResult result, unsigned index) {
  Value shape = cast<tensor::ReshapeOp>(result.getOwner()).getShape();
  if (auto elements = shape.getDefiningOp<tensor::FromElementsOp>())
    return index < elements.getElements().size()
               ? sizes.integer(elements.getElements()[index])
               : std::nullopt;
  DenseIntElementsAttr constant;
  if (!matchPattern(shape, m_Constant(&constant)) ||
      int64_t(index) >= constant.getNumElements())
    return std::nullopt;
  return Expr(DynamicAPInt(constant.getValues<APInt>()[index]));
}

/// A slice has the sizes that are given, without those dimensions of size one
/// that it drops.
template <typename OpTy>
Answer slice(SizeEvaluator &sizes, OpResult result, unsigned index) {
  auto op = cast<OpTy>(result.getOwner());
  llvm::SmallBitVector dropped = op.getDroppedDims();
  for (auto [dim, size] : llvm::enumerate(op.getMixedSizes())) {
    if (dropped.test(dim))
      continue;
    if (index == 0)
      return sizes.integer(size);
    --index;
  }
  return std::nullopt;
}

Answer pad(SizeEvaluator &sizes, OpResult result, unsigned index) {
  auto op = cast<tensor::PadOp>(result.getOwner());
  Answer low = sizes.integer(op.getMixedLowPad()[index]);
  Answer high = sizes.integer(op.getMixedHighPad()[index]);
  if (!low || !high)
    return std::nullopt;
  return sizes.dim(op.getSource(), index) + *low + *high;
}

Answer concat(SizeEvaluator &sizes, OpResult result, unsigned index) {
  auto op = cast<tensor::ConcatOp>(result.getOwner());
  if (index != op.getDim())
    return sizes.dim(op.getInputs().front(), index);
  Expr sum;
  for (Value input : op.getInputs())
    sum += sizes.dim(input, index);
  return sum;
}

template <typename OpTy>
Answer alloc(SizeEvaluator &sizes, OpResult result, unsigned index) {
  return givenSize<OpTy>(sizes, result, index);
}

/// How many windows fit along the axis `axis` (0: height, 1: width) of an image
/// in NHWC.
template <typename OpTy>
Expr windows(SizeEvaluator &sizes, OpTy op, unsigned axis, const Expr &kernel,
             int64_t dilation) {
  Expr size = sizes.dim(op.getInput(), 1 + axis);
  Expr padding(op.getPad()[2 * axis] + op.getPad()[2 * axis + 1]);
  Expr span = (kernel - Expr(1)) * Expr(dilation) + Expr(1);
  return Expr::floorDiv(size + padding - span, op.getStride()[axis]) + Expr(1);
}

Answer tosaConv2D(SizeEvaluator &sizes, OpResult result, unsigned index) {
  auto op = cast<tosa::Conv2DOp>(result.getOwner());
  if (index == 0)
    return sizes.dim(op.getInput(), 0);
  if (index == 3)
    return sizes.dim(op.getWeight(), 0);
  return windows(sizes, op, index - 1, sizes.dim(op.getWeight(), index),
                 op.getDilation()[index - 1]);
}

Answer tosaDepthwise(SizeEvaluator &sizes, OpResult result, unsigned index) {
  auto op = cast<tosa::DepthwiseConv2DOp>(result.getOwner());
  if (index == 0)
    return sizes.dim(op.getInput(), 0);
  if (index == 3)
    return sizes.dim(op.getWeight(), 2) * sizes.dim(op.getWeight(), 3);
  return windows(sizes, op, index - 1, sizes.dim(op.getWeight(), index - 1),
                 op.getDilation()[index - 1]);
}

template <typename OpTy>
Answer tosaPool(SizeEvaluator &sizes, OpResult result, unsigned index) {
  auto op = cast<OpTy>(result.getOwner());
  if (index == 0 || index == 3)
    return sizes.dim(op.getInput(), index);
  return windows(sizes, op, index - 1, op.getKernel()[index - 1], 1);
}

Answer tosaMatMul(SizeEvaluator &sizes, OpResult result, unsigned index) {
  auto op = cast<tosa::MatMulOp>(result.getOwner());
  return sizes.dim(index == 2 ? op.getB() : op.getA(), index);
}

Answer tosaTranspose(SizeEvaluator &sizes, OpResult result, unsigned index) {
  auto op = cast<tosa::TransposeOp>(result.getOwner());
  return sizes.dim(op.getInput1(), op.getPerms()[index]);
}

Answer tosaConcat(SizeEvaluator &sizes, OpResult result, unsigned index) {
  auto op = cast<tosa::ConcatOp>(result.getOwner());
  if (index != op.getAxis())
    return sizes.dim(op.getInput1().front(), index);
  Expr sum;
  for (Value input : op.getInput1())
    sum += sizes.dim(input, index);
  return sum;
}

/// The size of the input, as many times as there are devices along the axis
/// that is gathered, or divided by that along the axis that is split.
/// [shard.sizes]
template <typename OpTy>
Answer sizeAmongDevices(SizeEvaluator &sizes, OpTy op, unsigned index,
                        std::optional<uint64_t> gathered,
                        std::optional<uint64_t> split) {
  Expr size = sizes.dim(op.getInput(), index);
  if (index != gathered && index != split)
    return size;
  std::optional<DeviceGroup> group =
      getDeviceGroup(op, op.getGrid(), op.getGridAxes());
  if (!group || group->size < 1)
    return std::nullopt;
  if (index == split)
    size = Expr::floorDiv(size, group->size);
  return index == gathered ? size * Expr(group->size) : size;
}

template <typename OpTy>
Answer gathered(SizeEvaluator &sizes, OpResult result, unsigned index) {
  auto op = cast<OpTy>(result.getOwner());
  return sizeAmongDevices(sizes, op, index, op.getGatherAxis().getZExtValue(),
                          std::nullopt);
}

template <typename OpTy>
Answer scattered(SizeEvaluator &sizes, OpResult result, unsigned index) {
  auto op = cast<OpTy>(result.getOwner());
  return sizeAmongDevices(sizes, op, index, std::nullopt,
                          op.getScatterAxis().getZExtValue());
}

Answer allSlice(SizeEvaluator &sizes, OpResult result, unsigned index) {
  auto op = cast<shard::AllSliceOp>(result.getOwner());
  return sizeAmongDevices(sizes, op, index, std::nullopt,
                          op.getSliceAxis().getZExtValue());
}

Answer allToAll(SizeEvaluator &sizes, OpResult result, unsigned index) {
  auto op = cast<shard::AllToAllOp>(result.getOwner());
  return sizeAmongDevices(sizes, op, index, op.getConcatAxis().getZExtValue(),
                          op.getSplitAxis().getZExtValue());
}

class RuleTable {
public:
  using Rule = std::function<Answer(SizeEvaluator &, OpResult, unsigned)>;
  template <typename... Ops> void add(Rule rule) {
    ((rules[TypeID::get<Ops>()] = rule), ...);
  }
  llvm::DenseMap<TypeID, Rule> rules;
};
} // namespace

const llvm::DenseMap<TypeID, SizeEvaluator::DimRule> &
SizeEvaluator::dimRules() {
  static const llvm::DenseMap<TypeID, DimRule> rules = [] {
    RuleTable table;
    table.add<tensor::EmptyOp>(givenSize<tensor::EmptyOp>);
    table.add<tensor::GenerateOp>(givenSize<tensor::GenerateOp>);
    table.add<tensor::SplatOp>(givenSize<tensor::SplatOp>);
    table.add<memref::AllocOp>(alloc<memref::AllocOp>);
    table.add<memref::AllocaOp>(alloc<memref::AllocaOp>);
    table.add<bufferization::AllocTensorOp>(allocTensor);
    table.add<tensor::CastOp, memref::CastOp, tensor::BitcastOp,
              bufferization::ToTensorOp, bufferization::ToBufferOp,
              bufferization::CloneOp, bufferization::MaterializeInDestinationOp,
              memref::MemorySpaceCastOp>(sourceSize);
    table.add<tensor::ExpandShapeOp>(expandShape<tensor::ExpandShapeOp>);
    table.add<memref::ExpandShapeOp>(expandShape<memref::ExpandShapeOp>);
    table.add<tensor::CollapseShapeOp>(collapseShape<tensor::CollapseShapeOp>);
    table.add<memref::CollapseShapeOp>(collapseShape<memref::CollapseShapeOp>);
    table.add<tensor::ReshapeOp>(reshape);
    table.add<tensor::ExtractSliceOp>(slice<tensor::ExtractSliceOp>);
    table.add<memref::SubViewOp>(slice<memref::SubViewOp>);
    table.add<tensor::PadOp>(pad);
    table.add<tensor::ConcatOp>(concat);
    table.add<tosa::Conv2DOp>(tosaConv2D);
    table.add<tosa::DepthwiseConv2DOp>(tosaDepthwise);
    table.add<tosa::AvgPool2dOp>(tosaPool<tosa::AvgPool2dOp>);
    table.add<tosa::MaxPool2dOp>(tosaPool<tosa::MaxPool2dOp>);
    table.add<tosa::MatMulOp>(tosaMatMul);
    table.add<tosa::TransposeOp>(tosaTranspose);
    table.add<tosa::ConcatOp>(tosaConcat);
    table.add<shard::AllReduceOp, shard::BroadcastOp, shard::RecvOp,
              shard::ReduceOp, shard::SendOp, shard::ShardOp, shard::ShiftOp,
              shard::UpdateHaloOp>(sourceSize);
    table.add<shard::AllGatherOp>(gathered<shard::AllGatherOp>);
    table.add<shard::GatherOp>(gathered<shard::GatherOp>);
    table.add<shard::ReduceScatterOp>(scattered<shard::ReduceScatterOp>);
    table.add<shard::ScatterOp>(scattered<shard::ScatterOp>);
    table.add<shard::AllSliceOp>(allSlice);
    table.add<shard::AllToAllOp>(allToAll);
    return table.rules;
  }();
  return rules;
}
