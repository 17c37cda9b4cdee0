//===- Calibrate.h - fpo-run --calibrate ------------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_TOOLS_FPO_RUN_CALIBRATE_H
#define FPO_TOOLS_FPO_RUN_CALIBRATE_H

#include "mlir/Support/LLVM.h"

namespace mlir::fpo {

/// Measures this machine for about `seconds`, writes what it can do to the file
/// `path`, or if that is empty to where `--target=host` looks, and prints it.
/// Errors are printed to the standard error.
LogicalResult runCalibration(StringRef path, double seconds,
                             llvm::raw_ostream &os);

} // namespace mlir::fpo

#endif // FPO_TOOLS_FPO_RUN_CALIBRATE_H
