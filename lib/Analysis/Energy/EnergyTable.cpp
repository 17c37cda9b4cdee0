//===- EnergyTable.cpp - Published joules and grams -----------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/Energy/EnergyTable.h"

#include "fpo/Dialect/Fpo/FpoDialect.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Parser/Parser.h"
#include "llvm/ADT/StringExtras.h"

#include <cmath>

using namespace mlir;
using namespace mlir::fpo;

const OperationEnergy *EnergyTable::findOperations(Type type) const {
  auto found = llvm::find_if(operations, [&](const OperationEnergy &entry) {
    return entry.type == type;
  });
  return found == operations.end() ? nullptr : &*found;
}

/// Makes `statement` hold `other` too; a source is named once.
static void join(Stated &statement, const Stated &other) {
  if (statement.source.empty()) {
    statement = other;
    return;
  }
  statement.value.lower = std::min(statement.value.lower, other.value.lower);
  statement.value.upper = std::max(statement.value.upper, other.value.upper);
  if (!StringRef(statement.source).contains(other.source))
    statement.source += "; " + other.source;
}

static void join(std::vector<NamedStatement> &statements, StringRef name,
                 const Stated &stated) {
  for (NamedStatement &known : statements)
    if (known.name == name)
      return join(known.stated, stated);
  statements.push_back({name.str(), stated});
}

namespace {
/// Reads one file.
class TableReader {
public:
  explicit TableReader(ModuleOp module) : loc(module.getLoc()) {
    if (auto dictionary =
            module->getAttrOfType<DictionaryAttr>(kEnergyTableAttrName))
      root = dictionary;
  }

  /// The sections that the file has; false after an error.
  bool read(EnergyTable &table);

private:
  bool fail(const Twine &message) {
    emitError(loc) << "in a table of energies: " << message;
    return false;
  }
  bool readEntries(StringRef section,
                   llvm::function_ref<bool(DictionaryAttr)> read);
  std::optional<Quantity> readRange(DictionaryAttr entry, StringRef name);
  std::optional<Stated> readStated(DictionaryAttr entry, StringRef name,
                                   double unit = 1);
  bool readNamed(StringRef section, StringRef nameKey, StringRef valueKey,
                 double unit, std::vector<NamedStatement> &statements);
  bool verifyKeys(DictionaryAttr entry, ArrayRef<StringRef> known);

  Location loc;
  DictionaryAttr root;
};
} // namespace

bool TableReader::verifyKeys(DictionaryAttr entry, ArrayRef<StringRef> known) {
  for (NamedAttribute attribute : entry)
    if (!llvm::is_contained(known, attribute.getName().getValue()))
      return fail("'" + attribute.getName().getValue() + "' is none of " +
                  llvm::join(known, ", "));
  return true;
}

bool TableReader::readEntries(StringRef section,
                              llvm::function_ref<bool(DictionaryAttr)> read) {
  Attribute value = root.get(section);
  if (!value)
    return true;
  auto entries = dyn_cast<ArrayAttr>(value);
  if (!entries)
    return fail("'" + section + "' must be a list");
  return llvm::all_of(entries, [&](Attribute entry) {
    auto dictionary = dyn_cast<DictionaryAttr>(entry);
    if (!dictionary)
      return fail("'" + section + "' must be a list of dictionaries");
    return read(dictionary);
  });
}

static std::optional<double> readNumber(Attribute value) {
  if (auto number = dyn_cast_or_null<FloatAttr>(value))
    return number.getValueAsDouble();
  if (auto number = dyn_cast_or_null<IntegerAttr>(value))
    return number.getValue().signedRoundToDouble();
  return std::nullopt;
}

std::optional<Quantity> TableReader::readRange(DictionaryAttr entry,
                                               StringRef name) {
  Attribute value = entry.get(name);
  std::optional<double> lower = readNumber(value), upper = lower;
  if (auto bounds = dyn_cast_or_null<ArrayAttr>(value);
      bounds && bounds.size() == 2) {
    lower = readNumber(bounds[0]);
    upper = readNumber(bounds[1]);
  }
  if (lower && upper && *lower >= 0 && *lower <= *upper &&
      std::isfinite(*upper))
    return Quantity{*lower, *upper};
  fail("'" + name +
       "' must be a number that is not negative, or [lower, upper]");
  return std::nullopt;
}

std::optional<Stated> TableReader::readStated(DictionaryAttr entry,
                                              StringRef name, double unit) {
  std::optional<Quantity> range = readRange(entry, name);
  if (!range)
    return std::nullopt;
  auto key = entry.getAs<StringAttr>("source");
  auto sources = root.getAs<DictionaryAttr>("sources");
  auto source =
      key && sources ? sources.getAs<StringAttr>(key.getValue()) : StringAttr();
  if (!source || source.empty()) {
    fail("the 'source' of '" + name + "' must be a key of 'sources'");
    return std::nullopt;
  }
  return Stated{{range->lower * unit, range->upper * unit}, source.str()};
}

bool TableReader::readNamed(StringRef section, StringRef nameKey,
                            StringRef valueKey, double unit,
                            std::vector<NamedStatement> &statements) {
  std::vector<NamedStatement> read;
  auto readOne = [&](DictionaryAttr entry) {
    if (!verifyKeys(entry, {nameKey, valueKey, "source"}))
      return false;
    auto name = entry.getAs<StringAttr>(nameKey);
    if (!name || name.empty())
      return fail("an entry of '" + section + "' needs a '" + nameKey +
                  "', a string");
    std::optional<Stated> stated = readStated(entry, valueKey, unit);
    if (!stated)
      return false;
    join(read, name, *stated);
    return true;
  };
  if (!readEntries(section, readOne))
    return false;
  // What the file states goes before what is known.
  for (NamedStatement &statement : read) {
    llvm::erase_if(statements, [&](const NamedStatement &known) {
      return known.name == statement.name;
    });
    statements.push_back(std::move(statement));
  }
  return true;
}

bool TableReader::read(EnergyTable &table) {
  constexpr double kPico = 1e-12;
  if (!root)
    return fail("the module has no attribute '" + Twine(kEnergyTableAttrName) +
                "'");
  if (!verifyKeys(root,
                  {"operations", "memory", "factors", "grids", "sources"}))
    return false;

  std::vector<OperationEnergy> operations;
  auto readOperation = [&](DictionaryAttr entry) {
    if (!verifyKeys(entry, {"type", "add_pj", "mul_pj", "source"}))
      return false;
    auto type = entry.getAs<TypeAttr>("type");
    if (!type)
      return fail("an entry of 'operations' needs a 'type'");
    std::optional<Stated> add = readStated(entry, "add_pj", kPico);
    std::optional<Stated> mul = readStated(entry, "mul_pj", kPico);
    if (!add || !mul)
      return false;
    for (OperationEnergy &known : operations)
      if (known.type == type.getValue()) {
        join(known.add, *add);
        join(known.mul, *mul);
        return true;
      }
    operations.push_back({type.getValue(), *add, *mul});
    return true;
  };
  std::vector<NamedStatement> factors = {{"instruction", table.instruction},
                                         {"server", table.server},
                                         {"pue", table.pue}};
  if (!readEntries("operations", readOperation) ||
      !readNamed("memory", "level", "pj_per_byte", kPico, table.memory) ||
      !readNamed("factors", "name", "value", 1, factors) ||
      !readNamed("grids", "name", "g_per_kwh", 1, table.grids))
    return false;
  for (OperationEnergy &entry : operations) {
    llvm::erase_if(table.operations, [&](const OperationEnergy &known) {
      return known.type == entry.type;
    });
    table.operations.push_back(std::move(entry));
  }
  for (NamedStatement &factor : factors) {
    if (factor.name == "instruction")
      table.instruction = factor.stated;
    else if (factor.name == "server")
      table.server = factor.stated;
    else if (factor.name == "pue")
      table.pue = factor.stated;
    else
      return fail("there is no factor '" + factor.name +
                  "', but instruction, server and pue");
  }
  return true;
}

FailureOr<EnergyTable> fpo::loadEnergyTable(MLIRContext *context,
                                            StringRef path) {
  struct EmbeddedFile {
    StringRef name, text, ops;
  };
  static constexpr EmbeddedFile files[] = {
#include "EnergyTable.cpp.inc"
  };
  EnergyTable table;
  OwningOpRef<ModuleOp> shipped = parseSourceString<ModuleOp>(
      files[0].text, ParserConfig(context), files[0].name);
  if (!shipped || !TableReader(*shipped).read(table))
    return failure();
  if (path.empty())
    return table;
  OwningOpRef<ModuleOp> file =
      parseSourceFile<ModuleOp>(path, ParserConfig(context));
  if (!file || !TableReader(*file).read(table))
    return failure();
  return table;
}

static std::string namesOf(ArrayRef<NamedStatement> statements) {
  return llvm::join(
      llvm::map_range(statements,
                      [](const NamedStatement &entry) { return entry.name; }),
      ", ");
}

static const NamedStatement *find(const std::vector<NamedStatement> &statements,
                                  StringRef name) {
  auto found = llvm::find_if(statements, [&](const NamedStatement &entry) {
    return entry.name == name;
  });
  return found == statements.end() ? nullptr : &*found;
}

/// [energy.grid]
FailureOr<NamedStatement> fpo::findGrid(const EnergyTable &table,
                                        StringRef text, Location loc) {
  if (const NamedStatement *known = find(table.grids, text))
    return *known;
  auto [first, second] = text.split(':');
  double lower, upper;
  // True is failure.
  if (first.getAsDouble(lower) ||
      (text.contains(':') ? second : first).getAsDouble(upper) ||
      !(lower >= 0) || !(lower <= upper) || !std::isfinite(upper)) {
    emitError(loc) << "there is no grid '" << text
                   << "'; a grid is LO:HI or a number, in grams of CO2e per "
                      "kWh, or one of "
                   << namesOf(table.grids);
    return failure();
  }
  return NamedStatement{text.str(), {{lower, upper}, "--grid"}};
}

FailureOr<NamedStatement> fpo::findLevel(const EnergyTable &table,
                                         StringRef name, Location loc) {
  if (const NamedStatement *known = find(table.memory, name))
    return *known;
  emitError(loc) << "there is no energy of bytes from '" << name
                 << "', but from " << namesOf(table.memory);
  return failure();
}
