//===- DotProduct.h - Sums of products of narrow elements -------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_CODEGEN_DOTPRODUCT_H
#define FPO_LIB_CODEGEN_DOTPRODUCT_H

#include "CPU/DotInstructions.h"
#include "ParameterValues.h"

#include "fpo/Dialect/Fpo/FpoOps.h"

namespace mlir::fpo {

/// A factor of a product: an element that is widened, less a zero point.
struct DotFactor {
  /// The number of the input.
  unsigned input;
  /// In the body: what is widened, and what is taken off it then, if anything.
  Value narrow, zeroPoint;
  FactorKind kind;
};

/// What `combine` is if it adds a product to its one accumulator.
struct DotProduct {
  /// One depends on the loop whose points are neighbours in the output, the
  /// other does not.
  DotFactor lanes, other;
  /// The latter in `combine`.
  Value otherFactor;
  unsigned laneLoop;
  /// The reduction loop whose neighbours are summed up together; `other` has
  /// them side by side.
  unsigned loop;
  /// f32 or i32.
  Type sum;
};

/// The dot product that `op` computes; none if it does something else.
std::optional<DotProduct> matchDotProduct(KernelOp op);

/// Whether the loops that the lanes of `dot` depend on have static sizes, which
/// grouped lanes want.
bool hasStaticLoops(KernelOp op, const DotProduct &dot);

/// The bits of the vectors by which `dot` is summed up, if a register has
/// `vectorBits`.
unsigned getDotBits(KernelOp op, const DotProduct &dot, unsigned vectorBits);

/// Whether what lies in the lanes is used often enough to be put into the order
/// that an instruction wants.
bool isWorthGrouping(KernelOp op, const DotProduct &dot,
                     const ParameterValues &parameters);

/// How the lanes of vectors lie in an operand that is packed for dot products:
/// blocks of `size` points of the lanes' loop, and in these groups of `group`
/// points of a reduction loop. Its map ends in
/// `(lane mod size) * group + loop mod group`.
struct GroupedLanes {
  int64_t size, group;
};

/// This, of an operand of `dot`; none if it is packed otherwise.
std::optional<GroupedLanes> matchGroupedLanes(AffineMap map, unsigned laneLoop,
                                              unsigned loop);

} // namespace mlir::fpo

#endif // FPO_LIB_CODEGEN_DOTPRODUCT_H
