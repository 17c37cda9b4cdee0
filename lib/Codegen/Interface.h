//===- Interface.h - What the passes of the C interface share ---*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_CODEGEN_INTERFACE_H
#define FPO_LIB_CODEGEN_INTERFACE_H

#include "mlir/Support/LLVM.h"
#include "llvm/ADT/StringRef.h"

#include <string>

namespace mlir::fpo {

/// Where buffers of an arena and of a state lie, in bytes: at multiples of a
/// line of caches.
inline constexpr int64_t kArenaAlignment = 64;

/// On a function that is run, from the start: the numbers that its arguments,
/// but for state, had in the program.
inline constexpr StringRef kInterfaceArguments = "interface_arguments";
/// On a function that makes state: for each part the number of the parameter
/// that it is, or the complement of the number of the result that it is.
inline constexpr StringRef kInterfaceState = "interface_state";
/// On a function that is run: how many of the things that it takes are state,
/// and how many are results.
inline constexpr StringRef kInterfaceNumState = "interface_num_state";
inline constexpr StringRef kInterfaceNumResults = "interface_num_results";
/// On a function with sizes that are known at run time only: their names. It
/// takes them behind all else but the arena.
inline constexpr StringRef kInterfaceSizes = "interface_sizes";
/// On a function that C calls: the types of what it takes, before they are
/// taken apart; the arena is none of them.
inline constexpr StringRef kInterfaceTakes = "interface_takes";
/// On such a function: how many bytes its arena has, which it takes last if
/// that is not zero. With sizes that are known at run time only, the function
/// NAME_arena_size tells, and it always takes one.
inline constexpr StringRef kInterfaceArena = "interface_arena";
/// On what C calls, in the end: the types of the parameters, of a function that
/// makes state; of the inputs and the results, of one that is run.
inline constexpr StringRef kInterfaceParameters = "interface_parameters";
inline constexpr StringRef kInterfaceInputs = "interface_inputs";
inline constexpr StringRef kInterfaceResults = "interface_results";

/// On what C calls: the bytes of a state, and those of an arena if that is
/// static.
inline constexpr StringRef kInterfaceStateBytes = "interface_state_bytes";
inline constexpr StringRef kInterfaceArenaBytes = "interface_arena_bytes";

/// The name in C for a symbol: what no identifier may hold becomes an
/// underscore.
std::string getCName(StringRef symbol);

} // namespace mlir::fpo

#endif // FPO_LIB_CODEGEN_INTERFACE_H
