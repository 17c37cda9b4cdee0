//===- Communication.cpp - Ops that communicate ---------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/Devices/Communication.h"

#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mlir::fpo;

std::optional<DeviceGroup> fpo::getDeviceGroup(Operation *op, StringRef grid,
                                               ArrayRef<int16_t> axes) {
  auto gridOp = SymbolTable::lookupNearestSymbolFrom<shard::GridOp>(
      op, StringAttr::get(op->getContext(), grid));
  if (!gridOp)
    return std::nullopt;
  int64_t size = shard::collectiveProcessGroupSize(axes, gridOp);
  if (ShapedType::isDynamic(size))
    return std::nullopt;
  return DeviceGroup{gridOp, llvm::to_vector(axes), size};
}

std::optional<CollectiveOp> fpo::getCollective(Operation *op) {
  using Kind = CollectiveKind;
  using Reduction = std::optional<shard::ReductionKind>;
  using Result = std::optional<CollectiveOp>;
  auto make = [](auto op, Kind kind, Value whole,
                 Reduction reduction = std::nullopt) {
    return CollectiveOp{kind,  op.getGridAttr(), op.getGridAxes(),
                        whole, op.getResult(),   reduction};
  };
  return llvm::TypeSwitch<Operation *, Result>(op)
      .Case([&](shard::AllGatherOp op) -> Result {
        return make(op, Kind::AllGather, op.getResult());
      })
      .Case([&](shard::AllReduceOp op) -> Result {
        return make(op, Kind::AllReduce, op.getInput(), op.getReduction());
      })
      .Case([&](shard::AllToAllOp op) -> Result {
        return make(op, Kind::AllToAll, op.getInput());
      })
      .Case([&](shard::BroadcastOp op) -> Result {
        return make(op, Kind::Broadcast, op.getInput());
      })
      .Case([&](shard::GatherOp op) -> Result {
        return make(op, Kind::Gather, op.getResult());
      })
      .Case([&](shard::ReduceOp op) -> Result {
        return make(op, Kind::Reduce, op.getInput(), op.getReduction());
      })
      .Case([&](shard::ReduceScatterOp op) -> Result {
        return make(op, Kind::ReduceScatter, op.getInput(), op.getReduction());
      })
      .Case([&](shard::ScatterOp op) -> Result {
        return make(op, Kind::Scatter, op.getInput());
      })
      .Default([](Operation *) { return std::nullopt; });
}

SentBytes &SentBytes::operator+=(const SentBytes &other) {
  steps += other.steps;
  sent += other.sent;
  total += other.total;
  path += other.path;
  return *this;
}

static SentBytes unknownBytes() {
  Count unknown = Count::unknown();
  return {unknown, unknown, unknown, unknown};
}

/// The groups of a grid of which each has `group`'s devices; unknown if the
/// grid has an axis without a static size.
static Count numGroups(const DeviceGroup &group, CostContext &context) {
  shard::GridOp grid = group.grid;
  int64_t devices = 1;
  for (int64_t size : grid.getShape()) {
    if (ShapedType::isDynamic(size))
      return context.atLeast(1, "an axis of grid @" + grid.getSymName() +
                                    " has no static size");
    devices *= size;
  }
  return devices / std::max<int64_t>(group.size, 1);
}

/// One message of `elements` elements of `tensor` from each of `senders`
/// devices of a group.
static Communication sendOnce(DeviceGroup group, Value tensor,
                              const Count &elements, int64_t senders,
                              CostContext &context) {
  Communication result{std::move(group), {}, {}};
  if (senders > 0) {
    Count bytes = context.bytes(tensor, elements);
    result.ring = {1, bytes,
                   bytes * Count(senders) * numGroups(result.group, context),
                   bytes};
  }
  result.tree = result.ring;
  return result;
}

/// [devices.halo] Dimensions are updated from the last one that is split to the
/// first; the halo of a dimension covers those of the dimensions before.
static std::optional<SmallVector<Communication, 1>>
haloOf(shard::UpdateHaloOp op, CostContext &context) {
  SmallVector<Communication, 1> result;
  Value tensor = op.getDestination();
  SmallVector<Count> shape = context.shape(tensor);
  SmallVector<OpFoldResult> halos = getMixedValues(
      op.getStaticHaloSizes(), op.getHaloSizes(), op.getContext());
  auto splitAxes = op.getSplitAxes().getAxes();
  SmallVector<unsigned> split;
  for (auto [index, axes] : llvm::enumerate(splitAxes))
    if (!axes.empty())
      split.push_back(index);

  SmallVector<Count> size = shape;
  SmallVector<std::pair<Expr, Expr>> widths;
  for (auto [index, dimension] : llvm::enumerate(split)) {
    std::optional<Expr> lower, upper;
    if (2 * index + 1 < halos.size()) {
      lower = context.integer(halos[2 * index]);
      upper = context.integer(halos[2 * index + 1]);
    }
    if (!lower || !upper || !shape[dimension].isExact()) {
      (void)context.unknown("the sizes of its halos are not known");
      return std::nullopt;
    }
    widths.push_back({*lower, *upper});
    size[dimension] = Count(shape[dimension].lower() - *lower - *upper);
  }
  for (int index = int(split.size()) - 1; index >= 0; --index) {
    unsigned dimension = split[index];
    std::optional<DeviceGroup> group =
        getDeviceGroup(op, op.getGrid(), splitAxes[dimension].asArrayRef());
    if (!group) {
      (void)context.unknown("an axis of its grid has no static size");
      return std::nullopt;
    }
    Count slab = 1;
    for (auto [other, extent] : llvm::enumerate(size))
      if (other != dimension)
        slab *= extent;
    size[dimension] = shape[dimension];
    auto [lower, upper] = widths[index];
    // The devices at both ends have one neighbour.
    int64_t pairs = std::max<int64_t>(group->size - 1, 0);
    Expr most = pairs == 0   ? Expr(0)
                : pairs == 1 ? Expr::max(lower, upper)
                             : lower + upper;
    Expr both = lower + upper;
    Communication part{*group, {}, {}};
    part.ring.steps = pairs == 0 ? 0 : 2;
    part.ring.sent = context.bytes(tensor, slab * Count(most));
    part.ring.total = context.bytes(tensor, slab * Count(both)) * Count(pairs) *
                      numGroups(*group, context);
    part.ring.path =
        pairs == 0 ? Count(0) : context.bytes(tensor, slab * Count(both));
    part.tree = part.ring;
    result.push_back(std::move(part));
  }
  return result;
}

bool fpo::isCommunication(Operation *op) {
  return getCollective(op) ||
         isa<shard::RecvOp, shard::SendOp, shard::ShiftOp, shard::UpdateHaloOp>(
             op);
}

std::optional<SmallVector<Communication, 1>>
fpo::getCommunication(Operation *op, CostContext &context) {
  if (auto halo = dyn_cast<shard::UpdateHaloOp>(op))
    return haloOf(halo, context);
  auto one = [](Communication communication) {
    return SmallVector<Communication, 1>{std::move(communication)};
  };
  auto find = [&](StringRef grid,
                  ArrayRef<int16_t> axes) -> std::optional<DeviceGroup> {
    std::optional<DeviceGroup> group = getDeviceGroup(op, grid, axes);
    if (!group)
      (void)context.unknown("an axis of its grid has no static size");
    return group;
  };
  if (auto send = dyn_cast<shard::SendOp>(op)) {
    if (auto group = find(send.getGrid(), send.getGridAxes()))
      return one(sendOnce(*group, send.getInput(),
                          context.elements(send.getInput()), group->size,
                          context));
    return std::nullopt;
  }
  if (auto receive = dyn_cast<shard::RecvOp>(op)) {
    // What is received is what another device sends.
    if (auto group = find(receive.getGrid(), receive.getGridAxes()))
      return one({*group, {}, {}});
    return std::nullopt;
  }
  if (auto shift = dyn_cast<shard::ShiftOp>(op)) {
    auto axis = int16_t(shift.getShiftAxis().getSExtValue());
    auto group = find(shift.getGrid(), shift.getGridAxes());
    auto line = find(shift.getGrid(), {axis});
    if (!group || !line)
      return std::nullopt;
    // [devices.shift] Without rotation, those at one end have no receiver.
    int64_t by = shift.getOffset(), length = line->size;
    int64_t senders =
        shift.getRotate()
            ? (by % length == 0 ? 0 : length)
            : std::max<int64_t>(0, by == 0 ? 0 : length - std::abs(by));
    return one(sendOnce(
        *group, shift.getInput(), context.elements(shift.getInput()),
        senders * (group->size / std::max<int64_t>(length, 1)), context));
  }
  std::optional<CollectiveOp> collective = getCollective(op);
  if (!collective)
    return SmallVector<Communication, 1>();
  std::optional<DeviceGroup> group =
      find(collective->grid.getValue(), collective->axes);
  if (!group)
    return std::nullopt;
  Communication result{*group, {}, {}};
  Count elements = context.elements(collective->whole);
  if (!elements.isExact()) {
    result.ring = result.tree = unknownBytes();
    return one(std::move(result));
  }
  Count groups = numGroups(*group, context);
  auto bytesOf = [&](CollectiveAlgorithm algorithm) {
    Messages messages =
        messagesOf(collective->kind, algorithm, group->size, elements.lower());
    auto bytes = [&](const Expr &count) {
      return context.bytes(collective->message, Count(count));
    };
    return SentBytes{messages.steps, bytes(messages.sent),
                     bytes(messages.total) * groups, bytes(messages.path)};
  };
  result.ring = bytesOf(CollectiveAlgorithm::Ring);
  result.tree = bytesOf(CollectiveAlgorithm::Tree);
  return one(std::move(result));
}
