//===- ExprAnalysis.cpp - Bounds, symbols and substitution ----------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Count/Expr.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace mlir::fpo;

//===----------------------------------------------------------------------===//
// Bounds
//===----------------------------------------------------------------------===//

namespace {
/// What is known of a value: a bound that is none is infinite.
struct Bounds {
  std::optional<DynamicAPInt> low, high;

  bool isNonNegative() const { return low && *low >= 0; }
};
} // namespace

static Bounds operator+(const Bounds &lhs, const Bounds &rhs) {
  Bounds sum;
  if (lhs.low && rhs.low)
    sum.low = *lhs.low + *rhs.low;
  if (lhs.high && rhs.high)
    sum.high = *lhs.high + *rhs.high;
  return sum;
}

static Bounds operator*(const Bounds &lhs, const Bounds &rhs) {
  if (lhs.isNonNegative() && rhs.isNonNegative()) {
    Bounds product{*lhs.low * *rhs.low, std::nullopt};
    if (lhs.high && rhs.high)
      product.high = *lhs.high * *rhs.high;
    else if ((lhs.high && *lhs.high == 0) || (rhs.high && *rhs.high == 0))
      product.high = DynamicAPInt(0);
    return product;
  }
  if (!lhs.low || !lhs.high || !rhs.low || !rhs.high)
    return {};
  DynamicAPInt corners[] = {*lhs.low * *rhs.low, *lhs.low * *rhs.high,
                            *lhs.high * *rhs.low, *lhs.high * *rhs.high};
  return {*llvm::min_element(corners), *llvm::max_element(corners)};
}

static Bounds scale(const Bounds &range, const DynamicAPInt &factor) {
  Bounds scaled;
  if (range.low)
    scaled.low = *range.low * factor;
  if (range.high)
    scaled.high = *range.high * factor;
  if (factor < 0)
    std::swap(scaled.low, scaled.high);
  return scaled;
}

static Bounds rangeOf(const Expr &expr);

static Bounds rangeOf(const Atom &atom) {
  Bounds range;
  llvm::ArrayRef<Expr> operands = atom.getOperands();
  auto takesExtremum = [&](bool isMin) {
    Bounds all = rangeOf(operands.front());
    for (const Expr &operand : operands.drop_front()) {
      Bounds next = rangeOf(operand);
      // One infinite bound decides, or counts for nothing.
      auto combine = [](std::optional<DynamicAPInt> &mine,
                        const std::optional<DynamicAPInt> &its, bool wantsLess,
                        bool infinityWins) {
        if (!mine || !its) {
          if (infinityWins)
            mine.reset();
          else if (!mine)
            mine = its;
          return;
        }
        if (wantsLess ? *its < *mine : *mine < *its)
          mine = its;
      };
      combine(all.low, next.low, isMin, isMin);
      combine(all.high, next.high, isMin, !isMin);
    }
    return all;
  };
  switch (atom.getKind()) {
  case Atom::Kind::Symbol:
  case Atom::Kind::Sum:
    break;
  case Atom::Kind::FloorDiv: {
    Bounds numerator = rangeOf(operands[0]);
    if (operands[1].isConstant() && operands[1].constant() > 0) {
      if (numerator.low)
        range.low = llvm::floorDiv(*numerator.low, operands[1].constant());
      if (numerator.high)
        range.high = llvm::floorDiv(*numerator.high, operands[1].constant());
    }
    break;
  }
  case Atom::Kind::Min:
    range = takesExtremum(true);
    break;
  case Atom::Kind::Max:
    range = takesExtremum(false);
    break;
  case Atom::Kind::Select: {
    Bounds yes = rangeOf(operands[1]), no = rangeOf(operands[2]);
    if (yes.low && no.low)
      range.low = std::min(*yes.low, *no.low);
    if (yes.high && no.high)
      range.high = std::max(*yes.high, *no.high);
    break;
  }
  }
  if (atom.isNonNegative() && (!range.low || *range.low < 0))
    range.low = DynamicAPInt(0);
  return range;
}

/// The range of the polynomial times its denominator.
static Bounds rangeOfNumerator(const Expr &expr) {
  Bounds sum{DynamicAPInt(0), DynamicAPInt(0)};
  for (const Term &term : expr.poly().getTerms()) {
    Bounds product{DynamicAPInt(1), DynamicAPInt(1)};
    for (const auto &[atom, exponent] : term.monomial) {
      Bounds factor = rangeOf(*atom);
      for (unsigned i = 0; i < exponent / 2; ++i) {
        Bounds square = factor * factor;
        if (!square.isNonNegative())
          square.low = DynamicAPInt(0);
        product = product * square;
      }
      if (exponent % 2 != 0)
        product = product * factor;
    }
    sum = sum + scale(product, term.coefficient);
    if (!sum.low && !sum.high)
      break;
  }
  return sum;
}

static Bounds rangeOf(const Expr &expr) {
  if (expr.isConstant())
    return {expr.constant(), expr.constant()};
  Bounds range = rangeOfNumerator(expr);
  const DynamicAPInt &denominator = expr.poly().getDenominator();
  if (range.low)
    range.low = llvm::ceilDiv(*range.low, denominator);
  if (range.high)
    range.high = llvm::floorDiv(*range.high, denominator);
  return range;
}

std::optional<DynamicAPInt> Expr::minimum() const { return rangeOf(*this).low; }

std::optional<DynamicAPInt> Expr::maximum() const {
  return rangeOf(*this).high;
}

bool Expr::isKnownNonNegative() const {
  if (isConstant())
    return number >= 0;
  return rangeOf(*this).isNonNegative();
}

bool Expr::isKnownPositive() const {
  std::optional<DynamicAPInt> least = minimum();
  return least && *least > 0;
}

//===----------------------------------------------------------------------===//
// Symbols
//===----------------------------------------------------------------------===//

void Expr::collectSymbols(std::set<std::string> &names) const {
  if (isConstant())
    return;
  for (const Term &term : polynomial->getTerms())
    for (const auto &[atom, exponent] : term.monomial) {
      if (atom->getKind() == Atom::Kind::Symbol) {
        names.insert(atom->getName().str());
        continue;
      }
      std::set<std::string> inner;
      for (const Expr &operand : atom->getOperands())
        operand.collectSymbols(inner);
      if (atom->getKind() == Atom::Kind::Sum)
        inner.erase(atom->getName().str());
      names.merge(inner);
    }
}

bool Expr::mentions(llvm::StringRef name) const {
  if (isConstant())
    return false;
  for (const Term &term : polynomial->getTerms())
    for (const auto &[atom, exponent] : term.monomial) {
      if (atom->getKind() == Atom::Kind::Symbol) {
        if (atom->getName() == name)
          return true;
        continue;
      }
      if (atom->getKind() == Atom::Kind::Sum && atom->getName() == name)
        continue;
      if (llvm::any_of(atom->getOperands(), [&](const Expr &operand) {
            return operand.mentions(name);
          }))
        return true;
    }
  return false;
}

static Expr substituteAtom(const Atom &atom, Expr::Substitution replacement) {
  llvm::ArrayRef<Expr> operands = atom.getOperands();
  auto replaced = [&](unsigned index) {
    return operands[index].substitute(replacement);
  };
  switch (atom.getKind()) {
  case Atom::Kind::Symbol:
    if (std::optional<Expr> value = replacement(atom.getName()))
      return *value;
    return Expr::symbol(atom.getName(), atom.isNonNegative());
  case Atom::Kind::FloorDiv:
    return Expr::floorDiv(replaced(0), replaced(1));
  case Atom::Kind::Min:
  case Atom::Kind::Max: {
    Expr result = replaced(0);
    for (unsigned i = 1; i < operands.size(); ++i)
      result = atom.getKind() == Atom::Kind::Min
                   ? Expr::min(result, replaced(i))
                   : Expr::max(result, replaced(i));
    return result;
  }
  case Atom::Kind::Select: {
    Expr condition = replaced(0);
    // The branch that is not taken may be without a value.
    if (condition.isConstant())
      return condition.constant() >= 0 ? replaced(1) : replaced(2);
    return Expr::select(condition, replaced(1), replaced(2));
  }
  case Atom::Kind::Sum: {
    auto unlessBound = [&](llvm::StringRef name) -> std::optional<Expr> {
      if (name == atom.getName())
        return std::nullopt;
      return replacement(name);
    };
    return Expr::sum(atom.getName(), replaced(0), replaced(1),
                     operands[2].substitute(unlessBound));
  }
  }
  llvm_unreachable("every kind of atom is handled");
}

/// `base` to the power of `exponent`, which is small.
static Expr power(const Expr &base, unsigned exponent) {
  Expr result = base;
  for (unsigned i = 1; i < exponent; ++i)
    result *= base;
  return result;
}

Expr Expr::replaceAtom(const Atom &atom, const Expr &value) const {
  if (isConstant())
    return *this;
  Expr total;
  for (const Term &term : polynomial->getTerms()) {
    std::vector<Term> kept(1, {{}, term.coefficient});
    Expr factor = 1;
    for (const auto &[its, exponent] : term.monomial) {
      if (its->compare(atom) == 0)
        factor = power(value, exponent);
      else
        kept.front().monomial.emplace_back(its, exponent);
    }
    total += Polynomial::get(std::move(kept)) * factor;
  }
  return exactDiv(total, polynomial->getDenominator());
}

Expr Expr::substitute(Substitution replacement) const {
  if (isConstant())
    return *this;
  Expr total;
  for (const Term &term : polynomial->getTerms()) {
    Expr product(term.coefficient);
    for (const auto &[atom, exponent] : term.monomial)
      product *= power(substituteAtom(*atom, replacement), exponent);
    total += product;
  }
  return exactDiv(total, polynomial->getDenominator());
}
