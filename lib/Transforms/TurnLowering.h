//===- TurnLowering.h - Loops that count turns ------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_TRANSFORMS_TURNLOWERING_H
#define FPO_LIB_TRANSFORMS_TURNLOWERING_H

#include "ExprLowering.h"

#include "fpo/Analysis/CostTree.h"

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"

namespace mlir::fpo {

/// Counts the turns of an `scf.while` whose condition comes from integers
/// alone: makes a loop that does what the condition needs, and counts.
class TurnLowering {
public:
  explicit TurnLowering(const CountedLoop &loop);

  /// Whether the condition, and all that is carried for it, is made of integers
  /// that are known where the loop begins.
  bool isPossible() const { return possible; }
  /// The expressions of the integers that come from outside.
  std::vector<Expr> getInputs() const;

  /// How often the loop turns, of type `type`.
  Value lower(ExprLowering &lowering, OpBuilder &builder, Location loc,
              IntegerType type) const;

private:
  /// Whether `value` can be computed; notes what that takes.
  bool need(Value value);
  Value clone(Value value, IRMapping &mapping, OpBuilder &builder) const;

  scf::WhileOp op;
  llvm::DenseMap<Value, Expr> known;
  llvm::DenseSet<Value> visited;
  /// Of what is known outside, what is looked at.
  llvm::SetVector<Value> inputs;
  /// The operands of the loop that are carried, and of what the condition hands
  /// on, what is looked at.
  llvm::SetVector<unsigned> carried, forwarded;
  bool possible = false;
};

} // namespace mlir::fpo

#endif // FPO_LIB_TRANSFORMS_TURNLOWERING_H
