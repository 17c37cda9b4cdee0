//===- Strategy.cpp - Which schedule a kernel gets ------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Codegen/Strategy.h"

#include "KernelEmitter.h"
#include "MatrixTiles.h"
#include "Transpose.h"
#include "VectorBody.h"

#include "../DotProduct.h"
#include "../Stride.h"

#include "mlir/IR/TypeUtilities.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::fpo;

unsigned fpo::getVectorLength(KernelOp op, const VectorRegisters &registers) {
  for (Region &region : op->getRegions())
    if (!region.empty() && !isElementwise(region.front()))
      return 1;
  // What is done to results alone may take several vectors for one.
  bool reduces = op.hasReduction();
  unsigned bits = 8;
  for (Region &region : op->getRegions())
    if (!reduces || &region != &op.getFinish())
      region.walk([&](Operation *inner) {
        for (Type type : inner->getResultTypes())
          if (type.isIntOrFloat())
            bits = std::max(bits, type.getIntOrFloatBitWidth());
      });
  for (auto [number, type] : llvm::enumerate(op->getOperandTypes())) {
    Type element = getElementTypeOrSelf(type);
    // Elements of other kinds lie otherwise in memory than in lanes.
    if (!element.isIntOrFloat() || element.getIntOrFloatBitWidth() < 8 ||
        !llvm::isPowerOf2_32(element.getIntOrFloatBitWidth()))
      return 1;
    if (!reduces || !op.getCombine().getArgument(number).use_empty())
      bits = std::max(bits, element.getIntOrFloatBitWidth());
  }
  return std::max(1u, registers.bits / bits);
}

SmallVector<int64_t> fpo::getAssumedLoopRanges(KernelOp op) {
  constexpr int64_t kLong = 1024;
  SmallVector<int64_t> ranges = op.getStaticLoopRanges();
  llvm::replace(ranges, ShapedType::kDynamic, kLong);
  return ranges;
}

namespace {
/// How neighbours in a loop lie in an operand's memory.
enum class Access { Invariant, Contiguous, Strided };

/// Points of the outputs' innermost loop that are written one after the other,
/// if they are read in another order.
static constexpr int64_t kWrittenTile = 16;

/// Rows of what is transposed that are read at once, each in order.
static constexpr int64_t kTransposedLanes = 32;

/// What is summed up over rows is read in so many rows at a time, each of so
/// many vectors, of which so many are in registers.
static constexpr int64_t kSummedRows = 8, kSummedVectors = 64,
                         kSummedAtOnce = 4;

/// A loop of dynamic size has rows for the registers if no static one has as
/// many as these.
static constexpr int64_t kFewRows = 4;

/// Sums over columns of fewer rows than these stay in registers.
static constexpr int64_t kManyRows = 64;

class Strategy {
public:
  Strategy(KernelOp op, const VectorRegisters &registers)
      : op(op), registers(registers), maps(op.getMaps()),
        ranges(getAssumedLoopRanges(op)), paddings(op.getPaddings()) {}

  KernelSchedule choose() {
    chooseVectors();
    if (std::optional<DotProduct> dot = findTiles())
      blockTiles(*dot);
    else if (schedule.vectorLength > 1 && !op.isParallel(schedule.vectorLoop))
      blockLaneReduction();
    else
      blockParallel();
    return schedule;
  }

private:
  Access accessOf(unsigned operand, unsigned loop) {
    AffineMap map = maps[operand];
    if (!map.isFunctionOfDim(loop))
      return Access::Invariant;
    auto type = cast<ShapedType>(op.getOperandOfMap(operand).getType());
    if (getStride(map, type, loop) == 1)
      return Access::Contiguous;
    if (op.hasReduction() &&
        matchGroupedLanes(map, loop, orderReductionLoops(op, loop).back()))
      return Access::Contiguous;
    bool isPacked =
        map.getResults().back().getKind() == AffineExprKind::Mod &&
        llvm::all_of(map.getResults().drop_back(), [&](AffineExpr expr) {
          return !expr.isFunctionOfDim(loop) ||
                 expr.getKind() == AffineExprKind::FloorDiv;
        });
    return isPacked ? Access::Contiguous : Access::Strided;
  }

  /// Whether points of `loop` lead into padding.
  bool isPadded(unsigned loop) {
    return llvm::any_of(paddings, [&](const KernelPadding &padding) {
      return padding.parallel == loop || padding.reduction == loop;
    });
  }

  bool isUsedIn(Region &region, unsigned operand) {
    return !region.empty() && !region.front().getArgument(operand).use_empty();
  }

  /// Whether all that the hot part touches is contiguous in `loop`, or does not
  /// depend on it.
  bool suits(unsigned loop) {
    if (isPadded(loop))
      return false;
    Region &hot = op.hasReduction() ? op.getCombine() : op.getFinish();
    for (unsigned i = 0, end = op.getInputs().size(); i < end; ++i)
      if (isUsedIn(hot, i) && accessOf(i, loop) == Access::Strided)
        return false;
    return !op.isParallel(loop) || isOutputContiguous(loop);
  }

  /// Whether vectors along `loop` are read as they are and stored with those of
  /// their neighbours in between.
  bool isInterleaved(unsigned loop, int64_t length) {
    if (!findInterleavedLoop(op, loop) ||
        ranges[loop] % std::min(length, ranges[loop]) != 0 ||
        !llvm::isPowerOf2_64(ranges[loop]))
      return false;
    for (unsigned i = 0, end = op.getInputs().size(); i < end; ++i)
      if (accessOf(i, loop) == Access::Strided)
        return false;
    return true;
  }

  bool isOutputContiguous(unsigned loop) {
    for (unsigned i = op.getInputs().size(), end = maps.size(); i < end; ++i)
      if (accessOf(i, loop) != Access::Contiguous)
        return false;
    return true;
  }

  bool canReduceInLanes() {
    for (unsigned k = 0,
                  end = op.getStart().front().getTerminator()->getNumOperands();
         k < end; ++k)
      if (!findCombiner(op, k))
        return false;
    return true;
  }

  void chooseVectors() {
    unsigned full = getVectorLength(op, registers);
    if (full == 1)
      return;
    std::optional<unsigned> best;
    for (unsigned loop = 0; loop < ranges.size(); ++loop)
      if (isInterleaved(loop, full))
        best = loop;
    for (unsigned loop = 0; loop < ranges.size(); ++loop)
      if (op.isParallel(loop) && suits(loop) &&
          (!best || ranges[loop] > ranges[*best]))
        best = loop;
    if (op.hasReduction() && (!best || ranges[*best] < full / 2) &&
        canReduceInLanes())
      for (unsigned loop = 0; loop < ranges.size(); ++loop)
        if (!op.isParallel(loop) && suits(loop) &&
            (!best || ranges[loop] > ranges[*best]))
          best = loop;
    if (!best)
      for (unsigned loop = 0; loop < ranges.size(); ++loop)
        if (op.isParallel(loop) && isOutputContiguous(loop) && !isPadded(loop))
          best = loop;
    if (!best || ranges[*best] < 2)
      return;
    schedule.vectorLoop = *best;
    schedule.vectorLength =
        std::min<int64_t>(full, llvm::PowerOf2Ceil(ranges[*best]));
    if (findTransposedLoop())
      schedule.vectorLength =
          std::min<int64_t>(schedule.vectorLength, kMostTransposed);
  }

  /// The product that had better be computed by tiles, if the operand in their
  /// columns is packed for that.
  std::optional<DotProduct> findTiles() {
    if (!op.hasReduction() || schedule.vectorLength == 1 ||
        llvm::any_of(op.getStaticLoopRanges(), ShapedType::isDynamic))
      return std::nullopt;
    std::optional<DotProduct> dot = matchDotProduct(op);
    if (!dot || dot->laneLoop != schedule.vectorLoop ||
        !findTileInstruction(op, *dot, registers.features))
      return std::nullopt;
    std::optional<GroupedLanes> lanes =
        matchGroupedLanes(maps[dot->lanes.input], dot->laneLoop, dot->loop);
    return lanes && lanes->size % std::min(kTileColumns, lanes->size) == 0
               ? dot
               : std::nullopt;
  }

  /// Two by two tiles, which use each tile of the factors twice, or four next
  /// to each other where there are not that many.
  void blockTiles(const DotProduct &dot) {
    unsigned rowLoop = *findTileRowLoop(op, dot);
    int64_t rows = getTileRows(ranges[rowLoop]);
    int64_t size =
        matchGroupedLanes(maps[dot.lanes.input], dot.laneLoop, dot.loop)->size;
    int64_t inBlock = std::max<int64_t>(1, size / kTileColumns);
    int64_t numRows = llvm::divideCeil(ranges[rowLoop], rows),
            numColumns = llvm::divideCeil(ranges[dot.laneLoop],
                                          std::min(kTileColumns, size));
    int64_t columnTiles = llvm::alignTo(
        std::min<int64_t>(numRows == 1 ? 4 : 2, numColumns), inBlock);
    int64_t rowTiles = std::min<int64_t>(columnTiles == 1 ? 4 : 2, numRows);
    for (unsigned loop = 0; loop < ranges.size(); ++loop)
      if (op.isParallel(loop) && loop != rowLoop && loop != dot.laneLoop)
        schedule.levels.push_back({loop, 1});
    schedule.levels.push_back({dot.laneLoop, columnTiles * kTileColumns});
    schedule.levels.push_back({rowLoop, rowTiles * rows});
    schedule.reductions = orderReductionLoops(op, dot.laneLoop);
    schedule.matrix = {rowLoop, rows};
  }

  /// A block of vectors along a parallel loop, times one of rows of another.
  void blockParallel() {
    int64_t length = schedule.vectorLength;
    bool isLaned = length > 1;
    int64_t columns = 1;
    std::optional<unsigned> rows;
    // Next to loops of dynamic sizes, a static one has whole blocks for sure;
    // but only vectors that are the same in all rows are loaded once.
    bool hasDynamic =
        llvm::any_of(op.getStaticLoopRanges(), ShapedType::isDynamic);
    auto rowsIn = [&](unsigned loop) -> std::pair<bool, int64_t> {
      if (!hasDynamic)
        return {true, ranges[loop]};
      return {!isLaned || sharesLanes(loop),
              ShapedType::isDynamic(op.getStaticLoopRanges()[loop])
                  ? kFewRows
                  : ranges[loop]};
    };
    if (isLaned)
      columns = std::min<int64_t>(
          llvm::divideCeil(ranges[schedule.vectorLoop], length), 2);
    if (op.hasReduction())
      for (unsigned loop = 0; loop < ranges.size(); ++loop)
        if (op.isParallel(loop) && !(isLaned && loop == schedule.vectorLoop) &&
            reuses(loop) && (!rows || rowsIn(loop) >= rowsIn(*rows)))
          rows = loop;
    // Without reuse, memory is the limit: rows are read in long pieces, and
    // packed blocks several at a time, which more of the prefetchers follow.
    if (isLaned && op.hasReduction() && !rows)
      columns = std::min<int64_t>(
          llvm::divideCeil(ranges[schedule.vectorLoop], length),
          registers.number * 3 / 8);
    std::optional<unsigned> interleaved;
    if (isLaned)
      interleaved = findInterleavedLoop(op, schedule.vectorLoop);
    // The outermost loops, then the columns, then the rows.
    std::optional<unsigned> transposed = findTransposedLoop();
    SmallVector<unsigned> outer;
    for (unsigned loop = 0; loop < ranges.size(); ++loop)
      if (op.isParallel(loop) && loop != rows && loop != transposed &&
          !(isLaned && loop == schedule.vectorLoop))
        outer.push_back(loop);
    std::optional<unsigned> written;
    if (!interleaved && !transposed)
      written = sortByLargestInput(outer);
    for (unsigned loop : outer)
      schedule.levels.push_back({loop, loop == interleaved ? ranges[loop]
                                       : loop == written   ? kWrittenTile
                                                           : 1});
    if (written)
      schedule.levels.push_back({*written, 1});
    if (transposed) {
      // What is read goes on in long pieces, as many at a time as prefetchers
      // follow and pages are known.
      if (ranges[schedule.vectorLoop] > kTransposedLanes)
        schedule.levels.push_back({schedule.vectorLoop, kTransposedLanes});
      schedule.levels.push_back({*transposed, length});
      columns = 1;
    }
    std::optional<unsigned> summed;
    if (isLaned && !rows)
      summed = findSummedRows();
    if (summed) {
      columns = kSummedAtOnce;
      if (ranges[schedule.vectorLoop] > kSummedVectors * length)
        schedule.levels.push_back(
            {schedule.vectorLoop, kSummedVectors * length});
      schedule.levels.push_back({*summed, kSummedRows});
    }
    // Without an input that lanes share, rows are read in long pieces as well.
    bool goesAlongRows = isLaned && rows && allDependOn(schedule.vectorLoop);
    if (isLaned && !goesAlongRows)
      schedule.levels.push_back({schedule.vectorLoop, columns * length});
    if (rows) {
      // Accumulators, a row of what they are multiplied with, and a factor.
      int64_t most = std::max<int64_t>(1, (registers.number - columns - 2) /
                                              std::max<int64_t>(columns, 1));
      most = std::min<int64_t>(most, registers.number == 32 ? 8 : 6);
      int64_t range = op.getStaticLoopRanges()[*rows];
      // Sizes that are known at run time only are balanced then.
      schedule.levels.push_back(
          {*rows, ShapedType::isDynamic(range) ? most : balance(range, most)});
    }
    if (goesAlongRows)
      schedule.levels.push_back({schedule.vectorLoop, columns * length});
    schedule.unroll = summed ? kSummedRows : op.hasReduction() ? 4 : 1;
    if (!op.hasReduction())
      return;
    schedule.reductions = orderReductionLoops(op, isLaned ? schedule.vectorLoop
                                                          : op.getNumLoops());
    for (AffineMap map : maps)
      if (auto grouped = matchGroupedLanes(map, schedule.vectorLoop,
                                           schedule.reductions.back())) {
        schedule.unroll *= grouped->group;
        break;
      }
  }

  /// The one reduction loop, if it goes through many rows that lie far apart,
  /// and sums can wait in the outputs: a few rows are then read at a time, each
  /// in order, and the sums of a part of the columns stay in the first cache.
  std::optional<unsigned> findSummedRows() {
    if (!op.hasReduction())
      return std::nullopt;
    std::optional<unsigned> summed;
    for (unsigned loop = 0; loop < ranges.size(); ++loop)
      if (!op.isParallel(loop)) {
        if (summed)
          return std::nullopt;
        summed = loop;
      }
    int64_t length = schedule.vectorLength;
    if (!summed || ShapedType::isDynamic(op.getStaticLoopRanges()[*summed]) ||
        ranges[*summed] < kManyRows ||
        ranges[schedule.vectorLoop] <= kSummedAtOnce * length ||
        !canCutReduction(op))
      return std::nullopt;
    for (unsigned i = 0, end = op.getInputs().size(); i < end; ++i) {
      auto type = dyn_cast<ShapedType>(op->getOperand(i).getType());
      if (!type || !maps[i].isFunctionOfDim(schedule.vectorLoop) ||
          !maps[i].isFunctionOfDim(*summed))
        continue;
      std::optional<int64_t> row = getStride(maps[i], type, *summed);
      if (!row || *row < kSummedAtOnce * length ||
          getStride(maps[i], type, schedule.vectorLoop) != 1)
        return std::nullopt;
    }
    return summed;
  }

  /// The loop along which an input lies that does not lie along the lanes:
  /// tiles of both use all of each of its cache lines.
  std::optional<unsigned> findTransposedLoop() {
    if (op.hasReduction() || schedule.vectorLength == 1)
      return std::nullopt;
    for (unsigned i = 0, end = op.getInputs().size(); i < end; ++i) {
      if (!isa<ShapedType>(op->getOperand(i).getType()) ||
          accessOf(i, schedule.vectorLoop) != Access::Strided)
        continue;
      for (unsigned loop = 0; loop < ranges.size(); ++loop)
        if (loop != schedule.vectorLoop && ranges[loop] > 1 &&
            accessOf(i, loop) == Access::Contiguous)
          return loop;
    }
    return std::nullopt;
  }

  /// Without a reduction, sorts `loops`, which are in the order of the outputs,
  /// to the order of the largest input in memory: what is read in long pieces
  /// is there before it is needed. If that changes them, returns the one that
  /// was the innermost, of which some points in a row had better be written at
  /// once.
  std::optional<unsigned> sortByLargestInput(SmallVectorImpl<unsigned> &loops) {
    std::optional<unsigned> largest;
    int64_t most = 0;
    for (unsigned i = 0, end = op.getInputs().size(); i < end; ++i) {
      auto type = dyn_cast<ShapedType>(op->getOperand(i).getType());
      if (type && type.hasStaticShape() && type.getNumElements() > most) {
        largest = i;
        most = type.getNumElements();
      }
    }
    if (op.hasReduction() || !largest || loops.size() < 2)
      return std::nullopt;
    auto type = cast<ShapedType>(op->getOperand(*largest).getType());
    SmallVector<std::pair<int64_t, unsigned>> keys;
    for (unsigned loop : loops) {
      // Loops of one point are in order wherever they are.
      if (ranges[loop] == 1)
        continue;
      std::optional<int64_t> stride = getStride(maps[*largest], type, loop);
      if (!stride || *stride <= 0)
        return std::nullopt;
      keys.push_back({-*stride, loop});
    }
    if (keys.empty() || llvm::is_sorted(keys))
      return std::nullopt;
    unsigned innermost = keys.back().second;
    llvm::sort(keys);
    loops = llvm::map_to_vector(keys, [](auto key) { return key.second; });
    return innermost == loops.back() ? std::nullopt : std::optional(innermost);
  }

  /// Whether all inputs of the hot part depend on `loop`.
  bool allDependOn(unsigned loop) {
    for (unsigned i = 0, end = op.getInputs().size(); i < end; ++i)
      if (isUsedIn(op.getCombine(), i) && !maps[i].isFunctionOfDim(loop))
        return false;
    return true;
  }

  /// Whether some input of the hot part does not depend on `loop`.
  bool reuses(unsigned loop) {
    for (unsigned i = 0, end = op.getInputs().size(); i < end; ++i)
      if (isUsedIn(op.getCombine(), i) && !maps[i].isFunctionOfDim(loop))
        return true;
    return false;
  }

  /// Whether some input of the hot part that the lanes lie along is the same in
  /// all points of `loop`.
  bool sharesLanes(unsigned loop) {
    for (unsigned i = 0, end = op.getInputs().size(); i < end; ++i)
      if (isUsedIn(op.getCombine(), i) &&
          maps[i].isFunctionOfDim(schedule.vectorLoop) &&
          !maps[i].isFunctionOfDim(loop))
        return true;
    return false;
  }

  /// Tiles of at most `most` points that leave the largest rest.
  static int64_t balance(int64_t range, int64_t most) {
    if (range <= most)
      return range;
    int64_t tiles = llvm::divideCeil(range, most);
    return llvm::divideCeil(range, tiles);
  }

  void blockLaneReduction() {
    for (unsigned loop = 0; loop < ranges.size(); ++loop)
      if (op.isParallel(loop))
        schedule.levels.push_back({loop, 1});
    schedule.unroll =
        std::min<int64_t>(4, std::max<int64_t>(1, ranges[schedule.vectorLoop] /
                                                      schedule.vectorLength));
  }

  KernelOp op;
  VectorRegisters registers;
  SmallVector<AffineMap> maps;
  SmallVector<int64_t> ranges;
  SmallVector<KernelPadding> paddings;
  KernelSchedule schedule;
};
} // namespace

KernelSchedule fpo::chooseSchedule(KernelOp op,
                                   const VectorRegisters &registers) {
  return Strategy(op, registers).choose();
}
