//===- FusionGroups.h - Which ops of a program run together -----*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_FUSIONGROUPS_H
#define FPO_ANALYSIS_FUSIONGROUPS_H

#include "fpo/Analysis/CostAnalysis.h"
#include "fpo/Analysis/ProgramCost.h"

#include <deque>

namespace mlir::fpo {

/// Ops of a block that run as one nest of loops, so that what one of them hands
/// to another is never stored. [fusion.group]
struct FusionGroup {
  /// Groups are numbered in an order in which they can run; those of one
  /// function come in a row.
  unsigned id;
  /// The contraction or the last reduction, or else the last op.
  Operation *root;
  /// In the order of the program; at least one.
  SmallVector<Operation *, 4> ops;
  /// What one run of it costs: the operations of its ops, and the bytes that
  /// enter and leave the group. [fusion.read] [fusion.write]
  Cost cost;
  /// What the root itself costs, of the operations above.
  const Cost *rootCost = nullptr;
  /// Of the bytes that it reads, those of arguments of the function and of
  /// constants.
  Count outsideBytes;
  /// The function it lies in; null for what stands beside the functions.
  const CostFunction *function;
  /// The groups, all of lower numbers, that compute what it reads.
  SmallVector<unsigned, 2> producers;
  /// The step of the function that it is, or is a part of.
  unsigned step = 0;
};

/// What a function does in one piece: a group of its body, an op with regions
/// and all that they run, or a call.
struct FusionStep {
  /// The steps, all of lower numbers, whose results it reads.
  SmallVector<unsigned, 2> producers;
};

/// The steps of a function.
struct FusionSteps {
  std::vector<FusionStep> list;
  /// The step that a call is, or is a part of.
  llvm::DenseMap<Operation *, unsigned> stepOfCall;
  /// Its body is one block, so that the steps and their producers are all that
  /// decides the order. Otherwise each step waits for the one before it.
  bool isOneBlock = true;
  /// What it reads of its arguments and of constants, each counted once.
  Count outsideBytes;
};

/// The fusion groups of all functions that are in a cost tree.
///
/// Linear in the number of ops and their operands.
class FusionGroups {
public:
  /// `analysis` must be in a convention that counts the bytes of ops, not of
  /// functions of whole values (Convention::isFunctional).
  explicit FusionGroups(const CostAnalysis &analysis);

  const std::deque<FusionGroup> &getGroups() const { return groups; }

  /// The group that `op` is in; null for an op that costs nothing. What only
  /// moves elements is in the first group that reads it, and repeated in
  /// others. [fusion.move]
  const FusionGroup *lookup(Operation *op) const { return groupOf.lookup(op); }

  /// Bytes read plus bytes written by one call of `function`, and by the
  /// program. [fusion.total]
  Count getFused(const CostFunction *function) const;
  Count getFused(const ProgramCost &program) const;

  /// Visits each group that the program runs, with its runs.
  void walk(const ProgramCost &program,
            llvm::function_ref<void(const FusionGroup &, const NodeRuns &)>
                visit) const;

  /// The steps of a function; null: of what stands beside the functions.
  const FusionSteps &getSteps(const CostFunction *function) const {
    return steps.find(function)->second;
  }
  /// The group that `op` stands for; null if it is no root.
  const FusionGroup *lookupRoot(Operation *op) const {
    return byRoot.lookup(op);
  }

private:
  void sumUp();

  const CostTree &tree;
  std::deque<FusionGroup> groups;
  llvm::DenseMap<Operation *, const FusionGroup *> groupOf;
  /// The groups by the op that stands for their runs.
  llvm::DenseMap<Operation *, const FusionGroup *> byRoot;
  llvm::DenseMap<const CostFunction *, FusionSteps> steps;
  llvm::DenseMap<const CostFunction *, Count> fused;
  Count topLevel;
};

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_FUSIONGROUPS_H
