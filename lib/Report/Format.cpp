//===- Format.cpp - Numbers for people ------------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Report/Format.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

#include <cmath>
#include <cstdlib>

using namespace mlir::fpo;

static double toDouble(const DynamicAPInt &value) {
  std::string digits;
  llvm::raw_string_ostream(digits) << value;
  return std::strtod(digits.c_str(), nullptr);
}

static double toDouble(const Expr &expr) {
  if (expr.isConstant())
    return ::toDouble(expr.constant());
  Expr value = expr.substitute([](llvm::StringRef) -> std::optional<Expr> {
    return Expr(kNominalSize);
  });
  return value.isConstant() ? ::toDouble(value.constant()) : 0;
}

double mlir::fpo::toDouble(const Count &count) {
  return ::toDouble(count.lower());
}

/// A number with a prefix; an expression by its value at the nominal size.
static std::string metricOf(const Expr &expr, llvm::StringRef unit) {
  return (expr.isConstant() ? "" : "~") + formatMetric(::toDouble(expr), unit);
}

std::string mlir::fpo::formatMetric(double value, llvm::StringRef unit) {
  static constexpr llvm::StringLiteral prefixes[] = {
      "", "k", "M", "G", "T", "P", "E", "Z", "Y", "R", "Q"};
  size_t prefix = 0;
  // What would be rounded up to 1000 goes to the next prefix.
  while (value >= 999.5 && prefix + 1 < std::size(prefixes)) {
    value /= 1000;
    ++prefix;
  }
  if (value >= 999.5)
    return llvm::formatv("{0:E2} {1}{2}", value, prefixes[prefix], unit);
  const char *digits = prefix == 0 || value >= 99.95 ? "{0:f0}"
                       : value >= 9.995              ? "{0:f1}"
                                                     : "{0:f2}";
  std::string number = llvm::formatv(digits, value);
  std::string suffix = (prefixes[prefix] + unit).str();
  return suffix.empty() ? number : number + " " + suffix;
}

std::string mlir::fpo::formatQuantity(double value, llvm::StringRef unit) {
  static constexpr llvm::StringLiteral prefixes[] = {"m", "u", "n", "p", "f"};
  if (value == 0 || value >= 0.9995)
    return formatMetric(value, unit).find('.') == std::string::npos &&
                   value != 0 && value < 99.95
               ? llvm::formatv(value < 9.995 ? "{0:f2} {1}" : "{0:f1} {1}",
                               value, unit)
                     .str()
               : formatMetric(value, unit);
  size_t prefix = 0;
  value *= 1000;
  while (value < 0.9995 && prefix + 1 < std::size(prefixes)) {
    value *= 1000;
    ++prefix;
  }
  const char *digits = value >= 99.95   ? "{0:f0} {1}{2}"
                       : value >= 9.995 ? "{0:f1} {1}{2}"
                                        : "{0:f2} {1}{2}";
  return llvm::formatv(digits, value, prefixes[prefix], unit);
}

std::string mlir::fpo::formatMetric(const Count &count, llvm::StringRef unit) {
  std::string low = metricOf(count.lower(), unit);
  if (count.isExact())
    return low;
  if (!count.isBounded())
    return low + "+";
  return low + ".." + metricOf(count.upper(), unit);
}

static std::string groupDigits(const Expr &value) {
  if (!value.isConstant())
    return value.str();
  std::string digits;
  llvm::raw_string_ostream(digits) << value;
  for (int at = int(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(at, ",");
  return digits;
}

std::string mlir::fpo::formatExact(const Count &count) {
  std::string low = groupDigits(count.lower());
  if (count.isExact())
    return low;
  if (!count.isBounded())
    return "at least " + low;
  return low + ".." + groupDigits(count.upper());
}

std::string mlir::fpo::formatShare(double part, double whole) {
  if (whole == 0)
    return "-";
  return llvm::formatv("{0:f1} %", 100 * part / whole);
}

std::string mlir::fpo::formatIntensity(const Count &operations,
                                       const Count &bytes) {
  double moved = toDouble(bytes);
  if (moved == 0)
    return "-";
  double intensity = toDouble(operations) / moved;
  return llvm::formatv(intensity < 9.995 ? "{0:f2}" : "{0:f1}", intensity);
}
