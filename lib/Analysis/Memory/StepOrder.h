//===- StepOrder.h - The order in which ops run -----------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_ANALYSIS_MEMORY_STEPORDER_H
#define FPO_LIB_ANALYSIS_MEMORY_STEPORDER_H

#include "../CostEvaluator.h"

#include "mlir/IR/Operation.h"
#include "llvm/ADT/DenseMap.h"

#include <vector>

namespace mlir::fpo {

/// What an op does with its regions, as far as memory is concerned.
enum class RegionUse {
  /// It has none, or they define it on single elements.
  None,
  /// It runs them again and again.
  Loop,
  /// It runs one of them.
  Branch,
  /// It runs its one region once.
  Once
};
RegionUse getRegionUse(Operation *op);

/// Numbers the ops of a function in the order in which they run. What is in the
/// regions of an op follows it; an op that runs regions, or calls a function,
/// has a second step, its last one, when these are done.
class StepOrder {
public:
  StepOrder(Region &body, CostEvaluator &evaluator);

  /// The op of each step.
  std::vector<Operation *> steps;

  /// The first step of `op`, or of the op that it is a part of.
  unsigned first(Operation *op) const;
  unsigned last(Operation *op) const;

  /// The regions of `op` that may run: not those that a condition which is
  /// known leaves out, nor the body of a loop that never turns.
  ArrayRef<Region *> regions(Operation *op) const;

private:
  void number(Region &region);
  SmallVector<Region *, 2> findRegions(Operation *op);

  CostEvaluator &evaluator;
  llvm::DenseMap<Operation *, unsigned> numbers;
  struct Inner {
    unsigned last;
    SmallVector<Region *, 2> regions;
  };
  llvm::DenseMap<Operation *, Inner> inner;
};

} // namespace mlir::fpo

#endif // FPO_LIB_ANALYSIS_MEMORY_STEPORDER_H
