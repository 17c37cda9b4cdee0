//===- Passes.h - Passes that write costs into the IR -----------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_TRANSFORMS_PASSES_H
#define FPO_TRANSFORMS_PASSES_H

#include "fpo/Analysis/CostOptions.h"
#include "fpo/Rules/OptimizerRules.h"

#include "mlir/Dialect/DLTI/DLTI.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

namespace mlir::fpo {

#define GEN_PASS_DECL
#include "fpo/Transforms/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "fpo/Transforms/Passes.h.inc"

} // namespace mlir::fpo

#endif // FPO_TRANSFORMS_PASSES_H
