//===- LineFootprint.h - The cache lines of a box of points -----*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_CACHE_LINEFOOTPRINT_H
#define FPO_LIB_CACHE_LINEFOOTPRINT_H

#include "fpo/Cache/ScheduledNest.h"

namespace mlir::fpo {

/// The points of one dimension that some loops go through while those around
/// them stand still.
struct TileExtent {
  Expr points;
  /// Where it begins is a multiple of this; zero if it begins at zero.
  Expr grid;
};

/// The same of each dimension of a nest.
using NestBox = llvm::SmallVector<TileExtent, 8>;

/// Positions `stride` bytes apart, a part of a footprint.
struct FootprintAxis {
  Expr stride;
  Expr count;
};

/// What `reference` touches in `box`, as a box in memory: the axes in the order
/// of their strides where these are numbers. Axes of one position are left out.
/// Distinct positions, but for axes that overlap.
llvm::SmallVector<FootprintAxis, 6>
footprintAxes(const NestReference &reference, const NestBox &box);

/// The distinct lines that `reference` touches in `box`, times the size of a
/// line. Buffers begin at a line. Where a row begins within a line is averaged
/// over the places at which it may begin; a row of symbolic length, or one that
/// begins at a multiple of something symbolic, begins at a line.
/// [cache.lines]
Expr lineBytes(const NestReference &reference, const NestBox &box,
               unsigned line);

/// At how many places within a line the rows of `reference` in `box` that lie
/// along `dim` begin.
int64_t rowPlaces(const NestReference &reference, const NestBox &box,
                  unsigned dim, unsigned line);

} // namespace mlir::fpo

#endif // FPO_LIB_CACHE_LINEFOOTPRINT_H
