//===- MemoryOps.h - What single ops do with memory -------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_ANALYSIS_MEMORY_MEMORYOPS_H
#define FPO_LIB_ANALYSIS_MEMORY_MEMORYOPS_H

#include "mlir/IR/Operation.h"

namespace mlir::fpo {

/// Whether values of `type` lie in memory.
bool liesInMemory(Type type);

/// The operand that the result of `op` is a view of; null if there is none.
/// [memory.view]
Value getViewSource(Operation *op);

/// Whether `op` looks at sizes, strides or addresses only, never at elements.
bool looksAtShapeOnly(Operation *op);

/// Whether `op` returns memory of which nobody has written the contents: no
/// memory is needed before something is written. [memory.empty]
bool makesUndefined(Operation *op);

/// The operand that `result` overwrites if it may; null if there is none.
/// [memory.inplace]
OpOperand *getDestination(OpResult result);

/// Whether `operand` is overwritten by its op without a look at what is there.
bool isUnreadDestination(OpOperand &operand);

/// Whether `operand` is what a loop starts from that nobody looks at: no turn
/// does, and a turn replaces it for certain. [memory.loop]
bool isUnreadInit(OpOperand &operand);

/// Whether `op` has read each element of `input` by the time when it writes the
/// one of `destination` in the same position.
bool readsBeforeWriting(Operation *op, OpOperand &input,
                        OpOperand &destination);

} // namespace mlir::fpo

#endif // FPO_LIB_ANALYSIS_MEMORY_MEMORYOPS_H
