//===- ReuseWindow.h - What is touched between two touches ------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_CACHE_REUSEWINDOW_H
#define FPO_LIB_CACHE_REUSEWINDOW_H

#include "LineFootprint.h"

#include "mlir/Support/LLVM.h"
#include "llvm/ADT/SmallBitVector.h"

#include <optional>

namespace mlir::fpo {

/// A part of a whole.
struct Share {
  int64_t part, whole;
};

/// The references to the same elements in the same points.
struct ReferenceGroup {
  const NestReference *reference;
  /// The dimensions that it depends on.
  llvm::SmallBitVector dims;
  /// By pass.
  llvm::SmallBitVector present, writes;
};

/// A part of what is touched between two touches of a line.
struct WindowPart {
  NestBox box;
  /// The passes whose references take part.
  llvm::SmallBitVector passes;
  /// The loop along which the line lies: of what depends on it, only the part
  /// behind the line, or before it, is touched. None if the line lies along no
  /// loop within.
  std::optional<ScheduleLoop> split;
  /// One iteration of `split`, as far as the next loop along which the line
  /// lies, if there is such: its dimension.
  NestBox slice;
  std::optional<unsigned> nextSplit;

  bool has(const ReferenceGroup &group) const {
    return passes.anyCommon(group.present);
  }
  bool splits(const ReferenceGroup &group) const {
    return split && has(group) && group.dims.test(split->dim);
  }
};

/// What is touched between the last touch of a line at one place of the loops
/// and its first touch at the next.
struct ReuseWindow {
  /// From the last touch on, and up to the first one.
  WindowPart tail, head;
  /// Whole passes behind the tail, and before the head.
  WindowPart oldPasses, newPasses;
  /// The dimensions in which the next place is elsewhere, and the loop over
  /// which it is the neighbour, if there is such.
  llvm::SmallBitVector moved;
  std::optional<ScheduleLoop> neighbour;
  /// Of the lines, those that lie in rows that are no longer than a line but
  /// straddle two: between their touches lies what is touched with the other
  /// line.
  Share straddling = {0, 1};
  /// The window is that of such a line, and rows begin at different places.
  bool changesApart = false;

  bool movesAway(const ReferenceGroup &group) const {
    return moved.anyCommon(group.dims);
  }
  bool movesAside(const ReferenceGroup &group) const {
    return neighbour && group.dims.test(neighbour->dim);
  }
};

} // namespace mlir::fpo

#endif // FPO_LIB_CACHE_REUSEWINDOW_H
