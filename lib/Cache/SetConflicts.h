//===- SetConflicts.h - Hits in a cache with sets ---------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_CACHE_SETCONFLICTS_H
#define FPO_LIB_CACHE_SETCONFLICTS_H

#include "ReuseWindow.h"
#include "SetOccupancy.h"

#include "fpo/Cache/CacheTraffic.h"

namespace mlir::fpo {

/// Tells which lines are still in a cache with sets after a window: those in
/// whose set the window has no more lines than the set has ways. The lines of a
/// window are enumerated, at a few places of the loops around it.
/// [cache.sets]
class SetConflicts {
public:
  /// Lines of a window beyond which they are taken as spread evenly.
  static constexpr int64_t kMaxLines = 1 << 13;

  /// Everything in `nest` and `cache` must be a number.
  SetConflicts(const ScheduledNest &nest, ArrayRef<ReferenceGroup> groups,
               const CacheGeometry &cache);

  /// The part of the lines of `group` that are still there after `window`,
  /// which has about so many `lines`.
  Share remaining(const ReferenceGroup &group, const ReuseWindow &window,
                  int64_t lines);

private:
  using Position = SmallVector<int64_t, 8>;
  struct Range {
    int64_t begin, end;
  };
  /// Where the window lies, and where in it the line.
  struct Sample {
    Position oldPosition, newPosition;
    /// The iterations of the loops that split the tail and the head.
    int64_t tailPlace, tailTurns, headPlace;
    /// Where the line lies along the next loop that splits, within one
    /// iteration of the first: from 0 to 1.
    double nextPlace;
    /// Where rows that straddle two lines change over, likewise.
    double change;
  };

  Sample sample(const ReuseWindow &window, unsigned number,
                unsigned samples) const;
  /// Adds what `group`, the one of the line, touches if its rows straddle lines
  /// and change over at different places.
  bool addStraddling(const ReferenceGroup &group, const ReuseWindow &window,
                     const Sample &at);
  bool addWindow(const ReferenceGroup &own, const ReuseWindow &window,
                 const Sample &at);
  /// Adds what `group` touches in `box`, or in a range of one dimension of it.
  bool add(const ReferenceGroup &group, const WindowPart &part,
           const Position &position, std::optional<Range> range = {});
  /// Adds what `group` touches of the slice of `part` in which the line lies,
  /// from a place on or up to it.
  bool addSlice(const ReferenceGroup &group, const WindowPart &part,
                const Position &position, double begin, double end);
  /// The first address, and the axes from there.
  int64_t locate(const ReferenceGroup &group, const WindowPart &part,
                 const Position &position, std::optional<Range> range,
                 SmallVectorImpl<ByteAxis> &axes) const;

  const ScheduledNest &nest;
  ArrayRef<ReferenceGroup> groups;
  int64_t line, ways;
  SetOccupancy occupancy;
  /// The first address of each buffer.
  SmallVector<int64_t> bases;
};

} // namespace mlir::fpo

#endif // FPO_LIB_CACHE_SETCONFLICTS_H
