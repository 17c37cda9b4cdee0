//===- Winograd.cpp - Convolutions by minimal filtering -------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ParameterValues.h"
#include "WinogradTransforms.h"

#include "fpo/Codegen/Passes.h"
#include "fpo/Dialect/Fpo/FpoOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/IR/TypeUtilities.h"
#include "llvm/Support/MathExtras.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOWINOGRADPASS
#include "fpo/Codegen/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

namespace {
/// A convolution with 3x3 filters and stride 1: which operands and which loops
/// of a kernel are what.
struct Convolution {
  KernelOp op;
  unsigned image, filter;
  unsigned batch, height, width, outChannel;
  unsigned inChannel, filterHeight, filterWidth;
  SmallVector<int64_t> ranges;
  FloatType type;

  int64_t tilesAlong(unsigned loop, int64_t tile) const {
    return llvm::divideCeil(ranges[loop], tile);
  }
};
} // namespace

/// The two inputs that `combine` multiplies, if it adds nothing else to the
/// accumulator than their product.
static std::optional<std::pair<unsigned, unsigned>> findFactors(KernelOp op) {
  Block &block = op.getCombine().front();
  auto isAccumulator = [&](Value value) {
    return value == block.getArguments().back();
  };
  auto sum =
      block.getTerminator()->getOperand(0).getDefiningOp<arith::AddFOp>();
  if (!sum)
    return std::nullopt;
  Value added = isAccumulator(sum.getLhs()) ? sum.getRhs() : sum.getLhs();
  auto product = added.getDefiningOp<arith::MulFOp>();
  if (!product || isAccumulator(sum.getLhs()) == isAccumulator(sum.getRhs()))
    return std::nullopt;
  auto lhs = dyn_cast<BlockArgument>(product.getLhs());
  auto rhs = dyn_cast<BlockArgument>(product.getRhs());
  unsigned numInputs = op.getInputs().size();
  if (!lhs || !rhs || lhs == rhs || lhs.getArgNumber() >= numInputs ||
      rhs.getArgNumber() >= numInputs)
    return std::nullopt;
  return std::pair(lhs.getArgNumber(), rhs.getArgNumber());
}

static std::optional<Convolution> matchConvolution(KernelOp op) {
  SmallVector<int64_t> ranges = op.getStaticLoopRanges();
  if (!op.hasReduction() || op->getNumResults() != 1 || op.getNumLoops() != 7 ||
      llvm::any_of(ranges, ShapedType::isDynamic) ||
      op.getStart().front().getTerminator()->getNumOperands() != 1 ||
      op.isRead(op.getInputs().size()))
    return std::nullopt;
  auto factors = findFactors(op);
  if (!factors)
    return std::nullopt;
  SmallVector<AffineMap> maps = op.getMaps();
  auto isWindowed = [&](unsigned number) {
    return llvm::any_of(maps[number].getResults(), [](AffineExpr expr) {
      return expr.getKind() == AffineExprKind::Add;
    });
  };
  auto [image, filter] = *factors;
  if (isWindowed(filter))
    std::swap(image, filter);

  SmallVector<unsigned> outer, inner, parallel, reduction;
  for (AffineExpr expr : maps[image].getResults()) {
    if (auto loop = dyn_cast<AffineDimExpr>(expr)) {
      (op.isParallel(loop.getPosition()) ? parallel : reduction)
          .push_back(loop.getPosition());
      continue;
    }
    auto window = dyn_cast<AffineBinaryOpExpr>(expr);
    if (!window || window.getKind() != AffineExprKind::Add)
      return std::nullopt;
    auto lhs = dyn_cast<AffineDimExpr>(window.getLHS());
    auto rhs = dyn_cast<AffineDimExpr>(window.getRHS());
    if (!lhs || !rhs ||
        op.isParallel(lhs.getPosition()) == op.isParallel(rhs.getPosition()))
      return std::nullopt;
    if (!op.isParallel(lhs.getPosition()))
      std::swap(lhs, rhs);
    if (ranges[rhs.getPosition()] != 3)
      return std::nullopt;
    outer.push_back(lhs.getPosition());
    inner.push_back(rhs.getPosition());
  }
  AffineMap filterMap = maps[filter];
  if (outer.size() != 2 || inner[0] == inner[1] || parallel.size() != 1 ||
      reduction.size() != 1 || !filterMap.isProjectedPermutation() ||
      filterMap.getNumResults() != 4 || maps.back().getNumResults() != 4)
    return std::nullopt;
  std::optional<unsigned> outChannel;
  for (unsigned loop = 0; loop < 7; ++loop)
    if (op.isParallel(loop) && !llvm::is_contained(outer, loop) &&
        loop != parallel[0])
      outChannel = loop;
  if (!outChannel)
    return std::nullopt;
  for (unsigned loop : {*outChannel, reduction[0], inner[0], inner[1]})
    if (!filterMap.isFunctionOfDim(loop))
      return std::nullopt;

  Type type = op.getCombine().front().getTerminator()->getOperand(0).getType();
  if (!type.isF32() && !type.isF64())
    return std::nullopt;
  return Convolution{op,       image,    filter,      parallel[0],
                     outer[0], outer[1], *outChannel, reduction[0],
                     inner[0], inner[1], ranges,      cast<FloatType>(type)};
}

//===----------------------------------------------------------------------===//
// Which convolutions
//===----------------------------------------------------------------------===//

/// How long `conv` takes without (0) and with tiles of `tile`, in units of a
/// multiplication and an addition in a vector register.
static double estimate(const Convolution &conv, int64_t tile) {
  auto range = [&](unsigned loop) { return double(conv.ranges[loop]); };
  double channels = range(conv.inChannel) * range(conv.outChannel);
  double images = range(conv.batch);
  if (tile == 0)
    return images * range(conv.height) * range(conv.width) * channels * 9;
  // What a byte that comes from beyond the second cache costs, and one that
  // waits there: a core does about 50 of these units in a nanosecond, and reads
  // 15 and 30 bytes.
  constexpr double kFar = 3, kNear = 1.5;
  double points = (tile + 2) * (tile + 2);
  double tiles = images * conv.tilesAlong(conv.height, tile) *
                 conv.tilesAlong(conv.width, tile);
  double bytes = conv.type.getIntOrFloatBitWidth() / 8;
  double products = points * tiles * channels;
  // Each point of a tile is written and read once before and once behind the
  // products, and each is a sum of a few in both directions.
  double elements =
      points * tiles * (range(conv.inChannel) + range(conv.outChannel));
  double filters = (points - 9) * channels;
  return products + elements * (6 + 2 * bytes * kNear) + filters * bytes * kFar;
}

/// The tile that is worth it; 0 if none is.
static int64_t chooseTile(const Convolution &conv) {
  int64_t best = 0;
  for (int64_t tile : {2, 4})
    if (estimate(conv, tile) < estimate(conv, best))
      best = tile;
  return best;
}

//===----------------------------------------------------------------------===//
// The kernels
//===----------------------------------------------------------------------===//

namespace {
using Body = llvm::function_ref<SmallVector<Value>(ValueRange)>;

/// Writes a convolution as transforms and products.
class Writer {
public:
  Writer(Convolution &conv, int64_t tile, RewriterBase &rewriter)
      : conv(conv), tile(tile), points(tile + 2), b(rewriter),
        loc(conv.op.getLoc()), transforms(getWinogradTransforms(tile)),
        numTilesHigh(conv.tilesAlong(conv.height, tile)),
        numTilesWide(conv.tilesAlong(conv.width, tile)) {}

  Value write() {
    Value filters = transformFilters();
    Value tiles = transformImage();
    return transformProducts(multiply(tiles, filters));
  }

private:
  int64_t range(unsigned loop) const { return conv.ranges[loop]; }
  AffineExpr dim(unsigned loop) { return b.getAffineDimExpr(loop); }
  Value empty(ArrayRef<int64_t> shape) {
    return tensor::EmptyOp::create(b, loc, shape, conv.type);
  }

  /// The operand's map with `exprs` in place of the convolution's loops.
  AffineMap replaceLoops(unsigned operand, unsigned numLoops,
                         ArrayRef<std::pair<unsigned, AffineExpr>> exprs) {
    SmallVector<AffineExpr> loops(conv.ranges.size(),
                                  b.getAffineConstantExpr(0));
    for (auto [loop, expr] : exprs)
      loops[loop] = expr;
    return conv.op.getMaps()[operand].replaceDimsAndSymbols(loops, {}, numLoops,
                                                            0);
  }

  /// (i, dims...) for each point i of a tile.
  void addPointMaps(unsigned numLoops, SmallVector<AffineMap> &maps) {
    for (int64_t i = 0; i < points * points; ++i) {
      SmallVector<AffineExpr> exprs = {b.getAffineConstantExpr(i)};
      for (unsigned loop = 0; loop < numLoops; ++loop)
        exprs.push_back(dim(loop));
      maps.push_back(AffineMap::get(numLoops, 0, exprs, b.getContext()));
    }
  }

  /// A kernel without a reduction.
  Value createKernel(ArrayRef<Value> inputs, Value output,
                     ArrayRef<AffineMap> maps, Body body) {
    unsigned numLoops = maps.front().getNumDims();
    auto kernel = KernelOp::create(
        b, loc, output.getType(), inputs, output, b.getAffineMapArrayAttr(maps),
        b.getStrArrayAttr(SmallVector<StringRef>(numLoops, "parallel")));
    OpBuilder::InsertionGuard guard(b);
    Block *block = b.createBlock(&kernel.getFinish());
    for (Value operand : kernel->getOperands())
      block->addArgument(getElementTypeOrSelf(operand), loc);
    YieldOp::create(b, loc, body(block->getArguments()));
    return kernel->getResult(0);
  }

  /// One element for each of the `size` squared first arguments, transformed.
  SmallVector<Value> transform(const Matrix &matrix, ValueRange values,
                               int64_t size) {
    SmallVector<Value> grid(values.take_front(size * size));
    return transformTile(matrix, grid, b, loc);
  }

  /// G g G^T for each pair of channels: points, input and output channels.
  Value transformFilters() {
    Value filter = conv.op.getInputs()[conv.filter];
    SmallVector<AffineMap> maps;
    for (int64_t i = 0; i < 3; ++i)
      for (int64_t j = 0; j < 3; ++j)
        maps.push_back(
            replaceLoops(conv.filter, 2,
                         {{conv.inChannel, dim(0)},
                          {conv.outChannel, dim(1)},
                          {conv.filterHeight, b.getAffineConstantExpr(i)},
                          {conv.filterWidth, b.getAffineConstantExpr(j)}}));
    addPointMaps(2, maps);
    return createKernel(
        SmallVector<Value>(9, filter),
        empty({points * points, range(conv.inChannel), range(conv.outChannel)}),
        maps, [&](ValueRange values) {
          return transform(transforms.filter, values, 3);
        });
  }

  /// The image, with zeros up to the end of the last tiles.
  Value extendImage() {
    Value image = conv.op.getInputs()[conv.image];
    auto type = cast<RankedTensorType>(image.getType());
    SmallVector<int64_t> shape(type.getShape());
    SmallVector<int64_t> low(shape.size(), 0), high(shape.size(), 0);
    bool isWhole = true;
    AffineMap map = conv.op.getMaps()[conv.image];
    for (auto [i, expr] : llvm::enumerate(map.getResults())) {
      int64_t numTiles = expr.isFunctionOfDim(conv.height)  ? numTilesHigh
                         : expr.isFunctionOfDim(conv.width) ? numTilesWide
                                                            : 0;
      int64_t size = numTiles * tile + 2;
      if (numTiles == 0 || size <= shape[i])
        continue;
      high[i] = size - shape[i];
      shape[i] = size;
      isWhole = false;
    }
    if (isWhole)
      return image;
    // Where zeros are around it already, there are more of them.
    auto pad = image.getDefiningOp<tensor::PadOp>();
    Value with = pad ? pad.getConstantPaddingValue() : Value();
    if (with && matchPattern(with, m_AnyZeroFloat()) &&
        !ShapedType::isDynamicShape(pad.getStaticLow()) &&
        !ShapedType::isDynamicShape(pad.getStaticHigh())) {
      image = pad.getSource();
      low.assign(pad.getStaticLow().begin(), pad.getStaticLow().end());
      for (auto [size, more] : llvm::zip_equal(high, pad.getStaticHigh()))
        size += more;
    } else {
      with = arith::ConstantOp::create(b, loc, b.getZeroAttr(conv.type));
    }
    return tensor::PadOp::create(
        b, loc, RankedTensorType::get(shape, type.getElementType()), image,
        getAsIndexOpFoldResult(b.getContext(), low),
        getAsIndexOpFoldResult(b.getContext(), high), with);
  }

  /// B^T d B for each tile and channel: points, tiles, channels.
  Value transformImage() {
    Value image = extendImage();
    SmallVector<AffineMap> maps;
    for (int64_t i = 0; i < points; ++i)
      for (int64_t j = 0; j < points; ++j)
        maps.push_back(replaceLoops(conv.image, 4,
                                    {{conv.batch, dim(0)},
                                     {conv.height, dim(1) * tile + i},
                                     {conv.width, dim(2) * tile + j},
                                     {conv.inChannel, dim(3)}}));
    addPointMaps(4, maps);
    Value tiles =
        createKernel(SmallVector<Value>(points * points, image),
                     empty({points * points, range(conv.batch), numTilesHigh,
                            numTilesWide, range(conv.inChannel)}),
                     maps, [&](ValueRange values) {
                       return transform(transforms.image, values, points);
                     });
    return tensor::CollapseShapeOp::create(
        b, loc, tiles, ArrayRef<ReassociationIndices>{{0}, {1, 2, 3}, {4}});
  }

  /// For each point of the tiles, the product of matrices.
  Value multiply(Value tiles, Value filters) {
    int64_t numTiles = cast<ShapedType>(tiles.getType()).getDimSize(1);
    auto map = [&](ArrayRef<unsigned> loops) {
      return AffineMap::getMultiDimMapWithTargets(4, loops, b.getContext());
    };
    auto kernel = KernelOp::create(
        b, loc,
        RankedTensorType::get(
            {points * points, numTiles, range(conv.outChannel)}, conv.type),
        ValueRange{tiles, filters},
        empty({points * points, numTiles, range(conv.outChannel)}),
        b.getAffineMapArrayAttr(
            {map({0, 1, 3}), map({0, 3, 2}), map({0, 1, 2})}),
        b.getStrArrayAttr({"parallel", "parallel", "parallel", "reduction"}));
    OpBuilder::InsertionGuard guard(b);
    auto createBlock = [&](Region &region, unsigned numArguments) {
      return b.createBlock(&region, {},
                           SmallVector<Type>(numArguments, conv.type),
                           SmallVector<Location>(numArguments, loc));
    };
    createBlock(kernel.getStart(), 3);
    Value zero = arith::ConstantOp::create(b, loc, b.getZeroAttr(conv.type));
    YieldOp::create(b, loc, zero);
    Block *combine = createBlock(kernel.getCombine(), 4);
    Value product = arith::MulFOp::create(b, loc, combine->getArgument(0),
                                          combine->getArgument(1));
    Value sum = arith::AddFOp::create(b, loc, combine->getArgument(3), product);
    YieldOp::create(b, loc, sum);
    Block *finish = createBlock(kernel.getFinish(), 4);
    YieldOp::create(b, loc, finish->getArgument(3));
    return kernel->getResult(0);
  }

  /// A^T m A for each tile and channel, and what the convolution's kernel does
  /// with its results. The last tiles of a row and of a column may end early.
  Value transformProducts(Value products) {
    SmallVector<int64_t> shape = {points * points, range(conv.batch),
                                  numTilesHigh, numTilesWide,
                                  range(conv.outChannel)};
    products = tensor::ExpandShapeOp::create(
        b, loc, RankedTensorType::get(shape, conv.type), products,
        ArrayRef<ReassociationIndices>{{0}, {1, 2, 3}, {4}});
    Value output = conv.op.getOutputs().front();
    for (const Part &rows : partsOf(conv.height))
      for (const Part &columns : partsOf(conv.width))
        output = transformPart(products, output, rows, columns);
    return output;
  }

  /// Tiles of which the first `size` points are wanted.
  struct Part {
    int64_t first, count, size;
  };
  SmallVector<Part> partsOf(unsigned loop) {
    int64_t whole = range(loop) / tile, rest = range(loop) % tile;
    SmallVector<Part> parts;
    if (whole != 0)
      parts.push_back({0, whole, tile});
    if (rest != 0)
      parts.push_back({whole, 1, rest});
    return parts;
  }

  Value transformPart(Value products, Value output, const Part &rows,
                      const Part &columns) {
    SmallVector<int64_t> offsets(5, 0), strides(5, 1);
    SmallVector<int64_t> sizes(cast<ShapedType>(products.getType()).getShape());
    offsets[2] = rows.first;
    sizes[2] = rows.count;
    offsets[3] = columns.first;
    sizes[3] = columns.count;
    auto indices = [&](ArrayRef<int64_t> values) {
      return getAsIndexOpFoldResult(b.getContext(), values);
    };
    Value part = tensor::ExtractSliceOp::create(
        b, loc, products, indices(offsets), indices(sizes), indices(strides));

    // The inputs of the convolution's kernel at the points of a tile: once if
    // they are the same at all of them.
    unsigned numInputs = conv.op.getInputs().size();
    SmallVector<Value> inputs(points * points, part);
    SmallVector<AffineMap> maps;
    addPointMaps(4, maps);
    SmallVector<AffineMap> old = conv.op.getMaps();
    auto mapAt = [&](unsigned operand, int64_t i, int64_t j) {
      return replaceLoops(operand, 4,
                          {{conv.batch, dim(0)},
                           {conv.height, (dim(1) + rows.first) * tile + i},
                           {conv.width, (dim(2) + columns.first) * tile + j},
                           {conv.outChannel, dim(3)}});
    };
    SmallVector<SmallVector<unsigned>> places; // by point, by input
    for (int64_t i = 0; i < rows.size; ++i)
      for (int64_t j = 0; j < columns.size; ++j) {
        SmallVector<unsigned> &here = places.emplace_back(numInputs, 0);
        for (unsigned number = 0; number < numInputs; ++number) {
          if (number == conv.image || number == conv.filter)
            continue;
          bool varies = old[number].isFunctionOfDim(conv.height) ||
                        old[number].isFunctionOfDim(conv.width);
          if (!varies && places.size() > 1) {
            here[number] = places.front()[number];
            continue;
          }
          here[number] = inputs.size();
          inputs.push_back(conv.op.getInputs()[number]);
          maps.push_back(mapAt(number, i, j));
        }
      }
    for (int64_t i = 0; i < rows.size; ++i)
      for (int64_t j = 0; j < columns.size; ++j)
        maps.push_back(mapAt(numInputs, i, j));
    return createKernel(inputs, output, maps, [&](ValueRange values) {
      SmallVector<Value> sums = transform(transforms.output, values, points);
      SmallVector<Value> results;
      for (auto [number, here] : llvm::enumerate(places)) {
        int64_t i = number / columns.size, j = number % columns.size;
        results.push_back(
            finish(sums[i * tile + j], [&, here = ArrayRef(here)](unsigned k) {
              return values[here[k]];
            }));
      }
      return results;
    });
  }

  /// What the convolution's kernel makes of `sum`, with what its accumulator
  /// starts from.
  Value finish(Value sum, llvm::function_ref<Value(unsigned)> input) {
    auto inlineRegion = [&](Region &region, Value accumulator) {
      Block &block = region.front();
      IRMapping mapping;
      for (unsigned i = 0, end = conv.op.getInputs().size(); i < end; ++i)
        if (!block.getArgument(i).use_empty())
          mapping.map(block.getArgument(i), input(i));
      if (accumulator)
        mapping.map(block.getArguments().back(), accumulator);
      for (Operation &op : block.without_terminator())
        b.clone(op, mapping);
      return mapping.lookupOrDefault(block.getTerminator()->getOperand(0));
    };
    Value start = inlineRegion(conv.op.getStart(), {});
    if (!matchPattern(start, m_AnyZeroFloat()))
      sum = arith::AddFOp::create(b, loc, sum, start);
    return inlineRegion(conv.op.getFinish(), sum);
  }

  Convolution &conv;
  int64_t tile, points;
  RewriterBase &b;
  Location loc;
  WinogradTransforms transforms;
  int64_t numTilesHigh, numTilesWide;
};

struct WinogradPass : fpo::impl::FpoWinogradPassBase<WinogradPass> {
  using FpoWinogradPassBase::FpoWinogradPassBase;

  void runOnOperation() override {
    if (tile != 0 && tile != 2 && tile != 4) {
      getOperation().emitError() << "there are no tiles of " << tile.getValue()
                                 << "; there are 2 and 4";
      return signalPassFailure();
    }
    for (auto function : getOperation().getOps<FunctionOpInterface>()) {
      if (function.isExternal())
        continue;
      ParameterValues parameters(function);
      SmallVector<Convolution> convolutions;
      function.walk([&](KernelOp op) {
        if (op->hasAttr(kScheduleAttrName))
          return;
        std::optional<Convolution> conv = matchConvolution(op);
        if (conv && parameters.contains(op.getInputs()[conv->filter]))
          convolutions.push_back(*conv);
      });
      for (Convolution &conv : convolutions) {
        int64_t chosen = tile != 0 ? tile : chooseTile(conv);
        if (chosen == 0)
          continue;
        IRRewriter rewriter(conv.op);
        rewriter.replaceOp(conv.op, Writer(conv, chosen, rewriter).write());
      }
    }
  }
};
} // namespace
