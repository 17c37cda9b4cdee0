//===- LineFootprint.cpp - The cache lines of a box of points -------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LineFootprint.h"

#include "llvm/ADT/STLExtras.h"

#include <numeric>

using namespace mlir;
using namespace mlir::fpo;

/// min(lhs, rhs), without an expression where one is known to be less.
static Expr lesser(const Expr &lhs, const Expr &rhs) {
  if ((rhs - lhs).isKnownNonNegative())
    return lhs;
  if ((lhs - rhs).isKnownNonNegative())
    return rhs;
  return Expr::min(lhs, rhs);
}

/// The positions that one subscript reaches. Terms that leave no gaps between
/// each other, such as those of a window, become one axis.
static void addAxes(const Subscript &subscript, const NestBox &box,
                    SmallVectorImpl<FootprintAxis> &axes) {
  SmallVector<std::pair<int64_t, Expr>, 2> terms;
  for (const SubscriptTerm &term : subscript.terms)
    if (!box[term.dim].points.isOne())
      terms.emplace_back(std::abs(term.coefficient), box[term.dim].points);
  llvm::sort(terms, [](const auto &lhs, const auto &rhs) {
    return lhs.first < rhs.first;
  });
  std::optional<std::pair<int64_t, Expr>> current;
  auto flush = [&] {
    if (current)
      axes.push_back(
          {subscript.stride * Expr(current->first), current->second});
  };
  for (auto &[coefficient, points] : terms) {
    if (current && coefficient % current->first == 0) {
      Expr step = coefficient / current->first;
      if ((current->second - step).isKnownNonNegative() || step.isOne()) {
        current->second += step * (points - Expr(1));
        continue;
      }
    }
    flush();
    current = {coefficient, points};
  }
  flush();
}

SmallVector<FootprintAxis, 6> fpo::footprintAxes(const NestReference &reference,
                                                 const NestBox &box) {
  SmallVector<FootprintAxis, 6> axes;
  // Inner dimensions first: where strides are symbols, that is their order.
  for (const Subscript &subscript : llvm::reverse(reference.subscripts))
    addAxes(subscript, box, axes);
  if (llvm::all_of(axes, [](const FootprintAxis &axis) {
        return axis.stride.isConstant();
      }))
    llvm::sort(axes, [](const FootprintAxis &lhs, const FootprintAxis &rhs) {
      return lhs.stride.constant() < rhs.stride.constant();
    });
  return axes;
}

/// gcd(divisor, value); `divisor` where the value is a symbol.
static unsigned commonDivisor(unsigned divisor, const Expr &value) {
  if (!value.isConstant())
    return divisor;
  return std::gcd<int64_t>(divisor,
                           int64_t(value.constant() % DynamicAPInt(divisor)));
}

/// The lines of `span` bytes that begin anywhere at a multiple of `grid`, on
/// average, times the size of a line.
static Expr bytesOfSpan(const Expr &span, unsigned grid, unsigned line) {
  if (!span.isConstant())
    grid = line;
  return Expr::ceilDiv(span, grid) * Expr(grid) + Expr(int64_t(line) - grid);
}

Expr fpo::lineBytes(const NestReference &reference, const NestBox &box,
                    unsigned line) {
  SmallVector<FootprintAxis, 6> axes = footprintAxes(reference, box);
  // The places at which the whole footprint may begin.
  unsigned origin = line;
  for (const Subscript &subscript : reference.subscripts)
    for (const SubscriptTerm &term : subscript.terms)
      if (!box[term.dim].grid.isZero())
        origin =
            commonDivisor(origin, subscript.stride * Expr(term.coefficient) *
                                      box[term.dim].grid);
  // What the first so many axes reach may begin at multiples of the others.
  SmallVector<unsigned, 6> grids(axes.size() + 1, origin);
  for (size_t index = axes.size(); index-- > 0;)
    grids[index] = commonDivisor(grids[index + 1], axes[index].stride);

  Expr span = reference.elementBytes;
  Expr bytes = bytesOfSpan(span, grids.front(), line);
  for (auto [axis, grid] :
       llvm::zip_equal(axes, ArrayRef(grids).drop_front())) {
    Expr gap = axis.stride - span;
    Expr rows = axis.count * bytes;
    span += axis.stride * (axis.count - Expr(1));
    if ((gap - Expr(line)).isKnownNonNegative())
      bytes = std::move(rows); // no line is in two rows
    else
      bytes = lesser(bytesOfSpan(span, grid, line), rows);
  }
  return bytes;
}

int64_t fpo::rowPlaces(const NestReference &reference, const NestBox &box,
                       unsigned dim, unsigned line) {
  unsigned grid = line;
  for (const Subscript &subscript : reference.subscripts)
    for (const SubscriptTerm &term : subscript.terms)
      if (term.dim != dim && !box[term.dim].points.isOne())
        grid = commonDivisor(grid, subscript.stride * Expr(term.coefficient));
  return line / grid;
}
