//===- BackwardPass.h - What reverse-mode differentiation costs -*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_ANALYSIS_TRAINING_BACKWARDPASS_H
#define FPO_LIB_ANALYSIS_TRAINING_BACKWARDPASS_H

#include "../CostEvaluator.h"
#include "Activity.h"

#include "llvm/ADT/MapVector.h"

namespace mlir::fpo {

/// Goes through functions in reverse, from the gradients of results to those of
/// arguments and parameters, and asks each op that lies between what that
/// costs.
class BackwardPass {
public:
  /// `sources` are the parameters and all else that wants a gradient.
  BackwardPass(const CostTree &tree, CostEvaluator &evaluator,
               const llvm::DenseSet<Value> &sources);

  /// What one reverse run of a function costs, and which arguments receive a
  /// gradient by it.
  struct FunctionGradient {
    Cost cost;
    llvm::SmallBitVector arguments;
  };

  /// Runs a function with a body in reverse, if `arguments` are varied and
  /// `results` have gradients.
  FunctionGradient run(FunctionOpInterface function,
                       const llvm::SmallBitVector &arguments,
                       const llvm::SmallBitVector &results);

  /// The sources that have received a gradient.
  const llvm::DenseSet<Value> &getReachedSources() const {
    return reachedSources;
  }

  /// The ops of which something is not known, and why.
  const llvm::MapVector<Operation *, std::string> &getUnknown() const {
    return unknown;
  }

  /// What one run of an op, or of a function, costs in reverse; null if it
  /// takes no part, or is run with different gradients by different callers.
  const Cost *lookup(Operation *op) const;

private:
  class OpGradient;

  /// A region that is being run in reverse.
  struct Scope {
    Activity &activity;
    Region &region;
    Scope *outer;
    enum Kind {
      /// Runs once, or not at all.
      Once,
      /// Runs any number of times.
      Loop,
      /// The body of a structured op: its ops are no ops of the program.
      Body
    } kind;
    /// Values of the region that have a gradient.
    llvm::DenseSet<Value> reached = {};
    /// Values from outside that have their first one from here.
    SmallVector<std::pair<Scope *, Value>> firstHere = {};
  };

  /// Whether the ops of a scope are those of the definition of another op.
  static bool isInBody(const Scope &scope);

  Cost addGradient(Scope &scope, Value value, std::optional<Count> elements);
  Cost reverse(Block &block, Scope &scope);
  Cost reverse(Operation *op, Scope &scope);
  Cost reverseUnrecorded(Operation *op, Scope &scope);
  Cost reverseLoop(Operation *op, const CarriedValues &carried, Scope &scope);
  Cost reverseBranches(ArrayRef<Block *> branches, Operation *op, Scope &scope);
  Cost reverseCall(Operation *op, FunctionOpInterface callee, Scope &scope);
  Cost reverseWithout(Operation *op, const Twine &reason, Scope &scope);

  const CostTree &tree;
  CostEvaluator &evaluator;
  const llvm::DenseSet<Value> &sources;
  ActivityAnalysis activities;
  /// How one run of the op around it runs a block.
  llvm::DenseMap<Block *, const CostRegion *> runs;

  std::map<std::tuple<Operation *, std::vector<bool>, std::vector<bool>>,
           FunctionGradient>
      known;
  llvm::DenseSet<Operation *> inProgress;
  llvm::DenseMap<Operation *, unsigned> numContexts;
  llvm::DenseSet<Value> reachedSources;
  llvm::DenseMap<Operation *, Cost> costs;
  llvm::MapVector<Operation *, std::string> unknown;
};

} // namespace mlir::fpo

#endif // FPO_LIB_ANALYSIS_TRAINING_BACKWARDPASS_H
