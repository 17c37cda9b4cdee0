//===- FloorSimplification.cpp - Polynomials with floors ------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A polynomial in N and in floors of N by divisors of L is a polynomial in t
// where N = L t + r, for each residue r. Compared as polynomials in N, these
// may be the same, or be roundings of the same.
//
//===----------------------------------------------------------------------===//

#include "FloorSimplification.h"

#include "llvm/ADT/STLExtras.h"

#include <map>

using namespace mlir;
using namespace mlir::fpo;

/// Residues, of all symbols of a group together, that are looked at.
static constexpr int64_t kMaxResidues = 64;

namespace {
/// Symbols that floors hold together, by name.
struct Group {
  struct Member {
    Expr symbol;
    /// A multiple of the divisors of the floors that it is in.
    DynamicAPInt period;
  };
  std::map<std::string, Member> members;
  std::vector<AtomRef> floors;

  bool has(const Atom &atom) const {
    return llvm::any_of(floors, [&](const AtomRef &floor) {
      return floor->compare(atom) == 0;
    });
  }
};

/// An expression of which some atoms are hidden behind symbols.
class Hiding {
public:
  /// Hides all atoms of `value` but symbols and the floors of `group`.
  Expr hide(const Expr &value, const Group &group);
  Expr show(const Expr &value) const;

private:
  std::vector<AtomRef> hidden;
};
} // namespace

static bool hasOnlySymbols(const Expr &value) {
  return value.isConstant() ||
         llvm::all_of(value.poly().getTerms(), [](const Term &term) {
           return llvm::all_of(term.monomial, [](const auto &factor) {
             return factor.first->getKind() == Atom::Kind::Symbol;
           });
         });
}

/// Whether `atom` is the floor of a polynomial of symbols by a number.
static bool isPlainFloor(const Atom &atom) {
  llvm::ArrayRef<Expr> operands = atom.getOperands();
  return atom.getKind() == Atom::Kind::FloorDiv && operands[1].isConstant() &&
         operands[1].constant() > 0 && hasOnlySymbols(operands[0]);
}

Expr Hiding::hide(const Expr &value, const Group &group) {
  return value.substituteAtoms([&](const Atom &atom) -> std::optional<Expr> {
    if (atom.getKind() == Atom::Kind::Symbol)
      return std::nullopt;
    if (group.has(atom))
      return Expr::fromAtom(atom);
    auto place = llvm::find_if(hidden, [&](const AtomRef &known) {
      return known->compare(atom) == 0;
    });
    size_t index = place - hidden.begin();
    if (place == hidden.end())
      hidden.emplace_back(&atom);
    return Expr::symbol("\x02" + std::to_string(index), atom.isNonNegative());
  });
}

Expr Hiding::show(const Expr &value) const {
  return value.substitute([&](llvm::StringRef name) -> std::optional<Expr> {
    size_t index = 0;
    if (!name.consume_front("\x02") || name.getAsInteger(10, index))
      return std::nullopt;
    return Expr::fromAtom(*hidden[index]);
  });
}

/// The floors of `value`, those with a symbol in common together.
static std::vector<Group> groupsOf(const Expr &value) {
  std::vector<Group> groups;
  if (value.isConstant())
    return groups;
  for (const Term &term : value.poly().getTerms())
    for (const auto &[atom, exponent] : term.monomial) {
      if (!isPlainFloor(*atom) ||
          llvm::any_of(groups, [&atom = atom](const Group &group) {
            return group.has(*atom);
          }))
        continue;
      Group merged;
      merged.floors.push_back(atom);
      for (const Term &inner : atom->getOperands()[0].poly().getTerms())
        for (const auto &[symbol, innerExponent] : inner.monomial)
          merged.members.try_emplace(
              symbol->getName().str(),
              Group::Member{Expr::fromAtom(*symbol),
                            atom->getOperands()[1].constant()});
      llvm::erase_if(groups, [&](const Group &group) {
        if (llvm::none_of(group.members, [&](const auto &entry) {
              return merged.members.count(entry.first) != 0;
            }))
          return false;
        llvm::append_range(merged.floors, group.floors);
        for (const auto &[name, member] : group.members) {
          auto [place, isNew] = merged.members.try_emplace(name, member);
          place->second.period = lcm(place->second.period, member.period);
        }
        return true;
      });
      groups.push_back(std::move(merged));
    }
  return groups;
}

/// Replaces each symbol N of `group` by L t + r, under the same name, or t by
/// (N - r)/L again.
static Expr scale(const Expr &value, const Group &group,
                  const std::map<std::string, DynamicAPInt> &residues,
                  bool isBack) {
  return value.substitute([&](llvm::StringRef name) -> std::optional<Expr> {
    auto place = group.members.find(name.str());
    if (place == group.members.end())
      return std::nullopt;
    const auto &[symbol, period] = place->second;
    Expr residue(residues.at(place->first));
    return isBack ? Expr::exactDiv(symbol - residue, period)
                  : Expr::symbol(name, false) * Expr(period) + residue;
  });
}

/// What `value` is as a polynomial where N = d t + r, for the ranges of r
/// between which no floor((N + c) / d) changes: few, however large d is. None
/// if a floor is not of this form, or r stays in the polynomials.
static std::optional<std::vector<Expr>> byRanges(const Expr &value,
                                                 const Group &group) {
  if (group.members.size() != 1)
    return std::nullopt;
  const Expr &symbol = group.members.begin()->second.symbol;
  const DynamicAPInt &period = group.members.begin()->second.period;
  Expr residue = Expr::symbol("\x03", false);
  std::set<DynamicAPInt> starts = {DynamicAPInt(0)};
  for (const AtomRef &floor : group.floors) {
    Expr shift = floor->getOperands()[0] - symbol;
    if (!shift.isConstant() || floor->getOperands()[1] != Expr(period))
      return std::nullopt;
    starts.insert(mod(-shift.constant(), period));
  }
  Expr quotient = Expr::exactDiv(symbol - residue, period);
  std::vector<Expr> polynomials;
  for (auto start = starts.begin(); start != starts.end(); ++start) {
    auto next = std::next(start);
    DynamicAPInt last = (next == starts.end() ? period : *next) - 1;
    Expr polynomial =
        value.substituteAtoms([&](const Atom &atom) -> std::optional<Expr> {
          if (!group.has(atom))
            return std::nullopt;
          DynamicAPInt shift = (atom.getOperands()[0] - symbol).constant();
          return quotient + Expr(floorDiv(*start + shift, period));
        });
    if (*start == last)
      polynomial = polynomial.substitute(
          [&](llvm::StringRef other) -> std::optional<Expr> {
            if (other != "\x03")
              return std::nullopt;
            return Expr(last);
          });
    if (polynomial.mentions("\x03"))
      return std::nullopt;
    polynomials.push_back(std::move(polynomial));
  }
  return polynomials;
}

/// What `value` is at each residue of the symbols of `group`; none if there are
/// too many.
static std::optional<std::vector<Expr>>
byResidues(const Expr &value, const Group &group, Budget &budget) {
  DynamicAPInt count(1);
  std::map<std::string, DynamicAPInt> residues;
  for (const auto &[name, member] : group.members) {
    count *= member.period;
    residues.emplace(name, DynamicAPInt(0));
  }
  if (count > kMaxResidues ||
      !budget.spend(2 * int64_t(count) * termCount(value)))
    return std::nullopt;
  std::vector<Expr> polynomials;
  while (true) {
    polynomials.push_back(scale(scale(value, group, residues, /*isBack=*/false),
                                group, residues, /*isBack=*/true));
    if (llvm::any_of(groupsOf(polynomials.back()), [&](const Group &left) {
          return llvm::any_of(left.members, [&](const auto &entry) {
            return group.members.count(entry.first) != 0;
          });
        }))
      return std::nullopt;
    // The next combination.
    auto symbol = residues.begin();
    for (; symbol != residues.end(); ++symbol) {
      if (++symbol->second < group.members.at(symbol->first).period)
        break;
      symbol->second = DynamicAPInt(0);
    }
    if (symbol == residues.end())
      return polynomials;
  }
}

static std::optional<std::vector<Expr>>
polynomialsOf(const Expr &value, const Group &group, Budget &budget) {
  if (!budget.spend(2 * group.floors.size() * termCount(value)))
    return std::nullopt;
  if (auto polynomials = byRanges(value, group))
    return polynomials;
  return byResidues(value, group, budget);
}

/// The one polynomial, or the floor of it, that all `polynomials` are.
static std::optional<Expr> unify(llvm::ArrayRef<Expr> polynomials) {
  DynamicAPInt common(1);
  for (const Expr &polynomial : polynomials)
    if (!polynomial.isConstant())
      common = lcm(common, polynomial.poly().getDenominator());
  // Over the common denominator they must differ in the constant only, and by
  // less than the denominator: then all are the floor of the greatest.
  Expr first = polynomials.front() * Expr(common), greatest = first;
  DynamicAPInt least(0), most(0);
  for (const Expr &polynomial : polynomials) {
    Expr whole = polynomial * Expr(common);
    Expr difference = whole - first;
    if (!difference.isConstant())
      return std::nullopt;
    least = std::min(least, difference.constant());
    if (difference.constant() > most) {
      most = difference.constant();
      greatest = whole;
    }
  }
  if (most - least >= common)
    return std::nullopt;
  return most == least ? Expr::exactDiv(greatest, common)
                       : Expr::floorDiv(greatest, common);
}

Expr fpo::simplifyFloors(const Expr &value, Budget &budget) {
  Expr result = value;
  for (const Group &group : groupsOf(value)) {
    Hiding hiding;
    auto polynomials = polynomialsOf(hiding.hide(result, group), group, budget);
    if (!polynomials)
      continue;
    std::optional<Expr> unified = unify(*polynomials);
    if (!unified)
      continue;
    Expr simple = hiding.show(*unified);
    if (simple.str().size() < result.str().size())
      result = std::move(simple);
  }
  return result;
}

/// `value` where its symbols are some numbers far apart; none if that is no
/// number.
static std::optional<DynamicAPInt> sampleOf(const Expr &value) {
  std::set<std::string> symbols;
  value.collectSymbols(symbols);
  Expr sample = value.substitute([&](llvm::StringRef name) {
    size_t index = std::distance(symbols.begin(), symbols.find(name.str()));
    return std::optional<Expr>(Expr(89 + 64 * int64_t(index)));
  });
  if (!sample.isConstant())
    return std::nullopt;
  return sample.constant();
}

bool fpo::isZeroEverywhere(const Expr &value, Budget &budget) {
  if (value.isConstant())
    return value.isZero();
  std::vector<Group> groups = groupsOf(value);
  if (groups.empty() || !budget.spend(termCount(value)))
    return false;
  if (std::optional<DynamicAPInt> sample = sampleOf(value);
      !sample || *sample != 0)
    return false;
  Hiding hiding;
  auto polynomials =
      polynomialsOf(hiding.hide(value, groups.front()), groups.front(), budget);
  return polynomials && llvm::all_of(*polynomials, [&](const Expr &polynomial) {
           return isZeroEverywhere(hiding.show(polynomial), budget);
         });
}
