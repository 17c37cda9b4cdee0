//===- AllocationTrace.h - What a run allocates, and when -------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_RUNTIME_ALLOCATIONTRACE_H
#define FPO_RUNTIME_ALLOCATIONTRACE_H

#include "llvm/ADT/DenseMap.h"

#include <cstdint>
#include <vector>

namespace mlir::fpo {

/// Watches the allocations of a run, and between which of its steps each one is
/// used. What a run takes at least is found once it has ended, since nobody
/// knows before what will still be used.
class AllocationTrace {
public:
  void clear();
  /// `address` now begins memory of `bytes` bytes.
  void allocate(const void *address, uint64_t bytes);
  /// An op begins.
  void step() { ++now; }
  /// The op uses the memory that begins at `address`. What was not allocated,
  /// such as an argument, does not count.
  void use(const void *address);

  /// The most bytes that are allocated at once if each allocation is made when
  /// it is used for the first time, and freed when it has been used for the
  /// last time.
  uint64_t getPeak() const;
  /// The allocations that are used, and the bytes of all of them.
  uint64_t getNumAllocations() const;
  uint64_t getTotal() const;

private:
  struct Allocation {
    uint64_t bytes;
    /// The steps of the first and the last use; none if `last` is 0.
    uint64_t first = 0, last = 0;
  };
  std::vector<Allocation> allocations;
  llvm::DenseMap<const void *, size_t> byAddress;
  uint64_t now = 0;
};

} // namespace mlir::fpo

#endif // FPO_RUNTIME_ALLOCATIONTRACE_H
