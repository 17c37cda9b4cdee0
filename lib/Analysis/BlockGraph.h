//===- BlockGraph.h - What blocks that branch cost --------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_ANALYSIS_BLOCKGRAPH_H
#define FPO_LIB_ANALYSIS_BLOCKGRAPH_H

#include "fpo/Count/Cost.h"

#include "mlir/Analysis/CFGLoopInfo.h"
#include "mlir/IR/Dominance.h"
#include "mlir/IR/Region.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/MapVector.h"

#include <functional>
#include <map>
#include <set>

namespace mlir::fpo {

/// [flow.cfg] What the blocks of a region cost together. A loop of blocks turns
/// as often as its symbol says, the number of times that it goes back to its
/// header: then the paths through it that go back cost that often, and one that
/// leaves once. Of paths that part, one is taken.
class BlockGraph {
public:
  /// Which successors a block may have, and when.
  struct Branch {
    SmallVector<Block *> successors;
    /// Of two successors, the first one is taken where this isn't negative.
    std::optional<Expr> condition;
  };

  BlockGraph(Region &region, llvm::DenseMap<Block *, Cost> costs,
             std::function<Branch(Block *)> branchOf,
             std::function<Expr(Block *)> turnsOf);

  /// From the entry to the end of the region.
  Cost total();

  /// How often each block runs.
  Count times(Block *block);

  /// Some blocks go round in a way that has no header: then the total is not
  /// known.
  bool isIrreducible() const { return irreducible; }

private:
  /// Where a path through a loop leads.
  enum class Goal { Back, Exit };

  /// From `block`, within `loop` (null: the region), to the goal. None if that
  /// can't be reached.
  std::optional<Cost> pathCost(Block *block, CFGLoop *loop, Goal goal);
  Cost loopCost(CFGLoop *loop);
  /// What follows `block` within `loop`, of which an inner loop is one node.
  Branch next(Block *block, CFGLoop *loop);
  /// The loop within `loop` that `block` is the header of, if any.
  CFGLoop *innerLoop(Block *block, CFGLoop *loop);
  /// How many of the paths of `loop` to the goal lead through `block`: none,
  /// one, or `[0, 1]`.
  Count onPaths(Block *block, CFGLoop *loop, Goal goal);
  bool reaches(Block *from, CFGLoop *loop, Goal goal, Block *without);
  Block *entryOf(CFGLoop *loop);

  Region &region;
  llvm::DenseMap<Block *, Cost> costs;
  std::function<Branch(Block *)> branchOf;
  std::function<Expr(Block *)> turnsOf;
  DominanceInfo dominance;
  CFGLoopInfo loops;
  std::map<std::tuple<Block *, CFGLoop *, Goal>, std::optional<Cost>> known;
  llvm::DenseMap<CFGLoop *, Cost> knownLoops;
  std::set<std::tuple<Block *, CFGLoop *, Goal>> inProgress;
  bool irreducible = false;
};

} // namespace mlir::fpo

#endif // FPO_LIB_ANALYSIS_BLOCKGRAPH_H
