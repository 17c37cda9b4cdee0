//===- CostOptions.h - How a program is counted -----------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_COSTOPTIONS_H
#define FPO_ANALYSIS_COSTOPTIONS_H

#include <memory>

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
  /// Products and combinations with constant padding, and with the gaps of a
  /// dilated input.
  bool padding = false;
  /// What a mask that is known before the program runs makes pointless.
  bool masks = false;

  bool isNothing() const { return !padding && !masks; }
};

/// How a program is counted.
struct CostOptions {
  CountMode count = CountMode::Executed;
  /// The rules in force; null: those of the context (RuleSet::get).
  std::shared_ptr<RuleSet> rules;

  SkippedWork getSkippedWork() const {
    bool skips = count == CountMode::Useful;
    return {skips, skips};
  }
};

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_COSTOPTIONS_H
