//===- EnergyEstimate.cpp - Joules and grams of a cost --------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/Energy/EnergyEstimate.h"

#include <cstdlib>

using namespace mlir;
using namespace mlir::fpo;

Estimate &Estimate::operator+=(const Estimate &other) {
  lower += other.lower;
  if (upper && other.upper)
    *upper += *other.upper;
  else
    upper.reset();
  return *this;
}

Estimate &Estimate::operator*=(Quantity factor) {
  lower *= factor.lower;
  if (upper)
    *upper *= factor.upper;
  return *this;
}

static double toDouble(const DynamicAPInt &value) {
  std::string digits;
  llvm::raw_string_ostream(digits) << value;
  return std::strtod(digits.c_str(), nullptr);
}

std::optional<Estimate> fpo::toEstimate(const Count &count) {
  if (count.isSymbolic())
    return std::nullopt;
  Estimate estimate{toDouble(count.lower().constant()), std::nullopt};
  if (count.isBounded())
    estimate.upper = toDouble(count.upper().constant());
  return estimate;
}

/// [energy.kwh] A kWh is 3.6 MJ.
Estimate EnergyEstimate::kilowattHours() const {
  constexpr double kPerJoule = 1 / 3.6e6;
  return total * Quantity{kPerJoule, kPerJoule};
}

Estimate EnergyEstimate::kilogramsCO2e(const EnergyModel &model) const {
  Quantity perKwh = model.grid.stated.value;
  return kilowattHours() * Quantity{perKwh.lower / 1000, perKwh.upper / 1000};
}

std::optional<EnergyEstimate>
fpo::estimateEnergy(const EnergyModel &model, const Cost &cost,
                    const std::optional<Count> &fused) {
  if (cost.isSymbolic() || (fused && fused->isSymbolic()))
    return std::nullopt;
  const EnergyTable &table = model.table;
  EnergyEstimate energy;
  // [energy.operation]
  for (const TypedOps &ops : cost.getOps()) {
    const OperationEnergy *rates = table.findOperations(ops.type);
    if (!rates) {
      // [energy.unrated]
      energy.unrated.push_back(ops.type);
      energy.operations.upper.reset();
      continue;
    }
    energy.operations += *toEstimate(ops.add) * rates->add.value +
                         *toEstimate(ops.mul) * rates->mul.value;
  }
  if (!cost.isComplete())
    energy.operations.upper.reset();
  energy.instructions = energy.operations * table.instruction.value;
  // [energy.bytes]
  Count moved = cost.read + cost.write;
  if (fused)
    moved = moved.hull(*fused);
  energy.memory = *toEstimate(moved) * model.level.stated.value;
  // [energy.total]
  energy.total = (energy.instructions + energy.memory) * table.server.value *
                 table.pue.value;
  return energy;
}

FailureOr<EnergyModel> fpo::loadEnergyModel(MLIRContext *context,
                                            StringRef tablePath,
                                            StringRef levelName,
                                            StringRef gridName, Location loc) {
  FailureOr<EnergyTable> table = loadEnergyTable(context, tablePath);
  if (failed(table))
    return failure();
  FailureOr<NamedStatement> level = findLevel(*table, levelName, loc);
  FailureOr<NamedStatement> grid = findGrid(*table, gridName, loc);
  if (failed(level) || failed(grid))
    return failure();
  return EnergyModel{std::move(*table), std::move(*level), std::move(*grid)};
}
