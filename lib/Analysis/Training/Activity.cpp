//===- Activity.cpp - Which values depend on parameters -------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Activity.h"

#include "fpo/Interfaces/GradientOpInterface.h"

#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace mlir::fpo;

std::vector<bool> fpo::toKey(const llvm::SmallBitVector &bits) {
  std::vector<bool> key(bits.size());
  for (unsigned i : bits.set_bits())
    key[i] = true;
  return key;
}

std::optional<CarriedValues> CarriedValues::get(Operation *op) {
  auto loop = dyn_cast<LoopLikeOpInterface>(op);
  if (!loop || op->getNumRegions() != 1 || !op->getRegion(0).hasOneBlock())
    return std::nullopt;
  std::optional<ResultRange> results = loop.getLoopResults();
  CarriedValues carried{&op->getRegion(0).front(),
                        llvm::to_vector_of<Value>(loop.getInits()),
                        llvm::to_vector_of<Value>(loop.getRegionIterArgs()),
                        llvm::to_vector_of<Value>(loop.getYieldedValues()),
                        {}};
  if (results)
    llvm::append_range(carried.results, *results);
  size_t n = op->getNumResults();
  if (carried.inits.size() != n || carried.arguments.size() != n ||
      carried.yields.size() != n || carried.results.size() != n)
    return std::nullopt;
  return carried;
}

std::optional<SmallVector<Block *>> fpo::getBranches(Operation *op) {
  if (!isa<RegionBranchOpInterface>(op) || isa<LoopLikeOpInterface>(op))
    return std::nullopt;
  SmallVector<Block *> blocks;
  for (Region &region : op->getRegions()) {
    if (region.empty())
      continue;
    if (!region.hasOneBlock() || region.getNumArguments() != 0 ||
        region.front().getTerminator()->getNumOperands() != op->getNumResults())
      return std::nullopt;
    blocks.push_back(&region.front());
  }
  return blocks;
}

Activity &ActivityAnalysis::get(FunctionOpInterface function,
                                const llvm::SmallBitVector &arguments) {
  auto [it, isNew] = known.try_emplace({function, toKey(arguments)});
  Activity &activity = it->second;
  if (!isNew)
    return activity;
  // Meanwhile, for a recursive call: nothing is varied.
  activity.results.resize(function.getNumResults());
  if (!function.getFunctionBody().hasOneBlock()) {
    // BackwardPass says that it is not known.
    for (auto [index, type] : llvm::enumerate(function.getResultTypes()))
      if (arguments.any() && isDifferentiable(type))
        activity.results.set(index);
    return activity;
  }
  Block &body = function.getFunctionBody().front();
  for (unsigned i : arguments.set_bits())
    activity.varied.insert(body.getArgument(i));
  propagate(body, activity);
  if (body.mightHaveTerminator())
    for (auto [index, value] :
         llvm::enumerate(body.getTerminator()->getOperands()))
      if (index < activity.results.size() && activity.varied.contains(value))
        activity.results.set(index);
  return activity;
}

void ActivityAnalysis::propagate(Block &block, Activity &activity) {
  for (Operation &op : block)
    propagate(&op, activity);
}

void ActivityAnalysis::propagate(Operation *op, Activity &activity) {
  auto isVaried = [&](Value value) { return activity.varied.contains(value); };
  for (OpResult result : op->getResults())
    if (sources.contains(result))
      activity.varied.insert(result);

  if (auto carried = CarriedValues::get(op)) {
    for (bool changes = true; changes;) {
      changes = false;
      for (auto [init, argument] :
           llvm::zip_equal(carried->inits, carried->arguments))
        if (isVaried(init))
          activity.varied.insert(argument);
      propagate(*carried->body, activity);
      for (auto [argument, yielded] :
           llvm::zip_equal(carried->arguments, carried->yields))
        if (isVaried(yielded))
          changes |= activity.varied.insert(argument).second;
    }
    for (auto [argument, result] :
         llvm::zip_equal(carried->arguments, carried->results))
      if (isVaried(argument))
        activity.varied.insert(result);
    return;
  }
  if (auto branches = getBranches(op)) {
    for (Block *block : *branches) {
      propagate(*block, activity);
      for (auto [yielded, result] : llvm::zip_equal(
               block->getTerminator()->getOperands(), op->getResults()))
        if (isVaried(yielded))
          activity.varied.insert(result);
    }
    return;
  }
  if (const CostFunction *callee = tree.callees.lookup(op)) {
    auto function = cast<FunctionOpInterface>(callee->op);
    auto call = cast<CallOpInterface>(op);
    llvm::SmallBitVector arguments(function.getNumArguments());
    for (auto [index, operand] : llvm::enumerate(call.getArgOperands()))
      if (isVaried(operand))
        arguments.set(index);
    const Activity &inside = get(function, arguments);
    for (unsigned i : inside.results.set_bits())
      activity.varied.insert(op->getResult(i));
    return;
  }
  if (op->getNumResults() == 0)
    return;
  forEachUsedValue(op, [&](Value value) {
    if (!isVaried(value))
      return;
    for (OpResult result : op->getResults())
      if (!isVaried(result) && propagates(op, value, result.getResultNumber()))
        activity.varied.insert(result);
  });
}
