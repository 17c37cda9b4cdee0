//===- TosaLoopNests.cpp - The ops of tosa as loops over a body -----------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LoopNest.h"

#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mlir::fpo;

static constexpr double kInfinity = std::numeric_limits<double>::infinity();

namespace {
/// Appends loops to a nest and makes forms over them; the number of loops is
/// given beforehand.
class NestBuilder {
public:
  explicit NestBuilder(unsigned rank) : loopRank(rank) {}

  IndexForm loop(int64_t size) {
    nest.sizes.push_back(size);
    return IndexForm::index(nest.sizes.size() - 1, loopRank);
  }
  IndexForm number(int64_t value) const {
    return IndexForm::number(value, loopRank);
  }

  LoopNest nest;

private:
  unsigned loopRank;
};
} // namespace

static ArrayRef<int64_t> shapeOf(Value value) {
  return cast<RankedTensorType>(value.getType()).getShape();
}

static bool areRanked(ValueRange values) {
  return llvm::all_of(values, [](Value value) {
    return !isa<UnrankedTensorType>(value.getType());
  });
}

/// The accumulator plus the product of the two inputs, each without its zero
/// point.
static void setProduct(LoopNest &nest, Value zeroPointA, Value zeroPointB) {
  // A zero point may be the least number of its type, so this is done as on
  // integers; on floats zero points are zero.
  nest.body = [=, sizes = nest.sizes](ArrayRef<IndexedValue> inputs,
                                      ValueLookup lookup) {
    auto apply = [&](StringRef name, IndexedValue lhs, IndexedValue rhs) {
      return applyScalar(name, nullptr, {std::move(lhs), std::move(rhs)},
                         sizes);
    };
    IndexedValue a = apply("arith.subi", inputs[0], lookup(zeroPointA));
    IndexedValue b = apply("arith.subi", inputs[1], lookup(zeroPointB));
    return std::vector<IndexedValue>{
        apply("arith.addi", apply("arith.muli", a, b),
              IndexedValue::get(Scalar::accumulatorAt(0)))};
  };
}

/// The accumulator combined with the one input by the scalar op `name`.
static void setCombination(LoopNest &nest, StringRef name) {
  nest.body = [name, sizes = nest.sizes](ArrayRef<IndexedValue> inputs,
                                         ValueLookup) {
    return std::vector<IndexedValue>{applyScalar(
        name, nullptr, {inputs[0], IndexedValue::get(Scalar::accumulatorAt(0))},
        sizes)};
  };
}

/// What a zero point, the number that stands for zero, is known to be.
static std::optional<Scalar> zeroOf(Value zeroPoint) {
  DenseElementsAttr value;
  if (!matchPattern(zeroPoint, m_Constant(&value)))
    return std::nullopt;
  return scalarOf(value);
}

//===----------------------------------------------------------------------===//
// Contractions and windows
//===----------------------------------------------------------------------===//

static LoopNest getMatMul(tosa::MatMulOp op) {
  ArrayRef<int64_t> a = shapeOf(op.getA()), b = shapeOf(op.getB());
  NestBuilder builder(4);
  IndexForm n = builder.loop(a[0]), h = builder.loop(a[1]),
            w = builder.loop(b[2]), c = builder.loop(a[2]);
  LoopNest &nest = builder.nest;
  nest.inputs = {{op.getA(), {n, h, c}, {}}, {op.getB(), {n, c, w}, {}}};
  nest.results = {{n, h, w}};
  setProduct(nest, op.getAZp(), op.getBZp());
  return nest;
}

/// Batch, output positions, output channel, window, input channel.
template <typename OpTy>
static LoopNest getConvolution(OpTy op, unsigned spatialRank) {
  ArrayRef<int64_t> output = shapeOf(op.getOutput());
  ArrayRef<int64_t> weight = shapeOf(op.getWeight());
  NestBuilder builder(2 * spatialRank + 3);
  IndexForm n = builder.loop(output[0]);
  SmallVector<IndexForm> positions, taps;
  for (unsigned axis = 0; axis < spatialRank; ++axis)
    positions.push_back(builder.loop(output[axis + 1]));
  IndexForm outputChannel = builder.loop(output.back());
  for (unsigned axis = 0; axis < spatialRank; ++axis)
    taps.push_back(builder.loop(weight[axis + 1]));
  IndexForm inputChannel = builder.loop(weight.back());

  IndexMap input{n}, weights{outputChannel}, result{n};
  for (unsigned axis = 0; axis < spatialRank; ++axis) {
    input.emplace_back(positions[axis] * op.getStride()[axis] +
                       taps[axis] * op.getDilation()[axis] +
                       builder.number(-op.getPad()[2 * axis]));
    weights.emplace_back(taps[axis]);
    result.emplace_back(positions[axis]);
  }
  input.emplace_back(inputChannel);
  weights.emplace_back(inputChannel);
  result.emplace_back(outputChannel);
  LoopNest &nest = builder.nest;
  nest.inputs = {{op.getInput(), input, zeroOf(op.getInputZp())},
                 {op.getWeight(), weights, {}}};
  nest.results = {result};
  setProduct(nest, op.getInputZp(), op.getWeightZp());
  return nest;
}

/// Batch, output position, input channel, multiplier, window.
static LoopNest getDepthwise(tosa::DepthwiseConv2DOp op) {
  ArrayRef<int64_t> output = shapeOf(op.getOutput());
  ArrayRef<int64_t> weight = shapeOf(op.getWeight());
  NestBuilder builder(7);
  IndexForm n = builder.loop(output[0]), y = builder.loop(output[1]),
            x = builder.loop(output[2]), channel = builder.loop(weight[2]),
            multiplier = builder.loop(weight[3]),
            tapY = builder.loop(weight[0]), tapX = builder.loop(weight[1]);
  auto position = [&](const IndexForm &at, const IndexForm &tap,
                      unsigned axis) {
    return at * op.getStride()[axis] + tap * op.getDilation()[axis] +
           builder.number(-op.getPad()[2 * axis]);
  };
  LoopNest &nest = builder.nest;
  nest.inputs = {{op.getInput(),
                  {n, position(y, tapY, 0), position(x, tapX, 1), channel},
                  zeroOf(op.getInputZp())},
                 {op.getWeight(), {tapY, tapX, channel, multiplier}, {}}};
  nest.results = {{n, y, x, channel * weight[3] + multiplier}};
  setProduct(nest, op.getInputZp(), op.getWeightZp());
  return nest;
}

/// Batch, input position, input channel, output channel, window: each input
/// element meets each weight, and some products fall beside the output.
static LoopNest getTransposeConv(tosa::TransposeConv2DOp op) {
  ArrayRef<int64_t> input = shapeOf(op.getInput());
  ArrayRef<int64_t> weight = shapeOf(op.getWeight());
  NestBuilder builder(7);
  IndexForm n = builder.loop(input[0]), y = builder.loop(input[1]),
            x = builder.loop(input[2]), inputChannel = builder.loop(input[3]),
            outputChannel = builder.loop(weight[0]),
            tapY = builder.loop(weight[1]), tapX = builder.loop(weight[2]);
  LoopNest &nest = builder.nest;
  nest.inputs = {
      {op.getInput(), {n, y, x, inputChannel}, {}},
      {op.getWeight(), {outputChannel, tapY, tapX, inputChannel}, {}}};
  nest.results = {
      {n, y * op.getStride()[0] + tapY + builder.number(op.getOutPad()[0]),
       x * op.getStride()[1] + tapX + builder.number(op.getOutPad()[2]),
       outputChannel}};
  nest.dropsBeyondResult = true;
  setProduct(nest, op.getInputZp(), op.getWeightZp());
  return nest;
}

/// Batch, output position, channel, window.
template <typename OpTy>
static LoopNest getPooling(OpTy op, StringRef combination, double padding) {
  ArrayRef<int64_t> output = shapeOf(op.getOutput());
  NestBuilder builder(6);
  IndexForm n = builder.loop(output[0]), y = builder.loop(output[1]),
            x = builder.loop(output[2]), channel = builder.loop(output[3]),
            tapY = builder.loop(op.getKernel()[0]),
            tapX = builder.loop(op.getKernel()[1]);
  auto position = [&](const IndexForm &at, const IndexForm &tap,
                      unsigned axis) {
    return at * op.getStride()[axis] + tap +
           builder.number(-op.getPad()[2 * axis]);
  };
  LoopNest &nest = builder.nest;
  nest.inputs = {{op.getInput(),
                  {n, position(y, tapY, 0), position(x, tapX, 1), channel},
                  Scalar::get(padding)}};
  nest.results = {{n, y, x, channel}};
  setCombination(nest, combination);
  return nest;
}

/// The loops are the dimensions of the input.
template <typename OpTy>
static LoopNest getReduction(OpTy op, StringRef combination) {
  ArrayRef<int64_t> input = shapeOf(op.getInput());
  NestBuilder builder(input.size());
  IndexMap index;
  for (int64_t size : input)
    index.emplace_back(builder.loop(size));
  LoopNest &nest = builder.nest;
  nest.inputs = {{op.getInput(), index, {}}};
  index[op.getAxis()] = builder.number(0);
  nest.results = {index};
  setCombination(nest, combination);
  return nest;
}

std::optional<LoopNest> fpo::getTosaLoopNest(Operation *op) {
  if (!isa_and_nonnull<tosa::TosaDialect>(op->getDialect()) ||
      !areRanked(op->getOperands()) || !areRanked(op->getResults()))
    return std::nullopt;
  return llvm::TypeSwitch<Operation *, std::optional<LoopNest>>(op)
      .Case(getMatMul)
      .Case([](tosa::Conv2DOp op) { return getConvolution(op, 2); })
      .Case([](tosa::Conv3DOp op) { return getConvolution(op, 3); })
      .Case(getDepthwise)
      .Case(getTransposeConv)
      .Case([](tosa::MaxPool2dOp op) {
        return getPooling(op, "arith.maximumf", -kInfinity);
      })
      .Case(
          [](tosa::AvgPool2dOp op) { return getPooling(op, "arith.addf", 0); })
      .Case([](tosa::ReduceSumOp op) { return getReduction(op, "arith.addf"); })
      .Case([](tosa::ReduceMaxOp op) {
        return getReduction(op, "arith.maximumf");
      })
      .Case([](tosa::ReduceMinOp op) {
        return getReduction(op, "arith.minimumf");
      })
      .Default([](Operation *op) -> std::optional<LoopNest> {
        if (op->hasTrait<OpTrait::tosa::TosaElementwiseOperator>() ||
            isa<tosa::CastOp, tosa::MulOp>(op))
          return getElementwiseLoopNest(op);
        return std::nullopt;
      });
}
