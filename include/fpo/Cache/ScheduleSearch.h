//===- ScheduleSearch.h - A schedule with little traffic --------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_CACHE_SCHEDULESEARCH_H
#define FPO_CACHE_SCHEDULESEARCH_H

#include "fpo/Cache/CacheTraffic.h"
#include "fpo/Cache/NestBuilder.h"

namespace mlir::fpo {

/// A cache, and what it costs to move a byte between it and the next level: the
/// seconds that this takes, or one if rates are not known.
struct WeighedCache {
  CacheGeometry geometry;
  double costOfByte = 1;
};

/// The order of the loops of `op` and one level of tiles for which all bytes
/// that cross the caches cost least, as far as a search finds it: from two
/// starts, it changes one tile or swaps two loops as long as that is better,
/// some hundred times at most. Tiles are powers of two. The search takes the
/// caches as fully associative; sets are for computeTraffic. Null if no order
/// or tile is better than the loops over points in the order of the op.
///
/// The error says why there is none: the op has no loops that a schedule could
/// order, or a size is a symbol.
llvm::Expected<ScheduleAttr>
chooseSchedule(Operation *op, ArrayRef<WeighedCache> caches, SizeLookup size);

} // namespace mlir::fpo

#endif // FPO_CACHE_SCHEDULESEARCH_H
