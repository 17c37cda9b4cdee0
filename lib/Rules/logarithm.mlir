//===- logarithm.mlir - Logarithms ----------------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// [scalar.poly]
fpo.rule @log_f32 of "math.log"(%x: f32) -> f32
    source "MLIR 22.1, PolynomialApproximation.cpp" {
  %c0 = arith.constant 0.0 : f32
  %c1 = arith.constant 1.0 : f32
  %c-0.5 = arith.constant -0.5 : f32
  %i8388608 = arith.constant 8388608 : i32
  %i-8388608 = arith.constant -8388608 : i32
  %i2139095040 = arith.constant 2139095040 : i32
  %i2143289344 = arith.constant 2143289344 : i32
  %c0.707106769 = arith.constant 0.707106769 : f32
  %c0.0703768358 = arith.constant 0.0703768358 : f32
  %c-0.115146101 = arith.constant -0.115146101 : f32
  %c0.116769984 = arith.constant 0.116769984 : f32
  %c-0.12420141 = arith.constant -0.12420141 : f32
  %c0.142493233 = arith.constant 0.142493233 : f32
  %c-0.166680574 = arith.constant -0.166680574 : f32
  %c0.200007141 = arith.constant 0.200007141 : f32
  %c-0.24999994 = arith.constant -0.24999994 : f32
  %c0.333333313 = arith.constant 0.333333313 : f32
  %c126 = arith.constant 126.0 : f32
  %c0.5 = arith.constant 0.5 : f32
  %i-2139095041 = arith.constant -2139095041 : i32
  %i23 = arith.constant 23 : i32
  %c0.693147182 = arith.constant 0.693147182 : f32
  %0 = arith.bitcast %i8388608 : i32 to f32
  %1 = arith.bitcast %i-8388608 : i32 to f32
  %2 = arith.bitcast %i2139095040 : i32 to f32
  %3 = arith.bitcast %i2143289344 : i32 to f32
  %4 = arith.cmpf ugt, %x, %0 : f32
  %5 = arith.select %4, %x, %0 : f32
  %6 = arith.bitcast %i-2139095041 : i32 to f32
  %7 = arith.bitcast %c0.5 : f32 to i32
  %8 = arith.bitcast %6 : f32 to i32
  %9 = arith.bitcast %5 : f32 to i32
  %10 = arith.andi %9, %8 : i32
  %11 = arith.ori %10, %7 : i32
  %12 = arith.bitcast %11 : i32 to f32
  %13 = arith.bitcast %5 : f32 to i32
  %14 = arith.shrui %13, %i23 : i32
  %15 = arith.sitofp %14 : i32 to f32
  %16 = arith.subf %15, %c126 : f32
  %17 = arith.cmpf olt, %12, %c0.707106769 : f32
  %18 = arith.select %17, %12, %c0 : f32
  %19 = arith.subf %12, %c1 : f32
  %20 = arith.select %17, %c1, %c0 : f32
  %21 = arith.subf %16, %20 : f32
  %22 = arith.addf %19, %18 : f32
  %23 = arith.mulf %22, %22 : f32
  %24 = arith.mulf %23, %22 : f32
  %25 = math.fma %c0.0703768358, %22, %c-0.115146101 : f32
  %26 = math.fma %c-0.12420141, %22, %c0.142493233 : f32
  %27 = math.fma %c0.200007141, %22, %c-0.24999994 : f32
  %28 = math.fma %25, %22, %c0.116769984 : f32
  %29 = math.fma %26, %22, %c-0.166680574 : f32
  %30 = math.fma %27, %22, %c0.333333313 : f32
  %31 = math.fma %28, %24, %29 : f32
  %32 = math.fma %31, %24, %30 : f32
  %33 = arith.mulf %32, %24 : f32
  %34 = math.fma %c-0.5, %23, %33 : f32
  %35 = arith.addf %22, %34 : f32
  %36 = math.fma %21, %c0.693147182, %35 : f32
  %37 = arith.cmpf ult, %x, %c0 : f32
  %38 = arith.cmpf oeq, %x, %c0 : f32
  %39 = arith.cmpf oeq, %x, %2 : f32
  %40 = arith.select %39, %2, %36 : f32
  %41 = arith.select %37, %3, %40 : f32
  %42 = arith.select %38, %1, %41 : f32
  fpo.yield %42 : f32
}

fpo.rule @log2_f32 of "math.log2"(%x: f32) -> f32
    source "MLIR 22.1, PolynomialApproximation.cpp" {
  %c0 = arith.constant 0.0 : f32
  %c1 = arith.constant 1.0 : f32
  %c-0.5 = arith.constant -0.5 : f32
  %i8388608 = arith.constant 8388608 : i32
  %i-8388608 = arith.constant -8388608 : i32
  %i2139095040 = arith.constant 2139095040 : i32
  %i2143289344 = arith.constant 2143289344 : i32
  %c0.707106769 = arith.constant 0.707106769 : f32
  %c0.0703768358 = arith.constant 0.0703768358 : f32
  %c-0.115146101 = arith.constant -0.115146101 : f32
  %c0.116769984 = arith.constant 0.116769984 : f32
  %c-0.12420141 = arith.constant -0.12420141 : f32
  %c0.142493233 = arith.constant 0.142493233 : f32
  %c-0.166680574 = arith.constant -0.166680574 : f32
  %c0.200007141 = arith.constant 0.200007141 : f32
  %c-0.24999994 = arith.constant -0.24999994 : f32
  %c0.333333313 = arith.constant 0.333333313 : f32
  %c126 = arith.constant 126.0 : f32
  %c0.5 = arith.constant 0.5 : f32
  %i-2139095041 = arith.constant -2139095041 : i32
  %i23 = arith.constant 23 : i32
  %c1.44269502 = arith.constant 1.44269502 : f32
  %0 = arith.bitcast %i8388608 : i32 to f32
  %1 = arith.bitcast %i-8388608 : i32 to f32
  %2 = arith.bitcast %i2139095040 : i32 to f32
  %3 = arith.bitcast %i2143289344 : i32 to f32
  %4 = arith.cmpf ugt, %x, %0 : f32
  %5 = arith.select %4, %x, %0 : f32
  %6 = arith.bitcast %i-2139095041 : i32 to f32
  %7 = arith.bitcast %c0.5 : f32 to i32
  %8 = arith.bitcast %6 : f32 to i32
  %9 = arith.bitcast %5 : f32 to i32
  %10 = arith.andi %9, %8 : i32
  %11 = arith.ori %10, %7 : i32
  %12 = arith.bitcast %11 : i32 to f32
  %13 = arith.bitcast %5 : f32 to i32
  %14 = arith.shrui %13, %i23 : i32
  %15 = arith.sitofp %14 : i32 to f32
  %16 = arith.subf %15, %c126 : f32
  %17 = arith.cmpf olt, %12, %c0.707106769 : f32
  %18 = arith.select %17, %12, %c0 : f32
  %19 = arith.subf %12, %c1 : f32
  %20 = arith.select %17, %c1, %c0 : f32
  %21 = arith.subf %16, %20 : f32
  %22 = arith.addf %19, %18 : f32
  %23 = arith.mulf %22, %22 : f32
  %24 = arith.mulf %23, %22 : f32
  %25 = math.fma %c0.0703768358, %22, %c-0.115146101 : f32
  %26 = math.fma %c-0.12420141, %22, %c0.142493233 : f32
  %27 = math.fma %c0.200007141, %22, %c-0.24999994 : f32
  %28 = math.fma %25, %22, %c0.116769984 : f32
  %29 = math.fma %26, %22, %c-0.166680574 : f32
  %30 = math.fma %27, %22, %c0.333333313 : f32
  %31 = math.fma %28, %24, %29 : f32
  %32 = math.fma %31, %24, %30 : f32
  %33 = arith.mulf %32, %24 : f32
  %34 = math.fma %c-0.5, %23, %33 : f32
  %35 = arith.addf %22, %34 : f32
  %36 = math.fma %35, %c1.44269502, %21 : f32
  %37 = arith.cmpf ult, %x, %c0 : f32
  %38 = arith.cmpf oeq, %x, %c0 : f32
  %39 = arith.cmpf oeq, %x, %2 : f32
  %40 = arith.select %39, %2, %36 : f32
  %41 = arith.select %37, %3, %40 : f32
  %42 = arith.select %38, %1, %41 : f32
  fpo.yield %42 : f32
}

fpo.rule @log1p_f32 of "math.log1p"(%x: f32) -> f32
    source "MLIR 22.1, PolynomialApproximation.cpp" {
  %c1 = arith.constant 1.0 : f32
  %0 = arith.addf %x, %c1 : f32
  %1 = arith.cmpf oeq, %0, %c1 : f32
  %2 = math.log %0 : f32
  %3 = arith.cmpf oeq, %0, %2 : f32
  %4 = arith.subf %0, %c1 : f32
  %5 = arith.divf %2, %4 : f32
  %6 = arith.mulf %x, %5 : f32
  %7 = arith.ori %1, %3 : i1
  %8 = arith.select %7, %x, %6 : f32
  fpo.yield %8 : f32
}

// A narrower operand is extended, and the work is done in f32, as MLIR's own
// expansions do it.

fpo.rule @log_narrow of "math.log"(%x: !fpo.narrow_float) -> !fpo.narrow_float
    source "MLIR 22.1, PolynomialApproximation.cpp" {
  %wide_x = arith.extf %x : !fpo.narrow_float to f32
  %wide = math.log %wide_x : f32
  %result = arith.truncf %wide : f32 to !fpo.narrow_float
  fpo.yield %result : !fpo.narrow_float
}

fpo.rule @log2_narrow of "math.log2"(%x: !fpo.narrow_float) -> !fpo.narrow_float
    source "MLIR 22.1, PolynomialApproximation.cpp" {
  %wide_x = arith.extf %x : !fpo.narrow_float to f32
  %wide = math.log2 %wide_x : f32
  %result = arith.truncf %wide : f32 to !fpo.narrow_float
  fpo.yield %result : !fpo.narrow_float
}

fpo.rule @log1p_narrow of "math.log1p"(%x: !fpo.narrow_float) -> !fpo.narrow_float
    source "MLIR 22.1, PolynomialApproximation.cpp" {
  %wide_x = arith.extf %x : !fpo.narrow_float to f32
  %wide = math.log1p %wide_x : f32
  %result = arith.truncf %wide : f32 to !fpo.narrow_float
  fpo.yield %result : !fpo.narrow_float
}

// [scalar.log10] log(x) times a constant.
fpo.rule @log10 of "math.log10"(%x: !fpo.float) -> !fpo.float
    source "Abramowitz and Stegun, Handbook of Mathematical Functions, 4.1.20" {
  %log10e = arith.constant 0.43429448190325183 : !fpo.float
  %log = math.log %x : !fpo.float
  %scaled = arith.mulf %log, %log10e : !fpo.float
  fpo.yield %scaled : !fpo.float
}
