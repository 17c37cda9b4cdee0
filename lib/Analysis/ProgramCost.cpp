//===- ProgramCost.cpp - What a program costs from its entry on -----------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/ProgramCost.h"

#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace mlir::fpo;

void fpo::walkNodes(
    ArrayRef<CostRegion> blocks, const Count &times,
    llvm::function_ref<void(const CostNode &, const Count &)> visit) {
  for (const CostRegion &block : blocks) {
    Count runs = block.times * times;
    for (const CostNode &node : block.nodes) {
      visit(node, runs);
      if (!node.regions.empty())
        walkNodes(node.regions, runs, visit);
    }
  }
}

void fpo::walkProgram(const CostTree &tree, const ProgramCost &program,
                      llvm::function_ref<void(const CostNode &, const Count &,
                                              const CostFunction *)>
                          visit) {
  walkNodes(tree.topLevel, 1, [&](const CostNode &node, const Count &times) {
    visit(node, times, nullptr);
  });
  for (const CostFunction *function : tree.order) {
    auto calls = program.calls.find(function);
    if (calls == program.calls.end())
      continue;
    walkNodes(function->blocks, calls->second,
              [&](const CostNode &node, const Count &times) {
                visit(node, times, function);
              });
  }
}

/// The public function, or those that no one calls if there are several.
static SmallVector<const CostFunction *> defaultEntries(const CostTree &tree) {
  SmallVector<const CostFunction *> entries;
  for (const CostFunction *function : tree.order)
    if (cast<SymbolOpInterface>(function->op).isPublic())
      entries.push_back(function);
  if (entries.size() <= 1)
    return entries;
  llvm::DenseSet<const CostFunction *> called;
  for (auto [call, callee] : tree.callees)
    if (call->getParentOfType<FunctionOpInterface>() != callee->op)
      called.insert(callee);
  SmallVector<const CostFunction *> roots =
      llvm::filter_to_vector(entries, [&](const CostFunction *function) {
        return !called.contains(function);
      });
  return roots.empty() ? entries : roots;
}

static FailureOr<SmallVector<const CostFunction *>>
findEntries(Operation *root, const CostTree &tree, StringRef name) {
  if (name.empty())
    return defaultEntries(tree);
  for (const CostFunction *function : tree.order)
    if (function->name == name)
      return SmallVector<const CostFunction *>{function};
  InFlightDiagnostic error = emitError(root->getLoc())
                             << "there is no function '" << name
                             << "' with a body to take as the entry";
  if (!tree.order.empty()) {
    std::string names =
        llvm::join(llvm::map_range(llvm::ArrayRef(tree.order).take_front(8),
                                   [](const CostFunction *function) {
                                     return "'" + function->name + "'";
                                   }),
                   ", ");
    if (tree.order.size() > 8)
      names += ", ...";
    error.attachNote() << "there are " << names;
  }
  return failure();
}

/// How often each function runs, callers before callees.
static void countCalls(const CostTree &tree, ProgramCost &program) {
  auto addCalls = [&](ArrayRef<CostRegion> blocks, const Count &times) {
    walkNodes(blocks, times, [&](const CostNode &node, const Count &runs) {
      if (const CostFunction *callee = tree.callees.lookup(node.op))
        program.calls[callee] += runs;
    });
  };
  for (const CostFunction *entry : program.entries)
    program.calls[entry] = 1;
  if (tree.callees.empty())
    return;
  addCalls(tree.topLevel, 1);
  // A function is costed after those that it calls.
  for (const CostFunction &function : llvm::reverse(tree.functions)) {
    auto calls = program.calls.find(&function);
    if (calls != program.calls.end())
      addCalls(function.blocks, Count(calls->second));
  }
}

FailureOr<ProgramCost> fpo::computeProgramCost(Operation *root,
                                               const CostTree &tree,
                                               const ProgramOptions &options) {
  ProgramCost program;
  FailureOr<SmallVector<const CostFunction *>> entries =
      findEntries(root, tree, options.entry);
  if (failed(entries))
    return failure();
  program.entries = std::move(*entries);
  if (tree.topLevelTotal)
    program.total = *tree.topLevelTotal;
  for (const CostFunction *entry : program.entries)
    program.total += *entry->total;
  countCalls(tree, program);

  SmallVector<const CostFunction *> reached =
      llvm::filter_to_vector(tree.order, [&](const CostFunction *function) {
        return program.calls.contains(function);
      });
  FailureOr<Parameters> parameters =
      countParameters(root, program.entries, reached, options.numInputs);
  if (failed(parameters))
    return failure();
  program.parameters = *parameters;
  return program;
}
