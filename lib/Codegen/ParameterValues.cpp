//===- ParameterValues.cpp - What depends on parameters alone -------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ParameterValues.h"

#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Transforms/RegionUtils.h"

using namespace mlir;
using namespace mlir::fpo;

ParameterValues::ParameterValues(FunctionOpInterface function) {
  for (BlockArgument argument : function.getArguments())
    if (function.getArgAttr(argument.getArgNumber(), "fpo.param"))
      values.insert(argument);
  if (!function.getFunctionBody().hasOneBlock())
    return;
  for (Operation &op : function.getFunctionBody().front())
    add(&op);
}

/// `known` holds the ops that were asked for.
static bool dependsOnParametersAlone(Operation *op,
                                     llvm::DenseMap<Operation *, bool> &known) {
  auto [it, isNew] = known.try_emplace(op, false);
  if (!isNew)
    return it->second;
  if (op->getNumResults() == 0 || !isMemoryEffectFree(op))
    return false;
  llvm::SetVector<Value> used;
  getUsedValuesDefinedAbove(op->getRegions(), used);
  used.insert(op->operand_begin(), op->operand_end());
  bool result = llvm::all_of(used, [&](Value value) {
    if (Operation *maker = value.getDefiningOp())
      return dependsOnParametersAlone(maker, known);
    auto argument = cast<BlockArgument>(value);
    auto function =
        dyn_cast<FunctionOpInterface>(argument.getOwner()->getParentOp());
    return function && argument.getOwner()->isEntryBlock() &&
           function.getArgAttr(argument.getArgNumber(), "fpo.param");
  });
  known[op] = result;
  return result;
}

bool fpo::dependsOnParametersAlone(Operation *op) {
  llvm::DenseMap<Operation *, bool> known;
  return ::dependsOnParametersAlone(op, known);
}

void ParameterValues::add(Operation *op) {
  if (op->getNumResults() == 0 || !isMemoryEffectFree(op))
    return;
  if (!llvm::all_of(op->getOperands(),
                    [&](Value operand) { return contains(operand); }))
    return;
  llvm::SetVector<Value> captured;
  getUsedValuesDefinedAbove(op->getRegions(), captured);
  if (!llvm::all_of(captured, [&](Value value) { return contains(value); }))
    return;
  values.insert(op->result_begin(), op->result_end());
}
