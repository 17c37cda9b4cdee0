//===- Cost.cpp - Operations per element type, and bytes ------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Count/Cost.h"

#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/STLExtras.h"

#include <string>

using namespace mlir;
using namespace mlir::fpo;

bool fpo::isCountedType(Type type) {
  if (isa<FloatType>(type) || type.hasTrait<StandsForCountedType>())
    return true;
  auto integer = dyn_cast<IntegerType>(type);
  return integer && integer.getWidth() > 1;
}

static std::string nameOf(Type type) {
  std::string name;
  llvm::raw_string_ostream(name) << type;
  return name;
}

/// A type that stands for integers has no width.
static unsigned widthOf(Type type) {
  return type.isIntOrFloat() ? type.getIntOrFloatBitWidth() : 0;
}

/// Floating-point before integer, narrow before wide, then by name: an order
/// that does not depend on where types lie in memory.
static bool precedes(Type lhs, Type rhs) {
  if (isa<FloatType>(lhs) != isa<FloatType>(rhs))
    return isa<FloatType>(lhs);
  unsigned lhsWidth = widthOf(lhs), rhsWidth = widthOf(rhs);
  if (lhsWidth != rhsWidth)
    return lhsWidth < rhsWidth;
  return nameOf(lhs) < nameOf(rhs);
}

Cost Cost::addMul(Type type, Count add, Count mul) {
  Cost cost;
  if (!isCountedType(type))
    return cost;
  (isa<FloatType>(type) ? cost.fpoTotal : cost.iopTotal) = add + mul;
  cost.ops.push_back({type, std::move(add), std::move(mul)});
  cost.normalize();
  return cost;
}

Cost Cost::add(Type type, Count n) { return addMul(type, std::move(n), 0); }

Cost Cost::mul(Type type, Count n) { return addMul(type, 0, std::move(n)); }

Cost Cost::traffic(Count read, Count write) {
  Cost cost;
  cost.read = std::move(read);
  cost.write = std::move(write);
  return cost;
}

Cost Cost::unknown() {
  Cost cost;
  cost.complete = false;
  for (Count Cost::*count : counts())
    cost.*count = Count::unknown();
  return cost;
}

/// The sum of `member` over the floating-point types, or over the others.
static Count sum(const Cost &cost, bool overFloats, Count TypedOps::*member) {
  Count total;
  for (const TypedOps &entry : cost.getOps())
    if (isa<FloatType>(entry.type) == overFloats)
      total += entry.*member;
  return cost.isComplete() ? total : Count::atLeast(total.lower());
}

Count Cost::add() const { return sum(*this, true, &TypedOps::add); }

Count Cost::mul() const { return sum(*this, true, &TypedOps::mul); }

/// Whether all that `part` admits is admitted by `whole`.
static bool isWithin(const Count &part, const Count &whole) {
  // Of expressions it can't always be told; then it is believed.
  auto exceeds = [](const Expr &lhs, const Expr &rhs) {
    return lhs != rhs && (lhs - rhs - Expr(1)).isKnownNonNegative();
  };
  if (exceeds(whole.lower(), part.lower()))
    return false;
  return !whole.isBounded() ||
         (part.isBounded() && !exceeds(part.upper(), whole.upper()));
}

bool Cost::narrow(const Count &fpo, const Count &iop) {
  if (!isWithin(fpo, add() + mul()) ||
      !isWithin(iop, sum(*this, false, &TypedOps::add) +
                         sum(*this, false, &TypedOps::mul)))
    return false;
  fpoTotal = fpo;
  iopTotal = iop;
  return true;
}

bool Cost::isUnknown() const { return !complete && *this == unknown(); }

bool Cost::isExact() const {
  return complete &&
         llvm::all_of(
             counts(),
             [&](Count Cost::*count) { return (this->*count).isExact(); }) &&
         llvm::all_of(ops, [](const TypedOps &entry) {
           return entry.add.isExact() && entry.mul.isExact();
         });
}

bool Cost::isBounded() const {
  // An unbounded operation count makes a cost incomplete.
  return complete && llvm::all_of(counts(), [&](Count Cost::*count) {
           return (this->*count).isBounded();
         });
}

TypedOps &Cost::at(Type type) {
  auto *it = ops.begin();
  while (it != ops.end() && it->type != type && precedes(it->type, type))
    ++it;
  if (it == ops.end() || it->type != type)
    it = ops.insert(it, {type, Count(), Count()});
  return *it;
}

void Cost::normalize() {
  llvm::erase_if(ops, [](const TypedOps &entry) {
    return entry.add.isZero() && entry.mul.isZero();
  });
  for (const TypedOps &entry : ops)
    complete &= entry.add.isBounded() && entry.mul.isBounded();
  if (complete)
    return;
  for (TypedOps &entry : ops) {
    entry.add = Count::atLeast(entry.add.lower());
    entry.mul = Count::atLeast(entry.mul.lower());
  }
  fpoTotal = Count::atLeast(fpoTotal.lower());
  iopTotal = Count::atLeast(iopTotal.lower());
  llvm::erase_if(ops, [](const TypedOps &entry) {
    return entry.add.lower().isZero() && entry.mul.lower().isZero();
  });
}

Cost Cost::map(llvm::function_ref<Count(const Count &)> change) const {
  Cost result = *this;
  for (TypedOps &entry : result.ops) {
    entry.add = change(entry.add);
    entry.mul = change(entry.mul);
  }
  for (Count Cost::*count : counts())
    result.*count = change(this->*count);
  result.normalize();
  return result;
}

Cost Cost::combine(
    const Cost &other,
    llvm::function_ref<Count(const Count &, const Count &)> join) const {
  Cost result = *this;
  for (const TypedOps &entry : other.ops)
    result.at(entry.type);
  for (TypedOps &entry : result.ops) {
    const auto *its = llvm::find_if(other.ops, [&](const TypedOps &candidate) {
      return candidate.type == entry.type;
    });
    bool found = its != other.ops.end();
    entry.add = join(entry.add, found ? its->add : Count());
    entry.mul = join(entry.mul, found ? its->mul : Count());
  }
  for (Count Cost::*count : counts())
    result.*count = join(this->*count, other.*count);
  result.complete = complete && other.complete;
  result.normalize();
  return result;
}

/// `yes` or `no`, bound by bound.
static Count selectCount(const Expr &condition, const Count &yes,
                         const Count &no) {
  Expr lower = Expr::select(condition, yes.lower(), no.lower());
  if (!yes.isBounded() || !no.isBounded())
    return Count::atLeast(lower);
  return Count::between(lower,
                        Expr::select(condition, yes.upper(), no.upper()));
}

Cost Cost::select(const Expr &condition, const Cost &yes, const Cost &no) {
  if (condition.isKnownNonNegative())
    return yes;
  if (yes == no || (-condition - Expr(1)).isKnownNonNegative())
    return no;
  return yes.combine(no, [&](const Count &left, const Count &right) {
    return selectCount(condition, left, right);
  });
}

Cost Cost::substitute(Expr::Substitution replacement) const {
  if (!isSymbolic())
    return *this;
  return map([&](const Count &count) { return count.substitute(replacement); });
}

bool Cost::isSymbolic() const {
  auto isNamed = [](const TypedOps &entry) {
    return entry.add.isSymbolic() || entry.mul.isSymbolic();
  };
  return llvm::any_of(ops, isNamed) ||
         llvm::any_of(counts(), [&](Count Cost::*count) {
           return (this->*count).isSymbolic();
         });
}

bool Cost::anyOf(llvm::function_ref<bool(const Expr &)> predicate) const {
  auto has = [&](const Count &count) {
    return predicate(count.lower()) ||
           (!count.isExact() && count.isBounded() && predicate(count.upper()));
  };
  return llvm::any_of(ops,
                      [&](const TypedOps &entry) {
                        return has(entry.add) || has(entry.mul);
                      }) ||
         llvm::any_of(counts(),
                      [&](Count Cost::*count) { return has(this->*count); });
}

Cost &Cost::operator+=(const Cost &other) {
  for (const TypedOps &entry : other.ops) {
    TypedOps &mine = at(entry.type);
    mine.add += entry.add;
    mine.mul += entry.mul;
  }
  for (Count Cost::*count : counts())
    this->*count += other.*count;
  bool both = complete && other.complete;
  if (!both) {
    complete = false;
    normalize();
  }
  return *this;
}

Cost &Cost::operator*=(const Count &times) {
  for (TypedOps &entry : ops) {
    entry.add *= times;
    entry.mul *= times;
  }
  for (Count Cost::*count : counts())
    this->*count *= times;
  // What is unknown of something that never runs does not matter.
  complete |= times.isZero();
  normalize();
  return *this;
}

Cost Cost::without(const Cost &part) const {
  return combine(part, [](const Count &whole, const Count &its) {
    return whole.without(its);
  });
}

Cost Cost::hull(const Cost &other) const {
  return combine(other, [](const Count &left, const Count &right) {
    return left.hull(right);
  });
}

Cost Cost::mapTypes(llvm::function_ref<Type(Type)> map) const {
  Cost result;
  for (const TypedOps &entry : ops)
    if (Type type = map(entry.type))
      result += addMul(type, entry.add, entry.mul);
  if (!complete)
    result += unknown();
  result.mac = mac;
  result.transcendentals = transcendentals;
  result.read = read;
  result.write = write;
  // The sums may be narrower than their parts, and stay so if none is dropped.
  if (!result.narrow(fpoTotal, iopTotal))
    result.narrow(fpoTotal, result.iopTotal);
  return result;
}

llvm::hash_code fpo::hash_value(const Cost &cost) {
  llvm::hash_code hash = llvm::hash_value(cost.complete);
  for (Count Cost::*count : Cost::counts())
    hash = llvm::hash_combine(hash, cost.*count);
  for (const TypedOps &entry : cost.ops)
    hash = llvm::hash_combine(hash, entry.type, entry.add, entry.mul);
  return hash;
}
