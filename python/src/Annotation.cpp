//===- Annotation.cpp - Costs in the program ------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Bindings.h"

#include "fpo/Transforms/Passes.h"

#include "mlir/Pass/Pass.h"

namespace nb = nanobind;
using namespace mlir;
using namespace mlir::fpo;
using namespace mlir::fpo::python;

static std::string annotate(const nb::bytes &text, const std::string &name,
                            CountMode count, const std::string &entry,
                            const std::vector<std::string> &bind, bool strict,
                            const std::vector<std::string> &rules) {
  Source source = getSource(text, name);
  std::string annotated;
  Outcome outcome;
  {
    nb::gil_scoped_release release;
    outcome = withProgram(source, rules, [&](ModuleOp module) {
      FpoAnnotatePassOptions options;
      options.count = count;
      options.entry = entry;
      options.bind.assign(bind.begin(), bind.end());
      options.strict = strict;
      if (failed(runPass(module, createFpoAnnotatePass(options))))
        return failure();
      llvm::raw_string_ostream os(annotated);
      module.print(os, OpPrintingFlags().enableDebugInfo());
      return success();
    });
  }
  raiseIfFailed(outcome);
  return annotated;
}

static std::string printModule(const nb::bytes &text, const std::string &name) {
  Source source = getSource(text, name);
  std::string printed;
  Outcome outcome;
  {
    nb::gil_scoped_release release;
    outcome = withProgram(source, {}, [&](ModuleOp module) {
      llvm::raw_string_ostream os(printed);
      module.print(os, OpPrintingFlags().enableDebugInfo());
      return success();
    });
  }
  raiseIfFailed(outcome);
  return printed;
}

void fpo::python::addAnnotation(nb::module_ &module) {
  module.def("print_module", &printModule, nb::arg("source"), nb::arg("name"),
             "The program as text with locations.");
  module.def("annotate", &annotate, nb::arg("source"), nb::arg("name"),
             nb::arg("count"), nb::arg("entry"), nb::arg("bind"),
             nb::arg("strict"), nb::arg("rules"),
             "The program with what each op costs, as text with locations.");
}
