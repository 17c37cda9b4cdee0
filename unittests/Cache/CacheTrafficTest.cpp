//===- CacheTrafficTest.cpp - The model against stack distances -----------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Cache/CacheTraffic.h"

#include "llvm/ADT/STLExtras.h"
#include "gtest/gtest.h"

#include <list>
#include <map>

using namespace mlir;
using namespace mlir::fpo;

namespace {
/// C[d0, d1] += A[d0, d2] B[d2, d1], of f32.
ScheduledNest matmul(Expr m, Expr n, Expr k,
                     llvm::ArrayRef<ScheduleLoop> loops) {
  ScheduledNest nest;
  nest.extents = {m, n, k};
  auto matrix = [](unsigned buffer, unsigned row, unsigned column, Expr width,
                   bool writes) {
    return NestReference{buffer,
                         4,
                         {{Expr(4) * width, {{row, 1}}}, {4, {{column, 1}}}},
                         true,
                         writes};
  };
  nest.buffers = {
      {"A", m * k * Expr(4)}, {"B", k * n * Expr(4)}, {"C", m * n * Expr(4)}};
  NestPass pass;
  pass.loops.append(loops.begin(), loops.end());
  pass.references = {matrix(0, 0, 2, k, false), matrix(1, 2, 1, n, false),
                     matrix(2, 0, 1, n, true)};
  nest.passes.push_back(pass);
  return nest;
}

int64_t number(const Expr &expr) { return int64_t(expr.constant()); }

/// Runs the loops, and tells how often each stack distance occurs: the distinct
/// lines since the line was touched last, itself included; 0 for the first
/// time.
class StackDistances {
public:
  explicit StackDistances(const ScheduledNest &nest) : nest(nest) {
    int64_t end = 0;
    for (const NestBuffer &buffer : nest.buffers) {
      bases.push_back(end);
      end += (number(buffer.size) + 63) / 64 * 64;
    }
    std::vector<int64_t> begin(nest.extents.size()), limit;
    for (const Expr &extent : nest.extents)
      limit.push_back(number(extent));
    run(0, begin, limit);
  }

  /// The bytes that a cache of so many lines loads.
  int64_t loaded(int64_t lines) const {
    int64_t misses = 0;
    for (auto [distance, times] : histogram)
      if (distance == 0 || distance > lines)
        misses += times;
    return misses * 64;
  }

private:
  void run(size_t level, std::vector<int64_t> begin,
           std::vector<int64_t> limit) {
    const NestPass &pass = nest.passes.front();
    if (level == pass.loops.size()) {
      for (const NestReference &reference : pass.references)
        touch(addressOf(reference, begin) / 64);
      return;
    }
    unsigned dim = pass.loops[level].dim;
    int64_t end = limit[dim], step = number(pass.loops[level].step);
    for (int64_t at = begin[dim]; at < end; at += step) {
      begin[dim] = at;
      limit[dim] = std::min(at + step, end);
      run(level + 1, begin, limit);
    }
  }

  int64_t addressOf(const NestReference &reference,
                    llvm::ArrayRef<int64_t> at) const {
    int64_t address = bases[reference.buffer];
    for (const Subscript &subscript : reference.subscripts)
      for (const SubscriptTerm &term : subscript.terms)
        address += number(subscript.stride) * term.coefficient * at[term.dim];
    return address;
  }

  void touch(int64_t line) {
    auto *found = llvm::find(stack, line);
    int64_t distance = 0;
    if (found != stack.end())
      distance = found - stack.begin() + 1;
    else
      found = stack.insert(stack.end(), line);
    std::rotate(stack.begin(), found, found + 1);
    ++histogram[distance];
  }

  const ScheduledNest &nest;
  std::vector<int64_t> bases;
  llvm::SmallVector<int64_t> stack;
  std::map<int64_t, int64_t> histogram;
};

/// The mean over capacities of what the model is wrong by.
double meanError(const ScheduledNest &nest) {
  StackDistances distances(nest);
  double sum = 0;
  int64_t runs = 0;
  for (int64_t lines = 6; lines < 500; lines += 7, ++runs) {
    CacheTraffic traffic = computeTraffic(nest, {lines * 64, 64, 0});
    double loaded = distances.loaded(lines);
    sum += std::abs(number(traffic.read) - loaded) / loaded;
  }
  return sum / runs;
}

// [cache.distance] At all capacities, near a threshold or not.
TEST(CacheTrafficTest, AgreesWithStackDistances) {
  EXPECT_LT(meanError(matmul(32, 32, 32, {{0}, {1}, {2}})), 0.03);
  EXPECT_LT(meanError(matmul(32, 32, 32, {{2}, {0}, {1}})), 0.03);
  EXPECT_LT(
      meanError(matmul(48, 32, 48, {{0, 16}, {1, 16}, {2, 16}, {0}, {1}, {2}})),
      0.06);
  EXPECT_LT(meanError(matmul(48, 48, 32, {{1, 16}, {2, 8}, {0}, {2}, {1}})),
            0.06);
}

// [cache.lines] Rows that begin within lines, and tiles that are not whole.
TEST(CacheTrafficTest, AgreesWithStackDistancesWhereRowsAreNotAligned) {
  EXPECT_LT(meanError(matmul(33, 30, 37, {{0}, {2}, {1}})), 0.05);
  EXPECT_LT(
      meanError(matmul(33, 30, 37, {{0, 12}, {1, 8}, {2, 10}, {0}, {2}, {1}})),
      0.15);
}

// [cache.distance] Rows of a tile as long as a line that straddle two: whether
// a line is still there depends on where its own row begins.
TEST(CacheTrafficTest, AgreesWithStackDistancesWhereRowsStraddleLines) {
  ScheduledNest nest =
      matmul(70, 75, 90, {{2, 32}, {0, 32}, {1, 16}, {0}, {1}, {2}});
  StackDistances distances(nest);
  for (int64_t lines = 50; lines <= 76; lines += 2) {
    double loaded = distances.loaded(lines);
    CacheTraffic traffic = computeTraffic(nest, {lines * 64, 64, 0});
    EXPECT_NEAR(number(traffic.read), loaded, 0.3 * loaded) << lines;
  }
}

// [cache.traffic] Once all fits, each line crosses once.
TEST(CacheTrafficTest, LoadsEachLineOnce) {
  ScheduledNest nest = matmul(33, 30, 37, {{0}, {1}, {2}});
  CacheTraffic traffic = computeTraffic(nest, {1 << 20, 64, 0});
  EXPECT_EQ(number(traffic.read), StackDistances(nest).loaded(1 << 14));
  EXPECT_EQ(number(traffic.write), (33 * 30 * 4 + 63) / 64 * 64);
}

// [cache.sets] 64 rows that lie 4096 bytes apart fall into one set of 8 ways,
// though the cache has room for 512 lines.
TEST(CacheTrafficTest, SetsConflict) {
  ScheduledNest nest = matmul(1, 16, 64, {{0}, {1}, {2}});
  nest.passes.front().references[1].subscripts[0].stride = 4096;
  nest.buffers[1].size = 64 * 4096;
  int64_t wide = number(computeTraffic(nest, {32768, 64, 0}).read);
  int64_t sets = number(computeTraffic(nest, {32768, 64, 8}).read);
  EXPECT_LT(wide, 75 * 64);
  EXPECT_GT(sets, 16 * 64 * 64);
}

// With symbols, and numbers put in their place, it is the same as with numbers.
TEST(CacheTrafficTest, SymbolsAgreeWithNumbers) {
  Expr tile = Expr::symbol("T"), size = Expr::symbol("N"),
       capacity = Expr::symbol("C");
  auto nest = [](Expr n, Expr t) {
    return matmul(n, n, n, {{0, t}, {1, t}, {2, t}, {0}, {1}, {2}});
  };
  CacheTraffic symbolic = computeTraffic(nest(size, tile), {capacity, 64, 0});
  for (int64_t n : {64, 128})
    for (int64_t t : {16, 32})
      for (int64_t c : {1024, 16384, 262144}) {
        auto value = [&](llvm::StringRef name) -> std::optional<Expr> {
          return Expr(name == "T" ? t : name == "N" ? n : c);
        };
        CacheTraffic numbers = computeTraffic(nest(n, t), {c, 64, 0});
        double expected = number(numbers.read);
        EXPECT_NEAR(number(symbolic.read.substitute(value)), expected,
                    0.15 * expected)
            << "N = " << n << ", T = " << t << ", C = " << c;
      }
}
} // namespace
