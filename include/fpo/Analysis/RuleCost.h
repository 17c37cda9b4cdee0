//===- RuleCost.h - What an op costs by its rule ----------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_RULECOST_H
#define FPO_ANALYSIS_RULECOST_H

#include "fpo/Analysis/CostOptions.h"
#include "fpo/Count/Cost.h"
#include "fpo/Rules/RuleSet.h"

#include <memory>
#include <string>
#include <vector>

namespace mlir::fpo {

/// What one application of a scalar op costs by its rule.
struct RuleCost {
  /// An op that the rule's body applies, and how often.
  struct Part {
    const RuleCost *op;
    Count times;
  };

  StringRef name;
  /// The element type of the op's first operand.
  Type type;
  /// Null if there is none.
  RuleOp rule;
  Cost cost;
  /// Each op once, in the order of the body.
  std::vector<Part> parts;
  /// Why the cost is not known; empty if it is.
  std::string reason;
  /// The ops by way of whose rules that was found: "a -> b -> c".
  std::string path;
  /// The rule's body is being costed.
  bool isInProgress = false;
};

class CostEvaluator;

/// The costs of scalar ops, outside of any program.
class RuleCosts {
public:
  explicit RuleCosts(MLIRContext *context, const CostOptions &options = {});
  ~RuleCosts();

  /// What the op `name` costs on an element of `type`. Without a rule, or with
  /// one that is circular, the cost is unknown, and the reason is given.
  const RuleCost &lookup(StringRef name, Type type);

private:
  struct Impl;
  std::unique_ptr<Impl> impl;
};

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_RULECOST_H
