//===- Fourier.cpp - Costs of the discrete Fourier transforms of tosa -----===//
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

using namespace mlir;
using namespace mlir::fpo;

/// One term of the sum that is an output element: the angle, its cosine and
/// sine, and `products` real products of them with the input, each of which is
/// added somewhere.
static Cost termCost(unsigned products, bool isInverse, Type type,
                     CostContext &context) {
  return stepsCost({{2, "arith.divf"},
                    {1, "arith.addf"},
                    {isInverse ? 2U : 1U, "arith.mulf"},
                    {1, "math.cos"},
                    {1, "math.sin"},
                    {products, "arith.mulf"},
                    {products, "arith.addf"}},
                   type, context);
}

/// The outputs times the input elements that each sums over.
static Count termCount(Value input, Value output, CostContext &context) {
  return context.elements(output) * context.dim(input, 1) *
         context.dim(input, 2);
}

/// [tosa.fft2d] The sum of the specification, not a fast algorithm.
static Cost fftCost(tosa::FFT2dOp op, CostContext &context) {
  Value real = op.getInputReal(), imaginary = op.getInputImag();
  Type type = getElementTypeOrSelf(real.getType());
  return termCost(4, op.getInverse(), type, context) *
             termCount(real, op.getOutputReal(), context) +
         Cost::traffic(wholeBytes({real, imaginary}, context),
                       context.bytes(op.getOutputReal()) +
                           context.bytes(op.getOutputImag()));
}

/// [tosa.rfft2d] The input has no imaginary part.
static Cost rfftCost(tosa::RFFT2dOp op, CostContext &context) {
  Value input = op.getInputReal();
  Type type = getElementTypeOrSelf(input.getType());
  return termCost(2, /*isInverse=*/false, type, context) *
             termCount(input, op.getOutputReal(), context) +
         Cost::traffic(context.bytes(input),
                       context.bytes(op.getOutputReal()) +
                           context.bytes(op.getOutputImag()));
}

void fpo::attachTosaFourier(MLIRContext &context) {
  attachCost<fftCost, tosa::FFT2dOp>(context);
  attachCost<rfftCost, tosa::RFFT2dOp>(context);
}
