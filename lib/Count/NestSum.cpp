//===- NestSum.cpp - Elimination of the variables of a sum ----------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The variables are eliminated one by one. Over the part of a piece where l is
// the greatest of the lower bounds of x and u the least of the upper ones, the
// sum along x is F(floor(u) + 1) - F(ceil(l)), where F(n) is the sum of the
// value over 0 <= x < n: a polynomial, by the formula of Faulhaber. What is
// left is a piece without x for each pair of bounds. "The greatest" is meant of
// rational numbers, so the conditions stay linear; that l <= u is not asked
// where the sum over an empty range comes out as zero by itself.
//
//===----------------------------------------------------------------------===//

#include "NestSum.h"

#include "llvm/ADT/STLExtras.h"

#include <map>
#include <tuple>

using namespace mlir;
using namespace mlir::fpo;

/// Terms of one value.
static constexpr size_t kMaxTerms = 400;
/// Residues that are told apart to remove floors.
static constexpr int64_t kMaxResidues = 64;
/// Residues up to which that is better than a further variable.
static constexpr int64_t kFewResidues = 4;

namespace {
/// A floor in a value: floor(form / divisor).
struct Floor {
  AtomRef atom;
  LinearForm form;
  DynamicAPInt divisor;
};

/// The inequalities that bound a variable x: `factor * x >= form`, or `factor *
/// x <= form`, for a factor > 0.
struct Bound {
  DynamicAPInt factor;
  LinearForm form;
};
struct Bounds {
  std::vector<Bound> lower, upper;
  /// The rows without x.
  Conjunction others;
};

class Summation {
public:
  Summation(Unknowns &unknowns, Budget &budget)
      : unknowns(unknowns), budget(budget) {}

  /// False if it gives up.
  bool run(std::vector<Piece> pieces);
  /// Without variables.
  std::vector<Piece> results;

private:
  /// By variables, those with the most of them first.
  using Key = std::tuple<int, std::vector<unsigned>, Conjunction>;

  bool push(Piece piece);
  bool step(Piece piece);
  /// What makes eliminating `variable` next a bad choice; none if it has no
  /// bound on one side.
  std::optional<int64_t> rate(const Piece &piece, unsigned variable) const;
  /// The variable to eliminate next; none if no one can be.
  std::optional<unsigned> choose(const Piece &piece, int64_t &cost) const;
  bool eliminate(const Piece &piece, unsigned variable);
  bool eliminateFloors(Piece piece, unsigned variable,
                       const std::vector<Floor> &floors);

  Bounds boundsOf(const Conjunction &rows, unsigned variable) const;
  /// The floors in which `variable` is; none if it is within anything else.
  std::optional<std::vector<Floor>> floorsWith(const Expr &value,
                                               unsigned variable) const;
  /// How many residues of `variable` make `floors` linear.
  static DynamicAPInt periodOf(const std::vector<Floor> &floors,
                               unsigned variable);
  Piece substitute(const Piece &piece, unsigned variable,
                   const LinearForm &value) const;

  Unknowns &unknowns;
  Budget &budget;
  std::map<Key, Expr> work;
};
} // namespace

//===----------------------------------------------------------------------===//
// Looking at a piece
//===----------------------------------------------------------------------===//

Bounds Summation::boundsOf(const Conjunction &rows, unsigned variable) const {
  Bounds bounds;
  for (const LinearForm &row : rows.getRows()) {
    DynamicAPInt factor = row[variable];
    if (factor == 0) {
      bounds.others.add(row);
      continue;
    }
    LinearForm form = row;
    form.addTerm(variable, -factor);
    if (factor > 0)
      bounds.lower.push_back({factor, form * DynamicAPInt(-1)});
    else
      bounds.upper.push_back({-factor, form});
  }
  return bounds;
}

std::optional<std::vector<Floor>>
Summation::floorsWith(const Expr &value, unsigned variable) const {
  std::vector<Floor> floors;
  if (value.isConstant())
    return floors;
  llvm::StringRef name = unknowns.getName(variable);
  for (const Term &term : value.poly().getTerms())
    for (const auto &[atom, exponent] : term.monomial) {
      llvm::ArrayRef<Expr> operands = atom->getOperands();
      if (llvm::none_of(operands, [&](const Expr &operand) {
            return operand.mentions(name);
          }))
        continue;
      if (atom->getKind() != Atom::Kind::FloorDiv ||
          !operands[1].isConstant() || operands[1].constant() <= 0)
        return std::nullopt;
      if (llvm::any_of(floors, [&atom = atom](const Floor &known) {
            return known.atom->compare(*atom) == 0;
          }))
        continue;
      std::optional<LinearForm> form = unknowns.findLinear(operands[0]);
      if (!form)
        return std::nullopt;
      floors.push_back({atom, *form, operands[1].constant()});
    }
  return floors;
}

DynamicAPInt Summation::periodOf(const std::vector<Floor> &floors,
                                 unsigned variable) {
  DynamicAPInt period(1);
  for (const Floor &floor : floors)
    period = lcm(period,
                 floor.divisor / gcd(floor.divisor, abs(floor.form[variable])));
  return period;
}

std::optional<int64_t> Summation::rate(const Piece &piece,
                                       unsigned variable) const {
  Bounds bounds = boundsOf(piece.rows, variable);
  if (bounds.lower.empty() || bounds.upper.empty())
    return std::nullopt;
  int64_t cost = bounds.lower.size() * bounds.upper.size();
  // Bounds that are divided leave floors, unless these cancel.
  auto leavesFloor = [&](const Bound &bound) {
    return llvm::any_of(piece.variables, [&](unsigned other) {
      return bound.form[other] % bound.factor != 0;
    });
  };
  if (llvm::any_of(bounds.lower, leavesFloor) ||
      llvm::any_of(bounds.upper, leavesFloor)) {
    const Bound &l = bounds.lower.front(), &u = bounds.upper.front();
    bool cancels = cost == 1 && l.factor == u.factor &&
                   !piece.value.mentions(unknowns.getName(variable));
    for (unsigned other : piece.variables)
      cancels &= (u.form[other] - l.form[other]) % u.factor == 0;
    cost *= cancels ? 1 : 8;
  }
  std::optional<std::vector<Floor>> floors = floorsWith(piece.value, variable);
  if (!floors)
    return 1000000;
  DynamicAPInt period = periodOf(*floors, variable);
  if (period > 1)
    cost *= period > kMaxResidues ? 256 : 4 * int64_t(period);
  return cost;
}

std::optional<unsigned> Summation::choose(const Piece &piece,
                                          int64_t &cost) const {
  std::optional<unsigned> best;
  for (unsigned variable : piece.variables) {
    std::optional<int64_t> rating = rate(piece, variable);
    if (rating && (!best || *rating <= cost)) {
      best = variable;
      cost = *rating;
    }
  }
  return best;
}

//===----------------------------------------------------------------------===//
// Elimination
//===----------------------------------------------------------------------===//

bool Summation::run(std::vector<Piece> pieces) {
  for (Piece &piece : pieces)
    if (!push(std::move(piece)))
      return false;
  while (!work.empty()) {
    auto first = work.begin();
    Piece piece{std::get<2>(first->first), std::get<1>(first->first),
                first->second};
    work.erase(first);
    if (piece.variables.empty())
      results.push_back(std::move(piece));
    else if (!step(std::move(piece)))
      return false;
  }
  return true;
}

bool Summation::push(Piece piece) {
  if (piece.value.isZero() || piece.rows.isContradictory())
    return true;
  size_t terms = termCount(piece.value);
  if (terms > kMaxTerms || !budget.spend(kLinearProgramCost + terms))
    return false;
  Key key{-int(piece.variables.size()), std::move(piece.variables),
          std::move(piece.rows)};
  auto [place, isNew] = work.try_emplace(std::move(key), piece.value);
  if (!isNew)
    place->second += piece.value;
  return true;
}

bool Summation::step(Piece piece) {
  if (piece.value.isZero())
    return true;
  int64_t cost = 0;
  std::optional<unsigned> variable = choose(piece, cost);
  if (!variable || cost > 1) {
    size_t rows = piece.rows.getRows().size();
    if (!budget.spend(costOfPrograms(rows + 1, rows)))
      return false;
    piece.rows = withoutRedundantRows(piece.rows, unknowns.getContext());
    if (piece.rows.isContradictory())
      return true;
    variable = choose(piece, cost);
    if (!variable)
      return false;
  }
  std::optional<std::vector<Floor>> floors = floorsWith(piece.value, *variable);
  if (!floors)
    return false;
  if (!floors->empty())
    return eliminateFloors(std::move(piece), *variable, *floors);
  return eliminate(piece, *variable);
}

Piece Summation::substitute(const Piece &piece, unsigned variable,
                            const LinearForm &value) const {
  llvm::StringRef name = unknowns.getName(variable);
  Expr replacement = unknowns.toExpr(value);
  return {
      piece.rows.substitute(variable, value), piece.variables,
      piece.value.substitute([&](llvm::StringRef other) -> std::optional<Expr> {
        if (other != name)
          return std::nullopt;
        return replacement;
      })};
}

bool Summation::eliminateFloors(Piece piece, unsigned variable,
                                const std::vector<Floor> &floors) {
  DynamicAPInt period = periodOf(floors, variable);
  const Floor &floor = floors.front();
  DynamicAPInt factor = mod(floor.form[variable], floor.divisor);
  bool isUp = factor == 1, isDown = factor == floor.divisor - 1;
  if (floors.size() == 1 && period > kFewResidues && (isUp || isDown)) {
    // x = +-(d q + r - rest) for 0 <= r < d, with q in the place of x; then the
    // floor, whatever multiple of d its factor is off by, is q or q + x more.
    LinearForm rest = floor.form;
    rest.addTerm(variable, -floor.form[variable]);
    unsigned residue = unknowns.addVariable();
    LinearForm r = LinearForm::unknown(residue);
    LinearForm x = LinearForm::unknown(variable) * floor.divisor + r - rest;
    if (!isUp)
      x *= DynamicAPInt(-1);
    DynamicAPInt multiple =
        (floor.form[variable] - (isUp ? 1 : -1)) / floor.divisor;
    Expr quotient =
        unknowns.toExpr(LinearForm::unknown(variable) + x * multiple);
    Expr point = unknowns.toExpr(x);
    llvm::StringRef name = unknowns.getName(variable);
    Piece lifted{piece.rows.substitute(variable, x), piece.variables,
                 piece.value.substituteAtoms(
                     [&](const Atom &atom) -> std::optional<Expr> {
                       if (atom.compare(*floor.atom) == 0)
                         return quotient;
                       if (atom.getKind() == Atom::Kind::Symbol &&
                           atom.getName() == name)
                         return point;
                       return std::nullopt;
                     })};
    lifted.rows.add(r);
    lifted.rows.add(LinearForm(floor.divisor - 1) - r);
    lifted.variables.push_back(residue);
    return push(std::move(lifted));
  }
  if (period > kMaxResidues)
    return false;
  for (DynamicAPInt residue(0); residue < period; ++residue)
    if (!push(substitute(piece, variable,
                         LinearForm::unknown(variable) * period +
                             LinearForm(residue))))
      return false;
  return true;
}

/// What upper bound and lower bound must satisfy so that the sum between them
/// is right: at an empty range it is zero by itself if the bounds, rounded, are
/// one apart.
static LinearForm rangeCondition(const Bound &lower, const Bound &upper) {
  LinearForm gap = upper.form * lower.factor - lower.form * upper.factor;
  // floor(u) >= ceil(l) - 1 holds for all u >= l, and for a whole l wherever
  // u >= l - 1; likewise for a whole u.
  if (lower.factor == 1)
    gap += LinearForm(upper.factor);
  else if (upper.factor == 1)
    gap += LinearForm(lower.factor);
  return gap;
}

/// About the terms of the products of a sum: those of a power of a bound, for
/// each term of the value.
static size_t costOfSum(const Expr &value, llvm::StringRef name,
                        const Expr &from, const Expr &to) {
  unsigned degree = 0;
  if (!value.isConstant())
    for (const Term &term : value.poly().getTerms())
      for (const auto &[atom, exponent] : term.monomial)
        if (atom->getName() == name)
          degree = std::max(degree, exponent);
  auto powerTerms = [&](const Expr &bound) {
    // C(degree + terms, terms)
    size_t terms = termCount(bound), count = 1;
    for (unsigned i = 1; i <= degree; ++i)
      count = std::min<size_t>(count * (terms + i) / i, 1 << 20);
    return count;
  };
  return termCount(value) * (powerTerms(from) + powerTerms(to)) +
         size_t(degree) * degree;
}

bool Summation::eliminate(const Piece &piece, unsigned variable) {
  Bounds bounds = boundsOf(piece.rows, variable);
  llvm::StringRef name = unknowns.getName(variable);
  std::vector<unsigned> variables = piece.variables;
  llvm::erase(variables, variable);
  const Conjunction &context = unknowns.getContext();
  // The first of the greatest lower, and the first of the least upper bounds.
  auto addBest = [](Conjunction &rows, const std::vector<Bound> &candidates,
                    size_t index, bool isLower) {
    const Bound &best = candidates[index];
    for (auto [otherIndex, other] : llvm::enumerate(candidates)) {
      if (otherIndex == index)
        continue;
      LinearForm ahead = best.form * other.factor - other.form * best.factor;
      if (!isLower)
        ahead *= DynamicAPInt(-1);
      rows.add(ahead + (otherIndex < index ? -1 : 0));
    }
  };
  bool isOnly = bounds.lower.size() == 1 && bounds.upper.size() == 1;
  for (size_t i = 0, e = bounds.lower.size(); i != e; ++i) {
    const Bound &lower = bounds.lower[i];
    for (size_t j = 0, f = bounds.upper.size(); j != f; ++j) {
      const Bound &upper = bounds.upper[j];
      Conjunction rows = bounds.others;
      addBest(rows, bounds.lower, i, /*isLower=*/true);
      addBest(rows, bounds.upper, j, /*isLower=*/false);
      LinearForm condition = rangeCondition(lower, upper);
      if (!budget.spend(costOfPrograms(3, rows.getRows().size())))
        return false;
      if (condition.isConstant()) {
        if (condition.getConstant() < 0)
          continue;
      } else {
        LinearProgram program({&context, &rows});
        if (program.isEmpty())
          continue;
        if (!program.implies(condition)) {
          if (std::optional<DynamicAPInt> most = program.maximum(condition);
              most && *most < 0)
            continue;
          rows.add(condition);
        }
      }
      if (rows.isContradictory() ||
          (!isOnly && LinearProgram({&context, &rows}).isEmpty()))
        continue;
      Expr from = Expr::ceilDiv(unknowns.toExpr(lower.form), lower.factor);
      Expr to =
          Expr::floorDiv(unknowns.toExpr(upper.form), upper.factor) + Expr(1);
      if (!budget.spend(costOfSum(piece.value, name, from, to)))
        return false;
      std::optional<Expr> sum =
          Expr::sumPolynomial(name, from, to, piece.value);
      if (!sum || !push({std::move(rows), variables, *sum}))
        return false;
    }
  }
  return true;
}

std::optional<std::vector<Piece>>
fpo::eliminateVariables(std::vector<Piece> pieces, Unknowns &unknowns,
                        Budget &budget) {
  Summation summation(unknowns, budget);
  if (!summation.run(std::move(pieces)))
    return std::nullopt;
  return std::move(summation.results);
}
