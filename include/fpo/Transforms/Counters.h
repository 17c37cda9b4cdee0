//===- Counters.h - Where an instrumented program counts --------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_TRANSFORMS_COUNTERS_H
#define FPO_TRANSFORMS_COUNTERS_H

#include "llvm/ADT/StringRef.h"

namespace mlir::fpo {

/// The globals, 64-bit integers, that count the ADD and MUL which an
/// instrumented program executes in a type are called this and then the name of
/// the type, such as `fpo.add.f32`; the functions that add to both likewise.
inline constexpr llvm::StringLiteral kAddCounterPrefix = "fpo.add.";
inline constexpr llvm::StringLiteral kMulCounterPrefix = "fpo.mul.";
inline constexpr llvm::StringLiteral kCountFunctionPrefix = "fpo.count.";

} // namespace mlir::fpo

#endif // FPO_TRANSFORMS_COUNTERS_H
