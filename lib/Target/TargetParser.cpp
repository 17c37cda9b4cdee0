//===- TargetParser.cpp - Machines from system specifications -------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Target/Target.h"

#include "mlir/Dialect/DLTI/DLTI.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Diagnostics.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"

#include <cmath>

using namespace mlir;
using namespace mlir::fpo;

using Entries = ArrayRef<DataLayoutEntryInterface>;

namespace {
/// The entries of a map, taken one by one by their names. What was not taken
/// is unknown: a misspelt key is no missing one.
class Reader {
public:
  Reader(Entries entries, std::string path, Location loc)
      : entries(entries), path(std::move(path)), loc(loc) {}

  /// Takes the entry `key`; null if there is none.
  Attribute take(StringRef key) {
    taken.push_back(key.str());
    for (DataLayoutEntryInterface entry : entries)
      if (auto name = dyn_cast<StringAttr>(entry.getKey());
          name && name.getValue() == key)
        return entry.getValue();
    return {};
  }

  bool has(StringRef key) const {
    return llvm::any_of(entries, [&](DataLayoutEntryInterface entry) {
      auto name = dyn_cast<StringAttr>(entry.getKey());
      return name && name.getValue() == key;
    });
  }

  InFlightDiagnostic fail() {
    isRight = false;
    return emitError(loc) << path << ": ";
  }

  void requireKey(StringRef key, bool isThere) {
    if (!isThere)
      fail() << "expected an entry '" << key << "'";
  }

  std::string takeString(StringRef key) {
    Attribute attribute = take(key);
    requireKey(key, bool(attribute));
    auto text = dyn_cast_if_present<StringAttr>(attribute);
    if (attribute && (!text || text.getValue().trim().empty()))
      fail() << "expected a string that says something as '" << key
             << "', but found " << attribute;
    return text ? text.getValue().str() : "";
  }

  /// Takes a positive whole number.
  std::optional<uint64_t> takeCount(StringRef key) {
    Attribute attribute = take(key);
    if (!attribute)
      return std::nullopt;
    auto number = dyn_cast<IntegerAttr>(attribute);
    if (number && number.getValue().isStrictlyPositive() &&
        number.getValue().getActiveBits() < 64)
      return number.getValue().getZExtValue();
    fail() << "expected a positive whole number as '" << key << "', but found "
           << attribute;
    return std::nullopt;
  }

  /// Takes a number that fits into 32 bits.
  unsigned takeSmallCount(StringRef key, unsigned otherwise) {
    std::optional<uint64_t> count = takeCount(key);
    if (!count)
      return otherwise;
    if (*count <= std::numeric_limits<unsigned>::max())
      return *count;
    fail() << "'" << key << "' is too large: " << *count;
    return otherwise;
  }

  /// Takes a positive number, or an array of two: the least and the most.
  std::optional<Quantity> takeQuantity(StringRef key) {
    Attribute attribute = take(key);
    if (!attribute)
      return std::nullopt;
    std::optional<Quantity> range;
    if (std::optional<double> number = asNumber(attribute)) {
      range = {*number, *number};
    } else if (auto bounds = dyn_cast<ArrayAttr>(attribute);
               bounds && bounds.size() == 2) {
      std::optional<double> lower = asNumber(bounds[0]),
                            upper = asNumber(bounds[1]);
      if (lower && upper && *lower <= *upper)
        range = {*lower, *upper};
    }
    if (!range)
      fail() << "expected a positive number or [least, most] as '" << key
             << "', but found " << attribute;
    return range;
  }

  /// Calls `visit` with the fields of the map `key` and says whether there is
  /// one.
  bool takeMap(StringRef key, llvm::function_ref<void(Reader &)> visit) {
    Attribute attribute = take(key);
    if (!attribute)
      return false;
    visitMap(attribute, key, visit);
    return true;
  }

  /// The same of an attribute that stands at `name`.
  void visitMap(Attribute attribute, const Twine &name,
                llvm::function_ref<void(Reader &)> visit) {
    auto map = dyn_cast<MapAttr>(attribute);
    if (!map) {
      fail() << "expected a #dlti.map as '" << name << "', but found "
             << attribute;
      return;
    }
    Reader reader(map.getEntries(), (path + "." + name).str(), loc);
    visit(reader);
    isRight &= reader.finish();
  }

  /// Calls `visit` with each entry of a map that has no fixed names.
  void forEach(llvm::function_ref<void(DataLayoutEntryKey, Attribute)> visit) {
    areNamesFree = true;
    for (DataLayoutEntryInterface entry : entries)
      visit(entry.getKey(), entry.getValue());
  }

  /// Calls `visit` with the name of each entry and the map that it holds.
  void forEachMap(llvm::function_ref<void(StringRef, Reader &)> visit) {
    forEach([&](DataLayoutEntryKey key, Attribute value) {
      auto name = dyn_cast<StringAttr>(key);
      if (!name)
        fail() << "expected a name, but found the type " << cast<Type>(key);
      else
        visitMap(value, name.getValue(),
                 [&](Reader &reader) { visit(name.getValue(), reader); });
    });
  }

  /// Emits an error for each entry that was not taken; returns whether there
  /// was none, of any kind.
  bool finish() {
    if (areNamesFree)
      return isRight;
    for (DataLayoutEntryInterface entry : entries) {
      auto name = dyn_cast<StringAttr>(entry.getKey());
      if (!name)
        fail() << "unknown entry " << cast<Type>(entry.getKey());
      else if (!llvm::is_contained(taken, name.getValue()))
        fail() << "unknown entry '" << name.getValue() << "'; known are "
               << llvm::join(taken, ", ");
    }
    return isRight;
  }

private:
  /// A positive and finite number, of either kind.
  static std::optional<double> asNumber(Attribute attribute) {
    double number = 0;
    if (auto real = dyn_cast<FloatAttr>(attribute))
      number = real.getValueAsDouble();
    else if (auto whole = dyn_cast<IntegerAttr>(attribute))
      number = whole.getValue().signedRoundToDouble();
    if (!std::isfinite(number) || number <= 0)
      return std::nullopt;
    return number;
  }

  Entries entries;
  std::string path;
  Location loc;
  SmallVector<std::string> taken;
  bool areNamesFree = false;
  bool isRight = true;
};

/// What a unit or a level does per second, on all cores and on one.
struct Throughput {
  Stated ofAll;
  std::optional<Stated> ofOne;
};

/// Reads a machine from the specification of a device.
class TargetReader {
public:
  explicit TargetReader(Target &target) : target(target) {}

  void read(Reader &device);

private:
  std::optional<Throughput> readThroughput(Reader &map, StringRef what);
  void readRate(Reader &units, StringRef unit, DataLayoutEntryKey key,
                Attribute value);
  void readLevel(StringRef name, Reader &map);
  void readLink(StringRef name, Reader &map);

  Target &target;
};
} // namespace

static Quantity operator*(Quantity range, double factor) {
  return {range.lower * factor, range.upper * factor};
}

static Quantity operator*(Quantity lhs, Quantity rhs) {
  return {lhs.lower * rhs.lower, lhs.upper * rhs.upper};
}

/// Whether two statements of the same quantity can both be true, up to the
/// rounding of a data sheet.
static bool agree(Quantity lhs, Quantity rhs) {
  constexpr double kRounding = 1.02;
  return lhs.lower <= rhs.upper * kRounding &&
         rhs.lower <= lhs.upper * kRounding;
}

/// `what` per second, or per cycle of a core: then it is that times the clock,
/// and times the cores. If both are stated they must agree; what is stated per
/// second counts.
std::optional<Throughput> TargetReader::readThroughput(Reader &map,
                                                       StringRef what) {
  auto key = [&](StringRef suffix) { return (what + suffix).str(); };
  std::string perSecondKey = key("_per_second"),
              ofOneKey = key("_per_second_of_one_core"),
              perCycleKey = key("_per_cycle");
  std::optional<Quantity> perSecond = map.takeQuantity(perSecondKey);
  std::optional<Quantity> ofOne = map.takeQuantity(ofOneKey);
  std::optional<Quantity> perCycle = map.takeQuantity(perCycleKey);
  std::optional<Stated> clock = target.clock,
                        clockOfOne = target.clockOfOneCore;
  map.takeMap("clock", [&](Reader &own) {
    std::optional<Quantity> hz = own.takeQuantity("hz");
    own.requireKey("hz", hz.has_value());
    std::optional<Quantity> hzOfOne = own.takeQuantity("hz_of_one_core");
    std::string source = own.takeString("source");
    if (hz)
      clock = clockOfOne = Stated{*hz, source};
    if (hzOfOne)
      clockOfOne = Stated{*hzOfOne, source};
  });
  std::string source = map.takeString("source");
  if (!perSecond && !perCycle) {
    map.fail() << "expected an entry '" << perSecondKey << "' or '"
               << perCycleKey << "'";
    return std::nullopt;
  }

  Throughput throughput;
  if (perCycle) {
    if (!clock) {
      map.fail() << "'" << perCycleKey << "' needs a clock";
      return std::nullopt;
    }
    throughput.ofAll = {*perCycle * clock->value * target.cores,
                        source + "; times " + std::to_string(target.cores) +
                            " cores and the clock: " + clock->source};
    throughput.ofOne = {*perCycle * clockOfOne->value,
                        source + "; times the clock: " + clockOfOne->source};
  }
  if (perSecond) {
    if (perCycle && !agree(*perSecond, throughput.ofAll.value))
      map.fail() << "'" << perSecondKey << "' is not '" << perCycleKey
                 << "' times the cores and the clock, which is ["
                 << throughput.ofAll.value.lower << ", "
                 << throughput.ofAll.value.upper << "]";
    throughput.ofAll = {*perSecond, source};
  }
  if (ofOne)
    throughput.ofOne = {*ofOne, source};
  if (throughput.ofOne &&
      throughput.ofOne->value.lower > throughput.ofAll.value.upper * 1.001)
    map.fail() << "one core is faster than all of them";
  return throughput;
}

/// A rate is found by the type of the factors, if sums are of that type too, or
/// by a function type from that of the factors to that of the sums.
void TargetReader::readRate(Reader &units, StringRef unit,
                            DataLayoutEntryKey key, Attribute value) {
  auto type = dyn_cast<Type>(key);
  if (!type) {
    units.fail() << "expected a type, but found '"
                 << cast<StringAttr>(key).getValue() << "'";
    return;
  }
  PeakRate rate{type, type, unit.str(), {}, {}};
  if (auto function = dyn_cast<FunctionType>(type);
      function && function.getNumInputs() == 1 &&
      function.getNumResults() == 1) {
    rate.type = function.getInput(0);
    rate.accumulator = function.getResult(0);
  }
  if (!rate.type.isIntOrFloat() || !rate.accumulator.isIntOrFloat()) {
    units.fail() << "expected a type of numbers, or (factors) -> sums, but "
                    "found "
                 << type;
    return;
  }
  std::string name;
  llvm::raw_string_ostream(name) << type;
  units.visitMap(value, name, [&](Reader &map) {
    if (std::optional<Throughput> ops = readThroughput(map, "ops")) {
      rate.opsPerSecond = ops->ofAll;
      rate.opsPerSecondOfOneCore = ops->ofOne;
      target.rates.push_back(rate);
    }
  });
}

void TargetReader::readLevel(StringRef name, Reader &map) {
  MemoryLevel level;
  level.name = name.str();
  std::optional<uint64_t> bytes = map.takeCount("bytes");
  map.requireKey("bytes", bytes.has_value());
  level.capacity = bytes.value_or(0);
  level.line = map.takeSmallCount("line", 0);
  level.associativity = map.takeSmallCount("ways", 0);
  level.cores = map.takeSmallCount("cores", 1);
  level.source = map.takeString("source");
  if (level.cores > target.cores)
    map.fail() << "more cores share it than there are";
  if (level.line != 0 && level.associativity != 0 &&
      level.capacity % (uint64_t(level.line) * level.associativity) != 0)
    map.fail() << "its bytes are no whole number of sets of "
               << level.associativity << " lines of " << level.line << " bytes";
  if (!target.levels.empty() && level.capacity < target.levels.back().capacity)
    map.fail() << "it is smaller than '" << target.levels.back().name
               << "'; the levels go from the fastest to the slowest";
  map.takeMap("bandwidth", [&](Reader &bandwidth) {
    if (std::optional<Throughput> bytes = readThroughput(bandwidth, "bytes")) {
      level.bytesPerSecond = bytes->ofAll;
      level.bytesPerSecondOfOneCore = bytes->ofOne;
    }
  });
  target.levels.push_back(std::move(level));
}

void TargetReader::readLink(StringRef name, Reader &map) {
  std::optional<Quantity> bytes = map.takeQuantity("bytes_per_second");
  map.requireKey("bytes_per_second", bytes.has_value());
  std::optional<Quantity> latency = map.takeQuantity("latency_seconds");
  Link link;
  link.name = name.str();
  std::string source = map.takeString("source");
  link.bytesPerSecond = {bytes.value_or(Quantity()), source};
  if (latency)
    link.latency = {*latency, source};
  target.links.push_back(std::move(link));
}

void TargetReader::read(Reader &device) {
  target.description = device.takeString("description");
  target.kind = device.takeString("kind");
  if (device.has("processor"))
    target.processor = device.takeString("processor");
  if (!target.kind.empty() && target.kind != "cpu" && target.kind != "gpu")
    device.fail() << "'kind' is 'cpu' or 'gpu', not '" << target.kind << "'";
  bool hasCores = device.takeMap("cores", [&](Reader &map) {
    unsigned count = map.takeSmallCount("count", 0);
    map.requireKey("count", count != 0);
    target.cores = std::max(count, 1U);
    target.coresSource = map.takeString("source");
  });
  device.requireKey("cores", hasCores);
  device.takeMap("clock", [&](Reader &map) {
    std::optional<Quantity> hz = map.takeQuantity("hz");
    std::optional<Quantity> hzOfOne = map.takeQuantity("hz_of_one_core");
    map.requireKey("hz", hz.has_value());
    std::string source = map.takeString("source");
    if (!hz)
      return;
    target.clock = {*hz, source};
    target.clockOfOneCore = {hzOfOne.value_or(*hz), source};
  });
  device.takeMap("power", [&](Reader &map) {
    std::optional<Quantity> watts = map.takeQuantity("watts");
    map.requireKey("watts", watts.has_value());
    target.power = {watts.value_or(Quantity()), map.takeString("source")};
  });
  bool hasRates = device.takeMap("rates", [&](Reader &units) {
    units.forEachMap([&](StringRef unit, Reader &types) {
      if (!llvm::is_contained({"scalar", "vector", "matrix"}, unit))
        types.fail() << "a unit is 'scalar', 'vector' or 'matrix'";
      types.forEach([&](DataLayoutEntryKey key, Attribute value) {
        readRate(types, unit, key, value);
      });
    });
  });
  device.requireKey("rates", hasRates);
  bool hasLevels = device.takeMap("levels", [&](Reader &levels) {
    levels.forEachMap(
        [&](StringRef name, Reader &map) { readLevel(name, map); });
    if (target.levels.empty())
      levels.fail() << "expected at least the main memory";
  });
  device.requireKey("levels", hasLevels);
  device.takeMap("links", [&](Reader &links) {
    links.forEachMap([&](StringRef name, Reader &map) { readLink(name, map); });
  });
}

FailureOr<Target> fpo::readTarget(ModuleOp module) {
  Location loc = module.getLoc();
  auto system = module->getAttrOfType<TargetSystemSpecAttr>(
      DLTIDialect::kTargetSystemDescAttrName);
  if (!system)
    return emitError(loc) << "expected a module with the attribute '"
                          << DLTIDialect::kTargetSystemDescAttrName << "'";
  if (system.getEntries().size() != 1)
    return emitError(loc) << "expected one device, but found "
                          << system.getEntries().size();
  DataLayoutEntryInterface entry = system.getEntries().front();
  Target target;
  target.name = cast<StringAttr>(entry.getKey()).getValue().str();
  auto spec = cast<TargetDeviceSpecAttr>(entry.getValue());
  Reader device(spec.getEntries(), target.name, loc);
  TargetReader(target).read(device);
  if (!device.finish())
    return failure();
  return target;
}
