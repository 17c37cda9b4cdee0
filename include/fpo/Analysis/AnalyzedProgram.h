//===- AnalyzedProgram.h - A program with its costs -------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_ANALYZEDPROGRAM_H
#define FPO_ANALYSIS_ANALYZEDPROGRAM_H

#include "fpo/Analysis/CostAnalysis.h"
#include "fpo/Analysis/Preconditions.h"
#include "fpo/Analysis/ProgramCost.h"

#include "mlir/Pass/AnalysisManager.h"

namespace mlir::fpo {

/// What users say of how a program is to be counted.
struct ProgramRequest {
  ProgramOptions program;
  /// `SYMBOL=VALUE` each.
  ArrayRef<std::string> bindings;
  /// Fail if some cost is not known, or holds for some sizes only.
  bool isStrict = false;
  /// The rules in force; null: those of the context.
  std::shared_ptr<RuleSet> rules;
};

/// A program with its costs.
class AnalyzedProgram {
public:
  const CostAnalysis &getAnalysis() const { return *analysis; }
  const CostTree &getTree() const { return analysis->getTree(); }
  const ProgramCost &getProgram() const { return program; }
  const SymbolValues &getBindings() const { return bindings; }
  ArrayRef<OpenPrecondition> getPreconditions() const { return preconditions; }

  /// Costs `root` as `request` says. Takes the analysis that `cached` has,
  /// where that answers the request. Fails with diagnostics on what is wrong
  /// with the request or the program, and warns where the sizes of the program
  /// agree only under conditions.
  static FailureOr<AnalyzedProgram>
  get(Operation *root, const ProgramRequest &request, AnalysisManager cached);

private:
  /// Null if the analysis is the cached one.
  std::unique_ptr<CostAnalysis> owned;
  const CostAnalysis *analysis = nullptr;
  ProgramCost program;
  SymbolValues bindings;
  std::vector<OpenPrecondition> preconditions;
};

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_ANALYZEDPROGRAM_H
