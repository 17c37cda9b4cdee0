//===- LinkTime.h - How long devices communicate ----------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_DEVICES_LINKTIME_H
#define FPO_ANALYSIS_DEVICES_LINKTIME_H

#include "fpo/Analysis/Devices/Communication.h"
#include "fpo/Analysis/Energy/EnergyEstimate.h"

namespace mlir::fpo {

/// How long all that a program sends takes over one kind of link, in seconds:
/// the steps times the latency of a message, and the path by the bandwidth.
/// [devices.time]
struct LinkTime {
  Link link;
  /// None if what is sent depends on symbols; without an upper bound if the
  /// latency is not stated.
  std::optional<Estimate> ring, tree;
};

/// The time over the link `name` of `target`, the first one if that is empty.
/// Emits an error at `loc` if there is no such link.
FailureOr<LinkTime> estimateLinkTime(const Target &target, StringRef name,
                                     const SentBytes &ring,
                                     const SentBytes &tree, Location loc);

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_DEVICES_LINKTIME_H
