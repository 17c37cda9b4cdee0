//===- IterationDomain.cpp - The points that loops run through ------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/IterationDomain.h"

#include "fpo/Count/IterationSpace.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace mlir::fpo;

Expr LoopVariable::value() const {
  bool isNonNegative = llvm::any_of(
      lowers, [](const Expr &lower) { return lower.isKnownNonNegative(); });
  return Expr::symbol(name, isNonNegative);
}

bool IterationDomain::isMentionedIn(const Cost &cost) const {
  return cost.anyOf([&](const Expr &expr) {
    return llvm::any_of(variables, [&](const LoopVariable &variable) {
      return expr.mentions(variable.name);
    });
  });
}

void IterationDomain::prepend(const IterationDomain &outer) {
  variables.insert(variables.begin(), outer.variables.begin(),
                   outer.variables.end());
  conditions.insert(conditions.begin(), outer.conditions.begin(),
                    outer.conditions.end());
}

/// The sum as far as it can be taken one loop after the other.
static Expr sumStepwise(const IterationDomain &domain, const Expr &count) {
  Expr total = count;
  for (const Expr &condition : llvm::reverse(domain.conditions))
    total = Expr::select(condition, total, 0);
  for (const LoopVariable &variable : llvm::reverse(domain.variables))
    total = Expr::sum(variable.name, Expr::max(variable.lowers),
                      Expr::min(variable.uppers), total);
  return total;
}

/// The sum over all loops at once; none if their bounds are not affine, or the
/// result would be too long.
static std::optional<Expr> sumAtOnce(const IterationDomain &domain,
                                     const Expr &count) {
  IterationSpace space;
  for (const LoopVariable &variable : domain.variables)
    space.addVariable(variable.name);
  for (const LoopVariable &variable : domain.variables) {
    Expr value = variable.value();
    for (const Expr &lower : variable.lowers)
      if (!space.addConstraint(value - lower))
        return std::nullopt;
    for (const Expr &upper : variable.uppers)
      if (!space.addConstraint(upper - Expr(1) - value))
        return std::nullopt;
  }
  for (const Expr &condition : domain.conditions)
    if (!space.addConstraint(condition))
      return std::nullopt;
  return space.sum(count);
}

Expr IterationDomain::sum(const Expr &count) const {
  if (count.isZero() || (variables.empty() && conditions.empty()))
    return count;
  if (std::optional<Expr> total = sumAtOnce(*this, count))
    return *total;
  return sumStepwise(*this, count);
}

Cost IterationDomain::sum(const Cost &cost) const {
  return cost.map([&](const Count &count) {
    Expr lower = sum(count.lower());
    if (count.isExact())
      return Count(lower);
    if (!count.isBounded())
      return Count::atLeast(lower);
    return Count::between(lower, sum(count.upper()));
  });
}
