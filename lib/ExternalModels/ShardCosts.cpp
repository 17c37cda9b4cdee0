//===- ShardCosts.cpp - Costs of the shard dialect ------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// What one device does. What it sends is not in a cost, but in
// fpo/Analysis/Devices.
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/Devices/Communication.h"
#include "fpo/ExternalModels/Attach.h"
#include "fpo/ExternalModels/Register.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Shard/IR/ShardDialect.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mlir::fpo;

/// [shard.reduce] One combination of two elements of `type`.
static Cost combineCost(shard::ReductionKind kind, Type type,
                        CostContext &context) {
  bool isFloat = isa<FloatType>(type);
  auto either = [&](StringRef ofFloats, StringRef ofIntegers) {
    return context.scalar(isFloat ? ofFloats : ofIntegers, type);
  };
  switch (kind) {
  case shard::ReductionKind::Sum:
  case shard::ReductionKind::Average:
    return either("arith.addf", "arith.addi");
  case shard::ReductionKind::Product:
    return either("arith.mulf", "arith.muli");
  case shard::ReductionKind::Max:
    return either("arith.maximumf", "arith.maxsi");
  case shard::ReductionKind::Min:
    return either("arith.minimumf", "arith.minsi");
  case shard::ReductionKind::BitwiseAnd:
  case shard::ReductionKind::BitwiseOr:
  case shard::ReductionKind::BitwiseXor:
    return Cost();
  case shard::ReductionKind::Generic:
    break;
  }
  return context.unknown("its kind of reduction has no rule");
}

/// From none to all of `count`, if only some devices of a group do it.
static Count byRoot(const Count &count, int64_t devices) {
  if (devices <= 1 || !count.isExact())
    return count;
  return Count::between(0, count.lower());
}

/// [shard.reduce] The combinations of one device, and the elements that it
/// holds in the end and makes an average of.
static std::pair<Count, Count>
combinationsOf(const CollectiveOp &op, int64_t devices, const Count &elements) {
  if (devices <= 1)
    return {0, 0};
  if (!elements.isExact())
    return {Count::unknown(), Count::unknown()};
  Expr all = elements.lower();
  Expr least = Expr::floorDiv(all, devices);
  Expr most = Expr::ceilDiv(all, devices);
  switch (op.kind) {
  case CollectiveKind::AllReduce:
  case CollectiveKind::ReduceScatter:
    return {Count::between(all - most, all - least),
            Count::between(least, most)};
  case CollectiveKind::Reduce:
    return {Count::between(0, all), Count::between(0, all)};
  default:
    return {0, 0};
  }
}

static Cost collectiveCost(Operation *op, CostContext &context) {
  CollectiveOp collective = *getCollective(op);
  std::optional<DeviceGroup> group =
      getDeviceGroup(op, collective.grid.getValue(), collective.axes);
  if (!group)
    return context.unknown("an axis of its grid has no static size");

  // [shard.bytes]
  Count read = context.bytes(op->getOperand(0));
  Count write = context.bytes(op->getResult(0));
  if (isa<shard::BroadcastOp, shard::ScatterOp>(op))
    read = byRoot(read, group->size);
  if (isa<shard::GatherOp, shard::ReduceOp>(op))
    write = byRoot(write, group->size);
  Cost cost = Cost::traffic(read, write);
  if (!collective.reduction)
    return cost;

  Type type = getElementTypeOrSelf(op->getResult(0).getType());
  auto [combinations, results] = combinationsOf(
      collective, group->size, context.elements(collective.whole));
  if (group->size > 1)
    cost += combineCost(*collective.reduction, type, context) * combinations;
  if (*collective.reduction == shard::ReductionKind::Average && group->size > 1)
    cost += context.scalar(isa<FloatType>(type) ? "arith.mulf" : "arith.divsi",
                           type) *
            results;
  return cost;
}

/// [shard.bytes] What is sent is read, what is received is written.
static Cost sendCost(shard::SendOp op, CostContext &context) {
  return Cost::traffic(context.bytes(op.getInput()), 0);
}
static Cost receiveCost(shard::RecvOp op, CostContext &context) {
  return Cost::traffic(0, context.bytes(op.getResult()));
}
static Cost shiftCost(shard::ShiftOp op, CostContext &context) {
  return Cost::traffic(context.bytes(op.getInput()),
                       context.bytes(op.getResult()));
}

/// [shard.bytes] A device cuts its slice out of what it has.
static Cost sliceCost(shard::AllSliceOp op, CostContext &context) {
  Count bytes = context.bytes(op.getResult());
  return Cost::traffic(bytes, bytes);
}

/// [shard.bytes] Halos are received as much as sent, by a device in the middle.
static Cost haloCost(shard::UpdateHaloOp op, CostContext &context) {
  Cost cost;
  auto parts = getCommunication(op, context);
  if (!parts)
    return Cost::unknown(); // the reason is noted
  for (const Communication &part : *parts) {
    Count most = part.ring.sent;
    if (part.group.size > 1 && most.isExact())
      most = Count::between(0, most.lower());
    cost += Cost::traffic(most, most);
  }
  return cost;
}

void fpo::registerShardCosts(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, shard::ShardDialect *) {
    attachCost<collectiveCost, shard::AllGatherOp, shard::AllReduceOp,
               shard::AllToAllOp, shard::BroadcastOp, shard::GatherOp,
               shard::ReduceOp, shard::ReduceScatterOp, shard::ScatterOp>(
        *context);
    attachCost<sendCost, shard::SendOp>(*context);
    attachCost<receiveCost, shard::RecvOp>(*context);
    attachCost<shiftCost, shard::ShiftOp>(*context);
    attachCost<sliceCost, shard::AllSliceOp>(*context);
    attachCost<haloCost, shard::UpdateHaloOp>(*context);
    attachFree<shard::GetShardingOp, shard::GridOp, shard::GridShapeOp,
               shard::NeighborsLinearIndicesOp, shard::ProcessLinearIndexOp,
               shard::ProcessMultiIndexOp, shard::ShardOp, shard::ShardShapeOp,
               shard::ShardingOp>(*context);
  });
}
