//===- Candidates.h - Schedules that are worth a look -----------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_CODEGEN_CANDIDATES_H
#define FPO_CODEGEN_CANDIDATES_H

#include "fpo/Codegen/ScheduleCost.h"

namespace mlir::fpo {

/// A schedule and what it is predicted to cost.
struct RankedSchedule {
  KernelSchedule schedule;
  ScheduleCost cost;
};

/// The schedules of `op`, on buffers with loops of static sizes, that the cost
/// model for one core of `target` holds for the best `most`, the best first.
/// Register blocks, the order of the loops around them, tiles for caches and
/// cuts of the reduction vary. Empty if the model can't tell; all of them can
/// be run.
SmallVector<RankedSchedule> rankSchedules(KernelOp op, const Target &target,
                                          const VectorRegisters &registers,
                                          unsigned most);

} // namespace mlir::fpo

#endif // FPO_CODEGEN_CANDIDATES_H
