//===- FormKernels.cpp - From linalg on tensors to kernels ----------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ParameterValues.h"

#include "fpo/Codegen/Passes.h"
#include "fpo/Dialect/Fpo/FpoOps.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Dominance.h"
#include "mlir/IR/TypeUtilities.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOFORMKERNELSPASS
#include "fpo/Codegen/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

/// Whether `op` can become a kernel, by itself.
static bool canBeKernel(linalg::GenericOp op) {
  if (!op.hasPureTensorSemantics() || op.hasIndexSemantics() ||
      op.getNumDpsInits() == 0)
    return false;
  for (OpOperand &init : op.getDpsInitsMutable()) {
    AffineMap map = op.getMatchingIndexingMap(&init);
    if (!map.isProjectedPermutation(/*allowZeroInResults=*/true))
      return false;
    for (auto [loop, type] : llvm::enumerate(op.getIteratorTypesArray()))
      if (map.isFunctionOfDim(loop) != linalg::isParallelIterator(type))
        return false;
  }
  return llvm::all_of(*op.getBody(), [](Operation &inner) {
    return inner.getNumRegions() == 0 && isPure(&inner);
  });
}

/// The op that fills `value`, the destination of a reduction, with what its
/// accumulators start from; null if there is none. An op that does more than
/// that has no other users.
static linalg::GenericOp findStart(Value value) {
  auto op = value.getDefiningOp<linalg::GenericOp>();
  if (!op || !canBeKernel(op) || op.getNumReductionLoops() != 0 ||
      op->getNumResults() != 1 ||
      !op.getIndexingMapsArray().back().isPermutation())
    return nullptr;
  bool isFill = llvm::hasSingleElement(*op.getBody());
  return isFill || op->hasOneUse() ? op : nullptr;
}

/// Builds the kernel of `op`, in front of it.
static KernelOp formKernel(linalg::GenericOp op, RewriterBase &rewriter) {
  Location loc = op.getLoc();
  SmallVector<Value> inputs = op.getDpsInputs();
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  SmallVector<AffineMap> inputMaps(maps.begin(), maps.begin() + inputs.size());
  SmallVector<AffineMap> outputMaps(maps.begin() + inputs.size(), maps.end());
  SmallVector<Value> outputs(op.getDpsInits());
  SmallVector<StringRef> iterators;
  for (utils::IteratorType type : op.getIteratorTypesArray())
    iterators.push_back(utils::stringifyIteratorType(type));
  bool reduces = op.getNumReductionLoops() != 0;

  // What the accumulators start from, if a producer tells. Its inputs become
  // some of the kernel's.
  SmallVector<linalg::GenericOp> starts(outputs.size());
  SmallVector<unsigned> firstOfStart(outputs.size());
  if (reduces)
    for (auto [number, output] : llvm::enumerate(outputs)) {
      linalg::GenericOp start = findStart(output);
      if (!start)
        continue;
      starts[number] = start;
      firstOfStart[number] = inputs.size();
      AffineMap loops = inversePermutation(start.getIndexingMapsArray().back())
                            .compose(outputMaps[number]);
      for (OpOperand *operand : start.getDpsInputOperands()) {
        inputs.push_back(operand->get());
        inputMaps.push_back(
            start.getMatchingIndexingMap(operand).compose(loops));
      }
      output = start.getDpsInits().front();
    }

  SmallVector<AffineMap> allMaps(inputMaps);
  llvm::append_range(allMaps, outputMaps);
  auto kernel =
      KernelOp::create(rewriter, loc, op->getResultTypes(), inputs, outputs,
                       rewriter.getAffineMapArrayAttr(allMaps),
                       rewriter.getStrArrayAttr(iterators));
  if (Attribute schedule = op->getAttr(kScheduleAttrName))
    kernel->setAttr(kScheduleAttrName, schedule);
  SmallVector<Type> elements;
  for (Value operand : kernel->getOperands())
    elements.push_back(getElementTypeOrSelf(operand));
  SmallVector<Type> results;
  for (Value output : outputs)
    results.push_back(getElementTypeOrSelf(output));

  OpBuilder::InsertionGuard guard(rewriter);
  auto createBlock = [&](Region &region, bool takesAccumulators) {
    SmallVector<Type> types(elements);
    if (takesAccumulators)
      llvm::append_range(types, results);
    return rewriter.createBlock(&region, {}, types,
                                SmallVector<Location>(types.size(), loc));
  };
  // The body of an op, with arguments of `to` for those of its inputs and
  // outputs from the given ones on.
  auto cloneBody = [&](linalg::GenericOp from, Block *to, unsigned firstInput,
                       unsigned firstOutput) {
    IRMapping mapping;
    unsigned numFrom = from.getNumDpsInputs();
    for (BlockArgument argument : from.getBody()->getArguments()) {
      unsigned number = argument.getArgNumber();
      mapping.map(argument,
                  to->getArgument(number < numFrom
                                      ? firstInput + number
                                      : firstOutput + number - numFrom));
    }
    for (Operation &inner : from.getBody()->without_terminator())
      rewriter.clone(inner, mapping);
    return llvm::map_to_vector(
        from.getBody()->getTerminator()->getOperands(),
        [&](Value value) { return mapping.lookupOrDefault(value); });
  };
  if (!reduces) {
    Block *block = createBlock(kernel.getFinish(), false);
    YieldOp::create(rewriter, loc, cloneBody(op, block, 0, inputs.size()));
    return kernel;
  }
  Block *block = createBlock(kernel.getStart(), false);
  SmallVector<Value> first;
  for (auto [number, start] : llvm::enumerate(starts)) {
    unsigned output = inputs.size() + number;
    first.push_back(
        start ? cloneBody(start, block, firstOfStart[number], output).front()
              : block->getArgument(output));
  }
  YieldOp::create(rewriter, loc, first);
  block = createBlock(kernel.getCombine(), true);
  YieldOp::create(rewriter, loc, cloneBody(op, block, 0, elements.size()));
  block = createBlock(kernel.getFinish(), true);
  YieldOp::create(
      rewriter, loc,
      ValueRange(block->getArguments().drop_front(elements.size())));
  return kernel;
}

/// The one op that uses a result of `kernel`, if it can become part of its
/// `finish`.
static linalg::GenericOp findEpilogue(KernelOp kernel,
                                      DominanceInfo &dominance) {
  if (kernel->getNumResults() != 1 || !kernel->getResult(0).hasOneUse())
    return nullptr;
  OpOperand &use = *kernel->getResult(0).use_begin();
  auto epilogue = dyn_cast<linalg::GenericOp>(use.getOwner());
  if (!epilogue || epilogue->getBlock() != kernel->getBlock() ||
      !canBeKernel(epilogue) || epilogue.getNumReductionLoops() != 0 ||
      epilogue.isDpsInit(&use) ||
      !epilogue.getMatchingIndexingMap(&use).isPermutation())
    return nullptr;
  // The last of several kernels takes what they have in common.
  for (Value operand : epilogue->getOperands()) {
    Operation *maker = operand.getDefiningOp();
    if (operand != use.get() && maker && !isa<tensor::EmptyOp>(maker) &&
        !dominance.properlyDominates(operand, kernel) &&
        !dependsOnParametersAlone(maker))
      return nullptr;
  }
  return epilogue;
}

/// `kernel` with `epilogue`, which uses its result, in its `finish`.
static KernelOp absorb(KernelOp kernel, linalg::GenericOp epilogue,
                       RewriterBase &rewriter) {
  OpOperand &use = *kernel->getResult(0).use_begin();
  unsigned position = use.getOperandNumber();
  // The loops of the epilogue in those of the kernel.
  AffineMap output = kernel.getMaps().back();
  AffineMap loops =
      inversePermutation(epilogue.getMatchingIndexingMap(&use)).compose(output);

  SmallVector<Value> inputs(kernel.getInputs());
  SmallVector<AffineMap> maps = kernel.getMaps();
  // An output that is read, since the accumulators start from it, stays as the
  // last of the old inputs.
  bool keepsOutput = kernel.isRead(inputs.size());
  if (keepsOutput)
    inputs.push_back(kernel.getOutputs().front());
  else
    maps.pop_back();
  unsigned numInputs = inputs.size();
  SmallVector<unsigned> places; // of the epilogue's inputs
  for (OpOperand *operand : epilogue.getDpsInputOperands()) {
    places.push_back(inputs.size());
    if (operand->getOperandNumber() == position)
      continue;
    inputs.push_back(operand->get());
    maps.push_back(epilogue.getMatchingIndexingMap(operand).compose(loops));
  }
  SmallVector<Value> outputs(epilogue.getDpsInits());
  for (OpOperand &init : epilogue.getDpsInitsMutable())
    maps.push_back(epilogue.getMatchingIndexingMap(&init).compose(loops));

  OpBuilder::InsertionGuard guard(rewriter);
  rewriter.setInsertionPoint(epilogue);
  auto merged = KernelOp::create(
      rewriter, rewriter.getFusedLoc({kernel.getLoc(), epilogue.getLoc()}),
      epilogue->getResultTypes(), inputs, outputs,
      rewriter.getAffineMapArrayAttr(maps), kernel.getIteratorTypes());
  if (Attribute schedule = kernel->getAttr(kScheduleAttrName))
    merged->setAttr(kScheduleAttrName, schedule);
  unsigned added = inputs.size() - numInputs;
  Location loc = merged.getLoc();
  for (auto [from, to] :
       llvm::zip_equal(kernel->getRegions(), merged->getRegions())) {
    if (from.empty())
      continue;
    to.takeBody(from);
    // The new inputs' elements come after the old ones, and the new outputs'
    // take the place of the old one's, if nobody reads that.
    Block &block = to.front();
    for (unsigned i = 0; i < added; ++i)
      block.insertArgument(numInputs + i,
                           getElementTypeOrSelf(inputs[numInputs + i]), loc);
    unsigned old = numInputs + added;
    for (Value init : outputs)
      block.insertArgument(old++, getElementTypeOrSelf(init), loc);
    if (!keepsOutput)
      block.eraseArgument(old);
  }
  Block &finish = merged.getFinish().front();
  Operation *yield = finish.getTerminator();
  rewriter.setInsertionPoint(yield);
  IRMapping mapping;
  for (BlockArgument argument : epilogue.getBody()->getArguments()) {
    unsigned number = argument.getArgNumber();
    if (number == position)
      mapping.map(argument, yield->getOperand(0));
    else if (number < places.size())
      mapping.map(argument, finish.getArgument(places[number]));
    else
      mapping.map(argument,
                  finish.getArgument(inputs.size() + number - places.size()));
  }
  for (Operation &inner : epilogue.getBody()->without_terminator())
    rewriter.clone(inner, mapping);
  SmallVector<Value> yielded;
  for (Value value : epilogue.getBody()->getTerminator()->getOperands())
    yielded.push_back(mapping.lookupOrDefault(value));
  rewriter.replaceOpWithNewOp<YieldOp>(yield, yielded);
  rewriter.replaceOp(epilogue, merged->getResults());
  rewriter.eraseOp(kernel);
  return merged;
}

/// Whether all that `op` does is to take elements to another type.
static bool isCast(linalg::LinalgOp op) {
  return llvm::all_of(op.getBlock()->without_terminator(),
                      llvm::IsaPred<CastOpInterface>);
}

/// Whether what makes `operand` becomes part of the op that takes it: chains of
/// elementwise ops, and what goes into a reduction that looks once at each
/// element. What depends on parameters alone stays apart, to be run once.
static bool canFuse(OpOperand *operand) {
  auto producer = operand->get().getDefiningOp<linalg::LinalgOp>();
  auto consumer = dyn_cast<linalg::LinalgOp>(operand->getOwner());
  return producer && consumer && producer.getNumReductionLoops() == 0 &&
         (producer->hasOneUse() || isCast(producer)) &&
         (consumer.getNumReductionLoops() == 0 ||
          consumer.getMatchingIndexingMap(operand).isPermutation()) &&
         dependsOnParametersAlone(producer) ==
             dependsOnParametersAlone(consumer);
}

namespace {
struct FormKernelsPass : fpo::impl::FpoFormKernelsPassBase<FormKernelsPass> {
  using FpoFormKernelsPassBase::FpoFormKernelsPassBase;

  void runOnOperation() override {
    MLIRContext *context = &getContext();
    RewritePatternSet patterns(context);
    linalg::populateElementwiseOpsFusionPatterns(patterns, canFuse);
    linalg::populateEraseUnusedOperandsAndResultsPatterns(patterns);
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      return signalPassFailure();

    IRRewriter rewriter(context);
    SmallVector<KernelOp> kernels;
    SmallVector<linalg::GenericOp> ops;
    getOperation().walk([&](linalg::GenericOp op) {
      if (canBeKernel(op) && op.getNumReductionLoops() != 0)
        ops.push_back(op);
    });
    for (linalg::GenericOp op : ops) {
      rewriter.setInsertionPoint(op);
      KernelOp kernel = formKernel(op, rewriter);
      rewriter.replaceOp(op, kernel->getResults());
      kernels.push_back(kernel);
    }
    DominanceInfo dominance(getOperation());
    for (KernelOp kernel : kernels)
      while (linalg::GenericOp epilogue = findEpilogue(kernel, dominance))
        kernel = absorb(kernel, epilogue, rewriter);
    ops.clear();
    getOperation().walk([&](linalg::GenericOp op) {
      if (canBeKernel(op))
        ops.push_back(op);
    });
    for (linalg::GenericOp op : ops) {
      rewriter.setInsertionPoint(op);
      KernelOp kernel = formKernel(op, rewriter);
      rewriter.replaceOp(op, kernel->getResults());
    }
  }
};
} // namespace
