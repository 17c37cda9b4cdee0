//===- Tuner.h - The best schedule of each kernel ---------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_TUNING_TUNER_H
#define FPO_TUNING_TUNER_H

#include "fpo/Codegen/Strategy.h"
#include "fpo/Target/Target.h"
#include "fpo/Tuning/Database.h"

#include "mlir/Pass/Pass.h"

#include <functional>

namespace mlir::fpo {

/// How far tuning has come.
struct TuningProgress {
  /// The kernel that is looked at, and how many there are.
  unsigned kernel, numKernels;
  /// The schedules that were measured of it, and how many will be.
  unsigned trial, numTrials;
  /// The fastest run of it, in seconds; 0 if there is none yet.
  double best;
  /// What is left, in seconds, if it goes on like this.
  double secondsLeft;
};

struct TuningOptions {
  /// How many schedules of each kernel are measured; 0: none, what is known is
  /// used.
  unsigned trials = 0;
  /// Of the processor that runs the code.
  VectorRegisters registers;
  std::string processor;
  /// From how many nanoseconds on threads share a kernel; schedules are
  /// measured on one.
  unsigned shareFrom = 10000;
  /// By which schedules are ranked before they are measured.
  std::optional<Target> target;
  /// Where measurements are kept; the shipped ones alone if null.
  std::shared_ptr<TuningDatabase> database;
  /// The path of `fpo-run`, as for `measureSchedules`.
  std::string runner;
  /// Told before each schedule is measured, if given.
  std::function<void(const TuningProgress &)> onProgress;
  /// Asked before schedules are measured, and before what was measured is kept,
  /// if given. If so, tuning fails; what was kept before stays.
  std::function<bool()> isInterrupted;
};

/// What makes code of schedules, as tuning databases name it.
std::string getTuningCompiler();

/// A pass on modules that gives each `fpo.kernel` on buffers of static sizes
/// without a schedule the fastest one that is known. With trials, it measures
/// those that the cost model ranks best, but for those that were measured
/// before, and keeps what comes out, so that what is interrupted goes on where
/// it was.
std::unique_ptr<Pass> createTuneKernelsPass(TuningOptions options);

/// A pass on modules that writes to `os` the kernels that
/// `createTuneKernelsPass` would look at, each once, as modules with a line of
/// `// -----` between them. Tuning such a module measures the kernel under the
/// same key, so kernels can be tuned apart, on several machines.
std::unique_ptr<Pass> createListKernelsPass(raw_ostream &os);

/// `--fpo-apply-tuning{db processor vector-bits vector-registers}`, the same
/// without trials.
void registerTuningPasses();

} // namespace mlir::fpo

#endif // FPO_TUNING_TUNER_H
