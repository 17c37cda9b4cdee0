//===- MemoryTrace.h - What traced programs call ----------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_TRANSFORMS_MEMORYTRACE_H
#define FPO_TRANSFORMS_MEMORYTRACE_H

#include "llvm/ADT/StringRef.h"

namespace mlir::fpo {

/// The functions that a program with a trace (`--fpo-trace-memory`) calls: one
/// without arguments when an op begins, and then one for each buffer that the
/// op uses, with its address, an index.
inline constexpr llvm::StringLiteral kTraceStepName = "fpo_trace_step";
inline constexpr llvm::StringLiteral kTraceUseName = "fpo_trace_use";

} // namespace mlir::fpo

#endif // FPO_TRANSFORMS_MEMORYTRACE_H
