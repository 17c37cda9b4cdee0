//===- WriteTarget.cpp - Machines as text ---------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Target/Target.h"

#include "llvm/Support/Format.h"

using namespace mlir;
using namespace mlir::fpo;

/// A string as MLIR reads it.
static void printString(StringRef text, llvm::raw_ostream &os) {
  os << '"';
  llvm::printEscapedString(text, os);
  os << '"';
}

static void printNumber(double value, llvm::raw_ostream &os) {
  os << llvm::format("%.4e", value);
}

static void printQuantity(StringRef key, Quantity value,
                          llvm::raw_ostream &os) {
  os << '"' << key << "\" = ";
  if (value.lower != value.upper) {
    os << '[';
    printNumber(value.lower, os);
    os << ", ";
  }
  printNumber(value.upper, os);
  if (value.lower != value.upper)
    os << ']';
}

/// Prints `"key" = value, "key_of_one_core" = ..., "source" = "..."`.
static void printStated(StringRef key, const Stated &stated,
                        const std::optional<Stated> &ofOneCore,
                        llvm::raw_ostream &os) {
  printQuantity(key, stated.value, os);
  if (ofOneCore) {
    os << ", ";
    printQuantity((key + "_of_one_core").str(), ofOneCore->value, os);
  }
  os << ", \"source\" = ";
  printString(stated.source, os);
}

/// Prints the rates of a unit.
static void printRates(ArrayRef<PeakRate> rates, StringRef unit,
                       llvm::raw_ostream &os) {
  os << "        \"" << unit << "\" = #dlti.map<";
  StringRef separator = "\n";
  for (const PeakRate &rate : rates) {
    if (rate.unit != unit)
      continue;
    os << separator << "          ";
    separator = ",\n";
    if (rate.type == rate.accumulator)
      os << rate.type;
    else
      os << '(' << rate.type << ") -> " << rate.accumulator;
    os << " = #dlti.map<";
    printStated("ops_per_second", rate.opsPerSecond, rate.opsPerSecondOfOneCore,
                os);
    os << '>';
  }
  os << '>';
}

static void printLevel(const MemoryLevel &level, llvm::raw_ostream &os) {
  os << "        ";
  printString(level.name, os);
  os << " = #dlti.map<\"bytes\" = " << level.capacity;
  if (level.line != 0)
    os << ", \"line\" = " << level.line;
  if (level.associativity != 0)
    os << ", \"ways\" = " << level.associativity;
  os << ", \"cores\" = " << level.cores << ", \"source\" = ";
  printString(level.source, os);
  if (level.bytesPerSecond) {
    os << ",\n          \"bandwidth\" = #dlti.map<";
    printStated("bytes_per_second", *level.bytesPerSecond,
                level.bytesPerSecondOfOneCore, os);
    os << '>';
  }
  os << '>';
}

void fpo::writeTarget(const Target &target, llvm::raw_ostream &os) {
  os << "module attributes {\n"
        "  dlti.target_system_spec = #dlti.target_system_spec<\n    ";
  printString(target.name, os);
  os << " = #dlti.target_device_spec<\n      \"description\" = ";
  printString(target.description, os);
  os << ",\n      \"kind\" = ";
  printString(target.kind, os);
  if (!target.processor.empty()) {
    os << ",\n      \"processor\" = ";
    printString(target.processor, os);
  }
  os << ",\n      \"cores\" = #dlti.map<\"count\" = " << target.cores
     << ", \"source\" = ";
  printString(target.coresSource, os);
  os << '>';
  if (target.clock) {
    os << ",\n      \"clock\" = #dlti.map<";
    printStated("hz", *target.clock, target.clockOfOneCore, os);
    os << '>';
  }
  if (target.power) {
    os << ",\n      \"power\" = #dlti.map<";
    printStated("watts", *target.power, std::nullopt, os);
    os << '>';
  }

  os << ",\n      \"rates\" = #dlti.map<\n";
  SmallVector<StringRef> units;
  for (const PeakRate &rate : target.rates)
    if (!llvm::is_contained(units, rate.unit))
      units.push_back(rate.unit);
  llvm::interleave(
      units, os, [&](StringRef unit) { printRates(target.rates, unit, os); },
      ",\n");
  os << ">,\n      \"levels\" = #dlti.map<\n";
  llvm::interleave(
      target.levels, os,
      [&](const MemoryLevel &level) { printLevel(level, os); }, ",\n");
  os << '>';

  if (!target.links.empty()) {
    os << ",\n      \"links\" = #dlti.map<\n";
    llvm::interleave(
        target.links, os,
        [&](const Link &link) {
          os << "        ";
          printString(link.name, os);
          os << " = #dlti.map<";
          if (link.latency) {
            printQuantity("latency_seconds", link.latency->value, os);
            os << ", ";
          }
          printStated("bytes_per_second", link.bytesPerSecond, std::nullopt,
                      os);
          os << '>';
        },
        ",\n");
    os << '>';
  }
  os << ">>\n} {}\n";
}
