//===- EnergyTable.h - Published joules and grams ---------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_ENERGY_ENERGYTABLE_H
#define FPO_ANALYSIS_ENERGY_ENERGYTABLE_H

#include "fpo/Target/Target.h"

namespace mlir::fpo {

/// What the operations in one element type take, in joules; within bounds,
/// since technologies differ. [energy.operation]
struct OperationEnergy {
  Type type;
  Stated add, mul;
};

/// A number with a name: a level of the memory, a factor, a grid.
struct NamedStatement {
  std::string name;
  Stated stated;
};

/// Published numbers from which energy is estimated. What several sources state
/// is the least interval that holds all. [energy.table]
struct EnergyTable {
  std::vector<OperationEnergy> operations;
  /// Joules per byte, by where the byte comes from; "main" is the main memory.
  std::vector<NamedStatement> memory;
  /// Of an instruction by that of its arithmetic alone.
  Stated instruction;
  /// Of a server by that of its processors.
  Stated server;
  /// Of a data center by that of its servers (power usage effectiveness).
  Stated pue;
  /// Grams of CO2 equivalent per kWh, by the name of a grid.
  std::vector<NamedStatement> grids;

  /// Null if the table doesn't have it.
  const OperationEnergy *findOperations(Type type) const;
};

/// The table that is shipped; what the file `path` states, unless that is
/// empty, goes before it. Emits an error if the file can't be read or is none.
FailureOr<EnergyTable> loadEnergyTable(MLIRContext *context, StringRef path);

/// How much is emitted for a kWh: of the grid that `text` names, or the bounds
/// `LO:HI`, or one number, in grams. Emits an error at `loc` for anything else.
/// [energy.grid]
FailureOr<NamedStatement> findGrid(const EnergyTable &table, StringRef text,
                                   Location loc);

/// The energy of a byte from the level `name`. Emits an error at `loc` if there
/// is no such.
FailureOr<NamedStatement> findLevel(const EnergyTable &table, StringRef name,
                                    Location loc);

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_ENERGY_ENERGYTABLE_H
