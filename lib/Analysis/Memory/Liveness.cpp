//===- Liveness.cpp - What a function holds at each step ------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Liveness.h"

#include "Largest.h"
#include "MemoryOps.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace mlir::fpo;

using Place = BufferAssignment::Place;

namespace {
/// What begins and ends at each step.
class Timeline {
public:
  explicit Timeline(size_t steps) : low(steps + 1), unbounded(steps + 1) {}

  void add(const Count &bytes, unsigned begin, unsigned end, bool isCertain) {
    if (isCertain)
      add(low, bytes.lower(), begin, end);
    if (!isCertain || !bytes.isExact()) {
      if (high.empty())
        high.resize(low.size());
      if (bytes.isBounded())
        add(high, isCertain ? bytes.upper() - bytes.lower() : bytes.upper(),
            begin, end);
      else {
        ++unbounded[begin];
        --unbounded[end + 1];
      }
    }
  }

  std::vector<Count> sum() const {
    std::vector<Count> live;
    live.reserve(low.size() - 1);
    Expr least, more;
    int open = 0;
    for (size_t step = 0; step + 1 < low.size(); ++step) {
      if (!low[step].isZero())
        least += low[step];
      if (!high.empty() && !high[step].isZero())
        more += high[step];
      open += unbounded[step];
      live.push_back(open != 0       ? Count::atLeast(least)
                     : more.isZero() ? Count(least)
                                     : Count::between(least, least + more));
    }
    return live;
  }

private:
  static void add(std::vector<Expr> &change, const Expr &bytes, unsigned begin,
                  unsigned end) {
    change[begin] += bytes;
    change[end + 1] -= bytes;
  }

  /// What is held for certain, and what may be held beyond that.
  std::vector<Expr> low, high;
  std::vector<int> unbounded;
};

/// The least that any way through a region reaches.
class Lowest {
public:
  Lowest(const StepOrder &order, ArrayRef<Count> live)
      : order(order), live(live) {}

  Expr of(Region &region) {
    // Of blocks that branch, the first one runs.
    Largest largest;
    for (Operation &op : region.front())
      largest.add(of(&op), 0);
    return largest.value();
  }

private:
  Expr of(Operation *op) {
    Expr around =
        Expr::max(live[order.first(op)].lower(), live[order.last(op)].lower());
    ArrayRef<Region *> regions = order.regions(op);
    if (regions.empty())
      return around;
    RegionUse use = getRegionUse(op);
    if (use != RegionUse::Branch) {
      Expr inside = of(*regions.front());
      for (Region *region : regions.drop_front())
        inside = Expr::max(inside, of(*region));
      return Expr::max(around, inside);
    }
    // A region that is not there is a way that does nothing.
    unsigned numPresent = llvm::count_if(
        op->getRegions(), [](Region &region) { return !region.empty(); });
    bool mayDoNothing =
        regions.size() == numPresent && numPresent < op->getNumRegions();
    if (mayDoNothing)
      return around;
    Expr least = of(*regions.front());
    for (Region *region : regions.drop_front())
      least = Expr::min(least, of(*region));
    return Expr::max(around, least);
  }

  const StepOrder &order;
  ArrayRef<Count> live;
};
} // namespace

/// By place, the last step at which any place is held that it may be, by way of
/// others too; kNone if such a place is held as long as the program runs.
static std::vector<unsigned>
findLastStepsOfSources(const BufferAssignment &assignment) {
  ArrayRef<Place> places = assignment.getPlaces();
  std::vector<unsigned> last(places.size());
  // Sources are made before what they may be. One that turned out to be
  // another place either is an earlier one or has no sources.
  for (auto [id, place] : llvm::enumerate(places))
    for (unsigned source : place.sources) {
      unsigned resolved = assignment.resolve(source);
      last[id] = std::max({last[id], last[resolved],
                           places[resolved].home ? places[resolved].end
                                                 : BufferAssignment::kNone});
    }
  return last;
}

FunctionMemory fpo::computeLiveness(FunctionOpInterface function,
                                    const StepOrder &order,
                                    BufferAssignment &assignment) {
  FunctionMemory memory;
  memory.op = function;
  memory.unknown = std::move(assignment.unknown);
  Timeline timeline(order.steps.size());
  bool isOneWay = function.getFunctionBody().hasOneBlock();
  std::vector<unsigned> lastOfSources = findLastStepsOfSources(assignment);
  for (auto [place, last] :
       llvm::zip_equal(assignment.getPlaces(), lastOfSources)) {
    if (place.sameAs != BufferAssignment::kNone || !place.home ||
        place.begin == BufferAssignment::kNone)
      continue;
    unsigned begin = std::min(place.begin, place.from);
    // Else it may not be memory of its own.
    bool certain =
        !place.isUncertain && (place.sources.empty() || last < begin);
    memory.buffers.push_back(
        {place.value, place.bytes, begin, place.end, certain});
    timeline.add(place.bytes, begin, place.end, certain);
    isOneWay &= certain && place.bytes.isExact();
  }
  for (const auto &[step, bytes] : assignment.calls) {
    timeline.add(bytes, step, step, /*isCertain=*/true);
    isOneWay &= bytes.isExact();
  }
  memory.live = timeline.sum();

  Largest highest;
  bool isBounded = memory.unknown.empty();
  for (auto [step, live] : llvm::enumerate(memory.live)) {
    isBounded &= live.isBounded();
    const Expr &here = live.isBounded() ? live.upper() : live.lower();
    // Only where something ends, or the function, more can't be held.
    bool isTop =
        step + 1 == memory.live.size() || !(memory.live[step + 1] == live);
    if (isTop && !here.isZero())
      highest.add(here, step);
    isOneWay &= getRegionUse(order.steps[step]) != RegionUse::Branch;
  }
  if (!highest.isEmpty())
    memory.peakStep = highest.step();
  Expr most = highest.value();
  if (!isBounded || !isOneWay) {
    Expr least = Lowest(order, memory.live).of(function.getFunctionBody());
    memory.peak =
        isBounded ? Count::between(least, most) : Count::atLeast(least);
  } else {
    memory.peak = most;
  }
  // Where all of a run of equal steps is the largest, the first one counts.
  if (memory.peakStep)
    while (*memory.peakStep != 0 &&
           memory.live[*memory.peakStep - 1] == memory.live[*memory.peakStep])
      --*memory.peakStep;
  memory.steps = order.steps;
  return memory;
}

SmallVector<const Buffer *> FunctionMemory::getLive(unsigned step) const {
  SmallVector<const Buffer *> held;
  for (const Buffer &buffer : buffers)
    if (buffer.begin <= step && step <= buffer.end)
      held.push_back(&buffer);
  llvm::sort(held, [](const Buffer *lhs, const Buffer *rhs) {
    if (lhs->bytes.lower() != rhs->bytes.lower())
      return (lhs->bytes.lower() - rhs->bytes.lower()).isKnownPositive();
    return lhs < rhs;
  });
  return held;
}

std::vector<unsigned> FunctionMemory::getCurve() const {
  std::vector<unsigned> used;
  for (auto [step, op] : llvm::enumerate(steps)) {
    bool isInMemory = llvm::any_of(op->getOperandTypes(), liesInMemory) ||
                      llvm::any_of(op->getResultTypes(), liesInMemory);
    if (getRegionUse(op) != RegionUse::None ||
        (isInMemory && !op->hasTrait<OpTrait::ConstantLike>() &&
         !getViewSource(op) && !looksAtShapeOnly(op) && !makesUndefined(op)))
      used.push_back(step);
  }
  return used;
}
