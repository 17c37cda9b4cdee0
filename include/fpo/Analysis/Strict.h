//===- Strict.h - Unknown costs as errors -----------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_STRICT_H
#define FPO_ANALYSIS_STRICT_H

#include "fpo/Analysis/ProgramCost.h"

namespace mlir::fpo {

/// The ops that the program runs of which something is not known, in order.
SmallVector<const UnknownCost *> collectUnknown(const CostTree &tree,
                                                const ProgramCost &program);

/// Fails, with an error on each op of which something is not known, unless all
/// is known.
LogicalResult verifyKnown(const CostTree &tree, const ProgramCost &program);

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_STRICT_H
