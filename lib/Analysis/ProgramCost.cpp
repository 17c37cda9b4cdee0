//===- ProgramCost.cpp - What a program costs from its entry on -----------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/ProgramCost.h"

#include "fpo/Analysis/Entries.h"

#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace mlir::fpo;

Count NodeRuns::times() const {
  Count sum;
  for (const Repetition::Ref &way : ways)
    sum += way->times();
  return sum;
}

Cost NodeRuns::total(const Cost &cost) const {
  if (ways.size() == 1)
    return ways.front()->total(cost);
  Cost sum;
  for (const Repetition::Ref &way : ways)
    sum += way->total(cost);
  return sum;
}

static void walkRepetitions(
    ArrayRef<CostRegion> blocks, ArrayRef<Repetition::Ref> ways,
    llvm::function_ref<void(const CostNode &, ArrayRef<Repetition::Ref>)>
        visit) {
  for (const CostRegion &block : blocks) {
    SmallVector<Repetition::Ref, 1> here;
    for (const Repetition::Ref &way : ways)
      here.push_back(block.domain
                         ? Repetition::iterate(way, block.domain, block.times)
                         : Repetition::repeat(way, block.times));
    for (const CostNode &node : block.nodes) {
      visit(node, here);
      if (!node.regions.empty())
        walkRepetitions(node.regions, here, visit);
    }
  }
}

void fpo::walkNodes(
    ArrayRef<CostRegion> blocks, ArrayRef<Repetition::Ref> ways,
    llvm::function_ref<void(const CostNode &, const NodeRuns &)> visit) {
  walkRepetitions(blocks, ways,
                  [&](const CostNode &node, ArrayRef<Repetition::Ref> here) {
                    visit(node, NodeRuns(here));
                  });
}

void fpo::walkProgram(
    const CostTree &tree, const ProgramCost &program,
    llvm::function_ref<void(const CostNode &, const NodeRuns &,
                            const CostFunction *)>
        visit) {
  Repetition::Ref once = Repetition::once();
  walkNodes(tree.topLevel, once,
            [&](const CostNode &node, const NodeRuns &runs) {
              visit(node, runs, nullptr);
            });
  for (const CostFunction *function : tree.order) {
    auto calls = program.calls.find(function);
    if (calls == program.calls.end())
      continue;
    walkNodes(function->blocks, calls->second,
              [&](const CostNode &node, const NodeRuns &runs) {
                visit(node, runs, function);
              });
  }
}

static SmallVector<const CostFunction *> defaultEntries(const CostTree &tree) {
  SmallVector<FunctionOpInterface> functions;
  for (const CostFunction *function : tree.order)
    functions.push_back(cast<FunctionOpInterface>(function->op));
  SmallVector<FunctionOpInterface> entries = findDefaultEntries(functions, [&] {
    llvm::DenseSet<Operation *> called;
    for (auto [call, callee] : tree.callees)
      if (call->getParentOfType<FunctionOpInterface>() != callee->op)
        called.insert(callee->op);
    return called;
  });
  return llvm::map_to_vector(entries, [&](FunctionOpInterface function) {
    return tree.lookup(function);
  });
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

/// Adds a way of running a function. Two that give the same values to its
/// symbols are one.
static void addWay(SmallVectorImpl<Repetition::Ref> &ways,
                   Repetition::Ref way) {
  if (way->times().isZero())
    return;
  std::optional<SymbolValues> symbols = way->getConstantSymbols();
  if (!symbols) {
    ways.push_back(std::move(way));
    return;
  }
  Count times = way->times();
  auto *same = llvm::find_if(ways, [&](const Repetition::Ref &other) {
    return other->getConstantSymbols() == symbols;
  });
  if (same != ways.end())
    times += (*same)->times();
  Repetition::Ref merged = Repetition::repeat(Repetition::once(), times);
  if (!symbols->empty())
    merged = Repetition::call(merged, std::move(*symbols));
  if (same != ways.end())
    *same = std::move(merged);
  else
    ways.push_back(std::move(merged));
}

/// How each function runs, callers before callees.
static void countCalls(const CostTree &tree, ProgramCost &program) {
  auto addCalls = [&](ArrayRef<CostRegion> blocks,
                      ArrayRef<Repetition::Ref> ways) {
    walkRepetitions(
        blocks, ways,
        [&](const CostNode &node, ArrayRef<Repetition::Ref> here) {
          const CostFunction *callee = tree.callees.lookup(node.op);
          if (!callee)
            return;
          auto symbols = tree.calleeSymbols.find(node.op);
          SmallVector<Repetition::Ref, 1> &known = program.calls[callee];
          for (const Repetition::Ref &way : here)
            addWay(known, symbols == tree.calleeSymbols.end()
                              ? way
                              : Repetition::call(way, symbols->second));
        });
  };
  Repetition::Ref once = Repetition::once();
  for (const CostFunction *entry : program.entries)
    program.calls[entry].push_back(once);
  if (tree.callees.empty())
    return;
  addCalls(tree.topLevel, once);
  // A function is costed after those that it calls.
  for (const CostFunction &function : llvm::reverse(tree.functions)) {
    auto calls = program.calls.find(&function);
    if (calls == program.calls.end())
      continue;
    SmallVector<Repetition::Ref, 1> ways = calls->second;
    addCalls(function.blocks, ways);
  }
}

Cost fpo::qualifySymbols(const Cost &cost, StringRef function) {
  return cost.substitute([&](StringRef name) -> std::optional<Expr> {
    if (!name.starts_with("arg"))
      return std::nullopt;
    return Expr::symbol((function + "." + name).str(),
                        /*isNonNegative=*/name.contains('.'));
  });
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
    program.total += program.entries.size() == 1
                         ? *entry->total
                         : qualifySymbols(*entry->total, entry->name);
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
