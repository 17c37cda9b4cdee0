//===- FloorSimplification.cpp - Polynomials with floors in them ----------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A polynomial in N and in floors of N by divisors of L is a polynomial in t
// where N = L t + r, for each residue r. Compared as polynomials in N, they may
// be the same, or be roundings of the same.
//
//===----------------------------------------------------------------------===//

#include "NestSum.h"

#include "llvm/ADT/STLExtras.h"

#include <map>

using namespace mlir;
using namespace mlir::fpo;

/// Residues, of all symbols together, that are looked at.
static constexpr int64_t kMaxResidues = 64;

/// For each symbol within the floors of `value` the residues to tell apart; none
/// if there is another atom than symbols and floors by numbers, or too many.
static std::optional<std::map<std::string, DynamicAPInt>>
periodsOf(const Expr &value) {
  std::map<std::string, DynamicAPInt> periods;
  for (const Term &term : value.poly().getTerms())
    for (const auto &[atom, exponent] : term.monomial) {
      if (atom->getKind() == Atom::Kind::Symbol)
        continue;
      llvm::ArrayRef<Expr> operands = atom->getOperands();
      if (atom->getKind() != Atom::Kind::FloorDiv ||
          !operands[1].isConstant() || operands[1].constant() <= 0)
        return std::nullopt;
      std::set<std::string> symbols;
      operands[0].collectSymbols(symbols);
      for (const std::string &symbol : symbols) {
        DynamicAPInt &period =
            periods.try_emplace(symbol, DynamicAPInt(1)).first->second;
        period = lcm(period, operands[1].constant());
      }
    }
  DynamicAPInt residues(1);
  for (const auto &[symbol, period] : periods)
    residues *= period;
  if (residues > kMaxResidues)
    return std::nullopt;
  return periods;
}

/// `value` with `make(symbol, period)` in the place of each symbol.
static Expr replaceAll(
    const Expr &value, const std::map<std::string, DynamicAPInt> &periods,
    llvm::function_ref<Expr(const Expr &, const DynamicAPInt &,
                            const DynamicAPInt &)>
        make,
    const std::map<std::string, DynamicAPInt> &residues) {
  return value.substituteAtoms([&](const Atom &atom) -> std::optional<Expr> {
    if (atom.getKind() != Atom::Kind::Symbol)
      return std::nullopt;
    auto place = periods.find(atom.getName().str());
    if (place == periods.end())
      return std::nullopt;
    return make(Expr::fromAtom(atom), place->second,
                residues.at(place->first));
  });
}

static bool hasOnlySymbols(const Expr &value) {
  return value.isConstant() ||
         llvm::all_of(value.poly().getTerms(), [](const Term &term) {
           return llvm::all_of(term.monomial, [](const auto &factor) {
             return factor.first->getKind() == Atom::Kind::Symbol;
           });
         });
}

/// The polynomials that `value` is at the residues of its symbols, over these
/// symbols themselves; none if there are too many, or other atoms.
static std::optional<std::vector<Expr>> polynomialsOf(const Expr &value) {
  std::vector<Expr> polynomials;
  if (value.isConstant())
    return std::vector<Expr>{value};
  std::optional<std::map<std::string, DynamicAPInt>> periods =
      periodsOf(value);
  if (!periods)
    return std::nullopt;
  std::map<std::string, DynamicAPInt> residues;
  for (const auto &[symbol, period] : *periods)
    residues.emplace(symbol, DynamicAPInt(0));
  while (true) {
    Expr linear = replaceAll(
        value, *periods,
        [](const Expr &symbol, const DynamicAPInt &period,
           const DynamicAPInt &residue) {
          return symbol * Expr(period) + Expr(residue);
        },
        residues);
    if (!hasOnlySymbols(linear))
      return std::nullopt;
    polynomials.push_back(replaceAll(
        linear, *periods,
        [](const Expr &symbol, const DynamicAPInt &period,
           const DynamicAPInt &residue) {
          return Expr::exactDiv(symbol - Expr(residue), period);
        },
        residues));
    // The next combination of residues.
    auto symbol = residues.begin();
    for (; symbol != residues.end(); ++symbol) {
      if (++symbol->second < periods->at(symbol->first))
        break;
      symbol->second = DynamicAPInt(0);
    }
    if (symbol == residues.end())
      return polynomials;
  }
}

bool fpo::isZeroEverywhere(const Expr &value) {
  if (value.isConstant())
    return value.isZero();
  std::optional<std::vector<Expr>> polynomials = polynomialsOf(value);
  return polynomials && llvm::all_of(*polynomials, [](const Expr &polynomial) {
           return polynomial.isZero();
         });
}

Expr fpo::simplifyFloors(const Expr &value) {
  if (hasOnlySymbols(value))
    return value;
  std::optional<std::vector<Expr>> polynomials = polynomialsOf(value);
  if (!polynomials)
    return value;
  DynamicAPInt common(1);
  for (const Expr &polynomial : *polynomials)
    if (!polynomial.isConstant())
      common = lcm(common, polynomial.poly().getDenominator());
  // Over the common denominator they must differ in the constant only, and by
  // less than the denominator: then all are the floor of the greatest.
  Expr first = polynomials->front() * Expr(common), greatest = first;
  DynamicAPInt least(0), most(0);
  for (const Expr &polynomial : *polynomials) {
    Expr whole = polynomial * Expr(common);
    Expr difference = whole - first;
    if (!difference.isConstant())
      return value;
    least = std::min(least, difference.constant());
    if (difference.constant() > most) {
      most = difference.constant();
      greatest = whole;
    }
  }
  if (most - least >= common)
    return value;
  Expr simple = most == least ? Expr::exactDiv(greatest, common)
                              : Expr::floorDiv(greatest, common);
  return simple.str().size() < value.str().size() ? simple : value;
}
