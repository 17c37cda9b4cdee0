//===- Footprint.cpp - Distinct elements that an indexing map touches -----===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// The results of a map fall into groups that share no loop; the points reached
// are the product over the groups. A group of one linear expression is a sum of
// arithmetic progressions, whose distinct values are counted without going
// through the box; anything else is enumerated.
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/Footprint.h"

#include "mlir/IR/AffineExprVisitor.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/EquivalenceClasses.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLExtras.h"

#include <deque>
#include <numeric>
#include <set>

using namespace mlir;
using namespace mlir::fpo;

/// Points, or values, beyond which nothing is enumerated.
static constexpr int64_t kEnumerationLimit = int64_t(1) << 22;
/// Likewise, of a union of several maps.
static constexpr int64_t kUnionLimit = int64_t(1) << 16;

namespace {
/// coefficient * d, 0 <= d < size, with coefficient > 0 and size > 1.
struct Progression {
  int64_t coefficient;
  int64_t size;
};
} // namespace

/// The distinct values of a sum of `terms`.
static std::optional<int64_t> countSums(SmallVector<Progression> terms) {
  if (terms.empty())
    return 1;
  int64_t divisor = 0;
  for (const Progression &term : terms)
    divisor = std::gcd(divisor, term.coefficient);
  for (Progression &term : terms)
    term.coefficient /= divisor;
  llvm::sort(terms, [](const Progression &lhs, const Progression &rhs) {
    return lhs.coefficient < rhs.coefficient;
  });

  // `values` counts the distinct sums of the terms so far, the largest of which
  // is `last`.
  int64_t values = 1, last = 0;
  for (const Progression &term : terms) {
    bool isInterval = values == last + 1;
    if (term.coefficient > last)
      values *= term.size; // the copies lie apart
    else if (isInterval)
      values = last + term.coefficient * (term.size - 1) + 1; // no gaps
    else
      values = 0; // neither: look at each value
    last += term.coefficient * (term.size - 1);
    if (values == 0)
      break;
  }
  if (values != 0)
    return values;

  last = 0;
  for (const Progression &term : terms)
    last += term.coefficient * (term.size - 1);
  if (last >= kEnumerationLimit)
    return std::nullopt;
  llvm::BitVector reached(last + 1);
  reached.set(0);
  for (const Progression &term : terms)
    for (int64_t copies = 1; copies < term.size;) {
      // Twice as many copies of what is there, as long as that many are left.
      int64_t more = std::min(copies, term.size - copies);
      llvm::BitVector shifted = reached;
      shifted <<= more * term.coefficient;
      reached |= shifted;
      copies += more;
    }
  return reached.count();
}

/// Adds `scale * expr` to `coefficients`, one for each loop. False if `expr` is
/// not linear.
static bool addLinear(AffineExpr expr, int64_t scale,
                      SmallVectorImpl<int64_t> &coefficients) {
  if (isa<AffineConstantExpr>(expr))
    return true; // a shift reaches as many points
  if (auto dim = dyn_cast<AffineDimExpr>(expr)) {
    coefficients[dim.getPosition()] += scale;
    return true;
  }
  auto binary = dyn_cast<AffineBinaryOpExpr>(expr);
  if (!binary)
    return false;
  if (binary.getKind() == AffineExprKind::Add)
    return addLinear(binary.getLHS(), scale, coefficients) &&
           addLinear(binary.getRHS(), scale, coefficients);
  if (binary.getKind() == AffineExprKind::Mul)
    if (auto factor = dyn_cast<AffineConstantExpr>(binary.getRHS()))
      return addLinear(binary.getLHS(), scale * factor.getValue(),
                       coefficients);
  return false;
}

/// The distinct values of one linear expression over static ranges.
static std::optional<int64_t> countLinear(AffineExpr expr,
                                          ArrayRef<int64_t> sizes) {
  SmallVector<int64_t> coefficients(sizes.size(), 0);
  if (!addLinear(expr, 1, coefficients))
    return std::nullopt;
  SmallVector<Progression> terms;
  for (auto [coefficient, size] : llvm::zip_equal(coefficients, sizes))
    if (coefficient != 0 && size > 1)
      terms.push_back({std::abs(coefficient), size});
  return countSums(terms);
}

/// The distinct tuples of `exprs`, by going through the box.
static std::optional<int64_t> countTuples(ArrayRef<AffineExpr> exprs,
                                          ArrayRef<unsigned> dims,
                                          ArrayRef<int64_t> sizes) {
  int64_t points = 1;
  for (unsigned dim : dims)
    if (llvm::MulOverflow(points, sizes[dim], points) ||
        points > kEnumerationLimit)
      return std::nullopt;
  MLIRContext *context = exprs.front().getContext();
  AffineMap map = AffineMap::get(sizes.size(), 0, exprs, context);
  SmallVector<int64_t> at(sizes.size(), 0);
  std::set<SmallVector<int64_t, 6>> reached;
  for (int64_t point = 0; point < points; ++point) {
    int64_t rest = point;
    for (unsigned dim : dims) {
      at[dim] = rest % sizes[dim];
      rest /= sizes[dim];
    }
    reached.insert(map.compose(at));
  }
  return reached.size();
}

/// The distinct tuples of `exprs`, a group that uses the loops `dims`.
static std::optional<int64_t> countGroup(ArrayRef<AffineExpr> exprs,
                                         ArrayRef<unsigned> dims,
                                         ArrayRef<int64_t> sizes) {
  // If each loop is a result by itself, the point tells the iteration.
  bool isInjective = llvm::all_of(dims, [&](unsigned dim) {
    return llvm::any_of(exprs, [&](AffineExpr expr) {
      auto dimExpr = dyn_cast<AffineDimExpr>(expr);
      return dimExpr && dimExpr.getPosition() == dim;
    });
  });
  if (isInjective) {
    int64_t points = 1;
    for (unsigned dim : dims)
      if (llvm::MulOverflow(points, sizes[dim], points))
        return std::nullopt;
    return points;
  }
  if (exprs.size() == 1)
    if (std::optional<int64_t> count = countLinear(exprs.front(), sizes))
      return count;
  return countTuples(exprs, dims, sizes);
}

/// A product of loops, each at most once: exact for whatever ranges.
static std::optional<Count> projection(AffineMap map, ArrayRef<Count> ranges) {
  Count product = 1;
  llvm::SmallBitVector seen(map.getNumDims());
  for (AffineExpr expr : map.getResults()) {
    if (isa<AffineConstantExpr>(expr))
      continue;
    auto dim = dyn_cast<AffineDimExpr>(expr);
    if (!dim)
      return std::nullopt;
    if (seen.test(dim.getPosition()))
      continue; // a diagonal
    seen.set(dim.getPosition());
    product *= ranges[dim.getPosition()];
  }
  return product;
}

/// The distinct values of one linear expression over ranges that may be
/// symbols. None where that depends on how the symbols compare.
static std::optional<Expr> countLinearSymbolic(AffineExpr expr,
                                               ArrayRef<Count> ranges) {
  SmallVector<int64_t> coefficients(ranges.size(), 0);
  if (!addLinear(expr, 1, coefficients))
    return std::nullopt;
  SmallVector<std::pair<int64_t, Expr>> terms;
  int64_t divisor = 0;
  for (auto [coefficient, range] : llvm::zip_equal(coefficients, ranges)) {
    if (coefficient == 0)
      continue;
    if (!range.isExact())
      return std::nullopt;
    if (range.lower().isOne())
      continue;
    terms.emplace_back(std::abs(coefficient), range.lower());
    divisor = std::gcd(divisor, coefficient);
  }
  // Of the same steps, those of which the number is known come first.
  llvm::sort(terms, [](const auto &lhs, const auto &rhs) {
    if (lhs.first != rhs.first)
      return lhs.first < rhs.first;
    return lhs.second.isConstant() && !rhs.second.isConstant();
  });
  Expr values = 1, last = 0, isEmpty = 0;
  for (auto &[step, size] : terms) {
    Expr coefficient(step / divisor);
    if ((coefficient - last).isKnownPositive())
      values *= size; // the copies lie apart
    else if (values == last + Expr(1) &&
             (last - coefficient).isKnownNonNegative())
      values = last + coefficient * (size - Expr(1)) + Expr(1); // no gaps
    else
      return std::nullopt;
    last += coefficient * (size - Expr(1));
  }
  // An empty loop touches nothing.
  for (auto &[step, size] : terms)
    values = Expr::select(size - Expr(1), values, 0);
  return values;
}

/// The product over the results, each of which has loops of its own.
static std::optional<Count> footprintSymbolic(AffineMap map,
                                              ArrayRef<Count> ranges) {
  Count product = 1;
  llvm::SmallBitVector seen(map.getNumDims());
  for (AffineExpr expr : map.getResults()) {
    for (unsigned dim = 0; dim < map.getNumDims(); ++dim) {
      if (!expr.isFunctionOfDim(dim))
        continue;
      if (seen.test(dim))
        return std::nullopt;
      seen.set(dim);
    }
    std::optional<Expr> values = countLinearSymbolic(expr, ranges);
    if (!values)
      return std::nullopt;
    product *= Count(*values);
  }
  return product;
}

std::optional<Count> fpo::footprint(AffineMap map, ArrayRef<Count> ranges) {
  if (map.getNumSymbols() != 0)
    return std::nullopt;
  // An empty loop touches nothing, and an operand without dimensions is one
  // element otherwise.
  if (llvm::any_of(ranges, [](const Count &n) { return n.isZero(); }))
    return Count(0);
  if (std::optional<Count> product = projection(map, ranges))
    return product;

  SmallVector<int64_t> sizes;
  for (const Count &range : ranges) {
    if (range.isSymbolic())
      return footprintSymbolic(map, ranges);
    if (!range.isExact() ||
        range.number() > std::numeric_limits<int32_t>::max())
      return std::nullopt;
    sizes.push_back(int64_t(range.number()));
  }

  llvm::EquivalenceClasses<unsigned> sharing;
  auto dimsOf = [&](AffineExpr expr) {
    SmallVector<unsigned> dims;
    for (unsigned dim = 0; dim < sizes.size(); ++dim)
      if (expr.isFunctionOfDim(dim))
        dims.push_back(dim);
    return dims;
  };
  for (AffineExpr expr : map.getResults()) {
    SmallVector<unsigned> dims = dimsOf(expr);
    for (unsigned dim : dims)
      sharing.unionSets(dims.front(), dim);
  }
  llvm::MapVector<unsigned, SmallVector<AffineExpr>> groups;
  for (AffineExpr expr : map.getResults()) {
    SmallVector<unsigned> dims = dimsOf(expr);
    if (!dims.empty())
      groups[sharing.getLeaderValue(dims.front())].push_back(expr);
  }

  Count product = 1;
  for (auto &[leader, exprs] : groups) {
    SmallVector<unsigned> dims;
    for (unsigned dim = 0; dim < sizes.size(); ++dim)
      if (llvm::any_of(exprs, [&](AffineExpr expr) {
            return expr.isFunctionOfDim(dim);
          }))
        dims.push_back(dim);
    std::optional<int64_t> count = countGroup(exprs, dims, sizes);
    if (!count)
      return std::nullopt;
    product *= Count(*count);
  }
  return product;
}

/// The distinct points of all `maps`, by going through the loops of each.
static std::optional<int64_t> countUnion(ArrayRef<AffineMap> maps,
                                         ArrayRef<Count> ranges) {
  llvm::DenseSet<ArrayRef<int64_t>> reached;
  std::deque<SmallVector<int64_t, 4>> points;
  for (AffineMap map : maps) {
    int64_t steps = 1;
    SmallVector<unsigned> dims;
    for (auto [dim, range] : llvm::enumerate(ranges)) {
      if (!range.isNumber())
        return std::nullopt;
      if (range.isZero())
        return 0;
      if (!map.isFunctionOfDim(dim))
        continue;
      dims.push_back(dim);
      if (range.number() > kUnionLimit ||
          llvm::MulOverflow(steps, int64_t(range.number()), steps) ||
          steps > kUnionLimit)
        return std::nullopt;
    }
    SmallVector<int64_t> at(ranges.size(), 0);
    for (int64_t step = 0; step < steps; ++step) {
      int64_t rest = step;
      for (unsigned dim : dims) {
        auto size = int64_t(ranges[dim].number());
        at[dim] = rest % size;
        rest /= size;
      }
      points.push_back(map.compose(at));
      if (!reached.insert(points.back()).second)
        points.pop_back();
    }
  }
  return reached.size();
}

Count fpo::footprint(ArrayRef<AffineMap> maps, ArrayRef<Count> ranges,
                     const Count &elements) {
  Count least = 0, most = 0;
  for (AffineMap map : maps) {
    std::optional<Count> touched = footprint(map, ranges);
    if (!touched)
      return Count::unknown();
    if (*touched == elements)
      return *touched;
    least = least.isExact() && touched->isExact()
                ? Count(Expr::max(least.lower(), touched->lower()))
                : Count::unknown();
    most += *touched;
  }
  if (std::optional<int64_t> count = countUnion(maps, ranges))
    return *count;
  if (!least.isExact() || !most.isExact() || !elements.isExact())
    return Count::unknown();
  return least.hull(Expr::min(most.lower(), elements.lower()));
}
