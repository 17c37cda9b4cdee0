//===- StepOrder.cpp - The order in which ops run -------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "StepOrder.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/Interfaces/CallInterfaces.h"
#include "mlir/Interfaces/LoopLikeInterface.h"

using namespace mlir;
using namespace mlir::fpo;

RegionUse fpo::getRegionUse(Operation *op) {
  if (op->getNumRegions() == 0)
    return RegionUse::None;
  if (isa<LoopLikeOpInterface>(op))
    return RegionUse::Loop;
  if (isa<scf::IfOp, scf::IndexSwitchOp, affine::AffineIfOp, tosa::IfOp>(op))
    return RegionUse::Branch;
  if (isa<scf::ExecuteRegionOp, memref::AllocaScopeOp>(op))
    return RegionUse::Once;
  return RegionUse::None;
}

StepOrder::StepOrder(Region &body, CostEvaluator &evaluator)
    : evaluator(evaluator) {
  number(body);
}

void StepOrder::number(Region &region) {
  for (Block &block : region)
    for (Operation &op : block) {
      numbers[&op] = steps.size();
      steps.push_back(&op);
      bool runsRegions = getRegionUse(&op) != RegionUse::None;
      if (!runsRegions && !isa<CallOpInterface>(op))
        continue;
      SmallVector<Region *, 2> taken;
      if (runsRegions)
        taken = findRegions(&op);
      for (Region *each : taken)
        number(*each);
      inner[&op] = {static_cast<unsigned>(steps.size()), std::move(taken)};
      steps.push_back(&op);
    }
}

SmallVector<Region *, 2> StepOrder::findRegions(Operation *op) {
  SmallVector<Region *, 2> all;
  for (Region &region : op->getRegions())
    if (!region.empty())
      all.push_back(&region);
  if (auto loop = dyn_cast<LoopLikeOpInterface>(op))
    if (std::optional<APInt> turns = loop.getStaticTripCount();
        turns && turns->isZero())
      return {};
  if (!isa<scf::IfOp>(op))
    return all;
  std::optional<Expr> condition;
  evaluator.query(op, [&](CostContext &context) {
    condition = context.condition(op->getOperand(0));
    return Cost();
  });
  if (!condition)
    return all;
  bool isTaken = condition->isKnownNonNegative();
  if (!isTaken && !(-*condition - Expr(1)).isKnownNonNegative())
    return all;
  Region &taken = op->getRegion(isTaken ? 0 : 1);
  if (taken.empty())
    return {};
  return {&taken};
}

unsigned StepOrder::first(Operation *op) const {
  for (; op; op = op->getParentOp())
    if (auto known = numbers.find(op); known != numbers.end())
      return known->second;
  return 0;
}

unsigned StepOrder::last(Operation *op) const {
  auto known = inner.find(op);
  return known == inner.end() ? first(op) : known->second.last;
}

ArrayRef<Region *> StepOrder::regions(Operation *op) const {
  auto known = inner.find(op);
  return known == inner.end() ? ArrayRef<Region *>() : known->second.regions;
}
