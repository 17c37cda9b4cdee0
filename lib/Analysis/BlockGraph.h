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

#include <functional>
#include <limits>
#include <map>
#include <vector>

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
  /// Where a path through a loop leads: back to its header, or out of it. The
  /// paths through the region lead out.
  enum Goal { Back, Exit };

  struct Edge {
    /// The node that follows, by its place.
    std::optional<size_t> node;
    /// Without a node: the goal that is reached; none if the edge goes round in
    /// a way that has no header.
    std::optional<Goal> goal;
  };

  /// A block of a loop or of the region; an inner loop is one node, its header.
  struct Node {
    Block *block;
    /// Null unless the node is a loop.
    CFGLoop *inner = nullptr;
    SmallVector<Edge, 2> edges;
    std::optional<Expr> condition;
    /// From here to each goal; none if that can't be reached.
    std::optional<Cost> cost[2];
    /// How many of the paths from the entry to each goal lead through it: none,
    /// one, or `[0, 1]`.
    Count share[2];
  };

  /// The nodes of a loop, each before those that follow it.
  struct Level {
    std::vector<Node> nodes;
    llvm::DenseMap<Block *, size_t> places;
    /// From this place on, nodes may go round in a way that has no header.
    size_t firstRound = std::numeric_limits<size_t>::max();
  };

  /// The nodes of `loop` (null: the region) with what they cost, each looked at
  /// once.
  const Level &evaluate(CFGLoop *loop);
  void order(Level &level, CFGLoop *loop);
  void sumUp(Level &level);
  static void countPaths(Level &level, Goal goal);

  /// From the header of `loop` until it is left.
  Cost loopCost(CFGLoop *loop);
  /// The loop within `loop` that `block` is the header of, if any.
  CFGLoop *innerLoop(Block *block, CFGLoop *loop);

  Region &region;
  llvm::DenseMap<Block *, Cost> costs;
  std::function<Branch(Block *)> branchOf;
  std::function<Expr(Block *)> turnsOf;
  DominanceInfo dominance;
  CFGLoopInfo loops;
  std::map<CFGLoop *, Level> levels;
  bool irreducible = false;
};

} // namespace mlir::fpo

#endif // FPO_LIB_ANALYSIS_BLOCKGRAPH_H
