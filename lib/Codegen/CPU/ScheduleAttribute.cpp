//===- ScheduleAttribute.cpp - Schedules of kernels as attributes ---------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Codegen/Strategy.h"

#include "llvm/ADT/SmallBitVector.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::fpo;

/// Whether loop `index`, over points of a parallel dimension, is run, and not
/// part of the register block: that is behind the last reduction loop. Without
/// a reduction it has those dimensions that are in tiles.
static bool isRun(KernelOp op, ArrayRef<ScheduleLoop> loops, size_t index) {
  if (op.hasReduction())
    return llvm::any_of(loops.drop_front(index), [&](const ScheduleLoop &loop) {
      return loop.step.isOne() && !op.isParallel(loop.dim);
    });
  return llvm::none_of(loops.take_front(index), [&](const ScheduleLoop &loop) {
    return loop.dim == loops[index].dim;
  });
}

FailureOr<KernelSchedule> fpo::obeySchedule(KernelOp op, ScheduleAttr attribute,
                                            const VectorRegisters &registers) {
  auto fail = [&] { return op.emitOpError("can't be run by its schedule: "); };
  SmallVector<int64_t> ranges = getAssumedLoopRanges(op);
  ArrayRef<ScheduleLoop> loops = attribute.getLoops();
  if (!attribute.getPackings().empty())
    return fail() << "it packs operands, which is done before";
  std::optional<ScheduleLoop> vector = attribute.getVector();
  if (vector && vector->dim >= ranges.size())
    return fail() << "there is no loop d" << vector->dim;
  for (const ScheduleLoop &loop : loops)
    if (loop.dim >= ranges.size())
      return fail() << "there is no loop d" << loop.dim;
    else if (!loop.step.isConstant())
      return fail() << "the tile of d" << loop.dim << " is a symbol";

  // Loops over points that are missing follow innermost.
  SmallVector<ScheduleLoop> all(loops);
  for (unsigned dim = 0; dim < ranges.size(); ++dim)
    if (llvm::none_of(loops, [&](const ScheduleLoop &loop) {
          return loop.dim == dim && loop.step.isOne();
        }))
      all.push_back({dim, 1});
  std::optional<size_t> lastTile;
  for (auto [index, loop] : llvm::enumerate(all))
    if (op.isParallel(loop.dim) && !loop.step.isOne())
      lastTile = index;

  KernelSchedule schedule;
  if (vector) {
    schedule.vectorLoop = vector->dim;
    schedule.vectorLength = unsigned(int64_t(vector->step.constant()));
  } else if (!all.empty() && op.isParallel(all.back().dim)) {
    unsigned innermost = all.back().dim;
    schedule.vectorLoop = innermost;
    schedule.vectorLength = std::min<int64_t>(
        getVectorLength(op, registers), llvm::PowerOf2Ceil(ranges[innermost]));
  }
  schedule.unroll = attribute.getUnroll();
  schedule.prefetch.assign(attribute.getPrefetch().begin(),
                           attribute.getPrefetch().end());
  schedule.stream = attribute.getStream();
  if (std::optional<ScheduleLoop> matrix = attribute.getMatrix()) {
    if (matrix->dim >= ranges.size())
      return fail() << "there is no loop d" << matrix->dim;
    schedule.matrix = {matrix->dim, int64_t(matrix->step.constant())};
  }
  for (auto [index, loop] : llvm::enumerate(all)) {
    int64_t tile = int64_t(loop.step.constant());
    bool isPoint = loop.step.isOne();
    if (isPoint && !op.isParallel(loop.dim)) {
      schedule.reductions.push_back(loop.dim);
    } else if (!isPoint && !op.isParallel(loop.dim) &&
               (!lastTile || index > *lastTile)) {
      // The order is that without it.
      if (schedule.unroll == 1)
        schedule.unroll = std::min<int64_t>(tile, 8);
    } else if (!isPoint || isRun(op, all, index)) {
      if (isPoint && !op.hasReduction() && loop.dim == schedule.vectorLoop)
        tile = schedule.vectorLength;
      schedule.levels.push_back({loop.dim, tile});
      if (index < attribute.getThreads())
        schedule.threads = schedule.levels.size();
    }
  }
  if (attribute.getThreads() != 0 &&
      (schedule.threads != attribute.getThreads() ||
       llvm::any_of(ArrayRef(schedule.levels).take_front(schedule.threads),
                    [&](auto level) { return !op.isParallel(level.loop); })))
    return fail() << "threads can't share its " << attribute.getThreads()
                  << " outermost loops";
  // What is computed at once has to lie in registers.
  int64_t vectors = 1;
  for (unsigned dim = 0; dim < ranges.size(); ++dim) {
    int64_t size = ranges[dim];
    for (auto [loop, tile] : schedule.levels)
      if (loop == dim)
        size = std::min(size, tile);
    if (op.isParallel(dim))
      vectors *= llvm::divideCeil(
          size, dim == schedule.vectorLoop ? schedule.vectorLength : 1);
    if (vectors > 256)
      return fail() << "the register block, what is within the last "
                       "reduction loop, has more than 256 vectors";
  }
  return schedule;
}

ScheduleAttr fpo::describeSchedule(KernelOp op,
                                   const KernelSchedule &schedule) {
  SmallVector<int64_t> sizes = getAssumedLoopRanges(op);
  SmallVector<ScheduleLoop> loops;
  llvm::SmallBitVector isDone(sizes.size());
  unsigned threads = 0;
  auto addPoints = [&](unsigned loop) {
    if (!isDone.test(loop))
      loops.push_back({loop, 1});
    isDone.set(loop);
  };
  for (auto [number, level] : llvm::enumerate(schedule.levels)) {
    auto [loop, tile] = level;
    // A tile of all there is, is no loop, but says what the register block is
    // where there is no reduction.
    if (tile < sizes[loop] || (!op.hasReduction() && sizes[loop] > 1)) {
      tile = std::min(tile, sizes[loop]);
      if (tile == 1)
        addPoints(loop);
      else
        loops.push_back({loop, tile});
      sizes[loop] = tile;
    }
    if (number < schedule.threads)
      threads = loops.size();
  }
  for (unsigned loop : schedule.reductions)
    addPoints(loop);
  for (bool parallel : {false, true})
    for (unsigned loop = 0; loop < sizes.size(); ++loop)
      if (op.isParallel(loop) == parallel && loop != schedule.vectorLoop)
        addPoints(loop);
  std::optional<ScheduleLoop> vector, matrix;
  if (schedule.matrix)
    matrix = ScheduleLoop{schedule.matrix->loop, schedule.matrix->tile};
  if (!sizes.empty()) {
    addPoints(schedule.vectorLoop);
    vector = ScheduleLoop{schedule.vectorLoop, schedule.vectorLength};
  }
  return ScheduleAttr::get(op.getContext(), loops, {}, vector, schedule.unroll,
                           threads, schedule.prefetch, schedule.stream, matrix);
}
