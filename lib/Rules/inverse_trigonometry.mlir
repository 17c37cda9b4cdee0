//===- inverse_trigonometry.mlir - Inverse trigonometric functions --------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// [scalar.poly]
fpo.rule @asin_f32 of "math.asin"(%x: f32) -> f32
    source "MLIR 22.1, PolynomialApproximation.cpp" {
  %c1 = arith.constant 1.0 : f32
  %c0.5 = arith.constant 0.5 : f32
  %c0.055579748 = arith.constant 0.055579748 : f32
  %c-0.0620279125 = arith.constant -0.0620279125 : f32
  %c0.054224465 = arith.constant 0.054224465 : f32
  %c-0.0113269929 = arith.constant -0.0113269929 : f32
  %c0.0152688725 = arith.constant 0.0152688725 : f32
  %c0.0104937982 = arith.constant 0.0104937982 : f32
  %c0.0141060455 = arith.constant 0.0141060455 : f32
  %c0.0173397772 = arith.constant 0.0173397772 : f32
  %c0.022372961 = arith.constant 0.022372961 : f32
  %c0.0303819124 = arith.constant 0.0303819124 : f32
  %c0.0446428582 = arith.constant 0.0446428582 : f32
  %c0.075 = arith.constant 0.075 : f32
  %c0.166666672 = arith.constant 0.166666672 : f32
  %c1.57079637 = arith.constant 1.57079637 : f32
  %0 = math.absf %x : f32
  %1 = arith.mulf %x, %x : f32
  %2 = arith.subf %c1, %1 : f32
  %3 = math.sqrt %2 : f32
  %4 = arith.cmpf ogt, %1, %c0.5 : f32
  %5 = arith.select %4, %3, %0 : f32
  %6 = arith.mulf %5, %5 : f32
  %7 = arith.mulf %6, %6 : f32
  %8 = math.fma %c0.055579748, %7, %c0.054224465 : f32
  %9 = math.fma %c-0.0620279125, %7, %c-0.0113269929 : f32
  %10 = math.fma %8, %7, %c0.0152688725 : f32
  %11 = math.fma %9, %7, %c0.0104937982 : f32
  %12 = math.fma %10, %7, %c0.0141060455 : f32
  %13 = math.fma %11, %7, %c0.0173397772 : f32
  %14 = math.fma %12, %7, %c0.022372961 : f32
  %15 = math.fma %13, %7, %c0.0303819124 : f32
  %16 = math.fma %14, %7, %c0.0446428582 : f32
  %17 = math.fma %15, %7, %c0.075 : f32
  %18 = math.fma %16, %6, %17 : f32
  %19 = math.fma %18, %6, %c0.166666672 : f32
  %20 = arith.mulf %5, %6 : f32
  %21 = math.fma %19, %20, %5 : f32
  %22 = arith.subf %c1.57079637, %21 : f32
  %23 = arith.select %4, %22, %21 : f32
  %24 = math.copysign %23, %x : f32
  fpo.yield %24 : f32
}

fpo.rule @acos_f32 of "math.acos"(%x: f32) -> f32
    source "MLIR 22.1, PolynomialApproximation.cpp" {
  %c0 = arith.constant 0.0 : f32
  %c0.5 = arith.constant 0.5 : f32
  %c-1 = arith.constant -1.0 : f32
  %c-0.5625 = arith.constant -0.5625 : f32
  %c0.932821869 = arith.constant 0.932821869 : f32
  %c1.68391883 = arith.constant 1.68391883 : f32
  %c2 = arith.constant 2.0 : f32
  %c1.86564374 = arith.constant 1.86564374 : f32
  %0 = arith.negf %x : f32
  %1 = arith.cmpf ogt, %x, %c0 : f32
  %2 = arith.select %1, %0, %x : f32
  %3 = arith.cmpf ogt, %2, %c-0.5625 : f32
  %4 = math.asin %2 : f32
  %5 = math.fma %c0.932821869, %c1.68391883, %4 : f32
  %6 = math.fma %c0.5, %2, %c0.5 : f32
  %7 = math.sqrt %6 : f32
  %8 = math.asin %7 : f32
  %9 = arith.mulf %c2, %8 : f32
  %10 = arith.select %3, %5, %9 : f32
  %11 = arith.cmpf oge, %x, %c-1 : f32
  %12 = arith.cmpf olt, %x, %c0 : f32
  %13 = arith.andi %11, %12 : i1
  %14 = arith.negf %10 : f32
  %15 = math.fma %c1.86564374, %c1.68391883, %14 : f32
  %16 = arith.select %13, %15, %10 : f32
  fpo.yield %16 : f32
}

fpo.rule @atan_f32 of "math.atan"(%x: f32) -> f32
    source "MLIR 22.1, PolynomialApproximation.cpp" {
  %c1 = arith.constant 1.0 : f32
  %c0.66 = arith.constant 0.66 : f32
  %c2.41421366 = arith.constant 2.41421366 : f32
  %c-0.875060856 = arith.constant -0.875060856 : f32
  %c-16.1575375 = arith.constant -16.1575375 : f32
  %c-75.0085601 = arith.constant -75.0085601 : f32
  %c-122.886665 = arith.constant -122.886665 : f32
  %c-64.8502197 = arith.constant -64.8502197 : f32
  %c24.8584652 = arith.constant 24.8584652 : f32
  %c165.027008 = arith.constant 165.027008 : f32
  %c432.881073 = arith.constant 432.881073 : f32
  %c485.390411 = arith.constant 485.390411 : f32
  %c194.550659 = arith.constant 194.550659 : f32
  %c0.785398185 = arith.constant 0.785398185 : f32
  %c1.57079637 = arith.constant 1.57079637 : f32
  %0 = math.absf %x : f32
  %1 = arith.cmpf ogt, %0, %c0.66 : f32
  %2 = arith.addf %0, %c1 : f32
  %3 = arith.subf %0, %c1 : f32
  %4 = arith.select %1, %3, %0 : f32
  %5 = arith.select %1, %2, %c1 : f32
  %6 = arith.cmpf ogt, %0, %c2.41421366 : f32
  %7 = arith.select %6, %c1, %4 : f32
  %8 = arith.select %6, %0, %5 : f32
  %9 = arith.divf %7, %8 : f32
  %10 = arith.mulf %9, %9 : f32
  %11 = math.fma %10, %c-0.875060856, %c-16.1575375 : f32
  %12 = math.fma %10, %11, %c-75.0085601 : f32
  %13 = math.fma %10, %12, %c-122.886665 : f32
  %14 = math.fma %10, %13, %c-64.8502197 : f32
  %15 = arith.mulf %14, %10 : f32
  %16 = math.fma %10, %c24.8584652, %c165.027008 : f32
  %17 = math.fma %10, %16, %c432.881073 : f32
  %18 = math.fma %10, %17, %c485.390411 : f32
  %19 = math.fma %10, %18, %c194.550659 : f32
  %20 = arith.divf %15, %19 : f32
  %21 = math.fma %20, %9, %9 : f32
  %22 = arith.addf %c0.785398185, %21 : f32
  %23 = arith.select %1, %22, %21 : f32
  %24 = arith.subf %c1.57079637, %21 : f32
  %25 = arith.select %6, %24, %23 : f32
  %26 = math.copysign %25, %x : f32
  fpo.yield %26 : f32
}

fpo.rule @atan2_f32 of "math.atan2"(%x: f32, %y: f32) -> f32
    source "MLIR 22.1, PolynomialApproximation.cpp" {
  %c0 = arith.constant 0.0 : f32
  %c3.14159274 = arith.constant 3.14159274 : f32
  %c1.57079637 = arith.constant 1.57079637 : f32
  %c-1.57079637 = arith.constant -1.57079637 : f32
  %i2143289344 = arith.constant 2143289344 : i32
  %0 = arith.divf %x, %y : f32
  %1 = math.atan %0 : f32
  %2 = arith.addf %1, %c3.14159274 : f32
  %3 = arith.subf %1, %c3.14159274 : f32
  %4 = arith.cmpf ogt, %1, %c0 : f32
  %5 = arith.select %4, %3, %2 : f32
  %6 = arith.cmpf ogt, %y, %c0 : f32
  %7 = arith.select %6, %1, %5 : f32
  %8 = arith.cmpf oeq, %y, %c0 : f32
  %9 = arith.cmpf ogt, %x, %c0 : f32
  %10 = arith.andi %8, %9 : i1
  %11 = arith.select %10, %c1.57079637, %7 : f32
  %12 = arith.cmpf olt, %x, %c0 : f32
  %13 = arith.andi %8, %12 : i1
  %14 = arith.select %13, %c-1.57079637, %11 : f32
  %15 = arith.cmpf oeq, %x, %c0 : f32
  %16 = arith.andi %8, %15 : i1
  %17 = arith.bitcast %i2143289344 : i32 to f32
  %18 = arith.select %16, %17, %14 : f32
  fpo.yield %18 : f32
}

// A narrower operand is extended, and the work is done in f32, as MLIR's own
// expansions do it.

fpo.rule @asin_narrow of "math.asin"(%x: !fpo.narrow_float) -> !fpo.narrow_float
    source "MLIR 22.1, PolynomialApproximation.cpp" {
  %wide_x = arith.extf %x : !fpo.narrow_float to f32
  %wide = math.asin %wide_x : f32
  %result = arith.truncf %wide : f32 to !fpo.narrow_float
  fpo.yield %result : !fpo.narrow_float
}

fpo.rule @acos_narrow of "math.acos"(%x: !fpo.narrow_float) -> !fpo.narrow_float
    source "MLIR 22.1, PolynomialApproximation.cpp" {
  %wide_x = arith.extf %x : !fpo.narrow_float to f32
  %wide = math.acos %wide_x : f32
  %result = arith.truncf %wide : f32 to !fpo.narrow_float
  fpo.yield %result : !fpo.narrow_float
}

fpo.rule @atan_narrow of "math.atan"(%x: !fpo.narrow_float) -> !fpo.narrow_float
    source "MLIR 22.1, PolynomialApproximation.cpp" {
  %wide_x = arith.extf %x : !fpo.narrow_float to f32
  %wide = math.atan %wide_x : f32
  %result = arith.truncf %wide : f32 to !fpo.narrow_float
  fpo.yield %result : !fpo.narrow_float
}

fpo.rule @atan2_narrow of "math.atan2"(%x: !fpo.narrow_float, %y: !fpo.narrow_float) -> !fpo.narrow_float
    source "MLIR 22.1, PolynomialApproximation.cpp" {
  %wide_x = arith.extf %x : !fpo.narrow_float to f32
  %wide_y = arith.extf %y : !fpo.narrow_float to f32
  %wide = math.atan2 %wide_x, %wide_y : f32
  %result = arith.truncf %wide : f32 to !fpo.narrow_float
  fpo.yield %result : !fpo.narrow_float
}
