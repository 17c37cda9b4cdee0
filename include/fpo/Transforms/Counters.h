//===- Counters.h - Where an instrumented program counts --------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_TRANSFORMS_COUNTERS_H
#define FPO_TRANSFORMS_COUNTERS_H

#include "mlir/IR/Types.h"

#include <string>

namespace mlir::fpo {

/// The module attribute that lists the element types for which a program that
/// went through `--fpo-instrument` has counters.
inline constexpr llvm::StringLiteral kCountersAttrName = "fpo.counters";

/// The globals, 64-bit integers, that count the ADD and MUL executed in `type`,
/// and the function that adds to both.
std::string addCounterName(Type type);
std::string mulCounterName(Type type);
std::string countFunctionName(Type type);

} // namespace mlir::fpo

#endif // FPO_TRANSFORMS_COUNTERS_H
