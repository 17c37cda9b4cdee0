//===- MarkdownView.cpp - The report as Markdown --------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DevicesSection.h"
#include "EnergySection.h"
#include "FusionSection.h"
#include "MemorySection.h"
#include "TimeSection.h"
#include "TrafficSection.h"
#include "WorkloadSection.h"

#include "fpo/Report/Comparison.h"
#include "fpo/Report/Format.h"
#include "fpo/Report/Report.h"

using namespace mlir;
using namespace mlir::fpo;

static constexpr size_t kTopOps = 20;

std::string fpo::escapeMarkdown(StringRef text) {
  std::string escaped;
  for (char c : text) {
    if (c == '|' || c == '\\' || c == '`' || c == '<')
      escaped += '\\';
    escaped += c == '\n' ? ' ' : c;
  }
  return escaped;
}

static void printTotals(const Report &report, raw_ostream &os) {
  const Cost &total = report.getTotal();
  const Parameters &parameters = report.getProgram().parameters;
  auto line = [&](StringRef name, const Count &count, StringRef unit = "") {
    os << "| " << name << " | " << formatMetric(count, unit) << " | "
       << formatExact(count) << " |\n";
  };
  os << "| | | exact |\n|---|---:|---:|\n";
  const Convention &convention = report.getConvention();
  if (convention.name != ConventionName::Mac)
    line(convention.unit, report.operations(total));
  if (convention.name == ConventionName::Fpo) {
    line("ADD", total.add());
    line("MUL", total.mul());
  }
  if (!convention.ruleFile.empty())
    line("transcendental functions", total.transcendentals);
  if (report.hasWaste())
    line("waste", report.getWaste().all());
  line("MAC", total.mac);
  if (!total.iop().isZero())
    line("integer operations", total.iop());
  line("bytes read", total.read, "B");
  line("bytes written", total.write, "B");
  if (std::optional<Count> fused = getFused(report))
    line("bytes after fusion", *fused, "B");
  line("parameters", parameters.elements);
  line("parameter bytes", parameters.bytes, "B");
  if (total.isExact())
    os << "| intensity | "
       << formatIntensity(report.operations(total), total.read + total.write)
       << " per B | |\n";
}

static void printTraining(const Report &report, raw_ostream &os) {
  const TrainingCost *training = report.getTraining();
  if (!training)
    return;
  os << "\n## Training\n\n"
     << report.describeTraining() << ", of " << formatMetric(training->trained)
     << " parameters.\n\n| | | exact | ADD | MUL | MAC "
        "|\n|---|---:|---:|---:|---:|---:|\n";
  for (auto [name, cost] : getTrainingParts(*training))
    os << "| " << name << " | " << formatMetric(report.operations(*cost))
       << " | " << formatExact(report.operations(*cost)) << " | "
       << formatMetric(cost->add()) << " | " << formatMetric(cost->mul())
       << " | " << formatMetric(cost->mac) << " |\n";
  for (const UnknownCost &entry : training->unknown)
    os << "\nThe backward pass of "
       << escapeMarkdown(entry.op->getName().getStringRef()) << " at "
       << escapeMarkdown(getLocationPath(entry.op->getLoc()).str())
       << " is not known: " << escapeMarkdown(entry.reason) << ".\n";
}

static void printSymbols(const Report &report, raw_ostream &os) {
  if (report.getSymbols().empty())
    return;
  os << "\n## Symbols\n\n| symbol | value | |\n|---|---:|---|\n";
  for (const ReportSymbol &symbol : report.getSymbols())
    os << "| `" << symbol.name << "` | "
       << (symbol.value ? symbol.value->str() : "") << " | "
       << escapeMarkdown(symbol.meaning->text) << " |\n";
  os << "\nNumbers with ~ have each open symbol at " << kNominalSize << ".\n";
}

static void printSweep(const Report &report, raw_ostream &os) {
  ArrayRef<SymbolValues> rows = report.getOptions().sweepRows;
  if (rows.empty())
    return;
  os << "\n## Over sizes\n\n";
  std::string rule = "|";
  for (const auto &entry : rows.front()) {
    os << "| `" << entry.first << "` ";
    rule += "---:|";
  }
  os << "| " << report.getConvention().unit
     << " | exact | MAC | bytes | per B |\n"
     << rule << "---:|---:|---:|---:|---:|\n";
  for (auto [row, total] : llvm::zip_equal(rows, report.getSweepTotals())) {
    for (const auto &entry : row)
      os << "| " << entry.second << ' ';
    Count operations = report.operations(total);
    Count bytes = total.read + total.write;
    os << "| " << formatMetric(operations) << " | " << formatExact(operations)
       << " | " << formatMetric(total.mac) << " | " << formatMetric(bytes, "B")
       << " | " << formatIntensity(operations, bytes) << " |\n";
  }
}

static void printRow(const Report &report, StringRef name, const Cost &cost,
                     raw_ostream &os) {
  Count bytes = cost.read + cost.write;
  os << "| " << name << " | " << formatMetric(report.operations(cost)) << " | "
     << formatShare(toDouble(report.operations(cost)),
                    toDouble(report.operations(report.getTotal())))
     << " | " << formatMetric(cost.mac) << " | " << formatMetric(bytes, "B")
     << " | " << formatIntensity(report.operations(cost), bytes) << " |\n";
}

static void printUnknown(const Report &report, raw_ostream &os) {
  os << "\n## Unknown\n\n";
  SmallVector<UnknownGroup> unknown = report.getUnknownGroups();
  if (unknown.empty())
    os << "None.\n";
  else
    os << "The totals are at least what is given.\n\n"
       << "| op | ops | reason | first at |\n|---|---:|---|---|\n";
  for (const UnknownGroup &group : unknown)
    os << "| " << escapeMarkdown(group.op) << " | " << group.numOps << " | "
       << escapeMarkdown(group.reason) << " | "
       << escapeMarkdown(group.firstLocation) << " |\n";
}

void fpo::printMarkdown(const Report &report, raw_ostream &os) {
  StringRef unit = report.getConvention().unit;
  os << "# " << escapeMarkdown(report.getOptions().file);
  if (!report.getEntryName().empty())
    os << " @" << escapeMarkdown(report.getEntryName());
  os << "\n\nConvention `" << report.getConvention().id << "`, "
     << stringify(report.getOptions().count) << " operations, "
     << Report::status(report.getTotal()) << ".\n\n";
  printTotals(report, os);
  printSymbols(report, os);
  printSweep(report, os);
  printTraining(report, os);
  printWorkloadMarkdown(report, os);
  printEnergyMarkdown(report, os);
  printDevicesMarkdown(report, os);
  printMemoryMarkdown(report, os);
  printTimeMarkdown(report, os);

  auto header = [&](StringRef title, StringRef what) {
    os << "\n## " << title << "\n\n| " << what << " | " << unit
       << " | share | MAC | bytes | " << unit << "/B |\n"
       << "|---|---:|---:|---:|---:|---:|\n";
  };
  header("Most expensive ops", "op");
  for (const OpCost &op : report.getTopOps(kTopOps))
    printRow(report,
             escapeMarkdown(op.op->getName().getStringRef()) + " at " +
                 escapeMarkdown(getLocationPath(op.op->getLoc()).str()),
             op.cost, os);
  if (report.hasWaste()) {
    os << "\n## Most wasteful ops\n\nWhat padding, dilation and masks make "
          "pointless.\n\n| op | waste | of executed |\n|---|---:|---:|\n";
    for (const OpCost &op : report.getMostWasteful(kTopOps))
      os << "| " << escapeMarkdown(op.op->getName().getStringRef()) << " at "
         << escapeMarkdown(getLocationPath(op.op->getLoc()).str()) << " | "
         << formatMetric(op.waste.all()) << " | "
         << formatShare(toDouble(op.waste.all()),
                        toDouble(op.waste.all() + report.operations(op.cost) +
                                 op.cost.iop()))
         << " |\n";
  }
  printTrafficMarkdown(report, os);
  printGroupsMarkdown(report, os);
  header("By kind", "kind");
  for (const auto &[kind, group] : report.getKinds())
    printRow(report, escapeMarkdown(kind) + " x" + std::to_string(group.numOps),
             group.cost, os);
  header("By location", "scope");
  std::unique_ptr<LocationNode> locations = report.getLocations();
  for (const auto &[name, node] : locations->children)
    printRow(report, escapeMarkdown(name), node->group.cost, os);

  printUnknown(report, os);
  for (const std::string &note : report.getNotes())
    os << "\nNote: " << escapeMarkdown(note) << ".\n";
}

void fpo::printMarkdown(const Comparison &comparison, raw_ostream &os) {
  const Report &base = comparison.getBase();
  os << "# " << escapeMarkdown(base.getOptions().file);
  if (!base.getEntryName().empty())
    os << " @" << escapeMarkdown(base.getEntryName());
  os << "\n\nAll conventions, " << stringify(base.getOptions().count)
     << " operations, " << Report::status(base.getTotal()) << ".\n\n"
     << "| convention | total | exact | transcendentals | bytes |\n"
     << "|---|---:|---:|---:|---:|\n";
  for (const Report &report : comparison.getReports()) {
    const Cost &total = report.getTotal();
    Count operations = report.operations(total);
    os << "| `" << report.getConvention().id << "` | "
       << formatMetric(operations) << ' ' << report.getConvention().unit
       << " | " << formatExact(operations) << " | "
       << formatExact(total.transcendentals) << " | "
       << formatExact(total.read + total.write) << " |\n";
  }
  os << "\n## Why they differ from `" << base.getConvention().id
     << "`\n\n| convention | reason | less by |\n|---|---|---:|\n";
  double all = toDouble(base.operations(base.getTotal()));
  for (const Report &report : comparison.getReports())
    for (const Difference &difference : comparison.getDifferences(report))
      os << "| `" << report.getConvention().id << "` | " << difference.reason
         << " | " << formatShare(difference.operations, all) << " |\n";
  printUnknown(base, os);
}
