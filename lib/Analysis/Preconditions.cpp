//===- Preconditions.cpp - What must hold of sizes ------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/Preconditions.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "llvm/ADT/MapVector.h"

#include <map>

using namespace mlir;
using namespace mlir::fpo;

/// The terms of `expr` that are added, and those that are taken away.
static std::pair<Expr, Expr> splitBySign(const Expr &expr) {
  if (expr.isConstant())
    return expr.constant() < 0 ? std::pair(Expr(0), -expr)
                               : std::pair(expr, Expr(0));
  Expr added, taken;
  for (const Term &term : expr.poly().getTerms()) {
    std::vector<Term> one(1, term);
    Expr part = Polynomial::get(std::move(one));
    if (term.coefficient < 0)
      taken -= part;
    else
      added += part;
  }
  return {added, taken};
}

static std::string describe(const Expr &expr, bool isEquality) {
  // An equality has one form, whichever side comes first.
  bool isTurned = isEquality && !expr.isConstant() &&
                  expr.poly().getTerms().front().coefficient < 0;
  auto [left, right] = splitBySign(isTurned ? -expr : expr);
  return left.str() + (isEquality ? " = " : " >= ") + right.str();
}

/// Whether `expr` is zero for one value of its only symbol.
static bool pinsSymbol(const Expr &expr) {
  ArrayRef<Term> terms = expr.poly().getTerms();
  if (terms.size() > 2 || (terms.size() == 2 && !terms.back().monomial.empty()))
    return false;
  const auto &monomial = terms.front().monomial;
  return monomial.size() == 1 && monomial.front().second == 1 &&
         monomial.front().first->getKind() == Atom::Kind::Symbol;
}

/// Whether it can't hold, whatever the symbols are.
static bool isBroken(const Expr &expr, bool isEquality) {
  std::optional<DynamicAPInt> least = expr.minimum(), most = expr.maximum();
  return (most && *most < 0) || (isEquality && least && *least > 0);
}

static bool isFulfilled(const Expr &expr, bool isEquality) {
  return isEquality ? expr.isZero() : expr.isKnownNonNegative();
}

FailureOr<std::vector<OpenPrecondition>>
fpo::checkPreconditions(const CostTree &tree, const ProgramCost &program) {
  llvm::MapVector<std::string, OpenPrecondition,
                  std::map<std::string, unsigned>>
      open;
  bool isRight = true;
  for (const Precondition &precondition : tree.preconditions) {
    auto function = precondition.op->getParentOfType<FunctionOpInterface>();
    const CostFunction *where = function ? tree.lookup(function) : nullptr;
    auto calls = program.calls.find(where);
    if (where && calls == program.calls.end())
      continue;
    SmallVector<SymbolValues, 1> ways;
    if (where)
      for (const Repetition::Ref &way : calls->second)
        ways.push_back(way->getConstantSymbols().value_or(SymbolValues()));
    else
      ways.emplace_back();
    for (const SymbolValues &values : ways) {
      Expr expr = precondition.expr.substitute(lookupIn(values));
      if (isFulfilled(expr, precondition.isEquality))
        continue;
      std::string text = describe(expr, precondition.isEquality);
      if (isBroken(expr, precondition.isEquality)) {
        isRight = false;
        InFlightDiagnostic error = emitError(precondition.op->getLoc())
                                   << "the sizes of '"
                                   << precondition.op->getName()
                                   << "' contradict each other";
        error.attachNote() << precondition.reason;
        break;
      }
      // An assertion or a cast says itself what it takes for granted.
      bool isStated = precondition.op->getNumOperands() == 1;
      auto [it, isNew] = open.try_emplace(
          text, OpenPrecondition{text, &precondition,
                                 precondition.isEquality && !isStated &&
                                     pinsSymbol(expr)});
      if (!isNew)
        ++it->second.numOps;
    }
  }
  if (!isRight)
    return failure();
  std::vector<OpenPrecondition> result;
  for (auto &[text, entry] : open)
    result.push_back(std::move(entry));
  return result;
}
