//===- Largest.h - The largest of some expressions --------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_ANALYSIS_MEMORY_LARGEST_H
#define FPO_LIB_ANALYSIS_MEMORY_LARGEST_H

#include "fpo/Count/Expr.h"

#include "mlir/Support/LLVM.h"

namespace mlir::fpo {

/// The largest of some expressions. Those that another one is never below are
/// left out.
class Largest {
public:
  void add(const Expr &value, unsigned step) {
    if (value.isConstant() && candidates.size() == 1 &&
        candidates.front().value.isConstant()) {
      if (value.constant() > candidates.front().value.constant())
        candidates.front() = {value, step};
      return;
    }
    for (const Candidate &other : candidates)
      if (isNeverBelow(other.value, value))
        return;
    llvm::erase_if(candidates, [&](const Candidate &other) {
      return isNeverBelow(value, other.value);
    });
    candidates.push_back({value, step});
  }

  Expr value() const {
    SmallVector<Expr> values;
    for (const Candidate &candidate : candidates)
      values.push_back(candidate.value);
    return values.empty() ? Expr(0) : Expr::max(values);
  }

  /// The step of the largest one where every symbol has the same large value.
  unsigned step() const {
    static constexpr int64_t kLargeSize = 100;
    auto size = [](const Candidate &candidate) {
      return candidate.value.substitute(
          [](StringRef) { return std::optional<Expr>(kLargeSize); });
    };
    const Candidate *best = &candidates.front();
    if (candidates.size() == 1)
      return best->step;
    Expr largest = size(*best);
    for (const Candidate &candidate : ArrayRef(candidates).drop_front())
      if (Expr here = size(candidate);
          (here - largest - Expr(1)).isKnownNonNegative()) {
        best = &candidate;
        largest = here;
      }
    return best->step;
  }

  bool isEmpty() const { return candidates.empty(); }

private:
  /// Whether `lhs` is at least `rhs` if no size is zero. [memory.peak]
  static bool isNeverBelow(const Expr &lhs, const Expr &rhs) {
    Expr difference = lhs - rhs;
    return difference.isKnownNonNegative() ||
           (!difference.isConstant() &&
            difference
                .substitute([](StringRef name) -> std::optional<Expr> {
                  if (!isSize(name))
                    return std::nullopt;
                  return Expr::symbol(name) + Expr(1);
                })
                .isKnownNonNegative());
  }
  /// `arg0.1`, `dim(@f:7.0)`.
  static bool isSize(StringRef name) {
    return name.starts_with("dim(") || name.contains('.');
  }

  struct Candidate {
    Expr value;
    unsigned step;
  };
  SmallVector<Candidate, 1> candidates;
};

} // namespace mlir::fpo

#endif // FPO_LIB_ANALYSIS_MEMORY_LARGEST_H
