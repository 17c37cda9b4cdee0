//===- MemorySection.cpp - The part of a report about memory --------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "MemorySection.h"

#include "TextColumns.h"

#include "fpo/Report/Format.h"

#include "mlir/IR/SymbolTable.h"

#include <cmath>

using namespace mlir;
using namespace mlir::fpo;

static constexpr size_t kChartWidth = 76;
static constexpr size_t kChartRows = 4;
static constexpr size_t kTensors = 10;
static constexpr size_t kMoreLines = 3;
static constexpr size_t kUnknown = 5;

/// The op's location if that is a name, else its kind and line.
static std::string describe(Operation *op, size_t width) {
  LocationPath path = getLocationPath(op->getLoc());
  if (path.isNamed)
    return cut(path.str(), width, /*keepEnd=*/true);
  std::string line;
  if (!path.parts.empty())
    line = (" :" + StringRef(path.parts.back()).split(':').first).str();
  StringRef kind = op->getName().getStringRef();
  if (kind.size() + line.size() > width && kind.contains('.'))
    kind = kind.split('.').second;
  return cut(kind, width - line.size()) + line;
}

/// What makes the first tensor of a buffer: an op, or one that hands it to its
/// region.
static Operation *getOrigin(const Buffer &buffer) {
  if (Operation *op = buffer.value.getDefiningOp())
    return op;
  Value value = buffer.value;
  return value.getParentRegion()->getParentOp();
}

static std::string describeType(const Buffer &buffer) {
  std::string text;
  llvm::raw_string_ostream(text) << buffer.value.getType();
  return text;
}

/// The ids of the ops of a report. (Report::forEachOp leaves out those that
/// cost nothing.)
static llvm::DenseMap<Operation *, int64_t> getIds(const Report &report) {
  llvm::DenseMap<Operation *, int64_t> ids;
  report.forEachId([&](Operation *op, size_t id) { ids.try_emplace(op, id); });
  return ids;
}

/// The largest allocation in each of `width` pieces of the curve.
static std::vector<double> getChart(const FunctionMemory &memory,
                                    size_t width) {
  std::vector<unsigned> curve = memory.getCurve();
  width = std::min(width, curve.size());
  std::vector<double> pieces(width);
  for (auto [index, step] : llvm::enumerate(curve)) {
    double &piece = pieces[index * width / curve.size()];
    const Count &live = memory.live[step];
    piece = std::max(piece,
                     toDouble(live.isBounded() ? Count(live.upper()) : live));
  }
  return pieces;
}

/// Lines of blocks, the upper one first.
static std::vector<std::string> drawChart(ArrayRef<double> pieces) {
  static constexpr StringLiteral blocks[] = {" ", "▁", "▂", "▃", "▄",
                                             "▅", "▆", "▇", "█"};
  double largest = 0;
  for (double piece : pieces)
    largest = std::max(largest, piece);
  std::vector<std::string> lines;
  for (size_t row = kChartRows; row-- > 0;) {
    std::string line;
    for (double piece : pieces) {
      long eighths =
          largest > 0 ? std::lround(8 * kChartRows * piece / largest) : 0;
      // What is not zero is seen.
      if (piece > 0)
        eighths = std::max(eighths, 1L);
      line += blocks[std::clamp(eighths - 8 * long(row), 0L, 8L)];
    }
    lines.push_back(StringRef(line).rtrim(' ').str());
  }
  return lines;
}

static std::vector<std::pair<StringRef, Count>>
getParts(const ProgramMemory &memory) {
  std::vector<std::pair<StringRef, Count>> parts = {
      {"parameters", memory.getParameters()},
      {"inputs", memory.getInputs()},
      {"constants", memory.getConstants()},
      {"allocated", memory.getAllocated()}};
  return parts;
}

/// What is held at the peak, the largest first.
static SmallVector<const Buffer *> getHeld(const FunctionMemory &memory) {
  if (!memory.peakStep)
    return {};
  return memory.getLive(*memory.peakStep);
}

//===----------------------------------------------------------------------===//
// Text
//===----------------------------------------------------------------------===//

static void printHeld(const FunctionMemory &entry, raw_ostream &os) {
  SmallVector<const Buffer *> held = getHeld(entry);
  if (held.empty())
    return;
  os << "\n    " << left("held at the peak", 26) << right("bytes", 9) << "  "
     << left("type", 20) << "until\n";
  for (const Buffer *buffer : ArrayRef(held).take_front(kTensors))
    os << "    " << left(describe(getOrigin(*buffer), 25), 26)
       << right(cell(buffer->bytes, "B"), 9) << "  "
       << left(cut(describeType(*buffer), 19), 20)
       << describe(entry.steps[buffer->end], 19) << '\n';
  if (held.size() > kTensors)
    os << "    and " << held.size() - kTensors << " more\n";
}

static void printRecomputed(const Report &report, const FunctionMemory &entry,
                            raw_ostream &os) {
  if (entry.recomputations.empty())
    return;
  os << "\n    " << left("not used there, made again", 26) << right("saves", 9)
     << right(report.getConvention().unit, 10) << right("ops", 5)
     << right("allocated then", 18) << '\n';
  for (const Recomputation &again : entry.recomputations) {
    const Buffer &buffer = entry.buffers.at(again.buffer);
    os << "    " << left(describe(getOrigin(buffer), 25), 26)
       << right(cell(buffer.bytes, "B"), 9)
       << right(cell(report.operations(again.cost)), 10)
       << right(std::to_string(again.ops.size()), 5)
       << right(cell(again.peak, "B"), 18) << '\n';
  }
}

void fpo::printMemoryText(const Report &report, raw_ostream &os,
                          bool useColor) {
  if (!report.showsMemory())
    return;
  const ProgramMemory &memory = *report.getMemory();
  auto line = [&](StringRef name, const Count &bytes, StringRef rest) {
    std::string exact = formatExact(bytes);
    SmallVector<StringRef> lines = wrap(exact, kWidth - 26);
    os << left(name, 14) << right(formatMetric(bytes, "B"), 10) << "  "
       << lines.front() << rest << '\n';
    for (StringRef more : ArrayRef(lines).drop_front().take_front(kMoreLines))
      os << std::string(26, ' ') << more << '\n';
    if (lines.size() > kMoreLines + 1)
      os << std::string(26, ' ') << "... --emit=json has all\n";
  };
  if (useColor)
    os.changeColor(raw_ostream::SAVEDCOLOR, /*bold=*/true);
  line("  peak", memory.getPeak(), "");
  if (useColor)
    os.resetColor();
  for (const auto &[name, bytes] : getParts(memory))
    line(("    " + name).str(), bytes, "");

  if (const FunctionMemory *entry = memory.getEntry()) {
    if (entry->peakStep)
      os << "    the most at "
         << describe(entry->steps[*entry->peakStep], kWidth - 16) << '\n';
    std::vector<double> pieces = getChart(*entry, kChartWidth);
    if (!pieces.empty() && entry->peakStep) {
      os << "\n    allocated, over " << entry->getCurve().size() << " steps\n";
      for (const std::string &chartLine : drawChart(pieces))
        os << "    " << chartLine << '\n';
    }
    printHeld(*entry, os);
    printRecomputed(report, *entry, os);
  }
  for (auto [index, row] : llvm::enumerate(report.getOptions().sweepRows)) {
    if (index == 0)
      os << '\n';
    os << "    ";
    for (const auto &[name, value] : row)
      os << name << " = " << value << "  ";
    os << formatMetric(memory.getPeak().substitute(lookupIn(row)), "B") << '\n';
  }
  for (const FunctionMemory *function : memory.getFunctions())
    for (const UnknownCost &entry :
         ArrayRef(function->unknown).take_front(kUnknown))
      os << "    unknown: " << cut(entry.op->getName().getStringRef(), 30)
         << ": " << cut(entry.reason, 34) << '\n';
  os << '\n';
}

//===----------------------------------------------------------------------===//
// Markdown
//===----------------------------------------------------------------------===//

void fpo::printMemoryMarkdown(const Report &report, raw_ostream &os) {
  if (!report.showsMemory())
    return;
  const ProgramMemory &memory = *report.getMemory();
  auto line = [&](StringRef name, const Count &bytes) {
    os << "| " << name << " | " << formatMetric(bytes, "B") << " | "
       << formatExact(bytes) << " |\n";
  };
  os << "\n## Memory\n\n| | | exact |\n|---|---:|---:|\n";
  line("peak", memory.getPeak());
  for (const auto &[name, bytes] : getParts(memory))
    line(name, bytes);
  const FunctionMemory *entry = memory.getEntry();
  if (!entry || !entry->peakStep)
    return;
  auto name = [](Operation *op) {
    return escapeMarkdown(op->getName().getStringRef()) + " at " +
           escapeMarkdown(getLocationPath(op->getLoc()).str());
  };
  os << "\nThe most is allocated at " << name(entry->steps[*entry->peakStep])
     << ".\n\n```\n";
  for (const std::string &chartLine : drawChart(getChart(*entry, kChartWidth)))
    os << chartLine << '\n';
  os << "```\n\n| held at the peak | bytes | type | until |\n|---|---:|---|---|"
        "\n";
  for (const Buffer *buffer : ArrayRef(getHeld(*entry)).take_front(kTensors))
    os << "| " << name(getOrigin(*buffer)) << " | "
       << formatMetric(buffer->bytes, "B") << " | "
       << escapeMarkdown(describeType(*buffer)) << " | "
       << name(entry->steps[buffer->end]) << " |\n";
  if (entry->recomputations.empty())
    return;
  os << "\n| not used there, made again | saves | "
     << report.getConvention().unit
     << " | ops | allocated then |\n|---|---:|---:|---:|---:|\n";
  for (const Recomputation &again : entry->recomputations) {
    const Buffer &buffer = entry->buffers.at(again.buffer);
    os << "| " << name(getOrigin(buffer)) << " | "
       << formatMetric(buffer.bytes, "B") << " | "
       << formatMetric(report.operations(again.cost)) << " | "
       << again.ops.size() << " | " << formatMetric(again.peak, "B") << " |\n";
  }
}

//===----------------------------------------------------------------------===//
// JSON
//===----------------------------------------------------------------------===//

void fpo::writeMemoryJson(const Report &report, JsonWriter &out) {
  if (!report.showsMemory())
    return;
  const ProgramMemory &memory = *report.getMemory();
  llvm::json::OStream &json = out.json;
  llvm::DenseMap<Operation *, int64_t> ids = getIds(report);
  auto writeOp = [&](Operation *op) {
    if (auto id = ids.find(op); id != ids.end())
      json.attribute("id", id->second);
    else
      json.attribute("id", nullptr);
    out.text("op", op->getName().getStringRef());
    out.text("loc", getLocationPath(op->getLoc()).str());
  };
  json.attributeObject("memory", [&] {
    out.attribute("peak", memory.getPeak());
    for (const auto &[name, bytes] : getParts(memory))
      out.attribute(name, bytes);
    const FunctionMemory *entry = memory.getEntry();
    if (entry && entry->peakStep)
      json.attributeObject("at",
                           [&] { writeOp(entry->steps[*entry->peakStep]); });
    else
      json.attribute("at", nullptr);
    json.attributeArray("alive", [&] {
      if (!entry)
        return;
      for (const Buffer *buffer : getHeld(*entry))
        json.object([&] {
          writeOp(getOrigin(*buffer));
          out.text("type", describeType(*buffer));
          out.attribute("bytes", buffer->bytes);
          json.attributeObject("until",
                               [&] { writeOp(entry->steps[buffer->end]); });
        });
    });
    json.attributeArray("curve", [&] {
      if (!entry)
        return;
      for (unsigned step : entry->getCurve())
        json.object([&] {
          if (auto id = ids.find(entry->steps[step]); id != ids.end())
            json.attribute("id", id->second);
          out.attribute("bytes", entry->live[step]);
        });
    });
    json.attributeArray("recompute", [&] {
      if (!entry)
        return;
      for (const Recomputation &again : entry->recomputations)
        json.object([&] {
          writeOp(getOrigin(entry->buffers.at(again.buffer)));
          out.attribute("saves", entry->buffers.at(again.buffer).bytes);
          out.attribute("fpo", report.operations(again.cost));
          json.attributeArray("ops", [&] {
            for (Operation *op : again.ops)
              json.value(ids.lookup(op));
          });
          out.attribute("allocated", again.peak);
        });
    });
    json.attributeArray("functions", [&] {
      for (const FunctionMemory *function : memory.getFunctions())
        json.object([&] {
          out.text("name", SymbolTable::getSymbolName(function->op));
          out.attribute("allocated", function->peak);
        });
    });
    json.attributeArray("unknown", [&] {
      for (const FunctionMemory *function : memory.getFunctions())
        for (const UnknownCost &unknown : function->unknown)
          json.object([&] {
            writeOp(unknown.op);
            out.text("reason", unknown.reason);
          });
    });
  });
}
