//===- Pipeline.h - From programs to code -----------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_CODEGEN_PIPELINE_H
#define FPO_CODEGEN_PIPELINE_H

#include "fpo/Codegen/Processor.h"

#include "mlir/Pass/PassManager.h"

#include <functional>
#include <optional>

namespace mlir::fpo {

/// On a function whose parameters were split off: the function that runs once
/// and makes of them what it takes first.
inline constexpr StringRef kInitAttrName = "interface_init";

struct CodegenOptions {
  CodegenOptions() = default;
  /// With the vector registers and the features of `processor`.
  explicit CodegenOptions(const Processor &processor);

  /// The bits of a vector register, and how many registers there are.
  unsigned vectorBits = 128, numRegisters = 16;
  /// What the processor has, by LLVM's names.
  SmallVector<std::string> features;
  /// The last so many arguments are inputs, the others parameters. None: only
  /// arguments with `fpo.param` are parameters.
  std::optional<unsigned> numInputs;
  /// Whether convolutions may be computed by Winograd's method, which rounds
  /// more.
  bool winograd = false;
  /// Whether what depends on parameters alone becomes a function of its own.
  bool splitsInit = true;
  /// Whether kernels are run by the threads of OpenMP, and from how many
  /// nanoseconds on that one core takes.
  bool usesThreads = true;
  unsigned shareFrom = 10000;
  /// From how many bytes on buffers are written past the caches.
  int64_t streamFrom = 32 << 20;
  /// What is packed in each run is packed in panels of so many bytes, if it is
  /// larger.
  int64_t panelBytes = 512 << 10;
  /// Adds passes that give schedules to kernels on buffers, before the strategy
  /// does, if given.
  std::function<void(OpPassManager &)> addSchedules;
};

/// Adds the passes that take a program of linalg, tosa and what is around them
/// to kernels on buffers.
void addKernelPasses(OpPassManager &pm, const CodegenOptions &options);

/// Adds the passes that take such a program to the kernels on buffers that get
/// schedules, as they are when `addCodegenPasses` asks for these.
void addTunablePasses(OpPassManager &pm, const CodegenOptions &options);

/// Adds the passes that take kernels and all else on buffers to loops over
/// vectors.
void addVectorPasses(OpPassManager &pm, const CodegenOptions &options);

/// Adds the passes that take a program of linalg, tosa and what is around them
/// to the llvm dialect, for C to call.
void addCodegenPasses(OpPassManager &pm, const CodegenOptions &options);

/// `--fpo-lower-to-vectors{vector-bits vector-registers features share-from
/// stream-from}`, the first two of these.
void registerCodegenPipeline();

} // namespace mlir::fpo

#endif // FPO_CODEGEN_PIPELINE_H
