//===- CacheTrafficPass.cpp - Writes what crosses each cache level --------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/AnalyzedProgram.h"
#include "fpo/Analysis/ScheduledTraffic.h"
#include "fpo/Transforms/Passes.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOCACHETRAFFICPASS
#include "fpo/Transforms/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

namespace {
struct CacheTrafficPass : fpo::impl::FpoCacheTrafficPassBase<CacheTrafficPass> {
  using FpoCacheTrafficPassBase::FpoCacheTrafficPassBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    FailureOr<SmallVector<CacheLevel>> levels = getLevels(module.getLoc());
    if (failed(levels))
      return signalPassFailure();
    ProgramRequest request{{"", std::nullopt}, bind, /*isStrict=*/false};
    FailureOr<AnalyzedProgram> analyzed =
        AnalyzedProgram::get(module, request, getAnalysisManager());
    if (failed(analyzed))
      return signalPassFailure();
    TrafficAnalysis traffic(analyzed->getAnalysis(), std::move(*levels),
                            choose);
    bool allFit = true;
    module.walk<WalkOrder::PreOrder>([&](Operation *op) {
      op->removeDiscardableAttr(kTrafficAttrName);
      if (TrafficAnalysis::hasLoops(op) || op->hasAttr(kScheduleAttrName))
        allFit &= succeeded(annotate(op, traffic));
      // The body of a structured op is its definition.
      return isa<linalg::LinalgOp>(op) ? WalkResult::skip()
                                       : WalkResult::advance();
    });
    if (!allFit)
      signalPassFailure();
    markAllAnalysesPreserved();
  }

private:
  FailureOr<SmallVector<CacheLevel>> getLevels(Location loc) {
    if (target.empty() == caches.empty())
      return emitError(loc) << "one of the options 'target' and 'caches' must "
                               "say what the caches are";
    if (!target.empty()) {
      FailureOr<Target> loaded = loadTarget(target, loc);
      if (failed(loaded))
        return failure();
      return getCaches(*loaded);
    }
    SmallVector<CacheLevel> levels;
    for (const std::string &text : caches) {
      llvm::Expected<CacheLevel> level = parseCache(text);
      if (!level)
        return emitError(loc) << llvm::toString(level.takeError());
      levels.push_back(std::move(*level));
    }
    return levels;
  }

  LogicalResult annotate(Operation *op, TrafficAnalysis &analysis) {
    llvm::Expected<OpTraffic> traffic = analysis.get(op);
    if (!traffic) {
      std::string reason = llvm::toString(traffic.takeError());
      if (op->hasAttr(kScheduleAttrName))
        return op->emitOpError()
               << "has a schedule that doesn't fit: " << reason;
      op->emitRemark() << "cache traffic is not known: " << reason;
      return success();
    }
    if (traffic->schedule)
      op->setDiscardableAttr(kScheduleAttrName, traffic->schedule);
    SmallVector<NamedAttribute> written;
    for (auto [level, bytes] :
         llvm::zip_equal(analysis.getLevels(), traffic->levels)) {
      Cost cost;
      cost.read = bytes.read;
      cost.write = bytes.write;
      written.emplace_back(StringAttr::get(&getContext(), level.name),
                           CostAttr::get(&getContext(), cost));
    }
    op->setDiscardableAttr(kTrafficAttrName,
                           DictionaryAttr::get(&getContext(), written));
    return success();
  }
};
} // namespace
