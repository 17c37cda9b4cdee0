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
  /// The seconds that a byte takes between it and the next level, for one core;
  /// one if that is not known.
  double secondsOfByte = 1;
};

/// The caches of a machine, as one core sees them, the fastest first.
SmallVector<CacheLevel> getCaches(const Target &target);

/// Reads `NAME=CAPACITY[:LINE[:WAYS]]`. A line is 64 bytes, and the cache fully
/// associative, unless it says otherwise.
llvm::Expected<CacheLevel> parseCache(StringRef text);

/// An op's schedule, and what crosses each cache in one run under it.
struct OpTraffic {
  /// Null: the loops over points in the order of the op.
  ScheduleAttr schedule;
  /// In the order of the caches.
  SmallVector<CacheTraffic> levels;
};

/// Tells what the ops of a program move through the caches of a machine. Finds
/// the same for ops that differ in nothing but their operands once.
class TrafficAnalysis {
public:
  /// With `chooses`, an op without a schedule gets the one that chooseSchedule
  /// finds.
  TrafficAnalysis(const CostAnalysis &analysis, SmallVector<CacheLevel> levels,
                  bool chooses)
      : analysis(analysis), levels(std::move(levels)), chooses(chooses) {}

  ArrayRef<CacheLevel> getLevels() const { return levels; }

  /// The error is that of buildNest.
  llvm::Expected<OpTraffic> get(Operation *op);

  /// Whether it has loops that a schedule orders.
  static bool hasLoops(Operation *op);

private:
  struct SameWork : llvm::DenseMapInfo<Operation *> {
    static unsigned getHashValue(const Operation *op);
    static bool isEqual(const Operation *lhs, const Operation *rhs);
  };

  llvm::Expected<OpTraffic> compute(Operation *op);

  const CostAnalysis &analysis;
  SmallVector<CacheLevel> levels;
  bool chooses;
  llvm::DenseMap<Operation *, OpTraffic, SameWork> known;
};

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_SCHEDULEDTRAFFIC_H
