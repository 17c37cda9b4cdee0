//===- Repetition.h - How often a piece of a program runs -------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_REPETITION_H
#define FPO_ANALYSIS_REPETITION_H

#include "fpo/Analysis/IterationDomain.h"
#include "fpo/Analysis/Symbols.h"

#include <memory>

namespace mlir::fpo {

/// How often a piece of a program runs, as a chain of what is around it: a
/// factor, the points of loops, a call that gives values to the symbols of the
/// callee.
class Repetition {
public:
  using Ref = std::shared_ptr<const Repetition>;

  /// Once.
  static Ref once();
  /// `times` times in each run of `outer`.
  static Ref repeat(Ref outer, Count times);
  /// Once at each point of `domain` in each run of `outer`; `times` of them.
  static Ref iterate(Ref outer, std::shared_ptr<const IterationDomain> domain,
                     const Count &times);
  /// As often as `caller`, with `values` for the symbols of the callee.
  static Ref call(Ref caller, SymbolValues values);

  /// The sum over all runs of what costs `cost` in each.
  Cost total(const Cost &cost) const;
  /// The number of runs.
  const Count &times() const { return runs; }

  /// What stands for the symbols of the function, in those of the entry, if
  /// that is the same in all runs.
  std::optional<SymbolValues> getConstantSymbols() const;

private:
  Ref outer;
  Count factor = 1;
  std::shared_ptr<const IterationDomain> domain;
  SymbolValues values;
  Count runs = 1;
};

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_REPETITION_H
