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

#include "mlir/Interfaces/CallInterfaces.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace mlir::fpo;

/// The functions under `root` that have a body, in the order of the source.
static SmallVector<FunctionOpInterface> collectFunctions(Operation *root) {
  SmallVector<FunctionOpInterface> functions;
  root->walk<WalkOrder::PreOrder>([&](Operation *op) {
    auto function = dyn_cast<FunctionOpInterface>(op);
    if (function && !function.isExternal())
      functions.push_back(function);
    // Functions lie in symbol tables, not in the bodies of other ops.
    return function || (op != root && !op->hasTrait<OpTrait::SymbolTable>())
               ? WalkResult::skip()
               : WalkResult::advance();
  });
  return functions;
}

/// The functions that `function` calls by name.
static SmallVector<FunctionOpInterface>
collectCallees(FunctionOpInterface function, SymbolTableCollection &symbols) {
  SmallVector<FunctionOpInterface> callees;
  function.getFunctionBody().walk([&](CallOpInterface call) {
    if (auto callee = dyn_cast_or_null<FunctionOpInterface>(
            call.resolveCallableInTable(&symbols)))
      if (!callee.isExternal())
        callees.push_back(callee);
  });
  return callees;
}

/// `functions` with callees before callers, as far as calls are not recursive.
/// Long chains of calls must not take long chains of stack frames.
static SmallVector<FunctionOpInterface>
orderByCalls(ArrayRef<FunctionOpInterface> functions) {
  SymbolTableCollection symbols;
  llvm::DenseSet<Operation *> seen;
  SmallVector<FunctionOpInterface> order;
  using Entry =
      std::pair<FunctionOpInterface, SmallVector<FunctionOpInterface>>;
  std::vector<Entry> stack;
  auto push = [&](FunctionOpInterface function) {
    if (seen.insert(function).second)
      stack.emplace_back(function, collectCallees(function, symbols));
  };
  for (FunctionOpInterface function : functions) {
    push(function);
    while (!stack.empty()) {
      if (stack.back().second.empty()) {
        order.push_back(stack.back().first);
        stack.pop_back();
      } else {
        push(stack.back().second.pop_back_val());
      }
    }
  }
  return order;
}

CostAnalysis::CostAnalysis(Operation *root) {
  BodyCache bodies;
  CostEvaluator evaluator(root, tree, bodies);
  SmallVector<FunctionOpInterface> functions = collectFunctions(root);
  for (FunctionOpInterface function : orderByCalls(functions))
    evaluator.evaluateFunction(function);

  llvm::DenseMap<Operation *, size_t> position;
  for (auto [index, function] : llvm::enumerate(functions))
    position[function] = index;
  tree.order.resize(functions.size());
  for (const CostFunction &function : tree.functions)
    tree.order[position.at(function.op)] = &function;

  if (!isa<FunctionOpInterface>(root))
    evaluator.evaluateTopLevel();
  numBodies = bodies.getNumBodies();
  numEquivalentBodies = bodies.getNumEquivalentBodies();
}
