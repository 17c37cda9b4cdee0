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

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::fpo;

SmallVector<CacheLevel> fpo::getCaches(const Target &target) {
  SmallVector<CacheLevel> caches;
  for (const MemoryLevel &level : target.levels)
    if (level.line)
      caches.push_back({level.name,
                        {DynamicAPInt(int64_t(level.capacity)), level.line,
                         level.associativity}});
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

llvm::Expected<ScheduledNest> fpo::buildNest(Operation *op,
                                             ScheduleAttr schedule,
                                             const CostAnalysis &analysis) {
  std::optional<llvm::Expected<ScheduledNest>> nest;
  bool allKnown = true;
  CostEvaluator::Answer answer =
      analysis.getEvaluator().query(op, [&](CostContext &context) {
        nest.emplace(buildNest(op, schedule, [&](Value shaped, unsigned dim) {
          Count size = context.dim(shaped, dim);
          allKnown &= size.isExact();
          return size.lower();
        }));
        return Cost();
      });
  if (!*nest || allKnown)
    return std::move(*nest);
  return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                 answer.reason.empty() ? "a size is not known"
                                                       : answer.reason);
}
