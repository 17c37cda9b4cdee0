//===- WorkloadSection.cpp - What a result costs, in each view ------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "WorkloadSection.h"

#include "TextColumns.h"

#include "fpo/Report/Format.h"

using namespace mlir;
using namespace mlir::fpo;

static Count toCount(uint64_t n) { return Count::get(llvm::APInt(64, n)); }

static StringRef kindOf(const Workload &workload) {
  return workload.isTraining ? "training" : "inference";
}

namespace {
/// A factor of the equation, or what it comes to.
struct Row {
  StringRef name;
  std::string metric, exact, rest;
};
} // namespace

static SmallVector<Row> rowsOf(const Report &report, const Workload &workload) {
  const WorkloadOptions &how = workload.options;
  Count run = report.operations(workload.run);
  Count total = report.operations(workload.total);
  auto exactly = [](uint64_t n) { return formatExact(toCount(n)); };
  Row one = {"E", formatMetric(run), formatExact(run), "one example"};
  if (how.batch != 1) {
    // An example's share of a run, no integer as a rule.
    one.metric = formatMetric(toDouble(run) / double(how.batch));
    one.exact = formatExact(run) + " / " + exactly(how.batch);
    one.rest = "a run takes " + exactly(how.batch);
  }
  std::string dataset = "examples";
  if (how.epochs != 1)
    dataset = exactly(*how.examples) + " x " + exactly(how.epochs) + " epochs";
  return {one,
          {"D", formatMetric(workload.examples), formatExact(workload.examples),
           dataset},
          {"H", formatMetric(toCount(how.experiments)),
           exactly(how.experiments), "experiments"},
          {"R", formatMetric(total), formatExact(total),
           formatExact(workload.runs) + " runs"}};
}

void fpo::printWorkloadText(const Report &report, raw_ostream &os,
                            bool useColor) {
  const Workload *workload = report.getWorkload();
  if (!workload)
    return;
  if (useColor)
    os.changeColor(raw_ostream::SAVEDCOLOR, /*Bold=*/true);
  os << "  Cost(R) = E x D x H";
  if (useColor)
    os.resetColor();
  os << "   " << kindOf(*workload) << ", " << report.getConvention().unit
     << '\n';
  for (const Row &row : rowsOf(report, *workload)) {
    os << "    " << left(row.name, 8) << right(row.metric, 10) << "  "
       << row.exact;
    size_t used = 24 + row.exact.size(), column = 52;
    if (std::max(column, used + 2) + row.rest.size() > kWidth)
      os << '\n' << right(row.rest, kWidth) << '\n';
    else
      os << std::string(std::max(column, used + 2) - used, ' ') << row.rest
         << '\n';
  }
  os << '\n';
}

void fpo::printWorkloadMarkdown(const Report &report, raw_ostream &os) {
  const Workload *workload = report.getWorkload();
  if (!workload)
    return;
  os << "\n## Cost(R) = E x D x H\n\nOf " << kindOf(*workload) << ", in "
     << report.getConvention().unit
     << ".\n\n| | | exact | |\n|---|---:|---:|---|\n";
  for (const Row &row : rowsOf(report, *workload))
    os << "| " << row.name << " | " << row.metric << " | " << row.exact << " | "
       << row.rest << " |\n";
}

void fpo::printWorkloadJson(const Report &report, JsonWriter &out) {
  const Workload *workload = report.getWorkload();
  if (!workload)
    return;
  const WorkloadOptions &how = workload->options;
  auto quantities = [&](StringRef name, const Cost &cost) {
    out.json.attributeObject(name, [&] {
      out.attribute("fpo", report.operations(cost));
      out.typed("add", cost, &TypedOps::add);
      out.typed("mul", cost, &TypedOps::mul);
      out.attribute("mac", cost.mac);
      out.attribute("iop", cost.iop());
    });
  };
  out.json.attributeObject("workload", [&] {
    out.text("kind", kindOf(*workload));
    out.attribute("examples", toCount(*how.examples));
    out.attribute("batch", toCount(how.batch));
    out.attribute("epochs", toCount(how.epochs));
    out.attribute("experiments", toCount(how.experiments));
    out.attribute("runs", workload->runs);
    quantities("run", workload->run);
    quantities("total", workload->total);
  });
}
