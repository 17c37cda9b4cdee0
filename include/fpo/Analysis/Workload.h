//===- Workload.h - What a result costs, by the Green AI equation *- C++ -*===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_WORKLOAD_H
#define FPO_ANALYSIS_WORKLOAD_H

#include "fpo/Count/Cost.h"

#include "mlir/IR/Location.h"
#include "mlir/Support/LLVM.h"

namespace mlir::fpo {

/// How often a program is run for a result.
struct WorkloadOptions {
  /// In the dataset; none: no workload is asked for.
  std::optional<uint64_t> examples;
  /// Examples that one run of the program takes.
  uint64_t batch = 1;
  uint64_t epochs = 1;
  uint64_t experiments = 1;

  /// Runs of the program in an epoch: the last one may have less examples in
  /// it, and costs as much. [workload.runs]
  uint64_t runsPerEpoch() const {
    return *examples / batch + (*examples % batch != 0);
  }
};

/// What a result R costs: Cost(R) = E * D * H (Schwartz, Dodge, Smith, Etzioni:
/// Green AI, CACM 63(12), 2020), for E the cost of one example, D the examples
/// that are processed and H the experiments. [workload.total]
struct Workload {
  WorkloadOptions options;
  /// Whether a run is a step of a training, not of the program by itself.
  bool isTraining = false;
  /// One run, of `batch` examples.
  Cost run;
  /// D, the dataset times the epochs.
  Count examples;
  /// In all experiments.
  Count runs;
  /// All runs.
  Cost total;
};

Workload computeWorkload(Cost run, bool isTraining,
                         const WorkloadOptions &options);

/// Fails with an error at `loc` if `options` make no sense: a size of zero, or
/// a batch or experiments without a dataset.
LogicalResult verifyWorkload(const WorkloadOptions &options, Location loc);

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_WORKLOAD_H
