//===- Gradients.cpp - Backward costs that ops share ----------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Gradients.h"

#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mlir::fpo;

Cost fpo::stepsCost(ArrayRef<ScalarStep> steps, Type type, CostContext &costs) {
  Cost cost;
  for (const ScalarStep &step : steps) {
    // A step on real numbers is one on a part of a complex one.
    auto complex = dyn_cast<ComplexType>(type);
    bool isPart = complex && !step.name.starts_with("complex.");
    cost += costs.scalar(step.name, isPart ? complex.getElementType() : type) *
            Count(step.times);
  }
  return cost;
}

Cost fpo::sumCost(Type type, CostContext &costs) {
  return costs.scalar(isa<ComplexType>(type) ? "complex.add" : "arith.addf",
                      type);
}

/// Whether elements of `operand` meet several elements of `result`.
static bool isBroadcast(Value operand, Value result) {
  auto from = dyn_cast<ShapedType>(operand.getType());
  auto to = dyn_cast<ShapedType>(result.getType());
  if (!to || !to.hasRank())
    return false;
  if (!from || !from.hasRank() || from.getRank() != to.getRank())
    return true;
  return llvm::any_of(llvm::zip_equal(from.getShape(), to.getShape()),
                      [](auto sizes) {
                        auto [in, out] = sizes;
                        return in == 1 && out != 1;
                      });
}

bool fpo::elementwisePropagates(Operation *op, Value from) {
  const VjpRule *rule = lookupVjp(op->getName().getStringRef());
  return isDifferentiable(from.getType()) &&
         isDifferentiable(op->getResult(0).getType()) &&
         llvm::any_of(llvm::enumerate(rule->operands), [&](auto operand) {
           return operand.value() && op->getOperand(operand.index()) == from;
         });
}

Cost fpo::elementwiseBackward(Operation *op, GradientContext &context) {
  CostContext &costs = context.getCosts();
  const VjpRule *rule = lookupVjp(op->getName().getStringRef());
  Value result = op->getResult(0);
  Type type = getElementTypeOrSelf(result.getType());

  Cost each;
  bool isAnyWanted = false;
  for (auto [index, steps] : llvm::enumerate(rule->operands)) {
    if (!steps || !context.isWanted(index))
      continue;
    isAnyWanted = true;
    Value operand = op->getOperand(index);
    each += stepsCost(*steps, type, costs);
    if (isBroadcast(operand, result))
      each += sumCost(getElementTypeOrSelf(operand.getType()), costs);
    context.addGradient(index);
  }
  if (isAnyWanted)
    each += stepsCost(rule->shared, type, costs);
  return each.isZero() ? each : each * costs.elements(result);
}

Cost fpo::moveBackward(Operation *op, GradientContext &context) {
  for (unsigned i = 0, n = op->getNumOperands(); i < n; ++i)
    if (context.isWanted(i))
      context.addGradient(i);
  return Cost();
}

Cost fpo::sliceBackward(Operation *op, GradientContext &context) {
  if (context.isWanted(0))
    context.addGradient(0, context.getCosts().elements(op->getResult(0)));
  return Cost();
}

Cost fpo::contractionBackward(Operation *op, unsigned lhs, unsigned rhs,
                              Type type, GradientContext &context) {
  CostContext &costs = context.getCosts();
  Count macs = cast<CostOpInterface>(op).getCost(costs).mac;
  Cost each = stepsCost({{1, "arith.mulf"}, {1, "arith.addf"}}, type, costs);
  Cost cost;
  for (unsigned operand : {lhs, rhs})
    if (context.isWanted(operand)) {
      cost += each * macs;
      cost.mac += macs;
      context.addGradient(operand);
    }
  return cost;
}
