//===- IterationSpace.cpp - Sums over the points of a loop nest -----------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Count/IterationSpace.h"

#include "NestSum.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace mlir::fpo;

/// Parts into which min, max and select may divide a space.
static constexpr size_t kMaxParts = 64;

//===----------------------------------------------------------------------===//
// Making constraints linear
//===----------------------------------------------------------------------===//

/// Takes atoms with variables in them out of constraints and bodies: a floor is
/// a further variable, of one value at each point; a min, max or select is one
/// of its operands in each part.
class IterationSpace::Linearizer {
public:
  explicit Linearizer(Unknowns &unknowns) : unknowns(unknowns) {}

  /// The parts of `draft` in which all is linear, with what is to be summed
  /// over each of them. None if there is something that is not, or too many.
  std::optional<std::vector<std::pair<Part, Expr>>> run(Draft draft);

private:
  /// The innermost atom other than a symbol that has a variable in it.
  const Atom *findAtom(const Expr &expr) const;
  /// Replaces `expr >= 0` by constraints without `atom`, if it is a min or max
  /// on the side where all operands must satisfy it.
  bool addForEachOperand(Draft &draft, const Expr &expr,
                         const Atom &atom) const;
  /// Decides what `atom` is; false if nothing can be said.
  bool resolve(Draft draft, const Atom &atom);

  Unknowns &unknowns;
  std::vector<Draft> drafts;
};

const Atom *IterationSpace::Linearizer::findAtom(const Expr &expr) const {
  if (expr.isConstant())
    return nullptr;
  for (const Term &term : expr.poly().getTerms())
    for (const auto &[atom, exponent] : term.monomial) {
      // What stands in the body of a sum may depend on the variable of that.
      if (atom->getKind() != Atom::Kind::Sum)
        for (const Expr &operand : atom->getOperands())
          if (const Atom *inner = findAtom(operand))
            return inner;
      if (llvm::any_of(atom->getOperands(), [&](const Expr &operand) {
            return unknowns.hasVariable(operand);
          }))
        return atom.get();
    }
  return nullptr;
}

static Expr replaceAtom(const Expr &expr, const Atom &atom, const Expr &value) {
  return expr.substituteAtoms([&](const Atom &other) -> std::optional<Expr> {
    if (atom.compare(other) == 0)
      return value;
    return std::nullopt;
  });
}

bool IterationSpace::Linearizer::addForEachOperand(Draft &draft,
                                                   const Expr &expr,
                                                   const Atom &atom) const {
  bool isMin = atom.getKind() == Atom::Kind::Min;
  if (!isMin && atom.getKind() != Atom::Kind::Max)
    return false;
  DynamicAPInt factor(0);
  Expr self = Expr::fromAtom(atom);
  for (const Term &term : expr.poly().getTerms())
    if (term.monomial.size() == 1 && term.monomial.front().second == 1 &&
        term.monomial.front().first->compare(atom) == 0)
      factor = term.coefficient;
  if (factor == 0 || (factor > 0) != isMin)
    return false;
  // It may not be anywhere else in the constraint.
  Expr others = expr * Expr(expr.poly().getDenominator()) - self * Expr(factor);
  if (replaceAtom(others, atom, Expr(0)) != others)
    return false;
  for (const Expr &operand : atom.getOperands())
    draft.pending.push_back(others + operand * Expr(factor));
  return true;
}

bool IterationSpace::Linearizer::resolve(Draft draft, const Atom &atom) {
  llvm::ArrayRef<Expr> operands = atom.getOperands();
  auto addPart = [&](std::vector<Expr> conditions, const Expr &value) {
    Draft part = draft;
    llvm::append_range(part.pending, conditions);
    part.part.facts.emplace_back(&atom, value);
    drafts.push_back(std::move(part));
  };
  switch (atom.getKind()) {
  case Atom::Kind::Symbol:
  case Atom::Kind::Sum:
    return false;
  case Atom::Kind::FloorDiv: {
    if (!operands[1].isConstant() || operands[1].constant() <= 0)
      return false;
    unsigned quotient = unknowns.addVariable();
    draft.part.variables.push_back(quotient);
    Expr symbol = unknowns.getSymbol(quotient);
    Expr rest = operands[0] - operands[1] * symbol;
    addPart({rest, operands[1] - Expr(1) - rest}, symbol);
    return true;
  }
  case Atom::Kind::Min:
  case Atom::Kind::Max:
    // The first one of the least, or greatest.
    for (auto [index, operand] : llvm::enumerate(operands)) {
      std::vector<Expr> conditions;
      for (auto [otherIndex, other] : llvm::enumerate(operands)) {
        if (otherIndex == index)
          continue;
        Expr ahead = atom.getKind() == Atom::Kind::Min ? other - operand
                                                       : operand - other;
        conditions.push_back(ahead - Expr(otherIndex < index ? 1 : 0));
      }
      addPart(std::move(conditions), operand);
    }
    return true;
  case Atom::Kind::Select:
    addPart({operands[0]}, operands[1]);
    addPart({Expr(-1) - operands[0]}, operands[2]);
    return true;
  }
  llvm_unreachable("every kind of atom is handled");
}

std::optional<std::vector<std::pair<IterationSpace::Part, Expr>>>
IterationSpace::Linearizer::run(Draft first) {
  std::vector<std::pair<Part, Expr>> done;
  drafts.push_back(std::move(first));
  while (!drafts.empty()) {
    if (drafts.size() + done.size() > kMaxParts)
      return std::nullopt;
    Draft draft = std::move(drafts.back());
    drafts.pop_back();
    auto known = [&](const Atom &atom) -> std::optional<Expr> {
      for (const auto &[other, value] : draft.part.facts)
        if (other->compare(atom) == 0)
          return value;
      return std::nullopt;
    };
    bool isResolved = false;
    while (!isResolved && !draft.pending.empty()) {
      Expr expr = draft.pending.back().substituteAtoms(known);
      draft.pending.pop_back();
      const Atom *atom = findAtom(expr);
      if (!atom) {
        std::optional<LinearForm> row = unknowns.toLinear(expr);
        if (!row)
          return std::nullopt;
        draft.part.rows.add(*row);
        if (draft.part.rows.isContradictory())
          isResolved = true;
      } else if (!addForEachOperand(draft, expr, *atom)) {
        draft.pending.push_back(expr);
        if (!resolve(draft, *atom))
          return std::nullopt;
        isResolved = true;
      }
    }
    if (isResolved)
      continue;
    draft.body = draft.body.substituteAtoms(known);
    if (const Atom *atom = findAtom(draft.body)) {
      AtomRef keep(atom);
      if (!resolve(std::move(draft), *keep))
        return std::nullopt;
      continue;
    }
    done.emplace_back(std::move(draft.part), std::move(draft.body));
  }
  return done;
}

//===----------------------------------------------------------------------===//
// The space
//===----------------------------------------------------------------------===//

IterationSpace::IterationSpace() : parts(1) {}

void IterationSpace::addVariable(llvm::StringRef name) {
  unsigned index = unknowns.addVariable();
  variables.insert_or_assign(name, unknowns.getSymbol(index));
  for (Part &part : parts)
    part.variables.push_back(index);
}

Expr IterationSpace::renamed(const Expr &expr) const {
  return expr.substitute([&](llvm::StringRef name) -> std::optional<Expr> {
    auto place = variables.find(name);
    if (place == variables.end())
      return std::nullopt;
    return place->second;
  });
}

bool IterationSpace::addConstraints(std::vector<Expr> constraints) {
  for (Expr &constraint : constraints)
    constraint = renamed(constraint);
  Unknowns extended = unknowns;
  std::vector<Part> refined;
  for (const Part &part : parts) {
    auto result = Linearizer(extended).run({part, constraints, Expr(0)});
    if (!result || result->size() + refined.size() > kMaxParts)
      return false;
    for (auto &[newPart, body] : *result)
      refined.push_back(std::move(newPart));
  }
  unknowns = std::move(extended);
  parts = std::move(refined);
  return true;
}

bool IterationSpace::addConstraint(const Expr &expr) {
  return addConstraints({expr});
}

bool IterationSpace::addEquality(const Expr &expr) {
  return addConstraints({expr, -expr});
}

/// Whether it has more atoms than symbols and floors.
static bool hasChoice(const Expr &expr) {
  if (expr.isConstant())
    return false;
  return llvm::any_of(expr.poly().getTerms(), [](const Term &term) {
    return llvm::any_of(term.monomial, [](const auto &factor) {
      return factor.first->getKind() != Atom::Kind::Symbol &&
             factor.first->getKind() != Atom::Kind::FloorDiv;
    });
  });
}

std::optional<Expr> IterationSpace::sum(const Expr &body) const {
  Unknowns extended = unknowns;
  std::vector<Piece> pieces;
  for (const Part &part : parts) {
    auto result = Linearizer(extended).run({part, {}, renamed(body)});
    if (!result)
      return std::nullopt;
    for (auto &[refined, value] : *result)
      pieces.push_back({std::move(refined.rows), std::move(refined.variables),
                        std::move(value)});
  }
  // A parameter that is the floor of others is taken for a symbol of its own,
  // and if that leaves conditions, also for a variable of one value.
  std::optional<Expr> total = sumPieces(pieces, extended);
  if (total && !hasChoice(*total))
    return total;
  Conjunction floors;
  std::vector<unsigned> quotients = extended.makeFloorsVariables(floors);
  if (quotients.empty())
    return total;
  for (Piece &piece : pieces) {
    piece.rows.add(floors);
    llvm::append_range(piece.variables, quotients);
  }
  std::optional<Expr> other = sumPieces(pieces, extended);
  if (!total || (other && other->str().size() < total->str().size()))
    return other;
  return total;
}
