//===- Communication.h - Ops that communicate -------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_DEVICES_COMMUNICATION_H
#define FPO_ANALYSIS_DEVICES_COMMUNICATION_H

#include "fpo/Analysis/Devices/Collective.h"
#include "fpo/Interfaces/CostContext.h"

#include "mlir/Dialect/Shard/IR/ShardOps.h"

namespace mlir::fpo {

/// The devices that an op communicates among: those that differ along some axes
/// of a grid.
struct DeviceGroup {
  shard::GridOp grid;
  SmallVector<int16_t> axes;
  /// How many there are.
  int64_t size;
};

/// The devices along `axes` of the grid that `op` names; none if one of these
/// axes has no static size. [devices.group]
std::optional<DeviceGroup> getDeviceGroup(Operation *op, StringRef grid,
                                          ArrayRef<int16_t> axes);

/// A collective that an op stands for.
struct CollectiveOp {
  CollectiveKind kind;
  FlatSymbolRefAttr grid;
  ArrayRef<int16_t> axes;
  /// What is reduced, gathered, scattered, broadcast or exchanged.
  Value whole;
  /// Of whose element type the messages are.
  Value message;
  /// If something is reduced.
  std::optional<shard::ReductionKind> reduction;
};

/// The collective that `op` stands for; none if it is no such op.
std::optional<CollectiveOp> getCollective(Operation *op);

/// What one run of an op makes the devices of a group send, in bytes.
struct SentBytes {
  Count steps;
  /// By the device that sends most.
  Count sent;
  /// By all devices of all groups in the grid.
  Count total;
  /// One after the other.
  Count path;

  SentBytes &operator+=(const SentBytes &other);
};

/// An op's communication along the axes of one group.
struct Communication {
  DeviceGroup group;
  SentBytes ring, tree;
};

/// Whether `op` may send anything to another device.
bool isCommunication(Operation *op);

/// What one run of `op` sends, one entry for each group that it communicates
/// in; none if that is not known, and the reason is noted in `context`.
std::optional<SmallVector<Communication, 1>>
getCommunication(Operation *op, CostContext &context);

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_DEVICES_COMMUNICATION_H
