//===- ProgramTraffic.h - What a program moves through caches ---*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_PROGRAMTRAFFIC_H
#define FPO_ANALYSIS_PROGRAMTRAFFIC_H

#include "fpo/Analysis/ProgramCost.h"
#include "fpo/Analysis/ScheduledTraffic.h"

namespace mlir::fpo {

/// The bytes that cross a cache, in all runs.
struct LevelTraffic {
  Count read, write;
};

/// An op of a program, and what crosses each cache in all its runs.
struct OpTrafficRuns {
  Operation *op;
  ScheduleAttr schedule;
  SmallVector<LevelTraffic> levels;
};

/// What one run of a program moves through the caches of a machine, as one core
/// does it: the sum over its ops, each from an empty cache.
struct ProgramTraffic {
  /// The name of the machine.
  std::string target;
  SmallVector<CacheLevel> caches;
  /// "At least" where an op moves bytes and is not known. [cache.program]
  SmallVector<LevelTraffic> totals;
  /// In the order of the program.
  std::vector<OpTrafficRuns> ops;
  /// Ops that move bytes, but of which this is not known, and why.
  std::vector<UnknownCost> unknown;
};

/// Ops without a schedule get one by chooseSchedule.
ProgramTraffic computeProgramTraffic(const CostAnalysis &analysis,
                                     const ProgramCost &program,
                                     const Target &target);

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_PROGRAMTRAFFIC_H
