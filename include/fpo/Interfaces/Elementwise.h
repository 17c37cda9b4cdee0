//===- Elementwise.h - Costs of ops that map over elements ------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_INTERFACES_ELEMENTWISE_H
#define FPO_INTERFACES_ELEMENTWISE_H

#include "fpo/Interfaces/CostContext.h"

#include "mlir/IR/Operation.h"

namespace mlir::fpo {

/// [elementwise] An op that applies the scalar rule of its own name to each
/// element of its operands, which are all scalars, vectors or tensors.
Cost elementwiseCost(Operation *op, CostContext &context);

/// [elementwise] An op that does `perElement` to each element of its result.
Cost mapCost(Operation *op, const Cost &perElement, CostContext &context);

} // namespace mlir::fpo

#endif // FPO_INTERFACES_ELEMENTWISE_H
