//===- Report.cpp - What a program costs ----------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Bindings.h"

#include "fpo/Report/Explain.h"
#include "fpo/Report/Passes.h"
#include "fpo/Target/Target.h"

#include "mlir/Pass/Pass.h"

namespace nb = nanobind;
using namespace mlir;
using namespace mlir::fpo;
using namespace mlir::fpo::python;

namespace {
/// The views of one report.
struct Views {
  std::string json, text, csv, markdown;
  std::vector<CollectedDiagnostic> diagnostics;
};
} // namespace

static Views report(const nb::bytes &text, const std::string &name,
                    const FpoReportPassOptions &options,
                    const std::vector<std::string> &rules) {
  Views views;
  Source source = getSource(text, name);
  Outcome outcome;
  {
    nb::gil_scoped_release release;
    outcome = withProgram(source, rules, [&](ModuleOp module) {
      llvm::raw_string_ostream json(views.json), text(views.text),
          csv(views.csv), markdown(views.markdown);
      return runPass(
          module, createFpoReportPass(options, {{View::Json, &json},
                                                {View::Text, &text},
                                                {View::Csv, &csv},
                                                {View::Markdown, &markdown}}));
    });
  }
  raiseIfFailed(outcome);
  views.diagnostics = std::move(outcome.diagnostics);
  return views;
}

static std::string explain(const std::string &op,
                           const std::vector<std::string> &rules) {
  std::string text;
  Outcome outcome;
  {
    nb::gil_scoped_release release;
    outcome = withContext(rules, [&](MLIRContext *context) {
      llvm::raw_string_ostream os(text);
      return printExplanation(op, context, {}, os);
    });
  }
  raiseIfFailed(outcome);
  return text;
}

void fpo::python::addReport(nb::module_ &module) {
  nb::enum_<ConventionChoice>(module, "Convention")
      .value("fpo", ConventionChoice::Fpo)
      .value("mac", ConventionChoice::Mac)
      .value("torch", ConventionChoice::Torch)
      .value("xla", ConventionChoice::Xla)
      .value("all", ConventionChoice::All);
  nb::enum_<CountMode>(module, "Count")
      .value("executed", CountMode::Executed)
      .value("useful", CountMode::Useful);
  nb::enum_<Optimizer>(module, "Optimizer")
      .value("none", Optimizer::None)
      .value("sgd", Optimizer::Sgd)
      .value("momentum", Optimizer::Momentum)
      .value("adam", Optimizer::Adam)
      .value("adamw", Optimizer::AdamW);

  using Options = FpoReportPassOptions;
  auto options = nb::class_<Options>(
      module, "ReportOptions", "The options of --fpo-report, by their names.");
  options.def(nb::init<>());
  options.def_rw("convention", &Options::convention)
      .def_rw("count", &Options::count)
      .def_rw("entry", &Options::entry)
      .def_rw("inputs", &Options::inputs)
      .def_rw("training", &Options::training)
      .def_rw("optimizer", &Options::optimizer)
      .def_rw("weight_decay", &Options::weightDecay)
      .def_rw("steps", &Options::steps)
      .def_rw("epochs", &Options::epochs)
      .def_rw("input_gradients", &Options::inputGradients)
      .def_rw("target", &Options::target)
      .def_rw("cores", &Options::cores)
      .def_rw("measured", &Options::measured)
      .def_rw("traffic", &Options::traffic)
      .def_rw("groups", &Options::groups)
      .def_rw("examples", &Options::examples)
      .def_rw("batch", &Options::batch)
      .def_rw("experiments", &Options::experiments)
      .def_rw("devices", &Options::devices)
      .def_rw("link", &Options::link)
      .def_rw("microbatches", &Options::microbatches)
      .def_rw("energy", &Options::energy)
      .def_rw("energy_table", &Options::energyTable)
      .def_rw("energy_level", &Options::energyLevel)
      .def_rw("grid", &Options::grid)
      .def_rw("memory", &Options::memory)
      .def_rw("strict", &Options::strict)
      .def_rw("file", &Options::file);
  auto list = [&](const char *name, SmallVector<std::string> Options::*values) {
    options.def_prop_rw(
        name,
        [values](const Options &self) {
          return std::vector<std::string>((self.*values).begin(),
                                          (self.*values).end());
        },
        [values](Options &self, const std::vector<std::string> &given) {
          (self.*values).assign(given.begin(), given.end());
        });
  };
  list("bind", &Options::bind);
  list("sweep", &Options::sweep);

  nb::class_<Views>(module, "Views")
      .def_ro("json", &Views::json)
      .def_ro("text", &Views::text)
      .def_ro("csv", &Views::csv)
      .def_ro("markdown", &Views::markdown)
      .def_prop_ro("diagnostics", [](const Views &views) {
        return toPython(views.diagnostics);
      });
  module.def(
      "report", &report, nb::arg("source"), nb::arg("name"), nb::arg("options"),
      nb::arg("rules"),
      "The report of a program, MLIR as text or bytecode, in each view.");
  module.def("explain", &explain, nb::arg("op"), nb::arg("rules"),
             "How an op comes down to ADD and MUL.");
  module.def("targets", &getShippedTargets,
             "The names of the machines that are known without a file.");
}
