//===- TraceCalls.h - What a traced program calls ---------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_TRANSFORMS_TRACECALLS_H
#define FPO_TRANSFORMS_TRACECALLS_H

#include "llvm/ADT/StringRef.h"

namespace mlir::fpo {

/// A function that holds one op of the program is called this and then the
/// op's number.
inline constexpr llvm::StringLiteral kTracedOpPrefix = "fpo.op.";

/// What a traced program calls. All arguments are of type `index`; a buffer is
/// named by the address of its first element.
/// @{
/// (op): a run of the op begins.
inline constexpr llvm::StringLiteral kTraceBegin = "fpo.trace.begin";
/// (): it ends.
inline constexpr llvm::StringLiteral kTraceEnd = "fpo.trace.end";
/// (buffer): the op has made it.
inline constexpr llvm::StringLiteral kTraceMade = "fpo.trace.made";
/// (buffer): the op returns it.
inline constexpr llvm::StringLiteral kTraceReturned = "fpo.trace.returned";
/// (buffer, element, bits): an element is read, or written, that takes so many
/// bits.
inline constexpr llvm::StringLiteral kTraceRead = "fpo.trace.read";
inline constexpr llvm::StringLiteral kTraceWrite = "fpo.trace.write";
/// (from, element, to, element, bits): an element is moved.
inline constexpr llvm::StringLiteral kTraceMove = "fpo.trace.move";
/// (bits): an element is read, or written, by an op in the body of
/// the op, of which each run counts.
inline constexpr llvm::StringLiteral kTraceBodyRead = "fpo.trace.body_read";
inline constexpr llvm::StringLiteral kTraceBodyWrite = "fpo.trace.body_write";
/// @}

} // namespace mlir::fpo

#endif // FPO_TRANSFORMS_TRACECALLS_H
