//===- Resize.cpp - Costs of tosa.resize ----------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TosaCosts.h"

#include "fpo/ExternalModels/Attach.h"

#include "mlir/IR/BuiltinTypes.h"

using namespace mlir;
using namespace mlir::fpo;

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

  // [bytes.gather] What each output element looks at.
  Count looked = computed * Count(axes != 0 && isBilinear ? 4 : 1);
  return each * computed + Cost::traffic(context.bytes(op.getInput(), looked),
                                         context.bytes(op.getOutput()));
}

void fpo::attachTosaResize(MLIRContext &context) {
  attachCost<resizeCost, tosa::ResizeOp>(context);
}
