//===- Pipeline.cpp - From programs to code -------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Codegen/Pipeline.h"

#include "fpo/Codegen/Passes.h"
#include "fpo/Runtime/Lowering.h"
#include "fpo/Transforms/Passes.h"

#include "mlir/Conversion/Passes.h"
#include "mlir/Dialect/Bufferization/Pipelines/Passes.h"
#include "mlir/Dialect/Bufferization/Transforms/Passes.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/Passes.h"
#include "mlir/Dialect/MemRef/Transforms/Passes.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;
using namespace mlir::fpo;

static void addCleanup(OpPassManager &pm) {
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
}

/// The same for each function by itself, side by side.
static void addFunctionCleanup(OpPassManager &pm) {
  pm.addNestedPass<func::FuncOp>(createCanonicalizerPass());
  pm.addNestedPass<func::FuncOp>(createCSEPass());
}

CodegenOptions::CodegenOptions(const Processor &processor)
    : vectorBits(processor.getVectorBits()),
      numRegisters(processor.getNumVectorRegisters()),
      features(processor.getFeatures()) {}

void fpo::addKernelPasses(OpPassManager &pm, const CodegenOptions &options) {
  if (options.numInputs)
    pm.addPass(createFpoMarkParametersPass({*options.numInputs}));
  // A depthwise convolution with one result per channel has no loop for these;
  // it would be the innermost one.
  pm.addPass(createFpoExposeBodiesPass());
  pm.addPass(createFpoLowerTosaPass());
  pm.addPass(createSimplifyDepthwiseConvPass());
  addCleanup(pm);
  addGenericPasses(pm);
  addCleanup(pm);
  pm.addPass(createFpoCheckSizesPass());
  pm.addPass(memref::createResolveRankedShapeTypeResultDimsPass());
  pm.addPass(createFpoFoldReshapesPass());
  addCleanup(pm);
  pm.addPass(createFpoFormKernelsPass());
  pm.addPass(createFpoWidenFloatsPass());
  addCleanup(pm);
  pm.addPass(createFpoAssignLayoutsPass());
  if (options.winograd)
    pm.addPass(createFpoWinogradPass());
  if (options.vectorBits != 0)
    pm.addPass(
        createFpoFormDotProductsPass({options.vectorBits, options.features}));
  pm.addPass(createFpoPackOperandsPass({options.vectorBits, options.features}));
  // What is packed twice is packed once; so is what is part of the state.
  addCleanup(pm);
  if (options.splitsInit) {
    pm.addPass(createFpoSplitInitPass());
    addCleanup(pm);
  }
  pm.addPass(createFpoFuseRowsPass());
  addCleanup(pm);
  pm.addNestedPass<func::FuncOp>(createFpoPackPanelsPass({options.panelBytes}));

  pm.addPass(createFpoFoldPadsPass({options.features}));
  pm.addPass(createFpoDecomposePadsPass());
  pm.addPass(bufferization::createEmptyTensorEliminationPass());
  addBufferizePass(pm);
  pm.nest<func::FuncOp>().addPass(
      bufferization::createPromoteBuffersToStackPass([](Value buffer) {
        return buffer.getDefiningOp()->getParentOfType<scf::ForallOp>();
      }));
  // Copies of a part to itself go.
  pm.addPass(createCSEPass());
  pm.addPass(createCanonicalizerPass());
}

/// Adds the passes after which all work is in kernels that want schedules.
static void addOutliningPasses(OpPassManager &pm,
                               const CodegenOptions &options) {
  pm.addPass(createFpoCopiesToKernelsPass());
  pm.addPass(createFpoOutlineKernelsPass());
  pm.addPass(
      createFpoLowerRowLoopsPass({options.vectorBits, options.shareFrom}));
  pm.nest<func::FuncOp>().addPass(createConvertLinalgToLoopsPass());
}

void fpo::addTunablePasses(OpPassManager &pm, const CodegenOptions &options) {
  addKernelPasses(pm, options);
  pm.addPass(createFpoPrepareInterfacePass());
  addOutliningPasses(pm, options);
}

void fpo::addVectorPasses(OpPassManager &pm, const CodegenOptions &options) {
  addOutliningPasses(pm, options);
  if (options.addSchedules)
    options.addSchedules(pm);
  if (options.vectorBits != 0)
    pm.addPass(createFpoChooseSchedulesPass(
        {options.vectorBits, options.numRegisters, options.shareFrom,
         options.streamFrom, options.features}));
  FpoLowerKernelsPassOptions lower;
  lower.vectorBits = options.vectorBits;
  lower.numRegisters = options.numRegisters;
  lower.features = options.features;
  pm.addNestedPass<func::FuncOp>(createFpoLowerKernelsPass(lower));
  addFunctionCleanup(pm);
  pm.addNestedPass<func::FuncOp>(createFpoApproximateMathPass());
  addFunctionCleanup(pm);
}

void fpo::addCodegenPasses(OpPassManager &pm, const CodegenOptions &options) {
  addKernelPasses(pm, options);
  pm.addPass(createFpoPrepareInterfacePass());
  addVectorPasses(pm, options);
  pm.addPass(createFpoPlanMemoryPass());
  bufferization::buildBufferDeallocationPipeline(pm);
  if (options.usesThreads)
    pm.addPass(createFpoShareLoopsPass());
  pm.addNestedPass<func::FuncOp>(createFpoFenceStreamsPass());
  pm.addPass(createFpoNumberAssertionsPass());
  addFunctionCleanup(pm);
  addAccessPasses(pm);
  addLLVMPasses(pm);
  pm.addPass(createFpoCInterfacePass());
}

namespace {
struct PipelineOptions : PassPipelineOptions<PipelineOptions> {
  Option<unsigned> vectorBits{
      *this, "vector-bits", llvm::cl::init(128),
      llvm::cl::desc("The bits of a vector register; 0: no vectors")};
  Option<unsigned> numRegisters{*this, "vector-registers", llvm::cl::init(16),
                                llvm::cl::desc("How many of these there are")};
  Option<unsigned> shareFrom{
      *this, "share-from", llvm::cl::init(CodegenOptions().shareFrom),
      llvm::cl::desc(
          "Kernels of about so many nanoseconds have loops to share")};
  Option<int64_t> streamFrom{
      *this, "stream-from", llvm::cl::init(CodegenOptions().streamFrom),
      llvm::cl::desc("Buffers of so many bytes are written past the caches")};
  Option<int64_t> panelBytes{
      *this, "panel-bytes", llvm::cl::init(CodegenOptions().panelBytes),
      llvm::cl::desc("What is larger is packed in panels of so many bytes")};
  ListOption<std::string> features{
      *this, "features",
      llvm::cl::desc("What the processor has, by LLVM's names")};
};
} // namespace

void fpo::registerCodegenPipeline() {
  PassPipelineRegistration<PipelineOptions>(
      "fpo-lower-to-vectors",
      "Lower linalg, tosa and what is around them to loops over vectors on "
      "buffers",
      [](OpPassManager &pm, const PipelineOptions &given) {
        CodegenOptions options;
        options.vectorBits = given.vectorBits;
        options.numRegisters = given.numRegisters;
        options.shareFrom = given.shareFrom;
        options.streamFrom = given.streamFrom;
        options.panelBytes = given.panelBytes;
        options.features.assign(given.features.begin(), given.features.end());
        options.splitsInit = false;
        addKernelPasses(pm, options);
        addVectorPasses(pm, options);
      });
}
