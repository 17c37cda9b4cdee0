//===- ScheduleSearch.cpp - A schedule with little traffic ----------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Cache/ScheduleSearch.h"

#include "OpNest.h"

#include "llvm/ADT/Sequence.h"

#include <cmath>

using namespace mlir;
using namespace mlir::fpo;

/// Schedules that are looked at, for an op.
static constexpr unsigned kBudget = 150;
/// No tile is smaller: smaller ones are for registers.
static constexpr int64_t kSmallestTile = 4;

namespace {
/// One level of tiles, in an order, around loops over points in an order.
struct Candidate {
  /// By dimension; the extent: not tiled.
  SmallVector<int64_t> tiles;
  SmallVector<unsigned> tileOrder, pointOrder;
};

class Search {
public:
  Search(const OpNest &op, ArrayRef<WeighedCache> caches)
      : op(op), caches(caches) {
    for (const Expr &extent : op.nest.extents)
      extents.push_back(int64_t(extent.constant()));
  }

  SmallVector<ScheduleLoop> run();

private:
  SmallVector<ScheduleLoop> loopsOf(const Candidate &candidate) const;
  /// Not less than `limit` if the cost is not.
  double costOf(ArrayRef<ScheduleLoop> loops, double limit) const;
  /// Takes `candidate` if it is better.
  bool improve(Candidate candidate);
  bool improveTiles();
  bool improveOrder(SmallVector<unsigned> Candidate::*order);
  void climb(Candidate start);

  const OpNest &op;
  ArrayRef<WeighedCache> caches;
  SmallVector<int64_t> extents;
  Candidate current;
  double currentCost = 0;
  unsigned evaluations = 0;
};
} // namespace

SmallVector<ScheduleLoop> Search::loopsOf(const Candidate &candidate) const {
  SmallVector<ScheduleLoop> loops;
  for (unsigned dim : candidate.tileOrder)
    if (candidate.tiles[dim] < extents[dim])
      loops.push_back({dim, candidate.tiles[dim]});
  for (unsigned dim : candidate.pointOrder)
    loops.push_back({dim, 1});
  return loops;
}

double Search::costOf(ArrayRef<ScheduleLoop> loops, double limit) const {
  ScheduledNest nest = withLoops(op, loops);
  auto sum = [&](bool withSets) {
    double cost = 0;
    for (const WeighedCache &cache : caches) {
      CacheGeometry geometry = cache.geometry;
      if (!withSets)
        geometry.associativity = 0;
      CacheTraffic traffic = computeTraffic(nest, geometry);
      cost += cache.costOfByte *
              double(int64_t((traffic.read + traffic.write).constant()));
    }
    return cost;
  };
  // Sets take time to look at, and hardly ever make it less.
  double cost = sum(/*withSets=*/false);
  return cost < limit ? sum(/*withSets=*/true) : cost;
}

bool Search::improve(Candidate candidate) {
  if (evaluations == kBudget)
    return false;
  ++evaluations;
  double cost = costOf(loopsOf(candidate), currentCost);
  if (cost >= currentCost)
    return false;
  current = std::move(candidate);
  currentCost = cost;
  return true;
}

bool Search::improveTiles() {
  bool isBetter = false;
  for (unsigned dim = 0; dim < extents.size(); ++dim) {
    if (extents[dim] <= kSmallestTile)
      continue;
    for (int64_t tile = kSmallestTile;; tile *= 2) {
      tile = std::min(tile, extents[dim]);
      Candidate candidate = current;
      candidate.tiles[dim] = tile;
      if (tile != current.tiles[dim])
        isBetter |= improve(std::move(candidate));
      if (tile == extents[dim])
        break;
    }
  }
  return isBetter;
}

bool Search::improveOrder(SmallVector<unsigned> Candidate::*order) {
  bool isBetter = false;
  for (unsigned from = 0; from < extents.size(); ++from)
    for (unsigned to = from + 1; to < extents.size(); ++to) {
      // A swap matters only between loops that turn.
      if (extents[(current.*order)[from]] == 1 ||
          extents[(current.*order)[to]] == 1)
        continue;
      Candidate candidate = current;
      std::swap((candidate.*order)[from], (candidate.*order)[to]);
      isBetter |= improve(std::move(candidate));
    }
  return isBetter;
}

void Search::climb(Candidate start) {
  currentCost = costOf(loopsOf(start), HUGE_VAL);
  current = std::move(start);
  bool isBetter = true;
  while (isBetter && evaluations < kBudget) {
    isBetter = improveOrder(&Candidate::pointOrder);
    isBetter |= improveTiles();
    isBetter |= improveOrder(&Candidate::tileOrder);
  }
}

SmallVector<ScheduleLoop> Search::run() {
  Candidate plain;
  plain.tiles = extents;
  plain.tileOrder = plain.pointOrder =
      llvm::to_vector(llvm::seq<unsigned>(0, extents.size()));
  double plainCost = costOf(loopsOf(plain), HUGE_VAL);
  Candidate tiled = plain;
  for (auto [tile, extent] : llvm::zip_equal(tiled.tiles, extents))
    tile = std::min<int64_t>(extent, 32);

  climb(tiled);
  if (currentCost >= plainCost && !op.passDim)
    return {};
  return loopsOf(current);
}

llvm::Expected<ScheduleAttr> fpo::chooseSchedule(Operation *op,
                                                 ArrayRef<WeighedCache> caches,
                                                 SizeLookup size) {
  llvm::Expected<OpNest> opNest = getOpNest(op, size);
  if (!opNest)
    return opNest.takeError();
  auto isNumber = [](const Expr &extent) { return extent.isConstant(); };
  if (!llvm::all_of(opNest->nest.extents, isNumber) ||
      !llvm::all_of(caches, [&](const WeighedCache &cache) {
        return isNumber(cache.geometry.capacity);
      }))
    return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                   "a size is a symbol");
  SmallVector<ScheduleLoop> loops = Search(*opNest, caches).run();
  if (loops.empty())
    return ScheduleAttr();
  return ScheduleAttr::get(op->getContext(), loops, {});
}
