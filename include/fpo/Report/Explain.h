//===- Explain.h - How an op comes down to ADD and MUL ----------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_REPORT_EXPLAIN_H
#define FPO_REPORT_EXPLAIN_H

#include "fpo/Analysis/CostOptions.h"

#include "mlir/IR/MLIRContext.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

namespace mlir::fpo {

/// Prints how an op comes down to ADD and MUL by its rules: a tree, with the
/// counts of each level, and the sources.
///
/// `request` is the name of an op, with a type or not: "math.tanh",
/// "math.tanh:f64". Without a type it is f32, or the first of complex<f32>, i32
/// and i1 for which there is a rule. An op without a rule is an error that
/// names those with similar names.
llvm::Error printExplanation(StringRef request, MLIRContext *context,
                             const CostOptions &options, raw_ostream &os);

} // namespace mlir::fpo

#endif // FPO_REPORT_EXPLAIN_H
