//===- JsonView.cpp - The report as JSON ----------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// The schema is fpo-report/1 (docs/ReportSchema.md).
//
//===----------------------------------------------------------------------===//

#include "DevicesSection.h"
#include "EnergySection.h"
#include "FusionSection.h"
#include "JsonWriter.h"
#include "MemorySection.h"
#include "TimeSection.h"
#include "TrafficSection.h"
#include "WorkloadSection.h"

#include "fpo/Report/Comparison.h"
#include "fpo/Report/Format.h"
#include "fpo/Report/Report.h"

using namespace mlir;
using namespace mlir::fpo;

static void writeQuantities(JsonWriter &out, const Report &report,
                            const Cost &cost) {
  out.attribute("fpo", report.operations(cost));
  out.typed("add", cost, &TypedOps::add);
  out.typed("mul", cost, &TypedOps::mul);
  out.attribute("mac", cost.mac);
  if (!report.getConvention().ruleFile.empty())
    out.attribute("transcendentals", cost.transcendentals);
  out.attribute("iop", cost.iop());
  out.attribute("read", cost.read);
  out.attribute("write", cost.write);
}

static void writeTotals(JsonWriter &out, const Report &report) {
  const Cost &total = report.getTotal();
  writeQuantities(out, report, total);
  printFusedJson(report, nullptr, out);
  if (report.hasWaste())
    out.waste(report.getWaste());
  double bytes = toDouble(total.read + total.write);
  if (bytes > 0 && total.isExact())
    out.json.attribute("intensity", toDouble(report.operations(total)) / bytes);
  else
    out.json.attribute("intensity", nullptr);
  out.attribute("params", report.getProgram().parameters.elements);
  out.attribute("param_bytes", report.getProgram().parameters.bytes);
  if (const ProgramMemory *memory = report.getMemory())
    out.attribute("peak", memory->getPeak());
}

static void writeUnknown(JsonWriter &out, const UnknownCost &entry) {
  out.json.object([&] {
    out.text("op", entry.op->getName().getStringRef());
    out.text("loc", getLocationPath(entry.op->getLoc()).str());
    out.text("reason", entry.reason);
  });
}

static void writeTraining(JsonWriter &out, const Report &report,
                          const TrainingCost &training) {
  const TrainingOptions &how = training.options;
  auto runs = [](uint64_t n) { return Count::get(llvm::APInt(64, n)); };
  out.text("method", stringify(how.optimizer));
  out.json.attribute("weight_decay", how.hasWeightDecay);
  out.json.attribute("input_gradients", how.hasInputGradients);
  out.attribute("steps", runs(how.steps));
  out.attribute("epochs", runs(how.epochs));
  out.attribute("trained_params", training.trained);
  for (auto [name, cost] : getTrainingParts(training))
    out.json.attributeObject(name, [&, cost = cost] {
      out.attribute("fpo", report.operations(*cost));
      out.typed("add", *cost, &TypedOps::add);
      out.typed("mul", *cost, &TypedOps::mul);
      out.attribute("mac", cost->mac);
      out.attribute("iop", cost->iop());
    });
  out.json.attributeArray("unknown", [&] {
    for (const UnknownCost &entry : training.unknown)
      writeUnknown(out, entry);
  });
}

static void writeOp(JsonWriter &out, const Report &report, const OpCost &op) {
  const Cost &cost = op.cost;
  out.json.attribute("id", int64_t(op.id));
  out.text("op", op.op->getName().getStringRef());
  if (op.function)
    out.text("function", op.function->name);
  else
    out.json.attribute("function", nullptr);
  out.text("loc", getLocationPath(op.op->getLoc()).str());
  out.attribute("times", op.times);
  out.opAttribute("fpo", report.operations(cost));
  if (cost.isComplete()) {
    out.typed("add", cost, &TypedOps::add);
    out.typed("mul", cost, &TypedOps::mul);
  } else {
    out.json.attribute("add", nullptr);
    out.json.attribute("mul", nullptr);
  }
  if (report.hasWaste())
    out.waste(op.waste);
  out.opAttribute("mac", cost.mac);
  if (!report.getConvention().ruleFile.empty())
    out.opAttribute("transcendentals", cost.transcendentals);
  out.opAttribute("iop", cost.iop());
  out.opAttribute("read", cost.read);
  out.opAttribute("write", cost.write);
  out.text("status", op.reason ? "unknown" : Report::status(cost));
}

static void writeSymbol(JsonWriter &out, const ReportSymbol &symbol) {
  out.text("name", symbol.name);
  if (symbol.value)
    out.attribute("value", *symbol.value);
  else
    out.json.attribute("value", nullptr);
  out.text("meaning", symbol.meaning->text);
  out.text("loc", getLocationPath(symbol.meaning->loc).str());
}

/// A row for each combination of sizes.
static void writeSweep(JsonWriter &out, const Report &report) {
  for (auto [row, total] : llvm::zip_equal(report.getOptions().sweepRows,
                                           report.getSweepTotals())) {
    out.json.objectBegin();
    out.json.attributeBegin("symbols");
    out.json.objectBegin();
    for (const auto &[name, value] : row)
      out.attribute(name, value);
    out.json.objectEnd();
    out.json.attributeEnd();
    writeQuantities(out, report, total);
    if (const ProgramMemory *memory = report.getMemory())
      out.attribute("peak", memory->getPeak().substitute(lookupIn(row)));
    out.json.objectEnd();
  }
}

void fpo::printJson(const Report &report, raw_ostream &os) {
  JsonWriter out(os);
  llvm::json::OStream &json = out.json;
  json.object([&] {
    out.text("schema", "fpo-report/1");
    out.text("file", report.getOptions().file);
    out.text("convention", report.getConvention().id);
    out.text("count", stringify(report.getOptions().count));
    if (report.getEntryName().empty())
      json.attribute("entry", nullptr);
    else
      out.text("entry", report.getEntryName());
    out.text("status", Report::status(report.getTotal()));
    json.attributeArray("notes", [&] {
      for (const std::string &note : report.getNotes())
        json.value(llvm::json::fixUTF8(note));
    });
    json.attributeArray("symbols", [&] {
      for (const ReportSymbol &symbol : report.getSymbols())
        json.object([&] { writeSymbol(out, symbol); });
    });
    json.attributeObject("totals", [&] { writeTotals(out, report); });
    if (const TrainingCost *training = report.getTraining())
      json.attributeObject("training",
                           [&] { writeTraining(out, report, *training); });
    printWorkloadJson(report, out);
    printEnergyJson(report, out);
    printDevicesJson(report, out);
    writeMemoryJson(report, out);
    printTimeJson(report, out);
    if (!report.getOptions().sweepRows.empty())
      json.attributeArray("sweep", [&] { writeSweep(out, report); });
    json.attributeArray("unknown", [&] {
      for (const UnknownCost *entry : report.getUnknown())
        writeUnknown(out, *entry);
    });
    json.attributeArray("functions", [&] {
      for (const CostFunction *function : report.getFunctions())
        json.object([&] {
          out.text("name", function->name);
          out.attribute("calls", report.getProgram().runsOf(function).times());
          json.attributeObject("totals", [&] {
            writeQuantities(out, report, *function->total);
            printFusedJson(report, function, out);
          });
        });
    });
    printTrafficJson(report, out);
    printGroupsJson(report, out);
    json.attributeArray("ops", [&] {
      report.forEachOp([&](const OpCost &op) {
        json.object([&] { writeOp(out, report, op); });
      });
    });
  });
  os << '\n';
}

void fpo::printJson(const Comparison &comparison, raw_ostream &os) {
  JsonWriter out(os);
  llvm::json::OStream &json = out.json;
  const Report &base = comparison.getBase();
  json.object([&] {
    out.text("schema", "fpo-comparison/1");
    out.text("file", base.getOptions().file);
    out.text("count", stringify(base.getOptions().count));
    if (base.getEntryName().empty())
      json.attribute("entry", nullptr);
    else
      out.text("entry", base.getEntryName());
    double all = toDouble(base.operations(base.getTotal()));
    json.attributeArray("conventions", [&] {
      for (const Report &report : comparison.getReports())
        json.object([&] {
          out.text("convention", report.getConvention().id);
          out.text("status", Report::status(report.getTotal()));
          json.attributeObject("totals", [&] { writeTotals(out, report); });
          json.attributeArray("differences", [&] {
            for (const Difference &difference :
                 comparison.getDifferences(report))
              json.object([&] {
                out.text("reason", difference.reason);
                json.attribute("share", difference.operations / all);
              });
          });
        });
    });
    json.attributeArray("unknown", [&] {
      for (const UnknownCost *entry : base.getUnknown())
        writeUnknown(out, *entry);
    });
    json.attributeArray("ops", [&] {
      for (const ComparedOp &op : comparison.getOps())
        json.object([&] {
          json.attribute("id", int64_t(op.id));
          out.text("op", op.op->getName().getStringRef());
          if (op.function)
            out.text("function", op.function->name);
          else
            json.attribute("function", nullptr);
          out.text("loc", getLocationPath(op.op->getLoc()).str());
          out.attribute("times", op.times);
          for (auto [report, count] :
               llvm::zip_equal(comparison.getReports(), op.operations))
            out.opAttribute(report.getConvention().id, count);
          out.opAttribute("transcendentals", op.transcendentals);
        });
    });
  });
  os << '\n';
}
