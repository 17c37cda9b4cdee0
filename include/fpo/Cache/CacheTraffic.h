//===- CacheTraffic.h - What crosses a level of the caches ------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_CACHE_CACHETRAFFIC_H
#define FPO_CACHE_CACHETRAFFIC_H

#include "fpo/Cache/ScheduledNest.h"

#include "mlir/Support/LLVM.h"

namespace mlir::fpo {

/// A cache that replaces the line least recently used, allocates lines that are
/// written, and writes them back when they leave.
struct CacheGeometry {
  /// In bytes: a number, or an expression over symbols.
  Expr capacity;
  /// In bytes, a power of two.
  unsigned line = 64;
  /// Ways of a set; 0 if fully associative.
  unsigned associativity = 0;
};

/// What crosses the border between a cache and the next level, in bytes; whole
/// lines.
struct CacheTraffic {
  /// Into the cache.
  Expr read;
  /// Out of it: lines that were written, those that are still in the cache at
  /// the end included.
  Expr write;

  CacheTraffic &operator+=(const CacheTraffic &other) {
    read += other.read;
    write += other.write;
    return *this;
  }
};

/// The traffic of a nest through a cache that holds nothing of it at the start
/// and sees every access. [cache.traffic]
///
/// An access hits if the lines touched since the line was touched last fit into
/// the cache (Mattson et al., Evaluation techniques for storage hierarchies,
/// IBM Systems Journal 9(2), 1970). What is touched in between is found from
/// the loop that carries the reuse; its lines are counted, and enumerated at a
/// few places where sets or the places of rows within lines decide.
CacheTraffic computeTraffic(const ScheduledNest &nest,
                            const CacheGeometry &cache);

} // namespace mlir::fpo

#endif // FPO_CACHE_CACHETRAFFIC_H
