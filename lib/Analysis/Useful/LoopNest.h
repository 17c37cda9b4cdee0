//===- LoopNest.h - An op as loops over a body ------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_ANALYSIS_USEFUL_LOOPNEST_H
#define FPO_LIB_ANALYSIS_USEFUL_LOOPNEST_H

#include "ElementView.h"
#include "IndexedValue.h"

#include "mlir/IR/Operation.h"

#include <functional>

namespace mlir::fpo {

/// What is known of the elements of a value.
using ValueLookup = llvm::function_ref<IndexedValue(Value)>;

/// An op as what it is by definition: loops, an element of each input in each
/// point, a body, an element of each result. The loops are in the order in
/// which the op's cost model gives them to CostContext::points.
struct LoopNest {
  struct Input {
    Value value;
    /// The index of the element over the loops.
    IndexMap index;
    /// What is read beyond the bounds of the input: implicit padding. None if
    /// the index never is.
    std::optional<Scalar> beyond;
  };

  /// The trip counts, dynamic if they are not static.
  SmallVector<int64_t> sizes;
  SmallVector<Input> inputs;
  /// The index of each result's element over the loops.
  SmallVector<IndexMap> results;
  /// Products that fall outside of the result are dropped.
  bool dropsBeyondResult = false;
  /// What the body yields for each result from what it reads of each input; the
  /// accumulators are Scalar::accumulatorAt.
  std::function<std::vector<IndexedValue>(ArrayRef<IndexedValue>, ValueLookup)>
      body;

  unsigned rank() const { return sizes.size(); }

  /// The loops over the index of an element: those that an entry of `index` is.
  IndexMap loopsOf(const IndexMap &index, unsigned elementRank) const;

  /// Each point of the loops has an element of each result of its own, so that
  /// what the body yields is the result.
  bool isParallel() const;
};

/// None for an op that is no loop nest, or of which none is written down here.
std::optional<LoopNest> getLoopNest(Operation *op);

/// The part of getLoopNest that is about ops of tosa.
std::optional<LoopNest> getTosaLoopNest(Operation *op);

/// An op that does the same to each element of its operands, which broadcast.
std::optional<LoopNest> getElementwiseLoopNest(Operation *op);

} // namespace mlir::fpo

#endif // FPO_LIB_ANALYSIS_USEFUL_LOOPNEST_H
