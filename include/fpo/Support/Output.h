//===- Output.h - Files that appear whole or not at all ---------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_SUPPORT_OUTPUT_H
#define FPO_SUPPORT_OUTPUT_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

namespace mlir::fpo {

/// Writes what `write` prints to the file `path`, or to the standard output if
/// that is "-". A regular file is replaced at the end, in one step, or left as
/// it was if anything fails; a device or a pipe is written directly.
llvm::Error
writeWhole(llvm::StringRef path,
           llvm::function_ref<llvm::Error(llvm::raw_ostream &)> write);

/// Whether what is written to `path` is seen on a terminal with colours, and
/// the user has not asked for none (https://no-color.org).
bool showsColors(llvm::StringRef path);

} // namespace mlir::fpo

#endif // FPO_SUPPORT_OUTPUT_H
