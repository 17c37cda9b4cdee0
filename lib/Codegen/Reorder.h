//===- Reorder.h - Dimensions in another order ------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_CODEGEN_REORDER_H
#define FPO_LIB_CODEGEN_REORDER_H

#include "fpo/Dialect/Fpo/FpoOps.h"

#include "mlir/IR/PatternMatch.h"

namespace mlir::fpo {

/// A kernel, in front of the rewriter, that copies `source`, which `from` leads
/// to, into `destination`.
KernelOp copyInto(Value source, Value destination, AffineMap from,
                  RewriterBase &rewriter, Location loc);

/// A kernel, in front of the rewriter, that copies `source` to a tensor whose
/// dimension i is dimension `order[i]` of `source`.
Value reorder(Value source, ArrayRef<unsigned> order, RewriterBase &rewriter,
              Location loc);

} // namespace mlir::fpo

#endif // FPO_LIB_CODEGEN_REORDER_H
