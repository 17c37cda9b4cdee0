//===- MultiplyAccumulate.h - Which structured ops multiply and accumulate *-
// C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_EXTERNALMODELS_MULTIPLYACCUMULATE_H
#define FPO_EXTERNALMODELS_MULTIPLYACCUMULATE_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace mlir::fpo {

/// [linalg.mac] Whether `op` is a contraction or a convolution: it reduces, and
/// its body adds the product of two different inputs to its output. Casts, and
/// the subtraction of a zero point, may stand in between.
bool isMultiplyAccumulate(linalg::LinalgOp op);

} // namespace mlir::fpo

#endif // FPO_EXTERNALMODELS_MULTIPLYACCUMULATE_H
