//===- FusionSection.cpp - What is moved after fusion, and the groups -----===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FusionSection.h"

#include "TextColumns.h"

#include "fpo/Report/Format.h"

#include "llvm/ADT/DenseMap.h"

using namespace mlir;
using namespace mlir::fpo;

/// Rows of the tables; JSON has all groups.
static constexpr size_t kTextRows = 20;
static constexpr size_t kMarkdownRows = 50;

namespace {
/// A group in all its runs.
struct GroupRow {
  const FusionGroup *group;
  Count times;
  Cost cost;

  double bytes() const { return toDouble(cost.read + cost.write); }
};
} // namespace

/// The groups that run, in order.
static std::vector<GroupRow> rowsOf(const Report &report) {
  std::vector<GroupRow> rows;
  report.getFusion()->walk(
      report.getProgram(), [&](const FusionGroup &group, const NodeRuns &runs) {
        Count times = runs.times();
        if (!times.isZero())
          rows.push_back({&group, times, runs.total(group.cost)});
      });
  llvm::sort(rows, [](const GroupRow &lhs, const GroupRow &rhs) {
    return lhs.group->id < rhs.group->id;
  });
  return rows;
}

/// The `n` rows that move the most bytes.
static std::vector<GroupRow> largestRows(const Report &report, size_t n) {
  std::vector<GroupRow> rows = rowsOf(report);
  llvm::sort(rows, [](const GroupRow &lhs, const GroupRow &rhs) {
    return lhs.bytes() != rhs.bytes() ? lhs.bytes() > rhs.bytes()
                                      : lhs.group->id < rhs.group->id;
  });
  if (rows.size() > n)
    rows.erase(rows.begin() + n, rows.end());
  return rows;
}

std::optional<Count> fpo::getFused(const Report &report) {
  if (!report.getFusion())
    return std::nullopt;
  return report.getFusion()->getFused(report.getProgram());
}

std::string fpo::describeFused(const Report &report) {
  Count all = report.getTotal().read + report.getTotal().write;
  Count fused = *getFused(report);
  if (all.isSymbolic() || fused.isSymbolic())
    return "";
  return formatShare(toDouble(fused), toDouble(all)) + " of read and write";
}

void fpo::printFusedJson(const Report &report, const CostFunction *function,
                         JsonWriter &out) {
  if (const FusionGroups *fusion = report.getFusion())
    out.attribute("fused", function ? fusion->getFused(function)
                                    : fusion->getFused(report.getProgram()));
}

/// "linalg.matmul at fc.addmm +3": the root and how many other ops there are.
static std::string describe(const FusionGroup &group, size_t width) {
  StringRef kind = group.root->getName().getStringRef();
  std::string more;
  if (group.ops.size() > 1)
    more = " +" + std::to_string(group.ops.size() - 1);
  LocationPath path = getLocationPath(group.root->getLoc());
  if (path.isNamed)
    return cut(path.str(), width - more.size(), /*keepEnd=*/true) + more;
  return cut(kind.contains('.') ? kind.split('.').second : kind,
             width - more.size()) +
         more;
}

void fpo::printGroupsText(const Report &report, raw_ostream &os,
                          bool useColor) {
  if (!report.listsGroups() || !report.getFusion())
    return;
  size_t all = rowsOf(report).size();
  if (all == 0)
    return;
  constexpr size_t kName = 29;
  StringRef unit = report.getConvention().unit;
  if (useColor)
    os.changeColor(raw_ostream::SAVEDCOLOR, /*Bold=*/true);
  os << "  " << left("fusion groups", kName);
  if (useColor)
    os.resetColor();
  os << right("group", 6) << right(unit, 9) << right("read", 9)
     << right("write", 9) << right("FPO/B", 8) << '\n';
  for (const GroupRow &row : largestRows(report, kTextRows)) {
    Count bytes = row.cost.read + row.cost.write;
    os << "  " << left(describe(*row.group, kName), kName)
       << right(std::to_string(row.group->id), 6)
       << right(cell(report.operations(row.cost)), 9)
       << right(cell(row.cost.read, "B"), 9)
       << right(cell(row.cost.write, "B"), 9)
       << right(formatIntensity(report.operations(row.cost), bytes), 8) << '\n';
  }
  if (all > kTextRows)
    os << "  and " << all - kTextRows << " more; --emit=json has all\n";
  os << '\n';
}

void fpo::printGroupsMarkdown(const Report &report, raw_ostream &os) {
  if (!report.listsGroups() || !report.getFusion())
    return;
  os << "\n## Fusion groups\n\n| group | root | ops | "
     << report.getConvention().unit
     << " | read | write | per B |\n|---:|---|---:|---:|---:|---:|---:|\n";
  for (const GroupRow &row : largestRows(report, kMarkdownRows))
    os << "| " << row.group->id << " | "
       << row.group->root->getName().getStringRef() << " at "
       << getLocationPath(row.group->root->getLoc()).str() << " | "
       << row.group->ops.size() << " | "
       << formatMetric(report.operations(row.cost)) << " | "
       << formatMetric(row.cost.read, "B") << " | "
       << formatMetric(row.cost.write, "B") << " | "
       << formatIntensity(report.operations(row.cost),
                          row.cost.read + row.cost.write)
       << " |\n";
}

void fpo::printGroupsJson(const Report &report, JsonWriter &out) {
  if (!report.listsGroups() || !report.getFusion())
    return;
  llvm::DenseMap<Operation *, size_t> ids;
  report.forEachOp([&](const OpCost &op) { ids.try_emplace(op.op, op.id); });
  out.json.attributeArray("groups", [&] {
    for (const GroupRow &row : rowsOf(report))
      out.json.object([&] {
        const FusionGroup &group = *row.group;
        out.json.attribute("id", int64_t(group.id));
        if (group.function)
          out.text("function", group.function->name);
        else
          out.json.attribute("function", nullptr);
        out.text("root", group.root->getName().getStringRef());
        out.text("loc", getLocationPath(group.root->getLoc()).str());
        out.json.attributeArray("ops", [&] {
          for (Operation *op : group.ops)
            if (auto id = ids.find(op); id != ids.end())
              out.json.value(int64_t(id->second));
        });
        out.json.attributeArray("producers", [&] {
          for (unsigned producer : group.producers)
            out.json.value(int64_t(producer));
        });
        out.attribute("times", row.times);
        out.opAttribute("fpo", report.operations(row.cost));
        out.opAttribute("mac", row.cost.mac);
        out.opAttribute("iop", row.cost.iop());
        out.opAttribute("read", row.cost.read);
        out.opAttribute("write", row.cost.write);
      });
  });
}
