//===- VectorBody.h - Bodies on vectors -------------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_CODEGEN_CPU_VECTORBODY_H
#define FPO_LIB_CODEGEN_CPU_VECTORBODY_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/Region.h"

namespace mlir::fpo {

/// Whether every op of `block` acts on each element of a vector by itself, so
/// that the block can be run on vectors.
bool isElementwise(Block &block);

/// Runs the ops of `block` in front of the builder, on vectors of `length`
/// elements where that is more than 1. `argument` gives the value of a block
/// argument, a scalar or a vector. Returns what the block yields, scalars where
/// nothing is a vector.
SmallVector<Value> inlineBody(Block &block, unsigned length,
                              llvm::function_ref<Value(unsigned)> argument,
                              OpBuilder &builder);

/// `value` in all of `length` lanes; itself if it is a vector already.
Value broadcast(Value value, unsigned length, OpBuilder &builder);

} // namespace mlir::fpo

#endif // FPO_LIB_CODEGEN_CPU_VECTORBODY_H
