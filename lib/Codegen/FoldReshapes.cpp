//===- FoldReshapes.cpp - Reshapes and transposes as loops ----------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Codegen/Passes.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Math/Transforms/Passes.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Tensor/Transforms/Transforms.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"
#include "llvm/ADT/SetVector.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOFOLDRESHAPESPASS
#include "fpo/Codegen/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

/// Innermost loops below this would leave lanes of vectors empty.
static constexpr int64_t kMinInnermost = 16;

/// Whether a loop over what `groups` puts together should become loops over the
/// parts, of sizes `shape`. Parts of size one are dropped instead
/// (DropUnitLoops), and the innermost loop stays long.
static bool shouldExpand(ArrayRef<ReassociationIndices> groups,
                         ArrayRef<int64_t> shape) {
  bool splits = false;
  for (const ReassociationIndices &group : groups) {
    SmallVector<int64_t> sizes;
    for (int64_t dim : group)
      if (shape[dim] != 1)
        sizes.push_back(shape[dim]);
    if (sizes.size() < 2)
      continue;
    splits = true;
    if (&group == &groups.back() && !ShapedType::isDynamic(sizes.back()) &&
        sizes.back() < kMinInnermost)
      return false;
  }
  return splits;
}

/// The map to the source of `expand` in the place of `map`, which leads to its
/// result, if all that it adds is dimensions of size one at which `map` is
/// constant.
static std::optional<AffineMap> mapToSource(tensor::ExpandShapeOp expand,
                                            AffineMap map) {
  SmallVector<AffineExpr> exprs;
  for (const ReassociationIndices &group : expand.getReassociationIndices()) {
    SmallVector<AffineExpr> others;
    for (int64_t dim : group)
      if (expand.getResultType().getDimSize(dim) != 1 ||
          !isa<AffineConstantExpr>(map.getResult(dim)))
        others.push_back(map.getResult(dim));
    if (others.size() > 1)
      return std::nullopt;
    exprs.push_back(others.empty() ? map.getResult(group.front())
                                   : others.front());
  }
  return AffineMap::get(map.getNumDims(), 0, exprs, map.getContext());
}

/// Whether `operand` can take the source of the `expand` that makes it.
static bool canTakeSource(OpOperand &operand, tensor::ExpandShapeOp expand) {
  auto op = dyn_cast<linalg::GenericOp>(operand.getOwner());
  return op && op.isDpsInput(&operand) &&
         mapToSource(expand, op.getMatchingIndexingMap(&operand));
}

/// Whether the reshape next to `operand`, which makes it or which it goes into,
/// can become part of the loops of the op on its other side.
static bool canFoldReshape(OpOperand *operand) {
  if (auto expand = dyn_cast<tensor::ExpandShapeOp>(operand->getOwner()))
    return shouldExpand(expand.getReassociationIndices(),
                        expand.getResultType().getShape());
  auto collapse = operand->get().getDefiningOp<tensor::CollapseShapeOp>();
  return collapse && shouldExpand(collapse.getReassociationIndices(),
                                  collapse.getSrcType().getShape());
}

/// Whether `op` only puts elements at other places, or at several.
static bool isCopy(linalg::GenericOp op) {
  return op.getNumDpsInputs() == 1 && op.getNumReductionLoops() == 0 &&
         llvm::hasSingleElement(*op.getBody()) &&
         op.getBody()->getTerminator()->getOperand(0) ==
             op.getBody()->getArgument(0);
}

/// Whether the op that makes the source of `copy` is the better one to do its
/// work: it can write the elements where the copy would put them, with the same
/// neighbours.
static bool isForProducer(linalg::GenericOp copy) {
  auto producer = copy.getDpsInputs()[0].getDefiningOp<linalg::GenericOp>();
  AffineMap from = copy.getIndexingMapsArray().front();
  return producer && producer->hasOneUse() &&
         producer.getNumReductionLoops() != 0 && from.isPermutation() &&
         from.getResults().back() ==
             copy.getIndexingMapsArray().back().getResults().back();
}

namespace {
/// A fill, which several ops of other shapes may share, is cheaper to write
/// again than to reshape.
template <typename ReshapeOp> struct ReshapeFill : OpRewritePattern<ReshapeOp> {
  using OpRewritePattern<ReshapeOp>::OpRewritePattern;

  LogicalResult matchAndRewrite(ReshapeOp op,
                                PatternRewriter &rewriter) const override {
    auto fill = op.getSrc().template getDefiningOp<linalg::GenericOp>();
    RankedTensorType type = op.getResultType();
    if (!fill || fill->getNumResults() != 1 || fill.getNumDpsInputs() != 1 ||
        isa<ShapedType>(fill.getDpsInputs()[0].getType()) || !isCopy(fill))
      return failure();
    ReifiedRankedShapedTypeDims sizes;
    if (failed(reifyResultShapes(rewriter, op, sizes)))
      return failure();
    Value empty = tensor::EmptyOp::create(rewriter, op.getLoc(), sizes.front(),
                                          type.getElementType());
    unsigned rank = type.getRank();
    rewriter.replaceOpWithNewOp<linalg::GenericOp>(
        op, type, fill.getDpsInputs(), empty,
        ArrayRef({AffineMap::get(rank, 0, op.getContext()),
                  rewriter.getMultiDimIdentityMap(rank)}),
        SmallVector<utils::IteratorType>(rank, utils::IteratorType::parallel),
        [](OpBuilder &builder, Location loc, ValueRange elements) {
          linalg::YieldOp::create(builder, loc, elements.front());
        });
    return success();
  }
};

/// Dimensions of size one need not be added for an op that looks at the only
/// point in them.
struct TakeSource : OpRewritePattern<tensor::ExpandShapeOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(tensor::ExpandShapeOp expand,
                                PatternRewriter &rewriter) const override {
    bool changed = false;
    for (OpOperand &use : llvm::make_early_inc_range(expand->getUses())) {
      if (!canTakeSource(use, expand))
        continue;
      auto op = cast<linalg::GenericOp>(use.getOwner());
      SmallVector<AffineMap> maps = op.getIndexingMapsArray();
      AffineMap &map = maps[use.getOperandNumber()];
      map = *mapToSource(expand, map);
      rewriter.modifyOpInPlace(op, [&] {
        use.set(expand.getSrc());
        op.setIndexingMapsAttr(rewriter.getAffineMapArrayAttr(maps));
      });
      changed = true;
    }
    return success(changed);
  }
};

/// Adds the loops of `map` over dimensions of size one that `groups` put
/// together with others; `shape` is that of the parts.
static void findUnitLoops(AffineMap map, ArrayRef<ReassociationIndices> groups,
                          ArrayRef<int64_t> shape,
                          llvm::SetVector<unsigned> &loops) {
  for (const ReassociationIndices &group : groups)
    for (int64_t dim : group)
      if (group.size() > 1 && shape[dim] == 1)
        if (auto loop = dyn_cast<AffineDimExpr>(map.getResult(dim)))
          loops.insert(loop.getPosition());
}

/// Moves reshapes that only add dimensions of size one behind the ops that they
/// go into, and those that take them away in front of the ops that they come
/// from, so that they meet.
struct DropUnitLoops : OpRewritePattern<linalg::GenericOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(linalg::GenericOp op,
                                PatternRewriter &rewriter) const override {
    // The layout of images is assigned to all four dimensions.
    if (!llvm::all_of(op.getIndexingMapsArray(), [](AffineMap map) {
          return map.isProjectedPermutation(/*allowZeroInResults=*/true);
        }))
      return failure();
    llvm::SetVector<unsigned> loops;
    for (OpOperand *operand : op.getDpsInputOperands())
      if (auto expand = operand->get().getDefiningOp<tensor::ExpandShapeOp>())
        findUnitLoops(op.getMatchingIndexingMap(operand),
                      expand.getReassociationIndices(),
                      expand.getResultType().getShape(), loops);
    for (OpResult result : op->getResults())
      if (result.hasOneUse())
        if (auto collapse =
                dyn_cast<tensor::CollapseShapeOp>(*result.user_begin()))
          findUnitLoops(op.getIndexingMapMatchingResult(result),
                        collapse.getReassociationIndices(),
                        collapse.getSrcType().getShape(), loops);
    if (loops.empty())
      return failure();
    linalg::ControlDropUnitDims options;
    options.controlFn = [&](Operation *) {
      return llvm::to_vector(loops.getArrayRef());
    };
    FailureOr<linalg::DropUnitDimsResult> dropped =
        linalg::dropUnitDims(rewriter, op, options);
    if (failed(dropped))
      return failure();
    rewriter.replaceOp(op, dropped->replacements);
    return success();
  }
};

/// What is put together and then taken apart to the same sizes, some of them
/// known at run time only, is at most taken apart further. Upstream does that
/// where at most one size of a group is dynamic.
struct ExpandCollapsed : OpRewritePattern<tensor::ExpandShapeOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(tensor::ExpandShapeOp expand,
                                PatternRewriter &rewriter) const override {
    auto collapse = expand.getSrc().getDefiningOp<tensor::CollapseShapeOp>();
    if (!collapse || expand.getResultType().hasStaticShape())
      return failure();
    Value source = collapse.getSrc();
    SmallVector<OpFoldResult> sizes = expand.getMixedOutputShape();
    SmallVector<ReassociationIndices> groups;
    for (auto [from, to] : llvm::zip_equal(collapse.getReassociationIndices(),
                                           expand.getReassociationIndices())) {
      if (from.size() == 1) {
        groups.push_back(to);
        continue;
      }
      if (from.size() != to.size())
        return failure();
      for (auto [dim, part] : llvm::zip_equal(from, to)) {
        if (!isSize(source, dim, sizes[part]))
          return failure();
        groups.push_back({part});
      }
    }
    if (groups.size() == sizes.size())
      rewriter.replaceOpWithNewOp<tensor::CastOp>(
          expand, expand.getResultType(), source);
    else
      rewriter.replaceOpWithNewOp<tensor::ExpandShapeOp>(
          expand, expand.getResultType(), source, groups, sizes);
    return success();
  }

private:
  /// Whether `size` is known to be that of dimension `dim` of `value`.
  static bool isSize(Value value, int64_t dim, OpFoldResult size) {
    while (auto op = value.getDefiningOp<linalg::LinalgOp>())
      value = op.getDpsInits()[cast<OpResult>(value).getResultNumber()];
    if (auto empty = value.getDefiningOp<tensor::EmptyOp>())
      return empty.getMixedSizes()[dim] == size;
    auto type = cast<RankedTensorType>(value.getType());
    if (!type.isDynamicDim(dim))
      return isConstantIntValue(size, type.getDimSize(dim));
    auto number = dyn_cast<Value>(size);
    auto query =
        number ? number.getDefiningOp<tensor::DimOp>() : tensor::DimOp();
    return query && query.getSource() == value &&
           query.getConstantIndex() == dim;
  }
};

struct FoldReshapesPass : fpo::impl::FpoFoldReshapesPassBase<FoldReshapesPass> {
  using FpoFoldReshapesPassBase::FpoFoldReshapesPassBase;

  void runOnOperation() override {
    MLIRContext *context = &getContext();
    RewritePatternSet patterns(context);
    populateMathAlgebraicSimplificationPatterns(patterns);
    linalg::populateFoldReshapeOpsByExpansionPatterns(patterns, canFoldReshape);
    linalg::populateElementwiseOpsFusionPatterns(
        patterns, [](OpOperand *operand) {
          auto producer = operand->get().getDefiningOp<linalg::GenericOp>();
          return producer && isCopy(producer) && !isForProducer(producer);
        });
    patterns.add<DropUnitLoops, ExpandCollapsed,
                 ReshapeFill<tensor::CollapseShapeOp>,
                 ReshapeFill<tensor::ExpandShapeOp>, TakeSource>(context);
    linalg::populateEraseUnusedOperandsAndResultsPatterns(patterns);
    tensor::populateReassociativeReshapeFoldingPatterns(patterns);
    tensor::populateFoldTensorEmptyPatterns(patterns);
    tensor::populateBubbleUpExtractSliceOpPatterns(patterns);
    tensor::CollapseShapeOp::getCanonicalizationPatterns(patterns, context);
    tensor::ExpandShapeOp::getCanonicalizationPatterns(patterns, context);
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};
} // namespace
