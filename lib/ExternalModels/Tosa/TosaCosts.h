//===- TosaCosts.h - Parts of the costs of the tosa dialect -----*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// A tosa op costs what its lowering to linalg in MLIR 22 executes, but for
// transpose_conv2d [tosa.transpose_conv]. Each of these attaches a group of
// ops; TosaCosts.cpp calls them.
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_EXTERNALMODELS_TOSA_TOSACOSTS_H
#define FPO_LIB_EXTERNALMODELS_TOSA_TOSACOSTS_H

#include "fpo/Interfaces/CostContext.h"

#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/IR/TypeUtilities.h"

namespace mlir::fpo {

void attachTosaBlockScaled(MLIRContext &context);
void attachTosaContractions(MLIRContext &context);
void attachTosaDataMovement(MLIRContext &context);
void attachTosaFourier(MLIRContext &context);
void attachTosaPointwise(MLIRContext &context);
void attachTosaReductions(MLIRContext &context);
void attachTosaRescale(MLIRContext &context);
void attachTosaResize(MLIRContext &context);

/// So many applications of a scalar op, to values of one type.
struct Step {
  unsigned times;
  StringRef name;
};

/// The cost of some steps, all in `type`.
Cost stepsCost(ArrayRef<Step> steps, Type type, CostContext &context);

/// Whether a zero point or a shift is the constant 0.
bool isConstantZero(Value value);

/// [bytes.parameter] The bytes of zero points, shifts and the like: constants
/// are part of the op.
Count parameterBytes(ValueRange values, CostContext &context);

/// Whether an op that has a `nan_mode` ignores NaNs, which takes further
/// comparisons [tosa.nan].
template <typename OpTy> bool ignoresNan(OpTy op) {
  return op.getNanMode() == tosa::NanPropagationMode::IGNORE;
}

} // namespace mlir::fpo

#endif // FPO_LIB_EXTERNALMODELS_TOSA_TOSACOSTS_H
