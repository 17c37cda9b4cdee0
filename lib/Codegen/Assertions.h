//===- Assertions.h - What fails is told to the caller ----------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_CODEGEN_ASSERTIONS_H
#define FPO_LIB_CODEGEN_ASSERTIONS_H

#include "mlir/IR/BuiltinOps.h"

namespace mlir::fpo {

/// The first number that a failed assertion has as a status of C.
inline constexpr int32_t kFirstAssertion = 16;

/// On a function of the llvm dialect: it returns a status, in front of what it
/// returned before if that was anything. Zero: no assertion has failed.
inline constexpr llvm::StringRef kReturnsStatus = "returns_status";

/// Makes functions of the llvm dialect return where an assertion fails, and
/// those that call them (`--fpo-number-assertions` comes before). Returns what
/// the assertions say, in the order of their numbers.
SmallVector<std::string> returnFromFailures(ModuleOp module);

} // namespace mlir::fpo

#endif // FPO_LIB_CODEGEN_ASSERTIONS_H
