//===- Arena.cpp - The memory of a run ------------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Runtime/Arena.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <new>

using namespace mlir::fpo;

static constexpr size_t kAlignment = 64;
static constexpr size_t kChunkBytes = size_t(16) << 20;

void *Arena::allocate(size_t bytes) {
  if (bytes > std::numeric_limits<ptrdiff_t>::max() - 2 * kAlignment)
    return nullptr;
  for (; current < chunks.size(); ++current) {
    Chunk &chunk = chunks[current];
    auto begin = reinterpret_cast<uintptr_t>(chunk.memory.get());
    size_t offset =
        ((begin + chunk.used + kAlignment - 1) & ~(kAlignment - 1)) - begin;
    if (offset <= chunk.size && bytes <= chunk.size - offset) {
      chunk.used = offset + bytes;
      return chunk.memory.get() + offset;
    }
  }
  size_t size = std::max(kChunkBytes, bytes + kAlignment);
  std::unique_ptr<char[]> memory(new (std::nothrow) char[size]);
  if (!memory)
    return nullptr;
  chunks.push_back({std::move(memory), size, 0});
  return allocate(bytes);
}

void Arena::reset() {
  for (Chunk &chunk : chunks)
    chunk.used = 0;
  current = 0;
}
