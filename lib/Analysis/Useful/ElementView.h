//===- ElementView.h - Where the elements of a reshaped value come from *- C++
//-*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_ANALYSIS_USEFUL_ELEMENTVIEW_H
#define FPO_LIB_ANALYSIS_USEFUL_ELEMENTVIEW_H

#include "PointSet.h"

#include "mlir/IR/Operation.h"

namespace mlir::fpo {

/// An op whose result has elements of its first operand, each at another index:
/// a reshape, a transposition, a slice, a cast.
struct ElementView {
  Value source;
  /// The index in the source over that in the result, and the other way round.
  IndexMap sourceIndex, resultIndex;
  /// The elements of the source that are in the result; all if empty.
  PointSet taken;
};

/// None if `op` is no view, or one whose offsets or shapes are not static.
std::optional<ElementView> getElementView(Operation *op);

} // namespace mlir::fpo

#endif // FPO_LIB_ANALYSIS_USEFUL_ELEMENTVIEW_H
