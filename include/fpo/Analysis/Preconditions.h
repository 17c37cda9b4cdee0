//===- Preconditions.h - What must hold of sizes ----------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_PRECONDITIONS_H
#define FPO_ANALYSIS_PRECONDITIONS_H

#include "fpo/Analysis/ProgramCost.h"

#include "mlir/Support/LLVM.h"

#include <string>

namespace mlir::fpo {

/// A precondition of the program that sizes decide on, in the symbols of the
/// entry, with all the ops that need it.
struct OpenPrecondition {
  /// As in `arg0.1 = 1`.
  std::string text;
  const Precondition *first;
  /// Only one size fulfils it, and the program does not assert it itself: a
  /// dynamic size that can't be dynamic.
  bool isSuspicious = false;
  size_t numOps = 1;
};

/// [symbol.precondition] Looks at what must hold for the program to be right.
/// Fails with an error on each op for which it can't be, whatever the symbols
/// are; returns what depends on them, in the order of the source.
FailureOr<std::vector<OpenPrecondition>>
checkPreconditions(const CostTree &tree, const ProgramCost &program);

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_PRECONDITIONS_H
