//===- ReportPass.cpp - Writes a report -----------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/CostAnalysis.h"
#include "fpo/Analysis/Strict.h"
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

  void runOnOperation() override {
    ModuleOp module = getOperation();
    const CostTree &tree = getAnalysis<CostAnalysis>().getTree();
    ProgramOptions programOptions{entry, std::nullopt};
    if (inputs >= 0)
      programOptions.numInputs = inputs;
    FailureOr<ProgramCost> program =
        computeProgramCost(module, tree, programOptions);
    if (failed(program) || (strict && failed(verifyKnown(tree, *program))))
      return signalPassFailure();
    markAllAnalysesPreserved();
    if (view == View::None)
      return;

    std::string name = file;
    if (name.empty())
      if (auto location = module.getLoc()->findInstanceOf<FileLineColRange>())
        name = location.getFilename().str();
    Report report(tree, std::move(*program), {name, convention});
    bool useColor = showsColors(output);
    if (llvm::Error error =
            writeWhole(output, [&](raw_ostream &os) {
              os.enable_colors(useColor);
              print(report, view, os, useColor);
              return llvm::Error::success();
            })) {
      module.emitError() << "could not write '" << output
                         << "': " << llvm::toString(std::move(error));
      signalPassFailure();
    }
  }
};
} // namespace
