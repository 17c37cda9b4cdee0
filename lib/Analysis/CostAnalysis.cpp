//===- CostAnalysis.cpp - Costs a program, once ---------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/CostAnalysis.h"

#include "BodyCache.h"
#include "CostEvaluator.h"

#include "fpo/Analysis/Entries.h"
#include "fpo/Dialect/Fpo/FpoOps.h"

#include "mlir/Interfaces/CallInterfaces.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace mlir::fpo;

/// The functions under `root` that have a body, in the order of the source.
static SmallVector<FunctionOpInterface> collectFunctions(Operation *root) {
  SmallVector<FunctionOpInterface> functions;
  root->walk<WalkOrder::PreOrder>([&](Operation *op) {
    auto function = dyn_cast<FunctionOpInterface>(op);
    // A rule says what ops cost; it is no part of a program.
    if (function && !function.isExternal() && !isa<RuleOp>(op))
      functions.push_back(function);
    // Functions lie in symbol tables, not in the bodies of other ops.
    return function || (op != root && !op->hasTrait<OpTrait::SymbolTable>())
               ? WalkResult::skip()
               : WalkResult::advance();
  });
  return functions;
}

/// The functions whose symbols are bound.
static SmallVector<Operation *>
findBoundFunctions(Operation *root, ArrayRef<FunctionOpInterface> functions,
                   StringRef entry) {
  SmallVector<FunctionOpInterface> bound;
  if (!entry.empty()) {
    llvm::copy_if(functions, std::back_inserter(bound),
                  [&](FunctionOpInterface function) {
                    return getQualifiedName(function, root) == entry;
                  });
  } else {
    bound = findDefaultEntries(functions, [&] {
      SymbolTableCollection symbols;
      llvm::DenseSet<Operation *> called;
      for (FunctionOpInterface function : functions)
        function.getFunctionBody().walk([&](CallOpInterface call) {
          Operation *callee = call.resolveCallableInTable(&symbols);
          if (callee != function)
            called.insert(callee);
        });
      return called;
    });
  }
  return SmallVector<Operation *>(bound.begin(), bound.end());
}

struct CostAnalysis::State {
  State(Operation *root, CostOptions theOptions)
      : options(std::move(theOptions)),
        evaluator(root, tree, bodies, this->options) {}

  CostOptions options;
  CostTree tree;
  BodyCache bodies;
  CostEvaluator evaluator;
};

CostAnalysis::CostAnalysis(Operation *root, const CostOptions &options)
    : state(std::make_unique<State>(root, options)) {
  CostTree &tree = state->tree;
  SmallVector<FunctionOpInterface> functions = collectFunctions(root);
  if (!options.bindings.empty())
    state->evaluator.bind(state->options.bindings,
                          findBoundFunctions(root, functions, options.entry));
  for (FunctionOpInterface function : functions)
    state->evaluator.evaluateFunction(function);

  llvm::DenseMap<Operation *, size_t> position;
  for (auto [index, function] : llvm::enumerate(functions))
    position[function] = index;
  tree.order.resize(functions.size());
  for (const CostFunction &function : tree.functions)
    tree.order[position.at(function.op)] = &function;

  if (!isa<FunctionOpInterface>(root))
    state->evaluator.evaluateTopLevel();
  const SizeEvaluator &sizes = state->evaluator.getSizes();
  tree.symbols = sizes.getSymbols();
  for (const auto &[name, value] : options.bindings)
    if (!sizes.getUsedBindings().count(name))
      tree.unusedBindings.push_back(name);
}

CostAnalysis::~CostAnalysis() = default;

const CostTree &CostAnalysis::getTree() const { return state->tree; }

CostEvaluator &CostAnalysis::getEvaluator() const { return state->evaluator; }

size_t CostAnalysis::getNumBodies() const {
  return state->bodies.getNumBodies();
}

size_t CostAnalysis::getNumEquivalentBodies() const {
  return state->bodies.getNumEquivalentBodies();
}
