//===- Measure.h - How long schedules take ----------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_TUNING_MEASURE_H
#define FPO_TUNING_MEASURE_H

#include "fpo/Dialect/Fpo/FpoOps.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

#include <optional>

namespace mlir::fpo {

/// A module with a public function for each of `schedules`, named by its
/// number, which runs `op`, on buffers of static sizes, by itself. With one
/// empty schedule its text says which kernel it is.
OwningOpRef<ModuleOp> createKernelModule(KernelOp op,
                                         ArrayRef<ScheduleAttr> schedules);

/// The fastest run of `op` under each schedule, in seconds, as a child process
/// measures it on one thread; none for a schedule that can't be compiled or run
/// within `secondsAllowed`. Fails if no child can be started: `runner` is the
/// path of `fpo-run`; if it is empty, that is looked for beside this program,
/// and then in the PATH.
llvm::Expected<SmallVector<std::optional<double>>>
measureSchedules(KernelOp op, ArrayRef<ScheduleAttr> schedules,
                 unsigned secondsAllowed, StringRef runner = {});

} // namespace mlir::fpo

#endif // FPO_TUNING_MEASURE_H
