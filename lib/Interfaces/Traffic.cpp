//===- Traffic.cpp - Bytes that ops move ----------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Interfaces/Traffic.h"

#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace mlir;
using namespace mlir::fpo;

Count fpo::wholeBytes(ValueRange values, CostContext &context) {
  bool countsEach = context.getConvention().isFunctional;
  llvm::SmallPtrSet<Value, 4> seen;
  Count bytes;
  for (Value value : values)
    if (seen.insert(value).second || countsEach)
      bytes += context.bytes(value);
  return bytes;
}

Cost fpo::wholeTraffic(Operation *op, CostContext &context) {
  Cost cost = Cost::traffic(wholeBytes(op->getOperands(), context), 0);
  for (Value result : op->getResults())
    if (isa<TensorType>(result.getType()))
      cost.write += context.bytes(result);
  return cost;
}

Count fpo::gatheredBytes(Value value, const Count &asked,
                         CostContext &context) {
  Count all = context.elements(value);
  if (!asked.isExact() || !all.isExact())
    return context.bytes(value, asked);
  return context.bytes(value, Expr::min(asked.lower(), all.lower()));
}
