//===- Memory.cpp - Writes what ops hold in memory ------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/Memory/Memory.h"
#include "fpo/Dialect/Fpo/FpoDialect.h"
#include "fpo/Transforms/Passes.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOMEMORYPASS
#include "fpo/Transforms/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

/// A number, or the text of what is none.
static Attribute toAttribute(const Count &bytes, MLIRContext *context) {
  std::optional<int64_t> number;
  if (bytes.isNumber() && bytes.number() <= INT64_MAX)
    number = static_cast<int64_t>(bytes.number());
  if (number)
    return IntegerAttr::get(IntegerType::get(context, 64), *number);
  return StringAttr::get(context, bytes.str());
}

namespace {
struct Memory : fpo::impl::FpoMemoryPassBase<Memory> {
  using FpoMemoryPassBase::FpoMemoryPassBase;

  void runOnOperation() override {
    ProgramOptions program{entry, std::nullopt};
    if (inputs >= 0)
      program.numInputs = inputs;
    FailureOr<AnalyzedProgram> analyzed = AnalyzedProgram::get(
        getOperation(), {program, bind, strict}, getAnalysisManager());
    if (failed(analyzed))
      return signalPassFailure();
    ProgramMemory memory(getOperation(), *analyzed);
    for (const FunctionMemory *function : memory.getFunctions())
      write(*function);
    getOperation()->setDiscardableAttr(
        kPeakAttrName, toAttribute(memory.getPeak(), &getContext()));
    // No op has changed but for attributes that no cost depends on.
    markAllAnalysesPreserved();
  }

private:
  void write(const FunctionMemory &function) {
    auto name = StringAttr::get(&getContext(), kLiveAttrName);
    for (unsigned step : function.getCurve()) {
      Operation *op = function.steps[step];
      if (op->hasTrait<OpTrait::IsTerminator>())
        continue;
      op->setDiscardableAttr(name,
                             toAttribute(function.live[step], &getContext()));
    }
    function.op->setDiscardableAttr(kPeakAttrName,
                                    toAttribute(function.peak, &getContext()));
  }
};
} // namespace
