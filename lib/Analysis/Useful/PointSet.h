//===- PointSet.h - Sets of points that linear conditions describe -*- C++
//-*-==//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_ANALYSIS_USEFUL_POINTSET_H
#define FPO_LIB_ANALYSIS_USEFUL_POINTSET_H

#include "fpo/Count/Count.h"

#include "mlir/IR/AffineExpr.h"
#include "mlir/Support/LLVM.h"

#include <limits>
#include <optional>
#include <vector>

namespace mlir::fpo {

struct IndexForm;

/// For each index of an element, its form over other indices; none where that
/// is not linear.
using IndexMap = std::vector<std::optional<IndexForm>>;

/// An integer linear form over the indices of an element, or of a point of an
/// iteration space: the sum of `coefficients[i] * x[i]`, plus a constant.
struct IndexForm {
  SmallVector<int64_t, 6> coefficients;
  int64_t constant = 0;

  static IndexForm index(unsigned position, unsigned rank);
  static IndexForm number(int64_t value, unsigned rank);
  /// None if `expr`, over `rank` dimensions, is not linear.
  static std::optional<IndexForm> get(AffineExpr expr, unsigned rank);

  unsigned rank() const { return coefficients.size(); }
  bool isNumber() const;
  /// The position of x if the form is just x; none otherwise.
  std::optional<unsigned> asIndex() const;

  IndexForm operator+(const IndexForm &other) const;
  IndexForm operator*(int64_t factor) const;
  IndexForm operator-(const IndexForm &other) const {
    return *this + other * -1;
  }

  /// The form in terms of y where each `x[i]` is the form `at[i]` over `rank`
  /// indices y. None if one that it mentions is missing.
  std::optional<IndexForm> substitute(const IndexMap &at, unsigned rank) const;

  /// The least and the greatest value over the box `0 <= x[i] < sizes[i]`; a
  /// dynamic size gives no bound.
  std::pair<int64_t, int64_t> bounds(ArrayRef<int64_t> sizes) const;

  bool operator==(const IndexForm &other) const {
    return constant == other.constant && coefficients == other.coefficients;
  }
};

/// What makes work outside of a condition pointless.
enum class Pointless {
  Padding,
  /// What data that is put into a constant leaves out: padding, or the gaps of
  /// a dilation.
  Gap,
  Mask,
  /// A slice that leaves it out.
  Cut
};

/// Holds where the form is one of 0, step, 2 step, ..., (count - 1) step: a
/// window of an axis, the data between dilation holes, or one side of a
/// diagonal.
struct IndexCondition {
  static constexpr int64_t kUnbounded = std::numeric_limits<int64_t>::max();

  IndexForm form;
  int64_t step = 1;
  int64_t count = kUnbounded;
  Pointless outside = Pointless::Padding;

  /// `form >= 0`.
  static IndexCondition nonNegative(IndexForm form, Pointless outside) {
    return {std::move(form), 1, kUnbounded, outside};
  }

  /// Whether the condition holds everywhere, or nowhere, in a box.
  bool holdsIn(ArrayRef<int64_t> sizes) const;
  bool failsIn(ArrayRef<int64_t> sizes) const;

  bool operator==(const IndexCondition &other) const {
    return form == other.form && step == other.step && count == other.count &&
           outside == other.outside;
  }
};

/// The points where all conditions hold.
using PointSet = std::vector<IndexCondition>;

/// The region in terms of y; see IndexForm::substitute. Conditions on what is
/// missing are left out, so that the region may be larger.
PointSet substitute(const PointSet &region, const IndexMap &at, unsigned rank);

/// Where both regions are, without what holds everywhere in the box `sizes`.
PointSet intersect(const PointSet &lhs, const PointSet &rhs,
                   ArrayRef<int64_t> sizes);

/// All points outside of `region`, if conditions can say that.
std::optional<PointSet> complement(const PointSet &region);

/// The points of `region` in the box `0 <= x[i] < ranges[i]`. A dimension that
/// conditions mention must be static in `sizes`; conditions that take too long
/// to count, or mention others, are taken to hold everywhere.
Count countPoints(const PointSet &region, ArrayRef<int64_t> sizes,
                  ArrayRef<Count> ranges);

} // namespace mlir::fpo

#endif // FPO_LIB_ANALYSIS_USEFUL_POINTSET_H
