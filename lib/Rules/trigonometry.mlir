//===- trigonometry.mlir - Trigonometric functions ------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// [scalar.poly]
fpo.rule @sin_f32 of "math.sin"(%x: f32) -> f32
    source "MLIR 22.1, PolynomialApproximation.cpp" {
  %c0.636619746 = arith.constant 0.636619746 : f32
  %c1.57079637 = arith.constant 1.57079637 : f32
  %c1 = arith.constant 1.0 : f32
  %c-1 = arith.constant -1.0 : f32
  %c-0.166666672 = arith.constant -0.166666672 : f32
  %c0.00833334774 = arith.constant 0.00833334774 : f32
  %c-0.000198426045 = arith.constant -0.000198426045 : f32
  %c2.76001265e-6 = arith.constant 2.76001265e-6 : f32
  %c-2.50293279e-8 = arith.constant -2.50293279e-8 : f32
  %c-0.5 = arith.constant -0.5 : f32
  %c0.0416666418 = arith.constant 0.0416666418 : f32
  %c-0.00138883304 = arith.constant -0.00138883304 : f32
  %c2.47562348e-5 = arith.constant 2.47562348e-5 : f32
  %c-2.59630184e-7 = arith.constant -2.59630184e-7 : f32
  %i3 = arith.constant 3 : i32
  %i0 = arith.constant 0 : i32
  %i1 = arith.constant 1 : i32
  %i2 = arith.constant 2 : i32
  %0 = arith.mulf %x, %c0.636619746 : f32
  %1 = math.floor %0 : f32
  %2 = arith.mulf %1, %c1.57079637 : f32
  %3 = arith.subf %x, %2 : f32
  %4 = arith.fptosi %1 : f32 to i32
  %5 = arith.andi %4, %i3 : i32
  %6 = arith.cmpi eq, %5, %i0 : i32
  %7 = arith.cmpi eq, %5, %i1 : i32
  %8 = arith.cmpi eq, %5, %i2 : i32
  %9 = arith.cmpi eq, %5, %i3 : i32
  %10 = arith.ori %7, %9 : i1
  %11 = arith.cmpi sgt, %5, %i1 : i32
  %12 = arith.mulf %3, %3 : f32
  %13 = arith.select %10, %c1, %3 : f32
  %14 = arith.select %10, %c-0.5, %c-0.166666672 : f32
  %15 = arith.select %10, %c0.0416666418, %c0.00833334774 : f32
  %16 = arith.select %10, %c-0.00138883304, %c-0.000198426045 : f32
  %17 = arith.select %10, %c2.47562348e-5, %c2.76001265e-6 : f32
  %18 = arith.select %10, %c-2.59630184e-7, %c-2.50293279e-8 : f32
  %19 = math.fma %12, %18, %17 : f32
  %20 = math.fma %12, %19, %16 : f32
  %21 = math.fma %12, %20, %15 : f32
  %22 = math.fma %12, %21, %14 : f32
  %23 = math.fma %12, %22, %c1 : f32
  %24 = arith.mulf %13, %23 : f32
  %25 = arith.mulf %c-1, %24 : f32
  %26 = arith.select %11, %25, %24 : f32
  fpo.yield %26 : f32
}

fpo.rule @cos_f32 of "math.cos"(%x: f32) -> f32
    source "MLIR 22.1, PolynomialApproximation.cpp" {
  %c0.636619746 = arith.constant 0.636619746 : f32
  %c1.57079637 = arith.constant 1.57079637 : f32
  %c1 = arith.constant 1.0 : f32
  %c-1 = arith.constant -1.0 : f32
  %c-0.166666672 = arith.constant -0.166666672 : f32
  %c0.00833334774 = arith.constant 0.00833334774 : f32
  %c-0.000198426045 = arith.constant -0.000198426045 : f32
  %c2.76001265e-6 = arith.constant 2.76001265e-6 : f32
  %c-2.50293279e-8 = arith.constant -2.50293279e-8 : f32
  %c-0.5 = arith.constant -0.5 : f32
  %c0.0416666418 = arith.constant 0.0416666418 : f32
  %c-0.00138883304 = arith.constant -0.00138883304 : f32
  %c2.47562348e-5 = arith.constant 2.47562348e-5 : f32
  %c-2.59630184e-7 = arith.constant -2.59630184e-7 : f32
  %i3 = arith.constant 3 : i32
  %i0 = arith.constant 0 : i32
  %i1 = arith.constant 1 : i32
  %i2 = arith.constant 2 : i32
  %0 = arith.mulf %x, %c0.636619746 : f32
  %1 = math.floor %0 : f32
  %2 = arith.mulf %1, %c1.57079637 : f32
  %3 = arith.subf %x, %2 : f32
  %4 = arith.fptosi %1 : f32 to i32
  %5 = arith.andi %4, %i3 : i32
  %6 = arith.cmpi eq, %5, %i0 : i32
  %7 = arith.cmpi eq, %5, %i1 : i32
  %8 = arith.cmpi eq, %5, %i2 : i32
  %9 = arith.cmpi eq, %5, %i3 : i32
  %10 = arith.ori %6, %8 : i1
  %11 = arith.ori %7, %8 : i1
  %12 = arith.mulf %3, %3 : f32
  %13 = arith.select %10, %c1, %3 : f32
  %14 = arith.select %10, %c-0.5, %c-0.166666672 : f32
  %15 = arith.select %10, %c0.0416666418, %c0.00833334774 : f32
  %16 = arith.select %10, %c-0.00138883304, %c-0.000198426045 : f32
  %17 = arith.select %10, %c2.47562348e-5, %c2.76001265e-6 : f32
  %18 = arith.select %10, %c-2.59630184e-7, %c-2.50293279e-8 : f32
  %19 = math.fma %12, %18, %17 : f32
  %20 = math.fma %12, %19, %16 : f32
  %21 = math.fma %12, %20, %15 : f32
  %22 = math.fma %12, %21, %14 : f32
  %23 = math.fma %12, %22, %c1 : f32
  %24 = arith.mulf %13, %23 : f32
  %25 = arith.mulf %c-1, %24 : f32
  %26 = arith.select %11, %25, %24 : f32
  fpo.yield %26 : f32
}

// A narrower operand is extended, and the work is done in f32, as MLIR's own
// expansions do it.

fpo.rule @sin_narrow of "math.sin"(%x: !fpo.narrow_float) -> !fpo.narrow_float
    source "MLIR 22.1, PolynomialApproximation.cpp" {
  %wide_x = arith.extf %x : !fpo.narrow_float to f32
  %wide = math.sin %wide_x : f32
  %result = arith.truncf %wide : f32 to !fpo.narrow_float
  fpo.yield %result : !fpo.narrow_float
}

fpo.rule @cos_narrow of "math.cos"(%x: !fpo.narrow_float) -> !fpo.narrow_float
    source "MLIR 22.1, PolynomialApproximation.cpp" {
  %wide_x = arith.extf %x : !fpo.narrow_float to f32
  %wide = math.cos %wide_x : f32
  %result = arith.truncf %wide : f32 to !fpo.narrow_float
  fpo.yield %result : !fpo.narrow_float
}

// [scalar.expand]
fpo.rule @tan of "math.tan"(%x: !fpo.float) -> !fpo.float
    source "MLIR 22.1, ExpandOps.cpp (--math-expand-ops)" {
  %sin = math.sin %x : !fpo.float
  %cos = math.cos %x : !fpo.float
  %tan = arith.divf %sin, %cos : !fpo.float
  fpo.yield %tan : !fpo.float
}

// [scalar.sincos] Both.
fpo.rule @sincos of "math.sincos"(%x: !fpo.float) -> (!fpo.float, !fpo.float) {
  %sin = math.sin %x : !fpo.float
  %cos = math.cos %x : !fpo.float
  fpo.yield %sin, %cos : !fpo.float, !fpo.float
}
