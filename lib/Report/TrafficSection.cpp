//===- TrafficSection.cpp - What crosses the caches, in each view ---------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TrafficSection.h"

#include "TextColumns.h"

#include "fpo/Report/Format.h"

#include "llvm/ADT/DenseMap.h"

using namespace mlir;
using namespace mlir::fpo;

static std::string unknownNote(const ProgramTraffic &traffic) {
  return "at least: of " + std::to_string(traffic.unknown.size()) +
         " ops that move bytes it is not known, first of " +
         traffic.unknown.front().op->getName().getStringRef().str() + ": " +
         traffic.unknown.front().reason;
}

void fpo::printTrafficText(const Report &report, raw_ostream &os,
                           bool useColor) {
  const ProgramTraffic *traffic = report.getTraffic();
  if (!traffic)
    return;
  constexpr size_t kName = 40;
  if (useColor)
    os.changeColor(raw_ostream::SAVEDCOLOR, /*Bold=*/true);
  os << "  " << left("cache traffic on " + traffic->target, kName);
  if (useColor)
    os.resetColor();
  os << right("capacity", 10) << right("in", 10) << right("out", 10) << '\n';
  for (auto [cache, total] : llvm::zip_equal(traffic->caches, traffic->totals))
    os << "  " << left(cache.name, kName)
       << right(cell(Count(cache.geometry.capacity), "B"), 10)
       << right(cell(total.read, "B"), 10) << right(cell(total.write, "B"), 10)
       << '\n';
  if (!traffic->unknown.empty())
    printWords(os, unknownNote(*traffic), 2);
  os << '\n';
}

void fpo::printTrafficMarkdown(const Report &report, raw_ostream &os) {
  const ProgramTraffic *traffic = report.getTraffic();
  if (!traffic)
    return;
  os << "\n## Cache traffic on " << traffic->target
     << "\n\n| cache | capacity | in | out |\n|---|---:|---:|---:|\n";
  for (auto [cache, total] : llvm::zip_equal(traffic->caches, traffic->totals))
    os << "| " << cache.name << " | "
       << formatMetric(Count(cache.geometry.capacity), "B") << " | "
       << formatMetric(total.read, "B") << " | "
       << formatMetric(total.write, "B") << " |\n";
  if (!traffic->unknown.empty())
    os << '\n' << unknownNote(*traffic) << '\n';
}

/// `[{"name": "L1", "read": n, "write": n}, ...]`
static void printLevels(const ProgramTraffic &traffic,
                        ArrayRef<LevelTraffic> levels, JsonWriter &out) {
  out.json.attributeArray("levels", [&] {
    for (size_t number = 0; number < levels.size(); ++number)
      out.json.object([&] {
        out.text("name", traffic.caches[number].name);
        out.attribute("read", levels[number].read);
        out.attribute("write", levels[number].write);
      });
  });
}

void fpo::printTrafficJson(const Report &report, JsonWriter &out) {
  const ProgramTraffic *traffic = report.getTraffic();
  if (!traffic)
    return;
  llvm::DenseMap<Operation *, size_t> ids;
  report.forEachOp([&](const OpCost &op) { ids.try_emplace(op.op, op.id); });
  out.json.attributeObject("traffic", [&] {
    out.text("target", traffic->target);
    printLevels(*traffic, traffic->totals, out);
    out.json.attributeArray("ops", [&] {
      for (const OpTrafficRuns &entry : traffic->ops) {
        auto id = ids.find(entry.op);
        if (id == ids.end())
          continue;
        out.json.object([&] {
          out.json.attribute("id", int64_t(id->second));
          if (entry.schedule) {
            std::string text;
            llvm::raw_string_ostream(text) << entry.schedule;
            out.text("schedule", text);
          } else {
            out.json.attribute("schedule", nullptr);
          }
          printLevels(*traffic, entry.levels, out);
        });
      }
    });
    out.json.attributeArray("unknown", [&] {
      for (const UnknownCost &unknown : traffic->unknown)
        out.json.object([&] {
          out.text("op", unknown.op->getName().getStringRef());
          out.text("loc", getLocationPath(unknown.op->getLoc()).str());
          out.text("reason", unknown.reason);
        });
    });
  });
}
