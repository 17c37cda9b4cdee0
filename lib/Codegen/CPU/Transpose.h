//===- Transpose.h - Square blocks transposed in registers ------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_CODEGEN_CPU_TRANSPOSE_H
#define FPO_LIB_CODEGEN_CPU_TRANSPOSE_H

#include "mlir/IR/Builders.h"

namespace mlir::fpo {

/// The largest block, so many rows of so many elements, that is transposed.
inline constexpr unsigned kMostTransposed = 16;

/// The columns of a square matrix, of which `rows` are the rows: n vectors of n
/// integers or floats, where n is a power of two. Takes n log2(n) shuffles,
/// each of which is one instruction where vectors are made of lanes of 128
/// bits.
SmallVector<Value> transpose(ArrayRef<Value> rows, OpBuilder &builder);

} // namespace mlir::fpo

#endif // FPO_LIB_CODEGEN_CPU_TRANSPOSE_H
