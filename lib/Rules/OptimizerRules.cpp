//===- OptimizerRules.cpp - What the step of an optimizer costs -----------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// w is an element of a parameter, g its gradient; products of constants are
// made once, before training.
//
//===----------------------------------------------------------------------===//

#include "fpo/Rules/OptimizerRules.h"

#include "llvm/Support/ErrorHandling.h"

using namespace mlir;
using namespace mlir::fpo;

StringRef fpo::stringify(Optimizer optimizer) {
  switch (optimizer) {
  case Optimizer::None:
    return "none";
  case Optimizer::Sgd:
    return "sgd";
  case Optimizer::Momentum:
    return "momentum";
  case Optimizer::Adam:
    return "adam";
  case Optimizer::AdamW:
    return "adamw";
  }
  llvm_unreachable("every optimizer has a name");
}

/// [training.optimizer]
OptimizerRule fpo::getOptimizerRule(Optimizer optimizer, bool hasWeightDecay) {
  StringRef add = "arith.addf", sub = "arith.subf", mul = "arith.mulf",
            div = "arith.divf", sqrt = "math.sqrt";
  OptimizerRule rule;
  auto then = [&](std::initializer_list<ScalarStep> steps) {
    rule.perElement.append(steps);
  };
  if (optimizer == Optimizer::None)
    return rule;
  if (hasWeightDecay && optimizer != Optimizer::AdamW)
    then({{1, mul}, {1, add}}); // g <- g + lambda w

  switch (optimizer) {
  case Optimizer::None:
    break;
  case Optimizer::Sgd:
    then({{1, mul}, {1, sub}}); // w <- w - alpha g
    break;
  case Optimizer::Momentum:
    then({{1, mul}, {1, add}}); // v <- mu v + g
    then({{1, mul}, {1, sub}}); // w <- w - alpha v
    break;
  case Optimizer::Adam:
  case Optimizer::AdamW:
    then({{2, mul}, {1, add}}); // m <- beta1 m + (1 - beta1) g
    then({{3, mul}, {1, add}}); // v <- beta2 v + (1 - beta2) g g
    then({{2, div}});           // m / (1 - beta1^t), v / (1 - beta2^t)
    // alpha m / (sqrt v + epsilon)
    then({{1, sqrt}, {1, add}, {1, mul}, {1, div}});
    if (optimizer == Optimizer::AdamW)
      then({{2, mul}, {1, add}}); // eta (... + lambda w)
    then({{1, sub}});             // w <- w - ...
    // beta1^t and beta2^t by one more factor, and 1 minus each.
    rule.perStep = {{2, mul}, {2, sub}};
    break;
  }
  return rule;
}
