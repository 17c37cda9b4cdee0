//===- Register.h - What code generation adds to dialects -------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_CODEGEN_REGISTER_H
#define FPO_CODEGEN_REGISTER_H

#include "mlir/IR/DialectRegistry.h"

namespace mlir::fpo {

/// Registers how kernels are cut into tiles and become kernels on buffers, and
/// what is known of the instructions that they become.
void registerCodegen(DialectRegistry &registry);

} // namespace mlir::fpo

#endif // FPO_CODEGEN_REGISTER_H
