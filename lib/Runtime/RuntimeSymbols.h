//===- RuntimeSymbols.h - What compiled programs call -----------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_RUNTIME_RUNTIMESYMBOLS_H
#define FPO_LIB_RUNTIME_RUNTIMESYMBOLS_H

#include "fpo/Runtime/Arena.h"
#include "fpo/Runtime/TrafficTrace.h"

#include "llvm/ExecutionEngine/Orc/Core.h"
#include "llvm/ExecutionEngine/Orc/Mangling.h"

namespace mlir::fpo {

class AllocationTrace;

/// While one of these lives, compiled programs on this thread allocate from its
/// arena.
class ArenaScope {
public:
  /// A `trace` that is not null watches what they allocate.
  explicit ArenaScope(Arena &arena, AllocationTrace *trace = nullptr);
  ~ArenaScope();

private:
  Arena *outer;
  AllocationTrace *outerTrace;
};

/// While one of these lives, traced programs on this thread tell its trace.
class TrafficScope {
public:
  explicit TrafficScope(TrafficTrace &trace);
  ~TrafficScope();

private:
  TrafficTrace *outer;
};

/// The functions that compiled programs call: allocation from the arena, the
/// text of assertions, copies of buffers, traces, and conversions to narrow
/// floats, which the C library of the platform may lack.
llvm::orc::SymbolMap runtimeSymbols(llvm::orc::MangleAndInterner mangle);

/// Whether `name` is one of them.
bool isRuntimeSymbol(llvm::StringRef name);

} // namespace mlir::fpo

#endif // FPO_LIB_RUNTIME_RUNTIMESYMBOLS_H
