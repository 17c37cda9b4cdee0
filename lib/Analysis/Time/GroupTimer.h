//===- GroupTimer.h - How long a fusion group takes -------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_ANALYSIS_TIME_GROUPTIMER_H
#define FPO_LIB_ANALYSIS_TIME_GROUPTIMER_H

#include "fpo/Analysis/Time/TimeEstimate.h"

#include <map>
#include <set>

namespace mlir::fpo {

/// Places groups on the roofs of a machine. [time.group]
class GroupTimer {
public:
  explicit GroupTimer(const MachineRates &machine) : machine(machine) {}

  /// All runs of `group`, whose function reads `outsideBytes` of arguments and
  /// constants in a call. None if they depend on open symbols.
  std::optional<GroupTime> time(const FusionGroup &group, const NodeRuns &runs,
                                const Count &outsideBytes);

  /// Types, and levels of the memory, that had no rate.
  const std::set<std::string> &getUnrated() const { return unrated; }

  /// The rate of the group's products; null if it has none, or they are
  /// unrated.
  const PeakRate *findProductRate(const FusionGroup &group) const;

private:
  /// Seconds by what works for so long.
  struct Parts {
    std::map<std::string, double> units;
    std::map<std::string, double> levels;
    /// The name of the part of a unit that takes longest.
    std::map<std::string, std::pair<double, std::string>> typeOfUnit;
    std::optional<double> upper = 0;
  };

  void addOperations(Parts &parts, const TypedOps &ops, const PeakRate *fastest,
                     const PeakRate *slowest);
  void addBytes(Parts &parts, double bytes, double inUse);
  void addUpperBytes(Parts &parts, const Count &bytes);

  const MachineRates &machine;
  std::set<std::string> unrated;
};

} // namespace mlir::fpo

#endif // FPO_LIB_ANALYSIS_TIME_GROUPTIMER_H
