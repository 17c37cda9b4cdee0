//===- OptimizerRules.h - What the step of an optimizer costs ---*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_RULES_OPTIMIZERRULES_H
#define FPO_RULES_OPTIMIZERRULES_H

#include "fpo/Rules/VjpRules.h"

namespace mlir::fpo {

/// How parameters are updated (docs/CostModel.md, "Training").
enum class Optimizer { None, Sgd, Momentum, Adam, AdamW };

/// A step of an optimizer, as scalar ops.
struct OptimizerRule {
  /// On each element of a parameter that has a gradient.
  SmallVector<ScalarStep, 4> perElement;
  /// Once per step, for each element type of such parameters.
  SmallVector<ScalarStep, 2> perStep;
};

/// The rule of `optimizer`. With `hasWeightDecay`, lambda w is added to the
/// gradient first; AdamW decays by itself, and None does nothing.
/// [training.optimizer]
OptimizerRule getOptimizerRule(Optimizer optimizer, bool hasWeightDecay);

/// `none`, `sgd`, `momentum`, `adam`, `adamw`.
StringRef stringify(Optimizer optimizer);

} // namespace mlir::fpo

#endif // FPO_RULES_OPTIMIZERRULES_H
