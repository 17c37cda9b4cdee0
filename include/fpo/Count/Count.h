//===- Count.h - An exact count, an interval, or a lower bound --*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_COUNT_COUNT_H
#define FPO_COUNT_COUNT_H

#include "fpo/Count/Expr.h"

#include "llvm/ADT/Hashing.h"
#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/Support/raw_ostream.h"

namespace mlir::fpo {

/// How often something happens, or how many bytes move: a closed interval of
/// non-negative integers of any size, or of expressions over symbols.
///
/// - exact:    `[n, n]`, printed `n`
/// - interval: `[lo, hi]`, printed `[lo, hi]`: one of several paths is taken
/// - at least: `[lo, inf)`, printed `[lo, ?]`: a part of it is unknown
///
/// The arithmetic is interval arithmetic, so a bound is never lost: zero times
/// an unknown count is exactly zero, anything plus an unknown count is "at
/// least". A count over symbols is exact if it has one value for each choice of
/// theirs. [symbol.count]
class Count {
public:
  /// Exactly `value`, which must not be negative.
  Count(int64_t value = 0) : lo(value) {}
  Count(const DynamicAPInt &value) : lo(value) {}
  Count(Expr value) : lo(std::move(value)) {}

  /// Exactly `value`, taken as unsigned.
  static Count get(const llvm::APInt &value);

  /// Somewhere in `[lo, hi]`; exact when both are equal. Requires `lo <= hi`.
  static Count between(const Expr &lo, const Expr &hi);

  /// `lo` or more.
  static Count atLeast(const Expr &lo);

  /// Nothing is known: zero or more.
  static Count unknown() { return atLeast(0); }

  bool isExact() const { return !rest; }
  bool isBounded() const { return !rest || rest->hi; }
  bool isZero() const { return isExact() && lo.isZero(); }
  /// One number, without symbols.
  bool isNumber() const { return isExact() && lo.isConstant(); }
  /// Symbols occur in it.
  bool isSymbolic() const {
    return !lo.isConstant() || (rest && rest->hi && !rest->hi->isConstant());
  }

  const Expr &lower() const { return lo; }
  /// The upper bound; requires `isBounded()`.
  const Expr &upper() const { return rest ? *rest->hi : lo; }
  /// Its value; requires `isNumber()`.
  const DynamicAPInt &number() const { return lo.constant(); }

  Count &operator+=(const Count &other);
  Count &operator*=(const Count &other);
  friend Count operator+(Count lhs, const Count &rhs) { return lhs += rhs; }
  friend Count operator*(Count lhs, const Count &rhs) { return lhs *= rhs; }

  /// Each bound divided by `divisor` (> 0), rounded up.
  Count ceilDiv(int64_t divisor) const;

  /// What is left of this without `part`, which is a part of it.
  Count without(const Count &part) const;

  /// The smallest interval that holds both: the count of "one of the two".
  Count hull(const Count &other) const;

  /// Both bounds with other symbols. The bounds stay ordered if the values
  /// admit no negative count.
  Count substitute(Expr::Substitution replacement) const;

  bool operator==(const Count &other) const {
    if (lo != other.lo || !rest != !other.rest)
      return false;
    return !rest || rest->hi == other.rest->hi;
  }
  bool operator!=(const Count &other) const { return !(*this == other); }

  /// `n`, `[lo, hi]` or `[lo, ?]`.
  void print(llvm::raw_ostream &os) const;
  std::string str() const;

  friend llvm::hash_code hash_value(const Count &count);

private:
  /// The upper bound of a count that isn't exact; none if it has none. Apart,
  /// since almost all counts are exact.
  struct Rest : llvm::ThreadSafeRefCountedBase<Rest> {
    explicit Rest(std::optional<Expr> hi) : hi(std::move(hi)) {}
    std::optional<Expr> hi;
  };

  Expr lo;
  llvm::IntrusiveRefCntPtr<const Rest> rest;
};

inline llvm::raw_ostream &operator<<(llvm::raw_ostream &os,
                                     const Count &count) {
  count.print(os);
  return os;
}

} // namespace mlir::fpo

#endif // FPO_COUNT_COUNT_H
