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
  if (isa<FloatType>(type))
    return true;
  auto integer = dyn_cast<IntegerType>(type);
  return integer && integer.getWidth() > 1;
}

static std::string nameOf(Type type) {
  std::string name;
  llvm::raw_string_ostream(name) << type;
  return name;
}

/// Floating-point before integer, narrow before wide, then by name: an order
/// that does not depend on where types lie in memory.
static bool precedes(Type lhs, Type rhs) {
  if (isa<FloatType>(lhs) != isa<FloatType>(rhs))
    return isa<FloatType>(lhs);
  unsigned lhsWidth = lhs.getIntOrFloatBitWidth();
  unsigned rhsWidth = rhs.getIntOrFloatBitWidth();
  if (lhsWidth != rhsWidth)
    return lhsWidth < rhsWidth;
  return nameOf(lhs) < nameOf(rhs);
}

Cost Cost::addMul(Type type, Count add, Count mul) {
  Cost cost;
  if (!isCountedType(type))
    return cost;
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
  cost.mac = cost.read = cost.write = Count::unknown();
  return cost;
}

template <typename Filter, typename Get>
static Count sum(const Cost &cost, Filter filter, Get get) {
  Count total;
  for (const TypedOps &entry : cost.getOps())
    if (filter(entry.type))
      total += get(entry);
  if (!cost.isComplete())
    total += Count::unknown();
  return total;
}

static bool isFloat(Type type) { return isa<FloatType>(type); }
static bool isInteger(Type type) { return isa<IntegerType>(type); }

Count Cost::add() const {
  return sum(*this, isFloat, [](const TypedOps &entry) { return entry.add; });
}

Count Cost::mul() const {
  return sum(*this, isFloat, [](const TypedOps &entry) { return entry.mul; });
}

Count Cost::fpo() const { return add() + mul(); }

Count Cost::iop() const {
  return sum(*this, isInteger,
             [](const TypedOps &entry) { return entry.add + entry.mul; });
}

bool Cost::isExact() const {
  return complete && mac.isExact() && read.isExact() && write.isExact() &&
         llvm::all_of(ops, [](const TypedOps &entry) {
           return entry.add.isExact() && entry.mul.isExact();
         });
}

bool Cost::isBounded() const {
  // An unbounded operation count makes a cost incomplete.
  return complete && mac.isBounded() && read.isBounded() && write.isBounded();
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
  llvm::erase_if(ops, [](const TypedOps &entry) {
    return entry.add.lower() == 0 && entry.mul.lower() == 0;
  });
}

Cost &Cost::operator+=(const Cost &other) {
  for (const TypedOps &entry : other.ops) {
    TypedOps &mine = at(entry.type);
    mine.add += entry.add;
    mine.mul += entry.mul;
  }
  mac += other.mac;
  read += other.read;
  write += other.write;
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
  mac *= times;
  read *= times;
  write *= times;
  // What is unknown of something that never runs does not matter.
  complete |= times.isZero();
  normalize();
  return *this;
}

Cost Cost::hull(const Cost &other) const {
  Cost result = *this;
  for (const TypedOps &entry : other.ops)
    result.at(entry.type);
  for (TypedOps &entry : result.ops) {
    const auto *its = llvm::find_if(other.ops, [&](const TypedOps &candidate) {
      return candidate.type == entry.type;
    });
    bool found = its != other.ops.end();
    entry.add = entry.add.hull(found ? its->add : Count());
    entry.mul = entry.mul.hull(found ? its->mul : Count());
  }
  result.mac = mac.hull(other.mac);
  result.read = read.hull(other.read);
  result.write = write.hull(other.write);
  result.complete = complete && other.complete;
  result.normalize();
  return result;
}

llvm::hash_code fpo::hash_value(const Cost &cost) {
  llvm::hash_code hash =
      llvm::hash_combine(cost.complete, cost.mac, cost.read, cost.write);
  for (const TypedOps &entry : cost.ops)
    hash = llvm::hash_combine(hash, entry.type, entry.add, entry.mul);
  return hash;
}
