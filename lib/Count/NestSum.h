//===- NestSum.h - Elimination of the variables of a sum --------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_COUNT_NESTSUM_H
#define FPO_LIB_COUNT_NESTSUM_H

#include "Budget.h"

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
/// piece has points without end, or if it takes too much.
std::optional<Expr> sumPieces(const std::vector<Piece> &pieces,
                              const Unknowns &unknowns);

/// `pieces`, summed along their variables, likewise.
std::optional<std::vector<Piece>> eliminateVariables(std::vector<Piece> pieces,
                                                     Unknowns &unknowns,
                                                     Budget &budget);

/// The sum of pieces without variables, as one expression over the parameters'
/// symbols, as short as can be seen. None if it takes too much.
std::optional<Expr> joinPieces(std::vector<Piece> pieces,
                               const Unknowns &unknowns, Budget &budget);

} // namespace mlir::fpo

#endif // FPO_LIB_COUNT_NESTSUM_H
