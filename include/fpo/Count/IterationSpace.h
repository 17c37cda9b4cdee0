//===- IterationSpace.h - Sums over the points of a loop nest ---*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_COUNT_ITERATIONSPACE_H
#define FPO_COUNT_ITERATIONSPACE_H

#include "fpo/Count/Unknowns.h"

namespace mlir::fpo {

/// The integer points at which constraints hold: the turns of a nest of loops,
/// with the conditions around its body. [symbol.nest]
///
/// Loops are variables, symbols of the constraints; all other symbols are
/// parameters. `for i in [0, N) step 3, for j in [i, min(N, i + 8))` is
///
///     space.addVariable("i"), addVariable("t"), addVariable("j")
///     i - 3 * t >= 0, 3 * t - i >= 0, i >= 0, N - 1 - i >= 0,
///     j - i >= 0, min(N, i + 8) - 1 - j >= 0
///
/// Points are never enumerated: the time depends on the number of constraints
/// and on the divisors among them, not on how many points there are.
class IterationSpace {
public:
  IterationSpace();

  /// Adds the variable that expressions call `name`. A variable may be
  /// negative, unless the expressions that name it take it for a size.
  void addVariable(llvm::StringRef name);

  /// Adds `expr >= 0`. Variables may stand in it with integer coefficients, and
  /// so within min, max, select and floor(... / d) for a number d > 0. False,
  /// and nothing is added, if it is not of this form: a product of variables,
  /// or of a variable and a symbol, a division by a symbol.
  [[nodiscard]] bool addConstraint(const Expr &expr);
  /// Adds `expr == 0`, likewise.
  [[nodiscard]] bool addEquality(const Expr &expr);

  /// The sum of `body` over the points, exact for all values that the
  /// parameters admit (Expr::minimum, Expr::maximum); the number of points for
  /// `body` one. `body` is a polynomial in the variables, with any atoms
  /// without variables and with min, max, select and floor as in a constraint.
  ///
  /// None if `body` is none of these, if there are points without end, or if it
  /// would take too many pieces or come out too long; that depends on nothing
  /// but the constraints and `body`.
  std::optional<Expr> sum(const Expr &body) const;

private:
  /// One of the disjoint parts into which max, min and select divide the
  /// points.
  struct Part {
    Conjunction rows;
    std::vector<unsigned> variables;
    /// What atoms with variables in them are in this part.
    std::vector<std::pair<AtomRef, Expr>> facts;
  };
  /// A part that is being made: constraints that are not yet linear, and what
  /// is to be summed over it.
  struct Draft {
    Part part;
    std::vector<Expr> pending;
    Expr body;
  };
  class Linearizer;

  Expr renamed(const Expr &expr) const;
  bool addConstraints(std::vector<Expr> constraints);

  Unknowns unknowns;
  /// The symbols of the variables, by their names outside.
  llvm::StringMap<Expr> variables;
  std::vector<Part> parts;
};

} // namespace mlir::fpo

#endif // FPO_COUNT_ITERATIONSPACE_H
