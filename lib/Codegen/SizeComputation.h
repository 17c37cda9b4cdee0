//===- SizeComputation.h - What follows from sizes alone --------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_CODEGEN_SIZECOMPUTATION_H
#define FPO_LIB_CODEGEN_SIZECOMPUTATION_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/IRMapping.h"

namespace mlir::fpo {

/// Whether `value` can be computed from `sources` without a look at memory.
bool followsFrom(Value value, ValueRange sources);

/// Computes `value`, which follows from values that are in `mapping`, once more
/// at the insertion point of `builder`. A division by zero has some result.
Value computeAgain(Value value, IRMapping &mapping, OpBuilder &builder);

} // namespace mlir::fpo

#endif // FPO_LIB_CODEGEN_SIZECOMPUTATION_H
