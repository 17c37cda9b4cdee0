//===- Devices.cpp - Writes what ops send to other devices ----------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/Devices/Devices.h"
#include "fpo/Analysis/AnalyzedProgram.h"
#include "fpo/Dialect/Fpo/FpoDialect.h"
#include "fpo/Transforms/Passes.h"

#include "mlir/IR/Builders.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPODEVICESPASS
#include "fpo/Transforms/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

static DictionaryAttr describe(Builder &builder, const SentBytes &sent) {
  return builder.getDictionaryAttr(
      {builder.getNamedAttr("sent", builder.getStringAttr(sent.sent.str())),
       builder.getNamedAttr("steps", builder.getStringAttr(sent.steps.str()))});
}

static DictionaryAttr describe(Builder &builder,
                               ArrayRef<Communication> groups) {
  SmallVector<int16_t> axes;
  int64_t devices = 1;
  SentBytes ring, tree;
  for (const Communication &communication : groups) {
    llvm::append_range(axes, communication.group.axes);
    devices *= communication.group.size;
    ring += communication.ring;
    tree += communication.tree;
  }
  return builder.getDictionaryAttr(
      {builder.getNamedAttr("axes", builder.getDenseI16ArrayAttr(axes)),
       builder.getNamedAttr("devices", builder.getI64IntegerAttr(devices)),
       builder.getNamedAttr("ring", describe(builder, ring)),
       builder.getNamedAttr("tree", describe(builder, tree))});
}

namespace {
struct Devices : fpo::impl::FpoDevicesPassBase<Devices> {
  using FpoDevicesPassBase::FpoDevicesPassBase;

  void runOnOperation() override {
    FailureOr<AnalyzedProgram> analyzed =
        AnalyzedProgram::get(getOperation(), {{}, bind}, getAnalysisManager());
    if (failed(analyzed))
      return signalPassFailure();
    Builder builder(&getContext());
    getOperation()->walk([&](Operation *op) {
      op->removeDiscardableAttr(kCommunicationAttrName);
      if (!isCommunication(op))
        return;
      KnownCommunication known = getCommunication(analyzed->getAnalysis(), op);
      if (known.groups && known.reason.empty())
        op->setDiscardableAttr(kCommunicationAttrName,
                               describe(builder, *known.groups));
      else
        op->setDiscardableAttr(kUnknownAttrName,
                               builder.getStringAttr(known.reason));
    });
    markAllAnalysesPreserved();
  }
};
} // namespace
