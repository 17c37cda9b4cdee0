//===- CostOptions.h - How a program is counted -----------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_COSTOPTIONS_H
#define FPO_ANALYSIS_COSTOPTIONS_H

#include "fpo/Analysis/Symbols.h"

#include <memory>
#include <string>

namespace mlir::fpo {

class RuleSet;

/// Which operations of a program count.
enum class CountMode {
  /// All that it executes.
  Executed,
  /// Not those that padding, dilation holes or a statically known mask make
  /// pointless.
  Useful
};

/// How a program is counted.
struct CostOptions {
  CountMode count = CountMode::Executed;
  /// The rules in force; null: those of the context (RuleSet::get).
  std::shared_ptr<RuleSet> rules;
  /// Numbers for symbols of the entry, and for those that name an op.
  SymbolValues bindings;
  /// The function whose arguments `bindings` speak of; empty: every public
  /// function that no one calls.
  std::string entry;
};

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_COSTOPTIONS_H
