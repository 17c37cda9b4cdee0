//===- CsvView.cpp - The report as CSV ------------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// A line for each op (RFC 4180), for a spreadsheet or a data frame.
//
//===----------------------------------------------------------------------===//

#include "fpo/Report/Comparison.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace mlir::fpo;

/// A field, in quotes where it needs them.
static std::string quote(StringRef field) {
  if (field.find_first_of(",\"\r\n") == StringRef::npos)
    return field.str();
  std::string quoted = "\"";
  for (char c : field) {
    if (c == '"')
      quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

/// A number; `lo..hi` for an interval; empty if it is not known.
static std::string field(const Count &count) {
  if (!count.isBounded())
    return "";
  std::string text;
  llvm::raw_string_ostream os(text);
  os << count.lower();
  if (!count.isExact())
    os << ".." << count.upper();
  return quote(text);
}

/// A line for each combination of sizes.
static void printSweep(const Report &report, raw_ostream &os) {
  for (const auto &[name, value] : report.getOptions().sweepRows.front())
    os << quote(name) << ',';
  os << "fpo,add,mul,mac,iop,read,write,status\n";
  for (auto [row, total] : llvm::zip_equal(report.getOptions().sweepRows,
                                           report.getSweepTotals())) {
    for (const auto &[name, value] : row)
      os << value << ',';
    for (const Count &count :
         {report.operations(total), total.add(), total.mul(), total.mac,
          total.iop(), total.read, total.write})
      os << field(count) << ',';
    os << Report::status(total) << '\n';
  }
}

void fpo::printCsv(const Report &report, raw_ostream &os) {
  if (!report.getOptions().sweepRows.empty())
    return printSweep(report, os);
  // A pair of columns for each element type that occurs.
  SmallVector<Type> types =
      llvm::map_to_vector(report.getTotal().getOps(),
                          [](const TypedOps &entry) { return entry.type; });
  os << "id,op,function,loc,times,fpo,mac,iop,read,write,status";
  bool hasTranscendentals = !report.getConvention().ruleFile.empty();
  if (hasTranscendentals)
    os << ",transcendentals";
  if (report.hasWaste())
    os << ",waste,waste.mac,waste.iop";
  for (Type type : types)
    os << ",add." << type << ",mul." << type;
  os << '\n';
  report.forEachOp([&](const OpCost &op) {
    const Cost &cost = op.cost;
    os << op.id << ',' << quote(op.op->getName().getStringRef()) << ','
       << quote(op.function ? op.function->name : "") << ','
       << quote(getLocationPath(op.op->getLoc()).str()) << ','
       << field(op.times) << ',' << field(report.operations(cost)) << ','
       << field(cost.mac) << ',' << field(cost.iop()) << ',' << field(cost.read)
       << ',' << field(cost.write) << ','
       << (op.reason ? "unknown" : Report::status(cost));
    if (hasTranscendentals)
      os << ',' << field(cost.transcendentals);
    if (report.hasWaste())
      os << ',' << field(op.waste.operations) << ',' << field(op.waste.mac)
         << ',' << field(op.waste.iop);
    for (Type type : types) {
      const auto *entry = llvm::find_if(
          cost.getOps(), [&](const TypedOps &ops) { return ops.type == type; });
      if (!cost.isComplete())
        os << ",,";
      else if (entry == cost.getOps().end())
        os << ",0,0";
      else
        os << ',' << field(entry->add) << ',' << field(entry->mul);
    }
    os << '\n';
  });
}

void fpo::printCsv(const Comparison &comparison, raw_ostream &os) {
  os << "id,op,function,loc,times";
  for (const Report &report : comparison.getReports())
    os << ',' << report.getConvention().id;
  os << ",transcendentals\n";
  for (const ComparedOp &op : comparison.getOps()) {
    os << op.id << ',' << quote(op.op->getName().getStringRef()) << ','
       << quote(op.function ? op.function->name : "") << ','
       << quote(getLocationPath(op.op->getLoc()).str()) << ','
       << field(op.times);
    for (const Count &count : op.operations)
      os << ',' << field(count);
    os << ',' << field(op.transcendentals) << '\n';
  }
}
