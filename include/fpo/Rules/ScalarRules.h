//===- ScalarRules.h - What a scalar op costs -------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_RULES_SCALARRULES_H
#define FPO_RULES_SCALARRULES_H

#include "fpo/Count/Cost.h"

#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/DenseMap.h"

#include <optional>

namespace mlir::fpo {

/// The scalar rules of the convention `fpo`: how an op on one element comes
/// down to ADD and MUL (docs/CostModel.md, "Scalar rules").
///
/// Most rules are lists of simpler ops that have rules themselves; the
/// recursion ends at the base operations. Costs are kept once computed.
class ScalarRules {
public:
  /// The cost of the op `name` on one element of `type`, a floating-point,
  /// complex, integer or index type. None if there is no rule for the two.
  std::optional<Cost> lookup(StringRef name, Type type);

private:
  llvm::DenseMap<std::pair<StringRef, Type>, std::optional<Cost>> known;
};

/// The Newton-Raphson steps that take a table seed of 8 bits to the significand
/// of `type`, each step doubling the number of right bits: 0 for bf16, 1 for
/// f16, 2 for f32, 3 for f64.
/// [scalar.newton]
unsigned newtonSteps(FloatType type);

/// The multiplications of x^`exponent`, `exponent` > 0, by binary
/// exponentiation: floor(log2 e) squarings and one product for each further bit
/// that is set (Knuth, TAOCP vol. 2, 4.6.3).
/// [scalar.powi]
unsigned powerMuls(uint64_t exponent);

} // namespace mlir::fpo

#endif // FPO_RULES_SCALARRULES_H
