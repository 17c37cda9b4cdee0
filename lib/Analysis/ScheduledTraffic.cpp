//===- ScheduledTraffic.cpp - Traffic of ops under their schedules --------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/ScheduledTraffic.h"

#include "CostEvaluator.h"

#include "fpo/Cache/NestBuilder.h"
#include "fpo/Cache/ScheduleSearch.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "llvm/ADT/Sequence.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::fpo;

SmallVector<CacheLevel> fpo::getCaches(const Target &target) {
  SmallVector<CacheLevel> caches;
  for (auto [number, level] : llvm::enumerate(target.levels)) {
    if (!level.line)
      continue;
    caches.push_back({level.name,
                      {DynamicAPInt(int64_t(level.capacity)), level.line,
                       level.associativity}});
    if (number + 1 == target.levels.size())
      continue;
    const MemoryLevel &next = target.levels[number + 1];
    if (next.bytesPerSecondOfOneCore)
      caches.back().secondsOfByte =
          1 / next.bytesPerSecondOfOneCore->value.lower;
    else if (next.bytesPerSecond)
      caches.back().secondsOfByte = 1 / next.bytesPerSecond->value.lower;
  }
  // Seconds and bytes can't be added.
  if (llvm::any_of(caches, [](const CacheLevel &cache) {
        return cache.secondsOfByte == 1;
      }))
    for (CacheLevel &cache : caches)
      cache.secondsOfByte = 1;
  return caches;
}

llvm::Expected<CacheLevel> fpo::parseCache(StringRef text) {
  auto refuse = [&](const Twine &reason) {
    return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                   "in the cache '" + text + "': " + reason);
  };
  auto [name, geometry] = text.split('=');
  SmallVector<StringRef> parts;
  geometry.split(parts, ':');
  if (name.empty() || geometry.empty() || parts.size() > 3)
    return refuse("expected NAME=CAPACITY[:LINE[:WAYS]]");
  llvm::Expected<Expr> capacity = Expr::parse(parts[0]);
  if (!capacity)
    return refuse(llvm::toString(capacity.takeError()));
  CacheLevel level{name.str(), {std::move(*capacity)}};
  CacheGeometry &cache = level.geometry;
  if (parts.size() > 1 && (parts[1].getAsInteger(10, cache.line) ||
                           !llvm::isPowerOf2_32(cache.line)))
    return refuse("a line must be a power of two");
  if (parts.size() > 2 && parts[2].getAsInteger(10, cache.associativity))
    return refuse("the ways must be a number");
  if (!cache.capacity.isConstant())
    return level;
  if (cache.capacity.constant() < DynamicAPInt(cache.line))
    return refuse("it holds no line");
  if (cache.associativity &&
      !Expr::mod(cache.capacity,
                 Expr(int64_t(cache.line) * cache.associativity))
           .isZero())
    return refuse("the capacity must be whole sets of lines");
  return level;
}

/// What `ask` finds with the sizes of `op`; an error if one of them is not
/// known.
template <typename Result>
static llvm::Expected<Result>
withSizes(Operation *op, const CostAnalysis &analysis,
          llvm::function_ref<llvm::Expected<Result>(SizeLookup)> ask) {
  std::optional<llvm::Expected<Result>> result;
  bool allKnown = true;
  CostEvaluator::Answer answer =
      analysis.getEvaluator().query(op, [&](CostContext &context) {
        result.emplace(ask([&](Value shaped, unsigned dim) {
          Count size = context.dim(shaped, dim);
          allKnown &= size.isExact();
          return size.lower();
        }));
        return Cost();
      });
  if (!*result || allKnown)
    return std::move(*result);
  return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                 answer.reason.empty() ? "a size is not known"
                                                       : answer.reason);
}

//===----------------------------------------------------------------------===//
// TrafficAnalysis
//===----------------------------------------------------------------------===//

bool TrafficAnalysis::hasLoops(Operation *op) {
  return isa<linalg::LinalgOp, linalg::SoftmaxOp, linalg::PackOp,
             linalg::UnPackOp>(op);
}

/// Annotations say nothing of the loops.
static constexpr auto kSameWork =
    OperationEquivalence::Flags(OperationEquivalence::IgnoreLocations |
                                OperationEquivalence::IgnoreDiscardableAttrs);

unsigned TrafficAnalysis::SameWork::getHashValue(const Operation *op) {
  return OperationEquivalence::computeHash(
      const_cast<Operation *>(op), OperationEquivalence::ignoreHashValue,
      OperationEquivalence::ignoreHashValue, kSameWork);
}

bool TrafficAnalysis::SameWork::isEqual(const Operation *constLhs,
                                        const Operation *constRhs) {
  auto *lhs = const_cast<Operation *>(constLhs);
  auto *rhs = const_cast<Operation *>(constRhs);
  if (lhs == rhs)
    return true;
  if (lhs == getEmptyKey() || lhs == getTombstoneKey() ||
      rhs == getEmptyKey() || rhs == getTombstoneKey())
    return false;
  // Operands that are one value are one buffer, and a constant is packed
  // before.
  auto first = [](Operation *op, unsigned number) {
    return llvm::find(op->getOperands(), op->getOperand(number)).getIndex();
  };
  return OperationEquivalence::isEquivalentTo(
             lhs, rhs, OperationEquivalence::ignoreValueEquivalence,
             /*markEquivalent=*/nullptr, kSameWork) &&
         lhs->getOperandTypes() == rhs->getOperandTypes() &&
         llvm::all_of(llvm::seq<unsigned>(0, lhs->getNumOperands()),
                      [&](unsigned number) {
                        return first(lhs, number) == first(rhs, number);
                      });
}

llvm::Expected<OpTraffic> TrafficAnalysis::get(Operation *op) {
  // Sizes that types don't tell may differ between ops that look the same, and
  // so may what is packed.
  bool isAlone = op->hasAttr(kScheduleAttrName) ||
                 llvm::any_of(op->getOperandTypes(), [](Type type) {
                   auto shaped = dyn_cast<ShapedType>(type);
                   return shaped && !shaped.hasStaticShape();
                 });
  if (isAlone)
    return compute(op);
  if (auto it = known.find(op); it != known.end())
    return it->second;
  llvm::Expected<OpTraffic> traffic = compute(op);
  if (traffic)
    known.try_emplace(op, *traffic);
  return traffic;
}

llvm::Expected<OpTraffic> TrafficAnalysis::compute(Operation *op) {
  return withSizes<OpTraffic>(
      op, analysis, [&](SizeLookup size) -> llvm::Expected<OpTraffic> {
        OpTraffic traffic;
        traffic.schedule = op->getAttrOfType<ScheduleAttr>(kScheduleAttrName);
        if (chooses && !traffic.schedule) {
          SmallVector<WeighedCache> caches;
          for (const CacheLevel &level : levels)
            caches.push_back({level.geometry, level.secondsOfByte});
          llvm::Expected<ScheduleAttr> chosen =
              chooseSchedule(op, caches, size);
          if (!chosen)
            return chosen.takeError();
          traffic.schedule = *chosen;
        }
        llvm::Expected<ScheduledNest> nest =
            buildNest(op, traffic.schedule, size);
        if (!nest)
          return nest.takeError();
        for (const CacheLevel &level : levels)
          traffic.levels.push_back(computeTraffic(*nest, level.geometry));
        return traffic;
      });
}
