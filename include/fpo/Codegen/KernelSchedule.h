//===- KernelSchedule.h - How a kernel is run -------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_CODEGEN_KERNELSCHEDULE_H
#define FPO_CODEGEN_KERNELSCHEDULE_H

#include "mlir/Support/LLVM.h"
#include "llvm/ADT/SmallVector.h"

#include <optional>

namespace mlir::fpo {

/// How the loops of a kernel are cut and ordered.
struct KernelSchedule {
  /// A loop over blocks of `tile` points of a kernel's loop.
  struct Level {
    unsigned loop;
    int64_t tile;
  };

  /// The outermost first. What is left of the parallel loops inside of all of
  /// them is the register block, all of which is computed at once; what is left
  /// of the reduction loops is run in the order of `reductions`, or in their
  /// own if that is empty.
  SmallVector<Level> levels;
  SmallVector<unsigned, 4> reductions;
  /// The loop whose points lie in the lanes of vectors.
  unsigned vectorLoop = 0;
  unsigned vectorLength = 1;
  /// How many points of the innermost reduction loop one turn takes.
  unsigned unroll = 1;
  /// Of how many of the outermost levels threads share the iterations.
  unsigned threads = 0;
  /// For each operand, as far as there are any, how many bytes behind a vector
  /// that is read the next one is asked for; 0: nothing is.
  SmallVector<int64_t, 0> prefetch;
  /// Whether results are written past the caches.
  bool stream = false;
  /// If given, sums are tiles: so many points of this loop are their rows, and
  /// points of `vectorLoop` their columns. Vectors are for the rest.
  std::optional<Level> matrix;
};

} // namespace mlir::fpo

#endif // FPO_CODEGEN_KERNELSCHEDULE_H
