//===- Attach.h - Attaching costs to the ops of a dialect -------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_EXTERNALMODELS_ATTACH_H
#define FPO_EXTERNALMODELS_ATTACH_H

#include "fpo/Interfaces/CostOpInterface.h"

namespace mlir::fpo {

/// The cost of `OpTy` is what the function `costOf` returns.
template <typename OpTy, auto costOf>
struct CostModel
    : CostOpInterface::ExternalModel<CostModel<OpTy, costOf>, OpTy> {
  Cost getCost(Operation *op, CostContext &context) const {
    if constexpr (std::is_invocable_v<decltype(costOf), OpTy, CostContext &>)
      return costOf(cast<OpTy>(op), context);
    else
      return costOf(op, context);
  }
};

template <typename OpTy>
struct FreeModel : CostOpInterface::ExternalModel<FreeModel<OpTy>, OpTy> {
  Cost getCost(Operation *, CostContext &) const { return Cost(); }
  static bool isFree() { return true; }
};

/// Gives each of `Ops` the cost `costOf`, a function from the op (or, where it
/// serves several, `Operation *`) and a CostContext.
template <auto costOf, typename... Ops> void attachCost(MLIRContext &context) {
  (Ops::template attachInterface<CostModel<Ops, costOf>>(context), ...);
}

/// Puts `Ops` on the written list of ops that cost nothing, ever.
template <typename... Ops> void attachFree(MLIRContext &context) {
  (Ops::template attachInterface<FreeModel<Ops>>(context), ...);
}

} // namespace mlir::fpo

#endif // FPO_EXTERNALMODELS_ATTACH_H
