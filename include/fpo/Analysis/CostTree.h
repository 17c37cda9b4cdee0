//===- CostTree.h - What each part of a program costs -----------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_COSTTREE_H
#define FPO_ANALYSIS_COSTTREE_H

#include "fpo/Analysis/IterationDomain.h"
#include "fpo/Analysis/Symbols.h"
#include "fpo/Count/Cost.h"

#include "mlir/IR/Operation.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/Support/Allocator.h"

#include <deque>
#include <string>
#include <vector>

namespace mlir::fpo {

struct CostRegion;

/// An op and what one run of it costs.
struct CostNode {
  Operation *op;
  /// What the op does itself, and that with all that it runs and calls.
  const Cost *own;
  const Cost *total;
  /// The blocks that it runs, in order; empty for most ops.
  ArrayRef<CostRegion> regions;
};

/// The ops of a block, and how often one run of the op around it runs them.
struct CostRegion {
  Count times;
  std::vector<CostNode> nodes;
  /// The points that `times` counts, if costs in the block depend on them; else
  /// null.
  std::shared_ptr<const IterationDomain> domain;
};

/// A function, and what one call of it costs.
struct CostFunction {
  Operation *op;
  /// Its name, with those of the symbol tables that it is nested in under the
  /// root: `outer::inner`.
  std::string name;
  const Cost *total;
  std::vector<CostRegion> blocks;
  /// The constants among its ops.
  std::vector<Operation *> constants;
};

/// An op of which some cost is not known, and why.
struct UnknownCost {
  Operation *op;
  std::string reason;
};

/// A loop of which a symbol says how often it turns, with the integers from
/// outside that it looks at, as far as they are known.
struct CountedLoop {
  Operation *op;
  std::vector<std::pair<Value, Expr>> inputs;
};

/// What must hold for the program to be right, and with it the count: `expr` is
/// zero, or is not negative. [symbol.precondition]
struct Precondition {
  Operation *op;
  Expr expr;
  bool isEquality;
  /// Why it must hold.
  std::string reason;
};

/// Keeps one copy of each cost that is asked for.
class CostPool {
public:
  const Cost *get(const Cost &cost);

private:
  struct ByValue : llvm::DenseMapInfo<const Cost *> {
    static unsigned getHashValue(const Cost *cost);
    static bool isEqual(const Cost *lhs, const Cost *rhs);
  };
  std::deque<Cost> costs;
  llvm::DenseSet<const Cost *, ByValue> known;
};

/// The costs of a program: module > function > loop > op. CostAnalysis builds
/// it; all who print, annotate or optimise read it.
struct CostTree {
  /// The functions that have a body, in the order of the source.
  std::vector<const CostFunction *> order;
  /// What stands in the module beside its functions.
  std::vector<CostRegion> topLevel;
  const Cost *topLevelTotal = nullptr;

  /// The ops of which something is not known; an op occurs once.
  std::vector<UnknownCost> unknown;
  /// What must hold besides what types say, in the order of the source.
  std::vector<Precondition> preconditions;
  /// The function that a call op calls, if that has a body.
  llvm::DenseMap<Operation *, const CostFunction *> callees;
  /// What the symbols of the callee are at a call, where it has any.
  llvm::DenseMap<Operation *, SymbolValues> calleeSymbols;
  /// What the symbols in the costs stand for.
  SymbolMeanings symbols;
  /// The loops behind symbols like `trip(@f:3)`.
  std::map<std::string, CountedLoop> countedLoops;
  /// The names that were bound, but are no symbols of the program.
  std::vector<std::string> unusedBindings;

  /// The function's place in the tree; null if it has no body.
  const CostFunction *lookup(Operation *function) const;
  /// Why something of the cost of `op` is not known; null if all is.
  const std::string *lookupReason(Operation *op) const;

  // Where the above is kept.
  CostPool pool;
  std::deque<CostFunction> functions;
  std::deque<std::vector<CostRegion>> regions;
  llvm::DenseMap<Operation *, const CostFunction *> byOperation;
  llvm::DenseMap<Operation *, size_t> unknownByOperation;
};

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_COSTTREE_H
