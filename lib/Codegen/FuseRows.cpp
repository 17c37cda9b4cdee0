//===- FuseRows.cpp - Several kernels in one pass over rows ---------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Codegen/Passes.h"
#include "fpo/Dialect/Fpo/FpoOps.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Interfaces/TilingInterface.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/Support/MathExtras.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOFUSEROWSPASS
#include "fpo/Codegen/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

/// Points that loops of dynamic sizes are taken to have, all together: batches
/// are often small.
static constexpr int64_t kTypical = 128;

static int64_t getBytes(Type type) {
  auto shaped = cast<ShapedType>(type);
  int64_t bytes = llvm::divideCeil(shaped.getElementTypeBitWidth(), 8);
  for (int64_t size : shaped.getShape())
    bytes *= ShapedType::isDynamic(size) ? 1 : size;
  return shaped.hasStaticShape() ? bytes : bytes * kTypical;
}

static SmallVector<int64_t> getTypicalRanges(KernelOp op) {
  SmallVector<int64_t> ranges = op.getStaticLoopRanges();
  int64_t left = kTypical; // for the innermost one
  for (int64_t &range : llvm::reverse(ranges))
    if (ShapedType::isDynamic(range))
      range = std::exchange(left, 1);
  return ranges;
}

/// Whether parts of `op` could be run beside parts of others.
static bool canJoin(KernelOp op) {
  return llvm::all_of(llvm::seq<unsigned>(0, op.getOutputs().size()),
                      [&](unsigned number) { return op.writesAll(number); }) &&
         llvm::all_of(op->getOperandTypes(), [](Type type) {
           return !isa<ShapedType>(type) ||
                  (isa<RankedTensorType>(type) &&
                   getElementTypeOrSelf(type).isIntOrFloat());
         });
}

/// Whether neighbours in `loop` lie beside each other in what the hot part of
/// `op` looks at: in what is reduced, or else in the largest operand.
static bool isInnermost(KernelOp op, unsigned loop) {
  auto dependsOnReduction = [&](AffineMap map) {
    for (unsigned other = 0; other < op.getNumLoops(); ++other)
      if (!op.isParallel(other) && map.isFunctionOfDim(other))
        return true;
    return false;
  };
  int64_t largest = 0;
  for (Type type : op->getOperandTypes())
    if (isa<ShapedType>(type))
      largest = std::max(largest, getBytes(type));
  AffineExpr dim = getAffineDimExpr(loop, op.getContext());
  for (auto [type, map] : llvm::zip_equal(op->getOperandTypes(), op.getMaps()))
    if (isa<ShapedType>(type) && map.getNumResults() != 0 &&
        map.getResults().back() == dim &&
        (op.hasReduction() ? dependsOnReduction(map)
                           : getBytes(type) == largest))
      return true;
  return false;
}

namespace {
/// Kernels whose results, but for those of the last, only others of them use,
/// and loops that they all have.
class Group {
public:
  Group(KernelOp sink, int64_t blockBytes, int64_t maxBytes)
      : sink(sink), blockBytes(blockBytes), maxBytes(maxBytes) {
    // The rows are the outer dimensions of the result.
    SmallVector<unsigned> &loops = members[sink];
    for (AffineExpr expr : sink.getMaps().back().getResults())
      if (auto loop = dyn_cast<AffineDimExpr>(expr)) {
        if (isInnermost(sink, loop.getPosition()))
          break;
        loops.push_back(loop.getPosition());
      }
    trim();
  }

  bool isWorthIt() const {
    if (members.size() < 2 || numRows == 0)
      return false;
    SmallVector<int64_t> ranges = getTypicalRanges(sink);
    int64_t rows = 1;
    for (unsigned loop : rowsOf(sink))
      rows *= ranges[loop];
    return rows > 1;
  }

  /// Adds all kernels that can be added.
  void grow() {
    for (bool changed = true; changed;) {
      changed = false;
      for (auto [member, loops] : llvm::to_vector(members))
        for (Value operand : member->getOperands())
          if (auto producer = operand.getDefiningOp<KernelOp>())
            changed |= add(producer);
    }
    runMostSharedLast();
  }

  ArrayRef<unsigned> rowsOf(KernelOp op) const {
    return ArrayRef(members.find(op)->second).take_front(numRows);
  }

  bool contains(Operation *op) const { return members.contains(op); }

  /// The members in the order of the program.
  SmallVector<KernelOp> inOrder() const {
    SmallVector<KernelOp> ops;
    for (auto &[op, loops] : members)
      ops.push_back(cast<KernelOp>(op));
    llvm::sort(ops, [](KernelOp one, KernelOp other) {
      return one->isBeforeInBlock(other);
    });
    return ops;
  }

  /// How many rows of the last of the loops are run at once: what they look at
  /// stays in the first cache, or, if all of them look at a lot that is the
  /// same, takes as much as that, which each block reads again.
  int64_t getBlock() const {
    int64_t range = KernelOp(sink).getStaticLoopRanges()[rowsOf(sink).back()];
    int64_t own = 0, shared = 0;
    llvm::SmallDenseSet<Value> seen;
    for (auto &member : members) {
      auto kernel = cast<KernelOp>(member.first);
      for (auto [operand, map] :
           llvm::zip_equal(kernel->getOperands(), kernel.getMaps()))
        if (isa<ShapedType>(operand.getType()) && seen.insert(operand).second)
          (map.isFunctionOfDim(rowsOf(kernel).back()) ? own : shared) +=
              getBytesInRow(kernel, operand.getType(), map);
    }
    int64_t most =
        std::clamp(shared, blockBytes, maxBytes) / std::max<int64_t>(own, 1);
    if (ShapedType::isDynamic(range))
      return std::clamp<int64_t>(most, 1, kTypical);
    if (range <= most)
      return range;
    // One that leaves no rest, if it is not much smaller.
    most = std::max<int64_t>(most, 1);
    for (int64_t block = most; 2 * block > most; --block)
      if (range % block == 0)
        return block;
    return llvm::divideCeil(range, llvm::divideCeil(range, most));
  }

private:
  /// The loops of `producer` that are the rows, by its use in a member: as many
  /// of them, from the outermost on, as it has.
  SmallVector<unsigned> matchRows(OpOperand &use) const {
    auto producer = use.get().getDefiningOp<KernelOp>();
    auto consumer = cast<KernelOp>(use.getOwner());
    unsigned number = cast<OpResult>(use.get()).getResultNumber();
    AffineMap from = producer.getMaps()[producer.getInputs().size() + number];
    AffineMap to = consumer.getMaps()[use.getOperandNumber()];
    SmallVector<unsigned> rows;
    for (unsigned loop : rowsOf(consumer)) {
      std::optional<unsigned> position =
          to.getResultPosition(getAffineDimExpr(loop, to.getContext()));
      if (!position || !isa<AffineDimExpr>(from.getResult(*position)))
        break;
      rows.push_back(from.getDimPosition(*position));
    }
    return rows;
  }

  /// Drops rows that some operand does not go along with by a dimension.
  void trim() {
    for (auto &member : members) {
      auto kernel = cast<KernelOp>(member.first);
      ArrayRef<unsigned> loops = member.second;
      numRows = std::min<size_t>(numRows, loops.size());
      for (AffineMap map : kernel.getMaps())
        for (size_t row = 0; row < numRows; ++row)
          if (llvm::any_of(map.getResults(), [&](AffineExpr expr) {
                return !isa<AffineDimExpr>(expr) &&
                       expr.isFunctionOfDim(loops[row]);
              }))
            numRows = row;
    }
  }

  /// How much of an operand a row looks at.
  int64_t getBytesInRow(KernelOp op, Type type, AffineMap map) const {
    SmallVector<int64_t> ranges = getTypicalRanges(op);
    int64_t rows = 1;
    for (unsigned loop : rowsOf(op))
      if (map.isFunctionOfDim(loop))
        rows *= ranges[loop];
    return getBytes(type) / rows;
  }

  /// What a row of all results but the last one's takes.
  int64_t getBytesBetween() const {
    int64_t bytes = 0;
    for (auto &member : members) {
      auto kernel = cast<KernelOp>(member.first);
      if (kernel != sink)
        for (Type type : kernel->getResultTypes())
          bytes += getBytesInRow(kernel, type, kernel.getMaps().back());
    }
    return bytes;
  }

  /// Whether the rows of all results but the last one's have static sizes, so
  /// that their buffers can lie on the stack.
  bool areRowsStatic() const {
    return llvm::all_of(members, [&](auto &member) {
      auto kernel = cast<KernelOp>(member.first);
      if (kernel == sink)
        return true;
      SmallVector<int64_t> ranges = kernel.getStaticLoopRanges();
      for (unsigned loop : rowsOf(kernel))
        ranges[loop] = 1;
      return llvm::all_of(kernel->getResultTypes(), [&](Type type) {
        auto shaped = cast<ShapedType>(type);
        AffineMap map = kernel.getMaps().back();
        for (auto [size, expr] :
             llvm::zip_equal(shaped.getShape(), map.getResults())) {
          auto loop = dyn_cast<AffineDimExpr>(expr);
          if (ShapedType::isDynamic(loop ? ranges[loop.getPosition()] : size))
            return false;
        }
        return true;
      });
    });
  }

  /// What of the operands of `op` is the same for all points of row `row`.
  int64_t getSharedBytes(KernelOp op, size_t row) const {
    int64_t bytes = 0;
    for (auto [type, map] :
         llvm::zip_equal(op->getOperandTypes(), op.getMaps()))
      if (isa<ShapedType>(type) && !map.isFunctionOfDim(rowsOf(op)[row]))
        bytes += getBytes(type);
    return bytes;
  }

  /// Whether `op` looks at no more that is the same for all rows than it gives
  /// to, or takes from, the others: each block of rows looks at that again.
  bool sharesLittle(KernelOp op) const {
    if (!op.hasReduction())
      return true;
    int64_t passed = 0;
    for (Value operand : op->getOperands())
      if (Operation *producer = operand.getDefiningOp())
        if (contains(producer))
          passed += getBytes(operand.getType());
    if (op != sink)
      for (Type type : op->getResultTypes())
        passed += getBytes(type);
    return llvm::all_of(llvm::seq(numRows), [&](size_t row) {
      return getSharedBytes(op, row) <= passed;
    });
  }

  /// Makes that loop the innermost one, the one that runs in blocks, for whose
  /// points most is the same.
  void runMostSharedLast() {
    auto shared = [&](size_t row) {
      int64_t bytes = 0;
      for (auto &member : members)
        bytes += getSharedBytes(cast<KernelOp>(member.first), row);
      return bytes;
    };
    size_t best = numRows;
    for (size_t row = 0; row < numRows; ++row)
      if (best == numRows || shared(row) >= shared(best))
        best = row;
    for (auto &member : members)
      if (best < numRows)
        std::rotate(member.second.begin() + best,
                    member.second.begin() + best + 1,
                    member.second.begin() + numRows);
  }

  /// Whether `op` looks at a tensor that a member looks at too.
  bool sharesInput(KernelOp op) const {
    return llvm::any_of(op.getInputs(), [&](Value input) {
      return isa<ShapedType>(input.getType()) &&
             llvm::any_of(input.getUsers(),
                          [&](Operation *user) { return contains(user); });
    });
  }

  bool add(KernelOp producer) {
    if (contains(producer) || producer->getBlock() != sink->getBlock() ||
        !canJoin(producer) ||
        !llvm::all_of(producer->getUsers(),
                      [&](Operation *user) { return contains(user); }))
      return false;
    SmallVector<unsigned> rows;
    bool isFirst = true;
    for (OpOperand &use : producer->getUses()) {
      auto consumer = cast<KernelOp>(use.getOwner());
      if (use.getOperandNumber() >= consumer.getInputs().size())
        return false;
      SmallVector<unsigned> match = matchRows(use);
      if (isFirst)
        rows = match;
      // The rows have to be the same for all of its users.
      size_t same = 0;
      while (same < std::min(rows.size(), match.size()) &&
             rows[same] == match[same])
        ++same;
      rows.truncate(same);
      isFirst = false;
    }
    // Fewer rows are worth it only to look once at what both look at.
    if (rows.empty() || (rows.size() < numRows && !sharesInput(producer)))
      return false;
    auto before = members;
    size_t rowsBefore = numRows;
    members[producer] = rows;
    trim();
    if (numRows != 0 && areRowsStatic() && getBytesBetween() <= maxBytes &&
        llvm::all_of(members, [&](auto &member) {
          return sharesLittle(cast<KernelOp>(member.first));
        }))
      return true;
    members = std::move(before);
    numRows = rowsBefore;
    return false;
  }

  KernelOp sink;
  int64_t blockBytes, maxBytes;
  llvm::MapVector<Operation *, SmallVector<unsigned>> members;
  /// How many of the loops of each member are rows.
  size_t numRows = SIZE_MAX;
};
} // namespace

/// The input of `op`, made by another of `ops`, whose place its output can
/// take; null if there is none.
static Value findDyingInput(KernelOp op, ArrayRef<KernelOp> ops) {
  if (op.hasReduction() || op->getNumResults() != 1)
    return {};
  SmallVector<AffineMap> maps = op.getMaps();
  for (auto [input, map] : llvm::zip(op.getInputs(), maps))
    if (input.getType() == op->getResult(0).getType() && map.isIdentity() &&
        maps.back().isIdentity() &&
        llvm::is_contained(ops, input.getDefiningOp<KernelOp>()) &&
        llvm::count(op.getInputs(), input) == 1 &&
        llvm::all_of(input.getUsers(), [&](Operation *user) {
          return user == op || user->isBeforeInBlock(op);
        }))
      return input;
  return {};
}

/// A tensor of the sizes of `part`, a part of the one that has those of a block
/// of `block` rows: only the number of rows can be dynamic.
static Value createBuffer(tensor::ExtractSliceOp part, int64_t block,
                          OpBuilder &b) {
  Location loc = part.getLoc();
  SmallVector<OpFoldResult> sizes = part.getMixedSizes(), whole;
  for (OpFoldResult size : sizes)
    whole.push_back(isa<Attribute>(size) ? size : b.getIndexAttr(block));
  Value buffer =
      tensor::EmptyOp::create(b, loc, whole, part.getType().getElementType());
  if (part.getType().hasStaticShape())
    return buffer;
  SmallVector<OpFoldResult> offsets(sizes.size(), b.getIndexAttr(0)),
      steps(sizes.size(), b.getIndexAttr(1));
  return tensor::ExtractSliceOp::create(b, loc, part.getType(), buffer, offsets,
                                        sizes, steps);
}

/// The kernels of `group` on rows from `offsets` on, in front of `b`, with
/// `outputs` in the place of the last one's. Returns that one.
static FailureOr<TilingResult> tile(const Group &group, ArrayRef<KernelOp> ops,
                                    ArrayRef<SmallVector<Range>> domains,
                                    ArrayRef<OpFoldResult> offsets,
                                    ArrayRef<OpFoldResult> sizes, int64_t block,
                                    ValueRange outputs, OpBuilder &b) {
  IRMapping tiles;
  FailureOr<TilingResult> result;
  for (auto [member, domain] : llvm::zip_equal(ops, domains)) {
    KernelOp op = member;
    SmallVector<OpFoldResult> from, extent;
    for (const Range &range : domain) {
      from.push_back(range.offset);
      extent.push_back(range.size);
    }
    for (auto [loop, offset, size] :
         llvm::zip_equal(group.rowsOf(op), offsets, sizes)) {
      from[loop] = offset;
      extent[loop] = size;
    }
    result = cast<TilingInterface>(op.getOperation())
                 .getTiledImplementation(b, from, extent);
    if (failed(result))
      return failure();
    bool isLast = op == ops.back();
    for (Operation *slice : result->generatedSlices) {
      auto part = cast<tensor::ExtractSliceOp>(slice);
      if (Value made = tiles.lookupOrNull(part.getSource())) {
        part.replaceAllUsesWith(made);
        part.erase();
      } else if (part.getSource().getDefiningOp<tensor::EmptyOp>() && !isLast) {
        OpBuilder::InsertionGuard guard(b);
        b.setInsertionPoint(part);
        Value dying = findDyingInput(op, ops);
        Value place = dying ? tiles.lookup(dying) : Value();
        if (!place || place.getType() != part.getType())
          place = createBuffer(part, block, b);
        part.replaceAllUsesWith(place);
        part.erase();
      }
    }
    auto made = cast<KernelOp>(result->tiledOps.front());
    if (isLast)
      for (auto [old, output, slot] :
           llvm::zip_equal(op.getOutputs(), outputs, made.getOutputsMutable()))
        slot.get()
            .getDefiningOp<tensor::ExtractSliceOp>()
            .getSourceMutable()
            .assign(output);
    tiles.map(op->getResults(), result->tiledValues);
  }
  return result;
}

/// Puts the kernels of `group` into a loop over blocks of rows, and one over
/// the rest.
static LogicalResult fuse(const Group &group, RewriterBase &b) {
  SmallVector<KernelOp> ops = group.inOrder();
  KernelOp sink = ops.back();
  Location loc = b.getFusedLoc(
      llvm::map_to_vector(ops, [](KernelOp op) { return op.getLoc(); }));
  // In front of each of them, and so of the loop.
  SmallVector<SmallVector<Range>> domains;
  for (KernelOp op : ops)
    domains.push_back(
        cast<TilingInterface>(op.getOperation()).getIterationDomain(b));
  b.setInsertionPoint(sink);
  SmallVector<OpFoldResult> ranges;
  for (unsigned loop : group.rowsOf(sink))
    ranges.push_back(domains.back()[loop].size);
  int64_t block = group.getBlock();
  auto apply = [&](AffineExpr expr) {
    return affine::makeComposedFoldedAffineApply(b, loc, expr, {ranges.back()});
  };
  AffineExpr range = b.getAffineDimExpr(0);
  OpFoldResult whole = apply(range.floorDiv(block) * block),
               rest = apply(range % block);

  SmallVector<Value> outputs(sink.getOutputs());
  for (bool isRest : {false, true}) {
    if (isRest && isConstantIntValue(rest, 0))
      break;
    unsigned number = ranges.size();
    SmallVector<OpFoldResult> lower(number, b.getIndexAttr(0)),
        upper = ranges, steps(number, b.getIndexAttr(1)), sizes = steps;
    if (isRest)
      lower.back() = whole;
    else
      upper.back() = whole;
    // A rest that may be empty is one turn, or none, of a block.
    sizes.back() = isRest ? rest : b.getIndexAttr(block);
    steps.back() =
        isa<Attribute>(sizes.back()) ? sizes.back() : b.getIndexAttr(block);

    auto loop = scf::ForallOp::create(b, loc, lower, upper, steps, outputs,
                                      /*mapping=*/std::nullopt);
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(loop.getBody());
    SmallVector<OpFoldResult> offsets =
        getAsOpFoldResult(ValueRange(loop.getInductionVars()));
    FailureOr<TilingResult> part = tile(group, ops, domains, offsets, sizes,
                                        block, loop.getRegionIterArgs(), b);
    if (failed(part))
      return failure();
    auto last = cast<KernelOp>(part->tiledOps.front());
    b.setInsertionPointToStart(loop.getTerminator().getBody());
    for (auto [value, slot, output] : llvm::zip_equal(
             part->tiledValues, last.getOutputs(), loop.getRegionIterArgs())) {
      auto from = slot.getDefiningOp<tensor::ExtractSliceOp>();
      tensor::ParallelInsertSliceOp::create(
          b, loc, value, output, from.getMixedOffsets(), from.getMixedSizes(),
          from.getMixedStrides());
    }
    outputs.assign(loop.result_begin(), loop.result_end());
  }
  b.replaceOp(sink, outputs);
  for (KernelOp op : llvm::reverse(ArrayRef(ops).drop_back()))
    b.eraseOp(op);
  return success();
}

namespace {
struct FuseRowsPass : fpo::impl::FpoFuseRowsPassBase<FuseRowsPass> {
  using FpoFuseRowsPassBase::FpoFuseRowsPassBase;

  void runOnOperation() override {
    SmallVector<KernelOp> kernels;
    getOperation().walk([&](KernelOp op) {
      if (canJoin(op))
        kernels.push_back(op);
    });
    IRRewriter rewriter(&getContext());
    llvm::DenseSet<Operation *> gone;
    for (KernelOp sink : llvm::reverse(kernels)) {
      if (gone.contains(sink))
        continue;
      Group group(sink, blockBytes, maxBytes);
      group.grow();
      if (!group.isWorthIt())
        continue;
      for (KernelOp op : group.inOrder())
        gone.insert(op);
      if (failed(fuse(group, rewriter)))
        return signalPassFailure();
    }
  }
};
} // namespace
