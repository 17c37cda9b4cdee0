//===- Elementwise.h - Costs that scalar ops share --------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_EXTERNALMODELS_ELEMENTWISE_H
#define FPO_EXTERNALMODELS_ELEMENTWISE_H

#include "fpo/Interfaces/Elementwise.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/TypeUtilities.h"

namespace mlir::fpo {

/// The multiplications of x^`exponent`, `exponent` > 0, by binary
/// exponentiation: floor(log2 e) squarings and one product for each further bit
/// that is set (Knuth, TAOCP vol. 2, 4.6.3).
/// [scalar.powi]
unsigned powerMuls(uint64_t exponent);

/// [scalar.powi] An integer power: multiplications `mulName` if `exponent` is a
/// positive constant, else unknown.
Cost powerCost(Operation *op, Value exponent, StringRef mulName,
               CostContext &context);

/// [combine] One application of a combining kind to two values of `type`.
Cost combineCost(vector::CombiningKind kind, Type type, CostContext &context);
Cost combineCost(arith::AtomicRMWKind kind, Type type, CostContext &context);

} // namespace mlir::fpo

#endif // FPO_EXTERNALMODELS_ELEMENTWISE_H
