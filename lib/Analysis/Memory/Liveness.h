//===- Liveness.h - What a function holds at each step ----------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_ANALYSIS_MEMORY_LIVENESS_H
#define FPO_LIB_ANALYSIS_MEMORY_LIVENESS_H

#include "BufferAssignment.h"

namespace mlir::fpo {

/// Sums up what `function` holds at each of its steps, and finds the largest of
/// these sums.
FunctionMemory computeLiveness(FunctionOpInterface function,
                               const StepOrder &order,
                               BufferAssignment &assignment);

} // namespace mlir::fpo

#endif // FPO_LIB_ANALYSIS_MEMORY_LIVENESS_H
