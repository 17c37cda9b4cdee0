//===- exponential.mlir - Exponentials and powers -------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// [scalar.poly]
fpo.rule @exp_f32 of "math.exp"(%x: f32) -> f32
    source "MLIR 22.1, PolynomialApproximation.cpp" {
  %c0.5 = arith.constant 0.5 : f32
  %c1 = arith.constant 1.0 : f32
  %c1.44269502 = arith.constant 1.44269502 : f32
  %c-0.693359375 = arith.constant -0.693359375 : f32
  %c0.000212194442 = arith.constant 0.000212194442 : f32
  %c0.000198756912 = arith.constant 0.000198756912 : f32
  %c0.00139819994 = arith.constant 0.00139819994 : f32
  %c0.00833345205 = arith.constant 0.00833345205 : f32
  %c0.0416657962 = arith.constant 0.0416657962 : f32
  %c0.166666657 = arith.constant 0.166666657 : f32
  %c-87.8 = arith.constant -87.8 : f32
  %c88.8 = arith.constant 88.8 : f32
  %c-127 = arith.constant -127.0 : f32
  %c127 = arith.constant 127.0 : f32
  %i23 = arith.constant 23 : i32
  %i127 = arith.constant 127 : i32
  %0 = arith.cmpf uge, %x, %c-87.8 : f32
  %1 = arith.select %0, %x, %c-87.8 : f32
  %2 = arith.cmpf ule, %1, %c88.8 : f32
  %3 = arith.select %2, %1, %c88.8 : f32
  %4 = math.fma %3, %c1.44269502, %c0.5 : f32
  %5 = math.floor %4 : f32
  %6 = arith.cmpf uge, %5, %c-127 : f32
  %7 = arith.select %6, %5, %c-127 : f32
  %8 = arith.cmpf ule, %7, %c127 : f32
  %9 = arith.select %8, %7, %c127 : f32
  %10 = math.fma %c-0.693359375, %9, %3 : f32
  %11 = math.fma %c0.000212194442, %9, %10 : f32
  %12 = math.fma %11, %c0.000198756912, %c0.00139819994 : f32
  %13 = math.fma %12, %11, %c0.00833345205 : f32
  %14 = math.fma %13, %11, %c0.0416657962 : f32
  %15 = math.fma %14, %11, %c0.166666657 : f32
  %16 = math.fma %15, %11, %c0.5 : f32
  %17 = arith.mulf %11, %11 : f32
  %18 = math.fma %16, %17, %11 : f32
  %19 = arith.addf %c1, %18 : f32
  %20 = arith.fptosi %9 : f32 to i32
  %21 = arith.addi %20, %i127 : i32
  %22 = arith.shli %21, %i23 : i32
  %23 = arith.bitcast %22 : i32 to f32
  %24 = arith.mulf %19, %23 : f32
  fpo.yield %24 : f32
}

fpo.rule @expm1_f32 of "math.expm1"(%x: f32) -> f32
    source "MLIR 22.1, PolynomialApproximation.cpp" {
  %c1 = arith.constant 1.0 : f32
  %c-1 = arith.constant -1.0 : f32
  %0 = math.exp %x : f32
  %1 = arith.cmpf ueq, %0, %c1 : f32
  %2 = arith.subf %0, %c1 : f32
  %3 = arith.cmpf oeq, %2, %c-1 : f32
  %4 = math.log %0 : f32
  %5 = arith.cmpf oeq, %4, %0 : f32
  %6 = arith.divf %x, %4 : f32
  %7 = arith.mulf %2, %6 : f32
  %8 = arith.select %5, %0, %7 : f32
  %9 = arith.select %3, %c-1, %8 : f32
  %10 = arith.select %1, %x, %9 : f32
  fpo.yield %10 : f32
}

// A narrower operand is extended, and the work is done in f32, as MLIR's own
// expansions do it.

fpo.rule @exp_narrow of "math.exp"(%x: !fpo.narrow_float) -> !fpo.narrow_float
    source "MLIR 22.1, PolynomialApproximation.cpp" {
  %wide_x = arith.extf %x : !fpo.narrow_float to f32
  %wide = math.exp %wide_x : f32
  %result = arith.truncf %wide : f32 to !fpo.narrow_float
  fpo.yield %result : !fpo.narrow_float
}

fpo.rule @expm1_narrow of "math.expm1"(%x: !fpo.narrow_float) -> !fpo.narrow_float
    source "MLIR 22.1, PolynomialApproximation.cpp" {
  %wide_x = arith.extf %x : !fpo.narrow_float to f32
  %wide = math.expm1 %wide_x : f32
  %result = arith.truncf %wide : f32 to !fpo.narrow_float
  fpo.yield %result : !fpo.narrow_float
}

// [scalar.expand]
fpo.rule @exp2 of "math.exp2"(%x: !fpo.float) -> !fpo.float
    source "MLIR 22.1, ExpandOps.cpp (--math-expand-ops)" {
  %ln2 = arith.constant 0.69314718055994531 : !fpo.float
  %scaled = arith.mulf %x, %ln2 : !fpo.float
  %power = math.exp %scaled : !fpo.float
  fpo.yield %power : !fpo.float
}

fpo.rule @powf of "math.powf"(%x: !fpo.float, %y: !fpo.float) -> !fpo.float
    source "MLIR 22.1, ExpandOps.cpp (--math-expand-ops)" {
  %log = math.log %x : !fpo.float
  %scaled = arith.mulf %y, %log : !fpo.float
  %power = math.exp %scaled : !fpo.float
  fpo.yield %power : !fpo.float
}
