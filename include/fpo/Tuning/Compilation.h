//===- Compilation.h - How a program is compiled ----------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_TUNING_COMPILATION_H
#define FPO_TUNING_COMPILATION_H

#include "fpo/Codegen/Pipeline.h"
#include "fpo/Tuning/Tuner.h"

namespace mlir::fpo {

/// What users say of how schedules are found.
struct TuningRequest {
  /// How many schedules of each kernel are measured; 0: none, what is known is
  /// used.
  unsigned trials = 0;
  /// The file where measured schedules are kept, or `none`; if it is not given,
  /// that of `getTuningPath`.
  std::optional<std::string> database;
  /// As in `TuningOptions`.
  std::string runner;
  std::function<void(const TuningProgress &)> onProgress;
  std::function<bool()> isInterrupted;
};

/// The processor of `target`: a machine, shipped, measured (`host`) or in an
/// .mlir file, or a processor by LLVM's name; this one if that is empty. Emits
/// an error at `loc` if there is none.
FailureOr<Processor> getTargetProcessor(StringRef target, Location loc);

/// Has kernels of `options` get measured schedules for `processor`, which is
/// that of `target`. Emits an error at `loc` if that can't be done.
LogicalResult addTuning(CodegenOptions &options, const Processor &processor,
                        StringRef target, const TuningRequest &request,
                        Location loc);

} // namespace mlir::fpo

#endif // FPO_TUNING_COMPILATION_H
