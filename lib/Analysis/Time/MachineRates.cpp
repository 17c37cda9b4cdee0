//===- MachineRates.cpp - How fast a part of a machine works and reads ----===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/Time/MachineRates.h"

using namespace mlir;
using namespace mlir::fpo;

MachineRates::MachineRates(Target theTarget, unsigned wanted)
    : target(std::move(theTarget)) {
  cores = std::max(1U, target.cores);
  if (wanted != 0)
    cores = std::min(cores, wanted);
}

/// [time.cores]
Quantity MachineRates::share(const Quantity &all,
                             const std::optional<Stated> &one) const {
  if (cores == target.cores)
    return all;
  double part = double(cores) / std::max(1U, target.cores);
  if (!one)
    // One core may get all there is, or no more than its part.
    return {all.lower * part, all.upper};
  return {std::min(all.lower, one->value.lower * cores),
          std::min(all.upper, one->value.upper * cores)};
}

Quantity MachineRates::operationsPerSecond(const PeakRate &rate) const {
  if (rate.opsPerSecondOfOneCore)
    return share(rate.opsPerSecond.value, rate.opsPerSecondOfOneCore);
  double part = double(cores) / std::max(1U, target.cores);
  return {rate.opsPerSecond.value.lower * part,
          rate.opsPerSecond.value.upper * part};
}

std::optional<Quantity>
MachineRates::bytesPerSecond(const MemoryLevel &level) const {
  if (!level.bytesPerSecond)
    return std::nullopt;
  return share(level.bytesPerSecond->value, level.bytesPerSecondOfOneCore);
}

double MachineRates::capacity(const MemoryLevel &level) const {
  unsigned sharers = std::max(1U, level.cores);
  return double(level.capacity) * ((cores + sharers - 1) / sharers);
}

const PeakRate *MachineRates::findFastest(Type type) const {
  const PeakRate *vector = target.findRate(type, "vector");
  return vector ? vector : target.findRate(type, "scalar");
}

const PeakRate *MachineRates::findSlowest(Type type) const {
  const PeakRate *scalar = target.findRate(type, "scalar");
  return scalar ? scalar : target.findRate(type, "vector");
}

const PeakRate *MachineRates::findProductRate(Type factor, Type type) const {
  const PeakRate *best = nullptr;
  auto consider = [&](const PeakRate *rate) {
    if (rate && (!best || rate->opsPerSecond.value.upper >
                              best->opsPerSecond.value.upper))
      best = rate;
  };
  // Where the factors are narrower than what is summed up, a unit for them
  // does the same.
  consider(target.findRate(factor));
  consider(target.findRate(type));
  return best;
}
