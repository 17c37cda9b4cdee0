//===- NestSum.h - Elimination of the variables of a sum --------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_COUNT_NESTSUM_H
#define FPO_LIB_COUNT_NESTSUM_H

#include "fpo/Count/Unknowns.h"

namespace mlir::fpo {

/// The sum of `value` over the integer values of `variables` at which `rows`
/// hold, for those parameters for which there are any.
struct Piece {
  Conjunction rows;
  std::vector<unsigned> variables;
  /// A polynomial in the symbols of the unknowns, and in floors of linear forms
  /// of them.
  Expr value;
};

/// The sum of all pieces, over the parameters as they are outside. None if a
/// piece has points without end, or if it takes too many steps.
std::optional<Expr> sumPieces(std::vector<Piece> pieces, Unknowns unknowns);

/// The sum of pieces without variables, as one expression over the parameters'
/// symbols, as short as can be seen. None if it takes too many steps.
std::optional<Expr> joinPieces(std::vector<Piece> pieces,
                               const Unknowns &unknowns);

/// `value`, a polynomial in parameters and in floors of them, as a polynomial or
/// as the floor of one, if it is one; otherwise as it is.
Expr simplifyFloors(const Expr &value);
/// Whether `value` is seen to be zero for all integers.
bool isZeroEverywhere(const Expr &value);

} // namespace mlir::fpo

#endif // FPO_LIB_COUNT_NESTSUM_H
