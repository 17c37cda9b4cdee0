//===- ElementwiseGradients.cpp - Backward costs of arith, math, complex --===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Gradients.h"

#include "fpo/ExternalModels/Register.h"
#include "fpo/ExternalModels/Elementwise.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Complex/IR/Complex.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mlir::fpo;

/// [training.vjp] g e a^(e - 1) for a constant exponent e > 0.
static Cost powiBackward(math::FPowIOp op, GradientContext &context) {
  CostContext &costs = context.getCosts();
  APInt exponent;
  context.addGradient(0);
  if (!matchPattern(op.getRhs(), m_ConstantInt(&exponent)))
    return costs.unknown("the exponent is not a constant");
  if (!exponent.isStrictlyPositive())
    return costs.unknown("the exponent is not positive");
  if (exponent.isOne())
    return Cost();
  Cost product =
      costs.scalar<arith::MulFOp>(getElementTypeOrSelf(op.getType()));
  return product * (Count(powerMuls(exponent.getZExtValue() - 1) + 2) *
                    costs.elements(op.getResult()));
}

/// [training.vjp] g0 cos a - g1 sin a, both of which are results.
static Cost sincosBackward(math::SincosOp op, GradientContext &context) {
  CostContext &costs = context.getCosts();
  unsigned live = context.isLive(0) + context.isLive(1);
  context.addGradient(0);
  return stepsCost({{live, "arith.mulf"}, {live - 1, "arith.subf"}},
                   getElementTypeOrSelf(op.getSin().getType()), costs) *
         costs.elements(op.getSin());
}

void fpo::registerElementwiseGradients(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, arith::ArithDialect *) {
    attachElementwiseGradient<arith::AddFOp, arith::DivFOp, arith::ExtFOp,
                              arith::MaximumFOp, arith::MaxNumFOp,
                              arith::MinimumFOp, arith::MinNumFOp,
                              arith::MulFOp, arith::NegFOp, arith::RemFOp,
                              arith::ScalingExtFOp, arith::ScalingTruncFOp,
                              arith::SelectOp, arith::SubFOp, arith::TruncFOp>(
        *context);
  });
  registry.addExtension(+[](MLIRContext *context, math::MathDialect *) {
    attachElementwiseGradient<
        math::AbsFOp, math::AcosOp, math::AcoshOp, math::AsinOp, math::AsinhOp,
        math::Atan2Op, math::AtanOp, math::AtanhOp, math::CbrtOp, math::CeilOp,
        math::ClampFOp, math::CopySignOp, math::CosOp, math::CoshOp,
        math::ErfcOp, math::ErfOp, math::Exp2Op, math::ExpM1Op, math::ExpOp,
        math::FloorOp, math::FmaOp, math::Log10Op, math::Log1pOp, math::Log2Op,
        math::LogOp, math::PowFOp, math::RoundEvenOp, math::RoundOp,
        math::RsqrtOp, math::SinhOp, math::SinOp, math::SqrtOp, math::TanhOp,
        math::TanOp, math::TruncOp>(*context);
    attachGradient<powiBackward, math::FPowIOp>(*context);
    attachGradient<sincosBackward, math::SincosOp>(*context);
  });
  registry.addExtension(+[](MLIRContext *context, complex::ComplexDialect *) {
    attachElementwiseGradient<complex::AbsOp, complex::AddOp, complex::ConjOp,
                              complex::CosOp, complex::CreateOp, complex::DivOp,
                              complex::Expm1Op, complex::ExpOp, complex::ImOp,
                              complex::Log1pOp, complex::LogOp, complex::MulOp,
                              complex::NegOp, complex::PowOp, complex::ReOp,
                              complex::RsqrtOp, complex::SinOp, complex::SqrtOp,
                              complex::SubOp, complex::TanhOp, complex::TanOp>(
        *context);
  });
}
