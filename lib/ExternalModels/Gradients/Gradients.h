//===- Gradients.h - Attaching backward costs to ops ------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_EXTERNALMODELS_GRADIENTS_GRADIENTS_H
#define FPO_LIB_EXTERNALMODELS_GRADIENTS_GRADIENTS_H

#include "fpo/Interfaces/CostOpInterface.h"
#include "fpo/Interfaces/GradientOpInterface.h"
#include "fpo/Rules/VjpRules.h"

namespace mlir::fpo {

/// The backward pass of `OpTy` costs what the function `backwardOf` returns.
template <typename OpTy, auto backwardOf>
struct GradientModel
    : GradientOpInterface::ExternalModel<GradientModel<OpTy, backwardOf>,
                                         OpTy> {
  Cost getBackwardCost(Operation *op, GradientContext &context) const {
    if constexpr (std::is_invocable_v<decltype(backwardOf), OpTy,
                                      GradientContext &>)
      return backwardOf(cast<OpTy>(op), context);
    else
      return backwardOf(op, context);
  }
};

/// Gives each of `Ops` the backward cost `backwardOf`, a function from the op
/// (or, where it serves several, `Operation *`) and a GradientContext. The
/// derivative by every differentiable operand is not zero.
template <auto backwardOf, typename... Ops>
void attachGradient(MLIRContext &context) {
  (Ops::template attachInterface<GradientModel<Ops, backwardOf>>(context), ...);
}

/// [training.vjp] The rule of the op's own name, for each element of the
/// result. An operand of which elements are repeated sums up.
Cost elementwiseBackward(Operation *op, GradientContext &context);

/// Whether the op's rule has a derivative by `from`.
bool elementwisePropagates(Operation *op, Value from);

template <typename OpTy>
struct ElementwiseGradientModel
    : GradientOpInterface::ExternalModel<ElementwiseGradientModel<OpTy>, OpTy> {
  bool propagates(Operation *op, Value from, unsigned) const {
    return elementwisePropagates(op, from);
  }
  Cost getBackwardCost(Operation *op, GradientContext &context) const {
    return elementwiseBackward(op, context);
  }
};

/// The backward pass of `Ops` is the rule of their name.
template <typename... Ops>
void attachElementwiseGradient(MLIRContext &context) {
  (Ops::template attachInterface<ElementwiseGradientModel<Ops>>(context), ...);
}

/// [training.move] Elements were moved, so their gradients are moved back.
Cost moveBackward(Operation *op, GradientContext &context);

/// [training.move] The result is a part of operand 0.
Cost sliceBackward(Operation *op, GradientContext &context);

/// [training.contraction] The forward pass has multiplied and accumulated the
/// operands `lhs` and `rhs`, and its gradients do so as often, one for each of
/// the two that wants one. `type` is that of the accumulator.
Cost contractionBackward(Operation *op, unsigned lhs, unsigned rhs, Type type,
                         GradientContext &context);

/// The cost of `steps` on values of `type`.
Cost stepsCost(ArrayRef<ScalarStep> steps, Type type, CostContext &costs);

/// The sum of two gradients of `type`, real or complex.
Cost sumCost(Type type, CostContext &costs);

} // namespace mlir::fpo

#endif // FPO_LIB_EXTERNALMODELS_GRADIENTS_GRADIENTS_H
