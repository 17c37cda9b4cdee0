//===- ExposeBodies.cpp - Shows the scalar work of ops --------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Transforms/Passes.h"

#include "mlir/Conversion/ShapeToStandard/ShapeToStandard.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Shape/IR/Shape.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Tensor/Transforms/Transforms.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/Dialect/Tosa/Transforms/Passes.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/Dialect/Vector/Transforms/LoweringPatterns.h"
#include "mlir/Dialect/Vector/Transforms/VectorRewritePatterns.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"
#include "mlir/Transforms/WalkPatternRewriteDriver.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOEXPOSEBODIESPASS
#include "fpo/Transforms/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;

namespace {
/// An op that knows how to take itself apart, such as softmax.
struct Decompose : OpInterfaceRewritePattern<linalg::AggregatedOpInterface> {
  using OpInterfaceRewritePattern::OpInterfaceRewritePattern;

  LogicalResult matchAndRewrite(linalg::AggregatedOpInterface op,
                                PatternRewriter &rewriter) const override {
    FailureOr<SmallVector<Value>> values = op.decomposeOperation(rewriter);
    if (failed(values))
      return failure();
    rewriter.replaceOp(op, *values);
    return success();
  }
};

struct LowerPack : OpRewritePattern<linalg::PackOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(linalg::PackOp op,
                                PatternRewriter &rewriter) const override {
    return linalg::lowerPack(rewriter, op);
  }
};

struct LowerUnPack : OpRewritePattern<linalg::UnPackOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(linalg::UnPackOp op,
                                PatternRewriter &rewriter) const override {
    return linalg::lowerUnPack(rewriter, op);
  }
};

/// Patterns that lower ops on vectors; of an op in a `vector.mask`, they
/// replace the mask.
void populateVectorPatterns(RewritePatternSet &patterns) {
  vector::populateVectorContractLoweringPatterns(
      patterns, vector::VectorContractLowering::OuterProduct);
  vector::populateVectorOuterProductLoweringPatterns(patterns);
  vector::populateVectorMultiReductionLoweringPatterns(
      patterns, vector::VectorMultiReductionLowering::InnerParallel);
  vector::populateVectorScanLoweringPatterns(patterns);
  vector::populateBreakDownVectorReductionPatterns(
      patterns, std::numeric_limits<unsigned>::max());
}

/// Notices whether anything was rewritten.
struct ChangeListener : RewriterBase::Listener {
  void notifyOperationInserted(Operation *, OpBuilder::InsertPoint) override {
    changed = true;
  }
  bool changed = false;
};

struct ExposeBodies : fpo::impl::FpoExposeBodiesPassBase<ExposeBodies> {
  using FpoExposeBodiesPassBase::FpoExposeBodiesPassBase;

  void runOnOperation() override {
    exposeMasked();

    RewritePatternSet patterns(&getContext());
    linalg::populateLinalgNamedOpsGeneralizationPatterns(patterns);
    linalg::populateElementwiseToLinalgConversionPatterns(patterns);
    linalg::populateDecomposeWinogradOpsPatterns(patterns);
    patterns.add<Decompose, LowerPack, LowerUnPack>(&getContext());
    tensor::populateDecomposeTensorConcatPatterns(patterns);
    populateConvertShapeConstraintsConversionPatterns(patterns);
    tosa::populateTosaDecomposeTransposeConv(&getContext(), patterns);
    populateVectorPatterns(patterns);
    FrozenRewritePatternSet frozen(std::move(patterns));

    // The driver leaves what a pattern makes for the next walk. Each pattern
    // takes an op to simpler ones, so that this ends.
    ChangeListener listener;
    do {
      listener.changed = false;
      walkAndApplyPatterns(getOperation(), frozen, &listener);
    } while (listener.changed);
  }

private:
  /// Lowers what is under masks. A walk can't replace the op around the one it
  /// is at, so this takes the other driver, on those ops alone.
  void exposeMasked() {
    SmallVector<Operation *> masked;
    getOperation()->walk([&](vector::MaskOp mask) {
      if (Operation *op = mask.getMaskableOp())
        masked.push_back(op);
    });
    RewritePatternSet patterns(&getContext());
    populateVectorPatterns(patterns);
    GreedyRewriteConfig config;
    config.setStrictness(GreedyRewriteStrictness::ExistingAndNewOps)
        .enableFolding(false)
        .enableConstantCSE(false);
    // Where no pattern applies, the op stays, and gets no counter.
    (void)applyOpPatternsGreedily(masked, std::move(patterns), config);
  }
};
} // namespace
