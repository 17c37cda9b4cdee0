//===- Collective.cpp - What devices send each other ----------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/Devices/Collective.h"

#include "llvm/ADT/bit.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::fpo;

/// In a binomial tree over ranks, rank r > 0 is the root of a subtree of as
/// many ranks as the lowest bit of r says, but none beyond the last one. What
/// all these subtrees, and the largest of them, have of ranks.
static std::pair<int64_t, int64_t> sizesOfSubtrees(int64_t ranks) {
  int64_t sum = 0, largest = 0;
  for (int64_t bit = 1; bit < ranks; bit *= 2) {
    int64_t last = bit + (ranks - 1 - bit) / (2 * bit) * (2 * bit);
    int64_t sizeOfLast = std::min(bit, ranks - last);
    int64_t others = (last - bit) / (2 * bit);
    sum += others * bit + sizeOfLast;
    largest = std::max(largest, others > 0 ? bit : sizeOfLast);
  }
  return {sum, largest};
}

/// The bits that are set in the numbers below `end`.
static int64_t countBitsBelow(int64_t end) {
  int64_t sum = 0;
  for (int64_t bit = 1; bit < end; bit *= 2)
    sum += end / (2 * bit) * bit + std::max<int64_t>(0, end % (2 * bit) - bit);
  return sum;
}

Messages fpo::messagesOf(CollectiveKind kind, CollectiveAlgorithm algorithm,
                         int64_t devices, const Expr &elements) {
  if (devices <= 1)
    return {};
  const Expr &all = elements;
  int64_t others = devices - 1;
  auto levels = int64_t(llvm::Log2_64_Ceil(devices));
  // What is split is split as evenly as it can be.
  Expr part = Expr::floorDiv(all, devices);
  Expr largestPart = Expr::ceilDiv(all, devices);
  bool isRing = algorithm == CollectiveAlgorithm::Ring;
  switch (kind) {
  case CollectiveKind::AllReduce:
    // Each device sends all parts but one to have them reduced, and then all
    // but another one, the two that come one after the other in the ring.
    if (isRing)
      return {2 * others,
              Expr(2) * all - part - Expr::floorDiv(all + 1, devices),
              Expr(2 * others) * all, Expr(2 * others) * largestPart};
    return {2 * levels, Expr(levels) * all, Expr(2 * others) * all,
            Expr(2 * levels) * all};
  case CollectiveKind::AllGather:
  case CollectiveKind::ReduceScatter:
    return {isRing ? others : levels, Expr(others) * part,
            Expr(devices * others) * part, Expr(others) * part};
  case CollectiveKind::AllToAll: {
    if (isRing)
      return {others, Expr(others) * part, Expr(devices * others) * part,
              Expr(others) * part};
    Expr sent = Expr(countBitsBelow(devices)) * part;
    return {levels, sent, Expr(devices) * sent, sent};
  }
  case CollectiveKind::Broadcast:
  case CollectiveKind::Reduce:
    if (isRing)
      return {2 * others, all, Expr(others) * all,
              Expr(2 * others) * largestPart};
    return {levels,
            kind == CollectiveKind::Broadcast ? Expr(levels) * all : all,
            Expr(others) * all, Expr(levels) * all};
  case CollectiveKind::Gather:
  case CollectiveKind::Scatter: {
    auto [sum, largest] = sizesOfSubtrees(devices);
    Expr path = Expr(others) * part;
    if (isRing)
      return {others, path, Expr(devices * others / 2) * part, path};
    return {levels,
            kind == CollectiveKind::Scatter ? path : Expr(largest) * part,
            Expr(sum) * part, path};
  }
  }
  llvm_unreachable("every collective has its messages");
}
