//===- MultiplyAccumulate.cpp - Which structured ops multiply and accumulate
//===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/ExternalModels/MultiplyAccumulate.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Complex/IR/Complex.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;
using namespace mlir::fpo;

/// The value that `value` is another format of.
static Value skipCasts(Value value) {
  while (Operation *op = value.getDefiningOp()) {
    if (!isa<arith::ExtFOp, arith::ExtSIOp, arith::ExtUIOp, arith::TruncFOp,
             arith::TruncIOp, arith::SIToFPOp, arith::UIToFPOp>(op))
      break;
    value = op->getOperand(0);
  }
  return value;
}

/// The block argument that one factor of a product comes from, if any: the
/// value itself, or the value minus a zero point.
static BlockArgument factorArgument(Value value) {
  value = skipCasts(value);
  if (auto sub = value.getDefiningOp<arith::SubIOp>())
    value = skipCasts(sub.getLhs());
  return dyn_cast<BlockArgument>(value);
}

static bool areDifferentInputs(linalg::LinalgOp op, Value lhs, Value rhs) {
  BlockArgument lhsArgument = factorArgument(lhs);
  BlockArgument rhsArgument = factorArgument(rhs);
  auto isInput = [&](BlockArgument argument) {
    return argument && argument.getOwner() == op.getBlock() &&
           argument.getArgNumber() < unsigned(op.getNumDpsInputs());
  };
  return isInput(lhsArgument) && isInput(rhsArgument) &&
         lhsArgument != rhsArgument;
}

static bool isProductOfInputs(linalg::LinalgOp op, Value value) {
  Operation *product = skipCasts(value).getDefiningOp();
  return isa_and_nonnull<arith::MulFOp, arith::MulIOp, complex::MulOp>(
             product) &&
         areDifferentInputs(op, product->getOperand(0), product->getOperand(1));
}

bool fpo::isMultiplyAccumulate(linalg::LinalgOp op) {
  if (op.getNumReductionLoops() == 0 || op.getNumDpsInits() != 1)
    return false;
  BlockArgument accumulator = op.getRegionOutputArgs().front();
  auto isAccumulator = [&](Value value) {
    return skipCasts(value) == accumulator;
  };

  Value yielded = op.getBlock()->getTerminator()->getOperand(0);
  Operation *sum = skipCasts(yielded).getDefiningOp();
  if (!sum)
    return false;
  if (auto fma = dyn_cast<math::FmaOp>(sum))
    return isAccumulator(fma.getC()) &&
           areDifferentInputs(op, fma.getA(), fma.getB());
  if (!isa<arith::AddFOp, arith::AddIOp, complex::AddOp>(sum))
    return false;
  Value lhs = sum->getOperand(0), rhs = sum->getOperand(1);
  return (isAccumulator(lhs) && isProductOfInputs(op, rhs)) ||
         (isAccumulator(rhs) && isProductOfInputs(op, lhs));
}
