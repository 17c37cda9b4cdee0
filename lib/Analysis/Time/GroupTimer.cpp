//===- GroupTimer.cpp - How long a fusion group takes ---------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "GroupTimer.h"

#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mlir::fpo;

static std::string nameOf(Type type) {
  std::string name;
  llvm::raw_string_ostream(name) << type;
  return name;
}

/// The nearest floating-point number.
static double toNumber(const Expr &value) {
  llvm::SmallString<32> text;
  llvm::raw_svector_ostream(text) << value.constant();
  double number = 0;
  StringRef(text).getAsDouble(number);
  return number;
}

/// The operations of `all` in a type that are not in `part`.
static TypedOps without(const TypedOps &all, const Cost *part) {
  if (part)
    for (const TypedOps &ops : part->getOps())
      if (ops.type == all.type)
        return {all.type, all.add.without(ops.add), all.mul.without(ops.mul)};
  return all;
}

const PeakRate *GroupTimer::findProductRate(const FusionGroup &group) const {
  if (group.rootCost->mac.isZero() || group.root->getNumOperands() == 0 ||
      group.rootCost->getOps().empty())
    return nullptr;
  return machine.findProductRate(
      getElementTypeOrSelf(group.root->getOperand(0).getType()),
      group.rootCost->getOps().front().type);
}

/// [time.compute]
void GroupTimer::addOperations(Parts &parts, const TypedOps &ops,
                               const PeakRate *fastest,
                               const PeakRate *slowest) {
  Count count = ops.add + ops.mul;
  if (count.isZero())
    return;
  if (!fastest) {
    unrated.insert("operations in " + nameOf(ops.type));
    parts.upper.reset();
    return;
  }
  double seconds =
      toNumber(count.lower()) / machine.operationsPerSecond(*fastest).upper;
  parts.units[fastest->unit] += seconds;
  auto &[longest, type] = parts.typeOfUnit[fastest->unit];
  if (seconds >= longest) {
    longest = seconds;
    type = nameOf(fastest->type);
  }
  if (!count.isBounded())
    parts.upper.reset();
  if (parts.upper)
    *parts.upper +=
        toNumber(count.upper()) / machine.operationsPerSecond(*slowest).lower;
}

/// [time.memory] Bytes that lie in the fastest level that has room for what is
/// `inUse`.
void GroupTimer::addBytes(Parts &parts, double bytes, double inUse) {
  if (bytes == 0)
    return;
  const MemoryLevel *level = nullptr;
  for (const MemoryLevel &candidate : machine.getTarget().levels) {
    bool isMain = &candidate == &machine.getTarget().levels.back();
    // An unrated level is at least as slow as the ones before it.
    if (machine.bytesPerSecond(candidate))
      level = &candidate;
    if (isMain || machine.capacity(candidate) >= inUse)
      break;
  }
  if (!level)
    return;
  parts.levels[level->name] += bytes / machine.bytesPerSecond(*level)->upper;
}

/// All from the main memory.
void GroupTimer::addUpperBytes(Parts &parts, const Count &bytes) {
  if (bytes.isZero())
    return;
  ArrayRef<MemoryLevel> levels = machine.getTarget().levels;
  std::optional<Quantity> rate =
      levels.empty() ? std::nullopt : machine.bytesPerSecond(levels.back());
  if (!rate) {
    unrated.insert(levels.empty() ? "memory"
                                  : "bandwidth of " + levels.back().name);
    parts.upper.reset();
    return;
  }
  if (!bytes.isBounded())
    parts.upper.reset();
  if (parts.upper)
    *parts.upper += toNumber(bytes.upper()) / rate->lower;
}

/// [time.group] The longest of what works at the same time, and the sum.
std::optional<GroupTime> GroupTimer::time(const FusionGroup &group,
                                          const NodeRuns &runs,
                                          const Count &outsideBytes) {
  Cost all = runs.total(group.cost);
  bool hasProducts = !group.rootCost->mac.isZero();
  std::optional<Cost> products;
  if (hasProducts)
    products = runs.total(*group.rootCost);
  Count outside = runs.total(Cost::traffic(group.outsideBytes, 0)).read;
  Count times = runs.times();
  if (all.isSymbolic() || times.isSymbolic() || outside.isSymbolic() ||
      outsideBytes.isSymbolic())
    return std::nullopt;

  Parts parts;
  if (products)
    for (const TypedOps &ops : products->getOps()) {
      const PeakRate *rate = machine.findProductRate(
          getElementTypeOrSelf(group.root->getOperand(0).getType()), ops.type);
      addOperations(parts, ops, rate, rate);
    }
  for (const TypedOps &ops : all.getOps())
    addOperations(parts, without(ops, products ? &*products : nullptr),
                  machine.findFastest(ops.type), machine.findSlowest(ops.type));
  if (!all.isComplete())
    parts.upper.reset();

  Count bytes = all.read + all.write;
  double moved = toNumber(bytes.lower()),
         fromOutside = toNumber(outside.lower());
  double numRuns = std::max(1.0, toNumber(times.lower()));
  fromOutside = std::min(fromOutside, moved);
  addBytes(parts, moved - fromOutside, moved / numRuns);
  addBytes(parts, fromOutside,
           std::max(moved / numRuns, toNumber(outsideBytes.lower())));
  addUpperBytes(parts, bytes);

  GroupTime result{&group, {0, parts.upper}, ""};
  for (auto &[unit, seconds] : parts.units)
    if (seconds > result.seconds.lower) {
      result.seconds.lower = seconds;
      result.limit = unit + " " + parts.typeOfUnit[unit].second;
    }
  for (auto &[level, seconds] : parts.levels)
    if (seconds > result.seconds.lower) {
      result.seconds.lower = seconds;
      result.limit = level;
    }
  return result;
}
