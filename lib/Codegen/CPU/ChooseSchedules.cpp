//===- ChooseSchedules.cpp - A schedule for each kernel -------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Codegen/Passes.h"
#include "fpo/Codegen/Strategy.h"

#include "mlir/Dialect/SCF/IR/SCF.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOCHOOSESCHEDULESPASS
#include "fpo/Codegen/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

namespace {
struct ChooseSchedulesPass
    : fpo::impl::FpoChooseSchedulesPassBase<ChooseSchedulesPass> {
  using FpoChooseSchedulesPassBase::FpoChooseSchedulesPassBase;

  void runOnOperation() override {
    getOperation()->walk([&](KernelOp op) {
      if (op->hasAttr(kScheduleAttrName))
        return;
      KernelSchedule schedule = chooseSchedule(op, {vectorBits, numRegisters});
      // Of a loop over rows, threads share the rows.
      if (!op->getParentOfType<scf::ParallelOp>())
        schedule.threads = chooseThreads(op, schedule, shareFrom);
      op->setAttr(kScheduleAttrName, describeSchedule(op, schedule));
    });
  }
};
} // namespace
