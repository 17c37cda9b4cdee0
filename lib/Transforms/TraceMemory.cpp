//===- TraceMemory.cpp - Programs that tell which buffers they use --------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Transforms/MemoryTrace.h"
#include "fpo/Transforms/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Interfaces/LoopLikeInterface.h"
#include "mlir/Interfaces/ViewLikeInterface.h"
#include "mlir/Transforms/RegionUtils.h"
#include "llvm/ADT/SetVector.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOTRACEMEMORYPASS
#include "fpo/Transforms/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

/// Whether `op` makes a buffer, or shows one, without a look at its elements.
static bool looksAtNoElement(Operation *op) {
  return isa<ViewLikeOpInterface, memref::AllocOp, memref::GetGlobalOp,
             memref::DimOp, memref::RankOp, memref::ExtractStridedMetadataOp,
             memref::ExtractAlignedPointerAsIndexOp>(op);
}

namespace {
struct TraceMemory : fpo::impl::FpoTraceMemoryPassBase<TraceMemory> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    OpBuilder builder(module.getBodyRegion());
    Location loc = module.getLoc();
    auto declare = [&](StringRef name, TypeRange inputs) {
      auto function = func::FuncOp::create(builder, loc, name,
                                           builder.getFunctionType(inputs, {}));
      function.setPrivate();
    };
    declare(kTraceStepName, {});
    declare(kTraceUseName, builder.getIndexType());

    SmallVector<Operation *> ops;
    module.walk([&](Operation *op) {
      if (!isa<ModuleOp, func::FuncOp>(op))
        ops.push_back(op);
    });
    for (Operation *op : ops)
      trace(op);
  }

private:
  /// All buffers come from the allocation that is looked at, and take what
  /// their elements take.
  void simplify(Operation *op) {
    if (auto alloc = dyn_cast<memref::AllocOp>(op))
      alloc.removeAlignmentAttr();
    if (auto alloca = dyn_cast<memref::AllocaOp>(op)) {
      OpBuilder builder(op);
      auto alloc = memref::AllocOp::create(
          builder, op->getLoc(), alloca.getType(), alloca.getDynamicSizes(),
          alloca.getSymbolOperands());
      alloca.replaceAllUsesWith(alloc.getResult());
      alloca.erase();
    }
  }

  void trace(Operation *op) {
    if (isa<memref::AllocOp, memref::AllocaOp>(op))
      return simplify(op);
    if (looksAtNoElement(op))
      return;
    auto isBuffer = [](Value value) {
      return isa<BaseMemRefType>(value.getType());
    };
    llvm::SetVector<Value> given, captured;
    for (Value operand : op->getOperands())
      if (isBuffer(operand))
        given.insert(operand);
    getUsedValuesDefinedAbove(op->getRegions(), captured);
    captured.remove_if([&](Value value) { return !isBuffer(value); });

    OpBuilder builder(op);
    llvm::SetVector<Value> before = given;
    before.insert(captured.begin(), captured.end());
    tell(before.getArrayRef(), builder, op->getLoc());
    if (op->hasTrait<OpTrait::IsTerminator>())
      return;
    // What a callee uses its caller holds until it returns; what regions use is
    // held until they are done, but what is handed to a loop is the loop's.
    builder.setInsertionPointAfter(op);
    if (isa<CallOpInterface>(op))
      tell(given.getArrayRef(), builder, op->getLoc());
    else
      tell(captured.getArrayRef(), builder, op->getLoc());
  }

  static void tell(ArrayRef<Value> buffers, OpBuilder &builder, Location loc) {
    if (buffers.empty())
      return;
    func::CallOp::create(builder, loc, kTraceStepName, TypeRange());
    for (Value buffer : buffers) {
      Value address =
          memref::ExtractAlignedPointerAsIndexOp::create(builder, loc, buffer);
      func::CallOp::create(builder, loc, kTraceUseName, TypeRange(), address);
    }
  }
};
} // namespace
