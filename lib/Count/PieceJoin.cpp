//===- PieceJoin.cpp - Pieces over parameters as one expression -----------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The conditions of the pieces cut the values of the parameters into chambers,
// in each of which one expression is the sum. A tree of conditions is built
// over them, and a condition is dropped where one side's expression is right on
// the other side too, as (N^2 - N)/2 is at N = 0 and N = 1.
//
//===----------------------------------------------------------------------===//

#include "FloorSimplification.h"
#include "NestSum.h"

#include "llvm/ADT/STLExtras.h"

#include <map>
#include <memory>

using namespace mlir;
using namespace mlir::fpo;

/// Integer values of a linear form up to which each is looked at by itself.
static constexpr int64_t kMaxSlices = 16;
/// Terms of all pieces together that are written as they are, if it takes too
/// much to join them.
static constexpr size_t kMaxTerms = 400;
/// Characters of an expression that is still worth having.
static constexpr size_t kMaxLength = 20000;

namespace {
/// An expression, or the choice between two by `condition >= 0`.
struct Node {
  LinearForm condition;
  std::shared_ptr<const Node> yes, no;
  Expr value;
  bool isLeaf() const { return !yes; }
};
using NodeRef = std::shared_ptr<const Node>;

class Join {
public:
  Join(const Unknowns &unknowns, Budget &budget)
      : unknowns(unknowns), budget(budget) {}

  /// The sum of `pieces` where `domain` holds; null if it gives up.
  NodeRef build(const Conjunction &domain, std::vector<Piece> pieces);
  Expr toExpr(const Node &node) const;

private:
  NodeRef combine(const Conjunction &domain, const LinearForm &condition,
                  NodeRef yes, NodeRef no);
  /// A linear form that is never positive where `expr`, a polynomial of degree
  /// one in unknowns and floors of them, is negative.
  std::optional<LinearForm> lowerBound(const Expr &expr) const;
  /// max(0, yes), if that is right where `condition` holds and where it
  /// doesn't.
  NodeRef clip(const Conjunction &domain, const LinearForm &condition,
               const Node &yes, const Node &no);
  /// Whether both are seen to be the same at each integer point of `domain`.
  bool agree(const Node &lhs, const Node &rhs, const Conjunction &domain);
  bool isZeroOn(const Expr &value, const Conjunction &domain);

  /// `expr` with `value` in the place of an unknown.
  Expr substitute(const Expr &expr, unsigned index, const Expr &value) const;
  /// The shortest way to write `condition >= 0 ? yes : no`.
  Expr choose(const LinearForm &condition, const Expr &yes,
              const Expr &no) const;

  const Unknowns &unknowns;
  Budget &budget;
};
} // namespace

static NodeRef leaf(Expr value) {
  return std::make_shared<Node>(
      Node{LinearForm(), nullptr, nullptr, std::move(value)});
}

static Conjunction with(Conjunction domain, const LinearForm &form) {
  domain.add(form);
  return domain;
}

//===----------------------------------------------------------------------===//
// Building
//===----------------------------------------------------------------------===//

/// The one of `form >= 0` and its complement that stands for both.
static LinearForm hyperplaneOf(const LinearForm &form) {
  return form[form.size() - 1] > 0 ? form : form.complement();
}

NodeRef Join::build(const Conjunction &domain, std::vector<Piece> pieces) {
  LinearProgram program({&domain});
  std::map<LinearForm, unsigned> uses;
  enum class Truth : uint8_t { Always, Never, Sometimes };
  std::map<LinearForm, Truth> truths;
  std::vector<Piece> undecided;
  Expr decided;
  for (Piece &piece : pieces) {
    Conjunction rest;
    bool isEmpty = false;
    for (const LinearForm &row : piece.rows.getRows()) {
      auto [place, isNew] = truths.try_emplace(row, Truth::Sometimes);
      if (isNew) {
        if (!budget.spend(costOfPrograms(2, domain.getRows().size())))
          return nullptr;
        if (program.implies(row))
          place->second = Truth::Always;
        else if (program.implies(row.complement()))
          place->second = Truth::Never;
      }
      if (place->second == Truth::Sometimes)
        rest.add(row);
      isEmpty |= place->second == Truth::Never;
    }
    if (isEmpty)
      continue;
    if (!budget.spend(kLinearProgramCost + termCount(piece.value)))
      return nullptr;
    if (rest.getRows().empty()) {
      decided += piece.value;
      continue;
    }
    if (rest.getRows().size() > 1 && LinearProgram({&domain, &rest}).isEmpty())
      continue;
    for (const LinearForm &row : rest.getRows())
      ++uses[hyperplaneOf(row)];
    undecided.push_back({std::move(rest), {}, std::move(piece.value)});
  }
  if (undecided.empty())
    return leaf(simplifyFloors(decided, budget));

  // What most pieces ask for.
  auto best = uses.begin();
  for (auto it = uses.begin(); it != uses.end(); ++it)
    if (it->second > best->second)
      best = it;
  LinearForm condition = best->first;
  undecided.push_back({Conjunction(), {}, std::move(decided)});
  NodeRef yes = build(with(domain, condition), undecided);
  NodeRef no =
      yes ? build(with(domain, condition.complement()), std::move(undecided))
          : nullptr;
  if (!no)
    return nullptr;
  return combine(domain, condition, std::move(yes), std::move(no));
}

NodeRef Join::combine(const Conjunction &domain, const LinearForm &condition,
                      NodeRef yes, NodeRef no) {
  bool yesServes = agree(*yes, *no, with(domain, condition.complement()));
  bool noServes = agree(*yes, *no, with(domain, condition));
  if (yesServes && noServes)
    return toExpr(*no).str().size() < toExpr(*yes).str().size() ? no : yes;
  if (yesServes)
    return yes;
  if (noServes)
    return no;
  // One side's linear expression may be right where it is not negative, and the
  // other side zero wherever it is.
  if (NodeRef clipped = clip(domain, condition, *yes, *no))
    return clipped;
  if (NodeRef clipped = clip(domain, condition.complement(), *no, *yes))
    return clipped;
  return std::make_shared<Node>(
      Node{condition, std::move(yes), std::move(no), Expr()});
}

std::optional<LinearForm> Join::lowerBound(const Expr &expr) const {
  // floor(n/d) is between (n - d + 1)/d and n/d.
  DynamicAPInt common(1);
  LinearForm bound;
  std::vector<Term> rest;
  for (const Term &term : expr.poly().getTerms()) {
    const Atom *atom =
        term.monomial.size() == 1 && term.monomial.front().second == 1
            ? term.monomial.front().first.get()
            : nullptr;
    if (!atom || atom->getKind() != Atom::Kind::FloorDiv) {
      rest.push_back(term);
      continue;
    }
    llvm::ArrayRef<Expr> operands = atom->getOperands();
    std::optional<LinearForm> numerator = unknowns.findLinear(operands[0]);
    if (!numerator || !operands[1].isConstant() || operands[1].constant() <= 0)
      return std::nullopt;
    const DynamicAPInt &divisor = operands[1].constant();
    if (term.coefficient > 0)
      *numerator += LinearForm(1 - divisor);
    bound = bound * divisor + *numerator * (term.coefficient * common);
    common *= divisor;
  }
  std::optional<LinearForm> linear =
      unknowns.findLinear(Polynomial::get(std::move(rest)));
  if (!linear)
    return std::nullopt;
  return bound + *linear * common;
}

NodeRef Join::clip(const Conjunction &domain, const LinearForm &condition,
                   const Node &yes, const Node &no) {
  if (!yes.isLeaf() || yes.value.isConstant() ||
      !budget.spend(2 * kLinearProgramCost))
    return nullptr;
  std::optional<LinearForm> bound = lowerBound(yes.value);
  if (!bound)
    return nullptr;
  Conjunction inside = with(domain, condition);
  NodeRef clipped = leaf(Expr::max(0, yes.value));
  if (!LinearProgram({&inside}).implies(*bound) ||
      !agree(*clipped, no, with(domain, condition.complement())))
    return nullptr;
  return clipped;
}

//===----------------------------------------------------------------------===//
// Comparison
//===----------------------------------------------------------------------===//

bool Join::agree(const Node &lhs, const Node &rhs, const Conjunction &domain) {
  if (lhs.isLeaf() && rhs.isLeaf())
    return isZeroOn(lhs.value - rhs.value, domain);
  if (domain.isContradictory())
    return true;
  if (!budget.spend(2 * kLinearProgramCost))
    return false;
  const Node &inner = lhs.isLeaf() ? rhs : lhs;
  for (bool isYes : {true, false}) {
    Conjunction part =
        with(domain, isYes ? inner.condition : inner.condition.complement());
    const Node &side = isYes ? *inner.yes : *inner.no;
    if (LinearProgram({&part}).isEmpty())
      continue;
    if (!agree(side, lhs.isLeaf() ? lhs : rhs, part))
      return false;
  }
  return true;
}

Expr Join::substitute(const Expr &expr, unsigned index,
                      const Expr &value) const {
  llvm::StringRef name = unknowns.getName(index);
  return expr.substitute([&](llvm::StringRef other) -> std::optional<Expr> {
    if (other != name)
      return std::nullopt;
    return value;
  });
}

bool Join::isZeroOn(const Expr &value, const Conjunction &domain) {
  if (value.isZero() || domain.isContradictory())
    return true;
  if (!budget.spend(
          costOfPrograms(domain.getRows().size() + 1, domain.getRows().size()) +
          termCount(value)))
    return false;
  LinearProgram program({&domain});
  if (program.isEmpty())
    return true;
  // Where a linear form takes few values, one unknown follows from each.
  std::optional<LinearForm> thin;
  std::optional<unsigned> solved;
  DynamicAPInt slices(kMaxSlices);
  for (const LinearForm &row : domain.getRows()) {
    std::optional<DynamicAPInt> most = program.maximum(row);
    if (!most || *most >= slices)
      continue;
    for (unsigned i = 0, e = row.size(); i != e; ++i)
      if (abs(row[i]) == 1) {
        thin = row;
        solved = i;
        slices = *most;
        break;
      }
  }
  if (!thin)
    return isZeroEverywhere(value, budget);
  // Of `c x + rest = number` for c = +-1: x = c (number - rest).
  DynamicAPInt sign = (*thin)[*solved];
  LinearForm rest = *thin;
  rest.addTerm(*solved, -sign);
  for (DynamicAPInt number(0); number <= slices; ++number) {
    LinearForm solution = (LinearForm(number) - rest) * sign;
    if (!isZeroOn(substitute(value, *solved, unknowns.toExpr(solution)),
                  domain.substitute(*solved, solution)))
      return false;
  }
  return true;
}

//===----------------------------------------------------------------------===//
// Writing
//===----------------------------------------------------------------------===//

Expr Join::choose(const LinearForm &condition, const Expr &yes,
                  const Expr &no) const {
  Expr best = Expr::select(unknowns.toExpr(condition), yes, no);
  size_t length = best.str().size();
  auto offer = [&](const Expr &candidate) {
    size_t itsLength = candidate.str().size();
    if (itsLength < length) {
      best = candidate;
      length = itsLength;
    }
  };
  // no + q max(0, h), where yes - no = q h; h is the condition, or one more, as
  // both are zero where they part.
  Expr difference = yes - no;
  DynamicAPInt denominator = difference.isConstant()
                                 ? DynamicAPInt(1)
                                 : difference.poly().getDenominator();
  Expr numerator = difference * Expr(denominator);
  for (int64_t offset : {0, 1}) {
    Expr h = unknowns.toExpr(condition) + Expr(offset);
    Expr quotient = Expr::floorDiv(numerator, h);
    if (quotient * h == numerator)
      offer(no + Expr::exactDiv(quotient * Expr::max(0, h), denominator));
  }
  // With an unknown held at the value where the sides part: where the condition
  // says x >= s, `yes` at max(x, s) is right if `yes` at s is `no`.
  for (unsigned i = 0, e = condition.size(); i != e; ++i) {
    if (abs(condition[i]) != 1)
      continue;
    LinearForm rest = condition;
    rest.addTerm(i, -condition[i]);
    bool isLower = condition[i] == 1;
    const Expr &x = unknowns.getSymbol(i);
    for (int64_t offset : {0, 1}) {
      // x >= s, or x <= s; at the last value of either side.
      Expr edge = isLower ? -unknowns.toExpr(rest) - Expr(offset)
                          : unknowns.toExpr(rest) + Expr(offset);
      if (substitute(yes, i, edge) == no)
        offer(substitute(yes, i,
                         isLower ? Expr::max(x, edge) : Expr::min(x, edge)));
      if (substitute(no, i, edge) == yes)
        offer(substitute(no, i,
                         isLower ? Expr::min(x, edge) : Expr::max(x, edge)));
    }
  }
  return best;
}

Expr Join::toExpr(const Node &node) const {
  if (node.isLeaf())
    return node.value;
  return choose(node.condition, toExpr(*node.yes), toExpr(*node.no));
}

/// The sum of all pieces, each where its conditions hold.
static Expr guardedSum(llvm::ArrayRef<Piece> pieces, const Unknowns &unknowns) {
  Expr total;
  for (const Piece &piece : pieces) {
    Expr guarded = piece.value;
    for (const LinearForm &row : llvm::reverse(piece.rows.getRows()))
      guarded = Expr::select(unknowns.toExpr(row), guarded, 0);
    total += guarded;
  }
  return total;
}

std::optional<Expr> fpo::joinPieces(std::vector<Piece> pieces,
                                    const Unknowns &unknowns, Budget &budget) {
  size_t terms = 0;
  for (const Piece &piece : pieces)
    terms += termCount(piece.value);
  std::optional<Expr> joined;
  Join join(unknowns, budget);
  if (NodeRef tree = join.build(unknowns.getContext(), pieces))
    joined = join.toExpr(*tree);
  else if (terms <= kMaxTerms)
    joined = guardedSum(pieces, unknowns);
  if (!joined || joined->str().size() > kMaxLength)
    return std::nullopt;
  return joined;
}
