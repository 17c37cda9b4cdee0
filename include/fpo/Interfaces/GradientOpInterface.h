//===- GradientOpInterface.h - What an op's gradient costs ------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_INTERFACES_GRADIENTOPINTERFACE_H
#define FPO_INTERFACES_GRADIENTOPINTERFACE_H

#include "fpo/Interfaces/GradientContext.h"

#include "mlir/IR/OpDefinition.h"

namespace mlir::fpo {

/// Whether values of `type` have gradients: floating-point and complex numbers,
/// and vectors and tensors of them. Not memory.
bool isDifferentiable(Type type);

/// Whether result `result` of `op` has a derivative by `from` that is not zero
/// everywhere; if the op doesn't say, whether both are differentiable.
bool propagates(Operation *op, Value from, unsigned result);

/// Whether `to`, a value of `region` (of one block), depends on one of `from`
/// by ops that propagate.
bool reaches(Region &region, ArrayRef<Value> from, Value to);

/// Calls `visit` with each value that `op` uses: its operands, and values from
/// outside that its regions use.
void forEachUsedValue(Operation *op, llvm::function_ref<void(Value)> visit);

} // namespace mlir::fpo

#include "fpo/Interfaces/GradientOpInterface.h.inc"

#endif // FPO_INTERFACES_GRADIENTOPINTERFACE_H
