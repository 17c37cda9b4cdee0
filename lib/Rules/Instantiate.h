//===- Instantiate.h - Rules made concrete ----------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_RULES_INSTANTIATE_H
#define FPO_LIB_RULES_INSTANTIATE_H

#include "TypePattern.h"

#include "fpo/Dialect/Fpo/FpoOps.h"

#include "mlir/IR/OwningOpRef.h"

namespace mlir::fpo {

/// What depends on the use of a rule: the types that its generic types stand
/// for and, if it is a rule of the whole op, the attributes of `op` that it
/// asks for. Two uses with the same key have the same instance.
Attribute instanceKey(RuleOp rule, const TypeBinding &binding, Operation *op);

/// A copy of `rule` with those put in and what then is constant folded. Null,
/// after a diagnostic, if its body is not valid on these types.
OwningOpRef<RuleOp> instantiateRule(RuleOp rule, const TypeBinding &binding,
                                    Operation *op);

} // namespace mlir::fpo

#endif // FPO_LIB_RULES_INSTANTIATE_H
