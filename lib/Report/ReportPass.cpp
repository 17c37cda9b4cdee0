//===- ReportPass.cpp - Writes a report -----------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/CostAnalysis.h"
#include "fpo/Analysis/RuleCheck.h"
#include "fpo/Analysis/Strict.h"
#include "fpo/Dialect/Fpo/FpoDialect.h"
#include "fpo/Report/Comparison.h"
#include "fpo/Report/Passes.h"
#include "fpo/Support/Output.h"

#include <deque>

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOREPORTPASS
#include "fpo/Report/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

static void print(const Report &report, View view, raw_ostream &os,
                  bool useColor) {
  switch (view) {
  case View::Text:
    return printText(report, os, useColor);
  case View::Json:
    return printJson(report, os);
  case View::Csv:
    return printCsv(report, os);
  case View::Markdown:
    return printMarkdown(report, os);
  case View::None:
    return;
  }
}

static void print(const Comparison &comparison, View view, raw_ostream &os,
                  bool useColor) {
  switch (view) {
  case View::Text:
    return printText(comparison, os, useColor);
  case View::Json:
    return printJson(comparison, os);
  case View::Csv:
    return printCsv(comparison, os);
  case View::Markdown:
    return printMarkdown(comparison, os);
  case View::None:
    return;
  }
}

static SmallVector<ConventionName> namesOf(ConventionChoice choice) {
  switch (choice) {
  case ConventionChoice::Fpo:
    return {ConventionName::Fpo};
  case ConventionChoice::Mac:
    return {ConventionName::Mac};
  case ConventionChoice::Torch:
    return {ConventionName::Torch};
  case ConventionChoice::Xla:
    return {ConventionName::Xla};
  case ConventionChoice::All:
    return llvm::map_to_vector(
        getConventions(),
        [](const Convention &convention) { return convention.name; });
  }
  llvm_unreachable("every choice is one convention or all");
}

namespace {
struct ReportPass : fpo::impl::FpoReportPassBase<ReportPass> {
  using FpoReportPassBase::FpoReportPassBase;
  ReportPass(FpoReportPassOptions options, raw_ostream &stream)
      : FpoReportPassBase(std::move(options)), stream(&stream) {}
  ReportPass(const ReportPass &other)
      : FpoReportPassBase(other), stream(other.stream) {}

  LogicalResult initialize(MLIRContext *context) override {
    if (rules.empty())
      return success();
    FailureOr<std::shared_ptr<RuleSet>> loaded = loadRules(context, rules);
    if (failed(loaded))
      return failure();
    costOptions.rules = std::move(*loaded);
    return success();
  }

  void runOnOperation() override {
    const CostTree &tree = analyze(ConventionName::Fpo, CountMode::Executed);
    FailureOr<ProgramCost> program = computeProgram(tree);
    if (failed(program) || (strict && failed(verifyKnown(tree, *program))))
      return signalPassFailure();
    markAllAnalysesPreserved();
    if (view != View::None && failed(write()))
      signalPassFailure();
    analyses.clear();
  }

private:
  /// The costs of the program in a convention.
  const CostTree &analyze(ConventionName convention, CountMode count) {
    // What is counted of an op is the same where only its total differs.
    if (convention == ConventionName::Mac)
      convention = ConventionName::Fpo;
    if (convention == ConventionName::Fpo && count == CountMode::Executed)
      return getAnalysis<CostAnalysis>().getTree();
    CostOptions options;
    options.convention = convention;
    options.count = count;
    return analyses.emplace_back(getOperation(), options).getTree();
  }

  FailureOr<ProgramCost> computeProgram(const CostTree &tree) {
    ProgramOptions options{entry, std::nullopt};
    if (inputs >= 0)
      options.numInputs = inputs;
    return computeProgramCost(getOperation(), tree, options);
  }

  FailureOr<Report> makeReport(ConventionName convention) {
    const CostTree &tree = analyze(convention, count);
    FailureOr<ProgramCost> program = computeProgram(tree);
    if (failed(program))
      return failure();
    std::string name = file;
    if (name.empty())
      if (auto location =
              getOperation().getLoc()->findInstanceOf<FileLineColRange>())
        name = location.getFilename().str();
    const CostTree *executed = count == CountMode::Useful
                                   ? &analyze(convention, CountMode::Executed)
                                   : nullptr;
    return Report(tree, std::move(*program), {name, convention, count},
                  executed);
  }

  /// Writes the report, or the comparison of all conventions.
  LogicalResult write() {
    std::vector<Report> reports;
    for (ConventionName name : namesOf(convention)) {
      FailureOr<Report> report = makeReport(name);
      if (failed(report))
        return failure();
      reports.push_back(std::move(*report));
    }
    auto printTo = [&](raw_ostream &os, bool useColor) {
      if (reports.size() == 1)
        print(reports.front(), view, os, useColor);
      else
        print(Comparison(std::move(reports)), view, os, useColor);
    };
    if (stream) {
      printTo(*stream, stream->colors_enabled());
      return success();
    }
    bool useColor = showsColors(output);
    if (llvm::Error error = writeWhole(output, [&](raw_ostream &os) {
          printTo(os, useColor);
          return llvm::Error::success();
        }))
      return emitError(getOperation().getLoc())
             << "could not write '" << output
             << "': " << llvm::toString(std::move(error));
    return success();
  }

  /// The analyses beside the one that the pass manager keeps.
  std::deque<CostAnalysis> analyses;
  /// Where to write; null: to the file of the option.
  raw_ostream *stream = nullptr;
  /// The rules of the option's files; without, those of the context are used.
  CostOptions costOptions;
};
} // namespace

std::unique_ptr<Pass> fpo::createFpoReportPass(FpoReportPassOptions options,
                                               raw_ostream &stream) {
  return std::make_unique<ReportPass>(std::move(options), stream);
}
