//===- Filled.h - Values that are partly constant ---------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_ANALYSIS_USEFUL_FILLED_H
#define FPO_LIB_ANALYSIS_USEFUL_FILLED_H

#include "LoopNest.h"

namespace mlir::fpo {

/// What is known of the elements of a constant: that all are equal, that they
/// count up along an axis, or that they are one number on one side of a
/// diagonal of the last two axes and another number on the other.
IndexedValue knownConstant(Attribute constant);

/// What is known of the result of an op that surrounds a value with a constant,
/// or puts it into a constant with gaps: `tensor.pad`, `tosa.pad`,
/// `tensor.insert_slice`. None for any other op.
std::optional<IndexedValue> knownFilled(Operation *op, ValueLookup lookup);

/// Where the index is one of an element of `shape`.
PointSet inBounds(const IndexMap &index, ArrayRef<int64_t> shape);

/// `element` where the index lies in `shape`, and `beyond` elsewhere.
IndexedValue within(const IndexedValue &element, Scalar beyond,
                    const IndexMap &index, ArrayRef<int64_t> shape,
                    ArrayRef<int64_t> sizes);

} // namespace mlir::fpo

#endif // FPO_LIB_ANALYSIS_USEFUL_FILLED_H
