//===- GradientOpInterface.cpp - What an op's gradient costs --------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Interfaces/GradientOpInterface.h"

#include "mlir/IR/TypeUtilities.h"
#include "mlir/Transforms/RegionUtils.h"

using namespace mlir;
using namespace mlir::fpo;

#include "fpo/Interfaces/GradientOpInterface.cpp.inc"

GradientContext::~GradientContext() = default;

bool fpo::isDifferentiable(Type type) {
  return !isa<BaseMemRefType>(type) &&
         isa<FloatType, ComplexType>(getElementTypeOrSelf(type));
}

bool fpo::propagates(Operation *op, Value from, unsigned result) {
  if (auto model = dyn_cast<GradientOpInterface>(op))
    return model.propagates(from, result);
  return isDifferentiable(from.getType()) &&
         isDifferentiable(op->getResult(result).getType());
}

void fpo::forEachUsedValue(Operation *op,
                           llvm::function_ref<void(Value)> visit) {
  for (Value operand : op->getOperands())
    visit(operand);
  if (op->getNumRegions() == 0)
    return;
  llvm::SetVector<Value> outside;
  getUsedValuesDefinedAbove(op->getRegions(), outside);
  for (Value value : outside)
    visit(value);
}

bool fpo::reaches(Region &region, ArrayRef<Value> from, Value to) {
  llvm::SmallPtrSet<Value, 8> reached(from.begin(), from.end());
  for (Operation &op : region.front())
    for (OpResult result : op.getResults())
      forEachUsedValue(&op, [&](Value value) {
        if (reached.contains(value) &&
            propagates(&op, value, result.getResultNumber()))
          reached.insert(result);
      });
  return reached.contains(to);
}
