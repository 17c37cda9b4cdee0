//===- AnalyzedProgram.cpp - A program with its costs ---------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/AnalyzedProgram.h"

#include "fpo/Analysis/Bindings.h"
#include "fpo/Analysis/Strict.h"

#include "mlir/IR/Diagnostics.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace mlir::fpo;

/// Symbols that are listed in a diagnostic.
static constexpr size_t kListedSymbols = 8;

/// Complains of bindings of what is no symbol of the program.
static LogicalResult checkBindings(Operation *root, const CostTree &tree) {
  for (const std::string &name : tree.unusedBindings) {
    InFlightDiagnostic error = emitError(root->getLoc())
                               << "there is no symbol '" << name << "' to bind";
    SmallVector<StringRef> names;
    for (const auto &[symbol, meaning] : tree.symbols)
      if (names.size() < kListedSymbols)
        names.push_back(symbol);
    if (names.empty())
      error.attachNote() << "the program has no symbols: all sizes are static";
    else
      error.attachNote() << "there are " << llvm::join(names, ", ")
                         << (tree.symbols.size() > names.size() ? ", ..." : "");
  }
  return success(tree.unusedBindings.empty());
}

/// Says under which conditions the count holds.
static LogicalResult report(ArrayRef<OpenPrecondition> preconditions,
                            bool isStrict) {
  bool isConditional = false;
  for (const OpenPrecondition &entry : preconditions) {
    if (!entry.isSuspicious)
      continue;
    InFlightDiagnostic diagnostic =
        isStrict ? emitError(entry.first->op->getLoc())
                 : emitWarning(entry.first->op->getLoc());
    isConditional = true;
    diagnostic << "the sizes agree only where " << entry.text;
    diagnostic.attachNote() << entry.first->reason;
  }
  return failure(isStrict && isConditional);
}

FailureOr<AnalyzedProgram> AnalyzedProgram::get(Operation *root,
                                                const ProgramRequest &request,
                                                AnalysisManager cached) {
  AnalyzedProgram result;
  llvm::Expected<SymbolValues> bindings = parseBindings(request.bindings);
  if (!bindings)
    return emitError(root->getLoc())
           << "in a binding: " << llvm::toString(bindings.takeError());
  if (bindings->empty() && !request.rules) {
    result.analysis = &cached.getAnalysis<CostAnalysis>();
  } else {
    CostOptions options;
    options.bindings = result.bindings = std::move(*bindings);
    options.entry = request.program.entry;
    options.rules = request.rules;
    result.owned = std::make_unique<CostAnalysis>(root, options);
    result.analysis = result.owned.get();
  }
  const CostTree &tree = result.analysis->getTree();
  FailureOr<ProgramCost> program =
      computeProgramCost(root, tree, request.program);
  if (failed(program) || failed(checkBindings(root, tree)))
    return failure();
  result.program = std::move(*program);
  auto preconditions = checkPreconditions(tree, result.program);
  if (failed(preconditions) || failed(report(*preconditions, request.isStrict)))
    return failure();
  result.preconditions = std::move(*preconditions);
  if (request.isStrict && failed(verifyKnown(tree, result.program)))
    return failure();
  return result;
}
