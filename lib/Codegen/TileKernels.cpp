//===- TileKernels.cpp - Parts of kernels ---------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TileKernels.h"

#include "fpo/Dialect/Fpo/FpoOps.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Interfaces/TilingInterface.h"

using namespace mlir;
using namespace mlir::fpo;

using Sizes = SmallVector<OpFoldResult>;

/// What `expr` is at a point of the loops.
static OpFoldResult evaluate(AffineExpr expr, ArrayRef<OpFoldResult> point,
                             OpBuilder &b, Location loc) {
  return affine::makeComposedFoldedAffineApply(
      b, loc, AffineMap::get(point.size(), 0, expr), point);
}

/// Whether `expr` is a sum of multiples of loops, none negative: its values in
/// a tile lie between those at two corners, and moving the tile moves them
/// alike.
static bool isSumOfMultiples(AffineExpr expr) {
  bool result = expr.isPureAffine();
  expr.walk([&](AffineExpr part) {
    auto constant = dyn_cast<AffineConstantExpr>(part);
    result &= part.getKind() == AffineExprKind::Add ||
              part.getKind() == AffineExprKind::Mul ||
              part.getKind() == AffineExprKind::DimId ||
              (constant && constant.getValue() >= 0);
  });
  return result;
}

/// What has the sizes of `value` and is there before kernels: the tensor that a
/// kernel makes `value` in.
static Value findInit(Value value) {
  while (auto kernel = value.getDefiningOp<KernelOp>())
    value = kernel.getOutputs()[cast<OpResult>(value).getResultNumber()];
  return value;
}

/// The size of dimension `dim` of `value`, by ops that use no kernel.
static OpFoldResult getSize(Value value, int64_t dim, OpBuilder &b,
                            Location loc) {
  value = findInit(value);
  if (auto empty = value.getDefiningOp<tensor::EmptyOp>())
    return empty.getMixedSizes()[dim];
  return tensor::getMixedSize(b, loc, value, dim);
}

/// Whether `size` is known to be that of loop `loop`.
static bool isSizeOf(OpFoldResult size, KernelOp kernel, unsigned loop) {
  AffineExpr expr = getAffineDimExpr(loop, kernel.getContext());
  for (auto [operand, map] :
       llvm::zip_equal(kernel->getOperands(), kernel.getMaps())) {
    std::optional<unsigned> index = map.getResultPosition(expr);
    if (!index)
      continue;
    Value init = findInit(operand);
    auto type = cast<ShapedType>(init.getType());
    if (!type.isDynamicDim(*index))
      return isConstantIntValue(size, type.getDimSize(*index));
    if (auto empty = init.getDefiningOp<tensor::EmptyOp>();
        empty && empty.getMixedSizes()[*index] == size)
      return true;
    auto value = dyn_cast<Value>(size);
    auto dim = value ? value.getDefiningOp<tensor::DimOp>() : tensor::DimOp();
    if (dim && dim.getSource() == init && dim.getConstantIndex() == *index)
      return true;
  }
  return false;
}

namespace {
/// As linalg.generic does.
struct KernelTiling : TilingInterface::ExternalModel<KernelTiling, KernelOp> {
  SmallVector<utils::IteratorType> getLoopIteratorTypes(Operation *op) const {
    auto kernel = cast<KernelOp>(op);
    SmallVector<utils::IteratorType> types;
    for (unsigned loop = 0; loop < kernel.getNumLoops(); ++loop)
      types.push_back(kernel.isParallel(loop) ? utils::IteratorType::parallel
                                              : utils::IteratorType::reduction);
    return types;
  }

  SmallVector<Range> getIterationDomain(Operation *op, OpBuilder &b) const {
    auto kernel = cast<KernelOp>(op);
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPoint(op);
    SmallVector<Range> domain;
    for (int64_t range : kernel.getStaticLoopRanges()) {
      OpFoldResult size;
      if (!ShapedType::isDynamic(range))
        size = b.getIndexAttr(range);
      domain.push_back({b.getIndexAttr(0), size, b.getIndexAttr(1)});
    }
    for (auto [operand, map] :
         llvm::zip_equal(op->getOperands(), kernel.getMaps()))
      for (auto [index, expr] : llvm::enumerate(map.getResults()))
        if (auto loop = dyn_cast<AffineDimExpr>(expr)) {
          OpFoldResult &size = domain[loop.getPosition()].size;
          if (!size)
            size = getSize(operand, index, b, op->getLoc());
        }
    return domain;
  }

  FailureOr<TilingResult>
  getTiledImplementation(Operation *op, OpBuilder &b,
                         ArrayRef<OpFoldResult> offsets,
                         ArrayRef<OpFoldResult> sizes) const {
    auto kernel = cast<KernelOp>(op);
    // A tile of several points of an output is no part of it that can be cut.
    if (kernel.getIndexingMaps().size() != op->getNumOperands())
      return failure();
    TilingResult result;
    SmallVector<Value> operands;
    for (auto [operand, map] :
         llvm::zip_equal(op->getOperands(), kernel.getMaps())) {
      auto type = dyn_cast<RankedTensorType>(operand.getType());
      if (!type) {
        if (isa<ShapedType>(operand.getType()))
          return failure();
        operands.push_back(operand);
        continue;
      }
      Sizes from, extent;
      if (failed(slice(kernel, operand, map, offsets, sizes, b, from, extent)))
        return failure();
      Sizes steps(type.getRank(), b.getIndexAttr(1));
      auto part = tensor::ExtractSliceOp::create(b, op->getLoc(), operand, from,
                                                 extent, steps);
      result.generatedSlices.push_back(part);
      operands.push_back(part);
    }
    SmallVector<Type> types;
    for (Value output :
         ArrayRef(operands).drop_front(kernel.getInputs().size()))
      types.push_back(output.getType());
    Operation *tile = clone(b, op, types, operands);
    result.tiledOps.push_back(tile);
    result.tiledValues.assign(tile->result_begin(), tile->result_end());
    return result;
  }

  LogicalResult getResultTilePosition(Operation *op, OpBuilder &b,
                                      unsigned number,
                                      ArrayRef<OpFoldResult> offsets,
                                      ArrayRef<OpFoldResult> sizes,
                                      Sizes &resultOffsets,
                                      Sizes &resultSizes) const {
    auto kernel = cast<KernelOp>(op);
    return slice(kernel, kernel.getOutputs()[number], outputMap(kernel, number),
                 offsets, sizes, b, resultOffsets, resultSizes);
  }

  LogicalResult getIterationDomainTileFromResultTile(
      Operation *op, OpBuilder &b, unsigned number,
      ArrayRef<OpFoldResult> offsets, ArrayRef<OpFoldResult> sizes,
      SmallVectorImpl<OpFoldResult> &domainOffsets,
      SmallVectorImpl<OpFoldResult> &domainSizes) const {
    for (const Range &range : getIterationDomain(op, b)) {
      domainOffsets.push_back(range.offset);
      domainSizes.push_back(range.size);
    }
    AffineMap map = outputMap(cast<KernelOp>(op), number);
    for (auto [index, expr] : llvm::enumerate(map.getResults()))
      if (auto loop = dyn_cast<AffineDimExpr>(expr)) {
        domainOffsets[loop.getPosition()] = offsets[index];
        domainSizes[loop.getPosition()] = sizes[index];
      }
    return success();
  }

  FailureOr<TilingResult>
  generateResultTileValue(Operation *op, OpBuilder &b, unsigned number,
                          ArrayRef<OpFoldResult> offsets,
                          ArrayRef<OpFoldResult> sizes) const {
    Sizes domainOffsets, domainSizes;
    if (failed(getIterationDomainTileFromResultTile(
            op, b, number, offsets, sizes, domainOffsets, domainSizes)))
      return failure();
    FailureOr<TilingResult> result =
        getTiledImplementation(op, b, domainOffsets, domainSizes);
    if (succeeded(result))
      result->tiledValues = {result->tiledValues[number]};
    return result;
  }

private:
  static AffineMap outputMap(KernelOp kernel, unsigned number) {
    return kernel.getMaps()[kernel.getInputs().size() + number];
  }

  /// The part of `operand` that a tile looks at.
  static LogicalResult slice(KernelOp kernel, Value operand, AffineMap map,
                             ArrayRef<OpFoldResult> offsets,
                             ArrayRef<OpFoldResult> sizes, OpBuilder &b,
                             Sizes &from, Sizes &extent) {
    Location loc = kernel.getLoc();
    SmallVector<int64_t> ranges = kernel.getStaticLoopRanges();
    auto isCut = [&](unsigned loop) {
      return !isConstantIntValue(offsets[loop], 0) ||
             !isSizeOf(sizes[loop], kernel, loop);
    };
    Sizes last;
    for (OpFoldResult size : sizes)
      last.push_back(evaluate(b.getAffineDimExpr(0) - 1, size, b, loc));
    for (auto [index, expr] : llvm::enumerate(map.getResults())) {
      bool isWhole = true;
      for (unsigned loop = 0; loop < ranges.size(); ++loop)
        isWhole &= !expr.isFunctionOfDim(loop) || !isCut(loop);
      if (isWhole) {
        from.push_back(b.getIndexAttr(0));
        extent.push_back(getSize(operand, index, b, loc));
      } else if (auto loop = dyn_cast<AffineDimExpr>(expr)) {
        from.push_back(offsets[loop.getPosition()]);
        extent.push_back(sizes[loop.getPosition()]);
      } else if (isSumOfMultiples(expr)) {
        // The tile's own map adds what `expr` is at zero.
        AffineExpr zero = expr.replaceDims(
            SmallVector<AffineExpr>(sizes.size(), b.getAffineConstantExpr(0)));
        from.push_back(evaluate(expr - zero, offsets, b, loc));
        extent.push_back(evaluate(expr + 1, last, b, loc));
      } else {
        return failure();
      }
    }
    return success();
  }
};
} // namespace

void fpo::attachTiling(MLIRContext &context) {
  KernelOp::attachInterface<KernelTiling>(context);
}
