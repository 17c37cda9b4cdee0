//===- ReportPass.cpp - Writes a report -----------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/AnalyzedProgram.h"
#include "fpo/Analysis/Bindings.h"
#include "fpo/Analysis/RuleCheck.h"
#include "fpo/Dialect/Fpo/FpoDialect.h"
#include "fpo/Report/Passes.h"
#include "fpo/Support/Output.h"

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

namespace {
struct ReportPass : fpo::impl::FpoReportPassBase<ReportPass> {
  using FpoReportPassBase::FpoReportPassBase;
  ReportPass(FpoReportPassOptions options, raw_ostream &stream)
      : FpoReportPassBase(std::move(options)), stream(&stream) {}

  LogicalResult initialize(MLIRContext *context) override {
    if (rules.empty())
      return success();
    FailureOr<std::shared_ptr<RuleSet>> loaded = loadRules(context, rules);
    if (failed(loaded))
      return failure();
    ruleSet = std::move(*loaded);
    return success();
  }

  void runOnOperation() override {
    ModuleOp module = getOperation();
    ProgramOptions programOptions{entry, std::nullopt};
    if (inputs >= 0)
      programOptions.numInputs = inputs;
    FailureOr<AnalyzedProgram> analyzed = AnalyzedProgram::get(
        module, {programOptions, bind, strict, ruleSet}, getAnalysisManager());
    FailureOr<std::vector<SymbolValues>> sweeps = parseSweeps(module);
    if (failed(analyzed) || failed(sweeps))
      return signalPassFailure();
    std::optional<TrainingCost> trained;
    if (training)
      trained = computeTrainingCost(
          analyzed->getAnalysis(), analyzed->getProgram(),
          {optimizer, weightDecay, inputGradients, steps, epochs});
    if (strict && trained && failed(verifyKnown(*trained)))
      return signalPassFailure();
    markAllAnalysesPreserved();
    if (view == View::None)
      return;

    std::string name = file;
    if (name.empty())
      if (auto location = module.getLoc()->findInstanceOf<FileLineColRange>())
        name = location.getFilename().str();
    Report report(*analyzed, {name, convention, std::move(*sweeps)});
    if (trained)
      report.setTraining(std::move(*trained));
    if (failed(report.verifySweeps(module.getLoc())))
      return signalPassFailure();
    if (stream) {
      print(report, view, *stream, stream->colors_enabled());
      return;
    }
    bool useColor = showsColors(output);
    if (llvm::Error error = writeWhole(output, [&](raw_ostream &os) {
          print(report, view, os, useColor);
          return llvm::Error::success();
        })) {
      emitError(module.getLoc()) << "could not write '" << output
                                 << "': " << llvm::toString(std::move(error));
      signalPassFailure();
    }
  }

private:
  /// The combinations of sizes of the table over sizes; none without sweeps.
  FailureOr<std::vector<SymbolValues>> parseSweeps(ModuleOp module) {
    SmallVector<Sweep> sweeps;
    for (const std::string &text : sweep) {
      llvm::Expected<Sweep> parsed = parseSweep(text);
      if (!parsed)
        return emitError(module.getLoc())
               << "in a sweep: " << llvm::toString(parsed.takeError());
      sweeps.push_back(std::move(*parsed));
    }
    if (sweeps.empty())
      return std::vector<SymbolValues>();
    auto rows = combineSweeps(sweeps);
    if (!rows)
      return emitError(module.getLoc())
             << "in a sweep: " << llvm::toString(rows.takeError());
    return *rows;
  }

  /// Where to write; null: to the file of the option.
  raw_ostream *stream = nullptr;
  /// The rules of the option's files; without, those of the context are used.
  std::shared_ptr<RuleSet> ruleSet;
};
} // namespace

std::unique_ptr<Pass> fpo::createFpoReportPass(FpoReportPassOptions options,
                                               raw_ostream &stream) {
  return std::make_unique<ReportPass>(std::move(options), stream);
}
