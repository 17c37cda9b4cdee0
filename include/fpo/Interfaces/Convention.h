//===- Convention.h - What counts as an operation ---------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_INTERFACES_CONVENTION_H
#define FPO_INTERFACES_CONVENTION_H

#include "fpo/Count/Cost.h"

#include "llvm/ADT/StringRef.h"

namespace mlir::fpo {

enum class ConventionName {
  /// ADD and MUL, down to the base.
  Fpo,
  /// Multiply-accumulates of contractions and convolutions, nothing else.
  Mac,
  /// What torch.utils.flop_counter prints.
  Torch,
  /// What XLA's HloCostAnalysis prints.
  Xla
};

/// Which products of a convolution count whose input is data with gaps of
/// zeros, a transposed convolution.
enum class GapWork {
  /// All that are executed.
  Executed,
  /// Each element of the data with each weight, whether or not the product
  /// falls beside the output; and none for what is cut off of the gradient of
  /// the weights of a strided convolution.
  Input,
  /// Those with data.
  Data
};

/// A way of counting (docs/CostModel.md, "Conventions"): what scalar ops cost
/// is in its rule file; here is what a rule can't say.
struct Convention {
  ConventionName name;
  /// As it is written: "xla".
  StringRef id;
  /// What is counted: "flops".
  StringRef unit;
  /// The embedded rule file, by its path; empty: the rules of `fpo`.
  StringRef ruleFile;

  /// The operations that a multiply-accumulate of a contraction or convolution
  /// is, whatever its body; 0: those of its body. [convention.product]
  unsigned perProduct = 0;
  /// Nothing but these count.
  bool countsOnlyProducts = false;
  /// Products with padding don't count. [convention.padding]
  bool skipsPadding = false;
  /// [convention.gaps]
  GapWork gaps = GapWork::Executed;
  /// Ops are functions of whole values: a fill that an accumulation starts
  /// from, and a padding, belong to the op that uses them; a reduction of n
  /// elements combines n - 1 times; a start value that is no fill is added;
  /// operands are read whole; one start index of a slice is read.
  /// [convention.functional]
  bool isFunctional = false;

  /// The convention's total of a cost.
  Count operations(const Cost &cost) const;
};

const Convention &getConvention(ConventionName name);

/// All, in the order in which they are listed.
ArrayRef<Convention> getConventions();

} // namespace mlir::fpo

#endif // FPO_INTERFACES_CONVENTION_H
