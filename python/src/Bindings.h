//===- Bindings.h - The parts of the module fpo._fpo ------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_PYTHON_BINDINGS_H
#define FPO_PYTHON_BINDINGS_H

#include "Source.h"

#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

namespace mlir::fpo::python {

/// Raises `fpo.FpoError` with the diagnostics of `outcome` if that failed.
void raiseIfFailed(const Outcome &outcome);
/// Raises `fpo.FpoError` with one error.
[[noreturn]] void raise(std::string message);
/// What MLIR said, as a tuple of `fpo.Diagnostic`.
nanobind::object toPython(const std::vector<CollectedDiagnostic> &diagnostics);

/// The text or bytecode in `source`, which has to stay.
Source getSource(const nanobind::bytes &source, const std::string &name);

void addReport(nanobind::module_ &module);
void addAnnotation(nanobind::module_ &module);
void addCompilation(nanobind::module_ &module);
void addCounts(nanobind::module_ &module);

} // namespace mlir::fpo::python

#endif // FPO_PYTHON_BINDINGS_H
