//===- Format.h - Numbers for people ----------------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_REPORT_FORMAT_H
#define FPO_REPORT_FORMAT_H

#include "fpo/Count/Count.h"

#include "llvm/ADT/StringRef.h"

#include <string>

namespace mlir::fpo {

/// `value` to three significant digits with a metric prefix: "4.09 G", "512";
/// `unit` goes with the prefix: "331 MB".
std::string formatMetric(double value, llvm::StringRef unit = "");

/// A count in that form: "4.09 G"; "1.2 M..3.4 M" for an interval; "4.09 G+"
/// for a lower bound; "~4.09 G" for an expression at the nominal size.
std::string formatMetric(const Count &count, llvm::StringRef unit = "");

/// A physical quantity to three significant digits with a metric prefix, down
/// to femto: "4.09 mJ"; "0 J" for zero.
std::string formatQuantity(double value, llvm::StringRef unit);

/// All digits, in groups of three: "8,240,140,136"; "1,000..2,000" for an
/// interval; "at least 1,000" for a lower bound.
std::string formatExact(const Count &count);

/// What stands for each open symbol where counts are compared or shown in a
/// column.
constexpr int64_t kNominalSize = 100;

/// The nearest floating-point number; of an interval, its lower bound; of an
/// expression, its value at the nominal size.
double toDouble(const Count &count);

/// `part` / `whole` in per cent with one digit; "-" if `whole` is zero.
std::string formatShare(double part, double whole);

/// Operations per byte: "16.2"; "-" if nothing moves.
std::string formatIntensity(const Count &operations, const Count &bytes);

} // namespace mlir::fpo

#endif // FPO_REPORT_FORMAT_H
