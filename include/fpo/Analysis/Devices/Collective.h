//===- Collective.h - What devices send each other --------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_DEVICES_COLLECTIVE_H
#define FPO_ANALYSIS_DEVICES_COLLECTIVE_H

#include "fpo/Count/Expr.h"

namespace mlir::fpo {

/// What a group of devices does together.
enum class CollectiveKind {
  AllGather,
  AllReduce,
  AllToAll,
  Broadcast,
  Gather,
  Reduce,
  ReduceScatter,
  Scatter
};

/// How it is done: with long messages to a neighbour, or with few of them.
/// [devices.ring] [devices.tree]
enum class CollectiveAlgorithm { Ring, Tree };

/// Messages of a group of devices, counted in elements.
struct Messages {
  /// One after the other.
  int64_t steps = 0;
  /// By the device of the group that sends most.
  Expr sent;
  /// By all devices of the group.
  Expr total;
  /// One after the other: the longest message of each step.
  Expr path;
};

/// The messages of `devices` devices for a tensor of `elements` elements: that
/// which is reduced, scattered, broadcast or exchanged by each, or that which
/// is gathered. [devices.ring] [devices.tree]
///
/// The formulas are those of Thakur, Rabenseifner, Gropp: Optimization of
/// collective communication operations in MPICH, IJHPCA 19(1), 2005, and
/// Patarasuk, Yuan: Bandwidth optimal all-reduce algorithms for clusters of
/// workstations, JPDC 69(2), 2009, for any number of devices and elements.
Messages messagesOf(CollectiveKind kind, CollectiveAlgorithm algorithm,
                    int64_t devices, const Expr &elements);

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_DEVICES_COLLECTIVE_H
