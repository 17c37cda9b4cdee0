//===- OpAccess.h - How an op reads and writes its tensors ------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_ANALYSIS_FUSION_OPACCESS_H
#define FPO_LIB_ANALYSIS_FUSION_OPACCESS_H

#include "fpo/Count/Cost.h"

#include "mlir/IR/Operation.h"

#include <optional>

namespace mlir::fpo {

/// The place of an op in a fusion group. [fusion.kinds]
enum class FusionRole {
  /// Loops over elements, with or without a reduction: it may join a group.
  Loops,
  /// A contraction, convolution or pooling: it starts a group.
  Anchor,
  /// It makes its result element by element, but reads in no plain order: it
  /// starts a group.
  Source
};

/// One operand that an op reads.
struct ReadAccess {
  Value value;
  /// The loop that each dimension is indexed by; -1 if it is no loop.
  SmallVector<int, 4> loops;
  /// Each element is read. Otherwise it is told by the op's cost how many are.
  bool isWhole = true;
};

/// An op as loops over the elements of tensors.
struct OpAccess {
  FusionRole role = FusionRole::Loops;
  /// The trip counts, dynamic if they are not static; not of an anchor or a
  /// source.
  SmallVector<int64_t, 4> sizes;
  /// Whether each point of the loop has results of its own.
  SmallVector<bool, 4> isParallel;
  SmallVector<ReadAccess, 2> reads;
  /// The loop that each dimension of each result is indexed by.
  SmallVector<SmallVector<int, 4>, 1> results;
};

/// How `op`, which by itself costs `own`, reads and writes. None for an op that
/// is not fused with others.
std::optional<OpAccess> getOpAccess(Operation *op, const Cost &own);

} // namespace mlir::fpo

#endif // FPO_LIB_ANALYSIS_FUSION_OPACCESS_H
