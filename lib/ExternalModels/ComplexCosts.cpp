//===- ComplexCosts.cpp - Costs of the complex dialect --------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/ExternalModels/Attach.h"
#include "fpo/ExternalModels/Elementwise.h"
#include "fpo/ExternalModels/Register.h"

#include "mlir/Dialect/Complex/IR/Complex.h"

using namespace mlir;
using namespace mlir::fpo;

static Cost powiCost(complex::PowiOp op, CostContext &context) {
  return powerCost(op, op.getRhs(), complex::MulOp::getOperationName(),
                   context);
}

void fpo::registerComplexCosts(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, complex::ComplexDialect *) {
    // A complex number is its two parts; to take one is not to compute.
    attachFree<complex::BitcastOp, complex::ConstantOp, complex::CreateOp,
               complex::ImOp, complex::ReOp>(*context);
    attachCost<powiCost, complex::PowiOp>(*context);
    attachCost<
        elementwiseCost, complex::AbsOp, complex::AddOp, complex::AngleOp,
        complex::Atan2Op, complex::ConjOp, complex::CosOp, complex::DivOp,
        complex::EqualOp, complex::ExpOp, complex::Expm1Op, complex::Log1pOp,
        complex::LogOp, complex::MulOp, complex::NegOp, complex::NotEqualOp,
        complex::PowOp, complex::RsqrtOp, complex::SignOp, complex::SinOp,
        complex::SqrtOp, complex::SubOp, complex::TanOp, complex::TanhOp>(
        *context);
  });
}
