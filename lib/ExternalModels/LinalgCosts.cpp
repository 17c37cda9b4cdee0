//===- LinalgCosts.cpp - Costs of the linalg dialect ----------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/Footprint.h"
#include "fpo/ExternalModels/Attach.h"
#include "fpo/ExternalModels/Elementwise.h"
#include "fpo/ExternalModels/LoopRanges.h"
#include "fpo/ExternalModels/MultiplyAccumulate.h"
#include "fpo/ExternalModels/Register.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;
using namespace mlir::fpo;

//===----------------------------------------------------------------------===//
// Structured ops: a body and an iteration space
//===----------------------------------------------------------------------===//

SmallVector<Count> fpo::loopRanges(linalg::LinalgOp op,
                                   ArrayRef<AffineMap> maps,
                                   CostContext &context) {
  // The operand and its dimension that tell the size of each loop: one with a
  // static size if there is such.
  struct Source {
    unsigned operand = 0, dim = 0;
    bool isKnown = false, isStatic = false;
  };
  SmallVector<Source> sources(op.getNumLoops());
  bool isDynamic = false;
  for (auto [number, operand, map] : llvm::enumerate(op->getOperands(), maps)) {
    auto type = dyn_cast<ShapedType>(operand.getType());
    for (auto [index, expr] : llvm::enumerate(map.getResults())) {
      auto loop = dyn_cast<AffineDimExpr>(expr);
      if (!loop)
        continue;
      Source &source = sources[loop.getPosition()];
      bool isStatic = !type.isDynamicDim(index);
      isDynamic |= !isStatic;
      if (!source.isKnown || (isStatic && !source.isStatic))
        source = {unsigned(number), unsigned(index), true, isStatic};
    }
  }
  SmallVector<Count> ranges;
  for (const Source &source : sources)
    ranges.push_back(
        source.isKnown
            ? context.dim(op->getOperand(source.operand), source.dim)
            : context.atLeast(0, "no operand gives the size of a loop"));
  if (!isDynamic)
    return ranges;

  // [symbol.precondition]
  for (auto [number, operand, map] : llvm::enumerate(op->getOperands(), maps)) {
    auto type = dyn_cast<ShapedType>(operand.getType());
    for (auto [index, expr] : llvm::enumerate(map.getResults())) {
      auto loop = dyn_cast<AffineDimExpr>(expr);
      if (!loop)
        continue;
      const Source &source = sources[loop.getPosition()];
      if (!type.isDynamicDim(index) && source.isStatic)
        continue; // the verifier has compared them
      Count size = context.dim(operand, index);
      const Count &range = ranges[loop.getPosition()];
      if (size != range && size.isExact() && range.isExact())
        context.requireEqual(
            size.lower(), range.lower(),
            "dimension " + Twine(index) + " of operand " + Twine(number) +
                " is " + size.str() + ", dimension " + Twine(source.dim) +
                " of operand " + Twine(source.operand) + " is " + range.str());
    }
  }
  return ranges;
}

/// What the ops of the body that look at an accumulator cost.
static Cost combinationCost(linalg::LinalgOp op, CostContext &context) {
  Cost cost;
  for (Operation &inner : op.getBlock()->without_terminator())
    if (llvm::any_of(inner.getOperands(), [&](Value operand) {
          return llvm::is_contained(op.getRegionOutputArgs(), operand);
        }))
      cost +=
          context.scalar(inner.getName().getStringRef(),
                         getElementTypeOrSelf(inner.getOperand(0).getType()));
  return cost;
}

/// [bytes.structured] The distinct elements of each operand that the indexing
/// maps touch, once; an operand that the body does not look at is not read.
/// [bytes.once] What several maps touch of one value is touched once.
static Cost structuredTraffic(linalg::LinalgOp op, ArrayRef<AffineMap> maps,
                              ArrayRef<Count> ranges, bool isProduct,
                              CostContext &context) {
  Cost cost;
  bool isReduction = op.getNumReductionLoops() != 0;
  bool countsEach = context.getConvention().isFunctional;
  auto touched = [&](Value value, ArrayRef<AffineMap> touching) {
    Count elements =
        touching.size() == 1
            ? footprint(touching.front(), ranges).value_or(Count::unknown())
            : footprint(touching, ranges, context.elements(value));
    if (!elements.isBounded())
      elements += context.atLeast(0, "the elements that an indexing map "
                                     "touches could not be counted");
    return elements;
  };
  llvm::MapVector<Value, SmallVector<AffineMap, 1>> read;
  for (auto [operand, map] : llvm::zip_equal(op->getOpOperands(), maps)) {
    Value value = operand.get();
    bool isRead = op.payloadUsesValueFromOperand(&operand);
    bool isWritten = op.isDpsInit(&operand);
    if (!isa<ShapedType>(value.getType())) {
      if (isRead)
        cost.read += context.startBytes(value);
      continue;
    }
    if (isRead && isWritten && context.isStartValue(value)) {
      isRead = false;
      if (!isProduct)
        cost.read += context.startBytes(value);
    }
    if (isRead && countsEach)
      cost.read += context.bytesRead(value, touched(value, map), isReduction);
    else if (isRead && !llvm::is_contained(read[value], map))
      read[value].push_back(map);
    if (isWritten)
      cost.write += context.bytes(value, touched(value, map));
  }
  for (const auto &[value, touching] : read)
    cost.read +=
        context.bytesRead(value, touched(value, touching), isReduction);
  return cost;
}

/// [linalg.space] The body, as often as the iteration space has points.
static Cost structuredCost(Operation *operation, CostContext &context) {
  auto op = cast<linalg::LinalgOp>(operation);
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  SmallVector<Count> ranges = loopRanges(op, maps, context);
  /*[linalg.mac]*/
  bool isProduct = isMultiplyAccumulate(op);
  Count space = context.points(ranges, isProduct);
  Cost cost = context.body(*op.getBlock()->getParent());
  Cost traffic = structuredTraffic(op, maps, ranges, isProduct, context);
  if (op.getNumReductionLoops() == 0 || op.getNumDpsInits() == 0)
    return cost * space + traffic;

  Value init = op.getDpsInits().front();
  Count results = context.elements(init);
  if (isProduct)
    return context.accumulate(getElementTypeOrSelf(init.getType()), cost, space,
                              results, init) +
           traffic;
  cost *= space;
  Count combinations = context.combinations(space, results, init);
  if (combinations != space)
    cost = cost.without(combinationCost(op, context) *
                        space.without(combinations));
  return cost + traffic;
}

//===----------------------------------------------------------------------===//
// Ops with a decomposition
//===----------------------------------------------------------------------===//

/// [linalg.softmax] Along one dimension: the maximum, exp(x - maximum), the
/// sum, and a division per element.
static Cost softmaxCost(linalg::SoftmaxOp op, CostContext &context) {
  Type type = getElementTypeOrSelf(op.getInput().getType());
  Cost perElement = context.scalar<arith::MaxNumFOp>(type);
  perElement += context.scalar<arith::SubFOp>(type);
  perElement += context.scalar<math::ExpOp>(type);
  perElement += context.scalar<arith::AddFOp>(type);
  perElement += context.scalar<arith::DivFOp>(type);
  return perElement * context.points(context.shape(op.getInput())) +
         Cost::traffic(context.bytes(op.getInput()),
                       context.bytes(op.getOutput()));
}

/// A dense product of an `m` x `k` and a `k` x `n` matrix.
static Cost matmulCost(Type type, const Count &m, const Count &n,
                       const Count &k, CostContext &context) {
  Cost cost = context.scalar<arith::MulFOp>(type);
  cost += context.scalar<arith::AddFOp>(type);
  cost *= m * n * k;
  cost.mac = m * n * k;
  return cost;
}

/// left x tile x right, where the left or the right factor is missing if the
/// tile is one wide in that direction. `from` and `to` are the sizes of the
/// tile before and after.
static Cost transformTile(Type type, ArrayRef<int64_t> from,
                          ArrayRef<int64_t> to, CostContext &context) {
  Cost cost;
  int64_t rows = from[0];
  if (from[0] != 1 || to[0] != 1) {
    cost += matmulCost(type, to[0], from[1], from[0], context);
    rows = to[0];
  }
  if (from[1] != 1 || to[1] != 1)
    cost += matmulCost(type, rows, to[1], from[1], context);
  return cost;
}

/// [linalg.winograd] G g G^T for each filter and channel. The sizes of a tile
/// are static, as the op's verifier demands.
static Cost winogradFilterCost(linalg::WinogradFilterTransformOp op,
                               CostContext &context) {
  ShapedType filter = op.getFilterOperandType();
  ShapedType output = op.getOutputOperandType();
  Cost tile =
      transformTile(filter.getElementType(),
                    {filter.getDimSize(op.getFilterHDim()),
                     filter.getDimSize(op.getFilterWDim())},
                    {output.getDimSize(0), output.getDimSize(1)}, context);
  Count tiles = context.dim(op.getFilter(), op.getFilterFDim()) *
                context.dim(op.getFilter(), op.getFilterCDim());
  return tile * tiles + Cost::traffic(context.bytes(op.getFilter()),
                                      context.bytes(op.getOutput()));
}

/// [linalg.winograd] B^T d B for each tile of each image and channel.
static Cost winogradInputCost(linalg::WinogradInputTransformOp op,
                              CostContext &context) {
  ShapedType output = op.getOutputOperandType();
  int64_t alpha[] = {output.getDimSize(op.getOutputAlphaHDim()),
                     output.getDimSize(op.getOutputAlphaWDim())};
  Cost tile = transformTile(output.getElementType(), alpha, alpha, context);
  Count tiles = context.dim(op.getOutput(), op.getOutputTileHDim()) *
                context.dim(op.getOutput(), op.getOutputTileWDim()) *
                context.dim(op.getOutput(), op.getOutputNDim()) *
                context.dim(op.getOutput(), op.getOutputCDim());
  return tile * tiles + Cost::traffic(context.bytes(op.getInput()),
                                      context.bytes(op.getOutput()));
}

/// [linalg.winograd] A^T y A for each tile of each image and filter; where the
/// matrices have a common factor, scaled by it. It is added to what the output
/// holds: by the last product, or behind the scaling.
static Cost winogradOutputCost(linalg::WinogradOutputTransformOp op,
                               CostContext &context) {
  ShapedType value = op.getValueOperandType();
  Type type = value.getElementType();
  Count height = context.dim(op.getOutput(), op.getOutputHDim());
  Count width = context.dim(op.getOutput(), op.getOutputWDim());
  int64_t alphaH = value.getDimSize(op.getValueAlphaHDim());
  int64_t alphaW = value.getDimSize(op.getValueAlphaWDim());
  int64_t m = getFmrFromWinogradConv2DFmr(op.getFmr()).first;
  Cost tile =
      transformTile(type, {alphaH, alphaW},
                    {alphaH == 1 ? 1 : m, alphaW == 1 ? 1 : m}, context);
  Count images = context.dim(op.getValue(), op.getValueNDim()) *
                 context.dim(op.getValue(), op.getValueFDim());
  Count tiles = context.dim(op.getValue(), op.getValueTileHDim()) *
                context.dim(op.getValue(), op.getValueTileWDim()) * images;
  Count output = context.bytes(op.getOutput());
  Cost cost = tile * tiles +
              Cost::traffic(context.bytes(op.getValue()) + output, output);
  if (op.getFmr() == linalg::WinogradConv2DFmr::F_2_3)
    return cost;
  Cost scaleAndAdd = context.scalar<arith::MulFOp>(type);
  scaleAndAdd += context.scalar<arith::AddFOp>(type);
  return cost + scaleAndAdd * (height * width * images);
}

/// [linalg.pack] Every element of the unpacked side moves once; packing also
/// writes the padding.
static Cost packCost(linalg::PackOp op, CostContext &context) {
  return Cost::traffic(context.bytes(op.getSource()),
                       context.bytes(op.getDest()));
}
static Cost unpackCost(linalg::UnPackOp op, CostContext &context) {
  return Cost::traffic(
      context.bytes(op.getSource(), context.elements(op.getDest())),
      context.bytes(op.getDest()));
}

template <typename... Ops> static void attachStructured(MLIRContext &context) {
  attachCost<structuredCost, Ops...>(context);
}

void fpo::registerLinalgCosts(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, linalg::LinalgDialect *) {
    attachStructured<
#define GET_OP_LIST
#include "mlir/Dialect/Linalg/IR/LinalgStructuredOps.cpp.inc"
        >(*context);
    attachCost<softmaxCost, linalg::SoftmaxOp>(*context);
    attachCost<winogradFilterCost, linalg::WinogradFilterTransformOp>(*context);
    attachCost<winogradInputCost, linalg::WinogradInputTransformOp>(*context);
    attachCost<winogradOutputCost, linalg::WinogradOutputTransformOp>(*context);
    attachCost<packCost, linalg::PackOp>(*context);
    attachCost<unpackCost, linalg::UnPackOp>(*context);
    attachFree<linalg::IndexOp, linalg::YieldOp>(*context);
  });
}
