//===- Recompute.h - What could be computed twice ---------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_ANALYSIS_MEMORY_RECOMPUTE_H
#define FPO_LIB_ANALYSIS_MEMORY_RECOMPUTE_H

#include "BufferAssignment.h"

namespace mlir::fpo {

/// Fills in `memory.recomputations` for the function `costed`.
/// [memory.recompute]
void findRecomputations(const CostFunction &costed, const StepOrder &order,
                        const BufferAssignment &assignment,
                        FunctionMemory &memory);

} // namespace mlir::fpo

#endif // FPO_LIB_ANALYSIS_MEMORY_RECOMPUTE_H
