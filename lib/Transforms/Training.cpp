//===- Training.cpp - Writes what training costs --------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/Training.h"
#include "fpo/Analysis/AnalyzedProgram.h"
#include "fpo/Dialect/Fpo/FpoDialect.h"
#include "fpo/Transforms/Passes.h"

#include "mlir/Interfaces/FunctionInterfaces.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOTRAININGPASS
#include "fpo/Transforms/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

namespace {
struct Training : fpo::impl::FpoTrainingPassBase<Training> {
  using FpoTrainingPassBase::FpoTrainingPassBase;

  void runOnOperation() override {
    ProgramOptions programOptions{entry, std::nullopt};
    if (inputs >= 0)
      programOptions.numInputs = inputs;
    FailureOr<AnalyzedProgram> analyzed = AnalyzedProgram::get(
        getOperation(), {programOptions, bind, strict}, getAnalysisManager());
    if (failed(analyzed))
      return signalPassFailure();

    TrainingOptions options;
    options.optimizer = optimizer;
    options.hasWeightDecay = weightDecay;
    options.hasInputGradients = inputGradients;
    options.steps = steps;
    options.epochs = epochs;
    TrainingCost training = computeTrainingCost(
        analyzed->getAnalysis(), analyzed->getProgram(), options);
    if (strict && failed(verifyKnown(training)))
      return signalPassFailure();
    write(training);
    markAllAnalysesPreserved();
  }

private:
  void write(const TrainingCost &training);
};
} // namespace

void Training::write(const TrainingCost &training) {
  MLIRContext *context = &getContext();
  auto backwardName = StringAttr::get(context, kBackwardAttrName);
  auto unknownName = StringAttr::get(context, kBackwardUnknownAttrName);
  getOperation()->walk([&](Operation *op) {
    auto cost = training.backwardOf.find(op);
    if (cost != training.backwardOf.end())
      op->setDiscardableAttr(backwardName,
                             CostAttr::get(context, cost->second));
    else
      op->removeDiscardableAttr(backwardName);
    op->removeDiscardableAttr(unknownName);
  });
  for (const UnknownCost &entry : training.unknown)
    entry.op->setDiscardableAttr(unknownName,
                                 StringAttr::get(context, entry.reason));

  NamedAttrList parts;
  auto add = [&](StringRef name, const Cost &cost) {
    parts.append(name, CostAttr::get(context, cost));
  };
  add("forward", training.forward);
  add("backward", training.backward);
  add("optimizer", training.optimizer);
  add("step", training.step);
  add("total", training.total);
  getOperation()->setDiscardableAttr(kTrainingAttrName,
                                     parts.getDictionary(context));
}
