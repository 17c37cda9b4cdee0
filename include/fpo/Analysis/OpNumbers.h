//===- OpNumbers.h - The ops of a program by number -------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_OPNUMBERS_H
#define FPO_ANALYSIS_OPNUMBERS_H

#include "mlir/IR/Operation.h"

#include <string>
#include <vector>

namespace mlir::fpo {

/// An op that a program runs.
struct NumberedOp {
  /// The `id` that reports give it.
  size_t id;
  Operation *op;
  /// The function that it stands in; empty for what stands beside functions.
  std::string function;
};

/// The ops that the program under `root` runs, in order; those in the bodies of
/// structured ops are parts of these. The program is that of the function
/// `entry`, or if that is empty the one that reports take by default. Fails
/// with a diagnostic if there is no such function.
FailureOr<std::vector<NumberedOp>> numberOps(Operation *root, StringRef entry);

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_OPNUMBERS_H
