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
#include "fpo/Interfaces/Convention.h"

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

/// Executed work that is not counted.
struct SkippedWork {
  /// What constant padding makes pointless.
  bool padding = false;
  /// Likewise, the gaps of a dilated input.
  GapWork gaps = GapWork::Executed;
  /// What a mask that is known before the program runs makes pointless.
  bool masks = false;
  /// Nothing but multiply-accumulates of contractions and convolutions.
  bool onlyProducts = false;

  bool isNothing() const {
    return !padding && gaps == GapWork::Executed && !masks;
  }
};

/// How a program is counted.
struct CostOptions {
  CountMode count = CountMode::Executed;
  ConventionName convention = ConventionName::Fpo;
  /// The rules in force; null: those of the context (RuleSet::get).
  std::shared_ptr<RuleSet> rules;
  /// Numbers for symbols of the entry, and for those that name an op.
  SymbolValues bindings;
  /// The function whose arguments `bindings` speak of; empty: every public
  /// function that no one calls.
  std::string entry;

  const Convention &getConvention() const {
    return mlir::fpo::getConvention(convention);
  }

  SkippedWork getSkippedWork() const {
    if (count == CountMode::Useful)
      return {true, GapWork::Data, true, false};
    const Convention &counted = getConvention();
    return {counted.skipsPadding, counted.gaps, false, true};
  }

  /// Whether this asks for what CostAnalysis finds by itself; what the
  /// convention `mac` counts, that of `fpo` finds too.
  bool isDefault() const {
    return count == CountMode::Executed && !rules && bindings.empty() &&
           (convention == ConventionName::Fpo ||
            convention == ConventionName::Mac);
  }
};

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_COSTOPTIONS_H
