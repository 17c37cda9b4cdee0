//===- SizeScalars.cpp - Scalars that only feed sizes ---------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/SizeScalars.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Iterators.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Interfaces/LoopLikeInterface.h"

using namespace mlir;
using namespace mlir::fpo;

bool SizeScalars::contains(Value value) {
  Operation *op = value.getDefiningOp();
  if (!op)
    return false;
  Operation *scope = op;
  while (scope->getParentOp() && !isa<FunctionOpInterface>(scope))
    scope = scope->getParentOp();
  if (scopes.insert(scope).second)
    collect(scope);
  return feedSizes.contains(op);
}

void SizeScalars::collect(Operation *scope) {
  auto isSizeUse = [&](OpOperand &use) {
    Operation *user = use.getOwner();
    if (auto loop = dyn_cast<LoopLikeOpInterface>(user))
      return llvm::none_of(loop.getInitsMutable(),
                           [&](OpOperand &init) { return &init == &use; });
    if (user->getName().getStringRef() == "cf.assert")
      return true;
    // A shape made of scalars.
    if (isa<tensor::FromElementsOp>(user))
      return llvm::all_of(user->getUses(), [](OpOperand &shape) {
        return isa<tensor::ReshapeOp>(shape.getOwner()) &&
               shape.getOperandNumber() == 1;
      });
    // What is computed from it must feed only sizes in turn.
    return user->hasTrait<OpTrait::Elementwise>() &&
           (feedSizes.contains(user) ||
            llvm::all_of(user->getResultTypes(),
                         [](Type type) { return type.isIndex(); }));
  };
  scope->walk<WalkOrder::PostOrder, ReverseIterator>([&](Operation *op) {
    if (op->getNumResults() == 0 || !op->hasTrait<OpTrait::Elementwise>() ||
        !llvm::all_of(op->getResultTypes(),
                      [](Type type) { return type.isInteger(); }))
      return;
    if (!op->use_empty() && llvm::all_of(op->getUses(), isSizeUse))
      feedSizes.insert(op);
  });
}
