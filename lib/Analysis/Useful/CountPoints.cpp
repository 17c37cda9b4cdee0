//===- CountPoints.cpp - How many points a region has ---------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// Dimensions that no condition ties together multiply. Of those that conditions
// do, all but the longest are enumerated; along the longest, the conditions are
// an interval and a congruence, and their points are counted in closed form. A
// padded convolution enumerates the taps of its window, a triangle its rows.
//
//===----------------------------------------------------------------------===//

#include "PointSet.h"

#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/EquivalenceClasses.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/Support/MathExtras.h"

#include <numeric>

using namespace mlir;
using namespace mlir::fpo;

/// Points beyond which nothing is enumerated.
static constexpr int64_t kEnumerationLimit = int64_t(1) << 22;

namespace {
/// The numbers `first`, `first + step`, ... up to `last`.
struct Progression {
  int64_t first, step, last;

  int64_t size() const { return first > last ? 0 : (last - first) / step + 1; }

  /// Keeps the numbers in `[low, high]`.
  void clamp(int64_t low, int64_t high) {
    if (low > first)
      first += llvm::divideCeil(low - first, step) * step;
    last = std::min(last, high);
  }

  /// Keeps the numbers n with `n mod modulus = residue`.
  void restrict(int64_t residue, int64_t modulus) {
    // The residues of the members of a progression repeat after this many.
    int64_t period = modulus / std::gcd(step, modulus);
    for (int64_t k = 0; k < period; ++k) {
      if (((first - residue) % modulus + modulus) % modulus == 0) {
        step *= period;
        return;
      }
      first += step;
    }
    last = first - 1;
  }

  /// Keeps the numbers x where `coefficient * x + constant` is 0, step, ...,
  /// (count - 1) step.
  void restrict(int64_t coefficient, int64_t constant,
                const IndexCondition &condition) {
    int64_t stride = condition.step;
    bool isUnbounded = condition.count == IndexCondition::kUnbounded;
    int64_t end = isUnbounded ? 0 : (condition.count - 1) * stride;
    if (condition.count == 0)
      last = first - 1;
    if (coefficient == 0) {
      if (constant < 0 || (!isUnbounded && constant > end) ||
          constant % stride != 0)
        last = first - 1;
      return;
    }
    int64_t low = first, high = last;
    if (coefficient > 0) {
      low = llvm::divideCeilSigned(-constant, coefficient);
      if (!isUnbounded)
        high = llvm::divideFloorSigned(end - constant, coefficient);
    } else {
      high = llvm::divideFloorSigned(-constant, coefficient);
      if (!isUnbounded)
        low = llvm::divideCeilSigned(end - constant, coefficient);
    }
    clamp(low, high);
    // coefficient x = -constant mod stride.
    int64_t divisor = std::gcd(std::abs(coefficient), stride);
    int64_t modulus = stride / divisor;
    for (int64_t x = 0; x < modulus; ++x)
      if ((coefficient * x + constant) % stride == 0) {
        restrict(x, modulus);
        return;
      }
    last = first - 1;
  }
};
} // namespace

/// The points of the dimensions `dims` where all of `conditions` hold; none if
/// that takes too long.
static std::optional<Count>
countGroup(ArrayRef<const IndexCondition *> conditions,
           SmallVector<unsigned> dims, ArrayRef<int64_t> sizes) {
  llvm::sort(dims, [&](unsigned lhs, unsigned rhs) {
    return sizes[lhs] != sizes[rhs] ? sizes[lhs] < sizes[rhs] : lhs < rhs;
  });
  unsigned longest = dims.pop_back_val();
  int64_t points = 1;
  for (unsigned dim : dims)
    if (llvm::MulOverflow(points, sizes[dim], points) ||
        points > kEnumerationLimit)
      return std::nullopt;

  Count total;
  for (int64_t point = 0; point < points; ++point) {
    SmallVector<int64_t> constants =
        llvm::map_to_vector(conditions, [](const IndexCondition *condition) {
          return condition->form.constant;
        });
    int64_t rest = point;
    for (unsigned dim : dims) {
      int64_t at = rest % sizes[dim];
      rest /= sizes[dim];
      for (auto [constant, condition] : llvm::zip_equal(constants, conditions))
        constant += condition->form.coefficients[dim] * at;
    }
    Progression line{0, 1, sizes[longest] - 1};
    for (auto [constant, condition] : llvm::zip_equal(constants, conditions))
      line.restrict(condition->form.coefficients[longest], constant,
                    *condition);
    total += Count(line.size());
  }
  return total;
}

/// The dimensions that a condition mentions.
static SmallVector<unsigned> dimsOf(const IndexCondition &condition) {
  SmallVector<unsigned> dims;
  for (auto [dim, coefficient] : llvm::enumerate(condition.form.coefficients))
    if (coefficient != 0)
      dims.push_back(dim);
  return dims;
}

Count fpo::countPoints(const PointSet &region, ArrayRef<int64_t> sizes,
                       ArrayRef<Count> ranges) {
  llvm::EquivalenceClasses<unsigned> sharing;
  for (const IndexCondition &condition : region) {
    SmallVector<unsigned> dims = dimsOf(condition);
    if (dims.empty() && !condition.holdsIn(sizes))
      return 0;
    for (unsigned dim : dims)
      sharing.unionSets(dims.front(), dim);
  }
  llvm::MapVector<unsigned, SmallVector<const IndexCondition *>> groups;
  for (const IndexCondition &condition : region) {
    SmallVector<unsigned> dims = dimsOf(condition);
    if (!dims.empty())
      groups[sharing.getLeaderValue(dims.front())].push_back(&condition);
  }

  Count product = 1;
  SmallVector<bool> counted(sizes.size(), false);
  for (auto &[leader, conditions] : groups) {
    SmallVector<unsigned> dims;
    for (const IndexCondition *condition : conditions)
      for (unsigned dim : dimsOf(*condition))
        if (!llvm::is_contained(dims, dim))
          dims.push_back(dim);
    if (llvm::any_of(dims, [&](unsigned dim) {
          return ShapedType::isDynamic(sizes[dim]);
        }))
      continue;
    std::optional<Count> points = countGroup(conditions, dims, sizes);
    if (!points)
      continue;
    product *= *points;
    for (unsigned dim : dims)
      counted[dim] = true;
  }
  for (auto [range, isCounted] : llvm::zip_equal(ranges, counted))
    if (!isCounted)
      product *= range;
  return product;
}
