//===- LowerKernels.cpp - Kernels on buffers to loops over vectors --------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "KernelEmitter.h"
#include "VectorBody.h"

#include "fpo/Codegen/Passes.h"
#include "fpo/Codegen/Strategy.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOLOWERKERNELSPASS
#include "fpo/Codegen/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

/// Loops over scalars, for any kernel on buffers.
static void emitScalarLoops(KernelOp op, RewriterBase &b) {
  Location loc = op.getLoc();
  SmallVector<AffineMap> maps = op.getMaps();
  Value zero = arith::ConstantIndexOp::create(b, loc, 0);
  Value one = arith::ConstantIndexOp::create(b, loc, 1);
  SmallVector<Value> ends;
  for (unsigned loop = 0; loop < op.getNumLoops(); ++loop)
    ends.push_back(createLoopSize(op, loop, b));
  SmallVector<Value> points(op.getNumLoops(), zero), starts(points);
  auto at = [&](unsigned number) {
    return llvm::map_to_vector(
        maps[number].getResults(), [&](AffineExpr expr) -> Value {
          return affine::makeComposedAffineApply(
              b, loc, AffineMap::get(points.size(), 0, expr),
              SmallVector<OpFoldResult>(points.begin(), points.end()));
        });
  };
  auto run = [&](Region &region, ValueRange accumulators) {
    return inlineBody(
        region.front(), /*length=*/1,
        [&](unsigned number) -> Value {
          if (number >= op->getNumOperands())
            return accumulators[number - op->getNumOperands()];
          Value operand = op->getOperand(number);
          if (!isa<MemRefType>(operand.getType()))
            return operand;
          return memref::LoadOp::create(b, loc, operand, at(number));
        },
        b);
  };
  OpBuilder::InsertionGuard guard(b);
  for (unsigned loop = 0; loop < points.size(); ++loop)
    if (op.isParallel(loop)) {
      auto nest = scf::ForOp::create(b, loc, zero, ends[loop], one);
      b.setInsertionPointToStart(nest.getBody());
      points[loop] = nest.getInductionVar();
    }
  SmallVector<Value> accumulators;
  for (const KernelPadding &padding : op.getPaddings())
    std::tie(starts[padding.reduction], ends[padding.reduction]) =
        createInside(padding, points[padding.parallel], zero,
                     ends[padding.reduction], b, loc);
  if (op.hasReduction()) {
    OpBuilder::InsertionGuard reduction(b);
    accumulators = run(op.getStart(), {});
    scf::ForOp outer, inner;
    for (unsigned loop = 0; loop < points.size(); ++loop)
      if (!op.isParallel(loop)) {
        auto nest = scf::ForOp::create(b, loc, starts[loop], ends[loop], one,
                                       accumulators);
        if (inner)
          scf::YieldOp::create(b, loc, nest.getResults());
        b.setInsertionPointToStart(nest.getBody());
        points[loop] = nest.getInductionVar();
        accumulators = llvm::to_vector_of<Value>(nest.getRegionIterArgs());
        inner = nest;
        if (!outer)
          outer = nest;
      }
    scf::YieldOp::create(b, loc, run(op.getCombine(), accumulators));
    accumulators = llvm::to_vector_of<Value>(outer.getResults());
  }
  for (auto [number, value] :
       llvm::enumerate(run(op.getFinish(), accumulators))) {
    unsigned output = op.getInputs().size() + number;
    memref::StoreOp::create(b, loc, value, op.getOperandOfMap(output),
                            at(output));
  }
}

namespace {
struct LowerKernelsPass : fpo::impl::FpoLowerKernelsPassBase<LowerKernelsPass> {
  using FpoLowerKernelsPassBase::FpoLowerKernelsPassBase;

  void runOnOperation() override {
    VectorRegisters registers{vectorBits, numRegisters,
                              llvm::to_vector(features)};
    WalkResult result = getOperation()->walk([&](KernelOp op) {
      IRRewriter rewriter(op);
      auto given = op->getAttrOfType<ScheduleAttr>(kScheduleAttrName);
      if (vectorBits == 0 || !given) {
        emitScalarLoops(op, rewriter);
        rewriter.eraseOp(op);
        return WalkResult::advance();
      }
      FailureOr<KernelSchedule> obeyed = obeySchedule(op, given, registers);
      if (failed(obeyed))
        return WalkResult::interrupt();
      KernelSchedule schedule = *obeyed;
      if (failed(verifySchedule(op, schedule, registers.features, [&] {
            return op.emitOpError("can't be run by its schedule: ");
          })))
        return WalkResult::interrupt();
      emitKernel(op, schedule, registers.features, rewriter);
      rewriter.eraseOp(op);
      return WalkResult::advance();
    });
    if (result.wasInterrupted())
      signalPassFailure();
  }
};
} // namespace
