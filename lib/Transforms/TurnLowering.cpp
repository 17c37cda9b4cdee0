//===- TurnLowering.cpp - Loops that count turns --------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TurnLowering.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;
using namespace mlir::fpo;

TurnLowering::TurnLowering(const CountedLoop &loop)
    : op(dyn_cast<scf::WhileOp>(loop.op)),
      known(loop.inputs.begin(), loop.inputs.end()) {
  if (!op || !need(op.getConditionOp().getCondition()))
    return;
  // What is carried must be computable in each turn; that may carry more.
  for (unsigned next = 0; next < carried.size();) {
    unsigned index = carried[next++];
    if (!need(op.getInits()[index]) || !need(op.getYieldOp().getOperand(index)))
      return;
  }
  possible = true;
}

std::vector<Expr> TurnLowering::getInputs() const {
  std::vector<Expr> exprs;
  for (Value input : inputs)
    exprs.push_back(known.lookup(input));
  return exprs;
}

bool TurnLowering::need(Value value) {
  if (!value.getType().isIntOrIndex())
    return false;
  if (known.count(value)) {
    inputs.insert(value);
    return true;
  }
  if (!visited.insert(value).second)
    return true;
  if (auto argument = dyn_cast<BlockArgument>(value)) {
    unsigned number = argument.getArgNumber();
    if (argument.getOwner() == op.getBeforeBody()) {
      carried.insert(number);
      return true;
    }
    if (argument.getOwner() != op.getAfterBody())
      return false;
    forwarded.insert(number);
    return need(op.getConditionOp().getArgs()[number]);
  }
  Operation *maker = value.getDefiningOp();
  return (maker->getBlock() == op.getBeforeBody() ||
          maker->getBlock() == op.getAfterBody()) &&
         maker->getNumRegions() == 0 && isPure(maker) &&
         llvm::all_of(maker->getOperands(),
                      [&](Value operand) { return need(operand); });
}

Value TurnLowering::clone(Value value, IRMapping &mapping,
                          OpBuilder &builder) const {
  if (Value done = mapping.lookupOrNull(value))
    return done;
  Operation *maker = value.getDefiningOp();
  for (Value operand : maker->getOperands())
    clone(operand, mapping, builder);
  Operation *copy = builder.clone(*maker, mapping);
  // What it says of its cost is not about integers.
  copy->setDiscardableAttrs(DictionaryAttr::get(copy->getContext()));
  return mapping.lookup(value);
}

/// `value`, of an integer type, as one of `type`.
static Value convert(Value value, Type type, OpBuilder &builder, Location loc) {
  if (value.getType() == type)
    return value;
  if (type.isIndex() || value.getType().isIndex())
    return arith::IndexCastOp::create(builder, loc, type, value);
  if (type.getIntOrFloatBitWidth() < value.getType().getIntOrFloatBitWidth())
    return arith::TruncIOp::create(builder, loc, type, value);
  return arith::ExtSIOp::create(builder, loc, type, value);
}

Value TurnLowering::lower(ExprLowering &lowering, OpBuilder &builder,
                          Location loc, IntegerType type) const {
  scf::WhileOp source = op;
  IRMapping outside;
  for (Value input : inputs)
    outside.map(input, convert(lowering.lower(known.lookup(input)),
                               input.getType(), builder, loc));
  auto number = [&](int64_t value) {
    return arith::ConstantOp::create(builder, loc,
                                     builder.getIntegerAttr(type, value));
  };
  SmallVector<Value> inits;
  for (unsigned index : carried)
    inits.push_back(outside.lookup(source.getInits()[index]));
  inits.push_back(number(0));
  SmallVector<Type> results;
  for (unsigned index : forwarded)
    results.push_back(source.getConditionOp().getArgs()[index].getType());
  results.push_back(type);

  OpBuilder::InsertionGuard guard(builder);
  auto loop = scf::WhileOp::create(builder, loc, results, inits);
  auto open = [&](Region &region, ArrayRef<Type> types) {
    return builder
        .createBlock(&region, {}, types,
                     SmallVector<Location>(types.size(), loc))
        ->getArguments();
  };

  Block::BlockArgListType arguments =
      open(loop.getBefore(), SmallVector<Type>(ValueRange(inits).getTypes()));
  IRMapping before = outside;
  for (auto [position, index] : llvm::enumerate(carried))
    before.map(source.getBeforeArguments()[index], arguments[position]);
  Value condition =
      clone(source.getConditionOp().getCondition(), before, builder);
  SmallVector<Value> handed;
  for (unsigned index : forwarded)
    handed.push_back(
        clone(source.getConditionOp().getArgs()[index], before, builder));
  handed.push_back(arguments.back());
  scf::ConditionOp::create(builder, loc, condition, handed);

  arguments = open(loop.getAfter(), results);
  IRMapping after = outside;
  for (auto [position, index] : llvm::enumerate(forwarded))
    after.map(source.getAfterArguments()[index], arguments[position]);
  SmallVector<Value> yielded;
  for (unsigned index : carried)
    yielded.push_back(
        clone(source.getYieldOp().getOperand(index), after, builder));
  yielded.push_back(
      arith::AddIOp::create(builder, loc, arguments.back(), number(1)));
  scf::YieldOp::create(builder, loc, yielded);
  return loop.getResults().back();
}
