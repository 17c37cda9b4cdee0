//===- CacheTraffic.cpp - What crosses a level of the caches --------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// Every access counts as a miss at first. Then, from the innermost loop to the
// outermost, what the iterations of a loop touch alike is taken off, if it is
// still in the cache: if what is touched between the last time in one
// iteration and the first time in the next fits.
//
//===----------------------------------------------------------------------===//

#include "fpo/Cache/CacheTraffic.h"

#include "ReuseWindow.h"
#include "SetConflicts.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace mlir::fpo;

namespace {
/// Lines, times their size, that are loaded, and loaded and written.
/// [cache.write]
struct Misses {
  Expr all, dirty;
};

/// How much a window holds: of lines that lie at the first iteration of the
/// loops along which they lie, from the second to the last but one, and at the
/// last. [cache.distance]
struct Distance {
  Expr first = 0, second = 0, lastButOne = 0, last = 0;

  void add(Expr atFirst, Expr atSecond, Expr atLastButOne, Expr atLast) {
    first += atFirst;
    second += atSecond;
    lastButOne += atLastButOne;
    last += atLast;
  }
};

class TrafficModel {
public:
  TrafficModel(const ScheduledNest &nest, const CacheGeometry &cache);
  CacheTraffic compute();

private:
  Expr bytes(unsigned group, const NestBox &box) const {
    return lineBytes(*groups[group].reference, box, cache.line);
  }
  /// The part of `box` that one iteration of `loop` goes through.
  static NestBox enter(NestBox box, const ScheduleLoop &loop);
  static bool runsOnce(const NestBox &box, const ScheduleLoop &loop);

  Misses missesOfPass(unsigned group, unsigned pass, size_t level,
                      const NestBox &box) const;
  Misses missesOfPasses(unsigned group, const NestBox &box) const;
  Misses missesOfShared(unsigned group, size_t level, const NestBox &box) const;
  /// The sum over the iterations of `loop`, and the bytes that they touch
  /// together, each by itself.
  std::pair<Misses, Expr>
  sumOver(const ScheduleLoop &loop, unsigned group, const NestBox &box,
          llvm::function_ref<Misses(const NestBox &)> inner) const;

  /// How the lines of a group go on from one iteration of a loop to the next.
  struct Reuse {
    unsigned group;
    /// Only where one row ends and the next one begins: the lines lie along no
    /// loop that takes smaller steps in memory than this many bytes.
    std::optional<int64_t> endsOfRows;
    /// Rows no longer than a line lie in two lines, not in one.
    bool straddles = false;
  };
  ReuseWindow windowOfPassLoop(unsigned group, unsigned pass, size_t level,
                               const NestBox &box, bool straddles) const;
  ReuseWindow windowOfSharedLoop(unsigned group, size_t level,
                                 const NestBox &box, bool straddles) const;
  ReuseWindow windowBetween(const Reuse &reuse, unsigned from, unsigned to,
                            const NestBox &box) const;
  Reuse reuseOver(unsigned group, const ScheduleLoop &loop, const NestBox &box,
                  bool straddles) const;
  /// Whether the lines that are used again lie at different iterations.
  bool liesAlong(const Reuse &reuse, const ScheduleLoop &loop) const;
  /// Goes on to the first of `loops` that the lines lie along.
  WindowPart narrow(const Reuse &reuse, ArrayRef<ScheduleLoop> loops,
                    NestBox box, llvm::SmallBitVector passes,
                    ReuseWindow &window) const;
  /// The iterations that touch the same line, if all of the line is touched.
  int64_t turnsInLine(unsigned group, const ScheduleLoop &loop) const;
  /// Of the lines of `group` in `box`, where a row along `loop` is no longer
  /// than a line, the part that lies in rows of two lines.
  Share straddling(unsigned group, const ScheduleLoop &loop,
                   const NestBox &box) const;
  /// The bytes from one iteration to the next; none if that is a symbol.
  std::optional<int64_t> stepInMemory(unsigned group,
                                      const ScheduleLoop &loop) const;
  llvm::SmallBitVector passes(size_t begin, size_t end) const;

  Distance distance(const ReuseWindow &window) const;
  /// Of `reuse` bytes, those that are still in the cache after the window.
  Expr hitsAfter(unsigned group, const ReuseWindow &window,
                 const Expr &reuse) const;
  /// The same of lines in rows that straddle two lines, after their window.
  Expr hitsInTwoLines(unsigned group, ReuseWindow window,
                      const Expr &reuse) const;
  /// The same of all lines.
  Expr hits(unsigned group, const Expr &reuse,
            llvm::function_ref<ReuseWindow(bool straddles)> windowOf) const;

  const ScheduledNest &nest;
  const CacheGeometry &cache;
  SmallVector<ReferenceGroup> groups;
  /// None for a fully associative cache, and where something is a symbol.
  std::unique_ptr<SetConflicts> sets;
};
} // namespace

//===----------------------------------------------------------------------===//
// References and boxes
//===----------------------------------------------------------------------===//

static bool touchTheSame(const NestReference &lhs, const NestReference &rhs) {
  auto sameTerm = [](const SubscriptTerm &lhs, const SubscriptTerm &rhs) {
    return lhs.dim == rhs.dim && lhs.coefficient == rhs.coefficient;
  };
  return lhs.buffer == rhs.buffer &&
         llvm::equal(lhs.subscripts, rhs.subscripts,
                     [&](const Subscript &lhs, const Subscript &rhs) {
                       return lhs.stride == rhs.stride &&
                              llvm::equal(lhs.terms, rhs.terms, sameTerm);
                     });
}

static bool isNumber(const ScheduledNest &nest) {
  auto isConstant = [](const Expr &expr) { return expr.isConstant(); };
  auto areNumbers = [](ArrayRef<ScheduleLoop> loops) {
    return llvm::all_of(
        loops, [](const ScheduleLoop &loop) { return loop.step.isConstant(); });
  };
  return llvm::all_of(nest.extents, isConstant) && areNumbers(nest.shared) &&
         llvm::all_of(nest.buffers,
                      [](const NestBuffer &buffer) {
                        return buffer.size.isConstant();
                      }) &&
         llvm::all_of(nest.passes, [&](const NestPass &pass) {
           return areNumbers(pass.loops) &&
                  llvm::all_of(pass.references, [&](const auto &reference) {
                    return llvm::all_of(reference.subscripts,
                                        [](const Subscript &subscript) {
                                          return subscript.stride.isConstant();
                                        });
                  });
         });
}

TrafficModel::TrafficModel(const ScheduledNest &nest,
                           const CacheGeometry &cache)
    : nest(nest), cache(cache) {
  size_t numPasses = nest.passes.size();
  for (auto [number, pass] : llvm::enumerate(nest.passes))
    for (const NestReference &reference : pass.references) {
      auto group = llvm::find_if(groups, [&](const ReferenceGroup &group) {
        return touchTheSame(*group.reference, reference);
      });
      if (group == groups.end()) {
        llvm::SmallBitVector dims(nest.extents.size());
        for (const Subscript &subscript : reference.subscripts)
          for (const SubscriptTerm &term : subscript.terms)
            dims.set(term.dim);
        llvm::SmallBitVector none(numPasses);
        groups.push_back({&reference, std::move(dims), none, none});
        group = std::prev(groups.end());
      }
      group->present.set(number);
      if (reference.writes)
        group->writes.set(number);
    }
  if (cache.associativity && isNumber(nest) && cache.capacity.isConstant())
    sets = std::make_unique<SetConflicts>(nest, groups, cache);
}

NestBox TrafficModel::enter(NestBox box, const ScheduleLoop &loop) {
  TileExtent &extent = box[loop.dim];
  if (!runsOnce(box, loop))
    extent = {loop.step, loop.step};
  return box;
}

bool TrafficModel::runsOnce(const NestBox &box, const ScheduleLoop &loop) {
  return (loop.step - box[loop.dim].points).isKnownNonNegative();
}

llvm::SmallBitVector TrafficModel::passes(size_t begin, size_t end) const {
  llvm::SmallBitVector set(nest.passes.size());
  if (begin < end)
    set.set(begin, end);
  return set;
}

//===----------------------------------------------------------------------===//
// Windows
//===----------------------------------------------------------------------===//

std::optional<int64_t>
TrafficModel::stepInMemory(unsigned group, const ScheduleLoop &loop) const {
  Expr step = 0;
  for (const Subscript &subscript : groups[group].reference->subscripts)
    for (const SubscriptTerm &term : subscript.terms)
      if (term.dim == loop.dim)
        step += subscript.stride * Expr(term.coefficient) * loop.step;
  if (!step.isConstant())
    return std::nullopt;
  return std::abs(int64_t(step.constant()));
}

int64_t TrafficModel::turnsInLine(unsigned group,
                                  const ScheduleLoop &loop) const {
  int64_t step = stepInMemory(group, loop).value_or(0);
  return step == 0 ? 1 : std::max<int64_t>(cache.line / step, 1);
}

Share TrafficModel::straddling(unsigned group, const ScheduleLoop &loop,
                               const NestBox &box) const {
  NestBox row = box;
  for (auto [dim, extent] : llvm::enumerate(row))
    if (dim != loop.dim)
      extent = {1, nest.extents[dim].isOne() ? 0 : 1};
  Expr bytes = this->bytes(group, row);
  if (!bytes.isConstant())
    return {0, 1};
  int64_t average = int64_t(bytes.constant());
  return {std::min(2 * (average - cache.line), average), average};
}

TrafficModel::Reuse TrafficModel::reuseOver(unsigned group,
                                            const ScheduleLoop &loop,
                                            const NestBox &box,
                                            bool straddles) const {
  Reuse whole = {group, std::nullopt, straddles};
  if (!groups[group].dims.test(loop.dim))
    return whole;
  std::optional<int64_t> step = stepInMemory(group, loop);
  if (!step || *step < cache.line)
    return whole;
  // Windows that overlap share more than the ends of rows.
  for (const Subscript &subscript : groups[group].reference->subscripts)
    if (llvm::any_of(
            subscript.terms,
            [&](const SubscriptTerm &term) { return term.dim == loop.dim; }) &&
        llvm::any_of(subscript.terms, [&](const SubscriptTerm &term) {
          return term.dim != loop.dim && !box[term.dim].points.isOne();
        }))
      return whole;
  return {group, step, straddles};
}

bool TrafficModel::liesAlong(const Reuse &reuse,
                             const ScheduleLoop &loop) const {
  if (!groups[reuse.group].dims.test(loop.dim))
    return false;
  if (!reuse.endsOfRows)
    return true;
  std::optional<int64_t> step = stepInMemory(reuse.group, loop);
  return !step || *step > *reuse.endsOfRows;
}

WindowPart TrafficModel::narrow(const Reuse &reuse,
                                ArrayRef<ScheduleLoop> loops, NestBox box,
                                llvm::SmallBitVector passes,
                                ReuseWindow &window) const {
  WindowPart part;
  part.passes = std::move(passes);
  while (!loops.empty()) {
    const ScheduleLoop &loop = loops.front();
    loops = loops.drop_front();
    if (runsOnce(box, loop))
      continue;
    if (liesAlong(reuse, loop)) {
      // A line is touched in as many iterations as lie within it.
      ScheduleLoop lines = {loop.dim,
                            loop.step * Expr(turnsInLine(reuse.group, loop))};
      if (!runsOnce(box, lines)) {
        part.split = lines;
        break;
      }
      if (turnsInLine(reuse.group, loop) > 1 && window.straddling.part == 0)
        window.straddling = straddling(reuse.group, loop, box);
      if (reuse.straddles && window.straddling.part > 0) {
        // Where the second line begins is in the middle, on average.
        part.split = {loop.dim, Expr::ceilDiv(box[loop.dim].points, 2)};
        break;
      }
    }
    // The line is touched last in the last iteration, first in the first one.
    window.moved.set(loop.dim);
    box = enter(std::move(box), loop);
  }
  if (part.split) {
    NestBox slice = enter(box, *part.split);
    for (const ScheduleLoop &loop : loops) {
      if (liesAlong(reuse, loop) &&
          !runsOnce(slice, {loop.dim, loop.step * Expr(turnsInLine(reuse.group,
                                                                   loop))})) {
        part.nextSplit = loop.dim;
        break;
      }
      slice = enter(std::move(slice), loop);
    }
    part.slice = std::move(slice);
  }
  part.box = std::move(box);
  return part;
}

ReuseWindow TrafficModel::windowOfPassLoop(unsigned group, unsigned pass,
                                           size_t level, const NestBox &box,
                                           bool straddles) const {
  ReuseWindow window;
  window.moved.resize(nest.extents.size());
  ArrayRef<ScheduleLoop> loops = nest.passes[pass].loops;
  NestBox inner = enter(box, loops[level]);
  window.neighbour = loops[level];
  window.tail = narrow(reuseOver(group, loops[level], inner, straddles),
                       loops.drop_front(level + 1), inner,
                       passes(pass, pass + 1), window);
  window.head = window.tail;
  return window;
}

ReuseWindow TrafficModel::windowBetween(const Reuse &reuse, unsigned from,
                                        unsigned to, const NestBox &box) const {
  ReuseWindow window;
  window.moved.resize(nest.extents.size());
  window.tail = narrow(reuse, nest.passes[from].loops, box,
                       passes(from, from + 1), window);
  window.head =
      narrow(reuse, nest.passes[to].loops, box, passes(to, to + 1), window);
  window.oldPasses.box = window.newPasses.box = box;
  window.oldPasses.passes =
      from < to ? passes(from + 1, to) : passes(from + 1, nest.passes.size());
  window.newPasses.passes = passes(0, from < to ? 0 : to);
  return window;
}

ReuseWindow TrafficModel::windowOfSharedLoop(unsigned group, size_t level,
                                             const NestBox &box,
                                             bool straddles) const {
  ArrayRef<ScheduleLoop> loops = nest.shared;
  ReuseWindow window;
  window.moved.resize(nest.extents.size());
  NestBox inner = enter(box, loops[level]);
  Reuse reuse = reuseOver(group, loops[level], inner, straddles);
  llvm::SmallBitVector all = passes(0, nest.passes.size());
  WindowPart part =
      narrow(reuse, loops.drop_front(level + 1), inner, all, window);
  if (part.split) {
    window.tail = window.head = std::move(part);
  } else {
    llvm::SmallBitVector moved = window.moved;
    Share straddling = window.straddling;
    const llvm::SmallBitVector &present = groups[group].present;
    window = windowBetween(reuse, present.find_last(), present.find_first(),
                           part.box);
    window.moved |= moved;
    if (window.straddling.part == 0)
      window.straddling = straddling;
  }
  window.neighbour = loops[level];
  return window;
}

//===----------------------------------------------------------------------===//
// Distances
//===----------------------------------------------------------------------===//

/// What `group` touches behind and before a line in the middle of `part`, at
/// two places.
static Expr bytesOfHalves(const ReferenceGroup &group, const WindowPart &part,
                          unsigned line) {
  const NestReference &reference = *group.reference;
  const ScheduleLoop &split = *part.split;
  const Expr &points = part.box[split.dim].points;
  Expr bytes;
  if (points.isConstant() && split.step.isConstant()) {
    Expr turns = Expr::ceilDiv(points, split.step);
    NestBox half = part.box;
    half[split.dim].points =
        Expr::min(Expr::floorDiv(turns, 2) * split.step, points);
    half[split.dim].grid = split.step;
    bytes = lineBytes(reference, half, line);
    half[split.dim].points = points - half[split.dim].points;
    bytes += lineBytes(reference, half, line);
  } else {
    bytes = lineBytes(reference, part.box, line);
  }
  // Around the line itself, where no further loop tells before from behind.
  if (part.nextSplit && !group.dims.test(*part.nextSplit)) {
    NestBox slice = part.box;
    slice[split.dim] = {split.step, split.step};
    bytes += lineBytes(reference, slice, line);
  }
  return bytes;
}

Distance TrafficModel::distance(const ReuseWindow &window) const {
  Distance sum;
  for (unsigned number = 0; number < groups.size(); ++number) {
    const ReferenceGroup &group = groups[number];
    auto whole = [&](const WindowPart &part) {
      return part.has(group) ? bytes(number, part.box) : Expr(0);
    };
    bool splitsTail = window.tail.splits(group),
         splitsHead = window.head.splits(group);
    bool isSame = !window.movesAway(group) && !window.movesAside(group);
    // What the tail and the head have for the first line, and for the last.
    Expr tailFirst = whole(window.tail), headLast = whole(window.head);
    Expr tailLast = splitsTail ? Expr(0) : tailFirst;
    Expr headFirst = splitsHead ? Expr(0) : headLast;
    Expr before = whole(window.oldPasses), after = whole(window.newPasses);
    if (isSame) {
      Expr all = Expr::max(before, after);
      if (splitsTail && splitsHead)
        tailLast = headFirst = Expr::max(tailFirst, headLast);
      Expr first = Expr::max({tailFirst, headFirst, all});
      Expr last = Expr::max({tailLast, headLast, all});
      sum.add(first, first, last, last);
      continue;
    }
    Expr most = Expr::max(tailFirst, headLast) * Expr(2);
    if (!window.movesAway(group)) {
      // Tiles beside each other overlap, or share lines.
      NestBox both = before.isZero() ? window.tail.box : window.oldPasses.box;
      both[window.neighbour->dim].points += window.neighbour->step;
      most = bytes(number, both);
    }
    auto together = [&](const Expr &tail, const Expr &head) {
      return Expr::min(Expr::max(tail, before) + Expr::max(head, after), most);
    };
    if (splitsTail && splitsHead && before.isZero() && after.isZero()) {
      Expr halves =
          Expr::min(bytesOfHalves(group, window.tail, cache.line), most);
      sum.add(halves, halves, halves, halves);
      continue;
    }
    Expr first = together(tailFirst, headFirst),
         last = together(tailLast, headLast);
    // Before the first line there is only a part of an iteration, behind the
    // last one likewise: half of it, on average.
    auto slice = [&](const WindowPart &part) {
      NestBox half = part.slice;
      if (part.nextSplit && group.dims.test(*part.nextSplit))
        half[*part.nextSplit].points =
            Expr::ceilDiv(half[*part.nextSplit].points, 2);
      return bytes(number, half);
    };
    Expr atFirst = first, atLast = last;
    if (!splitsHead && window.head.split && window.head.has(group))
      atFirst = together(tailFirst, slice(window.head));
    if (!splitsTail && window.tail.split && window.tail.has(group))
      atLast = together(slice(window.tail), headLast);
    sum.add(atFirst, first, last, atLast);
  }
  return sum;
}

/// Of `reuse` bytes whose distances go evenly from `first` to `last`, those
/// with a distance within `capacity`.
static Expr within(const Expr &capacity, const Expr &first, const Expr &last,
                   const Expr &reuse) {
  Expr growth = last - first;
  if (growth.isZero())
    return Expr::select(capacity - first, reuse, 0);
  Expr range = Expr::max(growth, -growth);
  Expr fitting =
      Expr::min(Expr::max(capacity - Expr::min(first, last), Expr(0)), range);
  if (fitting == range)
    return reuse;
  return Expr::floorDiv(reuse * fitting, range);
}

Expr TrafficModel::hitsAfter(unsigned group, const ReuseWindow &window,
                             const Expr &reuse) const {
  Distance between = distance(window);
  if (sets) {
    Expr most = Expr::max(between.second, between.lastButOne);
    int64_t lines = int64_t(most.constant()) / cache.line;
    if (lines <= int64_t(cache.associativity))
      return reuse;
    if (lines <= SetConflicts::kMaxLines) {
      Share share = sets->remaining(groups[group], window, lines);
      return Expr::floorDiv(reuse * Expr(share.part), Expr(share.whole));
    }
  }
  const std::optional<ScheduleLoop> &split = window.tail.split;
  Expr turns =
      split ? Expr::ceilDiv(window.tail.box[split->dim].points, split->step)
            : Expr(1);
  if (!turns.isConstant() || turns.constant() < 3 ||
      (between.first == between.second && between.lastButOne == between.last))
    return within(cache.capacity, between.second, between.lastButOne, reuse);
  Expr atEnd = Expr::floorDiv(reuse, turns);
  return Expr::select(cache.capacity - between.first, atEnd, 0) +
         Expr::select(cache.capacity - between.last, atEnd, 0) +
         within(cache.capacity, between.second, between.lastButOne,
                reuse - atEnd * Expr(2));
}

Expr TrafficModel::hitsInTwoLines(unsigned group, ReuseWindow window,
                                  const Expr &reuse) const {
  // The loops go through all rows at one place, then at the next. Where rows
  // begin at different places of lines, some change over to their second line
  // earlier than others. Between the touches of a second line there are no
  // second lines of rows that come before its own and change later; for a first
  // line it is the same with the rows behind its own.
  const ReferenceGroup &references = groups[group];
  bool isOfOnePass = window.oldPasses.box.empty();
  window.changesApart = isOfOnePass &&
                        rowPlaces(*references.reference, window.tail.box,
                                  window.tail.split->dim, cache.line) > 1 &&
                        !window.movesAway(references) &&
                        !window.movesAside(references);
  if (sets || !window.changesApart || !isNumber(nest) ||
      !cache.capacity.isConstant())
    return hitsAfter(group, window, reuse);
  Distance between = distance(window);
  int64_t lines = int64_t(cache.capacity.constant()) / cache.line;
  auto inLines = [&](const Expr &bytes) {
    return int64_t(Expr::ceilDiv(bytes, cache.line).constant());
  };
  int64_t most = inLines(Expr::max(between.first, between.last));
  int64_t own = inLines(bytes(group, window.tail.box));
  // Whatever is not there, it fits or it doesn't.
  if (most <= lines || most - own > lines || most > SetConflicts::kMaxLines)
    return hitsAfter(group, window, reuse);
  SetConflicts oneSet(nest, groups,
                      {cache.capacity, cache.line, unsigned(lines)});
  Share share = oneSet.remaining(references, window, most);
  return Expr::floorDiv(reuse * Expr(share.part), Expr(share.whole));
}

Expr TrafficModel::hits(
    unsigned group, const Expr &reuse,
    llvm::function_ref<ReuseWindow(bool straddles)> windowOf) const {
  if (reuse.isZero())
    return 0;
  ReuseWindow window = windowOf(false);
  Share share = window.straddling;
  Expr inTwoLines = Expr::floorDiv(reuse * Expr(share.part), Expr(share.whole));
  Expr hit = hitsAfter(group, window, reuse - inTwoLines);
  if (!inTwoLines.isZero())
    hit += hitsInTwoLines(group, windowOf(true), inTwoLines);
  return hit;
}

//===----------------------------------------------------------------------===//
// Misses
//===----------------------------------------------------------------------===//

std::pair<Misses, Expr>
TrafficModel::sumOver(const ScheduleLoop &loop, unsigned group,
                      const NestBox &box,
                      llvm::function_ref<Misses(const NestBox &)> inner) const {
  const Expr &points = box[loop.dim].points;
  // A symbolic tile divides what it tiles.
  bool isNumber = points.isConstant() && loop.step.isConstant();
  Expr turns = isNumber ? Expr::floorDiv(points, loop.step)
                        : Expr::ceilDiv(points, loop.step);
  Expr rest = isNumber ? points - turns * loop.step : Expr(0);
  NestBox tile = enter(box, loop);
  Misses whole = inner(tile);
  Misses sum{whole.all * turns, whole.dirty * turns};
  Expr touched = bytes(group, tile) * turns;
  if (!rest.isZero()) {
    tile[loop.dim].points = rest;
    Expr touchedByRest = bytes(group, tile);
    // Smaller tiles within smaller tiles are few, but of many kinds: they are
    // taken for a part of a whole one.
    bool isCorner = llvm::any_of(box, [](const TileExtent &extent) {
      return (extent.grid - extent.points - Expr(1)).isKnownNonNegative();
    });
    Misses last = isCorner ? whole : inner(tile);
    if (isCorner && groups[group].dims.test(loop.dim)) {
      last.all = Expr::floorDiv(last.all * rest, loop.step);
      last.dirty = Expr::floorDiv(last.dirty * rest, loop.step);
    }
    sum.all += last.all;
    sum.dirty += last.dirty;
    touched += touchedByRest;
  }
  return {std::move(sum), std::move(touched)};
}

Misses TrafficModel::missesOfPass(unsigned group, unsigned pass, size_t level,
                                  const NestBox &box) const {
  ArrayRef<ScheduleLoop> loops = nest.passes[pass].loops;
  if (level == loops.size()) {
    Expr access = bytes(group, box);
    return {access, groups[group].writes.test(pass) ? access : Expr(0)};
  }
  auto inner = [&](const NestBox &tile) {
    return missesOfPass(group, pass, level + 1, tile);
  };
  if (runsOnce(box, loops[level]))
    return inner(box);
  auto [sum, touched] = sumOver(loops[level], group, box, inner);
  Expr reuse = touched - bytes(group, box);
  Expr hit = hits(group, reuse, [&](bool straddles) {
    return windowOfPassLoop(group, pass, level, box, straddles);
  });
  sum.all -= hit;
  if (groups[group].writes.test(pass))
    sum.dirty -= hit;
  return sum;
}

Misses TrafficModel::missesOfPasses(unsigned group, const NestBox &box) const {
  const ReferenceGroup &references = groups[group];
  Misses sum{0, 0};
  std::optional<unsigned> previous;
  for (unsigned pass : references.present.set_bits()) {
    Misses own = missesOfPass(group, pass, 0, box);
    sum.all += own.all;
    sum.dirty += own.dirty;
    if (previous) {
      Expr hit = hits(group, bytes(group, box), [&](bool straddles) {
        return windowBetween({group, std::nullopt, straddles}, *previous, pass,
                             box);
      });
      sum.all -= hit;
      // A line that is written once more leaves once.
      if (references.writes.test(*previous) && references.writes.test(pass))
        sum.dirty -= hit;
    }
    previous = pass;
  }
  return sum;
}

Misses TrafficModel::missesOfShared(unsigned group, size_t level,
                                    const NestBox &box) const {
  if (level == nest.shared.size())
    return missesOfPasses(group, box);
  const ScheduleLoop &loop = nest.shared[level];
  auto inner = [&](const NestBox &tile) {
    return missesOfShared(group, level + 1, tile);
  };
  if (runsOnce(box, loop))
    return inner(box);
  auto [sum, touched] = sumOver(loop, group, box, inner);
  Expr reuse = touched - bytes(group, box);
  Expr hit = hits(group, reuse, [&](bool straddles) {
    return windowOfSharedLoop(group, level, box, straddles);
  });
  sum.all -= hit;
  const ReferenceGroup &references = groups[group];
  if (references.writes.test(references.present.find_last()))
    sum.dirty -= hit;
  return sum;
}

CacheTraffic TrafficModel::compute() {
  NestBox box;
  for (const Expr &extent : nest.extents)
    box.push_back({extent, 0});
  CacheTraffic traffic;
  // Averages over where rows begin may leave a part of a line.
  auto wholeLines = [&](const Expr &bytes) {
    if (!bytes.isConstant())
      return bytes;
    return Expr::ceilDiv(bytes, cache.line) * Expr(cache.line);
  };
  for (unsigned group = 0; group < groups.size(); ++group) {
    Misses misses = missesOfShared(group, 0, box);
    traffic.read += wholeLines(misses.all);
    traffic.write += wholeLines(misses.dirty);
  }
  return traffic;
}

CacheTraffic fpo::computeTraffic(const ScheduledNest &nest,
                                 const CacheGeometry &cache) {
  return TrafficModel(nest, cache).compute();
}
