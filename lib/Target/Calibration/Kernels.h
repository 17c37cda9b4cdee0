//===- Kernels.h - Code that reaches a peak ---------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_TARGET_CALIBRATION_KERNELS_H
#define FPO_TARGET_CALIBRATION_KERNELS_H

#include "mlir/IR/MLIRContext.h"
#include "mlir/Support/LLVM.h"
#include "llvm/ADT/StringMap.h"

#include <memory>
#include <string>
#include <vector>

namespace mlir {
class ExecutionEngine;
} // namespace mlir

namespace mlir::fpo {

/// An instruction that multiplies and adds, in a register.
struct Instruction {
  /// As in a PeakRate.
  std::string unit;
  /// The types of the factors and of the sums.
  std::string type, accumulator;
  /// Of a register, in bits.
  unsigned bits;
  /// ADD + MUL for each sum in a register.
  unsigned opsPerSum;
  /// What it is called, in LLVM or MLIR.
  std::string name;
  /// In MLIR: `$result = ...` with $acc, $a and $b for the operands, $T and $A
  /// for the types of the vectors of factors and of sums, and $product for a
  /// value in between.
  std::string text;

  /// How many of each a register holds.
  unsigned getFactors() const;
  unsigned getSums() const;

  /// ADD + MUL.
  unsigned getOps() const { return getSums() * opsPerSum; }
};

/// The instructions on the widest vectors of a processor of the architecture
/// `arch` with these features, as LLVM names both. A type that has none is not
/// there.
std::vector<Instruction>
getPeakInstructions(StringRef arch, const llvm::StringMap<bool> &features);

/// The bits of the widest vector register, and how many there are.
struct VectorRegisters {
  unsigned bits, count;
};
VectorRegisters getVectorRegisters(StringRef arch,
                                   const llvm::StringMap<bool> &features);

/// A function that takes how often a loop turns, what to read, in bytes and
/// where, and memory of `Kernels::kScratchBytes` to read and write. Both begin
/// at a multiple of 64 bytes.
using KernelFunction = void (*)(int64_t turns, int64_t bytes, const void *input,
                                void *scratch);

/// An instruction in a loop: on several accumulators, so that each waits for no
/// other.
struct ComputeKernel {
  Instruction instruction;
  unsigned accumulators;
  KernelFunction function = nullptr;

  /// For people: what is computed and how.
  std::string describe() const;

  /// ADD + MUL of a turn of the loop.
  unsigned getOps() const { return instruction.getOps() * accumulators; }
};

/// A kernel for each of `getPeakInstructions`.
std::vector<ComputeKernel>
getComputeKernels(StringRef arch, const llvm::StringMap<bool> &features);

/// Prints, as functions of MLIR, `compute` as @compute0, @compute1 and so on,
/// and @read and @chain (see Kernels), with vectors as wide as `registers`.
/// Returns the bytes that @read reads in a step.
int64_t printKernels(ArrayRef<ComputeKernel> compute, VectorRegisters registers,
                     llvm::raw_ostream &os);

/// The kernels for this machine, compiled.
class Kernels {
public:
  static constexpr size_t kScratchBytes = 4096;

  /// `context` has all dialects of MLIR and their translations to LLVM
  /// registered. Emits a diagnostic if the code can't be compiled.
  static FailureOr<std::unique_ptr<Kernels>> compile(MLIRContext *context);

  ~Kernels();

  std::vector<ComputeKernel> compute;
  /// Reads the input in each turn, from the first byte to the last, and adds
  /// it up. Its size is a multiple of `readBytes`.
  KernelFunction read = nullptr;
  int64_t readBytes = 0;
  /// Waits for `kChainCycles` additions and exclusive ors, one after the other,
  /// in each turn.
  KernelFunction chain = nullptr;
  static constexpr unsigned kChainCycles = 32;

private:
  Kernels();
  std::unique_ptr<ExecutionEngine> engine;
};

} // namespace mlir::fpo

#endif // FPO_TARGET_CALIBRATION_KERNELS_H
