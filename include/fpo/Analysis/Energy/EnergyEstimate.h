//===- EnergyEstimate.h - Joules and grams of a cost ------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_ENERGY_ENERGYESTIMATE_H
#define FPO_ANALYSIS_ENERGY_ENERGYESTIMATE_H

#include "fpo/Analysis/Energy/EnergyTable.h"
#include "fpo/Count/Cost.h"

namespace mlir::fpo {

/// A physical quantity between bounds; without an upper one, at least the lower
/// one.
struct Estimate {
  double lower = 0;
  std::optional<double> upper = 0;

  Estimate &operator+=(const Estimate &other);
  Estimate &operator*=(Quantity factor);
  friend Estimate operator+(Estimate lhs, const Estimate &rhs) {
    return lhs += rhs;
  }
  friend Estimate operator*(Estimate lhs, Quantity rhs) { return lhs *= rhs; }
};

/// `count` as an estimate; none if it depends on symbols.
std::optional<Estimate> toEstimate(const Count &count);

/// What energy is estimated by.
struct EnergyModel {
  EnergyTable table;
  /// Where bytes come from and go to.
  NamedStatement level;
  NamedStatement grid;
};

/// The energy of a cost, in joules, and what it emits. [energy.total]
struct EnergyEstimate {
  /// Of the arithmetic alone.
  Estimate operations;
  /// That with the instructions around it.
  Estimate instructions;
  /// Of the bytes that are read and written.
  Estimate memory;
  /// Of the data center that does both.
  Estimate total;
  /// Types in which operations are done that the table has no entry for.
  SmallVector<Type> unrated;

  Estimate kilowattHours() const;
  Estimate kilogramsCO2e(const EnergyModel &model) const;
};

/// Estimates the energy of `cost`, of which at least `fused` bytes move, if
/// that is known; else all that it reads and writes. None if that depends on
/// symbols.
std::optional<EnergyEstimate>
estimateEnergy(const EnergyModel &model, const Cost &cost,
               const std::optional<Count> &fused = std::nullopt);

/// Loads the table and finds the level and the grid in it, as the options of
/// the tools name them. Emits an error at `loc` otherwise.
FailureOr<EnergyModel> loadEnergyModel(MLIRContext *context, StringRef table,
                                       StringRef level, StringRef grid,
                                       Location loc);

/// The energy of a piece of work: one run of the program, a training, all runs
/// of a workload.
struct EnergyOfPart {
  /// "run", "training" or "workload".
  std::string name;
  /// None if it depends on symbols.
  std::optional<EnergyEstimate> energy;
};

/// The energy of one run, top-down: of a machine that takes its power as long
/// as the run lasts. [energy.power]
struct PowerEstimate {
  std::string target;
  Stated watts;
  /// Predicted, or as it was measured.
  Estimate seconds;
  bool isMeasured = false;

  /// Of the data center, like that of an EnergyEstimate.
  Estimate joules(const EnergyTable &table) const {
    return seconds * watts.value * table.server.value * table.pue.value;
  }
};

/// The energy of a program, with what it is estimated by.
struct ProgramEnergy {
  EnergyModel model;
  /// The first one is one run.
  std::vector<EnergyOfPart> parts;
  /// None without a machine.
  std::optional<PowerEstimate> power;
  /// Why there is none though there is a machine; empty otherwise.
  std::string powerUnset;

  void add(StringRef name, const Cost &cost,
           const std::optional<Count> &fused) {
    parts.push_back({name.str(), estimateEnergy(model, cost, fused)});
  }
};

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_ENERGY_ENERGYESTIMATE_H
