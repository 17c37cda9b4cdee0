//===- Tuning.h - The options of the tuner ----------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_TOOLS_FPO_OPT_TUNING_H
#define FPO_TOOLS_FPO_OPT_TUNING_H

#include "fpo/Codegen/Pipeline.h"
#include "fpo/Codegen/Processor.h"

namespace mlir::fpo {

/// Has kernels of `options` get measured schedules, as --tune and --tuning-db
/// say, for `processor`. Schedules are ranked for the machine of that name, or
/// this one if the name is empty. Emits an error if that can't be done.
LogicalResult addTuning(CodegenOptions &options, const Processor &processor,
                        StringRef machine, MLIRContext *context);

} // namespace mlir::fpo

#endif // FPO_TOOLS_FPO_OPT_TUNING_H
