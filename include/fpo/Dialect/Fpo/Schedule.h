//===- Schedule.h - The order and the tiles of loops ------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_DIALECT_FPO_SCHEDULE_H
#define FPO_DIALECT_FPO_SCHEDULE_H

#include "fpo/Count/Expr.h"

#include "llvm/ADT/Hashing.h"
#include "llvm/ADT/SmallVector.h"

namespace mlir::fpo {

/// A loop over a dimension of an op's iteration space, in tiles of `step`
/// points.
struct ScheduleLoop {
  unsigned dim;
  /// A number, or an expression over symbols; one for a loop over points.
  Expr step = 1;

  bool operator==(const ScheduleLoop &other) const {
    return dim == other.dim && step == other.step;
  }
};

/// An operand that is copied into blocks before the op runs.
struct OperandPacking {
  unsigned operand;
  /// The dimensions of a block with their sizes, the last one contiguous.
  llvm::SmallVector<ScheduleLoop, 2> block;

  bool operator==(const OperandPacking &other) const {
    return operand == other.operand && block == other.block;
  }
};

inline llvm::hash_code hash_value(const ScheduleLoop &loop) {
  return llvm::hash_combine(loop.dim, loop.step);
}
inline llvm::hash_code hash_value(const OperandPacking &packing) {
  return llvm::hash_combine(
      packing.operand,
      llvm::hash_combine_range(packing.block.begin(), packing.block.end()));
}

} // namespace mlir::fpo

#endif // FPO_DIALECT_FPO_SCHEDULE_H
