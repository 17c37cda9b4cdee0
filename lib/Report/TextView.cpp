//===- TextView.cpp - The report for a terminal ---------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// Fits into 80 columns: a long name is cut, a number never.
//
//===----------------------------------------------------------------------===//

#include "DevicesSection.h"
#include "EnergySection.h"
#include "FusionSection.h"
#include "MemorySection.h"
#include "TextColumns.h"
#include "TimeSection.h"
#include "TrafficSection.h"
#include "WorkloadSection.h"

#include "fpo/Report/Format.h"
#include "fpo/Report/Report.h"

#include "mlir/Interfaces/FunctionInterfaces.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"

#include <cmath>

using namespace mlir;
using namespace mlir::fpo;

static constexpr size_t kNameWidth = 27;
static constexpr size_t kTopOps = 10;
static constexpr size_t kKinds = 10;
static constexpr size_t kFunctions = 10;
static constexpr size_t kLocationRows = 24;
static constexpr size_t kUnknownRows = 12;

namespace {
using Color = raw_ostream::Colors;

/// Prints pieces of text in columns, with colours if wanted.
class TextPrinter {
public:
  TextPrinter(const Report &report, raw_ostream &os, bool useColor)
      : report(report), os(os), useColor(useColor),
        all(toDouble(report.operations(report.getTotal()))) {}

  void print() {
    printTitle();
    printTotals();
    printSymbols();
    printSweep();
    printTraining();
    printWorkloadText(report, os, useColor);
    printEnergyText(report, os, useColor);
    printDevicesText(report, os, useColor);
    printMemoryText(report, os, useColor);
    printTimeText(report, os, useColor);
    printTopOps();
    printTrafficText(report, os, useColor);
    printGroupsText(report, os, useColor);
    printWaste();
    printKinds();
    printTypes();
    printFunctions();
    printLocations();
    printUnknown();
    printNotes();
  }

private:
  void printTitle();
  void printTotals();
  void printSymbols();
  void printSweep();
  void printTraining();
  void printTopOps();
  void printWaste();
  void printKinds();
  void printTypes();
  void printFunctions();
  void printLocations();
  void printUnknown();
  void printNotes();

  void heading(StringRef name);
  void row(StringRef name, const Cost &cost, double largest);
  void writeLocation(const LocationNode &node, StringRef name, unsigned depth,
                     const llvm::DenseSet<const LocationNode *> &expanded,
                     double largest);
  SmallVector<std::pair<StringRef, const LocationNode *>>
  sorted(const LocationNode &node) const;

  /// MACs stand beside what else is counted.
  bool hasMacColumn() const {
    return report.getOptions().convention != ConventionName::Mac;
  }

  double operations(const Cost &cost) const {
    return toDouble(report.operations(cost));
  }

  raw_ostream &styled(Color color, bool bold = false) {
    if (useColor)
      os.changeColor(color, bold);
    return os;
  }
  void plain() {
    if (useColor)
      os.resetColor();
  }

  const Report &report;
  raw_ostream &os;
  bool useColor;
  double all;
};
} // namespace

/// The op's name, without its dialect if there is no room for that.
static std::string kindName(StringRef kind, size_t width) {
  if (kind.size() > width && kind.contains('.'))
    kind = kind.split('.').second;
  return cut(kind, width);
}

/// What part of the operations, those on integers too, is pointless.
static std::string shareOfExecuted(const Report &report, const Waste &waste,
                                   const Cost &counted) {
  return formatShare(
      toDouble(waste.all()),
      toDouble(waste.all() + report.operations(counted) + counted.iop()));
}

/// "@forward(1x3x224x224)": the entry with the shapes of its inputs.
static std::string describeEntry(const Report &report) {
  if (report.getEntryName().empty())
    return "";
  std::string text = "@" + report.getEntryName().str();
  auto function =
      cast<FunctionOpInterface>(report.getProgram().entries.front()->op);
  // Without marked parameters there may be hundreds of arguments.
  if (function.getNumArguments() > 4)
    return text;
  SmallVector<std::string> shapes;
  for (Type type : function.getArgumentTypes()) {
    std::string shape;
    llvm::raw_string_ostream stream(shape);
    auto shaped = dyn_cast<ShapedType>(type);
    if (shaped && shaped.hasRank())
      llvm::interleave(
          shaped.getShape(), stream,
          [&](int64_t size) {
            if (ShapedType::isDynamic(size))
              stream << '?';
            else
              stream << size;
          },
          "x");
    else
      stream << type;
    shapes.push_back(std::move(shape));
  }
  return text + "(" + llvm::join(shapes, ", ") + ")";
}

void TextPrinter::printTitle() {
  std::string how =
      (report.getConvention().id + ", " + stringify(report.getOptions().count) +
       ", " + Report::status(report.getTotal()))
          .str();
  std::string entry = describeEntry(report);
  std::string file = report.getOptions().file;
  size_t room = kWidth - how.size() - 2;
  if (entry.size() + 12 > room)
    entry = cut(entry, room > 24 ? room - 12 : 12);
  if (!entry.empty())
    room -= entry.size() + 2;
  if (file.size() > room)
    file = cut(llvm::sys::path::filename(file), room, /*keepEnd=*/true);
  styled(Color::SAVEDCOLOR, /*bold=*/true) << file;
  plain();
  std::string title = file;
  if (!entry.empty()) {
    os << "  " << entry;
    title += "  " + entry;
  }
  os << right(how, kWidth - title.size()) << "\n\n";
}

void TextPrinter::printTotals() {
  const Cost &total = report.getTotal();
  const Parameters &parameters = report.getProgram().parameters;
  auto line = [&](StringRef name, const std::string &metric,
                  const std::string &exact, const std::string &rest) {
    os << "  " << left(name, 10);
    styled(Color::SAVEDCOLOR, /*bold=*/true) << right(metric, 10);
    plain();
    os << "  " << exact;
    if (!rest.empty()) {
      // In a column of its own, as far as there is room.
      size_t used = 24 + exact.size();
      size_t column = std::min<size_t>(52, kWidth - rest.size());
      os << std::string(column > used + 2 ? column - used : 2, ' ') << rest;
    }
    os << '\n';
  };
  auto count = [&](StringRef name, const Count &value, StringRef unit,
                   const std::string &rest) {
    if (!value.isSymbolic())
      return line(name, formatMetric(value, unit), formatExact(value), rest);
    // An expression, on as many lines as it needs.
    std::string exact = formatExact(value);
    StringRef text = exact;
    SmallVector<StringRef> lines = wrap(text, kWidth - 24);
    line(name, formatMetric(value, unit), lines.front().str(), "");
    for (StringRef more : ArrayRef(lines).drop_front())
      os << std::string(24, ' ') << more << '\n';
  };

  const Convention &convention = report.getConvention();
  switch (convention.name) {
  case ConventionName::Fpo:
    count("FPO", total.fpo(), "",
          "ADD " + formatMetric(total.add()) + "   MUL " +
              formatMetric(total.mul()));
    count("MAC", total.mac, "", "");
    if (!total.iop().isZero() && total.iop() != Count::unknown())
      count("integer", total.iop(), "", "ADD and MUL on integers");
    break;
  case ConventionName::Mac:
    count("MAC", total.mac, "", "of contractions and convolutions");
    break;
  case ConventionName::Torch:
    count("flops", report.operations(total), "", "2 per MAC");
    count("MAC", total.mac, "", "of contractions and convolutions");
    break;
  case ConventionName::Xla:
    count("flops", report.operations(total), "", "");
    count("apart", total.transcendentals, "", "transcendental functions");
    count("MAC", total.mac, "", "");
    break;
  }
  if (report.hasWaste())
    count("waste", report.getWaste().all(), "",
          shareOfExecuted(report, report.getWaste(), total) +
              " of what is executed");
  count("read", total.read, "B", "");
  count("write", total.write, "B", "");
  if (std::optional<Count> fused = getFused(report))
    count("fused", *fused, "B", describeFused(report));
  if (total.isExact())
    line("intensity",
         formatIntensity(report.operations(total), total.read + total.write),
         (convention.unit + "/B").str(), "");
  if (!parameters.elements.isZero())
    count("params", parameters.elements, "",
          formatMetric(parameters.bytes, "B"));
  os << '\n';
}

/// The operations of one step and its parts, and of all steps.
void TextPrinter::printTraining() {
  const TrainingCost *training = report.getTraining();
  if (!training)
    return;
  styled(Color::SAVEDCOLOR, /*bold=*/true) << "  training";
  plain();
  os << "   " << report.describeTraining() << ", of "
     << formatMetric(training->trained) << " parameters\n";
  for (auto [name, cost] : getTrainingParts(*training)) {
    std::string exact = formatExact(report.operations(*cost));
    os << "    " << left(name, 9)
       << right(formatMetric(report.operations(*cost)), 9) << "  " << exact;
    std::string rest = "ADD " + formatMetric(cost->add()) + "   MUL " +
                       formatMetric(cost->mul());
    size_t used = 24 + exact.size();
    if (report.getOptions().convention == ConventionName::Fpo &&
        used + rest.size() + 2 <= kWidth)
      os << std::string(std::max<size_t>(52, used + 2) - used, ' ') << rest;
    os << '\n';
  }
  for (const UnknownCost &entry : training->unknown) {
    styled(Color::YELLOW) << "    unknown: backward of "
                          << cut(entry.op->getName().getStringRef(), 40);
    plain();
    os << "\n      " << cut(entry.reason, kWidth - 6) << '\n';
  }
  os << '\n';
}

void TextPrinter::printSymbols() {
  ArrayRef<ReportSymbol> symbols = report.getSymbols();
  if (symbols.empty())
    return;
  styled(Color::SAVEDCOLOR, /*bold=*/true) << "  symbols\n";
  plain();
  bool open = false;
  for (const ReportSymbol &symbol : symbols) {
    std::string value;
    if (symbol.value)
      value = " = " + symbol.value->str();
    open |= !symbol.value;
    std::string name = symbol.name + value;
    os << "  " << left(name, std::max<size_t>(kNameWidth, name.size())) << "  "
       << cut(symbol.meaning->text, kWidth - kNameWidth - 4) << '\n';
  }
  if (open)
    os << "  ~ is the value with each open symbol at " << kNominalSize
       << "; --bind=SYMBOL=N gives numbers\n";
  os << '\n';
}

void TextPrinter::printSweep() {
  ArrayRef<SymbolValues> rows = report.getOptions().sweepRows;
  if (rows.empty())
    return;
  SmallVector<std::string> names;
  SmallVector<size_t> widths;
  for (const auto &entry : rows.front()) {
    size_t width = entry.first.size();
    for (const SymbolValues &row : rows)
      width = std::max(width, row.at(entry.first).str().size());
    names.push_back(entry.first);
    widths.push_back(width);
  }
  StringRef unit = report.getConvention().unit;
  styled(Color::SAVEDCOLOR, /*bold=*/true);
  for (auto [name, width] : llvm::zip_equal(names, widths))
    os << "  " << right(name, width);
  os << right(unit, 11) << right("MAC", 11) << right("bytes", 11)
     << right((unit + "/B").str(), 8) << "  exact\n";
  plain();
  for (auto [row, total] : llvm::zip_equal(rows, report.getSweepTotals())) {
    for (auto [name, width] : llvm::zip_equal(names, widths))
      os << "  " << right(row.at(name).str(), width);
    Count operations = report.operations(total);
    Count bytes = total.read + total.write;
    os << right(cell(operations), 11) << right(cell(total.mac), 11)
       << right(cell(bytes, "B"), 11)
       << right(formatIntensity(operations, bytes), 8) << "  "
       << (operations.isSymbolic() ? "" : formatExact(operations)) << '\n';
  }
  os << '\n';
}

void TextPrinter::heading(StringRef name) {
  StringRef unit = report.getConvention().unit;
  styled(Color::SAVEDCOLOR, /*bold=*/true) << "  " << left(name, kNameWidth);
  plain();
  os << right(unit, 9) << right("share", 9)
     << right(hasMacColumn() ? "MAC" : "", 8) << right("bytes", 9)
     << right(unit.size() > 3 ? "per B" : (unit + "/B").str(), 7) << '\n';
}

/// One line of a table; `largest` is the length of a full bar.
void TextPrinter::row(StringRef name, const Cost &cost, double largest) {
  Count bytes = cost.read + cost.write;
  double here = operations(cost);
  os << "  " << left(name, kNameWidth)
     << right(cell(report.operations(cost)), 9)
     << right(formatShare(here, all), 9)
     << right(hasMacColumn() && !cost.mac.isZero() ? cell(cost.mac) : "", 8)
     << right(bytes.isZero() ? "" : cell(bytes, "B"), 9)
     << right(formatIntensity(report.operations(cost), bytes), 7);
  // What is more than the largest is a rest of many.
  size_t bar =
      largest > 0 ? size_t(std::lround(7 * std::min(1.0, here / largest))) : 0;
  if (bar > 0) {
    styled(Color::CYAN) << "  " << std::string(bar, '#');
    plain();
  }
  os << '\n';
}

/// The op's location if that is a name, else its kind and line.
static std::string describeOp(const OpCost &op) {
  LocationPath path = getLocationPath(op.op->getLoc());
  if (path.isNamed)
    return cut(path.str(), kNameWidth, /*keepEnd=*/true);
  std::string line;
  if (!path.parts.empty())
    line = (" :" + StringRef(path.parts.back()).split(':').first).str();
  return kindName(op.op->getName().getStringRef(), kNameWidth - line.size()) +
         line;
}

void TextPrinter::printTopOps() {
  std::vector<OpCost> top = report.getTopOps(kTopOps);
  if (top.empty())
    return;
  heading("most expensive ops");
  double largest = operations(top.front().cost);
  for (const OpCost &op : top)
    row(describeOp(op), op.cost, largest);
  os << '\n';
}

void TextPrinter::printWaste() {
  std::vector<OpCost> top = report.getMostWasteful(kTopOps);
  if (top.empty())
    return;
  styled(Color::SAVEDCOLOR, /*bold=*/true)
      << "  " << left("most wasteful ops", kNameWidth);
  plain();
  os << right("waste", 9) << right("of op", 9) << '\n';
  for (const OpCost &op : top)
    os << "  " << left(describeOp(op), kNameWidth)
       << right(cell(op.waste.all()), 9)
       << right(shareOfExecuted(report, op.waste, op.cost), 9) << '\n';
  os << '\n';
}

void TextPrinter::printKinds() {
  auto kinds = report.getKinds();
  if (kinds.empty())
    return;
  heading("by kind");
  double largest = operations(kinds.front().second.cost);
  OpGroup others;
  for (auto [index, kind] : llvm::enumerate(kinds)) {
    if (index < kKinds) {
      std::string times = (" x" + Twine(kind.second.numOps)).str();
      row(kindName(kind.first, kNameWidth - times.size()) + times,
          kind.second.cost, largest);
    } else {
      others.cost += kind.second.cost;
      others.numOps += kind.second.numOps;
    }
  }
  if (others.numOps != 0)
    row((Twine(kinds.size() - kKinds) + " other kinds").str(), others.cost,
        largest);
  os << '\n';
}

void TextPrinter::printTypes() {
  if (report.getTotal().getOps().empty() ||
      report.getOptions().convention != ConventionName::Fpo)
    return;
  styled(Color::SAVEDCOLOR, /*bold=*/true)
      << "  " << left("by element type", kNameWidth);
  plain();
  os << right("ADD", 9) << right("share", 9) << right("MUL", 8)
     << right("share", 8) << '\n';
  double add = toDouble(report.getTotal().add());
  double mul = toDouble(report.getTotal().mul());
  for (const TypedOps &entry : report.getTotal().getOps()) {
    std::string type;
    llvm::raw_string_ostream(type) << entry.type;
    // Integer operations are beside FPO, not a part of it.
    bool isFloat = isa<FloatType>(entry.type);
    os << "  " << left(type, kNameWidth) << right(cell(entry.add), 9)
       << right(isFloat ? formatShare(toDouble(entry.add), add) : "-", 9)
       << right(cell(entry.mul), 8)
       << right(isFloat ? formatShare(toDouble(entry.mul), mul) : "-", 8)
       << '\n';
  }
  os << '\n';
}

SmallVector<std::pair<StringRef, const LocationNode *>>
TextPrinter::sorted(const LocationNode &node) const {
  SmallVector<std::pair<StringRef, const LocationNode *>> children;
  for (auto &[name, child] : node.children)
    children.push_back({name, child.get()});
  llvm::sort(children, [&](const auto &lhs, const auto &rhs) {
    double left = operations(lhs.second->group.cost);
    double right = operations(rhs.second->group.cost);
    return left != right ? left > right : lhs.first < rhs.first;
  });
  return children;
}

void TextPrinter::writeLocation(
    const LocationNode &node, StringRef name, unsigned depth,
    const llvm::DenseSet<const LocationNode *> &expanded, double largest) {
  std::string label = std::string(2 * depth, ' ') + name.str();
  const LocationNode *end = &node;
  // A scope that holds one other is named together with it.
  while (end->children.size() == 1) {
    auto &[inner, child] = *end->children.begin();
    label += "." + inner;
    end = child.get();
  }
  row(cut(label, kNameWidth), node.group.cost, largest);
  if (!expanded.contains(end))
    return;
  for (auto [childName, child] : sorted(*end))
    writeLocation(*child, childName, depth + 1, expanded, largest);
}

void TextPrinter::printFunctions() {
  SmallVector<const CostFunction *> functions = report.getFunctions();
  if (functions.size() < 2)
    return;
  auto perProgram = [&](const CostFunction *function) {
    return report.getProgram().runsOf(function).total(*function->total);
  };
  llvm::sort(functions, [&](const auto *lhs, const auto *rhs) {
    double left = operations(perProgram(lhs));
    double right = operations(perProgram(rhs));
    return left != right ? left > right : lhs->name < rhs->name;
  });
  heading("by function, with callees");
  double largest = operations(perProgram(functions.front()));
  for (const CostFunction *function :
       ArrayRef(functions).take_front(kFunctions)) {
    Count calls = report.getProgram().runsOf(function).times();
    std::string times = calls == Count(1) ? std::string() : " x" + cell(calls);
    row("@" + cut(function->name, kNameWidth - 1 - times.size()) + times,
        perProgram(function), largest);
  }
  if (functions.size() > kFunctions)
    os << "  and " << functions.size() - kFunctions << " more\n";
  os << '\n';
}

void TextPrinter::printLocations() {
  if (!report.hasScopes())
    return; // the lines stand beside the ops already
  std::unique_ptr<LocationNode> root = report.getLocations();
  const LocationNode *top = root.get();
  while (top->children.size() == 1)
    top = top->children.begin()->second.get();
  if (top->children.empty())
    return;

  // Open the most expensive scope as long as there is room for what is in it.
  auto inner = [](const LocationNode *node) {
    while (node->children.size() == 1)
      node = node->children.begin()->second.get();
    return node;
  };
  llvm::DenseSet<const LocationNode *> expanded;
  SmallVector<const LocationNode *> candidates;
  auto children = sorted(*top);
  size_t shown = std::min(children.size(), kLocationRows);
  for (auto [name, child] : ArrayRef(children).take_front(shown))
    candidates.push_back(inner(child));
  size_t rows = shown;
  while (!candidates.empty()) {
    const auto *best =
        llvm::max_element(candidates, [&](const auto *lhs, const auto *rhs) {
          return operations(lhs->group.cost) < operations(rhs->group.cost);
        });
    const LocationNode *node = *best;
    candidates.erase(best);
    if (node->children.empty() || rows + node->children.size() > kLocationRows)
      continue;
    expanded.insert(node);
    rows += node->children.size();
    for (auto &child : node->children)
      candidates.push_back(inner(child.second.get()));
  }

  heading("by location");
  double largest = operations(children.front().second->group.cost);
  OpGroup others;
  for (auto [index, child] : llvm::enumerate(children)) {
    if (index < shown) {
      writeLocation(*child.second, child.first, 0, expanded, largest);
    } else {
      others.cost += child.second->group.cost;
      others.numOps += child.second->group.numOps;
    }
  }
  if (others.numOps != 0)
    row((Twine(children.size() - shown) + " others").str(), others.cost,
        largest);
  os << '\n';
}

void TextPrinter::printUnknown() {
  SmallVector<UnknownGroup> groups = report.getUnknownGroups();
  styled(Color::SAVEDCOLOR, /*bold=*/true) << "  unknown";
  plain();
  if (groups.empty()) {
    os << "   none\n";
    return;
  }
  os << "   the totals are at least what is given; x+ is at least x\n";
  for (const UnknownGroup &group : ArrayRef(groups).take_front(kUnknownRows)) {
    std::string times =
        group.numOps > 1 ? (" x" + Twine(group.numOps)).str() : std::string();
    styled(Color::YELLOW) << "    " << cut(group.op, 50) << times;
    plain();
    os << "  at "
       << cut(group.firstLocation,
              kWidth - 9 - std::min<size_t>(group.op.size(), 50) - times.size(),
              /*keepEnd=*/true)
       << '\n';
    os << "      " << cut(group.reason, kWidth - 6) << '\n';
  }
  if (groups.size() > kUnknownRows)
    os << "    and " << groups.size() - kUnknownRows
       << " more kinds; --emit=json has all\n";
}

void TextPrinter::printNotes() {
  for (StringRef note : report.getNotes()) {
    os << '\n';
    StringRef rest = note;
    for (StringRef lead = "  note: "; !rest.empty(); lead = "        ") {
      size_t room = kWidth - lead.size();
      StringRef piece = rest;
      if (piece.size() > room) {
        size_t space = rest.take_front(room + 1).rfind(' ');
        piece = rest.take_front(space == StringRef::npos ? room : space);
      }
      os << lead << piece << '\n';
      rest = rest.drop_front(piece.size()).ltrim();
    }
  }
}

void fpo::printText(const Report &report, raw_ostream &os, bool useColor) {
  TextPrinter(report, os, useColor).print();
}
