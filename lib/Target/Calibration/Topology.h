//===- Topology.h - Cores and caches of this machine ------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_TARGET_CALIBRATION_TOPOLOGY_H
#define FPO_TARGET_CALIBRATION_TOPOLOGY_H

#include "fpo/Target/Target.h"

namespace mlir::fpo {

/// A processor, as the system numbers them, of each of `cores` physical cores
/// that this process may use; empty if the system doesn't say.
std::vector<unsigned> findProcessors(unsigned cores);

/// The levels of the memory as far as the system tells: the caches of
/// `processors`, of which some share caches, and the main memory. Bandwidths
/// are unrated. At least the main memory is there.
std::vector<MemoryLevel> findMemoryLevels(ArrayRef<unsigned> processors,
                                          unsigned cores);

} // namespace mlir::fpo

#endif // FPO_TARGET_CALIBRATION_TOPOLOGY_H
