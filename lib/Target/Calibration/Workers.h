//===- Workers.h - Threads that are timed -----------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_TARGET_CALIBRATION_WORKERS_H
#define FPO_TARGET_CALIBRATION_WORKERS_H

#include "fpo/Target/Target.h"

namespace mlir::fpo {

/// Runs the same work on some cores at once and takes the time.
class Workers {
public:
  /// One thread for each of `cores`, pinned to `processors` if these are known.
  Workers(ArrayRef<unsigned> processors, unsigned cores)
      : processors(processors.begin(), processors.end()), cores(cores) {}

  unsigned getCores() const { return cores; }

  /// How much is done in a second if `run(core)` does `amount` on each core,
  /// from the first that starts to the last that ends: the lower quartile and
  /// the best of the repeats that there is time for in `seconds`, but at least
  /// five. `prepare(core)` is called before, on the core.
  Quantity measure(double amount, double seconds,
                   llvm::function_ref<void(unsigned core)> prepare,
                   llvm::function_ref<void(unsigned core)> run) const;

private:
  std::vector<unsigned> processors;
  unsigned cores;
};

} // namespace mlir::fpo

#endif // FPO_TARGET_CALIBRATION_WORKERS_H
