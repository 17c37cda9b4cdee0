//===- Elementwise.cpp - Costs that scalar ops share ----------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/ExternalModels/Elementwise.h"

#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/bit.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::fpo;

unsigned fpo::powerMuls(uint64_t exponent) {
  return llvm::Log2_64(exponent) + llvm::popcount(exponent) - 1;
}

Cost fpo::powerCost(Operation *op, Value exponent, StringRef mulName,
                    CostContext &context) {
  APInt value;
  if (!matchPattern(exponent, m_ConstantInt(&value)))
    return context.unknown("the exponent is not a constant");
  if (!value.isStrictlyPositive())
    return context.unknown("the exponent is not positive");
  Cost product = context.scalar(
      mulName, getElementTypeOrSelf(op->getOperand(0).getType()));
  return mapCost(op, product * Count(powerMuls(value.getZExtValue())), context);
}

Cost fpo::combineCost(vector::CombiningKind kind, Type type,
                      CostContext &context) {
  bool isFloat = isa<FloatType>(type);
  switch (kind) {
  case vector::CombiningKind::ADD:
    return isFloat ? context.scalar<arith::AddFOp>(type)
                   : context.scalar<arith::AddIOp>(type);
  case vector::CombiningKind::MUL:
    return isFloat ? context.scalar<arith::MulFOp>(type)
                   : context.scalar<arith::MulIOp>(type);
  case vector::CombiningKind::MINUI:
    return context.scalar<arith::MinUIOp>(type);
  case vector::CombiningKind::MINSI:
    return context.scalar<arith::MinSIOp>(type);
  case vector::CombiningKind::MAXUI:
    return context.scalar<arith::MaxUIOp>(type);
  case vector::CombiningKind::MAXSI:
    return context.scalar<arith::MaxSIOp>(type);
  case vector::CombiningKind::MINNUMF:
    return context.scalar<arith::MinNumFOp>(type);
  case vector::CombiningKind::MAXNUMF:
    return context.scalar<arith::MaxNumFOp>(type);
  case vector::CombiningKind::MINIMUMF:
    return context.scalar<arith::MinimumFOp>(type);
  case vector::CombiningKind::MAXIMUMF:
    return context.scalar<arith::MaximumFOp>(type);
  case vector::CombiningKind::AND:
    return context.scalar<arith::AndIOp>(type);
  case vector::CombiningKind::OR:
    return context.scalar<arith::OrIOp>(type);
  case vector::CombiningKind::XOR:
    return context.scalar<arith::XOrIOp>(type);
  }
  return context.unknown("its combining kind has no rule");
}

Cost fpo::combineCost(arith::AtomicRMWKind kind, Type type,
                      CostContext &context) {
  switch (kind) {
  case arith::AtomicRMWKind::addf:
    return context.scalar<arith::AddFOp>(type);
  case arith::AtomicRMWKind::addi:
    return context.scalar<arith::AddIOp>(type);
  case arith::AtomicRMWKind::assign:
    return Cost();
  case arith::AtomicRMWKind::andi:
    return context.scalar<arith::AndIOp>(type);
  case arith::AtomicRMWKind::ori:
    return context.scalar<arith::OrIOp>(type);
  case arith::AtomicRMWKind::xori:
    return context.scalar<arith::XOrIOp>(type);
  case arith::AtomicRMWKind::maximumf:
    return context.scalar<arith::MaximumFOp>(type);
  case arith::AtomicRMWKind::minimumf:
    return context.scalar<arith::MinimumFOp>(type);
  case arith::AtomicRMWKind::maxnumf:
    return context.scalar<arith::MaxNumFOp>(type);
  case arith::AtomicRMWKind::minnumf:
    return context.scalar<arith::MinNumFOp>(type);
  case arith::AtomicRMWKind::maxs:
    return context.scalar<arith::MaxSIOp>(type);
  case arith::AtomicRMWKind::maxu:
    return context.scalar<arith::MaxUIOp>(type);
  case arith::AtomicRMWKind::mins:
    return context.scalar<arith::MinSIOp>(type);
  case arith::AtomicRMWKind::minu:
    return context.scalar<arith::MinUIOp>(type);
  case arith::AtomicRMWKind::mulf:
    return context.scalar<arith::MulFOp>(type);
  case arith::AtomicRMWKind::muli:
    return context.scalar<arith::MulIOp>(type);
  }
  return context.unknown("its kind of update has no rule");
}
