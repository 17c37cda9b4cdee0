//===- OpNumbers.cpp - The ops of a program by number ---------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/OpNumbers.h"

#include "fpo/Analysis/CostAnalysis.h"
#include "fpo/Analysis/ProgramCost.h"

using namespace mlir;
using namespace mlir::fpo;

FailureOr<std::vector<NumberedOp>> fpo::numberOps(Operation *root,
                                                  StringRef entry) {
  CostOptions options;
  options.entry = entry;
  CostAnalysis analysis(root, options);
  const CostTree &tree = analysis.getTree();
  ProgramOptions programOptions;
  programOptions.entry = entry;
  FailureOr<ProgramCost> program =
      computeProgramCost(root, tree, programOptions);
  if (failed(program))
    return failure();
  std::vector<NumberedOp> ops;
  walkProgram(tree, *program,
              [&](const CostNode &node, const NodeRuns &,
                  const CostFunction *function) {
                ops.push_back({ops.size(), node.op,
                               function ? function->name : std::string()});
              });
  return ops;
}
