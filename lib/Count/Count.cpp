//===- Count.cpp - An exact count, an interval, or a lower bound ----------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Count/Count.h"

#include "llvm/ADT/APInt.h"

#include <limits>
#include <string>

using namespace mlir;
using namespace mlir::fpo;

DynamicAPInt Count::canonical(const DynamicAPInt &value) {
  if (value > std::numeric_limits<int64_t>::max())
    return value;
  return DynamicAPInt(int64_t(value));
}

Count Count::get(const llvm::APInt &value) {
  return Count(DynamicAPInt(value.zext(value.getBitWidth() + 1)));
}

Count Count::between(const DynamicAPInt &lo, const DynamicAPInt &hi) {
  assert(lo <= hi && "an interval's bounds are ordered");
  if (lo == hi)
    return Count(lo);
  Count result(lo);
  result.hi = canonical(hi);
  result.kind = Kind::Between;
  return result;
}

Count Count::atLeast(const DynamicAPInt &lo) {
  Count result(lo);
  result.kind = Kind::AtLeast;
  return result;
}

Count &Count::operator+=(const Count &other) {
  if (isExact() && other.isExact()) {
    lo += other.lo;
    return *this;
  }
  if (!isBounded() || !other.isBounded())
    return *this = atLeast(lo + other.lo);
  return *this = between(lo + other.lo, upper() + other.upper());
}

Count &Count::operator*=(const Count &other) {
  if (isExact() && other.isExact()) {
    lo *= other.lo;
    return *this;
  }
  // Nothing, repeated however often, is nothing.
  if (isZero() || other.isZero())
    return *this = Count(0);
  if (!isBounded() || !other.isBounded())
    return *this = atLeast(lo * other.lo);
  return *this = between(lo * other.lo, upper() * other.upper());
}

Count Count::ceilDiv(int64_t divisor) const {
  DynamicAPInt by(divisor);
  if (!isBounded())
    return atLeast(llvm::ceilDiv(lo, by));
  return between(llvm::ceilDiv(lo, by), llvm::ceilDiv(upper(), by));
}

Count Count::hull(const Count &other) const {
  const DynamicAPInt &least = lo < other.lo ? lo : other.lo;
  if (!isBounded() || !other.isBounded())
    return atLeast(least);
  return between(least, upper() < other.upper() ? other.upper() : upper());
}

llvm::hash_code fpo::hash_value(const Count &count) {
  // Almost all counts are exact and small; nothing else may be slow.
  if (count.isExact() && count.lo <= std::numeric_limits<int64_t>::max())
    return llvm::hash_value(int64_t(count.lo));
  return llvm::hash_combine(static_cast<int>(count.kind), count.lo, count.hi);
}

void Count::print(llvm::raw_ostream &os) const {
  switch (kind) {
  case Kind::Exact:
    os << lo;
    return;
  case Kind::Between:
    os << '[' << lo << ", " << hi << ']';
    return;
  case Kind::AtLeast:
    os << '[' << lo << ", ?]";
    return;
  }
}

std::string Count::str() const {
  std::string text;
  llvm::raw_string_ostream os(text);
  print(os);
  return text;
}
