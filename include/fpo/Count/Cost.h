//===- Cost.h - Operations per element type, and bytes ----------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_COUNT_COST_H
#define FPO_COUNT_COST_H

#include "fpo/Count/Count.h"

#include "mlir/IR/Types.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"

#include <array>

namespace mlir::fpo {

/// The additions and multiplications that are done in one element type.
struct TypedOps {
  Type type;
  Count add;
  Count mul;

  bool operator==(const TypedOps &other) const {
    return type == other.type && add == other.add && mul == other.mul;
  }
};

/// Marks a type that stands for types in which operations are counted, in a
/// rule that is not for one type only.
template <typename ConcreteType>
class StandsForCountedType
    : public TypeTrait::TraitBase<ConcreteType, StandsForCountedType> {};

/// Whether operations in `type` are counted at all: a floating-point type, or
/// an integer type of more than one bit. `index` and `i1` are not data.
bool isCountedType(Type type);

/// What one run of a piece of program costs: ADD and MUL per element type, the
/// multiply-accumulates among them, and the bytes it reads and writes by
/// itself (docs/CostModel.md, "Quantities").
///
/// A cost with unknown operations is *incomplete*: every operation count in it
/// is a lower bound, and further types may be missing from the list.
class Cost {
public:
  /// Costs nothing.
  Cost() = default;

  /// `n` additions, or multiplications, in `type`; nothing for a type that is
  /// not counted.
  static Cost add(Type type, Count n = 1);
  static Cost mul(Type type, Count n = 1);
  static Cost addMul(Type type, Count add, Count mul);
  /// `read` and `write` bytes moved, no operations.
  static Cost traffic(Count read, Count write);
  /// No quantity is known.
  static Cost unknown();

  /// By type, floating-point first, then by width, then by name.
  ArrayRef<TypedOps> getOps() const { return ops; }
  bool isComplete() const { return complete; }

  /// ADD and MUL over the floating-point types.
  Count add() const;
  Count mul() const;
  /// Their sum, and the sum of both over the integer types. Of intervals these
  /// may be narrower than the sums of the parts: either two additions or one
  /// multiplication are one or two operations.
  const Count &fpo() const { return fpoTotal; }
  const Count &iop() const { return iopTotal; }
  /// Takes `fpo` and `iop` for the sums. False if they are no part of what the
  /// sums over the types admit.
  bool narrow(const Count &fpo, const Count &iop);

  /// Multiply-accumulates of contractions and convolutions.
  Count mac;
  /// Transcendental functions, in a convention that counts them apart from
  /// operations.
  Count transcendentals;
  /// Bytes.
  Count read;
  Count write;

  /// Nothing at all, known to be so.
  bool isZero() const {
    return complete && ops.empty() &&
           llvm::all_of(counts(), [&](Count Cost::*count) {
             return (this->*count).isZero();
           });
  }
  /// Not even a lower bound is known of anything.
  bool isUnknown() const;
  /// Every quantity is one number.
  bool isExact() const;
  /// Every quantity has an upper bound.
  bool isBounded() const;

  Cost &operator+=(const Cost &other);
  friend Cost operator+(Cost lhs, const Cost &rhs) { return lhs += rhs; }
  /// `times` runs of this.
  Cost &operator*=(const Count &times);
  friend Cost operator*(Cost cost, const Count &times) { return cost *= times; }
  /// What is left of this without `part`, which is a part of it.
  Cost without(const Cost &part) const;

  /// What either this or `other` costs.
  Cost hull(const Cost &other) const;

  /// The same operations in other types; those in a type that becomes null, or
  /// one that is not counted, are dropped.
  Cost mapTypes(llvm::function_ref<Type(Type)> map) const;

  /// Each count in this, changed by `change`. Types in which nothing is left
  /// are dropped.
  Cost map(llvm::function_ref<Count(const Count &)> change) const;
  /// What `yes` costs where `condition` is not negative, else what `no` does.
  static Cost select(const Expr &condition, const Cost &yes, const Cost &no);
  /// The same with other symbols.
  Cost substitute(Expr::Substitution replacement) const;
  /// Symbols occur in it.
  bool isSymbolic() const;
  /// Any of its bounds satisfies `predicate`.
  bool anyOf(llvm::function_ref<bool(const Expr &)> predicate) const;

  bool operator==(const Cost &other) const {
    return complete == other.complete && ops == other.ops &&
           llvm::all_of(counts(), [&](Count Cost::*count) {
             return this->*count == other.*count;
           });
  }
  bool operator!=(const Cost &other) const { return !(*this == other); }

  friend llvm::hash_code hash_value(const Cost &cost);

private:
  /// All counts beside those by type: what is done to a cost is done to each.
  static constexpr std::array<Count Cost::*, 6> counts() {
    return {&Cost::fpoTotal,        &Cost::iopTotal, &Cost::mac,
            &Cost::transcendentals, &Cost::read,     &Cost::write};
  }
  /// This and `other`, count by count; without a type, none is done in it.
  Cost
  combine(const Cost &other,
          llvm::function_ref<Count(const Count &, const Count &)> join) const;

  /// The entry of `type`, made in its place if it isn't there.
  TypedOps &at(Type type);
  /// Drops types in which nothing is done, and makes bounds agree with
  /// `complete`.
  void normalize();

  SmallVector<TypedOps, 1> ops;
  Count fpoTotal;
  Count iopTotal;
  bool complete = true;
};

} // namespace mlir::fpo

#endif // FPO_COUNT_COST_H
