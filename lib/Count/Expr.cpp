//===- Expr.cpp - An exact integer expression over symbols ----------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Count/Expr.h"

#include "llvm/ADT/STLExtras.h"

#include <limits>

using namespace mlir;
using namespace mlir::fpo;

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

Expr::Expr(const Expr &) = default;
Expr::Expr(Expr &&) noexcept = default;
Expr &Expr::operator=(const Expr &) = default;
Expr &Expr::operator=(Expr &&) noexcept = default;
Expr::~Expr() = default;

/// A number that fits into 64 bits, in them: a DynamicAPInt that has once been
/// larger stays in the slow form, and hashes otherwise.
static DynamicAPInt canonical(const DynamicAPInt &value) {
  if (value > std::numeric_limits<int64_t>::max() ||
      value < std::numeric_limits<int64_t>::min())
    return value;
  return DynamicAPInt(int64_t(value));
}

Expr::Expr(const DynamicAPInt &value) : number(canonical(value)) {}

Expr::Expr(llvm::IntrusiveRefCntPtr<const Polynomial> polynomial)
    : polynomial(std::move(polynomial)) {}

Expr Expr::fromAtom(const Atom &atom) {
  std::vector<Term> terms;
  terms.push_back({{{AtomRef(&atom), 1}}, DynamicAPInt(1)});
  return Polynomial::get(std::move(terms));
}

Expr Expr::symbol(llvm::StringRef name, bool isNonNegative) {
  return fromAtom(*llvm::makeIntrusiveRefCnt<Atom>(
      Atom::Kind::Symbol, name.str(), std::vector<Expr>(), isNonNegative));
}

const Atom *Expr::asAtom() const {
  if (isConstant() || polynomial->terms.size() != 1 ||
      polynomial->denominator != 1)
    return nullptr;
  const Term &term = polynomial->terms.front();
  if (term.coefficient != 1 || term.monomial.size() != 1 ||
      term.monomial.front().second != 1)
    return nullptr;
  return term.monomial.front().first.get();
}

std::optional<llvm::StringRef> Expr::symbolName() const {
  const Atom *atom = asAtom();
  if (!atom || atom->getKind() != Atom::Kind::Symbol)
    return std::nullopt;
  return atom->getName();
}

//===----------------------------------------------------------------------===//
// Atoms
//===----------------------------------------------------------------------===//

Atom::Atom(Kind kind, std::string name, std::vector<Expr> operands,
           bool isNonNegative)
    : kind(kind), nonNegative(isNonNegative), name(std::move(name)),
      operands(std::move(operands)) {
  hash = llvm::hash_combine(static_cast<int>(kind), this->name,
                            llvm::hash_combine_range(this->operands));
}

int Atom::compare(const Atom &other) const {
  if (this == &other)
    return 0;
  if (kind != other.kind)
    return kind < other.kind ? -1 : 1;
  if (int byName = llvm::StringRef(name).compare_numeric(other.name))
    return byName;
  if (operands.size() != other.operands.size())
    return operands.size() < other.operands.size() ? -1 : 1;
  for (auto [mine, its] : llvm::zip_equal(operands, other.operands))
    if (int byOperand = mine.compare(its))
      return byOperand;
  return 0;
}

//===----------------------------------------------------------------------===//
// Monomials
//===----------------------------------------------------------------------===//

static unsigned degree(const Monomial &monomial) {
  unsigned sum = 0;
  for (const auto &[atom, exponent] : monomial)
    sum += exponent;
  return sum;
}

/// The graded lexicographic order, larger monomials first: -1 if `lhs` comes
/// before `rhs`.
static int compareMonomials(const Monomial &lhs, const Monomial &rhs) {
  unsigned left = degree(lhs), right = degree(rhs);
  if (left != right)
    return left > right ? -1 : 1;
  for (size_t i = 0, e = std::min(lhs.size(), rhs.size()); i != e; ++i) {
    if (int byAtom = lhs[i].first->compare(*rhs[i].first))
      return byAtom;
    if (lhs[i].second != rhs[i].second)
      return lhs[i].second > rhs[i].second ? -1 : 1;
  }
  return 0;
}

static Monomial multiply(const Monomial &lhs, const Monomial &rhs) {
  Monomial product;
  product.reserve(lhs.size() + rhs.size());
  auto left = lhs.begin(), right = rhs.begin();
  while (left != lhs.end() && right != rhs.end()) {
    int order = left->first->compare(*right->first);
    if (order < 0) {
      product.push_back(*left++);
    } else if (order > 0) {
      product.push_back(*right++);
    } else {
      product.emplace_back(left->first, left->second + right->second);
      ++left;
      ++right;
    }
  }
  product.insert(product.end(), left, lhs.end());
  product.insert(product.end(), right, rhs.end());
  return product;
}

//===----------------------------------------------------------------------===//
// Polynomials
//===----------------------------------------------------------------------===//

Polynomial::Polynomial(std::vector<Term> theTerms, DynamicAPInt denominator)
    : terms(std::move(theTerms)), denominator(std::move(denominator)) {
  llvm::hash_code code = llvm::hash_value(this->denominator);
  for (const Term &term : terms) {
    code = llvm::hash_combine(code, term.coefficient);
    for (const auto &[atom, exponent] : term.monomial)
      code = llvm::hash_combine(code, atom->getHash(), exponent);
  }
  hash = code;
}

Expr Polynomial::get(std::vector<Term> terms, DynamicAPInt denominator) {
  llvm::sort(terms, [](const Term &lhs, const Term &rhs) {
    return compareMonomials(lhs.monomial, rhs.monomial) < 0;
  });
  std::vector<Term> kept;
  kept.reserve(terms.size());
  for (Term &term : terms) {
    if (!kept.empty() &&
        compareMonomials(kept.back().monomial, term.monomial) == 0) {
      kept.back().coefficient += term.coefficient;
      continue;
    }
    if (!kept.empty() && kept.back().coefficient == 0)
      kept.pop_back();
    kept.push_back(std::move(term));
  }
  if (!kept.empty() && kept.back().coefficient == 0)
    kept.pop_back();
  if (kept.empty())
    return Expr(0);

  DynamicAPInt common = denominator;
  if (common != 1)
    for (const Term &term : kept)
      common = gcd(common, abs(term.coefficient));
  if (common != 1) {
    denominator = denominator / common;
    for (Term &term : kept)
      term.coefficient = term.coefficient / common;
  }
  for (Term &term : kept)
    term.coefficient = canonical(term.coefficient);
  if (kept.size() == 1 && kept.front().monomial.empty()) {
    assert(denominator == 1 && "an expression is an integer");
    return Expr(kept.front().coefficient);
  }
  return Expr(llvm::IntrusiveRefCntPtr<const Polynomial>(
      new Polynomial(std::move(kept), canonical(denominator))));
}

/// The terms of `expr`, each times `factor`.
static void appendTerms(std::vector<Term> &terms, const Expr &expr,
                        const DynamicAPInt &factor) {
  if (expr.isConstant()) {
    if (!expr.isZero())
      terms.push_back({{}, expr.constant() * factor});
    return;
  }
  for (const Term &term : expr.poly().getTerms())
    terms.push_back({term.monomial, term.coefficient * factor});
}

static DynamicAPInt denominatorOf(const Expr &expr) {
  return expr.isConstant() ? DynamicAPInt(1) : expr.poly().getDenominator();
}

static Expr addScaled(const Expr &lhs, const Expr &rhs, int sign) {
  DynamicAPInt left = denominatorOf(lhs), right = denominatorOf(rhs);
  DynamicAPInt common = left * right / gcd(left, right);
  std::vector<Term> terms;
  appendTerms(terms, lhs, common / left);
  appendTerms(terms, rhs, common / right * DynamicAPInt(sign));
  return Polynomial::get(std::move(terms), common);
}

Expr &Expr::operator+=(const Expr &other) {
  if (isConstant() && other.isConstant()) {
    number += other.number;
    return *this;
  }
  if (other.isZero())
    return *this;
  if (isZero())
    return *this = other;
  return *this = addScaled(*this, other, 1);
}

Expr &Expr::operator-=(const Expr &other) {
  if (isConstant() && other.isConstant()) {
    number -= other.number;
    return *this;
  }
  return *this = addScaled(*this, other, -1);
}

Expr &Expr::operator*=(const Expr &other) {
  if (isConstant() && other.isConstant()) {
    number *= other.number;
    return *this;
  }
  if (isZero() || other.isOne())
    return *this;
  if (isOne() || other.isZero())
    return *this = other;
  std::vector<Term> left, right, product;
  appendTerms(left, *this, DynamicAPInt(1));
  appendTerms(right, other, DynamicAPInt(1));
  product.reserve(left.size() * right.size());
  for (const Term &l : left)
    for (const Term &r : right)
      product.push_back(
          {multiply(l.monomial, r.monomial), l.coefficient * r.coefficient});
  return *this = Polynomial::get(std::move(product),
                                 denominatorOf(*this) * denominatorOf(other));
}

Expr Expr::exactDiv(const Expr &numerator, const DynamicAPInt &denominator) {
  if (numerator.isConstant())
    return Expr(llvm::floorDiv(numerator.constant(), denominator));
  std::vector<Term> terms;
  appendTerms(terms, numerator, DynamicAPInt(denominator < 0 ? -1 : 1));
  return Polynomial::get(std::move(terms),
                         denominatorOf(numerator) * abs(denominator));
}

//===----------------------------------------------------------------------===//
// Comparison
//===----------------------------------------------------------------------===//

int Expr::compare(const Expr &other) const {
  if (isConstant() || other.isConstant()) {
    if (isConstant() != other.isConstant())
      return isConstant() ? -1 : 1;
    return number == other.number ? 0 : number < other.number ? -1 : 1;
  }
  if (polynomial == other.polynomial)
    return 0;
  auto mine = polynomial->getTerms(), its = other.polynomial->getTerms();
  for (size_t i = 0, e = std::min(mine.size(), its.size()); i != e; ++i) {
    if (int order = compareMonomials(mine[i].monomial, its[i].monomial))
      return order;
    if (mine[i].coefficient != its[i].coefficient)
      return mine[i].coefficient < its[i].coefficient ? -1 : 1;
  }
  if (mine.size() != its.size())
    return mine.size() < its.size() ? -1 : 1;
  const DynamicAPInt &below = polynomial->getDenominator();
  const DynamicAPInt &itsBelow = other.polynomial->getDenominator();
  return below == itsBelow ? 0 : below < itsBelow ? -1 : 1;
}

llvm::hash_code fpo::hash_value(const Expr &expr) {
  if (!expr.isConstant())
    return expr.polynomial->hash;
  // Almost all are small numbers; nothing else may be slow.
  if (expr.number <= std::numeric_limits<int64_t>::max() &&
      expr.number >= std::numeric_limits<int64_t>::min())
    return llvm::hash_value(int64_t(expr.number));
  return llvm::hash_value(expr.number);
}
