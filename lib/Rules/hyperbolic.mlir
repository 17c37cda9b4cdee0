//===- hyperbolic.mlir - Hyperbolic functions -----------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// [scalar.poly]
fpo.rule @tanh_f32 of "math.tanh"(%x: f32) -> f32
    source "MLIR 22.1, PolynomialApproximation.cpp" {
  %c-7.99881172 = arith.constant -7.99881172 : f32
  %c7.99881172 = arith.constant 7.99881172 : f32
  %c0.0004 = arith.constant 0.0004 : f32
  %c0.00489352457 = arith.constant 0.00489352457 : f32
  %c0.000637261954 = arith.constant 0.000637261954 : f32
  %c1.48572235e-5 = arith.constant 1.48572235e-5 : f32
  %c5.12229725e-8 = arith.constant 5.12229725e-8 : f32
  %c-8.60467184e-11 = arith.constant -8.60467184e-11 : f32
  %c2.00018794e-13 = arith.constant 2.00018794e-13 : f32
  %c-2.76076837e-16 = arith.constant -2.76076837e-16 : f32
  %c0.00489352504 = arith.constant 0.00489352504 : f32
  %c0.00226843474 = arith.constant 0.00226843474 : f32
  %c0.000118534706 = arith.constant 0.000118534706 : f32
  %c1.19825836e-6 = arith.constant 1.19825836e-6 : f32
  %0 = arith.cmpf ult, %x, %c7.99881172 : f32
  %1 = arith.select %0, %x, %c7.99881172 : f32
  %2 = arith.cmpf ugt, %1, %c-7.99881172 : f32
  %3 = arith.select %2, %1, %c-7.99881172 : f32
  %4 = math.absf %x : f32
  %5 = arith.cmpf olt, %4, %c0.0004 : f32
  %6 = arith.mulf %3, %3 : f32
  %7 = math.fma %6, %c-2.76076837e-16, %c2.00018794e-13 : f32
  %8 = math.fma %6, %7, %c-8.60467184e-11 : f32
  %9 = math.fma %6, %8, %c5.12229725e-8 : f32
  %10 = math.fma %6, %9, %c1.48572235e-5 : f32
  %11 = math.fma %6, %10, %c0.000637261954 : f32
  %12 = math.fma %6, %11, %c0.00489352457 : f32
  %13 = arith.mulf %3, %12 : f32
  %14 = math.fma %6, %c1.19825836e-6, %c0.000118534706 : f32
  %15 = math.fma %6, %14, %c0.00226843474 : f32
  %16 = math.fma %6, %15, %c0.00489352504 : f32
  %17 = arith.divf %13, %16 : f32
  %18 = arith.select %5, %3, %17 : f32
  fpo.yield %18 : f32
}

// A narrower operand is extended, and the work is done in f32, as MLIR's own
// expansions do it.

fpo.rule @tanh_narrow of "math.tanh"(%x: !fpo.narrow_float) -> !fpo.narrow_float
    source "MLIR 22.1, PolynomialApproximation.cpp" {
  %wide_x = arith.extf %x : !fpo.narrow_float to f32
  %wide = math.tanh %wide_x : f32
  %result = arith.truncf %wide : f32 to !fpo.narrow_float
  fpo.yield %result : !fpo.narrow_float
}

// [scalar.expand]
fpo.rule @sinh of "math.sinh"(%x: !fpo.float) -> !fpo.float
    source "MLIR 22.1, ExpandOps.cpp (--math-expand-ops)" {
  %c0.5 = arith.constant 0.5 : !fpo.float
  %negative = arith.negf %x : !fpo.float
  %rising = math.exp %x : !fpo.float
  %falling = math.exp %negative : !fpo.float
  %difference = arith.subf %rising, %falling : !fpo.float
  %half = arith.mulf %difference, %c0.5 : !fpo.float
  fpo.yield %half : !fpo.float
}

fpo.rule @cosh of "math.cosh"(%x: !fpo.float) -> !fpo.float
    source "MLIR 22.1, ExpandOps.cpp (--math-expand-ops)" {
  %c0.5 = arith.constant 0.5 : !fpo.float
  %negative = arith.negf %x : !fpo.float
  %rising = math.exp %x : !fpo.float
  %falling = math.exp %negative : !fpo.float
  %sum = arith.addf %rising, %falling : !fpo.float
  %half = arith.mulf %sum, %c0.5 : !fpo.float
  fpo.yield %half : !fpo.float
}

fpo.rule @asinh of "math.asinh"(%x: !fpo.float) -> !fpo.float
    source "MLIR 22.1, ExpandOps.cpp (--math-expand-ops)" {
  %c = arith.constant 1.0 : !fpo.float
  %square = math.fma %x, %x, %c : !fpo.float
  %root = math.sqrt %square : !fpo.float
  %sum = arith.addf %x, %root : !fpo.float
  %log = math.log %sum : !fpo.float
  fpo.yield %log : !fpo.float
}

fpo.rule @acosh of "math.acosh"(%x: !fpo.float) -> !fpo.float
    source "MLIR 22.1, ExpandOps.cpp (--math-expand-ops)" {
  %c = arith.constant -1.0 : !fpo.float
  %square = math.fma %x, %x, %c : !fpo.float
  %root = math.sqrt %square : !fpo.float
  %sum = arith.addf %x, %root : !fpo.float
  %log = math.log %sum : !fpo.float
  fpo.yield %log : !fpo.float
}

fpo.rule @atanh of "math.atanh"(%x: !fpo.float) -> !fpo.float
    source "MLIR 22.1, ExpandOps.cpp (--math-expand-ops)" {
  %c0.5 = arith.constant 0.5 : !fpo.float
  %c1 = arith.constant 1.0 : !fpo.float
  %above = arith.addf %x, %c1 : !fpo.float
  %negative = arith.negf %x : !fpo.float
  %below = arith.addf %negative, %c1 : !fpo.float
  %ratio = arith.divf %above, %below : !fpo.float
  %log = math.log %ratio : !fpo.float
  %half = arith.mulf %log, %c0.5 : !fpo.float
  fpo.yield %half : !fpo.float
}
