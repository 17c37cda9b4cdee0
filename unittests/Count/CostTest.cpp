//===- CostTest.cpp - Tests of costs --------------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Count/Cost.h"

#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/MLIRContext.h"
#include "gtest/gtest.h"

using namespace mlir;
using namespace mlir::fpo;

namespace {

class CostTest : public ::testing::Test {
protected:
  MLIRContext context;
  Type f32 = Float32Type::get(&context);
  Type f16 = Float16Type::get(&context);
  Type bf16 = BFloat16Type::get(&context);
  Type i8 = IntegerType::get(&context, 8);
  Type i1 = IntegerType::get(&context, 1);
  Type index = IndexType::get(&context);

  static SmallVector<Type> typesOf(const Cost &cost) {
    SmallVector<Type> types;
    for (const TypedOps &entry : cost.getOps())
      types.push_back(entry.type);
    return types;
  }
};

TEST_F(CostTest, IntegersAreBesideFpo) {
  Cost cost = Cost::addMul(f32, 3, 4) + Cost::addMul(i8, 5, 6);
  EXPECT_EQ(cost.fpo(), Count(7));
  EXPECT_EQ(cost.add(), Count(3));
  EXPECT_EQ(cost.mul(), Count(4));
  EXPECT_EQ(cost.iop(), Count(11));
}

TEST_F(CostTest, IndexAndBooleansAreNoData) {
  EXPECT_TRUE(Cost::add(index, 8).isZero());
  EXPECT_TRUE(Cost::mul(i1, 8).isZero());
}

TEST_F(CostTest, TypesAreInOneOrder) {
  SmallVector<Type> expected = {bf16, f16, f32, i8};
  Cost forwards, backwards;
  for (Type type : expected)
    forwards += Cost::add(type);
  for (Type type : llvm::reverse(expected))
    backwards += Cost::add(type);
  EXPECT_EQ(typesOf(forwards), expected);
  EXPECT_EQ(forwards, backwards);
  EXPECT_EQ(hash_value(forwards), hash_value(backwards));
}

TEST_F(CostTest, UnknownMakesASumALowerBound) {
  Cost cost = Cost::add(f32, 3) + Cost::unknown();
  EXPECT_FALSE(cost.isComplete());
  EXPECT_EQ(cost.fpo(), Count::atLeast(DynamicAPInt(3)));
  EXPECT_EQ(cost.iop(), Count::unknown());
  EXPECT_EQ(cost.read, Count::unknown());
}

TEST_F(CostTest, AnUnknownNumberOfRunsIsIncomplete) {
  Cost cost = Cost::add(f32, 3) * Count::atLeast(DynamicAPInt(2));
  EXPECT_FALSE(cost.isComplete());
  EXPECT_EQ(cost.add(), Count::atLeast(DynamicAPInt(6)));
}

TEST_F(CostTest, WhatNeverRunsCostsNothing) {
  EXPECT_TRUE((Cost::unknown() * Count(0)).isZero());
  EXPECT_TRUE((Cost() * Count::unknown()).isZero());
}

TEST_F(CostTest, HullIsPerType) {
  Cost either = Cost::add(f32, 3).hull(Cost::mul(i8, 2));
  EXPECT_EQ(either.add(), Count::between(DynamicAPInt(0), DynamicAPInt(3)));
  EXPECT_EQ(either.iop(), Count::between(DynamicAPInt(0), DynamicAPInt(2)));
  EXPECT_TRUE(either.isBounded());
  EXPECT_FALSE(either.isExact());
  EXPECT_EQ(Cost::add(f32, 3).hull(Cost::add(f32, 3)), Cost::add(f32, 3));
}

TEST_F(CostTest, HullOfTheSumsIsNarrow) {
  // Either 2 ADD or 2 MUL: 2 operations.
  Cost either = Cost::add(f32, 2).hull(Cost::mul(f16, 2));
  EXPECT_EQ(either.fpo(), Count(2));
  EXPECT_EQ(either.add(), Count::between(DynamicAPInt(0), DynamicAPInt(2)));
  EXPECT_EQ((either * Count(3) + Cost::add(f32)).fpo(), Count(7));
  EXPECT_FALSE(either.narrow(Count(5), Count(0)));
  EXPECT_TRUE(either.narrow(Count(1), Count(0)));
}

TEST_F(CostTest, HullWithUnknownIsIncomplete) {
  Cost either = Cost::add(f32, 3).hull(Cost::unknown());
  EXPECT_FALSE(either.isComplete());
  EXPECT_EQ(either.add(), Count::unknown());
}

TEST_F(CostTest, WithoutAPartIsTheRest) {
  Cost part = Cost::addMul(f32, 3, 4) + Cost::add(i8, 2);
  Cost rest = Cost::add(f32, 5) + Cost::traffic(8, 4);
  rest.mac = 6;
  rest.transcendentals = 2;
  EXPECT_EQ((part + rest).without(part), rest);
  EXPECT_TRUE(part.without(part).isZero());
}

TEST_F(CostTest, TranscendentalsAreCountedApart) {
  Cost cost;
  cost.transcendentals = 2;
  EXPECT_FALSE(cost.isZero());
  EXPECT_TRUE(cost.fpo().isZero());
  EXPECT_EQ((cost * Count(3)).transcendentals, Count(6));
  EXPECT_EQ(cost.hull(Cost()).transcendentals.upper(), Expr(2));
}

/// What is done to a cost is done to every count of it.
TEST_F(CostTest, EveryCountIsChanged) {
  auto all = [&](const Expr &n) {
    Cost cost = Cost::addMul(f32, n, n) + Cost::addMul(i8, n, n);
    cost.mac = cost.transcendentals = cost.read = cost.write = Count(n);
    return cost;
  };
  Expr n = Expr::symbol("n");
  auto five = [](llvm::StringRef) { return std::optional<Expr>(5); };
  EXPECT_TRUE(all(n).isSymbolic());
  EXPECT_EQ(all(n).substitute(five), all(5));
  EXPECT_EQ(all(3).map([](const Count &count) { return count * Count(4); }),
            all(12));
  Expr condition = Expr::symbol("c", /*isNonNegative=*/false);
  Cost either = Cost::select(condition, all(5), all(7));
  auto is = [](int64_t value) {
    return [=](llvm::StringRef) { return std::optional<Expr>(value); };
  };
  EXPECT_EQ(either.substitute(is(0)), all(5));
  EXPECT_EQ(either.substitute(is(-1)), all(7));
  EXPECT_EQ(all(7).without(all(5)), all(2));
  EXPECT_EQ(all(7).without(Cost()), all(7));
  EXPECT_EQ(all(5) + all(7), all(12));
  // Each count by itself makes a cost symbolic.
  for (Count Cost::*count :
       {&Cost::mac, &Cost::transcendentals, &Cost::read, &Cost::write}) {
    Cost one;
    one.*count = Count(n);
    EXPECT_TRUE(one.isSymbolic());
    EXPECT_TRUE(one.anyOf([](const Expr &expr) { return expr.mentions("n"); }));
  }
}

} // namespace
