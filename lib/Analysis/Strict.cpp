//===- Strict.cpp - Unknown costs as errors -------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/Strict.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace mlir::fpo;

SmallVector<const UnknownCost *>
fpo::collectUnknown(const CostTree &tree, const ProgramCost &program) {
  SmallVector<const UnknownCost *> unknown;
  if (tree.unknown.empty())
    return unknown;
  auto addIfUnknown = [&](Operation *op) {
    auto it = tree.unknownByOperation.find(op);
    if (it != tree.unknownByOperation.end())
      unknown.push_back(&tree.unknown[it->second]);
  };
  walkProgram(
      tree, program,
      [&](const CostNode &node, const NodeRuns &runs, const CostFunction *) {
        if (!runs.times().isZero())
          addIfUnknown(node.op);
      });
  // A function of which the control flow is not known.
  for (const CostFunction *function : tree.order)
    if (program.calls.contains(function))
      addIfUnknown(function->op);
  return unknown;
}

LogicalResult fpo::verifyKnown(const CostTree &tree,
                               const ProgramCost &program) {
  SmallVector<const UnknownCost *> unknown = collectUnknown(tree, program);
  for (const UnknownCost *entry : unknown) {
    InFlightDiagnostic error = emitError(entry->op->getLoc())
                               << "the cost of '" << entry->op->getName()
                               << "' is not known";
    error.attachNote() << entry->reason;
  }
  return success(unknown.empty());
}
