//===- Budget.h - Limits on what a program may cost -------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_REPORT_BUDGET_H
#define FPO_REPORT_BUDGET_H

#include "fpo/Count/Count.h"

#include "llvm/Support/Error.h"

#include <string>

namespace mlir::fpo {

/// A limit on a quantity of a report: `QUANTITY <= N[unit] [@function]`.
struct Limit {
  enum class Relation { AtMost, Below, AtLeast, Above, Equal };

  /// As reports name it, such as `fpo`, `peak` or `unknown`.
  std::string quantity;
  Relation relation;
  DynamicAPInt number;
  /// Of which one call is limited; empty: of the totals.
  std::string function;
};

/// Reads a limit. The relation is `<=`, `<`, `>=`, `>` or `==`; a number is
/// decimal, with an exponent or not (`9.9e6`), and has a unit of 1000 (`k`,
/// `M`, `G`, `T`, `P`) or of 1024 (`Ki` to `Pi`), a `B` behind it or not.
/// Numbers are exact; between two integers, the relation holds of the same
/// integers.
llvm::Expected<Limit> parseLimit(llvm::StringRef text);

/// Whether `count` keeps to a limit: certainly, with each value that it can
/// have.
bool isKept(const Limit &limit, const Count &count);

} // namespace mlir::fpo

#endif // FPO_REPORT_BUDGET_H
