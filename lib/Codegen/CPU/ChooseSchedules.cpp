//===- ChooseSchedules.cpp - A schedule for each kernel -------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "KernelEmitter.h"

#include "fpo/Codegen/Passes.h"
#include "fpo/Codegen/Strategy.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOCHOOSESCHEDULESPASS
#include "fpo/Codegen/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

/// The bytes of the buffer that `view` is a part of; 0 if they are not static.
static int64_t getBufferBytes(Value view) {
  while (auto part = view.getDefiningOp<memref::SubViewOp>())
    view = part.getSource();
  auto type = dyn_cast<MemRefType>(view.getType());
  return type && type.hasStaticShape() && type.getElementType().isIntOrFloat()
             ? type.getNumElements() * type.getElementTypeBitWidth() / 8
             : 0;
}

/// Whether all that `op` writes goes into buffers of at least `streamFrom`
/// bytes, and can pass the caches.
static bool shouldStream(KernelOp op, const KernelSchedule &schedule,
                         int64_t streamFrom) {
  if (op.hasReduction() || !canStream(op, schedule))
    return false;
  for (auto [number, output] : llvm::enumerate(op.getOutputs()))
    if (getBufferBytes(output) < streamFrom ||
        op.isRead(op.getInputs().size() + number))
      return false;
  return true;
}

namespace {
struct ChooseSchedulesPass
    : fpo::impl::FpoChooseSchedulesPassBase<ChooseSchedulesPass> {
  using FpoChooseSchedulesPassBase::FpoChooseSchedulesPassBase;

  void runOnOperation() override {
    VectorRegisters registers{vectorBits, numRegisters,
                              llvm::to_vector(features)};
    getOperation()->walk([&](KernelOp op) {
      if (op->hasAttr(kScheduleAttrName))
        return;
      KernelSchedule schedule = chooseSchedule(op, registers);
      // Of a loop over rows, threads share the rows.
      if (!op->getParentOfType<scf::ParallelOp>())
        schedule.threads = chooseThreads(op, schedule, shareFrom);
      schedule.stream = shouldStream(op, schedule, streamFrom);
      op->setAttr(kScheduleAttrName, describeSchedule(op, schedule));
    });
  }
};
} // namespace
