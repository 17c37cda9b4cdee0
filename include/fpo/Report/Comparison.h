//===- Comparison.h - Conventions beside each other -------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_REPORT_COMPARISON_H
#define FPO_REPORT_COMPARISON_H

#include "fpo/Report/Report.h"

namespace mlir::fpo {

/// Why the total of a convention differs from that of another one.
struct Difference {
  /// A clause: "products with padding and gaps do not count".
  StringRef reason;
  /// The operations by which it is less, for this reason; negative: more.
  double operations = 0;
};

/// One op's operations in each convention, in all its runs.
struct ComparedOp {
  size_t id;
  Operation *op;
  const CostFunction *function;
  Count times;
  /// In the order of the reports.
  SmallVector<Count> operations;
  /// In the convention that counts them apart.
  Count transcendentals;
};

/// The same program in several conventions; the differences are those from the
/// first one.
class Comparison {
public:
  explicit Comparison(std::vector<Report> reports);

  ArrayRef<Report> getReports() const { return reports; }
  const Report &getBase() const { return reports.front(); }

  /// Why a report's total is not that of the first one, the largest difference
  /// first. Where a total is no number, none is given.
  ArrayRef<Difference> getDifferences(const Report &report) const;

  /// The ops that cost something in some convention, in the order of the
  /// program.
  std::vector<ComparedOp> getOps() const;

private:
  std::vector<Report> reports;
  std::vector<std::vector<Difference>> differences;
};

/// The views.
void printText(const Comparison &comparison, raw_ostream &os, bool useColor);
void printJson(const Comparison &comparison, raw_ostream &os);
void printCsv(const Comparison &comparison, raw_ostream &os);
void printMarkdown(const Comparison &comparison, raw_ostream &os);

} // namespace mlir::fpo

#endif // FPO_REPORT_COMPARISON_H
