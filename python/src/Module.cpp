//===- Module.cpp - The module fpo._fpo -----------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// The functions of the library on text and bytes; the package `fpo` makes an
// API of them. A program that is not right raises `fpo.FpoError`. Calls that
// take their time do not hold the interpreter.
//
//===----------------------------------------------------------------------===//

#include "Bindings.h"

namespace nb = nanobind;
using namespace mlir;
using namespace mlir::fpo::python;

namespace {
/// Carries diagnostics to where the exception of Python is made.
struct DiagnosedError : std::exception {
  explicit DiagnosedError(std::vector<CollectedDiagnostic> diagnostics)
      : diagnostics(std::move(diagnostics)) {}
  const char *what() const noexcept override { return "not a right program"; }
  std::vector<CollectedDiagnostic> diagnostics;
};
} // namespace

nb::object
fpo::python::toPython(const std::vector<CollectedDiagnostic> &diagnostics) {
  nb::object make = nb::module_::import_("fpo.errors").attr("Diagnostic");
  nb::list list;
  for (const CollectedDiagnostic &each : diagnostics)
    list.append(
        make(each.severity, each.location, each.message, toPython(each.notes)));
  return nb::tuple(list);
}

void fpo::python::raiseIfFailed(const Outcome &outcome) {
  if (!outcome.succeeded)
    throw DiagnosedError(outcome.diagnostics);
}

void fpo::python::raise(std::string message) {
  throw DiagnosedError({{"error", "", std::move(message), {}}});
}

Source fpo::python::getSource(const nb::bytes &source,
                              const std::string &name) {
  return {StringRef(source.c_str(), source.size()), name};
}

NB_MODULE(_fpo, module) {
  nb::register_exception_translator(
      [](const std::exception_ptr &thrown, void *) {
        try {
          std::rethrow_exception(thrown);
        } catch (const DiagnosedError &error) {
          nb::object type = nb::module_::import_("fpo.errors").attr("FpoError");
          PyErr_SetObject(type.ptr(), toPython(error.diagnostics).ptr());
        }
      });
  addReport(module);
  addAnnotation(module);
  addCompilation(module);
  addCounts(module);
}
