//===- Devices.h - A program on many devices --------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_DEVICES_DEVICES_H
#define FPO_ANALYSIS_DEVICES_DEVICES_H

#include "fpo/Analysis/CostAnalysis.h"
#include "fpo/Analysis/Devices/Communication.h"
#include "fpo/Analysis/Devices/LinkTime.h"
#include "fpo/Analysis/Devices/Pipeline.h"

namespace mlir::fpo {

/// A grid of devices.
struct DeviceGrid {
  std::string name;
  /// `ShapedType::kDynamic` for an axis without a static size.
  SmallVector<int64_t> shape;

  /// How many devices there are; unknown if an axis has no static size.
  Count devices() const;
};

/// What the ops of one kind send in the groups along some axes of a grid.
struct GroupCommunication {
  std::string op;
  std::string grid;
  SmallVector<int16_t> axes;
  /// The devices of a group.
  int64_t size;
  size_t numOps = 0;
  SentBytes ring, tree;
};

/// A program that each device of a grid runs: what it sends, and its stages.
/// [devices.program]
struct DeviceCosts {
  std::vector<DeviceGrid> grids;
  /// In the order of the program.
  std::vector<GroupCommunication> communication;
  /// All of that.
  SentBytes ring, tree;
  /// Ops of which it is not known what they send, and why.
  std::vector<UnknownCost> unknown;
  /// The first op that says how a value is to be sharded; the program is then
  /// not yet that of one device.
  Operation *annotation = nullptr;
  Pipeline pipeline;
  /// On a machine, if one is given.
  std::optional<LinkTime> time;
  /// Why there is none though there is a machine; empty otherwise.
  std::string timeUnset;

  /// All devices; none if that is not the same for all grids.
  std::optional<Count> devices() const;
};

DeviceCosts computeDeviceCosts(const CostAnalysis &analysis,
                               const ProgramCost &program,
                               uint64_t microbatches);

/// What one run of an op sends, and why not all of that is known; empty if it
/// is.
struct KnownCommunication {
  /// None if nothing is known.
  std::optional<SmallVector<Communication, 1>> groups;
  std::string reason;
};
KnownCommunication getCommunication(const CostAnalysis &analysis,
                                    Operation *op);

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_DEVICES_DEVICES_H
