//===- KernelEmitter.cpp - From a kernel to loops over vectors ------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "KernelEmitter.h"

#include "MatrixTiles.h"
#include "Threads.h"
#include "Transpose.h"
#include "VectorBody.h"

#include "../DotProduct.h"
#include "../Stride.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/TypeUtilities.h"

#include <map>

using namespace mlir;
using namespace mlir::fpo;

Operation *fpo::findCombiner(KernelOp op, unsigned number) {
  Block &block = op.getCombine().front();
  BlockArgument accumulator = block.getArgument(op->getNumOperands() + number);
  Value next = block.getTerminator()->getOperand(number);
  Operation *combiner = next.getDefiningOp();
  if (!combiner || !accumulator.hasOneUse() || !next.hasOneUse() ||
      *accumulator.user_begin() != combiner ||
      combiner->getNumOperands() != 2 || !linalg::getCombinerOpKind(combiner) ||
      !arith::getNeutralElement(combiner))
    return nullptr;
  return combiner;
}

Value fpo::createLoopSize(KernelOp op, unsigned loop, RewriterBase &rewriter) {
  AffineExpr wanted = rewriter.getAffineDimExpr(loop);
  for (auto [number, map] : llvm::enumerate(op.getMaps()))
    if (std::optional<unsigned> dim = map.getResultPosition(wanted))
      return memref::DimOp::create(rewriter, op.getLoc(),
                                   op.getOperandOfMap(number), *dim);
  llvm_unreachable("the verifier wants an operand with the size of each loop");
}

std::pair<Value, Value> fpo::createInside(const KernelPadding &padding,
                                          Value point, Value first, Value end,
                                          OpBuilder &b, Location loc) {
  AffineExpr start = b.getAffineDimExpr(0) * padding.stride + padding.offset;
  auto createBound = [&](AffineExpr expr) {
    return getValueOrCreateConstantIndexOp(
        b, loc,
        affine::makeComposedFoldedAffineApply(b, loc, expr,
                                              getAsOpFoldResult(point)));
  };
  Value inside = createBound((-start).ceilDiv(padding.dilation));
  Value outside =
      createBound((-start + (padding.size - 1)).floorDiv(padding.dilation) + 1);
  Value from = b.createOrFold<arith::MaxSIOp>(loc, inside, first);
  Value to = b.createOrFold<arith::MinSIOp>(loc, outside, end);
  return {from, b.createOrFold<arith::MaxSIOp>(loc, from, to)};
}

/// Blocks of more rows than these would have much code for all smaller ones.
static constexpr int64_t kMostRows = 8;

/// The most tiles of a loop that become code of their own since they lead into
/// padding, and one that is smaller.
static constexpr size_t kMostTilesApart = 5;

namespace {
/// The points of a kernel's loops from `base` on.
struct Points {
  SmallVector<Value> base;
  /// Dynamic: those in front of `end`.
  SmallVector<int64_t> size;
  SmallVector<Value> end;
  /// If given, lanes from this point of the vector's loop on do not count.
  Value lanesEnd;
  /// The loops along which no point of them leads into padding.
  llvm::SmallBitVector isInterior;

  bool isDynamic(unsigned loop) const {
    return ShapedType::isDynamic(size[loop]);
  }
};

/// Steps from the first one of a number of points, for each loop.
using Offsets = SmallVector<int64_t>;

class KernelEmitter {
public:
  KernelEmitter(KernelOp op, const KernelSchedule &schedule,
                ArrayRef<std::string> features, RewriterBase &rewriter)
      : op(op), schedule(schedule), b(rewriter), loc(op.getLoc()),
        maps(op.getMaps()), ranges(op.getStaticLoopRanges()),
        paddings(op.getPaddings()),
        isVectorReduction(schedule.vectorLength > 1 &&
                          !op.isParallel(schedule.vectorLoop)) {
    if (op.hasReduction())
      numAccumulators = op.getStart().front().getTerminator()->getNumOperands();
    if (schedule.matrix)
      tiles.emplace(*planTiles(op, schedule, features, [] {
        // It was verified.
        return InFlightDiagnostic();
      }));
    else
      findInstruction(features);
  }

  void emit() {
    Points all;
    Value zero = index(0);
    all.base.assign(ranges.size(), zero);
    all.size = ranges;
    all.end = findEnds();
    all.isInterior.resize(ranges.size(), true);
    for (const KernelPadding &padding : paddings)
      all.isInterior.reset(padding.parallel);
    auto run = [&] {
      if (schedule.threads != 0)
        return emitShared(all);
      runWithTiles([&] { emitLevels(0, all); });
    };
    if (!schedule.stream)
      return run();
    // Such stores have to be aligned, which only the caller can see to.
    auto branch =
        scf::IfOp::create(b, loc, isAligned(), /*withElseRegion=*/true);
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(branch.thenBlock());
    streams = true;
    run();
    streams = false;
    b.setInsertionPointToStart(branch.elseBlock());
    run();
  }

private:
  /// What was loaded, by the operand and the steps in the loops that it
  /// depends on.
  struct Loads : std::map<std::pair<unsigned, std::vector<int64_t>>, Value> {};

  //===--------------------------------------------------------------------===//
  // Loops
  //===--------------------------------------------------------------------===//

  Value index(int64_t value) {
    return arith::ConstantIndexOp::create(b, loc, value);
  }

  Value offset(Value base, int64_t by) {
    return getValueOrCreateConstantIndexOp(
        b, loc,
        affine::makeComposedFoldedAffineApply(
            b, loc, b.getAffineDimExpr(0) + by, getAsOpFoldResult(base)));
  }

  /// The sizes of the loops that are not static.
  SmallVector<Value> findEnds() {
    SmallVector<Value> ends(ranges.size());
    for (auto [loop, range] : llvm::enumerate(ranges))
      if (ShapedType::isDynamic(range))
        ends[loop] = createLoopSize(op, loop, b);
    return ends;
  }

  /// The first point from `base` on that is in no whole tile in front of `end`.
  Value endOfTiles(Value base, Value end, int64_t tile) {
    AffineExpr first = b.getAffineDimExpr(0), last = b.getAffineDimExpr(1);
    return affine::makeComposedAffineApply(
        b, loc, first + (last - first).floorDiv(tile) * tile,
        ArrayRef<OpFoldResult>{base, end});
  }

  /// Runs `body` on points of `loop`, from that of `base` on, in steps.
  void emitLoop(Value base, int64_t size, int64_t step,
                llvm::function_ref<void(Value)> body) {
    if (size == step)
      return body(base);
    auto loop =
        scf::ForOp::create(b, loc, base, offset(base, size), index(step));
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(loop.getBody());
    body(loop.getInductionVar());
  }

  //===--------------------------------------------------------------------===//
  // Padding
  //===--------------------------------------------------------------------===//

  /// The tiles of a loop.
  struct Tiles {
    /// The numbers of those that are not like the others: the last one if it is
    /// smaller, and those that lead into padding.
    SmallVector<int64_t> apart;
    bool areOthersInterior = true;
  };

  /// The padding that points of parallel loop `loop` lead into, or null.
  const KernelPadding *findPadding(unsigned loop) {
    auto *found = llvm::find_if(paddings, [&](const KernelPadding &padding) {
      return padding.parallel == loop;
    });
    return found == paddings.end() ? nullptr : found;
  }

  bool isInterior(unsigned loop, int64_t base, int64_t size) {
    const KernelPadding *padding = findPadding(loop);
    if (!padding)
      return true;
    auto [first, last] = padding->getInterior();
    return base >= first && base + size <= last;
  }

  /// The tiles of `size` points of `loop` from `base` on.
  Tiles takeApart(unsigned loop, int64_t base, int64_t size, int64_t tile) {
    SmallVector<int64_t> apart;
    bool isPadded = findPadding(loop);
    for (int64_t at = 0; at < size; at += tile)
      if (at + tile > size || (tile > 1 && !isInterior(loop, base + at, tile)))
        apart.push_back(at / tile);
    // Few points are in padding; else there is much code for little.
    if (isPadded && tile > 1 && apart.size() <= kMostTilesApart)
      return {apart, true};
    apart.clear();
    if (size % tile != 0)
      apart.push_back(size / tile);
    return {apart, !isPadded};
  }

  Points takeTile(Points points, unsigned loop, int64_t base, int64_t size) {
    points.base[loop] = index(base);
    points.size[loop] = size;
    points.isInterior[loop] = isInterior(loop, base, size);
    return points;
  }

  /// A level of tiles of which some lead into padding.
  void emitPaddedLevel(size_t number, const Points &points, int64_t base) {
    auto [loop, tile] = schedule.levels[number];
    int64_t size = points.size[loop];
    Tiles tiles = takeApart(loop, base, size, tile);
    int64_t next = 0; // not yet emitted
    auto emitOthers = [&, loop = loop, tile = tile](int64_t end) {
      if (next == end)
        return;
      Points part = points;
      part.size[loop] = tile;
      part.isInterior[loop] = tiles.areOthersInterior;
      emitLoop(index(base + next * tile), (end - next) * tile, tile,
               [&](Value here) {
                 part.base[loop] = here;
                 emitLevels(number + 1, part);
               });
    };
    for (int64_t each : tiles.apart) {
      emitOthers(each);
      int64_t at = each * tile;
      emitLevels(number + 1,
                 takeTile(points, loop, base + at, std::min(tile, size - at)));
      next = each + 1;
    }
    emitOthers(size / tile);
  }

  /// `points` without those of the padding's reduction loop that lead into it.
  /// Needs one point of the parallel loop.
  Points dropPadding(Points points, const KernelPadding &padding) {
    unsigned loop = padding.reduction;
    Value end = points.isDynamic(loop)
                    ? points.end[loop]
                    : offset(points.base[loop], points.size[loop]);
    std::tie(points.base[loop], points.end[loop]) = createInside(
        padding, points.base[padding.parallel], points.base[loop], end, b, loc);
    std::optional<int64_t> from = getConstantIntValue(points.base[loop]),
                           to = getConstantIntValue(points.end[loop]);
    points.size[loop] = from && to ? *to - *from : ShapedType::kDynamic;
    return points;
  }

  /// Whether a cell leads into padding at a point of the reduction. Where the
  /// block has several points of a padded loop, all is known.
  bool isInPadding(const Points &points, ArrayRef<int64_t> offsets) {
    return llvm::any_of(paddings, [&](const KernelPadding &padding) {
      auto [parallel, reduction] =
          std::pair(padding.parallel, padding.reduction);
      if (points.isInterior[parallel] || points.size[parallel] == 1)
        return false;
      auto [first, last] = padding.getInside(
          *getConstantIntValue(points.base[parallel]) + offsets[parallel]);
      int64_t point =
          *getConstantIntValue(points.base[reduction]) + offsets[reduction];
      return point < first || point >= last;
    });
  }

  //===--------------------------------------------------------------------===//
  // Levels
  //===--------------------------------------------------------------------===//

  /// A level that threads share.
  struct SharedLevel {
    /// In the schedule.
    size_t number;
    unsigned loop;
    int64_t tile;
    /// How many blocks it has.
    Value blocks;
    /// The number of its block that a thread is at; null if there is one block.
    Value block;
    Tiles tiles;
  };

  /// The levels that threads share, as one loop over their blocks.
  void emitShared(const Points &all) {
    SmallVector<SharedLevel> shared;
    // Of static sizes unless the loop's size is known at run time only.
    Value numBlocks = index(1);
    for (auto [number, level] : llvm::enumerate(
             ArrayRef(schedule.levels).take_front(schedule.threads))) {
      Value blocks = countBlocks(all, level.loop, level.tile);
      shared.push_back({number, level.loop, level.tile, blocks, {}, {}});
      numBlocks = b.createOrFold<arith::MulIOp>(loc, numBlocks, blocks);
    }
    auto nest =
        scf::ParallelOp::create(b, loc, ValueRange(index(0)),
                                ValueRange(numBlocks), ValueRange(index(1)));
    if (llvm::any_of(ranges, ShapedType::isDynamic))
      nest->setAttr(kShareFromTurns,
                    b.getIndexAttr(countTurnsToShare(op, schedule)));
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(nest.getBody());
    Value block = nest.getInductionVars().front();
    for (SharedLevel &level : llvm::reverse(shared)) {
      if (getConstantIntValue(level.blocks) == 1)
        continue;
      level.block = block;
      if (&level != &shared.front()) {
        level.block = arith::RemUIOp::create(b, loc, block, level.blocks);
        block = arith::DivUIOp::create(b, loc, block, level.blocks);
      }
      if (!all.isDynamic(level.loop))
        level.tiles = takeApart(level.loop, 0, ranges[level.loop], level.tile);
    }
    runWithTiles([&] { emitSharedBlock(all, shared); });
  }

  Value countBlocks(const Points &all, unsigned loop, int64_t tile) {
    if (!all.isDynamic(loop))
      return index(llvm::divideCeil(ranges[loop], tile));
    return affine::makeComposedAffineApply(
        b, loc, b.getAffineDimExpr(0).ceilDiv(tile), {all.end[loop]});
  }

  /// A block of the levels that threads share.
  void emitSharedBlock(Points points, ArrayRef<SharedLevel> shared) {
    if (shared.empty())
      return emitLevels(schedule.threads, points);
    const SharedLevel &level = shared.front();
    if (!level.block)
      return emitSharedBlock(points, shared.drop_front());
    unsigned loop = level.loop;
    OpBuilder::InsertionGuard guard(b);
    for (int64_t number : level.tiles.apart) {
      Value isHere = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq,
                                           level.block, index(number));
      auto branch = scf::IfOp::create(b, loc, isHere, /*withElseRegion=*/true);
      b.setInsertionPointToStart(branch.thenBlock());
      int64_t base = number * level.tile;
      emitSharedBlock(takeTile(points, loop, base,
                               std::min(level.tile, ranges[loop] - base)),
                      shared.drop_front());
      b.setInsertionPointToStart(branch.elseBlock());
    }
    if (points.isDynamic(loop) && isEven(level.number))
      return emitEvenBlock(points, schedule.levels[level.number], level.block,
                           level.blocks, [&](const Points &part) {
                             emitSharedBlock(part, shared.drop_front());
                           });
    Value base = arith::MulIOp::create(b, loc, level.block, index(level.tile));
    points.base[loop] = base;
    if (points.isDynamic(loop) && level.tile != 1) {
      Value end = arith::AddIOp::create(b, loc, base, index(level.tile));
      Value isRest = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::sgt,
                                           end, points.end[loop]);
      auto branch = scf::IfOp::create(b, loc, isRest, /*withElseRegion=*/true);
      b.setInsertionPointToStart(branch.thenBlock());
      emitSharedBlock(points, shared.drop_front());
      b.setInsertionPointToStart(branch.elseBlock());
    }
    points.size[loop] = level.tile;
    points.isInterior[loop] = level.tiles.areOthersInterior;
    emitSharedBlock(points, shared.drop_front());
  }

  void emitLevels(size_t number, const Points &points) {
    if (number == schedule.levels.size())
      return emitBlock(points);
    auto [loop, tile] = schedule.levels[number];
    if (points.isDynamic(loop))
      return emitDynamicLevel(number, points);
    int64_t size = points.size[loop];
    if (tile >= size)
      return emitLevels(number + 1, points);
    std::optional<int64_t> start = getConstantIntValue(points.base[loop]);
    if (!points.isInterior[loop] && tile > 1 && start)
      return emitPaddedLevel(number, points, *start);
    Points part = points;
    int64_t whole = size - size % tile;
    emitLoop(points.base[loop], whole, tile,
             [&, loop = loop, tile = tile](Value base) {
               part.base[loop] = base;
               part.size[loop] = tile;
               emitLevels(number + 1, part);
             });
    if (whole == size)
      return;
    part.base[loop] = offset(points.base[loop], whole);
    part.size[loop] = size - whole;
    emitLevels(number + 1, part);
  }

  /// Whether a loop of dynamic size is cut into blocks as even as can be, and
  /// not into whole ones and a rest: it has the rows of the register block.
  bool isEven(size_t number) {
    auto [loop, tile] = schedule.levels[number];
    return op.hasReduction() && op.isParallel(loop) && !isLaned(loop) &&
           tile > 1 && tile <= kMostRows &&
           llvm::none_of(ArrayRef(schedule.levels).drop_front(number + 1),
                         [loop = loop](const KernelSchedule::Level &level) {
                           return level.loop == loop;
                         });
  }

  /// Block `number` of `blocks`: all have the same size, or one point less.
  /// There is code for each size up to the tile.
  void emitEvenBlock(Points points, const KernelSchedule::Level &level,
                     Value number, Value blocks,
                     llvm::function_ref<void(const Points &)> body) {
    unsigned loop = level.loop;
    Value count =
        arith::SubIOp::create(b, loc, points.end[loop], points.base[loop]);
    auto startOf = [&](Value block) -> Value {
      Value product = arith::MulIOp::create(b, loc, block, count);
      return arith::AddIOp::create(
          b, loc, points.base[loop],
          arith::DivUIOp::create(b, loc, product, blocks));
    };
    Value start = startOf(number);
    Value next = startOf(arith::AddIOp::create(b, loc, number, index(1)));
    Value size = arith::SubIOp::create(b, loc, next, start);
    points.base[loop] = start;
    // Those of one point are the default.
    SmallVector<int64_t> sizes =
        llvm::to_vector(llvm::seq_inclusive<int64_t>(2, level.tile));
    auto branch = scf::IndexSwitchOp::create(b, loc, TypeRange(), size, sizes,
                                             sizes.size());
    OpBuilder::InsertionGuard guard(b);
    auto emitCase = [&](Region &region, int64_t number) {
      b.createBlock(&region);
      points.size[loop] = number;
      body(points);
      scf::YieldOp::create(b, loc);
    };
    for (auto [each, region] : llvm::zip_equal(sizes, branch.getCaseRegions()))
      emitCase(region, each);
    emitCase(branch.getDefaultRegion(), 1);
  }

  /// The whole tiles, and then what is left, for later levels and the register
  /// block to take apart; or blocks of rows as even as can be.
  void emitDynamicLevel(size_t number, const Points &points) {
    auto [loop, tile] = schedule.levels[number];
    Value base = points.base[loop], end = points.end[loop];
    if (isEven(number)) {
      Value count = arith::SubIOp::create(b, loc, end, base);
      Value blocks = affine::makeComposedAffineApply(
          b, loc, b.getAffineDimExpr(0).ceilDiv(tile), {count});
      auto nest = scf::ForOp::create(b, loc, index(0), blocks, index(1));
      OpBuilder::InsertionGuard guard(b);
      b.setInsertionPointToStart(nest.getBody());
      return emitEvenBlock(
          points, schedule.levels[number], nest.getInductionVar(), blocks,
          [&](const Points &part) { emitLevels(number + 1, part); });
    }
    Value whole = tile == 1 ? end : endOfTiles(base, end, tile);
    Points part = points;
    part.size[loop] = tile;
    {
      auto nest = scf::ForOp::create(b, loc, base, whole, index(tile));
      OpBuilder::InsertionGuard guard(b);
      b.setInsertionPointToStart(nest.getBody());
      part.base[loop] = nest.getInductionVar();
      emitLevels(number + 1, part);
    }
    if (tile == 1)
      return;
    part.base[loop] = whole;
    part.size[loop] = ShapedType::kDynamic;
    emitLevels(number + 1, part);
  }

  /// Whether `points` are the first, or the last, ones of the reduction loops
  /// that are cut; null if they always are.
  Value isAtEnd(const Points &points, bool first) {
    Value result;
    for (unsigned loop = 0; loop < ranges.size(); ++loop) {
      if (op.isParallel(loop) || points.size[loop] == ranges[loop])
        continue;
      Value isHere = arith::CmpIOp::create(
          b, loc, arith::CmpIPredicate::eq, points.base[loop],
          index(first ? 0 : ranges[loop] - points.size[loop]));
      result = result ? arith::AndIOp::create(b, loc, result, isHere) : isHere;
    }
    return result;
  }

  /// Whether the outputs begin where a vector may be stored past the caches.
  Value isAligned() {
    Value bits;
    for (auto [number, output] : llvm::enumerate(op.getOutputs())) {
      auto data = memref::ExtractStridedMetadataOp::create(b, loc, output);
      Value base =
          memref::ExtractAlignedPointerAsIndexOp::create(b, loc, output);
      int64_t size = bytesOfElement(output);
      Value offset =
          arith::MulIOp::create(b, loc, data.getOffset(), index(size));
      Value place = arith::AddIOp::create(b, loc, base, offset);
      Value past = arith::AndIOp::create(
          b, loc, place, index(size * schedule.vectorLength - 1));
      bits = bits ? arith::OrIOp::create(b, loc, bits, past) : past;
    }
    return arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq, bits,
                                 index(0));
  }

  static int64_t bytesOfElement(Value operand) {
    return getElementTypeOrSelf(operand).getIntOrFloatBitWidth() / 8;
  }

  //===--------------------------------------------------------------------===//
  // The register block
  //===--------------------------------------------------------------------===//

  unsigned lanes() const {
    return isVectorReduction ? 1 : schedule.vectorLength;
  }

  /// The steps to each vector, or scalar, of outputs that the block has.
  SmallVector<Offsets> findCells(const Points &points) {
    SmallVector<Offsets> cells(1, Offsets(ranges.size(), 0));
    for (unsigned loop = 0; loop < ranges.size(); ++loop) {
      if (!op.isParallel(loop))
        continue;
      int64_t step = isLaned(loop) ? schedule.vectorLength : 1;
      SmallVector<Offsets> more;
      for (const Offsets &cell : cells)
        for (int64_t i = 0; i < points.size[loop]; i += step) {
          more.push_back(cell);
          more.back()[loop] = i;
        }
      cells = std::move(more);
    }
    return cells;
  }

  /// Whether `loop` may have points outside of one tile.
  bool isCut(unsigned loop, int64_t tile) const {
    return ShapedType::isDynamic(ranges[loop]) || tile < ranges[loop];
  }

  bool isLaned(unsigned loop) const {
    return schedule.vectorLength > 1 && loop == schedule.vectorLoop;
  }

  void emitBlock(const Points &points) {
    if (tiles)
      return emitTiles(points);
    // What is left of loops with dynamic sizes goes point by point, and along
    // the lanes by vectors or packed blocks; so does a block of which it is not
    // known where in the padding it is.
    for (unsigned loop = 0; loop < ranges.size(); ++loop) {
      bool isSomewhere = !points.isInterior[loop] && points.size[loop] != 1 &&
                         !getConstantIntValue(points.base[loop]);
      if (!op.isParallel(loop) || !(points.isDynamic(loop) || isSomewhere))
        continue;
      Points part = points;
      part.size[loop] = isLaned(loop) ? lanesAtOnce() : 1;
      if (isLaned(loop))
        part.lanesEnd = points.end[loop];
      Value end = points.isDynamic(loop)
                      ? points.end[loop]
                      : offset(points.base[loop], points.size[loop]);
      auto nest = scf::ForOp::create(b, loc, points.base[loop], end,
                                     index(part.size[loop]));
      OpBuilder::InsertionGuard guard(b);
      b.setInsertionPointToStart(nest.getBody());
      part.base[loop] = nest.getInductionVar();
      return emitBlock(part);
    }
    SmallVector<Offsets> cells = findCells(points);
    if (!op.hasReduction()) {
      Loads loads;
      if (std::optional<unsigned> loop = findStoredTogether(points))
        return storeTogether(points, cells, *loop, loads);
      for (const Offsets &cell : cells)
        finish(points, cell, {}, loads);
      return;
    }
    SmallVector<Value> accumulators;
    if (isVectorReduction) {
      accumulators = reduceInLanes(points, cells);
    } else {
      accumulators = startBlock(points, cells);
      accumulators = reduce(points, cells, accumulators);
    }
    finishBlock(points, cells, accumulators);
  }

  /// Turns accumulators to results, unless there is more to reduce.
  void finishBlock(const Points &points, ArrayRef<Offsets> cells,
                   ArrayRef<Value> accumulators) {
    Value isLast = isAtEnd(points, /*first=*/false);
    auto finishAll = [&] {
      Loads loads;
      for (auto [number, cell] : llvm::enumerate(cells))
        finish(points, cell, cellOf(accumulators, number), loads);
    };
    if (!isLast)
      return finishAll();
    auto branch = scf::IfOp::create(b, loc, isLast, /*withElseRegion=*/true);
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(branch.thenBlock());
    finishAll();
    b.setInsertionPointToStart(branch.elseBlock());
    for (auto [number, cell] : llvm::enumerate(cells))
      for (auto [output, value] : llvm::enumerate(cellOf(accumulators, number)))
        store(points, output, cell, value);
  }

  /// How many points of the lanes' loop are taken at once where it ends: packed
  /// blocks are read from their first element on.
  int64_t lanesAtOnce() {
    int64_t number = schedule.vectorLength;
    for (AffineMap map : maps)
      if (map.getNumResults() != 0)
        number = std::max(number, packedSize(map.getResults().back()));
    return number;
  }

  ArrayRef<Value> cellOf(ArrayRef<Value> accumulators, size_t number) {
    return accumulators.slice(number * numAccumulators, numAccumulators);
  }

  /// The values that the accumulators of the block have before it.
  SmallVector<Value> startBlock(const Points &points, ArrayRef<Offsets> cells) {
    auto start = [&] {
      Loads loads;
      SmallVector<Value> values;
      for (const Offsets &cell : cells)
        for (Value value : inlineBody(
                 op.getStart().front(), lanes(),
                 [&](unsigned number) {
                   return load(points, number, cell, loads);
                 },
                 b))
          values.push_back(broadcast(value, lanes(), b));
      return values;
    };
    Value isFirst = isAtEnd(points, /*first=*/true);
    if (!isFirst)
      return start();
    // Else the outputs keep them.
    SmallVector<Type> types;
    for (size_t i = 0; i < cells.size(); ++i)
      for (Value value : op.getStart().front().getTerminator()->getOperands())
        types.push_back(lanes() > 1 ? VectorType::get(lanes(), value.getType())
                                    : value.getType());
    auto branch =
        scf::IfOp::create(b, loc, types, isFirst, /*withElseRegion=*/true);
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(branch.thenBlock());
    scf::YieldOp::create(b, loc, start());
    b.setInsertionPointToStart(branch.elseBlock());
    Loads loads;
    SmallVector<Value> values;
    for (const Offsets &cell : cells)
      for (unsigned i = 0; i < numAccumulators; ++i)
        values.push_back(load(points, op.getInputs().size() + i, cell, loads));
    scf::YieldOp::create(b, loc, values);
    return branch.getResults();
  }

  /// The reduction loops, from `loops` on, with the accumulators carried.
  SmallVector<Value> emitReduction(
      Points points, ArrayRef<unsigned> loops, ArrayRef<Value> accumulators,
      int64_t innerStep,
      llvm::function_ref<SmallVector<Value>(const Points &, ArrayRef<Value>)>
          body) {
    if (loops.empty())
      return body(points, accumulators);
    unsigned loop = loops.front();
    int64_t step = loops.size() == 1 ? innerStep : 1;
    SmallVector<Value> values(accumulators);
    for (const KernelPadding &padding : paddings) {
      if (padding.reduction != loop || points.isInterior[padding.parallel])
        continue;
      if (points.size[padding.parallel] == 1) {
        points = dropPadding(points, padding);
        continue;
      }
      // The cells that are in padding are others for each point.
      Points part = points;
      part.size[loop] = 1;
      for (int64_t point = 0; point < ranges[loop]; ++point) {
        part.base[loop] = index(point);
        values =
            emitReduction(part, loops.drop_front(), values, innerStep, body);
      }
      return values;
    }
    Points part = points;
    auto run = [&](Value from, Value to, int64_t turn) {
      auto nest = scf::ForOp::create(b, loc, from, to, index(turn), values);
      OpBuilder::InsertionGuard guard(b);
      b.setInsertionPointToStart(nest.getBody());
      part.size[loop] = turn;
      part.base[loop] = nest.getInductionVar();
      SmallVector<Value> carried(nest.getRegionIterArgs());
      SmallVector<Value> next =
          emitReduction(part, loops.drop_front(), carried, innerStep, body);
      if (!next.empty())
        scf::YieldOp::create(b, loc, next);
      values.assign(nest.getResults().begin(), nest.getResults().end());
    };
    if (points.isDynamic(loop)) {
      Value end = points.end[loop];
      Value whole = step == 1 ? end : endOfTiles(points.base[loop], end, step);
      run(points.base[loop], whole, step);
      if (step == 1)
        return values;
      if (isLaned(loop))
        part.lanesEnd = end;
      run(whole, end, isLaned(loop) ? schedule.vectorLength : 1);
      return values;
    }
    int64_t size = points.size[loop], whole = size - size % step;
    if (whole != 0) {
      part.size[loop] = step;
      if (whole == step) {
        values =
            emitReduction(part, loops.drop_front(), values, innerStep, body);
      } else {
        Value base = points.base[loop];
        run(base, offset(base, whole), step);
      }
    }
    if (whole == size)
      return values;
    part.base[loop] = offset(points.base[loop], whole);
    part.size[loop] = size - whole;
    return emitReduction(part, loops.drop_front(), values, innerStep, body);
  }

  SmallVector<unsigned> reductionLoops(bool lanedLast) {
    SmallVector<unsigned> all(ArrayRef(schedule.reductions)), loops;
    if (all.empty())
      for (unsigned loop = 0; loop < ranges.size(); ++loop)
        if (!op.isParallel(loop))
          all.push_back(loop);
    for (unsigned loop : all)
      if (!(lanedLast && isLaned(loop)))
        loops.push_back(loop);
    if (lanedLast)
      loops.push_back(schedule.vectorLoop);
    return loops;
  }

  /// One point of the reduction for a cell.
  SmallVector<Value> combine(const Points &points, const Offsets &offsets,
                             ArrayRef<Value> accumulators, unsigned length,
                             Loads &loads) {
    return inlineBody(
        op.getCombine().front(), length,
        [&](unsigned number) -> Value {
          if (number >= op->getNumOperands())
            return accumulators[number - op->getNumOperands()];
          return load(points, number, offsets, loads);
        },
        b);
  }

  SmallVector<Value> reduce(const Points &points, ArrayRef<Offsets> cells,
                            ArrayRef<Value> accumulators) {
    SmallVector<unsigned> loops = reductionLoops(/*lanedLast=*/false);
    int64_t group = instruction ? instruction->getGroup() : 1;
    return emitReduction(
        points, loops, accumulators, llvm::alignTo(schedule.unroll, group),
        [&](const Points &here, ArrayRef<Value> values) {
          SmallVector<Value> next(values);
          int64_t size = here.size[loops.back()];
          for (int64_t i = 0; i < size; i += group) {
            Loads loads;
            for (auto [number, cell] : llvm::enumerate(cells)) {
              Offsets offsets = cell;
              offsets[loops.back()] = i;
              if (isInPadding(here, offsets))
                continue;
              if (instruction) {
                next[number] = addProducts(here, offsets, next[number],
                                           std::min(group, size - i), loads);
                continue;
              }
              SmallVector<Value> combined =
                  combine(here, offsets, cellOf(next, number), lanes(), loads);
              for (auto [k, value] : llvm::enumerate(combined))
                next[number * numAccumulators + k] =
                    broadcast(value, lanes(), b);
            }
          }
          return next;
        });
  }

  /// Reduces with the points of a reduction loop in the lanes, in `unroll`
  /// parts for each cell, which are combined in the end.
  SmallVector<Value> reduceInLanes(const Points &points,
                                   ArrayRef<Offsets> cells) {
    unsigned length = schedule.vectorLength;
    int64_t numParts = std::max(1u, schedule.unroll);
    SmallVector<Operation *> combiners;
    SmallVector<Value> neutral;
    for (unsigned k = 0; k < numAccumulators; ++k) {
      combiners.push_back(findCombiner(op, k));
      Value element = arith::ConstantOp::create(
          b, loc, *arith::getNeutralElement(combiners.back()));
      neutral.push_back(broadcast(element, length, b));
    }
    SmallVector<Value> parts;
    for (size_t i = 0; i < cells.size() * numParts; ++i)
      llvm::append_range(parts, neutral);
    SmallVector<unsigned> loops = reductionLoops(/*lanedLast=*/true);
    parts = emitReduction(
        points, loops, parts, length * numParts,
        [&](const Points &here, ArrayRef<Value> values) {
          SmallVector<Value> next(values);
          Loads loads;
          for (auto [number, cell] : llvm::enumerate(cells))
            for (int64_t part = 0;
                 part * length < here.size[schedule.vectorLoop]; ++part) {
              Offsets offsets = cell;
              offsets[schedule.vectorLoop] = part * length;
              if (isInPadding(here, offsets))
                continue;
              MutableArrayRef<Value> old = MutableArrayRef(next).slice(
                  (number * numParts + part) * numAccumulators,
                  numAccumulators);
              SmallVector<Value> combined =
                  combine(here, offsets, old, length, loads);
              Value mask = maskOf(here, offsets[schedule.vectorLoop]);
              for (auto [k, value] : llvm::enumerate(combined))
                old[k] =
                    mask ? arith::SelectOp::create(b, loc, mask, value, old[k])
                         : value;
            }
          return next;
        });

    SmallVector<Value> starts = startBlock(points, cells);
    SmallVector<Value> results;
    for (size_t number = 0; number < cells.size(); ++number)
      for (unsigned k = 0; k < numAccumulators; ++k) {
        auto partOf = [&](int64_t part) {
          return parts[(number * numParts + part) * numAccumulators + k];
        };
        // Pairs first: the sums are independent, and rounding is better.
        SmallVector<Value> rest;
        for (int64_t part = 0; part < numParts; ++part)
          rest.push_back(partOf(part));
        while (rest.size() > 1) {
          SmallVector<Value> halves;
          for (size_t i = 0; i + 1 < rest.size(); i += 2) {
            IRMapping mapping;
            Operation *combiner = combiners[k];
            OperationState state(loc, combiner->getName());
            state.addOperands({rest[i], rest[i + 1]});
            state.addTypes(rest[i].getType());
            state.propertiesAttr = combiner->getPropertiesAsAttribute();
            halves.push_back(b.create(state)->getResult(0));
          }
          if (rest.size() % 2)
            halves.push_back(rest.back());
          rest = std::move(halves);
        }
        results.push_back(vector::ReductionOp::create(
            b, loc, *linalg::getCombinerOpKind(combiners[k]), rest.front(),
            starts[number * numAccumulators + k],
            arith::FastMathFlags::reassoc));
      }
    return results;
  }

  /// What the outputs get.
  SmallVector<Value> getResults(const Points &points, const Offsets &cell,
                                ArrayRef<Value> accumulators, Loads &loads) {
    return inlineBody(
        op.getFinish().front(), lanes(),
        [&](unsigned number) -> Value {
          if (number >= op->getNumOperands())
            return accumulators[number - op->getNumOperands()];
          return load(points, number, cell, loads);
        },
        b);
  }

  void finish(const Points &points, const Offsets &cell,
              ArrayRef<Value> accumulators, Loads &loads) {
    SmallVector<Value> values = getResults(points, cell, accumulators, loads);
    for (auto [output, value] : llvm::enumerate(values))
      store(points, output, cell, broadcast(value, lanes(), b));
  }

  //===--------------------------------------------------------------------===//
  // Interleaved vectors
  //===--------------------------------------------------------------------===//

  /// The loop whose points are stored between those of the lanes, if the block
  /// has all of them, in whole vectors.
  std::optional<unsigned> findStoredTogether(const Points &points) {
    if (schedule.vectorLength == 1 ||
        points.size[schedule.vectorLoop] % schedule.vectorLength != 0)
      return std::nullopt;
    std::optional<unsigned> loop = findInterleavedLoop(op, schedule.vectorLoop);
    if (!loop || points.size[*loop] != ranges[*loop])
      return std::nullopt;
    return loop;
  }

  /// Stores the vectors of all points of `loop` as one.
  void storeTogether(const Points &points, ArrayRef<Offsets> cells,
                     unsigned loop, Loads &loads) {
    unsigned number = op.getInputs().size();
    Value operand = op->getOperand(number);
    int64_t rank = cast<MemRefType>(operand.getType()).getRank();
    SmallVector<ReassociationIndices> groups;
    for (int64_t i = 0; i + 1 < rank; ++i)
      groups.push_back({i});
    groups.back().push_back(rank - 1);
    Value flat = memref::CollapseShapeOp::create(b, loc, operand, groups);
    for (const Offsets &cell : cells) {
      if (cell[loop] != 0)
        continue;
      SmallVector<Value> parts;
      Offsets at = cell;
      for (; at[loop] < ranges[loop]; ++at[loop])
        parts.push_back(broadcast(getResults(points, at, {}, loads).front(),
                                  schedule.vectorLength, b));
      // Of 0, 1, 2, 3: first 0 with 2, and 1 with 3.
      while (parts.size() > 1) {
        size_t half = parts.size() / 2;
        for (size_t i = 0; i < half; ++i)
          parts[i] =
              vector::InterleaveOp::create(b, loc, parts[i], parts[i + half]);
        parts.truncate(half);
      }
      SmallVector<Value> place = indices(points, number, cell);
      place.pop_back();
      place.back() = affine::makeComposedAffineApply(
          b, loc, b.getAffineDimExpr(0) * ranges[loop], {place.back()});
      vector::StoreOp::create(b, loc, parts.front(), flat, place);
    }
  }

  //===--------------------------------------------------------------------===//
  // Several products at once
  //===--------------------------------------------------------------------===//

  /// Finds what sums up several points of the innermost reduction loop, if the
  /// kernel and its operands are made for that.
  void findInstruction(ArrayRef<std::string> features) {
    if (schedule.vectorLength == 1 || isVectorReduction)
      return;
    dot = matchDotProduct(op);
    if (!dot || dot->lanes.zeroPoint || dot->other.zeroPoint ||
        dot->laneLoop != schedule.vectorLoop ||
        reductionLoops(/*lanedLast=*/false).back() != dot->loop)
      return;
    AffineMap map = maps[dot->lanes.input];
    std::optional<GroupedLanes> lanes =
        matchGroupedLanes(map, dot->laneLoop, dot->loop);
    if (!lanes || packedSize(map.getResults().back()) != lanes->size)
      return;
    for (auto [loop, tile] : schedule.levels)
      if (loop == dot->loop && isCut(loop, tile) && tile % lanes->group != 0)
        return;
    const DotInstruction *found = findDotInstruction(
        dot->lanes.kind, dot->other.kind, 32 * schedule.vectorLength, features);
    if (found && found->getGroup() == lanes->group)
      instruction = found;
  }

  /// `sum` and the products of `count` points, at most those of a group.
  Value addProducts(const Points &points, ArrayRef<int64_t> offsets, Value sum,
                    int64_t count, Loads &loads) {
    Value lanes = loadGroup(points, dot->lanes, offsets, count, loads);
    Value other = loadGroup(points, dot->other, offsets, count, loads);
    if (dot->lanes.kind == instruction->first)
      return emitDotInstruction(*instruction, sum, lanes, other, b);
    return emitDotInstruction(*instruction, sum, other, lanes, b);
  }

  /// In each lane of 32 bits, a group of elements of a factor's input.
  Value loadGroup(const Points &points, const DotFactor &factor,
                  ArrayRef<int64_t> offsets, int64_t count, Loads &loads) {
    unsigned number = factor.input;
    std::vector<int64_t> used = usedOffsets(number, offsets);
    Value &value = loads[{number, used}];
    if (value)
      return value;
    Value operand = op->getOperand(number);
    Type element = getElementTypeOrSelf(operand);
    int64_t group = instruction->getGroup();
    auto type = VectorType::get(schedule.vectorLength * group, element);
    if (number == dot->lanes.input) {
      // What is beyond the end was filled up when it was packed.
      value = vector::LoadOp::create(b, loc, type, operand,
                                     indices(points, number, used));
    } else {
      auto one = VectorType::get(group, element);
      Value word;
      if (count == group) {
        word = vector::LoadOp::create(b, loc, one, operand,
                                      indices(points, number, used));
      } else {
        Value zero = arith::ConstantOp::create(b, loc, b.getZeroAttr(element));
        SmallVector<Value> elements(group, zero);
        std::vector<int64_t> at = used;
        for (int64_t i = 0; i < count; ++i, ++at[dot->loop])
          elements[i] = memref::LoadOp::create(b, loc, operand,
                                               indices(points, number, at));
        word = vector::FromElementsOp::create(b, loc, one, elements);
      }
      word = vector::BitCastOp::create(
          b, loc, VectorType::get(1, b.getI32Type()), word);
      word = vector::ExtractOp::create(b, loc, word, 0);
      value = vector::BitCastOp::create(
          b, loc, type, broadcast(word, schedule.vectorLength, b));
    }
    if (auto invert = factor.narrow.getDefiningOp<arith::XOrIOp>()) {
      Value mask = getConstant(invert.getRhs());
      value = arith::XOrIOp::create(
          b, loc, value, broadcast(mask, schedule.vectorLength * group, b));
    }
    return value;
  }

  /// `constant`, in a body or around the kernel.
  Value getConstant(Value constant) {
    Operation *maker = constant.getDefiningOp();
    return maker && op->isProperAncestor(maker) ? b.clone(*maker)->getResult(0)
                                                : constant;
  }

  //===--------------------------------------------------------------------===//
  // Tiles
  //===--------------------------------------------------------------------===//

  /// Buffers on the stack, by what they are for: the sums of a block, on their
  /// way from tiles to vectors; rows of tiles of which a part is beyond the
  /// end.
  struct TileBuffers {
    Value sums, rows;
  };

  /// A buffer at the start of the function, or of the threads' loop.
  Value createOnStack(ArrayRef<int64_t> shape, Type element) {
    Region *region = b.getInsertionBlock()->getParent();
    while (
        !region->getParentOp()->hasTrait<OpTrait::AutomaticAllocationScope>())
      region = region->getParentRegion();
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(&region->front());
    return memref::AllocaOp::create(b, loc, MemRefType::get(shape, element),
                                    b.getI64IntegerAttr(64));
  }

  void storeConstant(Value buffer, ArrayRef<int8_t> bytes) {
    auto type = VectorType::get(bytes.size(), b.getI8Type());
    Value value =
        arith::ConstantOp::create(b, loc, DenseElementsAttr::get(type, bytes));
    vector::StoreOp::create(b, loc, value, buffer, ValueRange(index(0)));
  }

  /// Runs `body` with registers for tiles, if there are to be any.
  void runWithTiles(llvm::function_ref<void()> body) {
    if (!tiles)
      return body();
    TileBuilder builder(b, loc);
    Value shapes = createOnStack(64, b.getI8Type());
    storeConstant(shapes, registersOfBlock().configure(*tiles));
    builder.configure(shapes, index(0));
    buffers.sums = createOnStack(
        {tiles->rowTiles * tiles->rows, tiles->columnTiles * tiles->columns},
        tiles->dot.sum);
    if (ranges[tiles->dot.loop] % tiles->getPoints() != 0) {
      Type element =
          getElementTypeOrSelf(op->getOperand(tiles->dot.other.input));
      buffers.rows = createOnStack({tiles->rows, tiles->getPoints()}, element);
      // What is beyond the end stays zero.
      auto row = VectorType::get(tiles->getPoints(), element);
      Value zero = arith::ConstantOp::create(b, loc, b.getZeroAttr(row));
      for (int64_t i = 0; i < tiles->rows; ++i)
        vector::StoreOp::create(b, loc, zero, buffers.rows,
                                ValueRange{index(i), index(0)});
    }
    body();
    builder.release();
  }

  TileRegisters registersOfBlock() const {
    return {tiles->rowTiles, tiles->columnTiles};
  }

  /// The first rows of the tiles of a block with so many. All tiles are whole:
  /// the last one may begin in front of the end of the one before, or of the
  /// block.
  SmallVector<int64_t> firstRows(int64_t size) const {
    SmallVector<int64_t> rows;
    for (int64_t row = 0; row < size; row += tiles->rows)
      rows.push_back(std::min(row, size - tiles->rows));
    return rows;
  }

  /// A register block of tiles. Its sums go through memory to the vectors that
  /// make results of them, row by row.
  void emitTiles(const Points &points) {
    for (unsigned loop = 0; loop < ranges.size(); ++loop)
      if (op.isParallel(loop) && loop != tiles->rowLoop &&
          loop != tiles->dot.laneLoop && points.size[loop] != 1) {
        Points part = points;
        part.size[loop] = 1;
        return emitLoop(points.base[loop], points.size[loop], 1,
                        [&](Value here) {
                          part.base[loop] = here;
                          emitTiles(part);
                        });
      }
    TileBuilder builder(b, loc);
    TileRegisters registers = registersOfBlock();
    int64_t size = points.size[tiles->rowLoop];
    SmallVector<int64_t> rows = firstRows(size);
    int64_t numColumns =
        llvm::divideCeil(points.size[tiles->dot.laneLoop], tiles->columns);
    auto forEachSum = [&](llvm::function_ref<void(int64_t, int64_t)> act) {
      for (int64_t row = 0, end = rows.size(); row < end; ++row)
        for (int64_t column = 0; column < numColumns; ++column)
          act(row, column);
    };
    forEachSum([&](int64_t row, int64_t column) {
      builder.zero(registers.getSum(row, column));
    });
    emitReduction(points, reductionLoops(/*lanedLast=*/false), {},
                  tiles->getPoints(), [&](const Points &here, ArrayRef<Value>) {
                    multiplyTiles(here, rows, numColumns);
                    return SmallVector<Value>();
                  });
    int64_t bytesOfRow = tiles->columnTiles * tiles->columns * 4;
    forEachSum([&](int64_t row, int64_t column) {
      builder.store(registers.getSum(row, column), buffers.sums,
                    {index(row * tiles->rows), index(column * tiles->columns)},
                    bytesOfRow);
    });
    int64_t last = rows.size() - 1, whole = size - size % tiles->rows;
    finishRows(points, 0, whole, 0);
    finishRows(points, whole, size, last * tiles->rows - rows.back());
  }

  /// Adds a product of tiles to each tile of the block.
  void multiplyTiles(const Points &points, ArrayRef<int64_t> rows,
                     int64_t numColumns) {
    TileBuilder builder(b, loc);
    TileRegisters registers = registersOfBlock();
    bool holdsColumns = registers.holdsColumns();
    auto load = [&](bool isColumns, int64_t number, int64_t tile) {
      Offsets offsets(ranges.size(), 0);
      if (isColumns) {
        offsets[tiles->dot.laneLoop] = number * tiles->columns;
        unsigned operand = tiles->dot.lanes.input;
        builder.load(tile, op->getOperand(operand),
                     indices(points, operand, offsets), tiles->columnStride);
      } else {
        offsets[tiles->rowLoop] = rows[number];
        loadRows(points, offsets, tile);
      }
    };
    int64_t numRows = rows.size();
    int64_t numHeld = holdsColumns ? numColumns : numRows,
            numPassing = holdsColumns ? numRows : numColumns;
    for (int64_t held = 0; held < numHeld; ++held)
      load(holdsColumns, held, registers.getHeld(held));
    for (int64_t passing = 0; passing < numPassing; ++passing) {
      int64_t tile = registers.getPassing(passing);
      load(!holdsColumns, passing, tile);
      for (int64_t held = 0; held < numHeld; ++held) {
        int64_t other = registers.getHeld(held);
        if (holdsColumns)
          builder.multiply(*tiles->instruction, registers.getSum(passing, held),
                           tile, other);
        else
          builder.multiply(*tiles->instruction, registers.getSum(held, passing),
                           other, tile);
      }
    }
  }

  /// Loads a tile of the factor in the rows, with zeros beyond the end of the
  /// reduction.
  void loadRows(const Points &points, Offsets offsets, int64_t tile) {
    TileBuilder builder(b, loc);
    unsigned number = tiles->dot.other.input;
    Value operand = op->getOperand(number);
    int64_t count = points.size[tiles->dot.loop];
    if (count == tiles->getPoints())
      return builder.load(tile, operand, indices(points, number, offsets),
                          tiles->rowStride);
    Type element = getElementTypeOrSelf(operand);
    int64_t first = offsets[tiles->rowLoop];
    for (int64_t row = 0; row < tiles->rows; ++row) {
      offsets[tiles->rowLoop] = first + row;
      // Pieces of sizes that vectors have.
      for (int64_t at = 0; at < count;) {
        int64_t piece = llvm::bit_floor(uint64_t(count - at));
        offsets[tiles->dot.loop] = at;
        Value value =
            vector::LoadOp::create(b, loc, VectorType::get(piece, element),
                                   operand, indices(points, number, offsets));
        vector::StoreOp::create(b, loc, value, buffers.rows,
                                ValueRange{index(row), index(at)});
        at += piece;
      }
    }
    builder.load(tile, buffers.rows, {index(0), index(0)},
                 tiles->getPoints() * bytesOfElement(operand));
  }

  /// Makes results of rows `first` to in front of `end` of a block, whose sums
  /// lie `moved` rows further on.
  void finishRows(const Points &points, int64_t first, int64_t end,
                  int64_t moved) {
    if (first == end)
      return;
    emitLoop(index(first), end - first, 1, [&](Value row) {
      Points part = points;
      unsigned loop = tiles->rowLoop;
      part.base[loop] = getValueOrCreateConstantIndexOp(
          b, loc,
          affine::makeComposedFoldedAffineApply(
              b, loc, b.getAffineDimExpr(0) + b.getAffineDimExpr(1),
              {getAsOpFoldResult(points.base[loop]), getAsOpFoldResult(row)}));
      part.size[loop] = 1;
      SmallVector<Offsets> cells = findCells(part);
      SmallVector<Value> sums = startBlock(part, cells);
      Value from = offset(row, moved);
      for (auto [sum, cell] : llvm::zip_equal(sums, cells)) {
        SmallVector<Value> place = {from, index(cell[schedule.vectorLoop])};
        Value more =
            lanes() > 1
                ? Value(vector::LoadOp::create(
                      b, loc, VectorType::get(lanes(), tiles->dot.sum),
                      buffers.sums, place))
                : Value(memref::LoadOp::create(b, loc, buffers.sums, place));
        sum = isa<FloatType>(tiles->dot.sum)
                  ? Value(arith::AddFOp::create(b, loc, sum, more))
                  : Value(arith::AddIOp::create(b, loc, sum, more));
      }
      finishBlock(part, cells, sums);
    });
  }

  //===--------------------------------------------------------------------===//
  // Elements
  //===--------------------------------------------------------------------===//

  /// Which lanes lie within the block; null if all do.
  Value maskOf(const Points &points, int64_t offset) {
    if (points.lanesEnd) {
      auto type = VectorType::get(schedule.vectorLength, b.getI1Type());
      Value left = affine::makeComposedAffineApply(
          b, loc, b.getAffineDimExpr(1) - b.getAffineDimExpr(0) - offset,
          {points.base[schedule.vectorLoop], points.lanesEnd});
      return vector::CreateMaskOp::create(b, loc, type, left);
    }
    int64_t left = points.size[schedule.vectorLoop] - offset;
    if (left >= schedule.vectorLength)
      return {};
    return createPrefixMask(left);
  }

  /// A mask of the first `left` lanes.
  Value createPrefixMask(int64_t left) {
    auto type = VectorType::get(schedule.vectorLength, b.getI1Type());
    SmallVector<bool> bits(schedule.vectorLength, false);
    std::fill_n(bits.begin(), left, true);
    return arith::ConstantOp::create(b, loc,
                                     DenseElementsAttr::get(type, bits));
  }

  /// The number of a packed operand by which the block of a vector and its
  /// place in the block are told, `n floordiv 16` and `n mod 16`; 0 if there is
  /// none.
  int64_t packedSize(AffineExpr expr) {
    int64_t size = 0;
    expr.walk([&](AffineExpr part) {
      auto binary = dyn_cast<AffineBinaryOpExpr>(part);
      if (binary &&
          (part.getKind() == AffineExprKind::FloorDiv ||
           part.getKind() == AffineExprKind::Mod) &&
          binary.getLHS() == b.getAffineDimExpr(schedule.vectorLoop))
        if (auto divisor = dyn_cast<AffineConstantExpr>(binary.getRHS()))
          size = divisor.getValue();
    });
    if (size <= 0 || size % schedule.vectorLength != 0)
      return 0;
    for (auto [loop, tile] : schedule.levels)
      if (loop == schedule.vectorLoop && isCut(loop, tile) && tile % size != 0)
        return 0;
    return size;
  }

  /// Whether the lanes of a vector are neighbours in the operand's memory.
  bool isContiguous(unsigned number) {
    auto type = cast<MemRefType>(op.getOperandOfMap(number).getType());
    return getStride(maps[number], type, schedule.vectorLoop) == 1 ||
           isPacked(number);
  }

  /// Whether the operand is packed in blocks of whole vectors.
  bool isPacked(unsigned number) {
    AffineMap map = maps[number];
    auto type = cast<MemRefType>(op.getOperandOfMap(number).getType());
    if (map.getNumResults() == 0)
      return false;
    AffineExpr lane = b.getAffineDimExpr(schedule.vectorLoop);
    AffineExpr last = map.getResults().back();
    int64_t size = packedSize(last);
    return size != 0 && last == lane % size && type.isLastDimUnitStride() &&
           llvm::all_of(map.getResults().drop_back(), [&](AffineExpr expr) {
             return !expr.isFunctionOfDim(schedule.vectorLoop) ||
                    expr == lane.floorDiv(size);
           });
  }

  /// `expr` at `offsets` from the first point of a block.
  AffineExpr move(AffineExpr expr, ArrayRef<int64_t> offsets) {
    SmallVector<AffineExpr> moved;
    for (auto [loop, offset] : llvm::enumerate(offsets))
      moved.push_back(b.getAffineDimExpr(loop) + offset);
    if (schedule.vectorLength > 1) {
      // Blocks start at a multiple of the packed size.
      AffineExpr lane = b.getAffineDimExpr(schedule.vectorLoop);
      int64_t size = packedSize(expr), offset = offsets[schedule.vectorLoop];
      if (size != 0 && expr == lane % size)
        return b.getAffineConstantExpr(offset % size);
      if (size != 0 && expr == lane.floorDiv(size))
        return expr + offset / size;
      // So do turns of the loop that is summed up in groups.
      if (size != 0 && instruction && expr.isFunctionOfDim(dot->loop))
        return b.getAffineConstantExpr(offset % size * instruction->getGroup());
      if (size != 0 && tiles && expr.isFunctionOfDim(tiles->dot.loop))
        return b.getAffineConstantExpr(offset % size *
                                       tiles->instruction->getGroup());
    }
    return expr.replaceDims(moved);
  }

  bool dependsOnLane(unsigned number) {
    return schedule.vectorLength > 1 &&
           maps[number].isFunctionOfDim(schedule.vectorLoop);
  }

  SmallVector<Value> indices(const Points &points, unsigned number,
                             ArrayRef<int64_t> offsets) {
    SmallVector<Value> result;
    for (AffineExpr expr : maps[number].getResults()) {
      auto map = AffineMap::get(ranges.size(), 0, move(expr, offsets));
      SmallVector<OpFoldResult> base(points.base.begin(), points.base.end());
      result.push_back(getValueOrCreateConstantIndexOp(
          b, loc, affine::makeComposedFoldedAffineApply(b, loc, map, base)));
    }
    return result;
  }

  /// `offsets` without those in loops that the operand does not depend on.
  std::vector<int64_t> usedOffsets(unsigned number, ArrayRef<int64_t> offsets) {
    std::vector<int64_t> used(offsets.begin(), offsets.end());
    for (unsigned loop = 0; loop < used.size(); ++loop)
      if (!maps[number].isFunctionOfDim(loop))
        used[loop] = 0;
    return used;
  }

  Value load(const Points &points, unsigned number, ArrayRef<int64_t> offsets,
             Loads &loads) {
    Value operand = op->getOperand(number);
    if (!isa<MemRefType>(operand.getType()))
      return operand;
    std::vector<int64_t> used = usedOffsets(number, offsets);
    Value &value = loads[{number, used}];
    if (value)
      return value;
    if (!dependsOnLane(number))
      return value = memref::LoadOp::create(b, loc, operand,
                                            indices(points, number, used));
    unsigned length = schedule.vectorLength;
    auto type = VectorType::get(length, getElementTypeOrSelf(operand));
    Value mask = maskOf(points, used[schedule.vectorLoop]);
    if (isContiguous(number)) {
      SmallVector<Value> at = indices(points, number, used);
      prefetch(number, at);
      // Packed blocks are filled up.
      if (isPacked(number) &&
          cast<MemRefType>(operand.getType()).getShape().back() ==
              packedSize(maps[number].getResults().back()))
        mask = {};
      return value = loadVector(operand, at, type, mask);
    }
    if (std::optional<unsigned> loop = findTransposedLoop(points, number)) {
      loadTransposed(points, number, used, *loop, type, loads);
      return loads.at({number, used});
    }
    if (points.lanesEnd)
      return value = gatherLanes(points, number, used, type);
    // Lane by lane; those beyond the end take what the last one has.
    int64_t left = points.size[schedule.vectorLoop] - used[schedule.vectorLoop];
    SmallVector<Value> elements;
    for (int64_t lane = 0; lane < length; ++lane) {
      if (lane >= left) {
        elements.push_back(elements.back());
        continue;
      }
      std::vector<int64_t> at = used;
      at[schedule.vectorLoop] += lane;
      elements.push_back(
          memref::LoadOp::create(b, loc, operand, indices(points, number, at)));
    }
    return value = vector::FromElementsOp::create(b, loc, type, elements);
  }

  /// The elements from `place` on, of which `mask`, if there is one, says which
  /// are there.
  Value loadVector(Value operand, ValueRange place, VectorType type,
                   Value mask) {
    if (!mask)
      return vector::LoadOp::create(b, loc, type, operand, place);
    Value zero = arith::ConstantOp::create(b, loc, b.getZeroAttr(type));
    return vector::MaskedLoadOp::create(b, loc, type, operand, place, mask,
                                        zero);
  }

  /// Asks for what is read after the vector at `place`, if the schedule says
  /// so.
  void prefetch(unsigned number, ArrayRef<Value> place) {
    if (number >= schedule.prefetch.size() || schedule.prefetch[number] == 0)
      return;
    Value operand = op->getOperand(number);
    int64_t distance = schedule.prefetch[number] / bytesOfElement(operand);
    SmallVector<Value> next(place);
    next.back() = affine::makeComposedAffineApply(
        b, loc, b.getAffineDimExpr(0) + distance, {next.back()});
    memref::PrefetchOp::create(b, loc, operand, next, /*isWrite=*/false,
                               /*localityHint=*/3, /*isDataCache=*/true);
  }

  /// The loop along which operand `number` lies in memory, if the block has
  /// several of its points, and vectors along it can be turned into those along
  /// the lanes.
  std::optional<unsigned> findTransposedLoop(const Points &points,
                                             unsigned number) {
    if (points.lanesEnd || !llvm::isPowerOf2_64(schedule.vectorLength) ||
        schedule.vectorLength > kMostTransposed)
      return std::nullopt;
    auto type = cast<MemRefType>(op->getOperand(number).getType());
    for (unsigned loop = 0; loop < ranges.size(); ++loop)
      if (loop != schedule.vectorLoop && op.isParallel(loop) &&
          !points.isDynamic(loop) && points.size[loop] > 1 &&
          getStride(maps[number], type, loop) == 1)
        return loop;
    return std::nullopt;
  }

  /// Loads a square block of an operand that lies along `loop`, and notes the
  /// vectors along the lanes.
  void loadTransposed(const Points &points, unsigned number,
                      ArrayRef<int64_t> offsets, unsigned loop, VectorType type,
                      Loads &loads) {
    int64_t length = schedule.vectorLength;
    std::vector<int64_t> at(offsets.begin(), offsets.end());
    at[loop] -= at[loop] % length;
    int64_t wanted = std::min(length, points.size[loop] - at[loop]);
    Value mask = wanted < length ? createPrefixMask(wanted) : Value();
    // Those beyond the end take what the last one has.
    int64_t left =
        points.size[schedule.vectorLoop] - offsets[schedule.vectorLoop];
    SmallVector<Value> rows;
    for (int64_t lane = 0; lane < length; ++lane) {
      if (lane >= left) {
        rows.push_back(rows.back());
        continue;
      }
      std::vector<int64_t> from = at;
      from[schedule.vectorLoop] += lane;
      SmallVector<Value> place = indices(points, number, from);
      prefetch(number, place);
      rows.push_back(loadVector(op->getOperand(number), place, type, mask));
    }
    SmallVector<Value> columns = transpose(rows, b);
    for (Value column : ArrayRef(columns).take_front(wanted)) {
      loads[{number, at}] = column;
      ++at[loop];
    }
  }

  /// The place of lane `lane` of a vector at `offsets`, or that of the last
  /// lane that counts if it is beyond. Such a vector has no offset in its loop.
  Points moveToLane(const Points &points, ArrayRef<int64_t> offsets,
                    int64_t lane) {
    Points moved = points;
    Value &base = moved.base[schedule.vectorLoop];
    AffineExpr d0 = b.getAffineDimExpr(0), d1 = b.getAffineDimExpr(1);
    auto map =
        AffineMap::get(2, 0, {d0 + offsets[schedule.vectorLoop] + lane, d1 - 1},
                       b.getContext());
    base = affine::AffineMinOp::create(b, loc, map,
                                       ValueRange{base, points.lanesEnd});
    return moved;
  }

  Value gatherLanes(const Points &points, unsigned number,
                    ArrayRef<int64_t> offsets, VectorType type) {
    Offsets at(offsets);
    at[schedule.vectorLoop] = 0;
    SmallVector<Value> elements;
    for (int64_t lane = 0; lane < schedule.vectorLength; ++lane)
      elements.push_back(memref::LoadOp::create(
          b, loc, op.getOperandOfMap(number),
          indices(moveToLane(points, offsets, lane), number, at)));
    return vector::FromElementsOp::create(b, loc, type, elements);
  }

  void store(const Points &points, unsigned output, ArrayRef<int64_t> offsets,
             Value value) {
    unsigned number = op.getInputs().size() + output;
    Value operand = op.getOperandOfMap(number);
    if (!isa<VectorType>(value.getType())) {
      memref::StoreOp::create(b, loc, value, operand,
                              indices(points, number, offsets));
      return;
    }
    if (isContiguous(number)) {
      SmallVector<Value> at = indices(points, number, offsets);
      if (Value mask = maskOf(points, offsets[schedule.vectorLoop]))
        vector::MaskedStoreOp::create(b, loc, operand, at, mask, value);
      else
        vector::StoreOp::create(b, loc, value, operand, at, streams,
                                streams
                                    ? llvm::MaybeAlign(bytesOfElement(operand) *
                                                       schedule.vectorLength)
                                    : llvm::MaybeAlign());
      return;
    }
    if (points.lanesEnd) {
      Value mask = maskOf(points, offsets[schedule.vectorLoop]);
      for (int64_t lane = 0; lane < schedule.vectorLength; ++lane) {
        auto branch = scf::IfOp::create(
            b, loc, vector::ExtractOp::create(b, loc, mask, lane));
        OpBuilder::InsertionGuard guard(b);
        b.setInsertionPointToStart(branch.thenBlock());
        Offsets at(offsets);
        at[schedule.vectorLoop] += lane;
        Value element = vector::ExtractOp::create(b, loc, value, lane);
        memref::StoreOp::create(b, loc, element, operand,
                                indices(points, number, at));
      }
      return;
    }
    int64_t left =
        points.size[schedule.vectorLoop] - offsets[schedule.vectorLoop];
    for (int64_t lane = 0;
         lane < std::min<int64_t>(left, schedule.vectorLength); ++lane) {
      Offsets at(offsets);
      at[schedule.vectorLoop] += lane;
      Value element = vector::ExtractOp::create(b, loc, value, lane);
      memref::StoreOp::create(b, loc, element, operand,
                              indices(points, number, at));
    }
  }

  KernelOp op;
  const KernelSchedule &schedule;
  RewriterBase &b;
  Location loc;
  SmallVector<AffineMap> maps;
  SmallVector<int64_t> ranges;
  SmallVector<KernelPadding> paddings;
  bool isVectorReduction;
  unsigned numAccumulators = 0;
  /// Whether what is written now may pass the caches.
  bool streams = false;
  std::optional<DotProduct> dot;
  /// By which `dot` is computed; null if product by product.
  const DotInstruction *instruction = nullptr;
  /// If sums are tiles.
  std::optional<TilePlan> tiles;
  TileBuffers buffers;
};
} // namespace

bool fpo::canCutReduction(KernelOp op) {
  auto accumulators = op.getStart().front().getTerminator()->getOperandTypes();
  auto elements = llvm::map_range(op.getOutputs().getTypes(), [](Type type) {
    return getElementTypeOrSelf(type);
  });
  if (!llvm::equal(accumulators, elements))
    return false;
  for (unsigned i = 0; i < op.getOutputs().size(); ++i)
    if (op.isRead(op.getInputs().size() + i))
      return false;
  return true;
}

bool fpo::canStream(KernelOp op, const KernelSchedule &schedule) {
  unsigned length = schedule.vectorLength;
  SmallVector<AffineMap> maps = op.getMaps();
  if (length == 1 || !llvm::isPowerOf2_32(length) ||
      !op.isParallel(schedule.vectorLoop) ||
      maps.size() != op->getNumOperands())
    return false;
  for (auto [loop, tile] : schedule.levels)
    if (loop == schedule.vectorLoop && tile % length != 0)
      return false;
  for (auto [output, map] : llvm::zip_equal(
           op.getOutputs(), ArrayRef(maps).drop_front(op.getInputs().size()))) {
    auto type = cast<MemRefType>(output.getType());
    SmallVector<int64_t> strides;
    int64_t offset;
    if (!map.isProjectedPermutation() ||
        failed(type.getStridesAndOffset(strides, offset)) ||
        getStride(map, type, schedule.vectorLoop) != 1)
      return false;
    for (auto [expr, stride] : llvm::zip_equal(map.getResults(), strides))
      if (expr != getAffineDimExpr(schedule.vectorLoop, op.getContext()) &&
          (ShapedType::isDynamic(stride) || stride % length != 0))
        return false;
  }
  return true;
}

LogicalResult
fpo::verifySchedule(KernelOp op, const KernelSchedule &schedule,
                    ArrayRef<std::string> features,
                    llvm::function_ref<InFlightDiagnostic()> error) {
  if (llvm::any_of(op->getOperandTypes(), llvm::IsaPred<TensorType>))
    return error() << "it is on tensors";
  SmallVector<int64_t> ranges = op.getStaticLoopRanges();
  llvm::SmallBitVector isCut(ranges.size());
  for (auto [loop, tile] : schedule.levels) {
    if (loop >= ranges.size())
      return error() << "there is no loop " << loop;
    if (tile < 1)
      return error() << "a tile of " << tile << " is no tile";
    if (!op.isParallel(loop) && ShapedType::isDynamic(ranges[loop]))
      return error() << "reduction loop " << loop
                     << ", of dynamic size, can't be cut";
    if (!op.isParallel(loop) && tile < ranges[loop])
      isCut.set(loop);
  }
  if (schedule.stream && !canStream(op, schedule))
    return error() << "its outputs are not written in aligned vectors, which "
                      "streams want";
  if (schedule.threads > countShareable(op, schedule))
    return error() << "threads can't share its " << schedule.threads
                   << " outermost loops, which are not parallel or go through "
                      "blocks of each other";
  if (!schedule.reductions.empty()) {
    llvm::SmallBitVector named(ranges.size());
    for (unsigned loop : schedule.reductions)
      if (loop >= ranges.size() || op.isParallel(loop) || named.test(loop))
        return error() << "loop " << loop
                       << " is no reduction loop that is yet to be ordered";
      else
        named.set(loop);
    for (unsigned loop = 0; loop < ranges.size(); ++loop)
      if (!op.isParallel(loop) && !named.test(loop))
        return error() << "reduction loop " << loop << " is not ordered";
  }
  for (Region &region : op->getRegions())
    if (!region.empty() && schedule.vectorLength > 1 &&
        !isElementwise(region.front()))
      return error() << "a body is not elementwise";
  for (const KernelPadding &padding : op.getPaddings()) {
    if (isCut.test(padding.reduction))
      return error() << "reduction loop " << padding.reduction
                     << ", which leads into padding, can't be cut";
    for (unsigned loop : {padding.parallel, padding.reduction})
      if (schedule.vectorLength > 1 && schedule.vectorLoop == loop)
        return error() << "lanes can't lie along loop " << loop
                       << ", which leads into padding";
  }
  if (schedule.vectorLength > 1) {
    if (schedule.vectorLoop >= ranges.size())
      return error() << "there is no loop " << schedule.vectorLoop;
    if (!op.isParallel(schedule.vectorLoop))
      for (unsigned
               k = 0,
               end = op.getStart().front().getTerminator()->getNumOperands();
           k < end; ++k)
        if (!findCombiner(op, k))
          return error() << "parts of accumulator " << k
                         << " can't be combined";
  }
  if (schedule.matrix && failed(planTiles(op, schedule, features, error)))
    return failure();
  if (isCut.any() && !canCutReduction(op))
    return error() << "a reduction is cut, and its accumulators can't wait in "
                      "the outputs, which are of other types or are read";
  return success();
}

void fpo::emitKernel(KernelOp op, const KernelSchedule &schedule,
                     ArrayRef<std::string> features, RewriterBase &rewriter) {
  KernelEmitter(op, schedule, features, rewriter).emit();
}
