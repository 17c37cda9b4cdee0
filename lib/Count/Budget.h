//===- Budget.h - What a computation may take -------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_COUNT_BUDGET_H
#define FPO_LIB_COUNT_BUDGET_H

#include "fpo/Count/Expr.h"

namespace mlir::fpo {

/// The work that is left to a computation, in terms of polynomials that are
/// touched, about a microsecond each. It is counted, not measured, so that
/// results never depend on how busy the machine is.
class Budget {
public:
  explicit Budget(size_t units) : left(units) {}

  /// False if there is not as much left, or ever was not.
  bool spend(size_t units) {
    left = units < left ? left - units : 0;
    return left != 0;
  }
  bool isSpent() const { return left == 0; }

private:
  size_t left;
};

/// What a linear program of a few rows takes.
inline constexpr size_t kLinearProgramCost = 10;

/// What `count` linear programs of `rows` rows take.
inline size_t costOfPrograms(size_t count, size_t rows) {
  return kLinearProgramCost * count * (1 + rows / 8);
}

inline size_t termCount(const Expr &expr) {
  return expr.isConstant() ? 1 : expr.poly().getTerms().size();
}

} // namespace mlir::fpo

#endif // FPO_LIB_COUNT_BUDGET_H
