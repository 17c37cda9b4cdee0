//===- Passes.h - Passes that make code -------------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_CODEGEN_PASSES_H
#define FPO_CODEGEN_PASSES_H

#include "fpo/Dialect/Fpo/FpoDialect.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

namespace mlir::fpo {

#define GEN_PASS_DECL
#include "fpo/Codegen/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "fpo/Codegen/Passes.h.inc"

} // namespace mlir::fpo

#endif // FPO_CODEGEN_PASSES_H
