//===- Count.cpp - An exact count, an interval, or a lower bound ----------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Count/Count.h"

#include "llvm/ADT/APInt.h"

using namespace mlir;
using namespace mlir::fpo;

Count Count::get(const llvm::APInt &value) {
  return Count(DynamicAPInt(value.zext(value.getBitWidth() + 1)));
}

Count Count::between(const Expr &lo, const Expr &hi) {
  assert((!lo.isConstant() || !hi.isConstant() ||
          lo.constant() <= hi.constant()) &&
         "an interval's bounds are ordered");
  Count result(lo);
  if (lo != hi)
    result.rest = llvm::makeIntrusiveRefCnt<Rest>(hi);
  return result;
}

Count Count::atLeast(const Expr &lo) {
  Count result(lo);
  result.rest = llvm::makeIntrusiveRefCnt<Rest>(std::nullopt);
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
  Expr by(divisor);
  if (!isBounded())
    return atLeast(Expr::ceilDiv(lo, by));
  return between(Expr::ceilDiv(lo, by), Expr::ceilDiv(upper(), by));
}

Count Count::without(const Count &part) const {
  if (part.isZero())
    return *this;
  if (isExact() && part.isExact())
    return Count(lower() - part.lower());
  if (!isBounded() || !part.isBounded())
    return unknown();
  return between(Expr::max(lower() - part.upper(), 0), upper() - part.lower());
}

Count Count::hull(const Count &other) const {
  if (*this == other)
    return *this;
  Expr least = Expr::min(lo, other.lo);
  if (!isBounded() || !other.isBounded())
    return atLeast(least);
  return between(least, Expr::max(upper(), other.upper()));
}

Count Count::substitute(Expr::Substitution replacement) const {
  if (!isSymbolic())
    return *this;
  Expr least = lo.substitute(replacement);
  if (isExact())
    return Count(least);
  if (!isBounded())
    return atLeast(least);
  Expr most = upper().substitute(replacement);
  return between(least, Expr::max(least, most));
}

llvm::hash_code fpo::hash_value(const Count &count) {
  if (count.isExact())
    return hash_value(count.lo);
  return llvm::hash_combine(count.isBounded(), count.lo,
                            count.isBounded() ? count.upper() : Expr(0));
}

void Count::print(llvm::raw_ostream &os) const {
  if (isExact())
    os << lo;
  else if (isBounded())
    os << '[' << lo << ", " << upper() << ']';
  else
    os << '[' << lo << ", ?]";
}

std::string Count::str() const {
  std::string text;
  llvm::raw_string_ostream os(text);
  print(os);
  return text;
}
