//===- IterationDomain.cpp - The points that loops run through ------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/IterationDomain.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace mlir::fpo;

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

Expr IterationDomain::sum(const Expr &count) const {
  if (count.isZero())
    return count;
  Expr total = count;
  for (const Expr &condition : llvm::reverse(conditions))
    total = Expr::select(condition, total, 0);
  for (const LoopVariable &variable : llvm::reverse(variables)) {
    Expr lower = variable.lowers.front(), upper = variable.uppers.front();
    for (const Expr &other : llvm::drop_begin(variable.lowers))
      lower = Expr::max(lower, other);
    for (const Expr &other : llvm::drop_begin(variable.uppers))
      upper = Expr::min(upper, other);
    total = Expr::sum(variable.name, lower, upper, total);
  }
  return total;
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
