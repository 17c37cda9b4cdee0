//===- PrintTarget.cpp - Machines for people ------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Target/Target.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"

using namespace mlir;
using namespace mlir::fpo;

/// Four digits, and no more zeros than it takes to tell the size.
static std::string formatNumber(double value) {
  std::string text;
  llvm::raw_string_ostream os(text);
  int decimals = value < 10 ? 3 : value < 100 ? 2 : value < 1000 ? 1 : 0;
  os << llvm::format("%.*f", decimals, value);
  return text;
}

/// `least - most` in `unit`, or one number if they look the same.
static std::string formatQuantity(const Quantity &quantity, double unit) {
  std::string lower = formatNumber(quantity.lower / unit);
  std::string upper = formatNumber(quantity.upper / unit);
  return lower == upper ? lower : lower + " - " + upper;
}

static std::string formatBytes(uint64_t bytes) {
  constexpr uint64_t kGiga = 1000000000;
  if (bytes % kGiga == 0)
    return std::to_string(bytes / kGiga) + " GB";
  constexpr StringLiteral kUnits[] = {"B", "KiB", "MiB", "GiB", "TiB"};
  unsigned unit = 0;
  uint64_t size = 1;
  for (; unit + 1 < std::size(kUnits) && bytes / size >= 1024; ++unit)
    size *= 1024;
  std::string number = bytes % size == 0 ? std::to_string(bytes / size)
                                         : formatNumber(double(bytes) / size);
  return number + " " + kUnits[unit].str();
}

namespace {
/// Prints the lines of a table, and numbers the sources as they come.
class TargetPrinter {
public:
  explicit TargetPrinter(llvm::raw_ostream &os) : os(os) {}

  void print(const Target &target);

private:
  static constexpr int kName = -22, kNumber = 19;

  /// A line for a quantity of one core and of all.
  void printLine(const Twine &name, const std::optional<Stated> &ofOne,
                 const std::optional<Stated> &ofAll, double unit);
  /// A line for a quantity that cores have no part of.
  void printWhole(const Twine &name, const Stated &stated, double unit) {
    printCells("  " + name, "", formatQuantity(stated.value, unit));
    cite(stated.source);
    os << '\n';
  }
  void printCells(const Twine &name, const Twine &ofOne, const Twine &ofAll) {
    os << llvm::format("%*s %*s %*s", kName, name.str().c_str(), kNumber,
                       ofOne.str().c_str(), kNumber, ofAll.str().c_str());
  }
  void cite(StringRef source) {
    auto [known, isNew] = sources.try_emplace(source.str(), sources.size() + 1);
    os << "  [" << known->second << ']';
  }

  llvm::raw_ostream &os;
  llvm::MapVector<std::string, unsigned, std::map<std::string, unsigned>>
      sources;
};
} // namespace

void TargetPrinter::printLine(const Twine &name,
                              const std::optional<Stated> &ofOne,
                              const std::optional<Stated> &ofAll, double unit) {
  auto format = [&](const std::optional<Stated> &stated) {
    return stated ? formatQuantity(stated->value, unit) : "unrated";
  };
  printCells("  " + name, format(ofOne), format(ofAll));
  if (ofAll)
    cite(ofAll->source);
  os << '\n';
}

void TargetPrinter::print(const Target &target) {
  os << target.name << ": " << target.description << "\n\n";
  printCells("", target.cores == 1 ? "" : "one core",
             Twine(target.cores) + (target.cores == 1 ? " core" : " cores"));
  cite(target.coresSource);
  os << '\n';
  constexpr double kGiga = 1e9;
  if (target.clock)
    printLine("clock, GHz", target.clockOfOneCore, target.clock, kGiga);
  if (target.power)
    printWhole("power, W", *target.power, 1);

  StringRef unit;
  for (const PeakRate &rate : target.rates) {
    if (unit != rate.unit)
      os << rate.unit << ", 10^9 ADD + MUL in a second\n";
    unit = rate.unit;
    std::string name;
    llvm::raw_string_ostream stream(name);
    stream << rate.type;
    if (rate.type != rate.accumulator)
      stream << " to " << rate.accumulator;
    printLine(name, rate.opsPerSecondOfOneCore, rate.opsPerSecond, kGiga);
  }

  os << "memory, GB read in a second\n";
  for (const MemoryLevel &level : target.levels)
    printLine(level.name, level.bytesPerSecondOfOneCore, level.bytesPerSecond,
              kGiga);
  os << "memory, size of one\n";
  for (const MemoryLevel &level : target.levels) {
    os << llvm::format("%*s %*s", kName, ("  " + level.name).c_str(), kNumber,
                       formatBytes(level.capacity).c_str());
    std::string shape;
    llvm::raw_string_ostream stream(shape);
    if (level.line != 0)
      stream << "lines of " << level.line << ", ";
    if (level.associativity != 0)
      stream << level.associativity << " ways, ";
    stream << level.cores << (level.cores == 1 ? " core" : " cores");
    os << "  " << shape;
    cite(level.source);
    os << '\n';
  }
  if (!target.links.empty())
    os << "links, GB in a second, one direction\n";
  for (const Link &link : target.links)
    printWhole(link.name, link.bytesPerSecond, kGiga);

  os << '\n';
  for (const auto &[source, number] : sources)
    os << '[' << number << "] " << source << '\n';
}

void fpo::printTarget(const Target &target, llvm::raw_ostream &os) {
  TargetPrinter(os).print(target);
}

LogicalResult fpo::printTargets(MLIRContext *context, llvm::raw_ostream &os) {
  for (const std::string &name : getShippedTargets()) {
    FailureOr<Target> target = loadTarget(name, UnknownLoc::get(context));
    if (failed(target))
      return failure();
    os << llvm::format("%-24s", name.c_str()) << target->description << '\n';
  }
  os << llvm::format("%-24s", "host")
     << "this machine, as fpo-run --calibrate measured it\n";
  return success();
}
