//===- LoopRanges.h - Trip counts of structured ops -------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_EXTERNALMODELS_LOOPRANGES_H
#define FPO_EXTERNALMODELS_LOOPRANGES_H

#include "fpo/Interfaces/CostContext.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace mlir::fpo {

/// The trip count of each loop: the size of an operand dimension that this loop
/// alone indexes. Every loop of a structured op has one; where there are
/// several, they must agree.
SmallVector<Count> loopRanges(linalg::LinalgOp op, ArrayRef<AffineMap> maps,
                              CostContext &context);

} // namespace mlir::fpo

#endif // FPO_EXTERNALMODELS_LOOPRANGES_H
