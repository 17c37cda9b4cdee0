//===- LinkTime.cpp - How long devices communicate ------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/Devices/LinkTime.h"

#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace mlir::fpo;

/// [devices.time]
static std::optional<Estimate> timeOf(const Link &link, const SentBytes &sent) {
  std::optional<Estimate> steps = toEstimate(sent.steps);
  std::optional<Estimate> path = toEstimate(sent.path);
  if (!steps || !path)
    return std::nullopt;
  const Quantity &rate = link.bytesPerSecond.value;
  Estimate seconds = *path * Quantity{1 / rate.upper, 1 / rate.lower};
  if (link.latency)
    return seconds + *steps * link.latency->value;
  if (steps->lower != 0 || steps->upper != 0.0)
    seconds.upper.reset();
  return seconds;
}

FailureOr<LinkTime> fpo::estimateLinkTime(const Target &target, StringRef name,
                                          const SentBytes &ring,
                                          const SentBytes &tree, Location loc) {
  const Link *link = nullptr;
  for (const Link &known : target.links)
    if (!link && (name.empty() || known.name == name))
      link = &known;
  if (link)
    return LinkTime{*link, timeOf(*link, ring), timeOf(*link, tree)};
  InFlightDiagnostic error = emitError(loc);
  if (target.links.empty())
    return error << "the target '" << target.name
                 << "' states no links to other devices";
  return error << "the target '" << target.name << "' has no link '" << name
               << "', but "
               << llvm::join(llvm::map_range(
                                 target.links,
                                 [](const Link &known) { return known.name; }),
                             ", ");
}
