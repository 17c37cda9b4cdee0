//===- ExprLowering.h - Ops that compute expressions ------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_TRANSFORMS_EXPRLOWERING_H
#define FPO_LIB_TRANSFORMS_EXPRLOWERING_H

#include "fpo/Count/Expr.h"

#include "mlir/IR/Builders.h"

#include <map>
#include <string>

namespace mlir::fpo {

/// Makes ops of the arith and scf dialects that compute the value of an
/// expression, in a signless integer type. What has no closed form becomes a
/// loop, a choice a branch, so that what is not chosen is not computed.
class ExprLowering {
public:
  /// Symbols are the values in `symbols`, of type `type`.
  ExprLowering(OpBuilder &builder, Location loc, IntegerType type,
               std::map<std::string, Value> symbols)
      : builder(builder), loc(loc), type(type), symbols(std::move(symbols)) {}

  /// Takes `value` for the symbol `name` from here on.
  void define(const std::string &name, Value value) { symbols[name] = value; }

  /// The value of `expr`, whose symbols are all known.
  Value lower(const Expr &expr);

private:
  struct ByForm {
    bool operator()(const Expr &lhs, const Expr &rhs) const {
      return lhs.compare(rhs) < 0;
    }
  };

  Value constant(const DynamicAPInt &value);
  Value compute(const Expr &expr);
  Value lowerAtom(const Atom &atom);
  Value lowerSelect(const Atom &atom);
  Value lowerSum(const Atom &atom);
  Value power(Value base, unsigned exponent);

  OpBuilder &builder;
  Location loc;
  IntegerType type;
  std::map<std::string, Value> symbols;
  /// What has been computed where the builder is.
  std::map<Expr, Value, ByForm> known;
};

} // namespace mlir::fpo

#endif // FPO_LIB_TRANSFORMS_EXPRLOWERING_H
