//===- Processor.h - Which processor code is for ----------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_CODEGEN_PROCESSOR_H
#define FPO_CODEGEN_PROCESSOR_H

#include "mlir/IR/Location.h"
#include "mlir/Support/LLVM.h"

#include <memory>
#include <optional>
#include <string>

namespace llvm {
class TargetMachine;
} // namespace llvm

namespace mlir::fpo {

/// What LLVM must know of a processor to write code for it.
struct Processor {
  /// Such as "x86_64-unknown-linux-gnu", "znver3", "+avx2,+fma".
  std::string triple, cpu, features;

  /// Whether `feature`, such as "avx512f", is there.
  bool has(StringRef feature) const;
  /// All that are there.
  SmallVector<std::string> getFeatures() const;
  /// The bits of its vector registers; those of the shortest ones where their
  /// length is not known.
  unsigned getVectorBits() const;
  /// The bits of vectors of SVE, where they are known for the processor.
  std::optional<unsigned> getScalableBits() const;
  /// How many of these it has.
  unsigned getNumVectorRegisters() const;
};

/// The processor that `name` says: `host`, or one that LLVM knows, such as
/// `x86-64-v3`, `sapphirerapids` or `neoverse-v1`, with features that it has
/// besides, `x86-64-v3+amx-tile+amx-int8`. Emits an error at `loc` if there is
/// no such processor or feature.
FailureOr<Processor> getProcessor(StringRef name, Location loc);

/// LLVM's code generator for it, at -O0 to -O3. Emits an error at `loc` if this
/// LLVM was built without.
FailureOr<std::unique_ptr<llvm::TargetMachine>>
createTargetMachine(const Processor &processor, unsigned optLevel,
                    Location loc);

} // namespace mlir::fpo

#endif // FPO_CODEGEN_PROCESSOR_H
