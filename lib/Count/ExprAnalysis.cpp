//===- ExprAnalysis.cpp - Bounds, symbols and substitution ----------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Count/Expr.h"

#include "llvm/ADT/STLExtras.h"

#include <map>

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

/// What becomes of `atom`; none if it stays as it is.
static std::optional<Expr> replaced(const Atom &atom,
                                    Expr::AtomSubstitution replacement) {
  if (std::optional<Expr> value = replacement(atom))
    return value;
  bool isChanged = false;
  llvm::SmallVector<Expr, 3> operands;
  for (auto [index, operand] : llvm::enumerate(atom.getOperands())) {
    // What a sum binds is not what has this name outside.
    auto unlessBound = [&](const Atom &inner) -> std::optional<Expr> {
      if (inner.getKind() == Atom::Kind::Symbol &&
          inner.getName() == atom.getName())
        return std::nullopt;
      return replacement(inner);
    };
    bool binds = atom.getKind() == Atom::Kind::Sum && index == 2;
    operands.push_back(binds ? operand.substituteAtoms(unlessBound)
                             : operand.substituteAtoms(replacement));
    isChanged |= operands.back() != operand;
    // The branch that is not taken may be without a value.
    if (atom.getKind() == Atom::Kind::Select && index == 0 &&
        operands[0].isConstant())
      return atom.getOperands()[operands[0].constant() >= 0 ? 1 : 2]
          .substituteAtoms(replacement);
  }
  if (!isChanged)
    return std::nullopt;
  switch (atom.getKind()) {
  case Atom::Kind::Symbol:
    break;
  case Atom::Kind::FloorDiv:
    return Expr::floorDiv(operands[0], operands[1]);
  case Atom::Kind::Min:
    return Expr::min(operands);
  case Atom::Kind::Max:
    return Expr::max(operands);
  case Atom::Kind::Select:
    return Expr::select(operands[0], operands[1], operands[2]);
  case Atom::Kind::Sum:
    return Expr::sum(atom.getName(), operands[0], operands[1], operands[2]);
  }
  llvm_unreachable("a symbol has no operands");
}

/// The sum of `parts`, two by two: polynomials are merged as often as their
/// number has digits.
static Expr sumOf(std::vector<Expr> parts) {
  if (parts.empty())
    return 0;
  while (parts.size() > 1) {
    size_t half = (parts.size() + 1) / 2;
    for (size_t i = half; i != parts.size(); ++i)
      parts[i - half] += parts[i];
    parts.resize(half);
  }
  return parts.front();
}

Expr Expr::substituteAtoms(AtomSubstitution replacement) const {
  if (isConstant())
    return *this;
  // The powers of what an atom becomes; none if it stays.
  std::map<const Atom *, std::vector<Expr>> powers;
  auto powersOf = [&](const Atom &atom) -> std::vector<Expr> & {
    auto [place, isNew] = powers.try_emplace(&atom);
    if (isNew)
      if (std::optional<Expr> value = replaced(atom, replacement))
        place->second.push_back(*value);
    return place->second;
  };
  std::vector<Expr> changed;
  std::vector<Term> unchanged;
  for (const Term &term : polynomial->getTerms()) {
    Expr product(1);
    Monomial stays;
    for (const auto &[atom, exponent] : term.monomial) {
      std::vector<Expr> &values = powersOf(*atom);
      if (values.empty()) {
        stays.emplace_back(atom, exponent);
        continue;
      }
      while (values.size() < exponent)
        values.push_back(values.back() * values.front());
      product *= values[exponent - 1];
    }
    if (stays.size() == term.monomial.size()) {
      unchanged.push_back(term);
      continue;
    }
    std::vector<Term> factor;
    factor.push_back({std::move(stays), term.coefficient});
    changed.push_back(product * Polynomial::get(std::move(factor)));
  }
  if (changed.empty())
    return *this;
  changed.push_back(Polynomial::get(std::move(unchanged)));
  return exactDiv(sumOf(std::move(changed)), polynomial->getDenominator());
}

Expr Expr::substitute(Substitution replacement) const {
  return substituteAtoms([&](const Atom &atom) -> std::optional<Expr> {
    if (atom.getKind() != Atom::Kind::Symbol)
      return std::nullopt;
    return replacement(atom.getName());
  });
}
