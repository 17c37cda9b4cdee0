//===- FpoOps.h - The ops of the fpo dialect --------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_DIALECT_FPO_FPOOPS_H
#define FPO_DIALECT_FPO_FPOOPS_H

#include "fpo/Dialect/Fpo/FpoDialect.h"

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "fpo/Dialect/Fpo/KernelPadding.h"

#define GET_OP_CLASSES
#include "fpo/Dialect/Fpo/FpoOps.h.inc"

namespace mlir::fpo {

/// The Newton-Raphson steps that take a table seed of 8 bits to the significand
/// of `type`, each step doubling the number of right bits: 0 for bf16, 1 for
/// f16, 2 for f32, 3 for f64.
/// [scalar.newton]
unsigned newtonSteps(FloatType type);

} // namespace mlir::fpo

#endif // FPO_DIALECT_FPO_FPOOPS_H
