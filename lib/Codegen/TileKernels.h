//===- TileKernels.h - Parts of kernels -------------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_CODEGEN_TILEKERNELS_H
#define FPO_LIB_CODEGEN_TILEKERNELS_H

#include "mlir/IR/MLIRContext.h"

namespace mlir::fpo {

/// Gives kernels on tensors upstream's `TilingInterface`. A kernel can be cut
/// along each loop on which no operand's map depends by division.
void attachTiling(MLIRContext &context);

} // namespace mlir::fpo

#endif // FPO_LIB_CODEGEN_TILEKERNELS_H
