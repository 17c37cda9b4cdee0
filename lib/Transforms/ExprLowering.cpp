//===- ExprLowering.cpp - Ops that compute expressions --------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ExprLowering.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace mlir::fpo;

Value ExprLowering::constant(const DynamicAPInt &value) {
  std::string digits;
  llvm::raw_string_ostream(digits) << abs(value);
  // A number that does not fit wraps around, as the sum it stands in does.
  APInt number(std::max<unsigned>(type.getWidth(), digits.size() * 4 + 1),
               digits, 10);
  number = number.trunc(type.getWidth());
  if (value < 0)
    number.negate();
  return arith::ConstantOp::create(builder, loc,
                                   builder.getIntegerAttr(type, number));
}

Value ExprLowering::lower(const Expr &expr) {
  auto it = known.find(expr);
  if (it != known.end())
    return it->second;
  Value value = compute(expr);
  known[expr] = value;
  return value;
}

Value ExprLowering::power(Value base, unsigned exponent) {
  Value result = base;
  for (unsigned i = 1; i < exponent; ++i)
    result = arith::MulIOp::create(builder, loc, result, base);
  return result;
}

Value ExprLowering::compute(const Expr &expr) {
  if (expr.isConstant())
    return constant(expr.constant());
  const Polynomial &polynomial = expr.poly();
  Value sum;
  for (const Term &term : polynomial.getTerms()) {
    Value product;
    // What is taken away need not be multiplied by a negative number.
    bool isTaken = sum && term.coefficient < 0;
    DynamicAPInt coefficient = isTaken ? -term.coefficient : term.coefficient;
    if (coefficient != 1 || term.monomial.empty())
      product = constant(coefficient);
    for (const auto &[atom, exponent] : term.monomial) {
      std::vector<Term> alone(1, {{{atom, 1}}, DynamicAPInt(1)});
      Expr base = Polynomial::get(std::move(alone));
      auto it = known.find(base);
      Value value = it != known.end() ? it->second : lowerAtom(*atom);
      known[base] = value;
      Value factor = power(value, exponent);
      product = product ? arith::MulIOp::create(builder, loc, product, factor)
                        : factor;
    }
    if (!sum)
      sum = product;
    else if (isTaken)
      sum = arith::SubIOp::create(builder, loc, sum, product);
    else
      sum = arith::AddIOp::create(builder, loc, sum, product);
  }
  if (polynomial.getDenominator() == 1)
    return sum;
  return arith::DivSIOp::create(builder, loc, sum,
                                constant(polynomial.getDenominator()));
}

Value ExprLowering::lowerAtom(const Atom &atom) {
  llvm::ArrayRef<Expr> operands = atom.getOperands();
  switch (atom.getKind()) {
  case Atom::Kind::Symbol:
    return symbols.at(atom.getName().str());
  case Atom::Kind::FloorDiv: {
    Value lhs = lower(operands[0]);
    return arith::FloorDivSIOp::create(builder, loc, lhs, lower(operands[1]));
  }
  case Atom::Kind::Min:
  case Atom::Kind::Max: {
    Value result = lower(operands.front());
    for (const Expr &operand : operands.drop_front()) {
      Value other = lower(operand);
      if (atom.getKind() == Atom::Kind::Min)
        result = arith::MinSIOp::create(builder, loc, result, other);
      else
        result = arith::MaxSIOp::create(builder, loc, result, other);
    }
    return result;
  }
  case Atom::Kind::Select:
    return lowerSelect(atom);
  case Atom::Kind::Sum:
    return lowerSum(atom);
  }
  llvm_unreachable("every kind of atom is handled");
}

Value ExprLowering::lowerSelect(const Atom &atom) {
  Value condition = arith::CmpIOp::create(
      builder, loc, arith::CmpIPredicate::sge, lower(atom.getOperands()[0]),
      constant(DynamicAPInt(0)));
  auto before = known;
  auto fill = [&](Block *block, const Expr &expr) {
    builder.setInsertionPointToStart(block);
    scf::YieldOp::create(builder, loc, lower(expr));
    known = before;
  };
  OpBuilder::InsertionGuard guard(builder);
  auto branch = scf::IfOp::create(builder, loc, type, condition,
                                  /*withElseRegion=*/true);
  fill(branch.thenBlock(), atom.getOperands()[1]);
  fill(branch.elseBlock(), atom.getOperands()[2]);
  return branch.getResult(0);
}

Value ExprLowering::lowerSum(const Atom &atom) {
  Value lower = this->lower(atom.getOperands()[0]);
  Value upper = this->lower(atom.getOperands()[1]);
  auto before = known;
  auto loop =
      scf::ForOp::create(builder, loc, lower, upper, constant(DynamicAPInt(1)),
                         ValueRange(constant(DynamicAPInt(0))));
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(loop.getBody());
  std::string name = atom.getName().str();
  symbols[name] = loop.getInductionVar();
  Value term = this->lower(atom.getOperands()[2]);
  Value sum =
      arith::AddIOp::create(builder, loc, loop.getRegionIterArgs()[0], term);
  scf::YieldOp::create(builder, loc, sum);
  symbols.erase(name);
  known = std::move(before);
  return loop.getResult(0);
}
