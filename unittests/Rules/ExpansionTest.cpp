//===- ExpansionTest.cpp - Rules against MLIR's expansions ----------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/RuleCost.h"
#include "fpo/ExternalModels/Register.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Math/Transforms/Passes.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Transforms/WalkPatternRewriteDriver.h"
#include "gtest/gtest.h"

using namespace mlir;
using namespace mlir::fpo;

namespace {

class ExpansionTest : public ::testing::Test {
protected:
  ExpansionTest() : context(makeRegistry()), rules(&context) {
    context.loadDialect<arith::ArithDialect, func::FuncDialect,
                        math::MathDialect, vector::VectorDialect>();
  }

  static DialectRegistry makeRegistry() {
    DialectRegistry registry;
    registerAllCosts(registry);
    return registry;
  }

  /// Applies `patterns` once to `name` on f32 and counts what comes out by the
  /// rules, which must be what the rules say of the op itself.
  void expectExpansion(StringRef name, unsigned numOperands,
                       RewritePatternSet patterns) {
    std::string text = "func.func @f(%x: f32) { %0 = " + name.str() + " %x";
    for (unsigned i = 1; i < numOperands; ++i)
      text += ", %x";
    text += " : f32\nreturn }";
    OwningOpRef<ModuleOp> module =
        parseSourceString<ModuleOp>(text, ParserConfig(&context));
    ASSERT_TRUE(module) << name.str();
    walkAndApplyPatterns(*module, std::move(patterns));

    Cost expanded;
    module->walk([&](Operation *op) {
      EXPECT_NE(op->getName().getStringRef(), name) << "it was not expanded";
      // Integer work on the fields of a format is not counted.
      if (op->getNumOperands() == 0 ||
          !isa<FloatType>(op->getOperand(0).getType()))
        return;
      const RuleCost &part = rules.lookup(op->getName().getStringRef(),
                                          op->getOperand(0).getType());
      EXPECT_TRUE(part.cost.isExact()) << part.reason;
      expanded += part.cost;
    });
    const RuleCost &rule = rules.lookup(name, Float32Type::get(&context));
    EXPECT_TRUE(rule.cost.isExact()) << rule.reason;
    EXPECT_EQ(rule.cost.add(), expanded.add()) << name.str();
    EXPECT_EQ(rule.cost.mul(), expanded.mul()) << name.str();
  }

  MLIRContext context;
  RuleCosts rules;
};

/// [scalar.poly]
TEST_F(ExpansionTest, PolynomialsAreThoseOfMlir) {
  for (StringRef name :
       {"math.exp", "math.log", "math.log2", "math.log1p", "math.expm1",
        "math.tanh", "math.erf", "math.erfc", "math.sin", "math.cos",
        "math.atan", "math.asin", "math.acos", "math.cbrt"}) {
    RewritePatternSet patterns(&context);
    populateMathPolynomialApproximationPatterns(
        patterns, MathPolynomialApproximationOptions());
    expectExpansion(name, 1, std::move(patterns));
  }
  RewritePatternSet patterns(&context);
  populateMathPolynomialApproximationPatterns(
      patterns, MathPolynomialApproximationOptions());
  expectExpansion("math.atan2", 2, std::move(patterns));
}

/// [scalar.expand]
TEST_F(ExpansionTest, ExpansionsAreThoseOfMlir) {
  for (StringRef name :
       {"sinh", "cosh", "tan", "asinh", "acosh", "atanh", "exp2"}) {
    RewritePatternSet patterns(&context);
    math::populateExpansionPatterns(patterns, {name});
    expectExpansion(("math." + name).str(), 1, std::move(patterns));
  }
  RewritePatternSet patterns(&context);
  math::populateExpansionPatterns(patterns, {"powf"});
  expectExpansion("math.powf", 2, std::move(patterns));
}

} // namespace
