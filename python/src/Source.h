//===- Source.h - Programs as they are given --------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_PYTHON_SOURCE_H
#define FPO_PYTHON_SOURCE_H

#include "Diagnostics.h"

#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/Error.h"

#include <optional>
#include <string>

namespace mlir {
class Pass;
} // namespace mlir

namespace mlir::fpo::python {

/// A program, and how its text or bytecode is called in diagnostics.
struct Source {
  StringRef text;
  std::string name;
};

/// What came of a request.
struct Outcome {
  bool succeeded = false;
  std::vector<CollectedDiagnostic> diagnostics;
};

/// What is done with a program, after it was read.
using Action = llvm::function_ref<LogicalResult(ModuleOp module)>;

/// Reads `source` in a context of its own, with the rules of the files `rules`
/// in force, and does `action` on it. Says what MLIR says of it. The context
/// has one thread, so that calls do not disturb each other.
Outcome withProgram(const Source &source, ArrayRef<std::string> rules,
                    Action action);

/// The same without a program.
Outcome withContext(ArrayRef<std::string> rules,
                    llvm::function_ref<llvm::Error(MLIRContext *)> action);

/// Runs `pass` on `module`.
LogicalResult runPass(ModuleOp module, std::unique_ptr<Pass> pass);

} // namespace mlir::fpo::python

#endif // FPO_PYTHON_SOURCE_H
