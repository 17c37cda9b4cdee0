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

/// On an `scf.parallel` whose number of turns is known at run time only: from
/// how many on threads had better share them.
inline constexpr llvm::StringRef kShareFromTurns = "share_from_turns";

/// About how many nanoseconds one core takes for `op`, by vectors or with a
/// reduction of tiles. Loops of sizes that are not static are taken to have
/// `assumed` points.
double estimateNanoseconds(KernelOp op, unsigned vectorLength,
                           int64_t assumed = 1024,
                           bool multipliesTiles = false);

/// From how many blocks on of the levels that threads share it is worth it to
/// start them.
int64_t countTurnsToShare(KernelOp op, const KernelSchedule &schedule);

/// How many of the outermost levels of `schedule` threads can share: those of
/// different parallel loops.
unsigned countShareable(KernelOp op, const KernelSchedule &schedule);

} // namespace mlir::fpo

#endif // FPO_LIB_CODEGEN_CPU_THREADS_H
