//===- DevicesSection.cpp - Many devices, in each view --------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DevicesSection.h"

#include "TextColumns.h"

#include "fpo/Report/Format.h"

#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace mlir::fpo;

/// "@grid 2x4".
static std::string describe(const DeviceGrid &grid) {
  auto sizes = llvm::map_range(grid.shape, [](int64_t size) {
    return ShapedType::isDynamic(size) ? std::string("?")
                                       : std::to_string(size);
  });
  return "@" + grid.name + " " + llvm::join(sizes, "x");
}

static std::string describeGrids(const DeviceCosts &devices) {
  if (devices.grids.empty())
    return "no grid";
  std::string text = llvm::join(llvm::map_range(devices.grids, describe), ", ");
  if (std::optional<Count> all = devices.devices(); all && all->isExact())
    text += ", " + formatExact(*all) + " devices";
  return text;
}

/// "@grid[0,1] of 8": the axes along which the devices of a group differ.
static std::string describe(const GroupCommunication &group) {
  auto axes = llvm::map_range(
      group.axes, [](int16_t axis) { return std::to_string(axis); });
  return "@" + group.grid + "[" + llvm::join(axes, ",") + "] of " +
         std::to_string(group.size);
}

static std::string kindOf(const GroupCommunication &group) {
  return StringRef(group.op).split('.').second.str() +
         (group.numOps == 1 ? "" : " x" + std::to_string(group.numOps));
}

static std::string percent(double part) {
  return llvm::formatv("{0:f1} %", 100 * part);
}

/// Of all devices; none if it isn't known how many there are, or the program is
/// not yet that of one.
static std::optional<Count> ofAll(const Report &report) {
  const DeviceCosts &devices = *report.getDevices();
  std::optional<Count> number = devices.devices();
  if (!number || devices.annotation)
    return std::nullopt;
  return report.operations(report.getTotal()) * *number;
}

/// "1.20 us..3.00 us"; "1.20 us+" without an upper bound.
static std::string formatSeconds(const std::optional<Estimate> &seconds) {
  if (!seconds)
    return "-";
  std::string low = formatQuantity(seconds->lower, "s");
  if (!seconds->upper)
    return low + "+";
  std::string high = formatQuantity(*seconds->upper, "s");
  return low == high ? low : low + ".." + high;
}

/// "nvlink, 450 GB/s"; where the latency is not stated, so.
static std::string describe(const Link &link) {
  const Quantity &rate = link.bytesPerSecond.value;
  std::string text = link.name + ", " + formatMetric(rate.lower, "B/s");
  if (rate.upper != rate.lower)
    text += ".." + formatMetric(rate.upper, "B/s");
  if (!link.latency)
    text += ", latency unrated";
  return text;
}

static constexpr StringLiteral kNotPartitioned =
    "it says how values are sharded, but is not partitioned: all numbers are "
    "those of one device that runs the whole program; --sharding-propagation "
    "and --shard-partition make the program of each device";

static std::string describeBubble(const Pipeline &pipeline) {
  std::string text = percent(pipeline.bubble()) + " bubble";
  if (std::optional<double> idle = pipeline.idle())
    text += ", " + percent(*idle) + " idle with stages as they are";
  return text;
}

void fpo::printDevicesText(const Report &report, raw_ostream &os,
                           bool useColor) {
  const DeviceCosts *devices = report.getDevices();
  if (!devices)
    return;
  auto title = [&](StringRef text) {
    if (useColor)
      os.changeColor(raw_ostream::SAVEDCOLOR, /*Bold=*/true);
    os << "  " << text;
    if (useColor)
      os.resetColor();
  };
  title("devices");
  os << "   " << describeGrids(*devices) << '\n';
  if (devices->annotation)
    printWords(os, "note: " + kNotPartitioned.str(), 4);
  StringRef unit = report.getConvention().unit;
  auto line = [&](StringRef name, const Count &count, StringRef of,
                  StringRef rest) {
    os << "    " << left(name, 13) << right(formatMetric(count, of), 11) << "  "
       << rest << '\n';
  };
  if (std::optional<Count> all = ofAll(report)) {
    line("each", report.operations(report.getTotal()), "", unit);
    line("all", *all, "", unit);
  }
  if (!devices->communication.empty() || !devices->unknown.empty()) {
    os << "    " << left("each sends", 32) << right("by ring", 11)
       << right("steps", 9) << right("by tree", 11) << right("steps", 9)
       << '\n';
    for (const GroupCommunication &group : devices->communication)
      os << "    " << left(describe(group), 16) << left(kindOf(group), 16)
         << right(cell(group.ring.sent, "B"), 11)
         << right(cell(group.ring.steps), 9)
         << right(cell(group.tree.sent, "B"), 11)
         << right(cell(group.tree.steps), 9) << '\n';
    os << "    " << left("in all", 32)
       << right(cell(devices->ring.sent, "B"), 11)
       << right(cell(devices->ring.steps), 9)
       << right(cell(devices->tree.sent, "B"), 11)
       << right(cell(devices->tree.steps), 9) << '\n';
    os << "    " << left("by all devices", 32)
       << right(cell(devices->ring.total, "B"), 11) << right("", 9)
       << right(cell(devices->tree.total, "B"), 11) << '\n';
  }
  if (devices->time)
    os << "    time         " << formatSeconds(devices->time->ring)
       << " by ring, " << formatSeconds(devices->time->tree) << " by tree\n"
       << "                 over " << describe(devices->time->link) << '\n';
  if (!devices->timeUnset.empty())
    os << "    " << left("time", 13) << "unrated: " << devices->timeUnset
       << '\n';
  for (const UnknownCost &entry : devices->unknown)
    os << "    unknown: what " << entry.op->getName()
       << " sends: " << cut(entry.reason, 40) << '\n';
  os << '\n';

  const Pipeline &pipeline = devices->pipeline;
  if (pipeline.stages.empty())
    return;
  title("pipeline");
  os << "   " << pipeline.stages.size() << " stages, " << pipeline.microbatches
     << (pipeline.microbatches == 1 ? " microbatch" : " microbatches") << '\n';
  auto share = [&](const Cost &cost) {
    return formatShare(toDouble(report.operations(cost)),
                       toDouble(report.operations(report.getTotal())));
  };
  for (const Stage &stage : pipeline.stages)
    line("stage " + std::to_string(stage.number), report.operations(stage.cost),
         "", share(stage.cost));
  if (!pipeline.rest.isZero())
    line("no stage", report.operations(pipeline.rest), "",
         share(pipeline.rest));
  os << "    " << describeBubble(pipeline) << "\n\n";
}

void fpo::printDevicesMarkdown(const Report &report, raw_ostream &os) {
  const DeviceCosts *devices = report.getDevices();
  if (!devices)
    return;
  StringRef unit = report.getConvention().unit;
  os << "\n## Devices\n\n" << describeGrids(*devices) << ".\n";
  if (devices->annotation)
    os << "\nNote: " << kNotPartitioned << ".\n";
  if (std::optional<Count> all = ofAll(report))
    os << "\nEach " << formatMetric(report.operations(report.getTotal())) << ' '
       << unit << ", all " << formatExact(*all) << ' ' << unit << ".\n";
  if (!devices->communication.empty() || !devices->unknown.empty()) {
    os << "\n| along | | by ring | steps | by tree | steps "
          "|\n|---|---|---:|---:|---:|---:|\n";
    auto row = [&](StringRef along, StringRef what, const SentBytes &ring,
                   const SentBytes &tree) {
      os << "| " << along << " | " << what << " | " << formatExact(ring.sent)
         << " | " << formatExact(ring.steps) << " | " << formatExact(tree.sent)
         << " | " << formatExact(tree.steps) << " |\n";
    };
    for (const GroupCommunication &group : devices->communication)
      row(describe(group), kindOf(group), group.ring, group.tree);
    row("in all", "", devices->ring, devices->tree);
    os << "\nBytes that a device sends, that which sends most.\n";
  }
  if (devices->time)
    os << "\nTime of communication: " << formatSeconds(devices->time->ring)
       << " by ring, " << formatSeconds(devices->time->tree) << " by tree ("
       << describe(devices->time->link) << ").\n";
  if (!devices->timeUnset.empty())
    os << "\nTime of communication: unrated, " << devices->timeUnset << ".\n";
  for (const UnknownCost &entry : devices->unknown)
    os << "\nWhat " << entry.op->getName()
       << " sends is not known: " << entry.reason << ".\n";
  const Pipeline &pipeline = devices->pipeline;
  if (pipeline.stages.empty())
    return;
  os << "\n## Pipeline\n\n| stage | " << unit
     << " | exact |\n|---|---:|---:|\n";
  for (const Stage &stage : pipeline.stages)
    os << "| " << stage.number << " | "
       << formatMetric(report.operations(stage.cost)) << " | "
       << formatExact(report.operations(stage.cost)) << " |\n";
  if (!pipeline.rest.isZero())
    os << "| none | " << formatMetric(report.operations(pipeline.rest)) << " | "
       << formatExact(report.operations(pipeline.rest)) << " |\n";
  os << "\nFor " << pipeline.microbatches
     << " microbatches: " << describeBubble(pipeline) << ".\n";
}

static void writeSent(JsonWriter &out, StringRef name, const SentBytes &sent) {
  out.json.attributeObject(name, [&] {
    out.attribute("steps", sent.steps);
    out.attribute("sent_bytes", sent.sent);
    out.attribute("path_bytes", sent.path);
    out.attribute("total_bytes", sent.total);
  });
}

static void writeSeconds(JsonWriter &out, StringRef name,
                         const std::optional<Estimate> &seconds) {
  if (!seconds) {
    out.json.attribute(name, nullptr);
    return;
  }
  out.json.attributeArray(name, [&] {
    out.json.value(seconds->lower);
    if (seconds->upper)
      out.json.value(*seconds->upper);
    else
      out.json.value(nullptr);
  });
}

static void writePipeline(const Report &report, const Pipeline &pipeline,
                          JsonWriter &out) {
  out.attribute("microbatches",
                Count::get(llvm::APInt(64, pipeline.microbatches)));
  out.json.attributeArray("stages", [&] {
    for (const Stage &stage : pipeline.stages)
      out.json.object([&] {
        out.json.attribute("stage", stage.number);
        out.attribute("fpo", report.operations(stage.cost));
        out.attribute("read", stage.cost.read);
        out.attribute("write", stage.cost.write);
      });
  });
  out.attribute("unstaged_fpo", report.operations(pipeline.rest));
  out.json.attribute("bubble", pipeline.bubble());
  if (std::optional<double> idle = pipeline.idle())
    out.json.attribute("idle", *idle);
  else
    out.json.attribute("idle", nullptr);
}

void fpo::printDevicesJson(const Report &report, JsonWriter &out) {
  const DeviceCosts *devices = report.getDevices();
  if (!devices)
    return;
  out.json.attributeObject("devices", [&] {
    out.json.attributeArray("grids", [&] {
      for (const DeviceGrid &grid : devices->grids)
        out.json.object([&] {
          out.text("name", grid.name);
          out.json.attributeArray("shape", [&] {
            for (int64_t size : grid.shape)
              if (ShapedType::isDynamic(size))
                out.json.value(nullptr);
              else
                out.json.value(size);
          });
          out.attribute("devices", grid.devices());
        });
    });
    out.json.attribute("partitioned", devices->annotation == nullptr);
    if (std::optional<Count> all = ofAll(report))
      out.attribute("fpo_of_all", *all);
    else
      out.json.attribute("fpo_of_all", nullptr);
    out.json.attributeArray("communication", [&] {
      for (const GroupCommunication &group : devices->communication)
        out.json.object([&] {
          out.text("op", group.op);
          out.text("grid", group.grid);
          out.json.attributeArray("axes", [&] {
            for (int16_t axis : group.axes)
              out.json.value(int64_t(axis));
          });
          out.json.attribute("group", group.size);
          out.json.attribute("ops", int64_t(group.numOps));
          writeSent(out, "ring", group.ring);
          writeSent(out, "tree", group.tree);
        });
    });
    writeSent(out, "ring", devices->ring);
    writeSent(out, "tree", devices->tree);
    if (devices->time)
      out.json.attributeObject("time", [&] {
        const Link &link = devices->time->link;
        out.text("link", link.name);
        out.text("source", link.bytesPerSecond.source);
        writeSeconds(out, "ring_seconds", devices->time->ring);
        writeSeconds(out, "tree_seconds", devices->time->tree);
      });
    out.json.attributeArray("unknown", [&] {
      for (const UnknownCost &entry : devices->unknown)
        out.json.object([&] {
          out.text("op", entry.op->getName().getStringRef());
          out.text("loc", getLocationPath(entry.op->getLoc()).str());
          out.text("reason", entry.reason);
        });
    });
    if (!devices->pipeline.stages.empty())
      out.json.attributeObject(
          "pipeline", [&] { writePipeline(report, devices->pipeline, out); });
  });
}
