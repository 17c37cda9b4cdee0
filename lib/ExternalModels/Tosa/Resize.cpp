//===- Resize.cpp - Costs of tosa.resize ----------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TosaCosts.h"

#include "fpo/ExternalModels/Attach.h"

#include "mlir/Dialect/Tosa/Utils/ConversionUtils.h"
#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::fpo;

/// Rows or columns beyond which none are enumerated.
static constexpr int64_t kMaxPositions = int64_t(1) << 22;

/// What one output element costs along the axes that are interpolated; an image
/// that is one high, or one wide, is repeated along that axis. `axes` is 1
/// or 2.
static Cost bilinearCost(unsigned axes, Type input, Type output,
                         CostContext &context) {
  Type i32 = IntegerType::get(input.getContext(), 32);
  if (isa<FloatType>(input)) {
    Cost position = stepsCost({{axes, "arith.muli"},
                               {axes + 2, "arith.addi"},
                               {axes, "arith.floordivsi"},
                               {axes, "arith.remsi"},
                               {4, "arith.maxsi"},
                               {4, "arith.minsi"}},
                              i32, context);
    // One interpolation along the first axis for each of the two lines, and one
    // between them: w1 = 1 - w0, v0 w0 + v1 w1.
    unsigned interpolations = axes == 2 ? 3 : 2;
    return position + stepsCost({{axes, "arith.divf"},
                                 {interpolations, "arith.subf"},
                                 {2 * interpolations, "arith.mulf"},
                                 {interpolations, "arith.addf"}},
                                input, context);
  }
  unsigned interpolations = axes == 2 ? 3 : 2;
  Cost position = stepsCost({{2 * axes, "arith.muli"},
                             {axes + 2, "arith.addi"},
                             {axes, "arith.divsi"},
                             {axes, "arith.subi"},
                             {4, "arith.maxsi"},
                             {4, "arith.minsi"}},
                            i32, context);
  return position + stepsCost({{interpolations, "arith.subi"},
                               {axes == 2 ? 6U : 5U, "arith.muli"},
                               {interpolations, "arith.addi"}},
                              output, context);
}

static Cost nearestCost(unsigned axes, Type input, CostContext &context) {
  Type i32 = IntegerType::get(input.getContext(), 32);
  if (isa<FloatType>(input))
    return stepsCost({{axes, "arith.muli"},
                      {2 * axes, "arith.addi"},
                      {axes, "arith.floordivsi"},
                      {axes, "arith.remsi"},
                      {axes, "arith.maxsi"},
                      {axes, "arith.minsi"}},
                     i32, context) +
           stepsCost({{axes, "arith.divf"}, {axes, "arith.cmpf"}}, input,
                     context);
  return stepsCost({{2 * axes, "arith.muli"},
                    {2 * axes, "arith.addi"},
                    {axes, "arith.divsi"},
                    {axes, "arith.subi"},
                    {axes, "arith.cmpi"},
                    {axes, "arith.maxsi"},
                    {axes, "arith.minsi"}},
                   i32, context);
}

/// Of `size` rows or columns, those that some of `outputs` looks at, if output
/// o lies at (o `denominator` + `offset`) / `numerator` (TOSA
/// specification 1.0, RESIZE): between two, or nearest to one.
static int64_t countSeen(int64_t size, int64_t outputs, int64_t numerator,
                         int64_t denominator, int64_t offset, bool isBilinear) {
  llvm::BitVector seen(size);
  auto look = [&](int64_t position) {
    seen.set(std::clamp<int64_t>(position, 0, size - 1));
  };
  for (int64_t o = 0; o < outputs; ++o) {
    int64_t at = o * denominator + offset;
    int64_t before = llvm::divideFloorSigned(at, numerator);
    bool isNearerToNext = 2 * (at - before * numerator) >= numerator;
    look(before + (!isBilinear && isNearerToNext));
    if (isBilinear)
      look(before + 1);
  }
  return seen.count();
}

/// [bytes.window] What some output element looks at: rows times columns.
static Count seenBytes(tosa::ResizeOp op, CostContext &context) {
  SmallVector<int64_t> scale, offset;
  Count seen = context.dim(op.getInput(), 0) * context.dim(op.getInput(), 3);
  bool isConstant =
      tosa::getConstShapeValues(op.getScale().getDefiningOp(), scale) &&
      tosa::getConstShapeValues(op.getOffset().getDefiningOp(), offset);
  for (unsigned axis : {1, 2}) {
    Count size = context.dim(op.getInput(), axis);
    Count outputs = context.dim(op.getOutput(), axis);
    if (!isConstant || !size.isNumber() || !outputs.isNumber() ||
        size.number() > kMaxPositions || outputs.number() > kMaxPositions)
      return context.atLeast(0, "which rows and columns are looked at depends "
                                "on what is not constant");
    seen *=
        size.isZero()
            ? Count(0)
            : Count(countSeen(int64_t(size.number()), int64_t(outputs.number()),
                              scale[2 * (axis - 1)], scale[2 * (axis - 1) + 1],
                              offset[axis - 1],
                              op.getMode() == tosa::ResizeMode::BILINEAR));
  }
  return context.bytes(op.getInput(), seen);
}

/// [tosa.resize] The position of each output element, and the elements around
/// it combined.
static Cost resizeCost(tosa::ResizeOp op, CostContext &context) {
  Type input = getElementTypeOrSelf(op.getInput().getType());
  Type output = getElementTypeOrSelf(op.getOutput().getType());
  auto shape = cast<ShapedType>(op.getInput().getType());
  if (!shape.hasRank() || shape.isDynamicDim(1) || shape.isDynamicDim(2))
    return context.unknown("the size of the image is not static");

  // Rows and columns of the output that are computed; the others repeat them.
  unsigned axes = 0;
  Count computed =
      context.dim(op.getInput(), 0) * context.dim(op.getInput(), 3);
  for (unsigned axis : {1, 2})
    if (shape.getDimSize(axis) != 1) {
      ++axes;
      computed *= context.dim(op.getOutput(), axis);
    }

  bool isBilinear = op.getMode() == tosa::ResizeMode::BILINEAR;
  Cost each;
  if (axes != 0)
    each = isBilinear ? bilinearCost(axes, input, output, context)
                      : nearestCost(axes, input, context);
  else if (isBilinear && input.isInteger()) // scaled up in fixed point
    each = context.scalar("arith.muli", output) * Count(2);

  return each * computed +
         Cost::traffic(seenBytes(op, context), context.bytes(op.getOutput()));
}

void fpo::attachTosaResize(MLIRContext &context) {
  attachCost<resizeCost, tosa::ResizeOp>(context);
}
