//===- Elementwise.cpp - Costs of ops that map over elements --------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Interfaces/Elementwise.h"

#include "fpo/Interfaces/Traffic.h"

#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mlir::fpo;

Cost fpo::mapCost(Operation *op, const Cost &perElement, CostContext &context) {
  Value result = op->getResult(0);
  Cost cost = perElement;
  if (isa<ShapedType>(result.getType())) {
    if (!cost.isZero())
      cost *= context.points(context.shape(result));
    if (isa<TensorType>(result.getType()))
      cost += wholeTraffic(op, context);
    return cost;
  }
  // [size.scalars]
  if (!cost.iop().isZero() && context.feedsOnlySizes(result))
    return Cost();
  return cost;
}

Cost fpo::elementwiseCost(Operation *op, CostContext &context) {
  Type element = getElementTypeOrSelf(op->getOperand(0).getType());
  return mapCost(op, context.scalar(op->getName().getStringRef(), element),
                 context);
}
