//===- cube_root.mlir - Cube root -----------------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// [scalar.poly]
fpo.rule @cbrt_f32 of "math.cbrt"(%x: f32) -> f32
    source "MLIR 22.1, PolynomialApproximation.cpp" {
  %i2 = arith.constant 2 : i32
  %i4 = arith.constant 4 : i32
  %i8 = arith.constant 8 : i32
  %i709965728 = arith.constant 709965728 : i32
  %c0.333333343 = arith.constant 0.333333343 : f32
  %c2 = arith.constant 2.0 : f32
  %c0 = arith.constant 0.0 : f32
  %0 = math.absf %x : f32
  %1 = arith.bitcast %0 : f32 to i32
  %2 = arith.shrsi %1, %i2 : i32
  %3 = arith.shrsi %1, %i4 : i32
  %4 = arith.addi %2, %3 : i32
  %5 = arith.shrsi %4, %i4 : i32
  %6 = arith.addi %4, %5 : i32
  %7 = arith.shrsi %6, %i8 : i32
  %8 = arith.addi %6, %7 : i32
  %9 = arith.addi %8, %i709965728 : i32
  %10 = arith.bitcast %9 : i32 to f32
  %11 = arith.mulf %10, %10 : f32
  %12 = arith.mulf %10, %c2 : f32
  %13 = arith.divf %0, %11 : f32
  %14 = arith.addf %12, %13 : f32
  %15 = arith.mulf %14, %c0.333333343 : f32
  %16 = arith.mulf %15, %15 : f32
  %17 = arith.mulf %15, %c2 : f32
  %18 = arith.divf %0, %16 : f32
  %19 = arith.addf %17, %18 : f32
  %20 = arith.mulf %19, %c0.333333343 : f32
  %21 = arith.cmpf oeq, %0, %c0 : f32
  %22 = arith.select %21, %c0, %20 : f32
  %23 = math.copysign %22, %x : f32
  fpo.yield %23 : f32
}

// A narrower operand is extended, and the work is done in f32, as MLIR's own
// expansions do it.

fpo.rule @cbrt_narrow of "math.cbrt"(%x: !fpo.narrow_float) -> !fpo.narrow_float
    source "MLIR 22.1, PolynomialApproximation.cpp" {
  %wide_x = arith.extf %x : !fpo.narrow_float to f32
  %wide = math.cbrt %wide_x : f32
  %result = arith.truncf %wide : f32 to !fpo.narrow_float
  fpo.yield %result : !fpo.narrow_float
}
