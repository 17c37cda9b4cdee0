//===- IterationDomain.h - The points that loops run through ----*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_ITERATIONDOMAIN_H
#define FPO_ANALYSIS_ITERATIONDOMAIN_H

#include "fpo/Count/Cost.h"

#include "llvm/ADT/SmallVector.h"

#include <string>

namespace mlir::fpo {

/// A loop variable: an integer, by its name in expressions, from the largest of
/// `lowers` on and below the least of `uppers`.
struct LoopVariable {
  std::string name;
  SmallVector<Expr, 1> lowers;
  SmallVector<Expr, 1> uppers;

  /// The variable in expressions: not negative where that is known.
  Expr value() const;
};

/// The points of a nest of loops, or those of them where some conditions hold.
/// [symbol.domain]
struct IterationDomain {
  /// The outermost first.
  SmallVector<LoopVariable, 2> variables;
  /// Each is not negative at the points.
  SmallVector<Expr, 1> conditions;

  /// Whether one of the variables occurs in `cost`.
  bool isMentionedIn(const Cost &cost) const;

  /// The sum of `count`, or of `cost`, over the points. Its variables do not
  /// occur in it any more.
  Expr sum(const Expr &count) const;
  Cost sum(const Cost &cost) const;

  /// This within `outer`: the points of which the first coordinates are a point
  /// of `outer`.
  void prepend(const IterationDomain &outer);
};

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_ITERATIONDOMAIN_H
