//===- MachineRates.h - How fast a part of a machine works and reads -*- C++
//-*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_TIME_MACHINERATES_H
#define FPO_ANALYSIS_TIME_MACHINERATES_H

#include "fpo/Target/Target.h"

namespace mlir::fpo {

/// The rates of some of the cores of a machine. [time.cores]
class MachineRates {
public:
  /// Of `cores` cores, at most those that there are; all if that is 0.
  MachineRates(Target target, unsigned cores);

  const Target &getTarget() const { return target; }
  unsigned getCores() const { return cores; }

  /// ADD and MUL per second.
  Quantity operationsPerSecond(const PeakRate &rate) const;
  /// Bytes per second to and from a level; none if that is unrated.
  std::optional<Quantity> bytesPerSecond(const MemoryLevel &level) const;
  /// The bytes of a level that these cores can use.
  double capacity(const MemoryLevel &level) const;

  /// The fastest and the slowest unit that adds and multiplies in `type`, one
  /// operation by itself: a vector or a scalar unit. Null if there is none.
  const PeakRate *findFastest(Type type) const;
  const PeakRate *findSlowest(Type type) const;
  /// The fastest unit for products of `factor`, summed up in `type`. Null if
  /// there is none.
  const PeakRate *findProductRate(Type factor, Type type) const;

private:
  /// What `some` cores have of what all have together, and one by itself if
  /// that is known.
  Quantity share(const Quantity &all, const std::optional<Stated> &one) const;

  Target target;
  unsigned cores;
};

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_TIME_MACHINERATES_H
