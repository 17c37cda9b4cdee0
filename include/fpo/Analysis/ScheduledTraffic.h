//===- ScheduledTraffic.h - Traffic of ops under their schedules -*- C++
//-*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_SCHEDULEDTRAFFIC_H
#define FPO_ANALYSIS_SCHEDULEDTRAFFIC_H

#include "fpo/Analysis/CostAnalysis.h"
#include "fpo/Cache/CacheTraffic.h"
#include "fpo/Dialect/Fpo/FpoDialect.h"
#include "fpo/Target/Target.h"

#include "llvm/Support/Error.h"

namespace mlir::fpo {

/// A cache of a machine.
struct CacheLevel {
  std::string name;
  CacheGeometry geometry;
};

/// The caches of a machine, as one core sees them, the fastest first.
SmallVector<CacheLevel> getCaches(const Target &target);

/// Reads `NAME=CAPACITY[:LINE[:WAYS]]`. A line is 64 bytes, and the cache fully
/// associative, unless it says otherwise.
llvm::Expected<CacheLevel> parseCache(StringRef text);

/// The loops of `op` under `schedule` (buildNest), with its sizes as `analysis`
/// finds them.
llvm::Expected<ScheduledNest> buildNest(Operation *op, ScheduleAttr schedule,
                                        const CostAnalysis &analysis);

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_SCHEDULEDTRAFFIC_H
