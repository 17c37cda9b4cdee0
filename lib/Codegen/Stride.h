//===- Stride.h - How far apart neighbours in a loop lie --------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_CODEGEN_STRIDE_H
#define FPO_LIB_CODEGEN_STRIDE_H

#include "fpo/Dialect/Fpo/FpoOps.h"

#include "mlir/IR/AffineMap.h"
#include "mlir/IR/BuiltinTypes.h"

#include <optional>

namespace mlir::fpo {

/// How many elements apart two neighbours in `loop` lie in an operand of `type`
/// that `map` leads to; tensors lie in row-major order. None if that varies or
/// is not known.
std::optional<int64_t> getStride(AffineMap map, ShapedType type, unsigned loop);

/// By how much `expr` grows from one point of `loop` to the next; none if that
/// varies.
std::optional<int64_t> getStep(AffineExpr expr, unsigned loop,
                               unsigned numLoops);

/// The largest block of `loop` that one of `maps` is packed in, `n mod 16`; 1
/// if none is.
int64_t getPackedBlock(ArrayRef<AffineMap> maps, unsigned loop);

/// The loop whose points are neighbours in the outputs of `op`; none if there
/// is none.
std::optional<unsigned> findLaneLoop(KernelOp op);

/// The reduction loops of `op` in the order in which they are best run, the
/// innermost last: neighbours in it lie closest in what is the same in all
/// lanes.
SmallVector<unsigned> orderReductionLoops(KernelOp op, unsigned laneLoop);

/// The loop of two or four points whose points lie between neighbours in
/// `vectorLoop` in the one output of `op`, which has no reduction; none if
/// there is no such loop. Vectors of each of its points can be stored as one.
std::optional<unsigned> findInterleavedLoop(KernelOp op, unsigned vectorLoop);

/// In how many points of the parallel loops of `op` an element of operand
/// `number` is the same; loops of dynamic size are taken to be of middle
/// length.
int64_t countUses(KernelOp op, unsigned number);

} // namespace mlir::fpo

#endif // FPO_LIB_CODEGEN_STRIDE_H
