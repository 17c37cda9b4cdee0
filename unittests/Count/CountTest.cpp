//===- CountTest.cpp - Tests of counts ------------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Count/Count.h"

#include "llvm/ADT/APInt.h"
#include "gtest/gtest.h"

#include <optional>
#include <vector>

using namespace mlir::fpo;

namespace {

Count between(int64_t lo, int64_t hi) {
  return Count::between(DynamicAPInt(lo), DynamicAPInt(hi));
}
Count atLeast(int64_t lo) { return Count::atLeast(DynamicAPInt(lo)); }

TEST(Count, Prints) {
  EXPECT_EQ(Count(42).str(), "42");
  EXPECT_EQ(between(1, 3).str(), "[1, 3]");
  EXPECT_EQ(atLeast(7).str(), "[7, ?]");
  EXPECT_EQ(Count::unknown().str(), "[0, ?]");
}

TEST(Count, EqualBoundsAreExact) {
  EXPECT_TRUE(between(3, 3).isExact());
  EXPECT_EQ(between(3, 3), Count(3));
}

TEST(Count, HasAnySize) {
  // 2^400, by its decimal digits from another source: 10^120 < 2^400 < 10^121.
  Count power = 1;
  for (int i = 0; i < 10; ++i)
    power *= Count(int64_t(1) << 40);
  EXPECT_EQ(power.str().size(), 121U);
  EXPECT_EQ(power.str().substr(0, 9), "258224987");
  // A matmul of 400000 x 800000 x 900000.
  EXPECT_EQ((Count(400000) * Count(800000) * Count(900000)).str(),
            "288000000000000000");
}

TEST(Count, HasOneFormForANumber) {
  // What has once been large is equal to, and hashes as, what never was.
  Count large = (Count(int64_t(1) << 62) * Count(8)).ceilDiv(8);
  EXPECT_EQ(large, Count(int64_t(1) << 62));
  EXPECT_EQ(hash_value(large), hash_value(Count(int64_t(1) << 62)));
  Count wide = Count::get(llvm::APInt(128, 5));
  EXPECT_EQ(hash_value(wide), hash_value(Count(5)));
  EXPECT_EQ(Count::get(llvm::APInt(8, 255)), Count(255));
}

/// All values up to a limit that a count admits.
std::vector<int64_t> members(const Count &count, int64_t limit) {
  std::vector<int64_t> values;
  for (int64_t value = 0; value <= limit; ++value)
    if (count.lower().constant() <= value &&
        (!count.isBounded() || count.upper().constant() >= value))
      values.push_back(value);
  return values;
}

std::vector<Count> samples() {
  std::vector<Count> counts = {Count(0),      Count(1),      Count(5),
                               between(0, 1), between(2, 6), Count::unknown(),
                               atLeast(3)};
  return counts;
}

/// The tightest count that admits what `op` makes of any two members, found by
/// trying them.
template <typename Op>
void expectTight(const Count &lhs, const Count &rhs, const Count &result,
                 Op op) {
  constexpr int64_t limit = 12;
  std::optional<int64_t> least, most;
  for (int64_t a : members(lhs, limit))
    for (int64_t b : members(rhs, limit)) {
      int64_t value = op(a, b);
      least = least ? std::min(*least, value) : value;
      most = most ? std::max(*most, value) : value;
    }
  EXPECT_EQ(result.lower(), DynamicAPInt(*least));
  if (result.isBounded())
    EXPECT_EQ(result.upper(), DynamicAPInt(*most));
  else
    EXPECT_TRUE(*most >= limit) << "the result could have an upper bound";
}

TEST(Count, ArithmeticIsThatOfIntervals) {
  for (const Count &lhs : samples())
    for (const Count &rhs : samples()) {
      SCOPED_TRACE(lhs.str() + " and " + rhs.str());
      expectTight(lhs, rhs, lhs + rhs,
                  [](int64_t a, int64_t b) { return a + b; });
      expectTight(lhs, rhs, lhs * rhs,
                  [](int64_t a, int64_t b) { return a * b; });
    }
}

TEST(Count, NothingTimesUnknownIsNothing) {
  EXPECT_TRUE((Count(0) * Count::unknown()).isZero());
  EXPECT_TRUE((Count::unknown() * Count(0)).isZero());
}

TEST(Count, HullHoldsBoth) {
  EXPECT_EQ(Count(2).hull(Count(5)), between(2, 5));
  EXPECT_EQ(between(1, 3).hull(Count(2)), between(1, 3));
  EXPECT_EQ(Count(4).hull(atLeast(7)), atLeast(4));
  EXPECT_EQ(Count(4).hull(Count(4)), Count(4));
}

TEST(Count, DividesUpwards) {
  EXPECT_EQ(Count(9).ceilDiv(8), Count(2));
  EXPECT_EQ(Count(8).ceilDiv(8), Count(1));
  EXPECT_EQ(Count(0).ceilDiv(8), Count(0));
  EXPECT_EQ(between(1, 17).ceilDiv(8), between(1, 3));
  EXPECT_EQ(atLeast(9).ceilDiv(8), atLeast(2));
}

TEST(Count, WithoutAPartIsTheRest) {
  EXPECT_EQ(Count(9).without(Count(4)), Count(5));
  EXPECT_EQ(Count(9).without(Count(0)), Count(9));
  // Of 5 to 9, 2 or 3 are taken.
  EXPECT_EQ(between(5, 9).without(between(2, 3)), between(2, 7));
  EXPECT_EQ(atLeast(9).without(Count(4)), Count::unknown());
  Count n(Expr::symbol("n"));
  EXPECT_EQ((n * Count(3)).without(n), n * Count(2));
}

} // namespace
