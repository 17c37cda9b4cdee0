//===- ScalarRulesTest.cpp - Tests of the scalar rules --------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/RuleCost.h"
#include "fpo/ExternalModels/Elementwise.h"
#include "fpo/ExternalModels/Register.h"

#include "mlir/IR/MLIRContext.h"
#include "gtest/gtest.h"

using namespace mlir;
using namespace mlir::fpo;

namespace {

class ScalarRulesTest : public ::testing::Test {
protected:
  ScalarRulesTest() : context(makeRegistry()), rules(&context) {}

  static DialectRegistry makeRegistry() {
    DialectRegistry registry;
    registerAllCosts(registry);
    return registry;
  }

  MLIRContext context;
  RuleCosts rules;

  /// "ADD + MUL in type", or "none".
  std::string lookup(StringRef name, Type type) {
    const Cost &cost = rules.lookup(name, type).cost;
    if (cost.isUnknown())
      return "none";
    std::string text;
    llvm::raw_string_ostream os(text);
    for (const TypedOps &entry : cost.getOps())
      os << (text.empty() ? "" : ", ") << entry.add << " + " << entry.mul
         << " in " << entry.type;
    return text.empty() ? "nothing" : text;
  }
};

/// [scalar.newton] x <- x (2 - b x) doubles the right bits, from 8.
TEST_F(ScalarRulesTest, NewtonStepsReachThePrecision) {
  Type types[] = {BFloat16Type::get(&context), Float16Type::get(&context),
                  Float32Type::get(&context), Float64Type::get(&context)};
  unsigned steps[] = {0, 1, 2, 3};
  for (auto [type, n] : llvm::zip(types, steps))
    EXPECT_EQ(newtonSteps(cast<FloatType>(type)), n);
  EXPECT_EQ(newtonSteps(Float8E5M2Type::get(&context)), 0U);
  EXPECT_EQ(newtonSteps(Float128Type::get(&context)), 4U);
}

/// The table of the convention, line by line.
TEST_F(ScalarRulesTest, AreThoseOfTheTable) {
  Type bf16 = BFloat16Type::get(&context), f16 = Float16Type::get(&context),
       f32 = Float32Type::get(&context), f64 = Float64Type::get(&context);
  EXPECT_EQ(lookup("arith.addf", f64), "1 + 0 in f64");
  EXPECT_EQ(lookup("arith.mulf", bf16), "0 + 1 in bf16");
  EXPECT_EQ(lookup("math.fma", f32), "1 + 1 in f32");
  EXPECT_EQ(lookup("arith.negf", f32), "nothing");
  EXPECT_EQ(lookup("arith.divf", bf16), "0 + 1 in bf16");
  EXPECT_EQ(lookup("arith.divf", f16), "1 + 3 in f16");
  EXPECT_EQ(lookup("arith.divf", f32), "2 + 5 in f32");
  EXPECT_EQ(lookup("arith.divf", f64), "3 + 7 in f64");
  EXPECT_EQ(lookup("math.rsqrt", bf16), "nothing");
  EXPECT_EQ(lookup("math.rsqrt", f16), "1 + 4 in f16");
  EXPECT_EQ(lookup("math.rsqrt", f32), "2 + 7 in f32");
  EXPECT_EQ(lookup("math.rsqrt", f64), "3 + 10 in f64");
  EXPECT_EQ(lookup("math.sqrt", bf16), "0 + 1 in bf16");
  EXPECT_EQ(lookup("math.sqrt", f32), "2 + 8 in f32");
  EXPECT_EQ(lookup("math.tanh", f32), "14 + 16 in f32");
}

/// Polynomials are those of f32; narrower types are extended.
TEST_F(ScalarRulesTest, ApproximationsAreInF32) {
  Type f32 = Float32Type::get(&context);
  EXPECT_EQ(lookup("math.exp", f32), "14 + 11 in f32");
  EXPECT_EQ(lookup("math.exp", Float16Type::get(&context)), "14 + 11 in f32");
  EXPECT_EQ(lookup("math.exp", Float128Type::get(&context)), "none");
  // A quotient in bf16 of a sine and a cosine in f32.
  EXPECT_EQ(lookup("math.tan", BFloat16Type::get(&context)),
            "0 + 1 in bf16, 12 + 20 in f32");
}

TEST_F(ScalarRulesTest, ComplexOpsAreInTheirPart) {
  Type complex = ComplexType::get(Float32Type::get(&context));
  EXPECT_EQ(lookup("complex.add", complex), "2 + 0 in f32");
  EXPECT_EQ(lookup("complex.mul", complex), "2 + 4 in f32");
  // (ac + bd) / (cc + dd) and (bc - ad) / (cc + dd).
  EXPECT_EQ(lookup("complex.div", complex), "7 + 16 in f32");
  EXPECT_EQ(lookup("complex.conj", complex), "nothing");
}

TEST_F(ScalarRulesTest, IntegersAreCountedInTheirType) {
  Type i8 = IntegerType::get(&context, 8), i1 = IntegerType::get(&context, 1);
  EXPECT_EQ(lookup("arith.addi", i8), "1 + 0 in i8");
  EXPECT_EQ(lookup("arith.muli", i8), "0 + 1 in i8");
  EXPECT_EQ(lookup("arith.divsi", i8), "8 + 0 in i8");
  EXPECT_EQ(lookup("arith.floordivsi", i8), "12 + 1 in i8");
  EXPECT_EQ(lookup("arith.addi", i1), "nothing");
  EXPECT_EQ(lookup("arith.addi", IndexType::get(&context)), "nothing");
}

TEST_F(ScalarRulesTest, WhatHasNoRuleHasNone) {
  EXPECT_EQ(lookup("arith.addf", IntegerType::get(&context, 8)), "none");
  EXPECT_EQ(lookup("mydialect.op", Float32Type::get(&context)), "none");
}

/// The shortest way by squaring and multiplying, by carrying it out.
TEST_F(ScalarRulesTest, PowersAreByBinaryExponentiation) {
  for (uint64_t exponent = 1; exponent < 2000; ++exponent) {
    unsigned products = 0;
    for (uint64_t rest = exponent; rest > 1; rest /= 2)
      products += 1 + (rest % 2);
    EXPECT_EQ(powerMuls(exponent), products) << exponent;
  }
}

} // namespace
