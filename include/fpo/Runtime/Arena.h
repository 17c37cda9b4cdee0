//===- Arena.h - The memory of a run ----------------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_RUNTIME_ARENA_H
#define FPO_RUNTIME_ARENA_H

#include <cstddef>
#include <memory>
#include <vector>

namespace mlir::fpo {

/// What a compiled program allocates in one run. Bufferization leaves it open
/// who frees a buffer; here the end of the run does. The memory is kept for the
/// next run, which then finds its pages in place.
class Arena {
public:
  /// Memory at a multiple of 64 bytes; null if there is none.
  void *allocate(size_t bytes);

  /// All that was allocated may be used again.
  void reset();

private:
  struct Chunk {
    std::unique_ptr<char[]> memory;
    size_t size, used;
  };

  std::vector<Chunk> chunks;
  size_t current = 0;
};

} // namespace mlir::fpo

#endif // FPO_RUNTIME_ARENA_H
