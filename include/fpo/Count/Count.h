//===- Count.h - An exact count, an interval, or a lower bound --*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_COUNT_COUNT_H
#define FPO_COUNT_COUNT_H

#include "llvm/ADT/DynamicAPInt.h"
#include "llvm/ADT/Hashing.h"
#include "llvm/Support/raw_ostream.h"

#include <optional>

namespace mlir::fpo {

using llvm::DynamicAPInt;

/// How often something happens, or how many bytes move: a closed interval of
/// non-negative integers of any size.
///
/// - exact:    `[n, n]`, printed `n`
/// - interval: `[lo, hi]`, printed `[lo, hi]`: one of several paths is taken
/// - at least: `[lo, inf)`, printed `[lo, ?]`: a part of it is unknown
///
/// The arithmetic is interval arithmetic, so a bound is never lost: zero times
/// an unknown count is exactly zero, anything plus an unknown count is "at
/// least".
class Count {
public:
  /// Exactly `value`, which must not be negative.
  Count(int64_t value = 0) : lo(value), kind(Kind::Exact) {}
  Count(const DynamicAPInt &value) : lo(canonical(value)), kind(Kind::Exact) {}

  /// Exactly `value`, taken as unsigned.
  static Count get(const llvm::APInt &value);

  /// Somewhere in `[lo, hi]`; exact when both are equal. Requires `lo <= hi`.
  static Count between(const DynamicAPInt &lo, const DynamicAPInt &hi);

  /// `lo` or more.
  static Count atLeast(const DynamicAPInt &lo);

  /// Nothing is known: zero or more.
  static Count unknown() { return atLeast(DynamicAPInt(0)); }

  bool isExact() const { return kind == Kind::Exact; }
  bool isBounded() const { return kind != Kind::AtLeast; }
  bool isZero() const { return isExact() && lo == 0; }

  const DynamicAPInt &lower() const { return lo; }
  /// The upper bound; requires `isBounded()`.
  const DynamicAPInt &upper() const { return isExact() ? lo : hi; }

  Count &operator+=(const Count &other);
  Count &operator*=(const Count &other);
  friend Count operator+(Count lhs, const Count &rhs) { return lhs += rhs; }
  friend Count operator*(Count lhs, const Count &rhs) { return lhs *= rhs; }

  /// Each bound divided by `divisor` (> 0), rounded up.
  Count ceilDiv(int64_t divisor) const;

  /// The smallest interval that holds both: the count of "one of the two".
  Count hull(const Count &other) const;

  bool operator==(const Count &other) const {
    return kind == other.kind && lo == other.lo && hi == other.hi;
  }
  bool operator!=(const Count &other) const { return !(*this == other); }

  /// `n`, `[lo, hi]` or `[lo, ?]`.
  void print(llvm::raw_ostream &os) const;
  std::string str() const;

  friend llvm::hash_code hash_value(const Count &count);

private:
  enum class Kind : uint8_t { Exact, Between, AtLeast };

  /// A number that fits into 64 bits, in them: a DynamicAPInt that has once
  /// been larger stays in the slow form, and hashes otherwise.
  static DynamicAPInt canonical(const DynamicAPInt &value);

  DynamicAPInt lo;
  /// Zero unless `kind` is `Between`.
  DynamicAPInt hi;
  Kind kind;
};

inline llvm::raw_ostream &operator<<(llvm::raw_ostream &os,
                                     const Count &count) {
  count.print(os);
  return os;
}

} // namespace mlir::fpo

#endif // FPO_COUNT_COUNT_H
