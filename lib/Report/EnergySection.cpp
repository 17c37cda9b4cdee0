//===- EnergySection.cpp - The energy in each view ------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "EnergySection.h"

#include "TextColumns.h"

#include "fpo/Report/Format.h"

#include "llvm/ADT/SetVector.h"
#include "llvm/Support/Format.h"

using namespace mlir;
using namespace mlir::fpo;

/// "1.16..21", "473": bounds in units of `unit`, as they were stated.
static std::string formatBounds(Quantity range, double unit = 1) {
  auto number = [&](double value) {
    std::string text;
    llvm::raw_string_ostream(text) << llvm::format("%.4g", value / unit);
    return text;
  };
  std::string low = number(range.lower), high = number(range.upper);
  return low == high ? low : low + ".." + high;
}

/// "1.2 mJ..3.4 J"; "1.2 mJ+" without an upper bound.
static std::string formatEstimate(const Estimate &estimate, StringRef unit) {
  std::string low = formatQuantity(estimate.lower, unit);
  if (!estimate.upper)
    return low + "+";
  std::string high = formatQuantity(*estimate.upper, unit);
  return low == high ? low : low + ".." + high;
}

/// What it emits; by the tonne, if it is as much.
static std::string formatEmission(const Estimate &kilograms) {
  if (kilograms.lower >= 1000)
    return formatEstimate(kilograms * Quantity{1e-3, 1e-3}, "t");
  return formatEstimate(kilograms * Quantity{1e3, 1e3}, "g");
}

static std::string formatKwh(const Estimate &kwh) {
  return formatEstimate(kwh * Quantity{1e3, 1e3}, "Wh");
}

static StringRef describe(const EnergyOfPart &part) {
  return part.name == "run"        ? "one run"
         : part.name == "training" ? "training"
                                   : "Cost(R)";
}

static std::string nameOf(Type type) {
  std::string name;
  llvm::raw_string_ostream(name) << type;
  return name;
}

namespace {
/// What the section says, in the order in which it is multiplied and added.
struct Step {
  std::string name, value, remark;
};
} // namespace

static std::vector<Step> stepsOf(const EnergyModel &model,
                                 const EnergyEstimate &run) {
  const EnergyTable &table = model.table;
  return {
      {"operations", formatEstimate(run.operations, "J"), "ADD and MUL alone"},
      {"x instruction", formatBounds(table.instruction.value),
       "fetch, decode, operands"},
      {"bytes", formatEstimate(run.memory, "J"),
       formatBounds(model.level.stated.value, 1e-12) + " pJ each, from " +
           model.level.name},
      {"x server", formatBounds(table.server.value), "all beside processors"},
      {"x PUE", formatBounds(table.pue.value), "the data center"},
      {"energy", formatEstimate(run.total, "J"),
       formatKwh(run.kilowattHours())},
      {"x grid", formatBounds(model.grid.stated.value),
       "g CO2e per kWh, " + model.grid.name},
      {"CO2e", formatEmission(run.kilogramsCO2e(model)), ""}};
}

/// "700 W x 1.20 ms..3.00 ms, predicted".
static std::string describe(const PowerEstimate &power) {
  return formatBounds(power.watts.value) + " W x " +
         formatEstimate(power.seconds, "s") +
         (power.isMeasured ? ", measured" : ", predicted");
}

/// The sources of the numbers that were used, each once.
static llvm::SetVector<StringRef> sourcesOf(const Report &report,
                                            const ProgramEnergy &energy) {
  const EnergyModel &model = energy.model;
  llvm::SetVector<StringRef> sources;
  auto note = [&](StringRef text) {
    SmallVector<StringRef> parts;
    text.split(parts, "; ");
    sources.insert_range(parts);
  };
  for (const TypedOps &ops : report.getTotal().getOps())
    if (const OperationEnergy *rates = model.table.findOperations(ops.type)) {
      note(rates->add.source);
      note(rates->mul.source);
    }
  for (const Stated *stated :
       {&model.table.instruction, &model.level.stated, &model.table.server,
        &model.table.pue, &model.grid.stated})
    note(stated->source);
  if (energy.power)
    note(energy.power->watts.source);
  return sources;
}

/// Of each byte, and of what the estimate can't know.
static std::string assumptionOf(const Report &report,
                                const ProgramEnergy &energy) {
  std::string text = "bytes move from and to " + energy.model.level.name +
                     (energy.model.level.name == "main" ? " memory" : "") +
                     ", from those of fused groups to all that ops read and "
                     "write; energy of idle machines is not in it";
  if (report.getTraining())
    text += "; of a training only the bytes of the forward pass are known";
  return text;
}

static constexpr StringLiteral kNeedsNumbers =
    "depends on symbols; --bind=SYMBOL=N gives numbers";

void fpo::printEnergyText(const Report &report, raw_ostream &os,
                          bool useColor) {
  const ProgramEnergy *energy = report.getEnergy();
  if (!energy)
    return;
  if (useColor)
    os.changeColor(raw_ostream::SAVEDCOLOR, /*Bold=*/true);
  os << "  energy";
  if (useColor)
    os.resetColor();
  os << "   of one run\n";
  const std::optional<EnergyEstimate> &run = energy->parts.front().energy;
  if (!run) {
    os << "    " << kNeedsNumbers << "\n\n";
    return;
  }
  for (const Step &step : stepsOf(energy->model, *run))
    os << StringRef("    " + left(step.name, 14) + right(step.value, 20) +
                    "  " + step.remark)
              .rtrim()
       << '\n';
  if (energy->power)
    os << "    " << left("or top-down", 14)
       << right(formatEstimate(energy->power->joules(energy->model.table), "J"),
                20)
       << "  " << describe(*energy->power) << '\n';
  if (!energy->powerUnset.empty())
    os << "    " << left("or top-down", 14) << "unrated: " << energy->powerUnset
       << '\n';
  for (const EnergyOfPart &part : ArrayRef(energy->parts).drop_front())
    if (part.energy)
      os << "    " << left(describe(part), 14)
         << right(formatEstimate(part.energy->total, "J"), 20) << "  "
         << formatKwh(part.energy->kilowattHours()) << "  "
         << formatEmission(part.energy->kilogramsCO2e(energy->model))
         << " CO2e\n";
    else
      os << "    " << left(describe(part), 14) << kNeedsNumbers << '\n';
  for (Type type : run->unrated)
    os << "    unrated: operations in " << type << '\n';
  printWords(os, "assumed: " + assumptionOf(report, *energy), 4);
  for (StringRef source : sourcesOf(report, *energy))
    printWords(os, ("source: " + source).str(), 4);
  os << '\n';
}

void fpo::printEnergyMarkdown(const Report &report, raw_ostream &os) {
  const ProgramEnergy *energy = report.getEnergy();
  if (!energy)
    return;
  os << "\n## Energy\n\n";
  const std::optional<EnergyEstimate> &run = energy->parts.front().energy;
  if (!run) {
    os << "It " << kNeedsNumbers << ".\n";
    return;
  }
  os << "| one run | | |\n|---|---:|---|\n";
  for (const Step &step : stepsOf(energy->model, *run))
    os << "| " << step.name << " | " << step.value << " | " << step.remark
       << " |\n";
  os << "\n| | energy | | CO2e |\n|---|---:|---:|---:|\n";
  for (const EnergyOfPart &part : energy->parts)
    if (part.energy)
      os << "| " << describe(part) << " | "
         << formatEstimate(part.energy->total, "J") << " | "
         << formatKwh(part.energy->kilowattHours()) << " | "
         << formatEmission(part.energy->kilogramsCO2e(energy->model)) << " |\n";
    else
      os << "| " << describe(part) << " | " << kNeedsNumbers << " | | |\n";
  if (energy->power)
    os << "\nTop-down, of one run: "
       << formatEstimate(energy->power->joules(energy->model.table), "J")
       << " (" << describe(*energy->power) << ", server, data center).\n";
  if (!energy->powerUnset.empty())
    os << "\nTop-down: unrated, " << energy->powerUnset << ".\n";
  for (Type type : run->unrated)
    os << "\nUnrated: operations in " << type << ".\n";
  os << "\nAssumed: " << assumptionOf(report, *energy) << ".\n\nSources:\n\n";
  for (StringRef source : sourcesOf(report, *energy))
    os << "- " << source << '\n';
}

static void writeRange(JsonWriter &out, StringRef name, Quantity range) {
  out.json.attributeArray(name, [&] {
    out.json.value(range.lower);
    out.json.value(range.upper);
  });
}

static void writeEstimate(JsonWriter &out, StringRef name,
                          const Estimate &estimate) {
  out.json.attributeArray(name, [&] {
    out.json.value(estimate.lower);
    if (estimate.upper)
      out.json.value(*estimate.upper);
    else
      out.json.value(nullptr);
  });
}

static void writePart(JsonWriter &out, const EnergyModel &model,
                      const EnergyOfPart &part) {
  out.text("part", part.name);
  if (!part.energy) {
    for (StringRef name : {"operations_joules", "instructions_joules",
                           "memory_joules", "joules", "kwh", "kg_co2e"})
      out.json.attribute(name, nullptr);
    return;
  }
  writeEstimate(out, "operations_joules", part.energy->operations);
  writeEstimate(out, "instructions_joules", part.energy->instructions);
  writeEstimate(out, "memory_joules", part.energy->memory);
  writeEstimate(out, "joules", part.energy->total);
  writeEstimate(out, "kwh", part.energy->kilowattHours());
  writeEstimate(out, "kg_co2e", part.energy->kilogramsCO2e(model));
}

void fpo::printEnergyJson(const Report &report, JsonWriter &out) {
  const ProgramEnergy *energy = report.getEnergy();
  if (!energy)
    return;
  const EnergyModel &model = energy->model;
  auto factor = [&](StringRef name, StringRef valueName, const Stated &stated,
                    StringRef of = "") {
    out.json.object([&] {
      out.text("factor", name);
      if (!of.empty())
        out.text("of", of);
      writeRange(out, valueName, stated.value);
      out.text("source", stated.source);
    });
  };
  out.json.attributeObject("energy", [&] {
    out.json.attributeArray("parts", [&] {
      for (const EnergyOfPart &part : energy->parts)
        out.json.object([&] { writePart(out, model, part); });
    });
    out.json.attributeArray("factors", [&] {
      for (const TypedOps &ops : report.getTotal().getOps())
        if (const OperationEnergy *rates =
                model.table.findOperations(ops.type)) {
          factor("add", "joules", rates->add, nameOf(ops.type));
          factor("mul", "joules", rates->mul, nameOf(ops.type));
        }
      factor("byte", "joules", model.level.stated, model.level.name);
      factor("instruction", "ratio", model.table.instruction);
      factor("server", "ratio", model.table.server);
      factor("pue", "ratio", model.table.pue);
      factor("grid", "g_co2e_per_kwh", model.grid.stated, model.grid.name);
    });
    if (energy->power)
      out.json.attributeObject("top_down", [&] {
        out.text("target", energy->power->target);
        writeRange(out, "watts", energy->power->watts.value);
        out.text("source", energy->power->watts.source);
        writeEstimate(out, "seconds", energy->power->seconds);
        out.json.attribute("measured", energy->power->isMeasured);
        writeEstimate(out, "joules", energy->power->joules(model.table));
      });
    out.json.attributeArray("unrated", [&] {
      if (energy->parts.front().energy)
        for (Type type : energy->parts.front().energy->unrated)
          out.json.value(nameOf(type));
    });
    out.text("assumption", assumptionOf(report, *energy));
  });
}
