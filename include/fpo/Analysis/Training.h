//===- Training.h - What training a program costs ---------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_TRAINING_H
#define FPO_ANALYSIS_TRAINING_H

#include "fpo/Analysis/CostAnalysis.h"
#include "fpo/Analysis/ProgramCost.h"
#include "fpo/Rules/OptimizerRules.h"

namespace mlir::fpo {

/// How a program is trained.
struct TrainingOptions {
  Optimizer optimizer = Optimizer::Sgd;
  /// lambda w is added to the gradients; AdamW decays by itself.
  bool hasWeightDecay = false;
  /// The inputs want gradients too.
  bool hasInputGradients = false;
  /// Steps in an epoch; one step is one run of the program, forward and
  /// backward, and one of the optimizer.
  uint64_t steps = 1;
  uint64_t epochs = 1;
};

/// What training costs: operations, and no bytes (docs/CostModel.md,
/// "Training").
struct TrainingCost {
  TrainingOptions options;

  Cost forward;
  Cost backward;
  Cost optimizer;
  /// The three together.
  Cost step;
  /// All steps of all epochs.
  Cost total;

  /// The elements of the parameters that have gradients.
  Count trained;

  /// Ops of which the backward pass is not known, and why.
  std::vector<UnknownCost> unknown;
  /// What one run of an op, or one call of a function, costs in reverse. An op
  /// that takes no part is not there, nor one in a function that is called with
  /// different gradients.
  llvm::DenseMap<Operation *, Cost> backwardOf;
};

/// Derives what it costs to train `program`, the parameters of which are those
/// that were counted for it: reverse-mode differentiation from every
/// floating-point result of the entries. [training.step]
TrainingCost computeTrainingCost(const CostAnalysis &analysis,
                                 const ProgramCost &program,
                                 const TrainingOptions &options);

/// Fails, with an error on each op of which the backward pass is not known,
/// unless all is.
LogicalResult verifyKnown(const TrainingCost &training);

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_TRAINING_H
