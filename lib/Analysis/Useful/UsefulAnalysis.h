//===- UsefulAnalysis.h - Which points of an op are not pointless *- C++ -*-==//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_ANALYSIS_USEFUL_USEFULANALYSIS_H
#define FPO_LIB_ANALYSIS_USEFUL_USEFULANALYSIS_H

#include "IndexedValue.h"
#include "LoopNest.h"

#include "fpo/Analysis/CostOptions.h"

#include "llvm/ADT/DenseMap.h"

namespace mlir::fpo {

/// Tells which points of an op's iteration space do work that matters
/// (docs/CostModel.md, "Useful operations"). [useful.point]
///
/// A point is pointless if what it yields is known before the program runs and
/// depends on where it lies: its accumulator as it was, or a constant; or if no
/// one looks at what it yields. Both are found by following constants and
/// comparisons of indices forward from their definitions, and demand backward
/// from the uses.
class UsefulAnalysis {
public:
  explicit UsefulAnalysis(SkippedWork skipped) : skipped(skipped) {}

  /// The points of `op`, of which loop i has `ranges[i]`, that are not skipped;
  /// `areProducts`: multiply-accumulates.
  Count points(Operation *op, ArrayRef<Count> ranges, bool areProducts);

  /// The elements of `value`, of the size `shape`, that are no constant
  /// padding.
  Count dataElements(Value value, ArrayRef<Count> shape);

  /// Whether all elements of `value` are one known number.
  bool isFill(Value value);

  /// Whether `op` is a fill that nobody uses but to start from it, or makes a
  /// padding around what is only read by windows and contractions.
  /// [convention.functional]
  bool isAbsorbed(Operation *op);

private:
  /// What is known of the elements of a value. [useful.known]
  IndexedValue known(Value value);
  IndexedValue computeKnown(OpResult value);
  /// The elements of a value that someone looks at. [useful.needed]
  PointSet needed(Value value);
  PointSet computeNeeded(Value value);
  /// The elements of the operand that its user looks at.
  PointSet neededBy(OpOperand &use);

  /// The points that are not pointless by what is known of the inputs, but for
  /// the input `ignored`.
  PointSet effective(const LoopNest &nest,
                     std::optional<unsigned> ignored = std::nullopt);
  /// What the body yields.
  std::vector<IndexedValue> evaluate(const LoopNest &nest,
                                     std::optional<unsigned> ignored);
  /// The points whose result someone looks at.
  PointSet demanded(const LoopNest &nest, Operation *op);
  /// Whether all uses of the padded value leave the padding to their op.
  bool isPaddingAbsorbed(Value value);
  /// Null if the op is none.
  const LoopNest *nestOf(Operation *op);

  SkippedWork skipped;
  /// How deep a question has led to others.
  unsigned depth = 0;
  llvm::DenseMap<Value, IndexedValue> knownValues;
  llvm::DenseMap<Value, PointSet> neededRegions;
  llvm::DenseMap<Operation *, std::unique_ptr<LoopNest>> nests;
};

} // namespace mlir::fpo

#endif // FPO_LIB_ANALYSIS_USEFUL_USEFULANALYSIS_H
