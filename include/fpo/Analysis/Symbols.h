//===- Symbols.h - What symbols stand for -----------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_SYMBOLS_H
#define FPO_ANALYSIS_SYMBOLS_H

#include "fpo/Count/Expr.h"

#include "mlir/IR/Location.h"
#include "llvm/ADT/MapVector.h"

#include <map>
#include <string>

namespace mlir::fpo {

/// What a symbol stands for. [symbol.sizes]
struct SymbolMeaning {
  /// As in "dimension 0 of argument 0".
  std::string text;
  Location loc;
};

/// Symbols by name, in the order in which they were met.
using SymbolMeanings = llvm::MapVector<std::string, SymbolMeaning,
                                       std::map<std::string, unsigned>>;

/// What stands for symbols, by their names.
using SymbolValues = std::map<std::string, Expr>;

/// What `Expr::substitute` asks for, answered from `values`: symbols that are
/// not among them stay.
inline auto lookupIn(const SymbolValues &values) {
  return [&values](llvm::StringRef name) -> std::optional<Expr> {
    auto value = values.find(name.str());
    if (value == values.end())
      return std::nullopt;
    return value->second;
  };
}

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_SYMBOLS_H
