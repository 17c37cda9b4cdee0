//===- SeparableSum.cpp - Sums over independent variables -----------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where no constraint links two sets of variables, the sum of a product is the
// product of two sums: the rows and the columns of an image. That is faster,
// and it is shorter to read than the product multiplied out case by case.
//
//===----------------------------------------------------------------------===//

#include "NestSum.h"

#include "llvm/ADT/IntEqClasses.h"
#include "llvm/ADT/STLExtras.h"

#include <map>

using namespace mlir;
using namespace mlir::fpo;

/// What the elimination of variables may take, and what making its result
/// short.
static constexpr size_t kSumBudget = 40000;
static constexpr size_t kJoinBudget = 40000;
/// Products of variables in the value up to which it is taken apart.
static constexpr size_t kMaxProducts = 4;

static std::optional<Expr> sumTogether(std::vector<Piece> pieces,
                                       Unknowns unknowns) {
  Budget budget(kSumBudget);
  auto summed = eliminateVariables(std::move(pieces), unknowns, budget);
  if (!summed)
    return std::nullopt;
  Budget joinBudget(kJoinBudget);
  std::optional<Expr> total =
      joinPieces(std::move(*summed), unknowns, joinBudget);
  if (!total)
    return std::nullopt;
  return unknowns.expand(*total);
}

namespace {
/// A product of powers of variables, apart by the set that these are in.
using Products = std::vector<Expr>;

/// Variables that constraints hold together; the last set has none, and the
/// rows without variables.
struct Components {
  std::vector<Piece> parts;
  std::vector<unsigned> partOf;

  Components(const Piece &piece, const Unknowns &unknowns);
};
} // namespace

Components::Components(const Piece &piece, const Unknowns &unknowns) {
  unsigned size = 0;
  for (unsigned variable : piece.variables)
    size = std::max(size, variable + 1);
  llvm::IntEqClasses classes(size);
  auto firstVariable = [&](const LinearForm &row) {
    for (unsigned i = 0, e = row.size(); i != e; ++i)
      if (row[i] != 0 && unknowns.isVariable(i))
        return i;
    return row.size();
  };
  for (const LinearForm &row : piece.rows.getRows())
    for (unsigned first = firstVariable(row), i = first, e = row.size(); i != e;
         ++i)
      if (row[i] != 0 && unknowns.isVariable(i))
        classes.join(first, i);
  classes.compress();
  std::map<unsigned, unsigned> partOfClass;
  partOf.resize(size);
  for (unsigned variable : piece.variables) {
    auto [place, isNew] =
        partOfClass.try_emplace(classes[variable], parts.size());
    if (isNew)
      parts.emplace_back();
    partOf[variable] = place->second;
    parts[place->second].variables.push_back(variable);
  }
  parts.emplace_back();
  for (const LinearForm &row : piece.rows.getRows()) {
    unsigned first = firstVariable(row);
    parts[first == row.size() ? parts.size() - 1 : partOf[first]].rows.add(row);
  }
}

/// The value of `piece`, as what is to be summed over each set of variables and
/// what it is multiplied by, over a common denominator.
static std::map<Products, std::vector<Term>,
                bool (*)(const Products &, const Products &)>
productsOf(const Piece &piece, const Components &components,
           const Unknowns &unknowns) {
  auto isLess = [](const Products &lhs, const Products &rhs) {
    for (auto [l, r] : llvm::zip_equal(lhs, rhs))
      if (int order = l.compare(r))
        return order < 0;
    return false;
  };
  std::map<Products, std::vector<Term>,
           bool (*)(const Products &, const Products &)>
      products(isLess);
  std::vector<Term> terms;
  if (piece.value.isConstant())
    terms.push_back({{}, piece.value.constant()});
  else
    terms = piece.value.poly().getTerms().vec();
  for (const Term &term : terms) {
    Products product(components.parts.size(), Expr(1));
    Monomial rest;
    for (const auto &[atom, exponent] : term.monomial) {
      std::optional<unsigned> variable = unknowns.findVariable(*atom);
      if (!variable) {
        rest.emplace_back(atom, exponent);
        continue;
      }
      for (unsigned i = 0; i < exponent; ++i)
        product[components.partOf[*variable]] *= Expr::fromAtom(*atom);
    }
    products[product].push_back({std::move(rest), term.coefficient});
  }
  return products;
}

std::optional<Expr> fpo::sumPieces(const std::vector<Piece> &pieces,
                                   const Unknowns &unknowns) {
  if (pieces.size() != 1)
    return sumTogether(pieces, unknowns);
  const Piece &piece = pieces.front();
  Components components(piece, unknowns);
  auto products = productsOf(piece, components, unknowns);
  if (components.parts.size() < 3 || products.size() > kMaxProducts)
    return sumTogether(pieces, unknowns);

  std::vector<std::map<std::string, Expr>> known(components.parts.size());
  Expr total;
  for (const auto &[product, factor] : products) {
    Expr sum = unknowns.expand(Polynomial::get(factor));
    bool isComplete = true;
    for (auto [index, value] : llvm::enumerate(product)) {
      Piece part = components.parts[index];
      if (part.variables.empty() && part.rows.getRows().empty() &&
          !part.rows.isContradictory())
        continue;
      auto place = known[index].find(value.str());
      if (place == known[index].end()) {
        part.value = value;
        std::optional<Expr> partSum = sumTogether({std::move(part)}, unknowns);
        // Nothing, as often as one doesn't know, is nothing.
        isComplete &= partSum.has_value();
        if (!partSum)
          continue;
        place = known[index].emplace(value.str(), *partSum).first;
      }
      sum *= place->second;
    }
    if (!isComplete && !sum.isZero())
      return std::nullopt;
    total += sum;
  }
  return Expr::exactDiv(total, piece.value.isConstant()
                                   ? DynamicAPInt(1)
                                   : piece.value.poly().getDenominator());
}
