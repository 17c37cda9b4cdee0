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

/// What one run of the program costs.
struct ProgramCost {
  /// The functions that are run, each once. Empty if the module has none; then
  /// the program is what stands in the module itself.
  SmallVector<const CostFunction *> entries;
  /// The entries' costs and that of what stands beside the functions.
  Cost total;
  Parameters parameters;
  /// How often each function runs; those that never do are left out.
  llvm::DenseMap<const CostFunction *, Count> calls;
};

/// Picks the entry and sums up. Fails with a diagnostic if there is no such
/// function, or if it has fewer arguments than inputs.
FailureOr<ProgramCost> computeProgramCost(Operation *root, const CostTree &tree,
                                          const ProgramOptions &options);

/// Visits the nodes of `blocks` and all that they contain, in order, each with
/// how often it runs in `times` runs of what the blocks belong to.
void walkNodes(ArrayRef<CostRegion> blocks, const Count &times,
               llvm::function_ref<void(const CostNode &, const Count &)> visit);

/// Visits every node that the program runs, with the function it lies in (null
/// for what stands beside the functions).
void walkProgram(const CostTree &tree, const ProgramCost &program,
                 llvm::function_ref<void(const CostNode &, const Count &,
                                         const CostFunction *)>
                     visit);

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_PROGRAMCOST_H
