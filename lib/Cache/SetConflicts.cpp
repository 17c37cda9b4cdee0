//===- SetConflicts.cpp - Hits in a cache with sets -----------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SetConflicts.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"

#include <algorithm>
#include <cmath>

using namespace mlir;
using namespace mlir::fpo;

/// At how many places of the loops a window of so many lines is looked at: at
/// more where that takes little time, since conflicts may be rare, and yet cost
/// much where lines are used often.
static unsigned numSamples(int64_t lines) {
  constexpr int64_t kMostLines = 4096, kFewest = 4, kMost = 64;
  return std::clamp(kMostLines / std::max<int64_t>(lines, 1), kFewest, kMost);
}

/// A number from 0 to `size`, exclusive: evenly spread over the samples, and
/// over all dimensions together. Roberts' sequence: the powers of the inverse
/// of a generalised golden ratio.
static int64_t spread(unsigned sample, unsigned dimension, int64_t size) {
  constexpr double kRatio = 1.0749; // of about ten dimensions
  double at = 0.5 + (sample + 1) * std::pow(1 / kRatio, dimension + 1);
  return std::min(int64_t((at - std::floor(at)) * double(size)), size - 1);
}

static int64_t valueOf(const Expr &expr) { return int64_t(expr.constant()); }

/// What is looked at before it is certain that little remains.
static int64_t maxLinesOf(const CacheGeometry &cache) {
  return std::min(8 * valueOf(cache.capacity) / cache.line,
                  SetConflicts::kMaxLines);
}

SetConflicts::SetConflicts(const ScheduledNest &nest,
                           ArrayRef<ReferenceGroup> groups,
                           const CacheGeometry &cache)
    : nest(nest), groups(groups), line(cache.line), ways(cache.associativity),
      occupancy(valueOf(cache.capacity) / (line * ways), line,
                maxLinesOf(cache)) {
  int64_t end = 0;
  for (const NestBuffer &buffer : nest.buffers) {
    bases.push_back(end);
    end += llvm::alignTo(valueOf(buffer.size), line);
  }
}

SetConflicts::Sample SetConflicts::sample(const ReuseWindow &window,
                                          unsigned number,
                                          unsigned samples) const {
  Sample at;
  const NestBox &box = window.tail.box;
  for (auto [dim, extent] : llvm::enumerate(box)) {
    int64_t whole = valueOf(nest.extents[dim]), points = valueOf(extent.points),
            grid = valueOf(extent.grid);
    if (grid == 0 || points >= whole) {
      at.oldPosition.push_back(0);
      at.newPosition.push_back(0);
      continue;
    }
    bool isNeighbour = window.neighbour && window.neighbour->dim == dim;
    int64_t places = (whole - points) / grid + 1;
    int64_t step = isNeighbour ? valueOf(window.neighbour->step) : 0;
    if (isNeighbour)
      places = std::max<int64_t>((whole - points - step) / grid + 1, 1);
    int64_t place = spread(number, dim, places) * grid;
    if (window.moved.test(dim) && !isNeighbour) {
      // From the last tile to the first.
      at.oldPosition.push_back((whole - points) / grid * grid);
      at.newPosition.push_back(0);
      continue;
    }
    at.oldPosition.push_back(place);
    at.newPosition.push_back(place + step);
  }
  auto turnsOf = [&](const WindowPart &part) -> int64_t {
    if (!part.split)
      return 1;
    return llvm::divideCeil(valueOf(part.box[part.split->dim].points),
                            valueOf(part.split->step));
  };
  at.tailTurns = turnsOf(window.tail);
  at.tailPlace = (2 * number + 1) * at.tailTurns / (2 * samples);
  at.nextPlace = spread(number, box.size(), 1 << 20) / double(1 << 20);
  at.change = spread(number, box.size() + 1, 1 << 20) / double(1 << 20);
  at.headPlace = (2 * number + 1) * turnsOf(window.head) / (2 * samples);
  return at;
}

int64_t SetConflicts::locate(const ReferenceGroup &group,
                             const WindowPart &part, const Position &position,
                             std::optional<Range> range,
                             SmallVectorImpl<ByteAxis> &axes) const {
  NestBox box = part.box;
  int64_t begin = 0;
  if (range) {
    int64_t step = valueOf(part.split->step);
    TileExtent &extent = box[part.split->dim];
    begin = range->begin * step;
    extent.points = std::min(range->end * step, valueOf(extent.points)) - begin;
  }
  int64_t origin = bases[group.reference->buffer];
  for (const Subscript &subscript : group.reference->subscripts)
    for (const SubscriptTerm &term : subscript.terms) {
      int64_t at = position[term.dim];
      if (range && term.dim == part.split->dim)
        at += begin;
      origin += valueOf(subscript.stride) * term.coefficient * at;
    }
  for (const FootprintAxis &axis : footprintAxes(*group.reference, box))
    axes.push_back({valueOf(axis.stride), valueOf(axis.count)});
  return origin;
}

bool SetConflicts::add(const ReferenceGroup &group, const WindowPart &part,
                       const Position &position, std::optional<Range> range) {
  if (!part.has(group) || (range && range->begin >= range->end))
    return true;
  SmallVector<ByteAxis, 6> axes;
  int64_t origin = locate(group, part, position, range, axes);
  return occupancy.add(origin, axes, group.reference->elementBytes);
}

bool SetConflicts::addSlice(const ReferenceGroup &group, const WindowPart &part,
                            const Position &position, double begin,
                            double end) {
  WindowPart slice = part;
  slice.box = part.slice;
  if (!part.nextSplit || !group.dims.test(*part.nextSplit))
    return add(group, slice, position);
  slice.split = ScheduleLoop{*part.nextSplit, 1};
  double points = double(valueOf(slice.box[*part.nextSplit].points));
  return add(group, slice, position,
             Range{int64_t(begin * points), int64_t(end * points)});
}

bool SetConflicts::addStraddling(const ReferenceGroup &group,
                                 const ReuseWindow &window, const Sample &at) {
  unsigned dim = window.tail.split->dim;
  int64_t points = valueOf(window.tail.box[dim].points);
  int64_t change = 1 + int64_t(at.change * double(points - 1));
  WindowPart part = window.tail;
  part.split = ScheduleLoop{dim, 1};
  // One place of all rows.
  WindowPart column = window.tail;
  column.slice = window.tail.box;
  column.slice[dim].points = 1;
  if (at.tailPlace == 0)
    return add(group, part, at.oldPosition, Range{change, points}) &&
           addSlice(group, column, at.newPosition, 0, at.nextPlace);
  Position last = at.oldPosition;
  last[dim] += points - 1;
  return addSlice(group, column, last, at.nextPlace, 1) &&
         add(group, part, at.newPosition, Range{0, change});
}

bool SetConflicts::addWindow(const ReferenceGroup &own,
                             const ReuseWindow &window, const Sample &at) {
  const WindowPart &tail = window.tail, &head = window.head;
  int64_t end = std::numeric_limits<int32_t>::max();
  return llvm::all_of(groups, [&](const ReferenceGroup &group) {
    if (!add(group, window.oldPasses, at.oldPosition) ||
        !add(group, window.newPasses, at.newPosition))
      return false;
    bool isSame = !window.movesAway(group) && !window.movesAside(group);
    if (isSame && &group == &own && window.changesApart)
      return addStraddling(group, window, at);
    if (isSame && tail.splits(group) && head.splits(group))
      return add(group, tail, at.oldPosition);
    // Beside the place of the line there is only a part of an iteration.
    bool isSplit = tail.splits(group) && head.splits(group);
    bool hasBoth = head.nextSplit && !group.dims.test(*head.nextSplit);
    std::optional<Range> behind, before;
    if (tail.splits(group))
      behind = Range{at.tailPlace, end};
    else if (tail.split && !isSame && at.tailPlace + 1 >= at.tailTurns)
      return addSlice(group, tail, at.oldPosition, at.nextPlace, 1) &&
             add(group, head, at.newPosition);
    if (head.splits(group))
      before = Range{0, at.headPlace + (!isSplit || hasBoth ? 1 : 0)};
    else if (head.split && !isSame && at.headPlace == 0)
      return add(group, tail, at.oldPosition) &&
             addSlice(group, head, at.newPosition, 0, at.nextPlace);
    return add(group, tail, at.oldPosition, behind) &&
           add(group, head, at.newPosition, before);
  });
}

Share SetConflicts::remaining(const ReferenceGroup &group,
                              const ReuseWindow &window, int64_t lines) {
  Share share{0, 0};
  unsigned samples = numSamples(lines);
  for (unsigned number = 0; number < samples; ++number) {
    Sample at = sample(window, number, samples);
    occupancy.clear();
    bool isWhole = addWindow(group, window, at);
    // The other lines of the operand see much the same of the sets.
    SmallVector<ByteAxis, 6> axes;
    int64_t origin =
        locate(group, window.tail, at.oldPosition, std::nullopt, axes);
    forEachRow(origin, axes, group.reference->elementBytes, line,
               [&](int64_t begin, int64_t length) {
                 for (int64_t address = begin / line * line;
                      address < begin + length; address += line) {
                   ++share.whole;
                   if (isWhole && occupancy.atAddress(address) <= ways)
                     ++share.part;
                 }
                 return true;
               });
  }
  return share;
}
