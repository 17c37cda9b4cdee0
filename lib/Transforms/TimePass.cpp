//===- TimePass.cpp - Writes how long ops take beside them ----------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/AnalyzedProgram.h"
#include "fpo/Analysis/Time/TimeEstimate.h"
#include "fpo/Dialect/Fpo/FpoDialect.h"
#include "fpo/Transforms/Passes.h"

#include "mlir/Dialect/DLTI/DLTI.h"
#include "mlir/IR/Builders.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOTIMEPASS
#include "fpo/Transforms/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

namespace {
struct TimePass : fpo::impl::FpoTimePassBase<TimePass> {
  using FpoTimePassBase::FpoTimePassBase;

  void runOnOperation() override {
    ProgramRequest request{{entry, std::nullopt}, bind};
    FailureOr<AnalyzedProgram> analyzed =
        AnalyzedProgram::get(getOperation(), request, getAnalysisManager());
    if (failed(analyzed))
      return signalPassFailure();
    Location loc = getOperation().getLoc();
    if (target.empty()) {
      emitError(loc) << "the pass fpo-time needs a target";
      return signalPassFailure();
    }
    FailureOr<Target> machine = loadTarget(target, loc);
    if (failed(machine))
      return signalPassFailure();
    if (cores > machine->cores) {
      emitError(loc) << "the target '" << machine->name << "' has "
                     << machine->cores << " cores, not " << unsigned(cores);
      return signalPassFailure();
    }

    const CostTree &tree = analyzed->getTree();
    FusionGroups groups(analyzed->getAnalysis());
    MachineRates rates(std::move(*machine), cores);
    TimeEstimate estimate =
        estimateTime(tree, analyzed->getProgram(), groups, rates);
    getOperation()->walk(
        [](Operation *op) { op->removeDiscardableAttr(kTimeAttrName); });
    for (const GroupTime &group : estimate.groups)
      write(group.group->root, group.seconds);
    for (const auto &[function, time] : estimateFunctions(tree, groups, rates))
      write(function->op, time.sum);
    if (estimate.unset.empty())
      write(getOperation(), estimate.sum);
    // No op has changed but for attributes that no cost depends on.
    markAllAnalysesPreserved();
  }

private:
  static void write(Operation *op, const TimeRange &seconds) {
    SmallVector<double, 2> bounds{seconds.lower};
    if (seconds.upper)
      bounds.push_back(*seconds.upper);
    op->setDiscardableAttr(
        kTimeAttrName, Builder(op->getContext()).getDenseF64ArrayAttr(bounds));
  }
};
} // namespace
