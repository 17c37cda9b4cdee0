//===- Bindings.h - Numbers for symbols -------------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_BINDINGS_H
#define FPO_ANALYSIS_BINDINGS_H

#include "fpo/Analysis/Symbols.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"

#include <vector>

namespace mlir::fpo {

/// Reads bindings like `arg0.1=128`, each a symbol and an integer. A dimension,
/// or a trip count, is not negative.
llvm::Expected<SymbolValues>
parseBindings(llvm::ArrayRef<std::string> bindings);

/// A symbol and the values that it takes in turn.
struct Sweep {
  std::string symbol;
  std::vector<Expr> values;
};

/// Reads `SYMBOL=FROM:TO:STEP`, `SYMBOL=FROM:TO:xFACTOR`, or `SYMBOL=FROM:TO`
/// with a step of one; both ends are included.
llvm::Expected<Sweep> parseSweep(llvm::StringRef text);

/// Rows up to which a table over sizes is made.
constexpr size_t kMaxSweepRows = 100000;

/// Every combination of the values of `sweeps`, the last one turning fastest.
llvm::Expected<std::vector<SymbolValues>>
combineSweeps(llvm::ArrayRef<Sweep> sweeps);

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_BINDINGS_H
