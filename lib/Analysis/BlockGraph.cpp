//===- BlockGraph.cpp - What blocks that branch cost ----------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BlockGraph.h"

using namespace mlir;
using namespace mlir::fpo;

BlockGraph::BlockGraph(Region &region, llvm::DenseMap<Block *, Cost> costs,
                       std::function<Branch(Block *)> branchOf,
                       std::function<Expr(Block *)> turnsOf)
    : region(region), costs(std::move(costs)), branchOf(std::move(branchOf)),
      turnsOf(std::move(turnsOf)), dominance(region.getParentOp()),
      loops(dominance.getDomTree(&region)) {}

Block *BlockGraph::entryOf(CFGLoop *loop) {
  return loop ? loop->getHeader() : &region.front();
}

CFGLoop *BlockGraph::innerLoop(Block *block, CFGLoop *loop) {
  CFGLoop *inner = loops.getLoopFor(block);
  while (inner && inner->getParentLoop() != loop)
    inner = inner->getParentLoop();
  return inner && inner->getHeader() == block ? inner : nullptr;
}

BlockGraph::Branch BlockGraph::next(Block *block, CFGLoop *loop) {
  CFGLoop *inner = innerLoop(block, loop);
  if (!inner)
    return branchOf(block);
  SmallVector<Block *> exits;
  inner->getExitBlocks(exits);
  llvm::SetVector<Block *> unique(exits.begin(), exits.end());
  return {unique.takeVector(), std::nullopt};
}

Cost BlockGraph::loopCost(CFGLoop *loop) {
  auto it = knownLoops.find(loop);
  if (it != knownLoops.end())
    return it->second;
  Block *header = loop->getHeader();
  Cost total;
  if (std::optional<Cost> turn = pathCost(header, loop, Goal::Back);
      turn && !turn->isZero())
    total = *turn * Count(turnsOf(header));
  if (std::optional<Cost> last = pathCost(header, loop, Goal::Exit))
    total += *last;
  knownLoops[loop] = total;
  return total;
}

std::optional<Cost> BlockGraph::pathCost(Block *block, CFGLoop *loop,
                                         Goal goal) {
  auto key = std::make_tuple(block, loop, goal);
  auto it = known.find(key);
  if (it != known.end())
    return it->second;
  if (!inProgress.insert(key).second) {
    irreducible = true;
    return Cost::unknown();
  }
  Branch branch = next(block, loop);
  std::vector<Cost> rests;
  bool isEnd = branch.successors.empty() && !loop && goal == Goal::Exit;
  if (isEnd)
    rests.emplace_back();
  for (Block *successor : branch.successors) {
    bool goesBack = loop && successor == loop->getHeader();
    bool leaves = loop && !loop->contains(successor);
    if (goesBack || leaves) {
      if (goesBack == (goal == Goal::Back))
        rests.emplace_back();
    } else if (std::optional<Cost> rest = pathCost(successor, loop, goal)) {
      rests.push_back(std::move(*rest));
    }
  }
  inProgress.erase(key);

  std::optional<Cost> result;
  if (!rests.empty()) {
    CFGLoop *inner = innerLoop(block, loop);
    result = inner ? loopCost(inner) : costs[block];
    if (branch.condition && rests.size() == 2) {
      *result += Cost::select(*branch.condition, rests[0], rests[1]);
    } else {
      Cost either = rests.front();
      for (const Cost &rest : ArrayRef(rests).drop_front())
        either = either.hull(rest);
      *result += either;
    }
  }
  known[key] = result;
  return result;
}

Cost BlockGraph::total() {
  // A region that never ends has no path to its end: then at least what lies
  // on the way into the last loop is done.
  if (std::optional<Cost> cost = pathCost(&region.front(), nullptr, Goal::Exit))
    return *cost;
  return Cost::unknown();
}

bool BlockGraph::reaches(Block *from, CFGLoop *loop, Goal goal,
                         Block *without) {
  if (from == without)
    return false;
  SmallVector<Block *> work = {from};
  llvm::DenseSet<Block *> seen = {from};
  while (!work.empty()) {
    Block *block = work.pop_back_val();
    Branch branch = next(block, loop);
    if (branch.successors.empty() && !loop && goal == Goal::Exit)
      return true;
    for (Block *successor : branch.successors) {
      bool goesBack = loop && successor == loop->getHeader();
      bool leaves = loop && !loop->contains(successor);
      if (goesBack || leaves) {
        if (goesBack == (goal == Goal::Back))
          return true;
      } else if (successor != without && seen.insert(successor).second) {
        work.push_back(successor);
      }
    }
  }
  return false;
}

Count BlockGraph::onPaths(Block *block, CFGLoop *loop, Goal goal) {
  Block *entry = entryOf(loop);
  if (!reaches(entry, loop, goal, nullptr) ||
      !reaches(block, loop, goal, nullptr))
    return 0;
  if (!reaches(entry, loop, goal, block))
    return 1;
  return Count::between(0, 1);
}

Count BlockGraph::times(Block *block) {
  Count product = 1;
  // From the innermost loop outwards, each a node of the next one.
  Block *node = block;
  CFGLoop *loop = loops.getLoopFor(block);
  while (true) {
    Count here = onPaths(node, loop, Goal::Exit);
    if (!loop)
      return product * here;
    here += onPaths(node, loop, Goal::Back) * Count(turnsOf(loop->getHeader()));
    product *= here;
    node = loop->getHeader();
    loop = loop->getParentLoop();
  }
}
