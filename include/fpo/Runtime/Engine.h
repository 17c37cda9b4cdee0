//===- Engine.h - Code for this machine -------------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_RUNTIME_ENGINE_H
#define FPO_RUNTIME_ENGINE_H

#include "mlir/IR/BuiltinOps.h"
#include "llvm/Support/Error.h"

#include <memory>

namespace mlir {
class ExecutionEngine;
} // namespace mlir

namespace mlir::fpo {

/// Compiles `module`, which is in the llvm dialect, for all that this processor
/// can do; `optLevel` is from 0 to 3.
llvm::Expected<std::unique_ptr<ExecutionEngine>>
createEngine(ModuleOp module, unsigned optLevel);

} // namespace mlir::fpo

#endif // FPO_RUNTIME_ENGINE_H
