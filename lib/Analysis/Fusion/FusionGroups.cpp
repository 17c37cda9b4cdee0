//===- FusionGroups.cpp - Which ops of a program run together -------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/FusionGroups.h"

#include "GroupBuilder.h"

using namespace mlir;
using namespace mlir::fpo;

namespace {
/// Forms the groups of the blocks of a function, those of inner blocks too.
class FunctionGroups : GroupBuilder::Visitor {
public:
  FunctionGroups(CostEvaluator &evaluator, const CostFunction *function,
                 std::deque<FusionGroup> &groups,
                 llvm::DenseMap<Operation *, const FusionGroup *> &groupOf,
                 FusionSteps &steps)
      : evaluator(evaluator), function(function), groups(groups),
        groupOf(groupOf), steps(steps) {}

  void add(ArrayRef<CostRegion> blocks) {
    if (!outerStep)
      steps.isOneBlock = blocks.size() <= 1;
    for (const CostRegion &block : blocks) {
      GroupBuilder builder(evaluator);
      for (const CostNode &node : block.nodes)
        builder.add(node);
      builder.finish(*this);
    }
  }

  void finish() {
    for (const auto &[value, bytes] : outside)
      steps.outsideBytes += bytes;
  }

private:
  unsigned beginStep(SmallVector<unsigned, 2> producers) override {
    if (outerStep)
      return *outerStep;
    steps.list.push_back({std::move(producers)});
    return steps.list.size() - 1;
  }

  unsigned takeGroup(FusionGroup group) override {
    group.id = groups.size();
    group.function = function;
    const FusionGroup &added = groups.emplace_back(std::move(group));
    for (Operation *op : added.ops)
      groupOf.try_emplace(op, &added);
    return added.id;
  }

  void takeRegions(const CostNode &node, unsigned step) override {
    steps.stepOfCall.insert({node.op, step});
    std::optional<unsigned> outer = std::exchange(outerStep, step);
    add(node.regions);
    outerStep = outer;
  }

  void takeOutsideValue(Value value, const Count &bytes) override {
    Count &known = outside[value];
    if (known.isNumber() && bytes.isNumber() &&
        known.number() >= bytes.number())
      return;
    known = bytes;
  }

  CostEvaluator &evaluator;
  const CostFunction *function;
  std::deque<FusionGroup> &groups;
  llvm::DenseMap<Operation *, const FusionGroup *> &groupOf;
  FusionSteps &steps;
  /// The step of the body that inner blocks belong to.
  std::optional<unsigned> outerStep;
  /// The most that one group reads of each value from outside.
  llvm::MapVector<Value, Count> outside;
};
} // namespace

FusionGroups::FusionGroups(const CostAnalysis &analysis)
    : tree(analysis.getTree()) {
  CostEvaluator &evaluator = analysis.getEvaluator();
  auto form = [&](const CostFunction *function, ArrayRef<CostRegion> blocks) {
    FusionSteps &ofFunction = steps[function];
    FunctionGroups former(evaluator, function, groups, groupOf, ofFunction);
    former.add(blocks);
    former.finish();
  };
  form(nullptr, tree.topLevel);
  for (const CostFunction *function : tree.order)
    form(function, function->blocks);
  for (const FusionGroup &group : groups)
    byRoot.try_emplace(group.root, &group);
  sumUp();
}

/// [fusion.total] The groups of each function in all their runs, and what it
/// calls.
void FusionGroups::sumUp() {
  Repetition::Ref once = Repetition::once();
  auto sumOf = [&](ArrayRef<CostRegion> blocks, const Cost &unfused) {
    Count sum;
    walkNodes(blocks, once, [&](const CostNode &node, const NodeRuns &runs) {
      if (const FusionGroup *group = byRoot.lookup(node.op))
        sum += [&] {
          Cost all =
              runs.total(Cost::traffic(group->cost.read, group->cost.write));
          return all.read + all.write;
        }();
      const CostFunction *callee = tree.callees.lookup(node.op);
      if (!callee)
        return;
      Count bytes = fused.lookup(callee);
      auto symbols = tree.calleeSymbols.find(node.op);
      if (symbols != tree.calleeSymbols.end())
        bytes = bytes.substitute(lookupIn(symbols->second));
      sum += runs.total(Cost::traffic(bytes, 0)).read;
    });
    // Of branches that exclude each other the sum above has all, but fusion
    // moves no more than what there was.
    Count all = unfused.read + unfused.write;
    if (!sum.isExact() && sum.isBounded() && all.isBounded() &&
        sum.upper().isConstant() && all.upper().isConstant() &&
        sum.lower().isConstant() &&
        all.upper().constant() < sum.upper().constant())
      sum = Count::between(sum.lower(), std::max(sum.lower().constant(),
                                                 all.upper().constant()));
    return sum;
  };
  // A function is costed after those that it calls.
  for (const CostFunction &function : tree.functions)
    fused[&function] = sumOf(function.blocks, *function.total);
  if (tree.topLevelTotal)
    topLevel = sumOf(tree.topLevel, *tree.topLevelTotal);
}

Count FusionGroups::getFused(const CostFunction *function) const {
  return fused.lookup(function);
}

Count FusionGroups::getFused(const ProgramCost &program) const {
  Count sum = topLevel;
  for (const CostFunction *entry : program.entries)
    sum += program.entries.size() == 1
               ? getFused(entry)
               : qualifySymbols(Cost::traffic(getFused(entry), 0), entry->name)
                     .read;
  return sum;
}

void FusionGroups::walk(
    const ProgramCost &program,
    llvm::function_ref<void(const FusionGroup &, const NodeRuns &)> visit)
    const {
  walkProgram(
      tree, program,
      [&](const CostNode &node, const NodeRuns &runs, const CostFunction *) {
        if (const FusionGroup *group = byRoot.lookup(node.op))
          visit(*group, runs);
      });
}
