//===- ExprFunctions.cpp - Functions that are no polynomials --------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Count/Expr.h"

#include "mlir/Analysis/Presburger/Fraction.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace mlir::fpo;

/// Terms up to which a sum with numbers for bounds is written out.
static constexpr int64_t kMaxTurns = 1 << 20;

static Expr makeAtom(Atom::Kind kind, std::string name,
                     std::vector<Expr> operands, bool isNonNegative) {
  return Expr::fromAtom(*llvm::makeIntrusiveRefCnt<Atom>(
      kind, std::move(name), std::move(operands), isNonNegative));
}

//===----------------------------------------------------------------------===//
// Division
//===----------------------------------------------------------------------===//

/// `lhs / rhs` if every atom of `rhs` is in `lhs` often enough.
static std::optional<Monomial> divide(const Monomial &lhs,
                                      const Monomial &rhs) {
  Monomial quotient;
  auto right = rhs.begin();
  for (const auto &[atom, exponent] : lhs) {
    unsigned rest = exponent;
    if (right != rhs.end() && right->first->compare(*atom) == 0) {
      if (right->second > rest)
        return std::nullopt;
      rest -= right->second;
      ++right;
    }
    if (rest != 0)
      quotient.emplace_back(atom, rest);
  }
  if (right != rhs.end())
    return std::nullopt;
  return quotient;
}

static Expr fromTerm(Monomial monomial, const DynamicAPInt &coefficient) {
  std::vector<Term> terms;
  terms.push_back({std::move(monomial), coefficient});
  return Polynomial::get(std::move(terms));
}

static std::vector<Term> termsOf(const Expr &expr) {
  if (expr.isConstant())
    return {{{}, expr.constant()}};
  return expr.poly().getTerms().vec();
}

/// What of `numerator` is a multiple of `divisor` with integer coefficients,
/// both without denominators: numerator = divisor * quotient + rest.
static std::pair<Expr, Expr> divideTerms(const Expr &numerator,
                                         const Expr &divisor) {
  std::vector<Term> by = termsOf(divisor);
  const Term &leading = by.front();
  Expr quotient, rest, left = numerator;
  while (!left.isZero()) {
    std::vector<Term> terms = termsOf(left);
    Term first = terms.front();
    std::optional<Monomial> monomial = divide(first.monomial, leading.monomial);
    DynamicAPInt times =
        monomial ? llvm::floorDiv(first.coefficient, leading.coefficient)
                 : DynamicAPInt(0);
    // By a number, each coefficient is divided with a rest; by a polynomial,
    // it must go without.
    if (times == 0 || (!divisor.isConstant() &&
                       times * leading.coefficient != first.coefficient)) {
      Expr moved = fromTerm(first.monomial, first.coefficient);
      rest += moved;
      left -= moved;
      continue;
    }
    Expr part = fromTerm(*monomial, times);
    if (divisor.isConstant()) {
      Expr moved = fromTerm(first.monomial, first.coefficient);
      rest += moved - part * divisor;
      left -= moved;
    } else {
      left -= part * divisor;
    }
    quotient += part;
  }
  return {quotient, rest};
}

/// The greatest common divisor of the coefficients of `expr`, but for the
/// constant one.
static DynamicAPInt contentOf(const Expr &expr) {
  DynamicAPInt content(0);
  for (const Term &term : expr.poly().getTerms())
    if (!term.monomial.empty())
      content = gcd(content, abs(term.coefficient));
  return content;
}

static DynamicAPInt constantTermOf(const Expr &expr) {
  const Term &last = expr.poly().getTerms().back();
  return last.monomial.empty() ? last.coefficient : DynamicAPInt(0);
}

/// floor(numerator / divisor) for a number greater than one, of which no
/// multiple is left in the coefficients.
static Expr floorByNumber(Expr numerator, DynamicAPInt divisor) {
  // floor((g x + c) / (g d)) = floor((x + floor(c / g)) / d)
  DynamicAPInt common = gcd(contentOf(numerator), divisor);
  if (common != 1) {
    DynamicAPInt constant = constantTermOf(numerator);
    numerator = Expr::exactDiv(numerator - Expr(constant), common) +
                Expr(llvm::floorDiv(constant, common));
    divisor = divisor / common;
    if (divisor == 1)
      return numerator;
  }
  // floor((floor(x / c) + k) / d) = floor((x + c k) / (c d))
  DynamicAPInt constant = constantTermOf(numerator);
  Expr inner = numerator - Expr(constant);
  if (const Atom *atom = inner.asAtom();
      atom && atom->getKind() == Atom::Kind::FloorDiv) {
    Expr by = atom->getOperands()[1];
    if (by.isConstant() && by.constant() > 0)
      return Expr::floorDiv(atom->getOperands()[0] + by * Expr(constant),
                            by * Expr(divisor));
  }
  // 0 <= n < d
  std::optional<DynamicAPInt> low = numerator.minimum();
  std::optional<DynamicAPInt> high = numerator.maximum();
  if (low && high &&
      llvm::floorDiv(*low, divisor) == llvm::floorDiv(*high, divisor))
    return Expr(llvm::floorDiv(*low, divisor));
  bool isNonNegative = low && *low >= 0;
  return makeAtom(Atom::Kind::FloorDiv, "",
                  {std::move(numerator), Expr(divisor)}, isNonNegative);
}

Expr Expr::floorDiv(const Expr &lhs, const Expr &rhs) {
  if (rhs.isOne() || (lhs.isZero() && !rhs.isZero()))
    return lhs;
  if (rhs.isConstant() && !rhs.isZero()) {
    if (lhs.isConstant())
      return Expr(llvm::floorDiv(lhs.number, rhs.number));
    if (rhs.number < 0)
      return floorDiv(-lhs, -rhs);
  }
  if (rhs.isZero())
    return makeAtom(Atom::Kind::FloorDiv, "", {lhs, rhs}, false);
  // floor((n / m) / d) = floor(n / (m d))
  Expr numerator = lhs, divisor = rhs;
  if (!lhs.isConstant() && lhs.polynomial->denominator != 1) {
    divisor *= Expr(lhs.polynomial->denominator);
    numerator *= Expr(lhs.polynomial->denominator);
  }
  if (!divisor.isConstant() && divisor.polynomial->denominator != 1)
    return makeAtom(Atom::Kind::FloorDiv, "", {lhs, rhs},
                    lhs.isKnownNonNegative() && rhs.isKnownPositive());

  auto [quotient, rest] = divideTerms(numerator, divisor);
  if (rest.isZero())
    return quotient;
  if (divisor.isConstant())
    return quotient + (rest.isConstant()
                           ? Expr(llvm::floorDiv(rest.number, divisor.number))
                           : floorByNumber(rest, divisor.number));
  // A rest between zero and the divisor leaves nothing.
  if (rest.isKnownNonNegative() && (divisor - rest).isKnownPositive())
    return quotient;
  return quotient +
         makeAtom(Atom::Kind::FloorDiv, "", {rest, divisor},
                  rest.isKnownNonNegative() && divisor.isKnownNonNegative());
}

Expr Expr::ceilDiv(const Expr &lhs, const Expr &rhs) {
  return floorDiv(lhs + rhs - Expr(1), rhs);
}

Expr Expr::mod(const Expr &lhs, const Expr &rhs) {
  return lhs - rhs * floorDiv(lhs, rhs);
}

//===----------------------------------------------------------------------===//
// Choice
//===----------------------------------------------------------------------===//

/// The least, or greatest, of `candidates`, without those that another is known
/// to beat.
static Expr extremum(Atom::Kind kind, std::vector<Expr> candidates) {
  bool wantsLeast = kind == Atom::Kind::Min;
  std::vector<Expr> flat;
  for (Expr &candidate : candidates) {
    const Atom *atom = candidate.asAtom();
    if (atom && atom->getKind() == kind)
      llvm::append_range(flat, atom->getOperands());
    else
      flat.push_back(std::move(candidate));
  }
  llvm::sort(flat, [](const Expr &lhs, const Expr &rhs) {
    return lhs.compare(rhs) < 0;
  });
  flat.erase(llvm::unique(flat), flat.end());
  auto beats = [&](const Expr &lhs, const Expr &rhs) {
    return (wantsLeast ? rhs - lhs : lhs - rhs).isKnownNonNegative();
  };
  std::vector<Expr> kept;
  for (Expr &candidate : flat) {
    if (llvm::any_of(kept,
                     [&](const Expr &it) { return beats(it, candidate); }))
      continue;
    llvm::erase_if(kept, [&](const Expr &it) { return beats(candidate, it); });
    kept.push_back(std::move(candidate));
  }
  if (kept.size() == 1)
    return kept.front();
  auto isNonNegative = [](const Expr &expr) {
    return expr.isKnownNonNegative();
  };
  bool result = wantsLeast ? llvm::all_of(kept, isNonNegative)
                           : llvm::any_of(kept, isNonNegative);
  return makeAtom(kind, "", std::move(kept), result);
}

Expr Expr::min(const Expr &lhs, const Expr &rhs) {
  if (lhs.isConstant() && rhs.isConstant())
    return lhs.number < rhs.number ? lhs : rhs;
  return extremum(Atom::Kind::Min, {lhs, rhs});
}

Expr Expr::max(const Expr &lhs, const Expr &rhs) {
  if (lhs.isConstant() && rhs.isConstant())
    return lhs.number < rhs.number ? rhs : lhs;
  return extremum(Atom::Kind::Max, {lhs, rhs});
}

Expr Expr::min(llvm::ArrayRef<Expr> values) {
  return values.size() == 1 ? values.front()
                            : extremum(Atom::Kind::Min, values.vec());
}

Expr Expr::max(llvm::ArrayRef<Expr> values) {
  return values.size() == 1 ? values.front()
                            : extremum(Atom::Kind::Max, values.vec());
}

Expr Expr::select(const Expr &condition, const Expr &yes, const Expr &no) {
  if (yes == no || condition.isKnownNonNegative())
    return yes;
  std::optional<DynamicAPInt> most = condition.maximum();
  if (most && *most < 0)
    return no;
  // `x >= 1 ? yes : no` where x is zero or more, and `yes` is `no` at zero.
  Expr atom = condition + Expr(1);
  if (const Atom *only = atom.asAtom(); only && only->isNonNegative()) {
    Expr atZero = yes.substituteAtoms([&](const Atom &its) {
      return its.compare(*only) == 0 ? std::optional<Expr>(0) : std::nullopt;
    });
    if (atZero == no)
      return yes;
  }
  bool isNonNegative = yes.isKnownNonNegative() && no.isKnownNonNegative();
  return makeAtom(Atom::Kind::Select, "", {condition, yes, no}, isNonNegative);
}

//===----------------------------------------------------------------------===//
// Sums
//===----------------------------------------------------------------------===//

using presburger::Fraction;

/// The numbers of Bernoulli from B_0 to B_count, with B_1 = -1/2.
static std::vector<Fraction> bernoulliNumbers(unsigned count) {
  std::vector<Fraction> numbers;
  for (unsigned m = 0; m <= count; ++m) {
    // The sum over k <= m of C(m + 1, k) B_k is zero for m > 0.
    Fraction rest(m == 0 ? 1 : 0, 1);
    DynamicAPInt binomial(1);
    for (unsigned k = 0; k < m; ++k) {
      rest -= Fraction(binomial) * numbers[k];
      binomial = binomial * DynamicAPInt(m + 1 - k) / DynamicAPInt(k + 1);
    }
    numbers.push_back(rest / Fraction(m + 1, 1));
  }
  return numbers;
}

/// The sum over 0 <= x < n of the polynomial in x with `coefficients`, as a
/// polynomial in n without a constant term: for x^k it is 1/(k + 1) times the
/// sum over j <= k of C(k + 1, j) B_j n^(k + 1 - j) (Knuth, The Art of Computer
/// Programming, vol. 1, 1.2.11.2). Returned as the coefficients of n, n^2, ...,
/// and what all of them are to be divided by.
static std::pair<std::vector<Expr>, DynamicAPInt>
sumOfPowers(llvm::ArrayRef<Expr> coefficients) {
  std::vector<Fraction> bernoulli = bernoulliNumbers(coefficients.size());
  DynamicAPInt denominator(1);
  for (unsigned k = 0, e = coefficients.size(); k != e; ++k)
    denominator = lcm(denominator, DynamicAPInt(k + 1));
  for (const Fraction &number : bernoulli)
    denominator = denominator * number.den;
  std::vector<Expr> result(coefficients.size());
  for (unsigned k = 0, e = coefficients.size(); k != e; ++k) {
    if (coefficients[k].isZero())
      continue;
    DynamicAPInt binomial(1);
    for (unsigned j = 0; j <= k; ++j) {
      DynamicAPInt weight = denominator / DynamicAPInt(k + 1) /
                            bernoulli[j].den * bernoulli[j].num * binomial;
      result[k - j] += coefficients[k] * Expr(weight);
      binomial = binomial * DynamicAPInt(k + 1 - j) / DynamicAPInt(j + 1);
    }
  }
  return {std::move(result), denominator};
}

/// The coefficients of `body` as a polynomial in the symbol `variable`; none if
/// it occurs within another atom.
static std::optional<std::vector<Expr>>
coefficientsIn(const Expr &body, llvm::StringRef variable) {
  std::vector<std::vector<Term>> byPower(1);
  for (Term &term : termsOf(body)) {
    unsigned power = 0;
    Monomial rest;
    for (const auto &[atom, exponent] : term.monomial) {
      if (atom->getKind() == Atom::Kind::Symbol) {
        if (atom->getName() == variable) {
          power = exponent;
          continue;
        }
      } else if (llvm::any_of(atom->getOperands(), [&](const Expr &operand) {
                   return operand.mentions(variable);
                 })) {
        return std::nullopt;
      }
      rest.emplace_back(atom, exponent);
    }
    if (power >= byPower.size())
      byPower.resize(power + 1);
    byPower[power].push_back({std::move(rest), term.coefficient});
  }
  std::vector<Expr> coefficients;
  for (std::vector<Term> &terms : byPower)
    coefficients.push_back(Polynomial::get(std::move(terms)));
  return coefficients;
}

std::optional<Expr> Expr::sumPolynomial(llvm::StringRef variable,
                                        const Expr &lower, const Expr &upper,
                                        const Expr &body) {
  std::optional<std::vector<Expr>> coefficients =
      coefficientsIn(body, variable);
  if (!coefficients)
    return std::nullopt;
  DynamicAPInt below =
      body.isConstant() ? DynamicAPInt(1) : body.polynomial->denominator;
  if (coefficients->size() == 1)
    return exactDiv(coefficients->front() * (upper - lower), below);
  auto [powers, denominator] = sumOfPowers(*coefficients);
  auto at = [&powers = powers](const Expr &n) {
    Expr value;
    for (const Expr &coefficient : llvm::reverse(powers))
      value = (value + coefficient) * n;
    return value;
  };
  return exactDiv(at(upper) - at(lower), below * denominator);
}

Expr Expr::sum(llvm::StringRef variable, const Expr &lower, const Expr &upper,
               const Expr &body) {
  if (body.isZero())
    return body;
  if (std::optional<Expr> total =
          sumPolynomial(variable, lower, max(lower, upper), body))
    return *total;
  if (lower.isConstant() && upper.isConstant() &&
      upper.number - lower.number <= kMaxTurns) {
    Expr total;
    for (DynamicAPInt i = lower.number; i < upper.number; ++i)
      total += body.substitute([&](llvm::StringRef name) {
        return name == variable ? std::optional<Expr>(Expr(i)) : std::nullopt;
      });
    return total;
  }
  if ((lower - upper).isKnownNonNegative())
    return 0;
  return makeAtom(Atom::Kind::Sum, variable.str(), {lower, upper, body},
                  body.isKnownNonNegative());
}
