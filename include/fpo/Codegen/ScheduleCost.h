//===- ScheduleCost.h - What a schedule costs on a CPU ----------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_CODEGEN_SCHEDULECOST_H
#define FPO_CODEGEN_SCHEDULECOST_H

#include "fpo/Cache/ScheduledNest.h"
#include "fpo/Codegen/Strategy.h"
#include "fpo/Target/Target.h"

namespace mlir::fpo {

/// What one core needs for a kernel, as predicted.
struct ScheduleCost {
  /// To issue its vector operations and its loads from the fastest cache, in
  /// seconds.
  double issueSeconds = 0;
  /// To move what crosses each level of the target's memory but the fastest, in
  /// seconds.
  SmallVector<double, 3> levelSeconds;
  /// The bytes that do.
  SmallVector<double, 3> levelBytes;

  /// All of these overlap but for the last tenth.
  double seconds() const;
};

/// The loops of `op` under `schedule`, as lib/Cache takes them; none if an
/// index is neither a sum of multiples of loops nor a place in packed blocks.
std::optional<ScheduledNest> buildKernelNest(KernelOp op,
                                             const KernelSchedule &schedule);

/// Vector operations that one point of a body takes; a product that is added is
/// one with the sum.
double countVectorOps(Region &body);

/// What issue alone takes: each point of the innermost reduction loop issues
/// the operations on the register block, a load for each vector and each scalar
/// that it uses, and waits for its accumulators. In seconds on one core of
/// `target`.
double estimateIssue(KernelOp op, const KernelSchedule &schedule,
                     const Target &target, const VectorRegisters &registers);

/// What `op`, whose loops have static sizes, costs under `schedule` on one core
/// of `target`; none if the target lacks rates, or if the nest can't be built.
std::optional<ScheduleCost> estimateSchedule(KernelOp op,
                                             const KernelSchedule &schedule,
                                             const Target &target,
                                             const VectorRegisters &registers);

} // namespace mlir::fpo

#endif // FPO_CODEGEN_SCHEDULECOST_H
