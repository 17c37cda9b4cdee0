//===- DeepStack.h - Room for deeply nested programs ------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_SUPPORT_DEEPSTACK_H
#define FPO_SUPPORT_DEEPSTACK_H

#include "mlir/Support/LLVM.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"

namespace mlir::fpo {

/// Levels of brackets up to which a program is processed. MLIR's parser,
/// verifier and printer recurse over the nesting; beyond this they could run
/// out of stack.
inline constexpr unsigned kMaxNesting = 10000;

/// Runs `function` on a stack that has room for `kMaxNesting` levels, where the
/// system allows it. If `changesDefault`, threads that the process starts from
/// then on have such stacks too; a library leaves that to its process.
void runOnDeepStack(llvm::function_ref<void()> function,
                    bool changesDefault = true);

/// Whether the brackets of a program in text form are nested deeper than
/// `kMaxNesting`. Brackets in strings and comments do not count.
bool isNestedTooDeeply(llvm::StringRef text);

} // namespace mlir::fpo

#endif // FPO_SUPPORT_DEEPSTACK_H
