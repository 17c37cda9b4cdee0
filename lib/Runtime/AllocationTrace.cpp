//===- AllocationTrace.cpp - What a run allocates, and when ---------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Runtime/AllocationTrace.h"

#include <algorithm>

using namespace mlir::fpo;

void AllocationTrace::clear() { *this = AllocationTrace(); }

void AllocationTrace::allocate(const void *address, uint64_t bytes) {
  byAddress[address] = allocations.size();
  allocations.push_back({bytes});
}

void AllocationTrace::use(const void *address) {
  auto known = byAddress.find(address);
  if (known == byAddress.end())
    return;
  Allocation &allocation = allocations[known->second];
  if (allocation.last == 0)
    allocation.first = now;
  allocation.last = now;
}

uint64_t AllocationTrace::getPeak() const {
  // Signed changes by step; at one step, all that is used there is held.
  std::vector<std::pair<uint64_t, int64_t>> changes;
  for (const Allocation &allocation : allocations)
    if (allocation.last != 0) {
      changes.emplace_back(allocation.first, allocation.bytes);
      changes.emplace_back(allocation.last + 1, -int64_t(allocation.bytes));
    }
  std::sort(changes.begin(), changes.end());
  int64_t held = 0, peak = 0;
  for (const auto &[step, change] : changes) {
    held += change;
    peak = std::max(peak, held);
  }
  return peak;
}

uint64_t AllocationTrace::getNumAllocations() const {
  return std::count_if(
      allocations.begin(), allocations.end(),
      [](const Allocation &allocation) { return allocation.last != 0; });
}

uint64_t AllocationTrace::getTotal() const {
  uint64_t total = 0;
  for (const Allocation &allocation : allocations)
    total += allocation.last != 0 ? allocation.bytes : 0;
  return total;
}
