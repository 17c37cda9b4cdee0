//===- SetOccupancy.h - How many lines fall into each set -------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_CACHE_SETOCCUPANCY_H
#define FPO_LIB_CACHE_SETOCCUPANCY_H

#include "mlir/Support/LLVM.h"

#include <cstdint>
#include <vector>

namespace mlir::fpo {

/// Positions `stride` bytes apart.
struct ByteAxis {
  int64_t stride;
  int64_t count;
};

/// Distinct lines of memory, and how many of them fall into each set of a
/// cache.
class SetOccupancy {
public:
  SetOccupancy(int64_t numSets, int64_t line, int64_t maxLines);

  void clear();
  /// Adds the lines of a box in memory: at `origin` and along `axes`, in the
  /// order of their strides. False if there are more lines than `maxLines`.
  bool add(int64_t origin, ArrayRef<ByteAxis> axes, int64_t elementBytes);
  /// The lines in the set of the one at `address`.
  int64_t atAddress(int64_t address) const {
    const Entry &set = counts[(address / line) % numSets];
    return set.round == round ? set.number : 0;
  }

private:
  bool addLine(int64_t number);

  /// Valid if it is of the current round.
  struct Entry {
    int64_t number = 0;
    uint32_t round = 0;
  };

  int64_t numSets, line, maxLines, numLines = 0;
  /// By set.
  std::vector<Entry> counts;
  /// A hash table of line numbers, with open addressing.
  std::vector<Entry> table;
  uint32_t round = 1;
};

/// Calls `visit` with the first byte and the length of each row of the box: a
/// stretch of memory in which every line is touched.
void forEachRow(int64_t origin, ArrayRef<ByteAxis> axes, int64_t elementBytes,
                int64_t line,
                llvm::function_ref<bool(int64_t begin, int64_t length)> visit);

} // namespace mlir::fpo

#endif // FPO_LIB_CACHE_SETOCCUPANCY_H
