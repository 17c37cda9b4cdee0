//===- Diagnostics.h - Diagnostics as values --------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_PYTHON_DIAGNOSTICS_H
#define FPO_PYTHON_DIAGNOSTICS_H

#include "mlir/IR/Diagnostics.h"

#include <string>
#include <vector>

namespace mlir::fpo::python {

/// What MLIR says of a program, once the program is gone.
struct CollectedDiagnostic {
  /// "error", "warning", "remark" or "note".
  std::string severity;
  /// "file:line:column", or a location as MLIR writes it; empty if unknown.
  std::string location;
  std::string message;
  std::vector<CollectedDiagnostic> notes;
};

/// Keeps what is said of programs of a context instead of printing it, as long
/// as it lives.
class DiagnosticCollector {
public:
  explicit DiagnosticCollector(MLIRContext *context);

  std::vector<CollectedDiagnostic> take() { return std::move(diagnostics); }
  /// Adds an error that is about no place of the program.
  void addError(std::string message) {
    diagnostics.push_back({"error", "", std::move(message), {}});
  }

private:
  std::vector<CollectedDiagnostic> diagnostics;
  ScopedDiagnosticHandler handler;
};

} // namespace mlir::fpo::python

#endif // FPO_PYTHON_DIAGNOSTICS_H
