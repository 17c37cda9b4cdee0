//===- VjpRules.h - Vector-Jacobian products of scalar ops ------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_RULES_VJPRULES_H
#define FPO_RULES_VJPRULES_H

#include "mlir/Support/LLVM.h"
#include "llvm/ADT/SmallVector.h"

#include <optional>

namespace mlir::fpo {

/// So many applications of a scalar op.
struct ScalarStep {
  unsigned times;
  StringRef name;
};

/// The vector-Jacobian product of a scalar op y = f(x0, x1, ...): the gradient
/// of y times the derivative by each operand that wants a gradient. The
/// operands and y are at hand, and so is the outcome of each comparison.
/// [training.vjp]
struct VjpRule {
  using Steps = SmallVector<ScalarStep, 4>;

  /// The steps that the operands' products share, done once.
  Steps shared;
  /// Those of each operand; none where the derivative is zero everywhere.
  SmallVector<std::optional<Steps>, 3> operands;
};

/// The rule of the scalar op `name` (also of tosa's ops on elements), or null.
const VjpRule *lookupVjp(StringRef name);

} // namespace mlir::fpo

#endif // FPO_RULES_VJPRULES_H
