//===- RuleSetTest.cpp - Tests of rule lookup and of the shipped files ----===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Rules/RuleSet.h"

#include "fpo/Analysis/RuleCost.h"
#include "fpo/ExternalModels/Register.h"
#include "fpo/Interfaces/CostOpInterface.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Complex/IR/Complex.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Parser/Parser.h"
#include "llvm/ADT/StringExtras.h"
#include "gtest/gtest.h"

#include <set>
#include <thread>

using namespace mlir;
using namespace mlir::fpo;

namespace {

class RuleSetTest : public ::testing::Test {
protected:
  RuleSetTest() : context(makeRegistry()) {
    context.loadDialect<FpoDialect>();
    f16 = Float16Type::get(&context);
    f32 = Float32Type::get(&context);
    f64 = Float64Type::get(&context);
  }

  static DialectRegistry makeRegistry() {
    DialectRegistry registry;
    registerAllCosts(registry);
    return registry;
  }

  /// The name of the rule for `op` on `type`; empty if there is none.
  static std::string find(RuleSet &rules, StringRef op, Type type) {
    RuleOp rule = rules.lookup(op, type);
    return rule ? rule.getSymName().str() : "";
  }

  MLIRContext context;
  Type f16, f32, f64;
};

/// What the build finds out about a file by its text is what it holds, and all
/// of it is valid.
TEST_F(RuleSetTest, ShippedFilesHoldWhatIsSaid) {
  EXPECT_GT(getShippedRules().size(), 5U);
  for (const ShippedRules &file : getShippedRules()) {
    OwningOpRef<ModuleOp> module =
        parseSourceString<ModuleOp>(file.text, &context);
    ASSERT_TRUE(module) << file.name.str();
    EXPECT_TRUE(succeeded(verify(*module))) << file.name.str();
    std::set<std::string> listed, found;
    for (StringRef op : llvm::split(file.ops, ' '))
      listed.insert(op.str());
    for (Operation &op : *module->getBody()) {
      auto rule = dyn_cast<RuleOp>(op);
      ASSERT_TRUE(rule) << file.name.str();
      for (StringRef name : rule.getOpNames())
        found.insert(name.str());
    }
    EXPECT_EQ(listed, found) << file.name.str();
  }
}

/// No op on elements of these dialects is without a rule on a type that it
/// takes, but for those whose cost depends on the value of an operand or on
/// their result.
TEST_F(RuleSetTest, EveryElementwiseOpHasARule) {
  std::set<std::string> others = {"math.fpowi", "math.ipowi", "complex.powi",
                                  "arith.scaling_extf", "arith.scaling_truncf"};
  RuleCosts costs(&context);
  Type types[] = {BFloat16Type::get(&context), f16, f32, f64};
  Type i32 = IntegerType::get(&context, 32);
  unsigned numOps = 0;
  for (RegisteredOperationName name : context.getRegisteredOperations()) {
    if (!name.hasTrait<OpTrait::Elementwise>() ||
        others.count(name.getStringRef().str()))
      continue;
    StringRef op = name.getStringRef();
    bool isComplex = op.starts_with("complex.");
    if (!isComplex && !op.starts_with("math.") && !op.starts_with("arith."))
      continue;
    // To take a part of a number is not to compute.
    if (name.getInterface<CostOpInterface>()->isFree())
      continue;
    ++numOps;
    // An op on integers has no rule on any floating-point type.
    bool isOnFloats = costs.lookup(op, f32).rule || isComplex;
    if (!isOnFloats) {
      EXPECT_TRUE(costs.lookup(op, i32).cost.isExact()) << op.str();
      continue;
    }
    for (Type type : types) {
      const RuleCost &cost =
          costs.lookup(op, isComplex ? ComplexType::get(type) : type);
      EXPECT_TRUE(cost.cost.isExact()) << op.str() << ": " << cost.reason;
    }
  }
  EXPECT_GT(numOps, 100U);
}

/// An approximation says where it is from.
TEST_F(RuleSetTest, ApproximationsCiteASource) {
  RuleSet rules(&context);
  for (const std::string &op : rules.getOpNames()) {
    if (!StringRef(op).starts_with("math."))
      continue;
    for (Type type : {f16, f32, f64}) {
      RuleOp rule = rules.lookup(op, type);
      if (rule && llvm::any_of(rule.getBody().getOps(), [](Operation &op) {
            return isa<arith::MulFOp, math::FmaOp, SeedOp>(op);
          }))
        EXPECT_TRUE(rule.getSource() || op == "math.fma") << op;
    }
  }
}

TEST_F(RuleSetTest, ExactGoesBeforeNarrowBeforeAny) {
  RuleSet rules(&context, {});
  ASSERT_TRUE(succeeded(rules.addText({"test", R"mlir(
    fpo.rule @any of "a.b"(%x: !fpo.float) {}
    fpo.rule @narrow of "a.b"(%x: !fpo.narrow_float) {}
    fpo.rule @exact of "a.b"(%x: f16) {}
    fpo.rule @integer of "a.b"(%x: !fpo.int) {}
    fpo.rule @complex of "a.b"(%x: complex<!fpo.float>) {}
  )mlir",
                                       ""})));
  EXPECT_EQ(find(rules, "a.b", f16), "exact");
  EXPECT_EQ(find(rules, "a.b", BFloat16Type::get(&context)), "narrow");
  EXPECT_EQ(find(rules, "a.b", f32), "any");
  EXPECT_EQ(find(rules, "a.b", f64), "any");
  EXPECT_EQ(find(rules, "a.b", IntegerType::get(&context, 7)), "integer");
  EXPECT_EQ(find(rules, "a.b", IndexType::get(&context)), "integer");
  EXPECT_EQ(find(rules, "a.b", ComplexType::get(f32)), "complex");
  EXPECT_EQ(find(rules, "a.c", f32), "");
}

TEST_F(RuleSetTest, TheLastFileGoesFirst) {
  RuleSet rules(&context);
  EXPECT_EQ(find(rules, "math.tanh", f32), "tanh_f32");
  EXPECT_FALSE(rules.hasAdded());
  // Though it is less exact than the shipped one.
  ASSERT_TRUE(succeeded(rules.addText(
      {"one", "fpo.rule @one of \"math.tanh\"(%x: !fpo.float) {}", ""})));
  EXPECT_EQ(find(rules, "math.tanh", f32), "one");
  ASSERT_TRUE(succeeded(rules.addText(
      {"two", "fpo.rule @two of \"math.tanh\"(%x: f64) {}", ""})));
  EXPECT_EQ(find(rules, "math.tanh", f32), "one");
  EXPECT_EQ(find(rules, "math.tanh", f64), "two");
  EXPECT_TRUE(rules.hasAdded());
}

/// Whole ops are found by all of their operands.
TEST_F(RuleSetTest, WholeOpsAreFoundByTheirOperands) {
  context.allowUnregisteredDialects();
  RuleSet rules(&context);
  ASSERT_TRUE(succeeded(rules.addText({"test", R"mlir(
    fpo.rule @dynamic of "a.b"(%x: tensor<?x?x!fpo.float>, %y: index) {}
    fpo.rule @same of "a.b"(%x: tensor<?x!fpo.float>, %y: tensor<?x!fpo.float>) {}
    fpo.rule @sized of "a.b"(%x: tensor<4x8xf32>, %y: index) {}
    fpo.rule @memref of "a.b"(%x: memref<?xf32>) {}
    fpo.rule @none of "a.b"() {}
  )mlir",
                                       ""})));
  auto find = [&](ArrayRef<Type> types) {
    OperationState state(UnknownLoc::get(&context), "a.b");
    OwningOpRef<ModuleOp> values = ModuleOp::create(UnknownLoc::get(&context));
    Block block;
    for (Type type : types)
      state.addOperands(block.addArgument(type, state.location));
    Operation *op = Operation::create(state);
    RuleOp rule = rules.lookup(op);
    op->destroy();
    return rule ? rule.getSymName().str() : std::string();
  };
  Type index = IndexType::get(&context);
  Type v32 = RankedTensorType::get({4}, f32),
       v64 = RankedTensorType::get({4}, f64);
  EXPECT_EQ(find({RankedTensorType::get({4, 8}, f32), index}), "sized");
  EXPECT_EQ(find({RankedTensorType::get({4, 9}, f32), index}), "dynamic");
  EXPECT_EQ(find({RankedTensorType::get({4, 8}, f64), index}), "dynamic");
  EXPECT_EQ(find({v32, v32}), "same");
  // One generic type stands for one type.
  EXPECT_EQ(find({v32, v64}), "");
  EXPECT_EQ(find({MemRefType::get({4}, f32)}), "memref");
  EXPECT_EQ(find({v32}), "");
  EXPECT_EQ(find({}), "none");
}

/// A generic rule is instantiated once for each type, and then is one on it.
TEST_F(RuleSetTest, InstancesAreConcreteAndShared) {
  RuleSet rules(&context);
  RuleOp sinh = rules.lookup("math.sinh", f64);
  ASSERT_TRUE(sinh);
  EXPECT_EQ(sinh, rules.lookup("math.sinh", f64));
  EXPECT_NE(sinh, rules.lookup("math.sinh", f32));
  EXPECT_EQ(sinh.getArgumentTypes().front(), f64);
  sinh.getBody().walk([&](Operation *op) {
    for (Type type : op->getResultTypes())
      EXPECT_EQ(type, f64);
  });
  // A constant keeps its value in the new format.
  arith::ConstantOp half = *sinh.getBody().getOps<arith::ConstantOp>().begin();
  EXPECT_EQ(cast<FloatAttr>(half.getValue()).getValueAsDouble(), 0.5);
}

/// Passes may run on several modules at once.
TEST_F(RuleSetTest, ThreadsShareTheRules) {
  RuleSet rules(&context);
  std::vector<std::string> names = rules.getOpNames();
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (const std::string &name : names)
        for (Type type : {f16, f32, f64})
          (void)rules.lookup(name, type);
    });
  for (std::thread &thread : threads)
    thread.join();
  EXPECT_EQ(find(rules, "math.tanh", f32), "tanh_f32");
}

} // namespace
