//===- Unknowns.cpp - What linear forms are over --------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Count/Unknowns.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace mlir::fpo;

unsigned Unknowns::add(Unknown unknown) {
  unsigned index = list.size();
  bySymbol[*unknown.symbol.symbolName()] = index;
  list.push_back(std::move(unknown));
  return index;
}

/// A symbol that no program has.
static Expr makeSymbol(unsigned index, bool isNonNegative) {
  return Expr::symbol("\x01" + std::to_string(index), isNonNegative);
}

unsigned Unknowns::addVariable() {
  return add({makeSymbol(list.size(), false), Expr(), true});
}

std::optional<unsigned> Unknowns::findVariable(const Atom &atom) const {
  if (atom.getKind() != Atom::Kind::Symbol)
    return std::nullopt;
  auto place = bySymbol.find(atom.getName());
  if (place == bySymbol.end() || !list[place->second].isVariable)
    return std::nullopt;
  return place->second;
}

bool Unknowns::hasVariable(const Expr &expr) const {
  if (expr.isConstant())
    return false;
  for (const Term &term : expr.poly().getTerms())
    for (const auto &[atom, exponent] : term.monomial) {
      if (findVariable(*atom))
        return true;
      if (llvm::any_of(atom->getOperands(), [&](const Expr &operand) {
            return hasVariable(operand);
          }))
        return true;
    }
  return false;
}

Expr Unknowns::toExpr(const LinearForm &form) const {
  Expr sum(form.getConstant());
  for (unsigned i = 0, e = form.size(); i != e; ++i)
    if (form[i] != 0)
      sum += list[i].symbol * Expr(form[i]);
  return sum;
}

std::optional<LinearForm> Unknowns::linearize(
    const Expr &expr,
    llvm::function_ref<std::optional<unsigned>(const Expr &)> parameter) const {
  if (expr.isConstant())
    return LinearForm(expr.constant());
  LinearForm form;
  for (const Term &term : expr.poly().getTerms()) {
    if (term.monomial.empty()) {
      form += LinearForm(term.coefficient);
      continue;
    }
    std::vector<Term> alone;
    alone.push_back({term.monomial, DynamicAPInt(1)});
    Expr product = Polynomial::get(std::move(alone));
    std::optional<unsigned> index;
    std::optional<llvm::StringRef> name = product.symbolName();
    if (auto place = name ? bySymbol.find(*name) : bySymbol.end();
        place != bySymbol.end())
      index = place->second;
    else if (!hasVariable(product))
      index = parameter(product);
    if (!index)
      return std::nullopt;
    form.addTerm(*index, term.coefficient);
  }
  return form;
}

std::optional<unsigned> Unknowns::find(const Expr &meaning) const {
  for (auto [index, unknown] : llvm::enumerate(list))
    if (!unknown.isVariable && unknown.meaning == meaning)
      return index;
  return std::nullopt;
}

std::optional<LinearForm> Unknowns::findLinear(const Expr &expr) const {
  return linearize(expr, [&](const Expr &meaning) { return find(meaning); });
}

std::optional<LinearForm> Unknowns::toLinear(const Expr &expr) {
  return linearize(expr, [&](const Expr &meaning) {
    return std::optional<unsigned>(getParameter(meaning));
  });
}

unsigned Unknowns::getParameter(const Expr &meaning) {
  if (std::optional<unsigned> known = find(meaning))
    return *known;
  std::optional<DynamicAPInt> low = meaning.minimum();
  std::optional<DynamicAPInt> high = meaning.maximum();
  unsigned index =
      add({meaning.symbolName() ? meaning
                                : makeSymbol(list.size(), low && *low >= 0),
           meaning, false});
  LinearForm self = LinearForm::unknown(index);
  if (low)
    context.add(self - LinearForm(*low));
  if (high)
    context.add(LinearForm(*high) - self);
  if (const Atom *atom = meaning.asAtom())
    restrict(index, *atom);
  return index;
}

void Unknowns::restrict(unsigned index, const Atom &atom) {
  LinearForm self = LinearForm::unknown(index);
  llvm::ArrayRef<Expr> operands = atom.getOperands();
  switch (atom.getKind()) {
  case Atom::Kind::Symbol:
  case Atom::Kind::Select:
  case Atom::Kind::Sum:
    return;
  case Atom::Kind::FloorDiv: {
    // d q <= n <= d q + d - 1
    if (!operands[1].isConstant() || operands[1].constant() <= 0)
      return;
    const DynamicAPInt &divisor = operands[1].constant();
    std::optional<LinearForm> numerator = toLinear(operands[0]);
    if (!numerator)
      return;
    LinearForm rest = *numerator - self * divisor;
    context.add(rest);
    context.add(LinearForm(divisor - 1) - rest);
    return;
  }
  case Atom::Kind::Min:
  case Atom::Kind::Max:
    for (const Expr &operand : operands) {
      // A denominator would be that of the form, too.
      if (!operand.isConstant() && operand.poly().getDenominator() != 1)
        continue;
      if (std::optional<LinearForm> form = toLinear(operand))
        context.add(atom.getKind() == Atom::Kind::Min ? *form - self
                                                      : self - *form);
    }
    return;
  }
}

std::vector<unsigned> Unknowns::makeFloorsVariables(Conjunction &rows) {
  std::vector<unsigned> floors;
  for (auto [index, unknown] : llvm::enumerate(list)) {
    const Atom *atom = unknown.isVariable ? nullptr : unknown.meaning.asAtom();
    if (!atom || atom->getKind() != Atom::Kind::FloorDiv ||
        !atom->getOperands()[1].isConstant() ||
        atom->getOperands()[1].constant() <= 0 ||
        !findLinear(atom->getOperands()[0]))
      continue;
    floors.push_back(index);
  }
  Conjunction others;
  for (const LinearForm &row : context.getRows())
    (llvm::any_of(floors, [&](unsigned floor) { return row[floor] != 0; })
         ? rows
         : others)
        .add(row);
  for (unsigned floor : floors)
    list[floor].isVariable = true;
  context = std::move(others);
  return floors;
}

Expr Unknowns::expand(const Expr &expr) const {
  return expr.substitute([&](llvm::StringRef name) -> std::optional<Expr> {
    auto place = bySymbol.find(name);
    if (place == bySymbol.end() || list[place->second].isVariable)
      return std::nullopt;
    return list[place->second].meaning;
  });
}
