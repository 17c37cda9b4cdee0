//===- LinearForm.h - Integer linear forms and their inequalities -*- C++ -*-=//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_COUNT_LINEARFORM_H
#define FPO_COUNT_LINEARFORM_H

#include "mlir/Analysis/Presburger/Simplex.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DynamicAPInt.h"
#include "llvm/ADT/SmallVector.h"

#include <optional>
#include <vector>

namespace mlir::fpo {

using llvm::DynamicAPInt;

/// c0 x0 + c1 x1 + ... + constant with integer coefficients, over unknowns that
/// are numbered from zero.
class LinearForm {
public:
  explicit LinearForm(DynamicAPInt constant = DynamicAPInt(0))
      : constant(std::move(constant)) {}
  /// The unknown `index` itself.
  static LinearForm unknown(unsigned index);

  const DynamicAPInt &getConstant() const { return constant; }
  /// One more than the greatest unknown that occurs.
  unsigned size() const { return coefficients.size(); }
  DynamicAPInt operator[](unsigned index) const {
    return index < size() ? coefficients[index] : DynamicAPInt(0);
  }
  bool isConstant() const { return coefficients.empty(); }

  LinearForm &addTerm(unsigned index, const DynamicAPInt &coefficient);
  LinearForm &operator+=(const LinearForm &other);
  LinearForm &operator*=(const DynamicAPInt &factor);
  friend LinearForm operator+(LinearForm lhs, const LinearForm &rhs) {
    return lhs += rhs;
  }
  friend LinearForm operator-(LinearForm lhs, LinearForm rhs) {
    return lhs += rhs *= DynamicAPInt(-1);
  }
  friend LinearForm operator*(LinearForm lhs, const DynamicAPInt &factor) {
    return lhs *= factor;
  }
  friend LinearForm operator+(LinearForm lhs, int64_t number) {
    lhs.constant += number;
    return lhs;
  }

  /// With `value` in the place of the unknown `index`.
  LinearForm substitute(unsigned index, const LinearForm &value) const;

  /// What `form >= 0` says of integers, in smallest numbers: the coefficients
  /// without a common divisor, and the constant rounded down.
  LinearForm tightened() const;
  /// `>= 0` where `form >= 0` is false: -form - 1.
  LinearForm complement() const { return LinearForm(DynamicAPInt(-1)) - *this; }

  /// A total order; the constants come last.
  int compare(const LinearForm &other) const;
  /// The same, but for the constants, which are not looked at.
  int compareCoefficients(const LinearForm &other) const;
  bool operator==(const LinearForm &other) const { return compare(other) == 0; }
  bool operator<(const LinearForm &other) const { return compare(other) < 0; }

private:
  void trim();

  /// The last one is not zero.
  llvm::SmallVector<DynamicAPInt, 6> coefficients;
  DynamicAPInt constant;
};

/// The points at which all of some linear forms are non-negative.
class Conjunction {
public:
  /// Adds `form >= 0`, unless another row says as much.
  void add(const LinearForm &form);
  void add(const Conjunction &other);

  /// Tightened, sorted, and no two with the same coefficients.
  llvm::ArrayRef<LinearForm> getRows() const { return rows; }
  /// It has been seen that there is no point.
  bool isContradictory() const { return contradictory; }

  Conjunction substitute(unsigned index, const LinearForm &value) const;

  bool operator<(const Conjunction &other) const { return rows < other.rows; }
  bool operator==(const Conjunction &other) const { return rows == other.rows; }

private:
  std::vector<LinearForm> rows;
  bool contradictory = false;
};

/// Answers what holds at the rational points of conjunctions, and so at the
/// integer ones. Each answer is that of a linear program.
class LinearProgram {
public:
  explicit LinearProgram(llvm::ArrayRef<const Conjunction *> conjunctions);

  /// No rational point.
  bool isEmpty() const { return contradictory || simplex.isEmpty(); }
  /// An integer that `form` is never below at an integer point; none if there
  /// is none. Any number if there is no point.
  std::optional<DynamicAPInt> minimum(const LinearForm &form);
  std::optional<DynamicAPInt> maximum(const LinearForm &form);
  /// `form >= bound` at each integer point.
  bool implies(const LinearForm &form, int64_t bound = 0);

private:
  /// The coefficients of the columns of the simplex; false if `form` has an
  /// unknown that no row restricts.
  bool toColumns(const LinearForm &form,
                 llvm::SmallVectorImpl<DynamicAPInt> &row) const;

  llvm::SmallVector<int, 8> columnOf;
  unsigned columns = 0;
  bool contradictory = false;
  presburger::Simplex simplex;
};

/// `rows` without those that the others and `context` imply at rational points;
/// a contradiction if there is no point.
Conjunction withoutRedundantRows(const Conjunction &rows,
                                 const Conjunction &context);

} // namespace mlir::fpo

#endif // FPO_COUNT_LINEARFORM_H
