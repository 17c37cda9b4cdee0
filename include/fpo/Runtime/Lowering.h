//===- Lowering.h - From programs to what can run ---------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_RUNTIME_LOWERING_H
#define FPO_RUNTIME_LOWERING_H

#include "mlir/Pass/PassManager.h"

namespace mlir::fpo {

struct LoweringOptions {
  /// Put a counter beside every scalar op (`--fpo-instrument`).
  bool count = false;
  /// Then expand math functions first, and count what they expand to.
  bool expandMath = false;
  /// Tell which buffers each op uses (`--fpo-trace-memory`).
  bool traceMemory = false;
  /// Put a call beside every access to memory (`--fpo-trace`) of the ops that
  /// are functions of their own (`--fpo-outline-ops`).
  bool trace = false;
};

/// Adds the passes that take tosa, shape and tensor arithmetic to
/// linalg.generic and loops, and do the same work.
void addGenericPasses(OpPassManager &pm);

/// Adds the pass that takes tensors to buffers, those of functions to buffers
/// in row-major order.
void addBufferizePass(OpPassManager &pm);

/// Adds the passes, on a module, that take tosa, linalg and all around them to
/// loops over scalar and vector ops on buffers; if it is to count, without
/// anything on the way that folds, hoists or removes scalar work before the
/// counters are in place.
void addBufferPasses(OpPassManager &pm, const LoweringOptions &options);

/// Adds the passes that take clones of buffers to copies, and transfers of
/// vectors of several dimensions to those of one.
void addAccessPasses(OpPassManager &pm);

/// Adds the passes that take the rest down to the llvm dialect.
void addLLVMPasses(OpPassManager &pm);

/// `--fpo-lower-to-llvm{count expand-math trace}`, both of the above.
void registerLoweringPipeline();

} // namespace mlir::fpo

#endif // FPO_RUNTIME_LOWERING_H
