//===- Threads.h - Which loops of a kernel threads share --------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_CODEGEN_CPU_THREADS_H
#define FPO_LIB_CODEGEN_CPU_THREADS_H

#include "fpo/Codegen/KernelSchedule.h"
#include "fpo/Dialect/Fpo/FpoOps.h"

namespace mlir::fpo {

/// About how many nanoseconds one core takes for `op`, whose loops have static
/// sizes.
double estimateNanoseconds(KernelOp op, unsigned vectorLength);

/// How many of the outermost levels of `schedule` threads can share: those of
/// different parallel loops.
unsigned countShareable(KernelOp op, const KernelSchedule &schedule);

} // namespace mlir::fpo

#endif // FPO_LIB_CODEGEN_CPU_THREADS_H
