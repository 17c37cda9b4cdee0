//===- Source.cpp - Programs as they are given ----------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Source.h"

#include "fpo/Analysis/RuleCheck.h"
#include "fpo/Dialect/Fpo/FpoDialect.h"
#include "fpo/InitAll.h"
#include "fpo/Support/DeepStack.h"

#include "mlir/Bytecode/BytecodeReader.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/Pass.h"
#include "mlir/Pass/PassManager.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/SourceMgr.h"

using namespace mlir;
using namespace mlir::fpo::python;

static DialectRegistry createRegistry() {
  DialectRegistry registry;
  fpo::registerAll(registry);
  return registry;
}

/// Does `action` in a new context.
static Outcome
run(ArrayRef<std::string> rules,
    llvm::function_ref<LogicalResult(MLIRContext *, DiagnosticCollector &)>
        action) {
  Outcome outcome;
  fpo::runOnDeepStack(
      [&] {
        MLIRContext context(createRegistry(), MLIRContext::Threading::DISABLED);
        // Ops of dialects that fpo does not have are named as unknown.
        context.allowUnregisteredDialects();
        DiagnosticCollector diagnostics(&context);
        context.loadDialect<fpo::FpoDialect>();
        outcome.succeeded =
            (rules.empty() ||
             succeeded(fpo::addRules(*fpo::RuleSet::get(&context), rules))) &&
            succeeded(action(&context, diagnostics));
        outcome.diagnostics = diagnostics.take();
      },
      /*changesDefault=*/false);
  return outcome;
}

Outcome fpo::python::withProgram(const Source &source,
                                 ArrayRef<std::string> rules, Action action) {
  return run(rules, [&](MLIRContext *context, DiagnosticCollector &) {
    auto place = FileLineColLoc::get(context, source.name, 0, 0);
    if (!isBytecode(llvm::MemoryBufferRef(source.text, source.name)) &&
        fpo::isNestedTooDeeply(source.text)) {
      emitError(place) << "is nested deeper than " << fpo::kMaxNesting
                       << " levels";
      return failure();
    }
    OwningOpRef<ModuleOp> module =
        parseSourceString<ModuleOp>(source.text, context, source.name);
    return module ? action(*module) : failure();
  });
}

Outcome fpo::python::withContext(
    ArrayRef<std::string> rules,
    llvm::function_ref<llvm::Error(MLIRContext *)> action) {
  return run(rules,
             [&](MLIRContext *context, DiagnosticCollector &diagnostics) {
               llvm::Error error = action(context);
               if (!error)
                 return success();
               diagnostics.addError(llvm::toString(std::move(error)));
               return failure();
             });
}

LogicalResult fpo::python::runPass(ModuleOp module,
                                   std::unique_ptr<Pass> pass) {
  PassManager pm(module.getContext());
  pm.addPass(std::move(pass));
  return pm.run(module);
}
