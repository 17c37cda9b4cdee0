//===- GradientContext.h - What an op may ask about its gradient *- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_INTERFACES_GRADIENTCONTEXT_H
#define FPO_INTERFACES_GRADIENTCONTEXT_H

#include "fpo/Interfaces/CostContext.h"

#include "llvm/ADT/SmallBitVector.h"

namespace mlir::fpo {

/// What an op may ask while it states what its backward pass costs
/// (GradientOpInterface::getBackwardCost).
class GradientContext {
public:
  virtual ~GradientContext();

  /// Sizes, scalar rules and judgements.
  virtual CostContext &getCosts() = 0;

  /// Whether the gradient of an operand is asked for.
  virtual bool isWanted(unsigned operand) = 0;

  /// Whether a result has a gradient.
  virtual bool isLive(unsigned result) = 0;

  /// The operand receives a gradient for each of its elements. Where it has
  /// one already, the two are added. [training.sum]
  virtual void addGradient(unsigned operand) = 0;

  /// The same, for `elements` different elements of the operand.
  virtual void addGradient(unsigned operand, const Count &elements) = 0;

  /// The operand receives `elements` gradients, several of which may be for one
  /// element, so that each is added to what is there.
  virtual void scatterGradient(unsigned operand, const Count &elements) = 0;

  /// What one reverse run of the scalar definition of the op costs, and which
  /// of its arguments receive a gradient by it.
  struct Body {
    Cost cost;
    llvm::SmallBitVector arguments;
  };

  /// Runs `region`, of one block, in reverse: from the gradients of the `live`
  /// operands of its terminator to those of the `wanted` arguments. Values from
  /// outside receive theirs too. [training.body]
  virtual Body body(Region &region, const llvm::SmallBitVector &wanted,
                    const llvm::SmallBitVector &live) = 0;
};

} // namespace mlir::fpo

#endif // FPO_INTERFACES_GRADIENTCONTEXT_H
