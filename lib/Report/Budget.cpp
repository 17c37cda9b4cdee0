//===- Budget.cpp - Limits on what a program may cost ---------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Report/Budget.h"

#include "mlir/Support/LLVM.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace mlir;
using namespace mlir::fpo;

/// The largest power of ten that a number is read with.
static constexpr int kMaxExponent = 1000;

static llvm::Error fail(StringRef text, const Twine &reason) {
  return llvm::createStringError("the limit '" + text + "' " + reason);
}

static StringRef takeDigits(StringRef &text) {
  StringRef digits = text.take_while(llvm::isDigit);
  text = text.drop_front(digits.size());
  return digits;
}

static DynamicAPInt power(int64_t base, int exponent) {
  DynamicAPInt result(1);
  for (int i = 0; i < exponent; ++i)
    result *= base;
  return result;
}

/// Takes the relation and its spaces from the start of `text`.
static std::optional<Limit::Relation> takeRelation(StringRef &text) {
  using Relation = Limit::Relation;
  for (auto [sign, relation] :
       {std::pair<StringRef, Relation>{"<=", Relation::AtMost},
        {">=", Relation::AtLeast},
        {"==", Relation::Equal},
        {"<", Relation::Below},
        {">", Relation::Above}})
    if (text.consume_front(sign))
      return relation;
  return std::nullopt;
}

/// What a unit multiplies with; none if there is no such unit.
static std::optional<DynamicAPInt> parseUnit(StringRef unit) {
  unit.consume_back("B");
  int64_t base = unit.consume_back("i") ? 1024 : 1000;
  if (unit.empty())
    return base == 1000 ? std::optional(DynamicAPInt(1)) : std::nullopt;
  int steps = llvm::StringSwitch<int>(unit)
                  .Cases({"k", "K"}, 1)
                  .Case("M", 2)
                  .Case("G", 3)
                  .Case("T", 4)
                  .Case("P", 5)
                  .Default(0);
  return steps == 0 ? std::nullopt : std::optional(power(base, steps));
}

llvm::Expected<Limit> fpo::parseLimit(StringRef whole) {
  StringRef text = whole.trim();
  Limit limit;
  limit.quantity =
      text.take_while([](char c) { return llvm::isAlnum(c) || c == '_'; })
          .str();
  text = text.drop_front(limit.quantity.size()).ltrim();
  std::optional<Limit::Relation> relation = takeRelation(text);
  if (limit.quantity.empty() || !relation)
    return fail(whole, "is not understood; write it as in 'fpo <= 9.9e6'");
  limit.relation = *relation;
  text = text.ltrim();

  StringRef integer = takeDigits(text), fraction, exponent;
  if (text.consume_front("."))
    fraction = takeDigits(text);
  bool isNegative = false;
  if ((text.starts_with("e") || text.starts_with("E")) && text.size() > 1) {
    text = text.drop_front();
    isNegative = text.consume_front("-");
    (void)text.consume_front("+");
    exponent = takeDigits(text);
    if (exponent.empty())
      return fail(whole, "has an exponent without digits");
  }
  if (integer.empty() && fraction.empty())
    return fail(whole, "has no number");
  int shift = 0;
  if (!exponent.empty() &&
      (exponent.getAsInteger(10, shift) || shift > kMaxExponent))
    return fail(whole, "has too large an exponent");
  shift = (isNegative ? -shift : shift) - int(fraction.size());

  text = text.ltrim();
  StringRef unit = text.take_while(llvm::isAlpha);
  text = text.drop_front(unit.size()).ltrim();
  std::optional<DynamicAPInt> scale = parseUnit(unit);
  if (!scale)
    return fail(whole, "has the unit '" + unit +
                           "', which is none of k, M, G, T, P, Ki, Mi, Gi, Ti, "
                           "Pi and B");
  if (text.consume_front("@")) {
    limit.function = text.str();
    text = "";
  }
  if (!text.empty())
    return fail(whole, "has '" + text + "' behind its number");

  DynamicAPInt value(0);
  for (char digit : (integer + fraction).str())
    value = value * 10 + (digit - '0');
  value *= *scale;
  if (shift >= 0) {
    limit.number = value * power(10, shift);
    return limit;
  }
  DynamicAPInt divisor = power(10, -shift);
  if (value % divisor == 0) {
    limit.number = value / divisor;
    return limit;
  }
  // Between two integers: at most it is below it, and at least above it.
  limit.number = value / divisor;
  switch (limit.relation) {
  case Limit::Relation::AtMost:
  case Limit::Relation::Below:
    limit.relation = Limit::Relation::AtMost;
    return limit;
  case Limit::Relation::AtLeast:
  case Limit::Relation::Above:
    limit.relation = Limit::Relation::Above;
    return limit;
  case Limit::Relation::Equal:
    return fail(whole, "can't hold: counts are integers");
  }
  llvm_unreachable("a limit has one of these relations");
}

bool fpo::isKept(const Limit &limit, const Count &count) {
  Expr number(limit.number);
  auto isAtMost = [&](const Expr &bound) {
    return count.isBounded() && (bound - count.upper()).isKnownNonNegative();
  };
  auto isAtLeast = [&](const Expr &bound) {
    return (count.lower() - bound).isKnownNonNegative();
  };
  switch (limit.relation) {
  case Limit::Relation::AtMost:
    return isAtMost(number);
  case Limit::Relation::Below:
    return isAtMost(number - Expr(1));
  case Limit::Relation::AtLeast:
    return isAtLeast(number);
  case Limit::Relation::Above:
    return isAtLeast(number + Expr(1));
  case Limit::Relation::Equal:
    return isAtMost(number) && isAtLeast(number);
  }
  llvm_unreachable("a limit has one of these relations");
}
