//===- RuleCheck.h - Whether rules come to an end ---------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_RULECHECK_H
#define FPO_ANALYSIS_RULECHECK_H

#include "fpo/Rules/RuleSet.h"

namespace mlir::fpo {

/// Checks that each rule of the files that were added comes down to costs that
/// are stated: that no rule leads back to itself, and that no op in a body is
/// without a cost. Fails with a diagnostic at the op that does, which names the
/// ops that lead there. A type-generic rule is tried on f32, f16 or i32.
LogicalResult checkRules(RuleSet &rules);

/// Adds the rules of `files` to `rules`, and checks them. Fails with a
/// diagnostic.
LogicalResult addRules(RuleSet &rules, ArrayRef<std::string> files);

/// The `shipped` rules with those of `files` before them, checked. Fails with a
/// diagnostic.
FailureOr<std::shared_ptr<RuleSet>>
loadRules(MLIRContext *context, ArrayRef<std::string> files,
          ArrayRef<ShippedRules> shipped = getShippedRules());

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_RULECHECK_H
