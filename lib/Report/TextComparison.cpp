//===- TextComparison.cpp - Conventions beside each other, for a terminal -===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Report/Comparison.h"
#include "fpo/Report/Format.h"

#include "llvm/Support/FormatVariadic.h"

using namespace mlir;
using namespace mlir::fpo;

static constexpr size_t kReasons = 3;
static constexpr size_t kUnknownRows = 12;

static void printTotals(const Comparison &comparison, raw_ostream &os) {
  for (const Report &report : comparison.getReports()) {
    Count operations = report.operations(report.getTotal());
    os << llvm::formatv("  {0,-8}{1,10} {2,-5}  {3}", report.getConvention().id,
                        formatMetric(operations), report.getConvention().unit,
                        formatExact(operations));
    if (!report.getConvention().ruleFile.empty())
      os << ", and " << formatMetric(report.getTotal().transcendentals)
         << " transcendental";
    os << '\n';
  }
}

static void printDifferences(const Comparison &comparison, raw_ostream &os) {
  const Report &base = comparison.getBase();
  double all = toDouble(base.operations(base.getTotal()));
  if (llvm::all_of(comparison.getReports(), [&](const Report &report) {
        return comparison.getDifferences(report).empty();
      }))
    return;
  os << "\n  why they differ from " << base.getConvention().id << '\n';
  for (const Report &report : comparison.getReports()) {
    ArrayRef<Difference> differences = comparison.getDifferences(report);
    for (const Difference &difference : differences.take_front(kReasons))
      os << llvm::formatv("  {0,-8}{1,-54}{2,8}\n", report.getConvention().id,
                          difference.reason.str() + ":",
                          formatShare(difference.operations, all));
  }
}

static void printUnknown(const Report &report, raw_ostream &os) {
  SmallVector<UnknownGroup> groups = report.getUnknownGroups();
  os << "\n  unknown";
  if (groups.empty()) {
    os << "   none\n";
    return;
  }
  os << "   the totals are at least what is given\n";
  for (const UnknownGroup &group : ArrayRef(groups).take_front(kUnknownRows)) {
    os << "    " << group.op;
    if (group.numOps > 1)
      os << " x" << group.numOps;
    os << "  " << group.reason << '\n';
  }
  if (groups.size() > kUnknownRows)
    os << "    and " << groups.size() - kUnknownRows
       << " more kinds; --emit=json has all\n";
}

void fpo::printText(const Comparison &comparison, raw_ostream &os,
                    bool useColor) {
  const Report &base = comparison.getBase();
  if (useColor)
    os.changeColor(raw_ostream::SAVEDCOLOR, /*Bold=*/true);
  os << base.getOptions().file;
  if (useColor)
    os.resetColor();
  if (!base.getEntryName().empty())
    os << "  @" << base.getEntryName();
  os << "  all conventions, " << stringify(base.getOptions().count) << ", "
     << Report::status(base.getTotal()) << "\n\n";
  printTotals(comparison, os);
  printDifferences(comparison, os);
  printUnknown(base, os);
}
