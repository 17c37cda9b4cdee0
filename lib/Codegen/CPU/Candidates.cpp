//===- Candidates.cpp - Schedules that are worth a look -------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Codegen/Candidates.h"

#include "KernelEmitter.h"

#include "../Stride.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::fpo;

/// Register blocks that are looked at with all orders and tiles.
static constexpr unsigned kBlocks = 8;
/// Tiles of a reduction that stays longer than this.
static constexpr int64_t kReductionTiles[] = {128, 256, 512};
/// Register blocks of a tile for a cache.
static constexpr int64_t kBlocksInTile[] = {4, 16};

namespace {
class Candidates {
public:
  Candidates(KernelOp op, const Target &target,
             const VectorRegisters &registers)
      : op(op), target(target), registers(registers), maps(op.getMaps()),
        ranges(op.getStaticLoopRanges()), plain(chooseSchedule(op, registers)) {
  }

  SmallVector<KernelSchedule> enumerate() {
    add(plain);
    bool isLaned = plain.vectorLength > 1;
    if (!isLaned || ranges.empty())
      return found;
    if (plain.matrix)
      blockTiles();
    else if (!op.isParallel(plain.vectorLoop))
      blockLaneReduction();
    else if (op.hasReduction())
      blockContraction();
    else
      blockElementwise();
    return found;
  }

private:
  /// The sizes that a register block has in some loops.
  struct Block {
    SmallVector<KernelSchedule::Level> tiles;
    double issue = 0;
  };

  void add(KernelSchedule schedule) {
    if (succeeded(verifySchedule(op, schedule, registers.features, [&] {
          // Nobody is told.
          return InFlightDiagnostic();
        })))
      found.push_back(std::move(schedule));
  }

  SmallVector<unsigned> parallelLoops() {
    SmallVector<unsigned> loops;
    for (unsigned loop = 0; loop < ranges.size(); ++loop)
      if (op.isParallel(loop) && loop != plain.vectorLoop && ranges[loop] > 1)
        loops.push_back(loop);
    return loops;
  }

  bool isReused(unsigned loop) {
    for (unsigned number = 0; number < op.getInputs().size(); ++number)
      if (!op.getCombine().front().getArgument(number).use_empty() &&
          !maps[number].isFunctionOfDim(loop))
        return true;
    return false;
  }

  /// `schedule` with the levels given and points of all other loops in front.
  KernelSchedule withLevels(ArrayRef<KernelSchedule::Level> levels) {
    KernelSchedule schedule = plain;
    schedule.levels.clear();
    for (unsigned loop : parallelLoops())
      if (llvm::none_of(levels, [&](auto level) { return level.loop == loop; }))
        schedule.levels.push_back({loop, 1});
    llvm::append_range(schedule.levels, levels);
    return schedule;
  }

  void blockLaneReduction() {
    SmallVector<unsigned> loops = parallelLoops();
    for (int64_t rows : {1, 2, 4})
      for (unsigned unroll : {1, 2, 4, 8}) {
        KernelSchedule schedule = withLevels({});
        schedule.unroll = unroll;
        if (rows > 1) {
          if (loops.empty() || ranges[loops.back()] < rows)
            continue;
          schedule.levels.back().tile = rows;
        }
        add(schedule);
      }
  }

  void blockElementwise() {
    for (int64_t columns : {1, 2, 4, 8}) {
      KernelSchedule::Level lanes{plain.vectorLoop,
                                  columns * plain.vectorLength};
      add(withLevels({lanes}));
      for (unsigned loop : parallelLoops())
        for (int64_t rows : {1, 4, 16}) {
          if (rows > ranges[loop])
            continue;
          // Down the columns, and blocks of rows.
          add(withLevels({lanes, {loop, rows}}));
          if (rows > 1)
            add(withLevels({{loop, rows}, lanes}));
        }
    }
  }

  /// Blocks of tiles, one loop through them further out than the other.
  void blockTiles() {
    auto [rows, height] = *plain.matrix;
    int64_t size = std::max<int64_t>(getPackedBlock(maps, plain.vectorLoop),
                                     plain.vectorLength);
    for (int64_t columns : {1, 2, 4})
      for (int64_t down : {1, 2, 3, 4}) {
        KernelSchedule::Level across{plain.vectorLoop, columns * size},
            below{rows, down * height};
        if (across.tile >= 2 * ranges[plain.vectorLoop] ||
            below.tile >= 2 * ranges[rows])
          continue;
        add(withLevels({across, below}));
        add(withLevels({below, across}));
      }
  }

  SmallVector<Block> findBlocks() {
    int64_t length = plain.vectorLength;
    // Tiles along the lanes are multiples of it.
    int64_t size = getPackedBlock(maps, plain.vectorLoop);
    SmallVector<unsigned> loops;
    for (unsigned loop : parallelLoops())
      if (isReused(loop))
        loops.push_back(loop);
    SmallVector<Block> blocks;
    auto consider = [&](Block block) {
      block.issue =
          estimateIssue(op, withLevels(block.tiles), target, registers);
      blocks.push_back(std::move(block));
    };
    for (int64_t columns = 1; columns <= 4; ++columns) {
      int64_t tile = columns * length;
      if (tile > llvm::alignTo(ranges[plain.vectorLoop], length))
        break;
      if (tile % size != 0 && tile < ranges[plain.vectorLoop])
        continue;
      KernelSchedule::Level lanes{plain.vectorLoop, tile};
      int64_t most = (int64_t(registers.number) - columns - 1) / columns;
      consider({{lanes}});
      for (unsigned loop : loops)
        for (int64_t rows = 2; rows <= std::min(most, ranges[loop]); ++rows) {
          consider({{lanes, {loop, rows}}});
          // A whole short loop, and some of another.
          if (rows == ranges[loop])
            for (unsigned other : loops)
              for (int64_t more = 2;
                   other != loop &&
                   more <= std::min(most / rows, ranges[other]);
                   ++more)
                consider({{lanes, {loop, rows}, {other, more}}});
        }
    }
    llvm::sort(blocks, [](const Block &one, const Block &other) {
      return one.issue < other.issue;
    });
    if (blocks.size() > kBlocks)
      blocks.resize(kBlocks);
    return blocks;
  }

  void blockContraction() {
    std::optional<unsigned> longest;
    for (unsigned loop = 0; loop < ranges.size(); ++loop)
      if (!op.isParallel(loop) && (!longest || ranges[loop] > ranges[*longest]))
        longest = loop;
    for (const Block &block : findBlocks()) {
      // Each place of the lanes among the other loops.
      SmallVector<KernelSchedule::Level> others;
      for (unsigned loop : parallelLoops()) {
        auto *tile = llvm::find_if(
            block.tiles, [&](auto level) { return level.loop == loop; });
        others.push_back(
            tile == block.tiles.end() ? KernelSchedule::Level{loop, 1} : *tile);
      }
      KernelSchedule::Level lanes = block.tiles.front();
      for (size_t place = 0; place <= others.size(); ++place) {
        SmallVector<KernelSchedule::Level> levels(others);
        levels.insert(levels.begin() + place, lanes);
        KernelSchedule schedule = plain;
        schedule.levels = levels;
        add(schedule);
        addTiled(levels, longest);
      }
    }
  }

  /// `levels` in tiles for caches, with the reduction cut or not.
  void addTiled(ArrayRef<KernelSchedule::Level> levels,
                std::optional<unsigned> longest) {
    SmallVector<SmallVector<KernelSchedule::Level>> outer = {{}};
    for (size_t number = 1; number < levels.size(); ++number)
      for (int64_t blocks : kBlocksInTile) {
        // A tile of a loop that is not the outermost one.
        auto [loop, tile] = levels[number];
        if (tile * blocks < ranges[loop])
          outer.push_back({{loop, tile * blocks}});
      }
    for (auto &tiles : outer) {
      SmallVector<int64_t> cuts = {0};
      if (longest)
        for (int64_t cut : kReductionTiles)
          if (cut < ranges[*longest])
            cuts.push_back(cut);
      for (int64_t cut : cuts) {
        if (tiles.empty() && cut == 0)
          continue;
        KernelSchedule schedule = plain;
        schedule.levels.assign(tiles.begin(), tiles.end());
        if (cut != 0)
          schedule.levels.push_back({*longest, cut});
        llvm::append_range(schedule.levels, levels);
        add(schedule);
      }
    }
  }

  KernelOp op;
  const Target &target;
  VectorRegisters registers;
  SmallVector<AffineMap> maps;
  SmallVector<int64_t> ranges;
  KernelSchedule plain;
  SmallVector<KernelSchedule> found;
};
} // namespace

SmallVector<RankedSchedule> fpo::rankSchedules(KernelOp op,
                                               const Target &target,
                                               const VectorRegisters &registers,
                                               unsigned most) {
  SmallVector<RankedSchedule> ranked;
  for (KernelSchedule &schedule :
       Candidates(op, target, registers).enumerate()) {
    std::optional<ScheduleCost> cost =
        estimateSchedule(op, schedule, target, registers);
    if (cost)
      ranked.push_back({std::move(schedule), std::move(*cost)});
  }
  // Those that are alike stay in their order.
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const RankedSchedule &one, const RankedSchedule &other) {
                     return one.cost.seconds() < other.cost.seconds();
                   });
  if (ranked.size() > most)
    ranked.resize(most);
  return ranked;
}
