//===- CostAnalysisTest.cpp - Tests of the cost analysis ------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/CostAnalysis.h"
#include "fpo/Analysis/ProgramCost.h"
#include "fpo/ExternalModels/Register.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlow.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Parser/Parser.h"
#include "gtest/gtest.h"

using namespace mlir;
using namespace mlir::fpo;

namespace {

class CostAnalysisTest : public ::testing::Test {
protected:
  CostAnalysisTest() {
    DialectRegistry registry;
    registry.insert<arith::ArithDialect, cf::ControlFlowDialect,
                    func::FuncDialect, linalg::LinalgDialect, math::MathDialect,
                    scf::SCFDialect, tensor::TensorDialect>();
    registerAllCosts(registry);
    context.appendDialectRegistry(registry);
  }

  OwningOpRef<ModuleOp> parse(StringRef text) {
    OwningOpRef<ModuleOp> module = parseSourceString<ModuleOp>(text, &context);
    EXPECT_TRUE(module);
    return module;
  }

  MLIRContext context;
};

TEST_F(CostAnalysisTest, EquivalentBodiesAreCostedOnce) {
  std::string text = "func.func @f(%a: tensor<4xf32>) {\n";
  for (int i = 0; i < 100; ++i) {
    std::string n = std::to_string(i);
    text += "%e" + n + " = tensor.empty() : tensor<4xf32>\n%r" + n +
            " = linalg.map { " + (i % 2 ? "math.exp" : "math.log") +
            " } ins(%a : tensor<4xf32>) outs(%e" + n + " : tensor<4xf32>)\n";
  }
  text += "return\n}\n";
  OwningOpRef<ModuleOp> module = parse(text);
  CostAnalysis analysis(*module);
  EXPECT_EQ(analysis.getNumBodies(), 2U);
  EXPECT_EQ(analysis.getNumEquivalentBodies(), 98U);
  // 50 x 4 x (14 + 20) and 50 x 4 x (11 + 13).
  EXPECT_EQ(analysis.getTree().order.front()->total->add(), Count(6800));
  EXPECT_EQ(analysis.getTree().order.front()->total->mul(), Count(4800));
}

TEST_F(CostAnalysisTest, BodiesWithDifferentConstantsDiffer) {
  OwningOpRef<ModuleOp> module = parse(R"mlir(
    func.func @f(%a: tensor<4xf32>, %o: tensor<4xf32>) {
      %two = arith.constant 2 : i32
      %nine = arith.constant 9 : i32
      %0 = linalg.map ins(%a : tensor<4xf32>) outs(%o : tensor<4xf32>)
        (%in: f32, %init: f32) {
          %p = math.fpowi %in, %two : f32, i32
          linalg.yield %p : f32
        }
      %1 = linalg.map ins(%a : tensor<4xf32>) outs(%o : tensor<4xf32>)
        (%in: f32, %init: f32) {
          %p = math.fpowi %in, %nine : f32, i32
          linalg.yield %p : f32
        }
      return
    })mlir");
  CostAnalysis analysis(*module);
  // x^2 is one product, x^9 three squarings and one product more.
  EXPECT_EQ(analysis.getTree().order.front()->total->mul(), Count(4 * (1 + 4)));
}

TEST_F(CostAnalysisTest, LongChainsOfCallsAreFine) {
  // Each function calls the one after it twice, so that the last one runs
  // 2^(n-1) times.
  constexpr int n = 3000;
  std::string text;
  for (int i = 0; i < n; ++i) {
    std::string callee = "@f" + std::to_string(i + 1);
    text += std::string("func.func ") + (i ? "private " : "") + "@f" +
            std::to_string(i) + "(%a: f32) {\n";
    text += i + 1 < n
                ? "func.call " + callee + "(%a) : (f32) -> ()\nfunc.call " +
                      callee + "(%a) : (f32) -> ()\n"
                : "%0 = arith.addf %a, %a : f32\n";
    text += "return\n}\n";
  }
  OwningOpRef<ModuleOp> module = parse(text);
  CostAnalysis analysis(*module);
  FailureOr<ProgramCost> program =
      computeProgramCost(*module, analysis.getTree(), {});
  ASSERT_TRUE(succeeded(program));
  Count expected = 1;
  for (int i = 1; i < n; ++i)
    expected *= Count(2);
  EXPECT_EQ(program->total.fpo(), expected);
  EXPECT_EQ(program->runsOf(analysis.getTree().order.back()).times(), expected);
}

TEST_F(CostAnalysisTest, OwnCostsAddUpToTheTotal) {
  OwningOpRef<ModuleOp> module = parse(R"mlir(
    func.func private @g(%a: tensor<2x3xf32>, %b: tensor<3x4xf32>, %c: tensor<2x4xf32>) -> tensor<2x4xf32> {
      %0 = linalg.matmul ins(%a, %b : tensor<2x3xf32>, tensor<3x4xf32>) outs(%c : tensor<2x4xf32>) -> tensor<2x4xf32>
      return %0 : tensor<2x4xf32>
    }
    func.func @f(%a: tensor<2x3xf32>, %b: tensor<3x4xf32>, %c: tensor<2x4xf32>, %x: f32) {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %c5 = arith.constant 5 : index
      scf.for %i = %c0 to %c5 step %c1 {
        %y = arith.mulf %x, %x : f32
        scf.for %j = %c0 to %c5 step %c1 {
          %0 = func.call @g(%a, %b, %c) : (tensor<2x3xf32>, tensor<3x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
        }
      }
      return
    })mlir");
  CostAnalysis analysis(*module);
  FailureOr<ProgramCost> program =
      computeProgramCost(*module, analysis.getTree(), {});
  ASSERT_TRUE(succeeded(program));
  Cost sum;
  walkProgram(analysis.getTree(), *program,
              [&](const CostNode &node, const NodeRuns &runs,
                  const CostFunction *) { sum += runs.total(*node.own); });
  EXPECT_EQ(sum, program->total);
  EXPECT_EQ(sum.mul(), Count(5 + 25 * 2 * 3 * 4));
  EXPECT_EQ(sum.mac, Count(25 * 2 * 3 * 4));
}

} // namespace
