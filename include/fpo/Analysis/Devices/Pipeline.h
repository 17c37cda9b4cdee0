//===- Pipeline.h - Stages of a program -------------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_DEVICES_PIPELINE_H
#define FPO_ANALYSIS_DEVICES_PIPELINE_H

#include "fpo/Analysis/ProgramCost.h"

namespace mlir::fpo {

/// A part of a program that runs on devices of its own.
struct Stage {
  int64_t number;
  /// Of one microbatch.
  Cost cost;
  size_t numOps = 0;
};

/// A program in stages, through which microbatches go one after the other.
struct Pipeline {
  /// By number.
  std::vector<Stage> stages;
  /// What is in no stage.
  Cost rest;
  uint64_t microbatches = 1;

  /// The part of the time in which a stage waits while the pipeline fills and
  /// drains, (p - 1) / (m + p - 1), if all stages take equally long (Huang et
  /// al.: GPipe, NeurIPS 2019). [devices.bubble]
  double bubble() const;

  /// The same for stages that take as long as their FPO: 1 - m sum(t) / (p
  /// (sum(t) + (m - 1) max(t))). None if a stage's cost is no number, or all
  /// are zero. [devices.imbalance]
  std::optional<double> idle() const;
};

/// The stages of a program: ops, or functions, with the attribute `fpo.stage`;
/// the outermost one counts. [devices.stage]
Pipeline computePipeline(const CostTree &tree, const ProgramCost &program,
                         uint64_t microbatches);

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_DEVICES_PIPELINE_H
