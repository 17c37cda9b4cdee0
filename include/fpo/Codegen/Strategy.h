//===- Strategy.h - Which schedule a kernel gets ----------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_CODEGEN_STRATEGY_H
#define FPO_CODEGEN_STRATEGY_H

#include "fpo/Codegen/KernelSchedule.h"
#include "fpo/Dialect/Fpo/FpoOps.h"

namespace mlir::fpo {

/// What a strategy must know of a processor's vector registers.
struct VectorRegisters {
  /// Of one, and how many there are.
  unsigned bits = 128, number = 16;
  /// What the processor has, by LLVM's names; tiles are chosen by these.
  SmallVector<std::string> features = {};
};

/// How many lanes a vector has for the elements that `op` computes with; 1 if
/// it can't be run on vectors.
unsigned getVectorLength(KernelOp op, const VectorRegisters &registers);

/// The sizes of the loops that schedules are made for: dynamic ones are taken
/// for long.
SmallVector<int64_t> getAssumedLoopRanges(KernelOp op);

/// The schedule that `attribute` says. Loops in tiles, and loops over points in
/// front of a reduction loop, are run in their order; the parallel loops behind
/// the last reduction loop, or behind the last tile if there is no reduction,
/// are the register block. Where no vector is given, the lanes lie along the
/// innermost loop if it is parallel. Emits an error if `op` can't be run like
/// that.
FailureOr<KernelSchedule> obeySchedule(KernelOp op, ScheduleAttr attribute,
                                       const VectorRegisters &registers);

/// The attribute that says `schedule` of `op`.
ScheduleAttr describeSchedule(KernelOp op, const KernelSchedule &schedule);

/// A schedule for `op` on a CPU.
KernelSchedule chooseSchedule(KernelOp op, const VectorRegisters &registers);

/// How many of the outermost levels threads had better share: as few as give
/// blocks to many threads, and none if one core takes less than about
/// `shareFrom` nanoseconds to run the kernel, or if the size of a loop is
/// dynamic.
unsigned chooseThreads(KernelOp op, const KernelSchedule &schedule,
                       unsigned shareFrom);

} // namespace mlir::fpo

#endif // FPO_CODEGEN_STRATEGY_H
