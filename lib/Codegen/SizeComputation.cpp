//===- SizeComputation.cpp - What follows from sizes alone ----------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SizeComputation.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Transforms/RegionUtils.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace mlir::fpo;

/// What `op` and the ops in its regions use.
static llvm::SetVector<Value> findUsed(Operation *op) {
  llvm::SetVector<Value> used(op->operand_begin(), op->operand_end());
  getUsedValuesDefinedAbove(op->getRegions(), used);
  return used;
}

/// `known` holds the values that were asked for.
static bool followsFrom(Value value, llvm::DenseMap<Value, bool> &known) {
  auto [it, isNew] = known.try_emplace(value, false);
  if (!isNew)
    return it->second;
  Operation *maker = value.getDefiningOp();
  bool result = maker && isMemoryEffectFree(maker) &&
                llvm::all_of(findUsed(maker), [&](Value used) {
                  return followsFrom(used, known);
                });
  return known[value] = result;
}

bool fpo::followsFrom(Value value, ValueRange sources) {
  llvm::DenseMap<Value, bool> known;
  for (Value source : sources)
    known[source] = true;
  return ::followsFrom(value, known);
}

Value fpo::computeAgain(Value value, IRMapping &mapping, OpBuilder &builder) {
  if (Value done = mapping.lookupOrNull(value))
    return done;
  Operation *maker = value.getDefiningOp();
  for (Value used : findUsed(maker))
    computeAgain(used, mapping, builder);
  Operation *again = builder.clone(*maker, mapping);
  // Sizes that are checked later must not trap here.
  if (isa<arith::DivSIOp, arith::DivUIOp, arith::CeilDivSIOp,
          arith::CeilDivUIOp, arith::FloorDivSIOp, arith::RemSIOp,
          arith::RemUIOp>(again)) {
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPoint(again);
    Location loc = again->getLoc();
    Value divisor = again->getOperand(1);
    auto constant = [&](int64_t value) -> Value {
      return arith::ConstantOp::create(
          builder, loc, builder.getIntegerAttr(divisor.getType(), value));
    };
    if (divisor.getType().isIntOrIndex()) {
      Value isZero = arith::CmpIOp::create(
          builder, loc, arith::CmpIPredicate::eq, divisor, constant(0));
      again->setOperand(1, arith::SelectOp::create(builder, loc, isZero,
                                                   constant(1), divisor));
    }
  }
  return mapping.lookup(value);
}
