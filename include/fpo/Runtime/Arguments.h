//===- Arguments.h - What a function is run on ------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_RUNTIME_ARGUMENTS_H
#define FPO_RUNTIME_ARGUMENTS_H

#include "fpo/Analysis/Symbols.h"
#include "fpo/Runtime/Program.h"

namespace mlir::fpo {

/// What is said of the arguments of a function.
struct ArgumentSpec {
  /// For the first arguments, in order: the name of a .npy file for a tensor or
  /// memref, a number for a scalar; an empty string leaves the argument to
  /// `fill`.
  ArrayRef<std::string> inputs;
  /// Sizes and values by the names of symbols: `arg0.1` is dimension 1 of
  /// argument 0, `arg2` an integer argument.
  const SymbolValues &bindings;
  /// For arguments of which nothing is said.
  Fill fill = Fill::Random;
};

/// Makes the arguments that `spec` asks for, which can be passed to `function`.
/// Emits a diagnostic if a file can't be read or doesn't fit, a number is none,
/// or a size is not given.
FailureOr<SmallVector<HostValue>> makeArguments(const Signature &function,
                                                const ArgumentSpec &spec);

} // namespace mlir::fpo

#endif // FPO_RUNTIME_ARGUMENTS_H
