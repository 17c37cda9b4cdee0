//===- Contractions.cpp - Costs of tosa matmul, convolution and pooling ---===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TosaCosts.h"

#include "fpo/ExternalModels/Attach.h"
#include "fpo/Interfaces/Traffic.h"

#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/BitVector.h"

#include <algorithm>

using namespace mlir;
using namespace mlir::fpo;

//===----------------------------------------------------------------------===//
// Multiply-accumulates
//===----------------------------------------------------------------------===//

/// [tosa.mac] One multiply-accumulate in the type of the accumulator; if a zero
/// point is not zero, each factor has its own taken off.
static Cost macCost(Type accumulator, Value zeroPointA, Value zeroPointB,
                    CostContext &context) {
  if (isa<FloatType>(accumulator))
    return stepsCost({{1, "arith.mulf"}, {1, "arith.addf"}}, accumulator,
                     context);
  bool isQuantised = !isConstantZero(zeroPointA) || !isConstantZero(zeroPointB);
  return stepsCost({{1, "arith.muli"},
                    {1, "arith.addi"},
                    {isQuantised ? 2U : 0U, "arith.subi"}},
                   accumulator, context);
}

/// [tosa.matmul]
static Cost matmulCost(tosa::MatMulOp op, CostContext &context) {
  Type type = getElementTypeOrSelf(op.getOutput().getType());
  SmallVector<Count> loops = context.shape(op.getOutput());
  loops.push_back(context.dim(op.getA(), 2));
  Cost each = macCost(type, op.getAZp(), op.getBZp(), context);
  return context.accumulate(type, each,
                            context.points(loops, /*areProducts=*/true),
                            context.elements(op.getOutput()), Value()) +
         Cost::traffic(wholeBytes({op.getA(), op.getB()}, context) +
                           parameterBytes({op.getAZp(), op.getBZp()}, context),
                       context.bytes(op.getOutput()));
}

//===----------------------------------------------------------------------===//
// What a window sees of the input
//===----------------------------------------------------------------------===//

namespace {
/// A window that slides along one spatial axis.
struct Window {
  int64_t size, stride, dilation, padBefore;
};
} // namespace

/// Positions along an axis beyond which windows with gaps are not looked at one
/// by one.
static constexpr int64_t kMaxPositions = int64_t(1) << 26;

/// The positions of the input along one axis that some window sees. Exact for
/// static sizes.
static Count seenPositions(const Window &window, const Count &input,
                           const Count &output, CostContext &context) {
  if (!input.isBounded() || !output.isBounded())
    return Count::unknown(); // and why was noted when the size was asked for
  if (!input.isNumber() || !output.isNumber())
    return context.atLeast(0, "which positions the windows see depends on a "
                              "dynamic size");
  auto size = int64_t(input.number()), windows = int64_t(output.number());
  if (windows == 0)
    return 0;
  // Windows that touch or overlap see all between the first and the last one.
  if (window.dilation == 1 && window.stride <= window.size) {
    int64_t end =
        (windows - 1) * window.stride + window.size - window.padBefore;
    return std::clamp<int64_t>(end, 0, size);
  }
  if (size > kMaxPositions)
    return context.atLeast(0, "an axis is too long to count what windows with "
                              "gaps see of it");
  llvm::BitVector seen(size);
  for (int64_t at = 0; at < windows; ++at)
    for (int64_t tap = 0; tap < window.size; ++tap) {
      int64_t position =
          at * window.stride + tap * window.dilation - window.padBefore;
      if (position >= 0 && position < size)
        seen.set(position);
    }
  return seen.count();
}

/// [bytes.window] The bytes of `input`, in N, spatial axes, C order, that the
/// windows see.
static Count seenBytes(Value input, Value output, ArrayRef<Window> windows,
                       CostContext &context) {
  unsigned rank = windows.size() + 2;
  Count seen = context.dim(input, 0) * context.dim(input, rank - 1);
  for (auto [axis, window] : llvm::enumerate(windows))
    seen *= seenPositions(window, context.dim(input, axis + 1),
                          context.dim(output, axis + 1), context);
  return context.bytesRead(input, seen, /*absorbsPadding=*/true);
}

static SmallVector<Window> makeWindows(ArrayRef<int64_t> sizes,
                                       ArrayRef<int64_t> strides,
                                       ArrayRef<int64_t> dilations,
                                       ArrayRef<int64_t> pads) {
  SmallVector<Window> windows;
  for (auto [axis, size] : llvm::enumerate(sizes))
    windows.push_back({size, strides[axis],
                       dilations.empty() ? 1 : dilations[axis],
                       pads[2 * axis]});
  return windows;
}

//===----------------------------------------------------------------------===//
// Convolutions
//===----------------------------------------------------------------------===//

template <typename OpTy>
static Cost convolutionTraffic(OpTy op, ArrayRef<int64_t> kernel,
                               CostContext &context) {
  Count read = context.bytes(op.getWeight()) +
               parameterBytes({op.getInputZp(), op.getWeightZp()}, context);
  if (!context.isStartValue(op.getBias()))
    read += context.bytes(op.getBias());
  if (llvm::any_of(kernel, ShapedType::isDynamic))
    read += context.atLeast(0, "the size of the window is not static");
  else if (op.getInput() != op.getWeight() ||
           context.getConvention().isFunctional) // [bytes.once]
    read += seenBytes(
        op.getInput(), op.getOutput(),
        makeWindows(kernel, op.getStride(), op.getDilation(), op.getPad()),
        context);
  return Cost::traffic(read, context.bytes(op.getOutput()));
}

/// The sizes of `weight` along `count` axes from `first` on.
static SmallVector<int64_t> kernelSizes(Value weight, unsigned first,
                                        unsigned count) {
  auto type = cast<ShapedType>(weight.getType());
  if (!type.hasRank())
    return SmallVector<int64_t>(count, ShapedType::kDynamic);
  return llvm::to_vector(type.getShape().slice(first, count));
}

/// [tosa.conv] Every tap, those on padding too; the bias is the start value.
/// Weights are (output channels, window, input channels).
template <typename OpTy>
static Cost convolutionCost(OpTy op, unsigned spatialRank,
                            CostContext &context) {
  SmallVector<Count> loops = context.shape(op.getOutput());
  for (unsigned axis = 1; axis <= spatialRank + 1; ++axis)
    loops.push_back(context.dim(op.getWeight(), axis));
  Count macs = context.points(loops, /*areProducts=*/true);
  Cost each =
      macCost(op.getAccType(), op.getInputZp(), op.getWeightZp(), context);
  return context.accumulate(op.getAccType(), each, macs,
                            context.elements(op.getOutput()), op.getBias()) +
         convolutionTraffic(op, kernelSizes(op.getWeight(), 1, spatialRank),
                            context);
}
static Cost conv2dCost(tosa::Conv2DOp op, CostContext &context) {
  return convolutionCost(op, 2, context);
}
static Cost conv3dCost(tosa::Conv3DOp op, CostContext &context) {
  return convolutionCost(op, 3, context);
}

/// [tosa.depthwise] Weights are (window, input channels, multiplier). The bias
/// is added at the end.
static Cost depthwiseCost(tosa::DepthwiseConv2DOp op, CostContext &context) {
  Count outputs = context.elements(op.getOutput());
  SmallVector<Count> loops = context.shape(op.getOutput());
  loops.pop_back();
  for (unsigned axis : {2, 3, 0, 1})
    loops.push_back(context.dim(op.getWeight(), axis));
  Count macs = context.points(loops, /*areProducts=*/true);
  Type accumulator = op.getAccType();
  Type result = getElementTypeOrSelf(op.getOutput().getType());
  Cost each = macCost(accumulator, op.getInputZp(), op.getWeightZp(), context);
  Cost bias = isa<FloatType>(result) ? context.scalar("arith.addf", result)
                                     : context.scalar("arith.addi", result);
  if (context.isStartValue(op.getBias()))
    bias = Cost();
  return context.accumulate(accumulator, each, macs, outputs, Value()) +
         bias * outputs +
         convolutionTraffic(op, kernelSizes(op.getWeight(), 0, 2), context);
}

/// [tosa.transpose_conv] Each input element meets each weight once. The
/// upstream lowering executes more: it convolves an image filled up with zeros.
static Cost transposeConvCost(tosa::TransposeConv2DOp op,
                              CostContext &context) {
  SmallVector<Count> loops = context.shape(op.getInput());
  for (unsigned axis : {0, 1, 2})
    loops.push_back(context.dim(op.getWeight(), axis));
  Count macs = context.points(loops, /*areProducts=*/true);
  Cost each =
      macCost(op.getAccType(), op.getInputZp(), op.getWeightZp(), context);
  Count read = wholeBytes({op.getInput(), op.getWeight()}, context) +
               parameterBytes({op.getInputZp(), op.getWeightZp()}, context);
  if (!context.isStartValue(op.getBias()))
    read += context.bytes(op.getBias());
  return context.accumulate(op.getAccType(), each, macs,
                            context.elements(op.getOutput()), op.getBias()) +
         Cost::traffic(read, context.bytes(op.getOutput()));
}

//===----------------------------------------------------------------------===//
// Pooling
//===----------------------------------------------------------------------===//

template <typename OpTy>
static Cost poolingTraffic(OpTy op, CostContext &context) {
  SmallVector<Window> windows =
      makeWindows(op.getKernel(), op.getStride(), {}, op.getPad());
  return Cost::traffic(
      seenBytes(op.getInput(), op.getOutput(), windows, context) +
          context.startBytes(op.getOutput()),
      context.bytes(op.getOutput()));
}

/// What is combined in all windows, with padding too.
template <typename OpTy>
static Count poolingTaps(OpTy op, CostContext &context) {
  SmallVector<Count> loops = context.shape(op.getOutput());
  for (int64_t size : op.getKernel())
    loops.emplace_back(size);
  return context.combinations(context.points(loops),
                              context.elements(op.getOutput()), Value());
}

/// [tosa.max_pool]
static Cost maxPoolCost(tosa::MaxPool2dOp op, CostContext &context) {
  Type type = getElementTypeOrSelf(op.getInput().getType());
  Cost each = context.scalar("arith.maxsi", type);
  if (isa<FloatType>(type))
    each = stepsCost(
        {{1, "arith.maximumf"}, {ignoresNan(op) ? 1U : 0U, "arith.cmpf"}}, type,
        context);
  return each * poolingTaps(op, context) + poolingTraffic(op, context);
}

/// [tosa.avg_pool] The sum over the window, then its division by the number of
/// taps that are not padding: for integers a multiplication by a reciprocal
/// that is found by one 64-bit division, with the zero points off and on.
static Cost avgPoolCost(tosa::AvgPool2dOp op, CostContext &context) {
  Type accumulator = op.getAccType();
  Count outputs = context.elements(op.getOutput());
  Count taps = poolingTaps(op, context);
  Cost traffic = poolingTraffic(op, context);
  traffic.read += parameterBytes({op.getInputZp(), op.getOutputZp()}, context);
  if (isa<FloatType>(accumulator))
    return context.scalar("arith.addf", accumulator) * taps +
           context.scalar("arith.divf", accumulator) * outputs + traffic;

  MLIRContext *mlirContext = op.getContext();
  Type i8 = IntegerType::get(mlirContext, 8);
  Type i64 = IntegerType::get(mlirContext, 64);
  Cost each =
      stepsCost({{2, "arith.subi"}, {1, "arith.maxsi"}, {1, "arith.minsi"}},
                accumulator, context);
  each += stepsCost({{1, "arith.divui"}, {1, "arith.muli"}, {1, "arith.addi"}},
                    i64, context);
  each += context.scalar("arith.addi", i8);
  if (!isConstantZero(op.getInputZp()))
    each +=
        stepsCost({{1, "arith.muli"}, {1, "arith.subi"}}, accumulator, context);
  if (!isConstantZero(op.getOutputZp()))
    each += context.scalar("arith.addi", accumulator);
  return context.scalar("arith.addi", accumulator) * taps + each * outputs +
         traffic;
}

void fpo::attachTosaContractions(MLIRContext &context) {
  attachCost<avgPoolCost, tosa::AvgPool2dOp>(context);
  attachCost<conv2dCost, tosa::Conv2DOp>(context);
  attachCost<conv3dCost, tosa::Conv3DOp>(context);
  attachCost<depthwiseCost, tosa::DepthwiseConv2DOp>(context);
  attachCost<matmulCost, tosa::MatMulOp>(context);
  attachCost<maxPoolCost, tosa::MaxPool2dOp>(context);
  attachCost<transposeConvCost, tosa::TransposeConv2DOp>(context);
}
