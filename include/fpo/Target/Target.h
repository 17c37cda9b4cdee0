//===- Target.h - What a machine can do -------------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_TARGET_TARGET_H
#define FPO_TARGET_TARGET_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Types.h"
#include "mlir/Support/LLVM.h"

#include <optional>
#include <string>
#include <vector>

namespace mlir::fpo {

/// A physical quantity that is known within bounds; both are equal where it is
/// known. Positive.
struct Quantity {
  double lower = 0, upper = 0;
};

/// What a machine's description states: a value, and where it comes from.
struct Stated {
  Quantity value;
  /// A publication, a data sheet, or "measured".
  std::string source;
};

/// How fast a unit of a machine adds and multiplies. A fused multiply-add is
/// two operations. Rates are of dense operands: the doubled ones that are
/// quoted for 2:4 sparsity are not stated.
struct PeakRate {
  /// The type of the factors, and that of the sums.
  Type type, accumulator;
  /// "vector", "matrix" or "scalar".
  std::string unit;
  /// ADD + MUL per second, on all cores.
  Stated opsPerSecond;
  /// The same on one core, where that is known.
  std::optional<Stated> opsPerSecondOfOneCore;
};

/// A level of the memory, from the fastest (L1) to the slowest (DRAM, HBM).
struct MemoryLevel {
  std::string name;
  /// Of one instance, in bytes. Of a main memory that is not soldered: the most
  /// that the machine takes.
  uint64_t capacity = 0;
  /// In bytes; 0 where it is no cache, or not stated.
  unsigned line = 0;
  /// Ways of a set; 0 if fully associative, no cache, or not stated.
  unsigned associativity = 0;
  /// How many cores share an instance.
  unsigned cores = 1;
  /// Where these come from.
  std::string source;
  /// To and from this level, of all cores together; none if unrated.
  std::optional<Stated> bytesPerSecond;
  std::optional<Stated> bytesPerSecondOfOneCore;
};

/// What connects devices.
struct Link {
  /// Such as "nvlink", "pcie", "ethernet".
  std::string name;
  /// Of one device, one direction.
  Stated bytesPerSecond;
  /// Of a message, in seconds.
  std::optional<Stated> latency;
};

/// A machine: one device (a CPU socket, a GPU) and what connects it to others.
struct Target {
  /// As `--target=` takes it, such as "nvidia-h100-sxm".
  std::string name;
  /// For people.
  std::string description;
  /// "cpu" or "gpu".
  std::string kind;
  /// Of a CPU: the processor that code is for, as LLVM names it, such as
  /// "znver3". Empty if that is not stated.
  std::string processor;
  /// Of a GPU: streaming multiprocessors, compute units.
  unsigned cores = 1;
  /// Where the number of cores comes from.
  std::string coresSource;
  /// In Hz: of all cores at once, and of one core alone.
  std::optional<Stated> clock, clockOfOneCore;
  std::vector<PeakRate> rates;
  /// The fastest first; the last one is the main memory.
  std::vector<MemoryLevel> levels;
  std::vector<Link> links;
  /// In watts: of the device under full load.
  std::optional<Stated> power;

  /// The rate of the fastest unit that takes factors of `type` in the given
  /// class of units (empty: any); null if the target doesn't say.
  const PeakRate *findRate(Type type, StringRef unit = "") const;
};

/// The machines that are shipped, by name, in order.
std::vector<std::string> getShippedTargets();

/// The machine that `nameOrPath` says: a shipped one, `host` (what was
/// measured here), or an `.mlir` file. Emits an error at `loc` if there is no
/// such thing, or in the file if it is no description of a machine. The DLTI
/// dialect must be loaded where threads run: a pass declares that it depends
/// on it.
FailureOr<Target> loadTarget(StringRef nameOrPath, Location loc);

/// The machine that the `dlti.target_system_spec` of `module` describes, by the
/// format of docs/Targets.md. Emits errors at the module, each with the path of
/// the entry that is missing, unknown or wrong.
FailureOr<Target> readTarget(ModuleOp module);

/// Prints a file that `readTarget` reads as `target`, numbers rounded to five
/// digits.
void writeTarget(const Target &target, llvm::raw_ostream &os);

/// Prints what is known of `target`, for people, with the sources.
void printTarget(const Target &target, llvm::raw_ostream &os);

/// Prints a line for each shipped target, and for the host.
LogicalResult printTargets(MLIRContext *context, llvm::raw_ostream &os);

} // namespace mlir::fpo

#endif // FPO_TARGET_TARGET_H
