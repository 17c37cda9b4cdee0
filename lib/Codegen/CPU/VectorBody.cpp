//===- VectorBody.cpp - Bodies on vectors ---------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "VectorBody.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;
using namespace mlir::fpo;

bool fpo::isElementwise(Block &block) {
  return llvm::all_of(block.without_terminator(), [](Operation &op) {
    return op.hasTrait<OpTrait::ConstantLike>() ||
           (op.hasTrait<OpTrait::Vectorizable>() && isPure(&op) &&
            op.getNumRegions() == 0);
  });
}

Value fpo::broadcast(Value value, unsigned length, OpBuilder &builder) {
  if (length == 1 || isa<VectorType>(value.getType()))
    return value;
  return vector::BroadcastOp::create(
      builder, value.getLoc(), VectorType::get(length, value.getType()), value);
}

SmallVector<Value> fpo::inlineBody(Block &block, unsigned length,
                                   llvm::function_ref<Value(unsigned)> argument,
                                   OpBuilder &builder) {
  IRMapping mapping;
  auto map = [&](Value value) -> Value {
    if (Value known = mapping.lookupOrNull(value))
      return known;
    auto taken = dyn_cast<BlockArgument>(value);
    if (!taken || taken.getOwner() != &block)
      return value; // from around the kernel
    Value known = argument(taken.getArgNumber());
    mapping.map(value, known);
    return known;
  };
  for (Operation &op : block.without_terminator()) {
    SmallVector<Value> operands = llvm::map_to_vector(op.getOperands(), map);
    bool isVector = llvm::any_of(operands, [](Value operand) {
      return isa<VectorType>(operand.getType());
    });
    if (isVector)
      for (Value &operand : operands)
        operand = broadcast(operand, length, builder);
    OperationState state(op.getLoc(), op.getName());
    state.addOperands(operands);
    for (Type type : op.getResultTypes())
      state.addTypes(isVector ? VectorType::get(length, type) : type);
    state.addAttributes(llvm::to_vector(op.getDiscardableAttrs()));
    state.propertiesAttr = op.getPropertiesAsAttribute();
    Operation *copy = builder.create(state);
    // A product and a sum may be rounded once.
    if (isa<arith::AddFOp, arith::SubFOp, arith::MulFOp>(copy)) {
      auto fast = cast<arith::ArithFastMathInterface>(copy);
      copy->setAttr(
          fast.getFastMathAttrName(),
          arith::FastMathFlagsAttr::get(copy->getContext(),
                                        fast.getFastMathFlagsAttr().getValue() |
                                            arith::FastMathFlags::contract));
    }
    mapping.map(op.getResults(), copy->getResults());
  }
  return llvm::map_to_vector(block.getTerminator()->getOperands(), map);
}
