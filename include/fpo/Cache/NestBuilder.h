//===- NestBuilder.h - From an op and a schedule to loops -------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_CACHE_NESTBUILDER_H
#define FPO_CACHE_NESTBUILDER_H

#include "fpo/Cache/ScheduledNest.h"
#include "fpo/Dialect/Fpo/FpoDialect.h"

#include "mlir/IR/Operation.h"
#include "llvm/Support/Error.h"

namespace mlir::fpo {

/// Tells the size of a dimension of a tensor or memref.
using SizeLookup = llvm::function_ref<Expr(Value shaped, unsigned dim)>;

/// How `op` runs under `schedule` or, without one, with its loops over points
/// in their order, as upstream lowers it. Ops: structured ops of linalg whose
/// indexing maps are sums of multiples of dimensions; softmax, as a pass for
/// the maximum, one for the exponentials and their sum and one for the
/// division; pack and unpack. [cache.nest]
///
/// Operands lie in memory row by row, or as their memref type says; a
/// destination is the memory of the result. An operand that the schedule packs
/// is copied first, unless it is a constant: then that was done before the
/// program runs.
///
/// The error says, without naming the op, what of the op is not known or what
/// of the schedule doesn't fit it.
llvm::Expected<ScheduledNest> buildNest(Operation *op, ScheduleAttr schedule,
                                        SizeLookup size);

} // namespace mlir::fpo

#endif // FPO_CACHE_NESTBUILDER_H
