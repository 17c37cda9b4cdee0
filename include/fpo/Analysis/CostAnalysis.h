//===- CostAnalysis.h - Costs a program, once -------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_COSTANALYSIS_H
#define FPO_ANALYSIS_COSTANALYSIS_H

#include "fpo/Analysis/CostOptions.h"
#include "fpo/Analysis/CostTree.h"

#include <memory>

namespace mlir::fpo {

class CostEvaluator;

/// Costs every op under a root (a module, as a rule) in one walk: each function
/// once, however often it is called, and each body of a structured op once,
/// however often an equivalent one occurs. Linear in the number of ops.
///
/// Can be asked for by `getAnalysis<CostAnalysis>()`.
class CostAnalysis {
public:
  explicit CostAnalysis(Operation *root, const CostOptions &options = {});
  ~CostAnalysis();

  const CostTree &getTree() const;

  /// What found the costs, for further questions about the ops.
  CostEvaluator &getEvaluator() const;

  /// Bodies of structured ops that were costed, and those that were found to
  /// be equivalent to one of these.
  size_t getNumBodies() const;
  size_t getNumEquivalentBodies() const;

private:
  struct State;
  std::unique_ptr<State> state;
};

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_COSTANALYSIS_H
