//===- ScheduleCost.cpp - What a schedule costs on a CPU ------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Codegen/ScheduleCost.h"

#include "fpo/Cache/CacheTraffic.h"

#include "../CPU/MatrixTiles.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/TypeUtilities.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::fpo;

/// Cycles from an operation on vectors to one that takes its result: 4 on the
/// processors of the last ten years but for few that need 5 (Agner Fog,
/// Instruction tables).
static constexpr double kLatency = 4;
/// Vector operations that a function such as exp takes, about.
static constexpr double kFunctionOps = 20;
/// And a division or a square root, by the cycles in which one is issued.
static constexpr double kDivisionOps = 5;
/// Cycles until a loop of vector operations runs at its full rate: a branch
/// that was not foreseen, or the chain of the first operations.
static constexpr double kLoopStart = 16;

double ScheduleCost::seconds() const {
  double longest = issueSeconds, sum = issueSeconds;
  for (double level : levelSeconds) {
    longest = std::max(longest, level);
    sum += level;
  }
  return 0.9 * longest + 0.1 * sum;
}

double fpo::countVectorOps(Region &region) {
  if (region.empty())
    return 0;
  double ops = 0;
  for (Operation &op : region.front().without_terminator()) {
    if (isa<arith::DivFOp, arith::DivSIOp, arith::DivUIOp, math::SqrtOp>(op))
      ops += kDivisionOps;
    else if (isa_and_nonnull<math::MathDialect>(op.getDialect()) &&
             !isa<math::AbsFOp, math::FmaOp>(op))
      ops += kFunctionOps;
    else if (isa<arith::MulFOp>(op) && op.hasOneUse() &&
             isa<arith::AddFOp, arith::SubFOp>(*op.user_begin()))
      ops += 0;
    else if (!op.hasTrait<OpTrait::ConstantLike>())
      ops += 1;
  }
  return ops;
}

namespace {
/// What a core does in a cycle.
struct CoreRates {
  double hertz = 0, vectorOps = 0, vectorLoads = 0, scalarLoads = 2;
};
} // namespace

static std::optional<CoreRates> getRates(const Target &target,
                                         const VectorRegisters &registers,
                                         MLIRContext *context) {
  const PeakRate *rate = target.findRate(Float32Type::get(context), "vector");
  const std::optional<Stated> &clock =
      target.clockOfOneCore ? target.clockOfOneCore : target.clock;
  if (!rate || !clock || target.levels.empty())
    return std::nullopt;
  auto ofOneCore = [&](const std::optional<Stated> &one, const Stated &all) {
    return one ? one->value.upper : all.value.upper / target.cores;
  };
  CoreRates rates;
  rates.hertz = clock->value.upper;
  double lanes = registers.bits / 32.0;
  rates.vectorOps = ofOneCore(rate->opsPerSecondOfOneCore, rate->opsPerSecond) /
                    rates.hertz / (2 * lanes);
  rates.vectorLoads = 1;
  const MemoryLevel &fastest = target.levels.front();
  if (fastest.bytesPerSecond)
    rates.vectorLoads =
        ofOneCore(fastest.bytesPerSecondOfOneCore, *fastest.bytesPerSecond) /
        rates.hertz / (registers.bits / 8.0);
  return rates;
}

/// The cycles of a block of tiles that has these sizes in the loops of `op`,
/// but for the vectors that make results of its sums: those of its products, or
/// of the loads from the fastest cache if they take longer.
static double estimateTiles(KernelOp op, const KernelSchedule &schedule,
                            const DotProduct &dot, ArrayRef<int64_t> sizes,
                            const Target &target, const CoreRates &rates,
                            unsigned vectorBits) {
  SmallVector<int64_t> ranges = op.getStaticLoopRanges();
  int64_t group = getGroupSize(dot.other.kind);
  int64_t depth = getTileDepth(ranges[dot.loop], group);
  double products = llvm::divideCeil(sizes[dot.loop], depth * group);
  for (unsigned loop = 0; loop < ranges.size(); ++loop)
    if (!op.isParallel(loop) && loop != dot.loop)
      products *= sizes[loop];
  auto [rowLoop, rows] = *schedule.matrix;
  double rowTiles = llvm::divideCeil(sizes[rowLoop], rows),
         columnTiles = llvm::divideCeil(sizes[dot.laneLoop], kTileColumns);
  // A product takes a cycle for each row of the sums, however deep it is; a
  // whole one as long as the peak says.
  double cycles = rows;
  if (const PeakRate *peak =
          target.findRate(dot.other.narrow.getType(), "matrix")) {
    double ofOneCore = peak->opsPerSecondOfOneCore
                           ? peak->opsPerSecondOfOneCore->value.upper
                           : peak->opsPerSecond.value.upper / target.cores;
    cycles *= 2 * kTileColumns * kTileRows * group * rates.hertz / ofOneCore;
  }
  double rowsPerCycle = rates.vectorLoads * (vectorBits / 8) / kTileRowBytes;
  return products *
         std::max(rowTiles * columnTiles * cycles,
                  (rowTiles * rows + columnTiles * depth) / rowsPerCycle);
}

double fpo::estimateIssue(KernelOp op, const KernelSchedule &schedule,
                          const Target &target,
                          const VectorRegisters &registers) {
  std::optional<CoreRates> rates = getRates(target, registers, op.getContext());
  if (!rates)
    return 0;
  SmallVector<AffineMap> maps = op.getMaps();
  SmallVector<int64_t> ranges = op.getStaticLoopRanges();
  SmallVector<int64_t> tiles(ranges);
  for (auto [loop, tile] : schedule.levels)
    tiles[loop] = std::min(tiles[loop], tile);
  bool isLaneReduction = !ranges.empty() && schedule.vectorLength > 1 &&
                         !op.isParallel(schedule.vectorLoop);
  auto isLaned = [&](unsigned loop) {
    return schedule.vectorLength > 1 && loop == schedule.vectorLoop;
  };
  bool reduces = op.hasReduction();
  // The part of a reduction's points that do not lead into padding.
  double inside = 1;
  for (const KernelPadding &padding : op.getPaddings())
    inside *= double(padding.countInside()) /
              (double(padding.parallelRange) * double(padding.reductionRange));
  // A reduction that is cut keeps its accumulators in the outputs.
  double cuts = 1;
  for (unsigned loop = 0; loop < ranges.size(); ++loop)
    if (!op.isParallel(loop) && ranges[loop] > 0)
      cuts *= llvm::divideCeil(ranges[loop], tiles[loop]);
  double hotOps = countVectorOps(reduces ? op.getCombine() : op.getFinish());
  double edgeOps =
      reduces ? countVectorOps(op.getStart()) + countVectorOps(op.getFinish())
              : 0;
  Region &hot = reduces ? op.getCombine() : op.getFinish();

  // LLVM's scheduler loads ahead; measured on Zen 4, blocks that leave fewer
  // registers free are spilled.
  double usable =
      registers.number >= 32 ? registers.number - 5 : registers.number - 1;
  std::optional<DotProduct> dot;
  if (schedule.matrix)
    dot = matchDotProduct(op);
  // Cycles of a register block of these sizes.
  auto cyclesOf = [&](ArrayRef<int64_t> sizes) {
    auto vectors = [&](unsigned loop) {
      return isLaned(loop)
                 ? double(llvm::divideCeil(sizes[loop], schedule.vectorLength))
                 : double(sizes[loop]);
    };
    double cells = 1, points = inside, vectorLoads = 0, scalarLoads = 0;
    for (unsigned loop = 0; loop < ranges.size(); ++loop)
      (op.isParallel(loop) ? cells : points) *= vectors(loop);
    for (unsigned number = 0; number < op.getInputs().size(); ++number) {
      if (hot.front().getArgument(number).use_empty() ||
          !isa<ShapedType>(op->getOperand(number).getType()))
        continue;
      double loads = 1;
      for (unsigned loop = 0; loop < ranges.size(); ++loop)
        if (op.isParallel(loop) && maps[number].isFunctionOfDim(loop))
          loads *= vectors(loop);
      bool isVector = schedule.vectorLength > 1 &&
                      maps[number].isFunctionOfDim(schedule.vectorLoop);
      (isVector ? vectorLoads : scalarLoads) += loads;
    }
    // Sums go through memory to the vectors.
    if (dot)
      return estimateTiles(op, schedule, *dot, sizes, target, *rates,
                           registers.bits) +
             cells * (edgeOps / rates->vectorOps + 2 + 1 / rates->vectorLoads) +
             kLoopStart;
    double chains = cells * (isLaneReduction ? schedule.unroll : 1);
    double cycles = std::max(cells * hotOps / rates->vectorOps,
                             vectorLoads / rates->vectorLoads +
                                 scalarLoads / rates->scalarLoads);
    // What does not fit into the registers is stored and loaded again.
    double spilled = std::max(0.0, cells + vectorLoads + 1 - usable);
    cycles += reduces ? spilled / rates->vectorLoads : 0;
    if (reduces)
      cycles = std::max(cycles, kLatency * cells / chains);
    double edges = cells * (edgeOps / rates->vectorOps + 1);
    if (!reduces)
      return cycles + edges + kLoopStart / 4;
    // Start and finish are those of the whole reduction; between its parts
    // accumulators are loaded, and stored at one in a cycle.
    double handed = cells * (1 + 1 / rates->vectorLoads) * (cuts - 1);
    return points * cycles + (edges + handed) / cuts + kLoopStart;
  };

  // All blocks: the whole ones, and what is left of each loop.
  double total = 0;
  SmallVector<int64_t> sizes(tiles);
  std::function<void(unsigned, double)> visit = [&](unsigned loop,
                                                    double times) {
    if (loop == ranges.size()) {
      total += times * cyclesOf(sizes);
      return;
    }
    int64_t whole = ranges[loop] / tiles[loop],
            rest = ranges[loop] % tiles[loop];
    if (whole > 0) {
      sizes[loop] = tiles[loop];
      visit(loop + 1, times * whole);
    }
    if (rest > 0) {
      sizes[loop] = rest;
      visit(loop + 1, times);
    }
  };
  visit(0, 1);
  return total / rates->hertz;
}

std::optional<ScheduleCost>
fpo::estimateSchedule(KernelOp op, const KernelSchedule &schedule,
                      const Target &target, const VectorRegisters &registers) {
  if (!getRates(target, registers, op.getContext()))
    return std::nullopt;
  std::optional<ScheduledNest> nest = buildKernelNest(op, schedule);
  if (!nest)
    return std::nullopt;
  ScheduleCost cost;
  cost.issueSeconds = estimateIssue(op, schedule, target, registers);
  for (auto [number, level] :
       llvm::enumerate(ArrayRef(target.levels).drop_front())) {
    // What misses the level in front of it.
    const MemoryLevel &cache = target.levels[number];
    CacheGeometry geometry;
    geometry.capacity = Expr(int64_t(cache.capacity));
    geometry.line = cache.line ? cache.line : 64;
    CacheTraffic traffic = computeTraffic(*nest, geometry);
    double bytes = double(int64_t((traffic.read + traffic.write).constant()));
    cost.levelBytes.push_back(bytes);
    double rate = 0;
    if (level.bytesPerSecondOfOneCore)
      rate = level.bytesPerSecondOfOneCore->value.upper;
    else if (level.bytesPerSecond)
      rate = level.bytesPerSecond->value.upper / target.cores;
    cost.levelSeconds.push_back(rate > 0 ? bytes / rate : 0);
  }
  return cost;
}
