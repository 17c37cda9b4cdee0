//===- KernelFunction.h - Functions for parts of others ---------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_CODEGEN_KERNELFUNCTION_H
#define FPO_LIB_CODEGEN_KERNELFUNCTION_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/SetVector.h"

namespace mlir::fpo {

/// A private function that part of another one is moved into. LLVM does not
/// inline it, and passes buffers of static shapes as pointers.
struct KernelFunction {
  /// A function, in no module yet, that takes `used`, but for constants, of
  /// which it gets copies, and then values of the types `more`, and returns
  /// nothing.
  KernelFunction(Location loc, const Twine &name,
                 const llvm::SetVector<Value> &used, TypeRange more = {});

  func::FuncOp function;
  /// What it takes of `used`.
  SmallVector<Value> arguments;
  /// From `used` to the values in the function.
  IRMapping mapping;
};

} // namespace mlir::fpo

#endif // FPO_LIB_CODEGEN_KERNELFUNCTION_H
