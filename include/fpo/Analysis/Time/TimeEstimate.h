//===- TimeEstimate.h - How long a program takes on a machine ---*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_TIME_TIMEESTIMATE_H
#define FPO_ANALYSIS_TIME_TIMEESTIMATE_H

#include "fpo/Analysis/FusionGroups.h"
#include "fpo/Analysis/Time/MachineRates.h"

#include "llvm/ADT/MapVector.h"

namespace mlir::fpo {

/// Seconds: what is needed at least, and what is enough if nothing overlaps.
/// Without an upper bound: something that is part of it is unrated, or not
/// known.
struct TimeRange {
  double lower = 0;
  std::optional<double> upper = 0;

  TimeRange &operator+=(const TimeRange &other);
  friend TimeRange operator*(TimeRange range, double times) {
    range.lower *= times;
    if (range.upper)
      *range.upper *= times;
    return range;
  }
};

/// The later of two.
TimeRange max(const TimeRange &lhs, const TimeRange &rhs);

/// How long a fusion group takes in all its runs.
struct GroupTime {
  const FusionGroup *group;
  TimeRange seconds;
  /// What decides about the lower bound: the name of a unit and a type, such as
  /// "vector f32", or of a level of the memory.
  std::string limit;
};

/// How long one run of a program takes. [time.group] [time.sum] [time.path]
struct TimeEstimate {
  std::string target;
  unsigned cores = 1;
  /// Of all groups one after the other, and of the longest chain of groups that
  /// wait for each other.
  TimeRange sum;
  /// None where callees take other sizes at each call.
  std::optional<TimeRange> criticalPath;
  /// The program's groups, in order.
  std::vector<GroupTime> groups;
  /// The seconds of the lower bound that each limit decides about; the largest
  /// first.
  std::vector<std::pair<std::string, double>> limits;
  /// Types of operations, and levels of the memory, of which the machine's
  /// description states no rate.
  std::vector<std::string> unrated;
  /// Why there is no time; empty if there is one.
  std::string unset;

  /// Operations per second of the unit that does most of the program's
  /// multiply-accumulates, and its name. [time.mfu]
  std::optional<Quantity> peak;
  std::string peakName;
  /// 2 for each multiply-accumulate of one run: the operations that the model
  /// needs (Chowdhery et al. 2022, appendix B).
  Count modelOperations;
};

/// The time of `program`, of which `groups` are the fusion groups, on a
/// machine.
TimeEstimate estimateTime(const CostTree &tree, const ProgramCost &program,
                          const FusionGroups &groups,
                          const MachineRates &machine);

/// How long one call of a function takes: the sum, and the longest chain.
struct FunctionTime {
  TimeRange sum, criticalPath;
};

/// That of each function whose sizes are numbers.
llvm::DenseMap<const CostFunction *, FunctionTime>
estimateFunctions(const CostTree &tree, const FusionGroups &groups,
                  const MachineRates &machine);

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_TIME_TIMEESTIMATE_H
