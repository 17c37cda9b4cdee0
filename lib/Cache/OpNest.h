//===- OpNest.h - The loops of an op, without a schedule --------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_CACHE_OPNEST_H
#define FPO_LIB_CACHE_OPNEST_H

#include "fpo/Cache/NestBuilder.h"

namespace mlir::fpo {

/// The passes of `op` without loops: what they run over and touch. Buffers
/// that are operands come first, by the number of the first operand that is
/// this memory.
struct OpNest {
  ScheduledNest nest;
  /// The buffer of each operand; none for what is not in memory.
  SmallVector<std::optional<unsigned>> operandBuffers;
  /// Of an op with several passes, the dimension that each goes through by
  /// itself; the others may go around all passes.
  std::optional<unsigned> passDim;
};

llvm::Expected<OpNest> getOpNest(Operation *op, SizeLookup size);

/// The nest with these loops, which are complete. In an op with several passes
/// the outermost loop over each dimension goes around all of them, if it comes
/// before those over `passDim`.
ScheduledNest withLoops(const OpNest &op, ArrayRef<ScheduleLoop> loops);

} // namespace mlir::fpo

#endif // FPO_LIB_CACHE_OPNEST_H
