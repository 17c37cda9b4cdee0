//===- BlockGraph.cpp - What blocks that branch cost ----------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BlockGraph.h"

#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace mlir::fpo;

BlockGraph::BlockGraph(Region &region, llvm::DenseMap<Block *, Cost> costs,
                       std::function<Branch(Block *)> branchOf,
                       std::function<Expr(Block *)> turnsOf)
    : region(region), costs(std::move(costs)), branchOf(std::move(branchOf)),
      turnsOf(std::move(turnsOf)), dominance(region.getParentOp()),
      loops(dominance.getDomTree(&region)) {}

CFGLoop *BlockGraph::innerLoop(Block *block, CFGLoop *loop) {
  CFGLoop *inner = loops.getLoopFor(block);
  while (inner && inner->getParentLoop() != loop)
    inner = inner->getParentLoop();
  return inner && inner->getHeader() == block ? inner : nullptr;
}

/// Numbers the nodes so that each comes before those that follow it.
void BlockGraph::order(Level &level, CFGLoop *loop) {
  struct Visit {
    Node node;
    SmallVector<Block *> successors;
    size_t next = 0;
  };
  auto isOutside = [&](Block *block) {
    return loop && (block == loop->getHeader() || !loop->contains(block));
  };
  auto begin = [&](Block *block) {
    Visit visit{{block, innerLoop(block, loop), {}, {}, {}, {}}, {}};
    if (visit.node.inner) {
      visit.node.inner->getExitBlocks(visit.successors);
      llvm::SetVector<Block *> unique(visit.successors.begin(),
                                      visit.successors.end());
      visit.successors = unique.takeVector();
    } else {
      Branch branch = branchOf(block);
      visit.successors = std::move(branch.successors);
      visit.node.condition = std::move(branch.condition);
    }
    return visit;
  };

  // Depth first; a node is done after those that follow it.
  llvm::DenseMap<Block *, std::vector<Block *>> successorsOf;
  llvm::DenseSet<Block *> open, seen;
  std::vector<Visit> stack;
  auto push = [&](Block *block) {
    seen.insert(block);
    open.insert(block);
    stack.push_back(begin(block));
  };
  push(loop ? loop->getHeader() : &region.front());
  llvm::DenseSet<std::pair<Block *, Block *>> rounds;
  while (!stack.empty()) {
    Visit &visit = stack.back();
    Block *block = visit.node.block;
    if (visit.next == visit.successors.size()) {
      open.erase(block);
      successorsOf[block] = {visit.successors.begin(), visit.successors.end()};
      level.nodes.push_back(std::move(visit.node));
      stack.pop_back();
      continue;
    }
    Block *successor = visit.successors[visit.next++];
    if (isOutside(successor))
      continue;
    if (open.contains(successor))
      rounds.insert({block, successor});
    else if (!seen.contains(successor))
      push(successor);
  }
  std::reverse(level.nodes.begin(), level.nodes.end());
  for (auto [place, node] : llvm::enumerate(level.nodes))
    level.places.try_emplace(node.block, place);

  irreducible |= !rounds.empty();
  for (Node &node : level.nodes) {
    const std::vector<Block *> &successors =
        successorsOf.find(node.block)->second;
    if (successors.empty() && !loop)
      node.edges.push_back({std::nullopt, Exit});
    for (Block *successor : successors) {
      size_t place = level.places.lookup(successor);
      if (isOutside(successor)) {
        node.edges.push_back(
            {std::nullopt, successor == loop->getHeader() ? Back : Exit});
      } else if (rounds.contains({node.block, successor})) {
        node.edges.push_back({});
        level.firstRound = std::min(level.firstRound, place);
      } else {
        node.edges.push_back({place, std::nullopt});
      }
    }
  }
}

/// What it costs to go on from each node, those that follow first.
void BlockGraph::sumUp(Level &level) {
  for (Node &node : llvm::reverse(level.nodes)) {
    Cost own = node.inner ? loopCost(node.inner) : costs.lookup(node.block);
    for (Goal goal : {Back, Exit}) {
      SmallVector<Cost, 2> rests;
      for (const Edge &edge : node.edges) {
        if (edge.node) {
          if (const auto &rest = level.nodes[*edge.node].cost[goal])
            rests.push_back(*rest);
        } else if (!edge.goal) {
          rests.push_back(Cost::unknown());
        } else if (*edge.goal == goal) {
          rests.emplace_back();
        }
      }
      if (rests.empty())
        continue;
      Cost rest = rests.front();
      if (node.condition && rests.size() == 2)
        rest = Cost::select(*node.condition, rests[0], rests[1]);
      else
        for (const Cost &other : ArrayRef(rests).drop_front())
          rest = rest.hull(other);
      node.cost[goal] = own + rest;
    }
  }
}

/// A node is on all paths to the goal if no edge leads from one before it past
/// it.
void BlockGraph::countPaths(Level &level, Goal goal) {
  if (!level.nodes.front().cost[goal])
    return;
  size_t farthest = 0;
  for (auto [place, node] : llvm::enumerate(level.nodes)) {
    if (!node.cost[goal])
      continue;
    node.share[goal] = place >= level.firstRound ? Count::unknown()
                       : farthest <= place       ? Count(1)
                                                 : Count::between(0, 1);
    for (const Edge &edge : node.edges) {
      if (!edge.node)
        farthest =
            !edge.goal || *edge.goal == goal ? level.nodes.size() : farthest;
      else if (level.nodes[*edge.node].cost[goal])
        farthest = std::max(farthest, *edge.node);
    }
  }
}

const BlockGraph::Level &BlockGraph::evaluate(CFGLoop *loop) {
  auto [it, isNew] = levels.try_emplace(loop);
  if (isNew) {
    order(it->second, loop);
    sumUp(it->second);
    countPaths(it->second, Back);
    countPaths(it->second, Exit);
  }
  return it->second;
}

Cost BlockGraph::loopCost(CFGLoop *loop) {
  const Node &header = evaluate(loop).nodes.front();
  Cost total;
  if (header.cost[Back] && !header.cost[Back]->isZero())
    total = *header.cost[Back] * Count(turnsOf(loop->getHeader()));
  if (header.cost[Exit])
    total += *header.cost[Exit];
  return total;
}

Cost BlockGraph::total() {
  // Nothing can be said of a region that never ends.
  return evaluate(nullptr).nodes.front().cost[Exit].value_or(Cost::unknown());
}

Count BlockGraph::times(Block *block) {
  Count product = 1;
  // From the innermost loop outwards, each a node of the next one.
  CFGLoop *loop = loops.getLoopFor(block);
  while (true) {
    const Level &level = evaluate(loop);
    auto place = level.places.find(block);
    if (place == level.places.end())
      return 0;
    const Node &node = level.nodes[place->second];
    if (!loop)
      return product * (level.nodes.front().cost[Exit] ? node.share[Exit]
                                                       : Count::unknown());
    product *=
        node.share[Exit] + node.share[Back] * Count(turnsOf(loop->getHeader()));
    block = loop->getHeader();
    loop = loop->getParentLoop();
  }
}
