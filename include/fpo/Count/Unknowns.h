//===- Unknowns.h - What linear forms are over ------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_COUNT_UNKNOWNS_H
#define FPO_COUNT_UNKNOWNS_H

#include "fpo/Count/Expr.h"
#include "fpo/Count/LinearForm.h"

#include "llvm/ADT/StringMap.h"

namespace mlir::fpo {

/// The unknowns of linear forms, numbered, and the symbols that stand for them
/// in expressions. A *variable* is summed over. A *parameter* is a symbol, or
/// any product or other atom of symbols, about which no more is known than its
/// bounds.
class Unknowns {
public:
  /// A new variable, with a symbol that no program has.
  unsigned addVariable();

  bool isVariable(unsigned index) const { return list[index].isVariable; }
  /// The variable that `atom` is, if it is one.
  std::optional<unsigned> findVariable(const Atom &atom) const;
  /// Whether a variable occurs in `expr`.
  bool hasVariable(const Expr &expr) const;

  const Expr &getSymbol(unsigned index) const { return list[index].symbol; }
  llvm::StringRef getName(unsigned index) const {
    return *list[index].symbol.symbolName();
  }

  Expr toExpr(const LinearForm &form) const;
  /// The linear form that is `expr` times its denominator; products of symbols
  /// become parameters. None if variables are multiplied with anything but
  /// numbers, or are within an atom.
  std::optional<LinearForm> toLinear(const Expr &expr);
  /// The same, if it needs no parameters but those that there are.
  std::optional<LinearForm> findLinear(const Expr &expr) const;

  /// The parameters' bounds.
  const Conjunction &getContext() const { return context; }
  /// Makes variables of the parameters that are floors of linear forms; what
  /// holds of them goes from the context to `rows`. Returns these variables.
  std::vector<unsigned> makeFloorsVariables(Conjunction &rows);

  /// `expr` with what the parameters are in the place of their symbols.
  Expr expand(const Expr &expr) const;

private:
  struct Unknown {
    Expr symbol;
    /// What a parameter is.
    Expr meaning;
    bool isVariable;
  };

  unsigned add(Unknown unknown);
  unsigned getParameter(const Expr &meaning);
  /// What is known of a parameter that is `atom`.
  void restrict(unsigned index, const Atom &atom);
  std::optional<unsigned> find(const Expr &meaning) const;
  std::optional<LinearForm>
  linearize(const Expr &expr,
            llvm::function_ref<std::optional<unsigned>(const Expr &)> parameter)
      const;

  std::vector<Unknown> list;
  llvm::StringMap<unsigned> bySymbol;
  Conjunction context;
};

} // namespace mlir::fpo

#endif // FPO_COUNT_UNKNOWNS_H
