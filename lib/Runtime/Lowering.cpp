//===- Lowering.cpp - From programs to what can run -----------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Runtime/Lowering.h"

#include "fpo/Transforms/Passes.h"

#include "mlir/Conversion/AffineToStandard/AffineToStandard.h"
#include "mlir/Conversion/Passes.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/Transforms/Passes.h"
#include "mlir/Dialect/Bufferization/Transforms/Passes.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/Passes.h"
#include "mlir/Dialect/Math/Transforms/Passes.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/MemRef/Transforms/Passes.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/Transforms/Passes.h"
#include "mlir/Pass/PassRegistry.h"

using namespace mlir;
using namespace mlir::fpo;

namespace {
/// Takes the buffers on the stack of an `scf.parallel` that is going to be run
/// by one thread out of it: a plain loop would add to the stack in each turn.
struct HoistStackBuffersPass
    : PassWrapper<HoistStackBuffersPass, OperationPass<>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(HoistStackBuffersPass)

  void runOnOperation() override {
    getOperation()->walk([](scf::ParallelOp loop) {
      for (auto buffer : llvm::make_early_inc_range(
               loop.getBody()->getOps<memref::AllocaOp>()))
        if (buffer->getNumOperands() == 0)
          buffer->moveBefore(loop);
    });
  }
};

/// Makes reinterpreted buffers of `memref.expand_shape`. Upstream's pass does so
/// where each group has at most one dynamic size, and crashes on others.
struct ReinterpretExpandedPass
    : PassWrapper<ReinterpretExpandedPass, OperationPass<>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(ReinterpretExpandedPass)

  void runOnOperation() override {
    getOperation()->walk([](memref::ExpandShapeOp op) {
      IRRewriter b(op);
      Location loc = op.getLoc();
      auto source =
          memref::ExtractStridedMetadataOp::create(b, loc, op.getSrc());
      SmallVector<OpFoldResult> sizes = op.getMixedOutputShape(), strides;
      auto [known, offset] = op.getResultType().getStridesAndOffset();
      auto orKnown = [&](int64_t number, OpFoldResult computed) {
        return ShapedType::isDynamic(number)
                   ? computed
                   : OpFoldResult(b.getIndexAttr(number));
      };
      strides.resize(sizes.size());
      for (auto [dim, group] : llvm::enumerate(op.getReassociationIndices())) {
        OpFoldResult stride = source.getConstifiedMixedStrides()[dim];
        for (int64_t part : llvm::reverse(group)) {
          strides[part] = orKnown(known[part], stride);
          stride = affine::makeComposedFoldedAffineApply(
              b, loc, b.getAffineSymbolExpr(0) * b.getAffineSymbolExpr(1),
              {stride, sizes[part]});
        }
      }
      b.replaceOpWithNewOp<memref::ReinterpretCastOp>(
          op, op.getResultType(), source.getBaseBuffer(),
          orKnown(offset, source.getConstifiedMixedOffset()), sizes, strides);
    });
  }
};
} // namespace

/// Upstream's own tosa-to-linalg-pipeline fails on transpose_conv2d, scatter,
/// cond_if, while_loop and variables, decomposes some convolutions into other
/// work, and folds.
void fpo::addGenericPasses(OpPassManager &pm) {
  pm.addPass(createFpoExposeBodiesPass());
  pm.addPass(createFpoLowerTosaPass());
  pm.addPass(createConvertShapeToStandardPass());
  pm.addPass(createFpoExposeBodiesPass());
  pm.addPass(createFpoLowerAffinePass());
}

void fpo::addAccessPasses(OpPassManager &pm) {
  pm.addPass(createConvertBufferizationToMemRefPass());
  // With loops in the place of unrolled transfers, these would put an alloca
  // into the loops around them.
  VectorTransferToSCFOptions transfers;
  transfers.unroll = true;
  pm.addNestedPass<func::FuncOp>(createConvertVectorToSCFPass(transfers));
  pm.addPass(memref::createExpandReallocPass());
}

void fpo::addBufferizePass(OpPassManager &pm) {
  bufferization::OneShotBufferizePassOptions bufferize;
  bufferize.bufferizeFunctionBoundaries = true;
  bufferize.allowReturnAllocsFromLoops = true;
  bufferize.functionBoundaryTypeConversion =
      bufferization::LayoutMapOption::IdentityLayoutMap;
  pm.addPass(bufferization::createOneShotBufferizePass(bufferize));
}

void fpo::addBufferPasses(OpPassManager &pm, const LoweringOptions &options) {
  addGenericPasses(pm);
  if (options.count)
    pm.addPass(createFpoInstrumentPass({options.expandMath}));

  if (options.traceMemory)
    pm.addPass(createFpoSeparateEmptyPass());

  addBufferizePass(pm);
  if (options.traceMemory)
    pm.addPass(createFpoTraceMemoryPass());
  pm.nest<func::FuncOp>().addPass(createConvertLinalgToLoopsPass());
  addAccessPasses(pm);
  if (options.trace)
    pm.addPass(createFpoTracePass());
}

void fpo::addLLVMPasses(OpPassManager &pm) {
  // Each function by itself, side by side, where no others are added.
  auto addEach = [&](std::unique_ptr<Pass> pass) {
    pm.addNestedPass<func::FuncOp>(std::move(pass));
  };
  addEach(std::make_unique<HoistStackBuffersPass>());
  addEach(memref::createExpandOpsPass());
  addEach(std::make_unique<ReinterpretExpandedPass>());
  addEach(memref::createExpandStridedMetadataPass());
  addEach(createLowerAffinePass());
  addEach(createSCFToControlFlowPass());
  addEach(createConvertComplexToStandardPass());
  pm.addPass(createConvertComplexToLibm());
  pm.addPass(createConvertMathToFuncs());
  math::MathExpandOpsPassOptions expandMath;
  expandMath.opMnemonics = {"clampf", "fpowi", "rsqrt", "sinh", "cosh",
                            "asinh",  "acosh", "atanh", "tan",  "ctlz"};
  addEach(math::createMathExpandOpsPass(expandMath));
  arith::ArithExpandOpsPassOptions expandArith;
  expandArith.includeBf16 = true;
  expandArith.includeF8E8M0 = true;
  expandArith.includeF4E2M1 = true;
  addEach(arith::createArithExpandOpsPass(expandArith));
  addEach(createConvertMathToLLVMPass());
  pm.addPass(createConvertMathToLibmPass());
  addEach(createConvertComplexToLLVMPass());
  pm.addPass(createConvertVectorToLLVMPass());
  addEach(createConvertIndexToLLVMPass());
  addEach(createUBToLLVMConversionPass());
  addEach(createArithToLLVMConversionPass());
  pm.addPass(createFinalizeMemRefToLLVMConversionPass());
  pm.addPass(createConvertControlFlowToLLVMPass());
  pm.addPass(createConvertFuncToLLVMPass());
  pm.addPass(createReconcileUnrealizedCastsPass());
}

namespace {
struct PipelineOptions : PassPipelineOptions<PipelineOptions> {
  Option<bool> count{*this, "count",
                     llvm::cl::desc("Put counters beside scalar ops")};
  Option<bool> expandMath{
      *this, "expand-math",
      llvm::cl::desc("Count what math functions expand to")};
  Option<bool> traceMemory{*this, "trace-memory",
                           llvm::cl::desc("Tell which buffers each op uses")};
  Option<bool> trace{*this, "trace",
                     llvm::cl::desc("Put calls beside accesses to memory")};
};
} // namespace

void fpo::registerLoweringPipeline() {
  PassPipelineRegistration<PipelineOptions>(
      "fpo-lower-to-llvm",
      "Lower tosa, linalg and all around them to the llvm dialect, with "
      "counters beside scalar ops or calls beside accesses if wanted",
      [](OpPassManager &pm, const PipelineOptions &options) {
        addBufferPasses(pm, {options.count, options.expandMath,
                             options.traceMemory, options.trace});
        addLLVMPasses(pm);
      });
}
