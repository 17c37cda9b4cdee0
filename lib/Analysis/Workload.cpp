//===- Workload.cpp - What a result costs, by the Green AI equation -------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/Workload.h"

#include "mlir/IR/Diagnostics.h"

using namespace mlir;
using namespace mlir::fpo;

static Count toCount(uint64_t n) { return Count::get(llvm::APInt(64, n)); }

Workload fpo::computeWorkload(Cost run, bool isTraining,
                              const WorkloadOptions &options) {
  Workload workload;
  workload.options = options;
  workload.isTraining = isTraining;
  workload.examples = toCount(*options.examples) * toCount(options.epochs);
  // [workload.runs]
  workload.runs = toCount(options.runsPerEpoch()) * toCount(options.epochs) *
                  toCount(options.experiments);
  // [workload.total]
  workload.total = run * workload.runs;
  workload.run = std::move(run);
  return workload;
}

LogicalResult fpo::verifyWorkload(const WorkloadOptions &options,
                                  Location loc) {
  if (options.batch == 0 || options.experiments == 0 ||
      options.examples == uint64_t(0))
    return emitError(loc)
           << "the number of examples, that of a batch and that of "
              "experiments must be positive";
  if (!options.examples && (options.batch != 1 || options.experiments != 1))
    return emitError(loc) << "a batch and experiments are those of a dataset, "
                             "but the number of its examples is not given";
  return success();
}
