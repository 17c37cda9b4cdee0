//===- MemRefCosts.cpp - Costs of the memref dialect ----------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/ExternalModels/Attach.h"
#include "fpo/ExternalModels/Elementwise.h"
#include "fpo/ExternalModels/Register.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mlir::fpo;

/// [bytes.element]
static Cost loadCost(memref::LoadOp op, CostContext &context) {
  return Cost::traffic(context.bytes(op.getMemref(), 1), 0);
}
static Cost storeCost(memref::StoreOp op, CostContext &context) {
  return Cost::traffic(0, context.bytes(op.getMemref(), 1));
}

/// [bytes.copy]
static Cost copyCost(memref::CopyOp op, CostContext &context) {
  Count bytes = context.bytes(op.getSource());
  return Cost::traffic(bytes, bytes);
}
static Cost dmaStartCost(memref::DmaStartOp op, CostContext &context) {
  APInt elements;
  if (!matchPattern(op.getNumElements(), m_ConstantInt(&elements)))
    return Cost::traffic(
        context.atLeast(0, "how many elements it moves is not constant"),
        Count::unknown());
  Count count = Count::get(elements);
  return Cost::traffic(context.bytes(op.getSrcMemRef(), count),
                       context.bytes(op.getDstMemRef(), count));
}
/// A buffer that grows is copied; one that shrinks keeps what fits.
static Cost reallocCost(memref::ReallocOp op, CostContext &context) {
  Count before = context.bytes(op.getSource());
  Count after = context.bytes(op.getResult());
  if (!before.isExact() || !after.isExact())
    return Cost::traffic(Count::unknown(), Count::unknown());
  Count kept = Expr::min(before.lower(), after.lower());
  return Cost::traffic(kept, kept);
}

/// [memref.atomic] The update, once; the element is read and written.
static Cost atomicRMWCost(memref::AtomicRMWOp op, CostContext &context) {
  Count bytes = context.bytes(op.getMemref(), 1);
  bool isRead = op.getKind() != arith::AtomicRMWKind::assign;
  return combineCost(op.getKind(), op.getValue().getType(), context) +
         Cost::traffic(isRead ? bytes : Count(0), bytes);
}
static Cost genericAtomicRMWCost(memref::GenericAtomicRMWOp op,
                                 CostContext &context) {
  Count bytes = context.bytes(op.getMemref(), 1);
  context.run(op.getRegion(), 1);
  return Cost::traffic(bytes, bytes);
}

static Cost allocaScopeCost(memref::AllocaScopeOp op, CostContext &context) {
  context.run(op.getBodyRegion(), 1);
  return Cost();
}

void fpo::registerMemRefCosts(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, memref::MemRefDialect *) {
    attachCost<allocaScopeCost, memref::AllocaScopeOp>(*context);
    attachCost<atomicRMWCost, memref::AtomicRMWOp>(*context);
    attachCost<copyCost, memref::CopyOp>(*context);
    attachCost<dmaStartCost, memref::DmaStartOp>(*context);
    attachCost<genericAtomicRMWCost, memref::GenericAtomicRMWOp>(*context);
    attachCost<loadCost, memref::LoadOp>(*context);
    attachCost<reallocCost, memref::ReallocOp>(*context);
    attachCost<storeCost, memref::StoreOp>(*context);
    // [bytes.view] Buffers come and go, and are looked at in other ways.
    attachFree<memref::AllocOp, memref::AllocaOp, memref::AllocaScopeReturnOp,
               memref::AssumeAlignmentOp, memref::AtomicYieldOp, memref::CastOp,
               memref::CollapseShapeOp, memref::DeallocOp, memref::DimOp,
               memref::DistinctObjectsOp, memref::DmaWaitOp,
               memref::ExpandShapeOp, memref::ExtractAlignedPointerAsIndexOp,
               memref::ExtractStridedMetadataOp, memref::GetGlobalOp,
               memref::GlobalOp, memref::MemorySpaceCastOp, memref::PrefetchOp,
               memref::RankOp, memref::ReinterpretCastOp, memref::ReshapeOp,
               memref::SubViewOp, memref::TransposeOp, memref::ViewOp>(
        *context);
  });
}
