//===- KernelEmitter.h - From a kernel to loops over vectors ----*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_CODEGEN_CPU_KERNELEMITTER_H
#define FPO_LIB_CODEGEN_CPU_KERNELEMITTER_H

#include "fpo/Codegen/KernelSchedule.h"
#include "fpo/Dialect/Fpo/FpoOps.h"

namespace mlir::fpo {

/// Whether code can be emitted for `op`, on buffers, with loops of static
/// sizes, by `schedule`, for a processor that has `features`. Says why not, if
/// not.
LogicalResult verifySchedule(KernelOp op, const KernelSchedule &schedule,
                             ArrayRef<std::string> features,
                             llvm::function_ref<InFlightDiagnostic()> error);

/// Whether the accumulators of `op`, on buffers, can wait in its outputs while
/// the reduction goes through blocks of others.
bool canCutReduction(KernelOp op);

/// Whether every vector that `op`, on buffers, writes by `schedule` is as far
/// from the first one of its output as some number of vectors.
bool canStream(KernelOp op, const KernelSchedule &schedule);

/// Writes the loops and vector ops of `op` in front of it, by `schedule`, which
/// fits, with instructions of a processor that has `features`.
void emitKernel(KernelOp op, const KernelSchedule &schedule,
                ArrayRef<std::string> features, RewriterBase &rewriter);

/// The points of the padding's reduction loop, from the first to behind the
/// last of those from `first` to in front of `end` that lead inside, at `point`
/// of its parallel loop.
std::pair<Value, Value> createInside(const KernelPadding &padding, Value point,
                                     Value first, Value end, OpBuilder &b,
                                     Location loc);

/// The size of `loop` of `op`, on buffers, as one of its operands has it.
Value createLoopSize(KernelOp op, unsigned loop, RewriterBase &rewriter);

/// The op of `combine` that takes accumulator `number` and gives its next
/// value, if that is all that becomes of it and the op is one by which parts
/// can be combined; else null.
Operation *findCombiner(KernelOp op, unsigned number);

} // namespace mlir::fpo

#endif // FPO_LIB_CODEGEN_CPU_KERNELEMITTER_H
