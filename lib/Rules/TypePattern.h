//===- TypePattern.h - Which types a rule is for ----------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_RULES_TYPEPATTERN_H
#define FPO_LIB_RULES_TYPEPATTERN_H

#include "mlir/IR/Types.h"
#include "llvm/ADT/SmallVector.h"

#include <optional>

namespace mlir::fpo {

/// What the generic types of a rule stand for.
struct TypeBinding {
  SmallVector<std::pair<Type, Type>, 1> bound;

  /// What `generic` stands for; null if that is not known.
  Type lookup(Type generic) const;
  /// Lets `generic` stand for `type`; false if it stands for another.
  bool bind(Type generic, Type type);
};

/// How closely a rule fits; the lower the closer.
enum class Fit { Exact, Narrow, Any };

/// Whether `type` is one that `pattern`, the type of an argument of a rule,
/// admits: equal, or another size where the pattern has `?`, or a type that the
/// pattern's generic type stands for. Binds the generic types.
std::optional<Fit> matchType(Type pattern, Type type, TypeBinding &binding);

} // namespace mlir::fpo

#endif // FPO_LIB_RULES_TYPEPATTERN_H
