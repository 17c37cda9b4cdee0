//===- IndexedValue.h - What is known of elements by their index *- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_ANALYSIS_USEFUL_INDEXEDVALUE_H
#define FPO_LIB_ANALYSIS_USEFUL_INDEXEDVALUE_H

#include "PointSet.h"

#include "mlir/IR/Attributes.h"
#include "mlir/IR/BuiltinTypes.h"

namespace mlir::fpo {

/// What is known of one number before the program runs. Minus infinity also
/// stands for the most negative finite number of a type, which masks use in its
/// place, and plus infinity for the greatest; `true` is 1.
struct Scalar {
  enum class Kind {
    Unknown,
    /// The number `number`.
    Number,
    /// What the accumulator `accumulator` of the loop nest held before.
    Accumulator
  };
  Kind kind = Kind::Unknown;
  double number = 0;
  unsigned accumulator = 0;

  static Scalar unknown() { return {}; }
  static Scalar get(double number) { return {Kind::Number, number, 0}; }
  static Scalar accumulatorAt(unsigned i) { return {Kind::Accumulator, 0, i}; }

  bool isUnknown() const { return kind == Kind::Unknown; }
  bool isNumber() const { return kind == Kind::Number; }
  bool is(double value) const { return isNumber() && number == value; }

  bool operator==(const Scalar &other) const {
    return kind == other.kind && number == other.number &&
           accumulator == other.accumulator;
  }
};

/// The number that an attribute stands for.
Scalar scalarOf(Attribute attribute);

/// What is known of the elements of a value, or of what a body computes in the
/// points of an iteration space, as a function of the index.
struct IndexedValue {
  /// The element is this form of its index, if there is one.
  std::optional<IndexForm> form;
  /// Otherwise, what it is in a region and outside. With a region of no
  /// conditions all elements are `inside`.
  PointSet region;
  Scalar inside, outside;

  static IndexedValue unknown() { return {}; }
  static IndexedValue get(Scalar scalar) {
    return {std::nullopt, {}, scalar, {}};
  }
  static IndexedValue get(IndexForm form) {
    return {std::move(form), {}, {}, {}};
  }

  /// A value in a region, and another one outside, in the box `sizes`.
  static IndexedValue get(PointSet region, Scalar inside, Scalar outside,
                          ArrayRef<int64_t> sizes);

  /// Known to be one scalar everywhere.
  bool isUniform() const { return !form && region.empty(); }
  /// Nothing is known.
  bool isUnknown() const { return isUniform() && inside.isUnknown(); }
  /// The value as a linear form over `rank` indices: a form, or an integer.
  std::optional<IndexForm> asForm(unsigned rank) const;

  /// What is known of the elements at the indices `at`, over others that lie in
  /// the box `sizes`.
  IndexedValue at(const IndexMap &at, ArrayRef<int64_t> sizes) const;
};

/// What the scalar op `name` makes of its operands, all over the same indices
/// in the box `sizes`. `op` gives the predicate of a comparison. Unknown for an
/// op that is not among the ones that padding and masks pass through.
IndexedValue applyScalar(StringRef name, Operation *op,
                         ArrayRef<IndexedValue> operands,
                         ArrayRef<int64_t> sizes);

} // namespace mlir::fpo

#endif // FPO_LIB_ANALYSIS_USEFUL_INDEXEDVALUE_H
