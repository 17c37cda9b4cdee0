//===- ProgramCost.h - What a program costs from its entry on ---*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_PROGRAMCOST_H
#define FPO_ANALYSIS_PROGRAMCOST_H

#include "fpo/Analysis/CostTree.h"
#include "fpo/Analysis/Parameters.h"
#include "fpo/Analysis/Repetition.h"

#include "mlir/Support/LLVM.h"

#include <optional>
#include <string>

namespace mlir::fpo {

/// Which part of a module is the program.
struct ProgramOptions {
  /// The function that is run; empty: the one public function or, if there are
  /// several, all that no one calls.
  std::string entry;
  /// The entry's last so many arguments are inputs, the others parameters.
  /// None: only arguments with `fpo.param` are parameters.
  std::optional<unsigned> numInputs;
};

/// All runs of a function, or of a node: the sum over the ways in which the
/// function is run.
class NodeRuns {
public:
  explicit NodeRuns(ArrayRef<Repetition::Ref> ways) : ways(ways) {}

  /// How often the node runs.
  Count times() const;
  /// What all runs together cost, if one costs `cost`.
  Cost total(const Cost &cost) const;

private:
  ArrayRef<Repetition::Ref> ways;
};

/// What one run of the program costs.
struct ProgramCost {
  /// The functions that are run, each once. Empty if the module has none; then
  /// the program is what stands in the module itself.
  SmallVector<const CostFunction *> entries;
  /// The entries' costs and that of what stands beside the functions.
  Cost total;
  Parameters parameters;
  /// How each function that the program runs is run: one entry for each way in
  /// which its symbols have other values.
  llvm::DenseMap<const CostFunction *, SmallVector<Repetition::Ref, 1>> calls;

  /// The runs of `function`, which the program runs.
  NodeRuns runsOf(const CostFunction *function) const {
    return NodeRuns(calls.find(function)->second);
  }
};

/// Picks the entry and sums up. Fails with a diagnostic if there is no such
/// function, or if it has fewer arguments than inputs.
FailureOr<ProgramCost> computeProgramCost(Operation *root, const CostTree &tree,
                                          const ProgramOptions &options);

/// Visits the nodes of `blocks` and all that they contain, in order, each with
/// its runs in those of what the blocks belong to.
void walkNodes(
    ArrayRef<CostRegion> blocks, ArrayRef<Repetition::Ref> ways,
    llvm::function_ref<void(const CostNode &, const NodeRuns &)> visit);

/// Visits every node that the program runs, with the function it lies in (null
/// for what stands beside the functions).
void walkProgram(const CostTree &tree, const ProgramCost &program,
                 llvm::function_ref<void(const CostNode &, const NodeRuns &,
                                         const CostFunction *)>
                     visit);

/// Tells the arguments of several entries apart: `f.arg0.1`.
Cost qualifySymbols(const Cost &cost, StringRef function);

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_PROGRAMCOST_H
