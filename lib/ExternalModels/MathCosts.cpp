//===- MathCosts.cpp - Costs of the math dialect --------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/ExternalModels/Attach.h"
#include "fpo/ExternalModels/Elementwise.h"
#include "fpo/ExternalModels/Register.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;
using namespace mlir::fpo;

static Cost fpowiCost(math::FPowIOp op, CostContext &context) {
  return powerCost(op, op.getRhs(), arith::MulFOp::getOperationName(), context);
}
static Cost ipowiCost(math::IPowIOp op, CostContext &context) {
  return powerCost(op, op.getRhs(), arith::MulIOp::getOperationName(), context);
}

void fpo::registerMathCosts(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, math::MathDialect *) {
    attachCost<fpowiCost, math::FPowIOp>(*context);
    attachCost<ipowiCost, math::IPowIOp>(*context);
    attachCost<elementwiseCost, math::AbsFOp, math::AbsIOp, math::AcosOp,
               math::AcoshOp, math::AsinOp, math::AsinhOp, math::Atan2Op,
               math::AtanOp, math::AtanhOp, math::CbrtOp, math::CeilOp,
               math::ClampFOp, math::CopySignOp, math::CosOp, math::CoshOp,
               math::CountLeadingZerosOp, math::CountTrailingZerosOp,
               math::CtPopOp, math::ErfOp, math::ErfcOp, math::Exp2Op,
               math::ExpM1Op, math::ExpOp, math::FloorOp, math::FmaOp,
               math::IsFiniteOp, math::IsInfOp, math::IsNaNOp, math::IsNormalOp,
               math::Log10Op, math::Log1pOp, math::Log2Op, math::LogOp,
               math::PowFOp, math::RoundEvenOp, math::RoundOp, math::RsqrtOp,
               math::SinOp, math::SincosOp, math::SinhOp, math::SqrtOp,
               math::TanOp, math::TanhOp, math::TruncOp>(*context);
  });
}
