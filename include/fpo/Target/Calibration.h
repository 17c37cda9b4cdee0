//===- Calibration.h - What this machine can do, measured -------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_TARGET_CALIBRATION_H
#define FPO_TARGET_CALIBRATION_H

#include "fpo/Target/Target.h"

namespace mlir::fpo {

/// How a calibration goes.
struct CalibrationOptions {
  /// How long to measure; what is short is less certain.
  double seconds = 20;
  /// Is told before each measurement how many of all are done.
  llvm::function_ref<void(unsigned done, unsigned all, StringRef what)>
      progress;
};

/// Measures this machine: how fast it multiplies and adds, with each type that
/// it has vector instructions for, and how fast it reads from each level of the
/// memory, on one core and on all. The range of a quantity is from the lower
/// quartile of the repeats to the best. `context` has all dialects of MLIR and
/// their translations to LLVM registered. Emits a diagnostic if the code that
/// is measured can't be compiled, or there is no memory.
FailureOr<Target> calibrate(MLIRContext *context,
                            const CalibrationOptions &options);

} // namespace mlir::fpo

#endif // FPO_TARGET_CALIBRATION_H
