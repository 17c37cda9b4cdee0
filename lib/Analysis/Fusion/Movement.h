//===- Movement.h - Ops that only move or make elements ---------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_ANALYSIS_FUSION_MOVEMENT_H
#define FPO_LIB_ANALYSIS_FUSION_MOVEMENT_H

#include "fpo/Count/Cost.h"

#include "mlir/IR/Operation.h"

#include <optional>

namespace mlir::fpo {

/// An op whose result holds elements of other values, or one element many
/// times, and nothing that is computed. [fusion.move]
struct Movement {
  /// What the elements come from.
  SmallVector<Value, 1> sources;
  /// The same elements in the same order under another shape.
  bool isReshape = false;
  /// Otherwise, for each dimension of the result the one of the source that it
  /// is, with the same indices; -1 if there is none.
  SmallVector<int, 4> dims;
  /// Nothing is moved: the result is another name of the source.
  bool isView = false;
};

/// What `op`, which by itself costs `own`, moves; none if it does other things.
std::optional<Movement> getMovement(Operation *op, const Cost &own);

} // namespace mlir::fpo

#endif // FPO_LIB_ANALYSIS_FUSION_MOVEMENT_H
