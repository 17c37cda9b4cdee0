//===- Tuning.h - The options of the tuner ----------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_TOOLS_FPO_OPT_TUNING_H
#define FPO_TOOLS_FPO_OPT_TUNING_H

#include "fpo/Tuning/Compilation.h"

namespace mlir::fpo {

/// What --tune and --tuning-db say. Emits an error if that can't be understood.
FailureOr<TuningRequest> getTuningRequest(Location loc);

} // namespace mlir::fpo

#endif // FPO_TOOLS_FPO_OPT_TUNING_H
