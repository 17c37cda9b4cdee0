//===- ScheduleCostTest.cpp - What a schedule costs on a CPU --------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Codegen/ScheduleCost.h"

#include "fpo/Dialect/Fpo/FpoDialect.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/DLTI/DLTI.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Parser/Parser.h"
#include "llvm/Support/FormatVariadic.h"
#include "gtest/gtest.h"

using namespace mlir;
using namespace mlir::fpo;

namespace {

class ScheduleCostTest : public ::testing::Test {
protected:
  ScheduleCostTest() : context(MLIRContext::Threading::DISABLED) {
    context.loadDialect<arith::ArithDialect, DLTIDialect, func::FuncDialect,
                        memref::MemRefDialect, FpoDialect>();
    target = *loadTarget("intel-xeon-8480", UnknownLoc::get(&context));
  }

  /// A product of bf16, the second factor of which is packed for vectors of 16
  /// sums.
  KernelOp product(int64_t m, int64_t n, int64_t k) {
    std::string a = llvm::formatv("memref<{0}x{1}xbf16>", m, k),
                b = llvm::formatv("memref<{0}x{1}x64xbf16>", n / 32, k / 2),
                c = llvm::formatv("memref<{0}x{1}xf32>", m, n);
    std::string text = "func.func @f(%a: " + a + ", %b: " + b + ", %c: " + c +
                       ") {\n %z = arith.constant 0.0 : f32\n" +
                       "fpo.kernel ins(%a, %b : " + a + ", " + b +
                       ") outs(%c : " + c + R"()
        maps [affine_map<(m, n, k) -> (m, k)>,
              affine_map<(m, n, k) -> (n floordiv 32, k floordiv 2,
                                       (n mod 32) * 2 + k mod 2)>,
              affine_map<(m, n, k) -> (m, n)>]
        iterators ["parallel", "parallel", "reduction"] start {
      ^bb0(%x: bf16, %y: bf16, %o: f32):
        fpo.yield %z : f32
      } combine {
      ^bb0(%x: bf16, %y: bf16, %o: f32, %s: f32):
        %u = arith.extf %x : bf16 to f32
        %v = arith.extf %y : bf16 to f32
        %p = arith.mulf %u, %v : f32
        %t = arith.addf %s, %p : f32
        fpo.yield %t : f32
      } finish {
      ^bb0(%x: bf16, %y: bf16, %o: f32, %s: f32):
        fpo.yield %s : f32
      }
      return
    })";
    module = parseSourceString<ModuleOp>(text, ParserConfig(&context));
    KernelOp found;
    module->walk([&](KernelOp op) { found = op; });
    return found;
  }

  /// Cycles that `op` issues by the schedule that is chosen.
  double cycles(KernelOp op, const VectorRegisters &registers) {
    return estimateIssue(op, chooseSchedule(op, registers), target, registers) *
           target.clockOfOneCore->value.upper;
  }

  MLIRContext context;
  Target target;
  OwningOpRef<ModuleOp> module;
  VectorRegisters vectors{512, 32, {}},
      tiles{512, 32, {"amx-tile", "amx-bf16"}};
};

TEST_F(ScheduleCostTest, TilesComeNearTheirPeak) {
  // 2^31 operations, 1024 in a cycle.
  double peak = 2.0 * 1024 * 1024 * 1024 / 1024;
  double found = cycles(product(1024, 1024, 1024), tiles);
  EXPECT_GT(found, peak);
  EXPECT_LT(found, 1.25 * peak);
}

TEST_F(ScheduleCostTest, TilesTakeACycleForEachRow) {
  KernelOp many = product(32, 32, 2048);
  double longer = cycles(many, tiles);
  KernelOp few = product(32, 32, 1024);
  double shorter = cycles(few, tiles);
  // 1024 more points are 32 products deep, each of four tiles of 16 rows.
  EXPECT_DOUBLE_EQ(longer - shorter, 32 * 4 * 16);
  KernelOp flat = product(8, 32, 2048);
  // 8 rows: loads of 32 rows of the packed factor and of 8 others, two a cycle.
  double ofRows = cycles(flat, tiles);
  KernelOp half = product(8, 32, 1024);
  EXPECT_DOUBLE_EQ(ofRows - cycles(half, tiles), 32 * 20);
}

TEST_F(ScheduleCostTest, VectorsTakeLonger) {
  double byTiles = cycles(product(512, 512, 512), tiles);
  EXPECT_GT(cycles(product(512, 512, 512), vectors), 8 * byTiles);
}

} // namespace
