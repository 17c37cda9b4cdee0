//===- error_function.mlir - The error function ---------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// [scalar.poly]
fpo.rule @erf_f32 of "math.erf"(%x: f32) -> f32
    source "MLIR 22.1, PolynomialApproximation.cpp" {
  %c0 = arith.constant 0.0 : f32
  %c1 = arith.constant 1.0 : f32
  %c1.12837911 = arith.constant 1.12837911 : f32
  %c-0.523018539 = arith.constant -0.523018539 : f32
  %c0.209741712 = arith.constant 0.209741712 : f32
  %c0.0258146804 = arith.constant 0.0258146804 : f32
  %c1.12750685 = arith.constant 1.12750685 : f32
  %c-0.364721417 = arith.constant -0.364721417 : f32
  %c0.118407398 = arith.constant 0.118407398 : f32
  %c0.0370645523 = arith.constant 0.0370645523 : f32
  %c-0.00330093061 = arith.constant -0.00330093061 : f32
  %c0.00351961935 = arith.constant 0.00351961935 : f32
  %c-0.00141373626 = arith.constant -0.00141373626 : f32
  %c0.000253447099 = arith.constant 0.000253447099 : f32
  %c-1.71048032e-5 = arith.constant -1.71048032e-5 : f32
  %c-0.463513821 = arith.constant -0.463513821 : f32
  %c0.519230127 = arith.constant 0.519230127 : f32
  %c-0.131808966 = arith.constant -0.131808966 : f32
  %c0.0739796459 = arith.constant 0.0739796459 : f32
  %c-0.327607 = arith.constant -0.327607 : f32
  %c0.448369086 = arith.constant 0.448369086 : f32
  %c-0.0883462652 = arith.constant -0.0883462652 : f32
  %c0.0572442785 = arith.constant 0.0572442785 : f32
  %c-2.0606916 = arith.constant -2.0606916 : f32
  %c1.62705934 = arith.constant 1.62705934 : f32
  %c-0.583389878 = arith.constant -0.583389878 : f32
  %c0.0821908935 = arith.constant 0.0821908935 : f32
  %c0.8 = arith.constant 0.8 : f32
  %c2 = arith.constant 2.0 : f32
  %c3.75 = arith.constant 3.75 : f32
  %0 = arith.cmpf olt, %x, %c0 : f32
  %1 = arith.negf %x : f32
  %2 = arith.select %0, %1, %x : f32
  %3 = arith.cmpf olt, %2, %c0.8 : f32
  %4 = arith.select %3, %c0, %c0 : f32
  %5 = arith.select %3, %c1, %c1 : f32
  %6 = arith.select %3, %c1.12837911, %c1.12750685 : f32
  %7 = arith.select %3, %c-0.463513821, %c-0.327607 : f32
  %8 = arith.select %3, %c-0.523018539, %c-0.364721417 : f32
  %9 = arith.select %3, %c0.519230127, %c0.448369086 : f32
  %10 = arith.select %3, %c0.209741712, %c0.118407398 : f32
  %11 = arith.select %3, %c-0.131808966, %c-0.0883462652 : f32
  %12 = arith.select %3, %c0.0258146804, %c0.0370645523 : f32
  %13 = arith.select %3, %c0.0739796459, %c0.0572442785 : f32
  %14 = arith.select %3, %c0, %c0 : f32
  %15 = arith.cmpf olt, %2, %c2 : f32
  %16 = arith.select %15, %4, %c-0.00330093061 : f32
  %17 = arith.select %15, %5, %c1 : f32
  %18 = arith.select %15, %6, %c0.00351961935 : f32
  %19 = arith.select %15, %7, %c-2.0606916 : f32
  %20 = arith.select %15, %8, %c-0.00141373626 : f32
  %21 = arith.select %15, %9, %c1.62705934 : f32
  %22 = arith.select %15, %10, %c0.000253447099 : f32
  %23 = arith.select %15, %11, %c-0.583389878 : f32
  %24 = arith.select %15, %12, %c-1.71048032e-5 : f32
  %25 = arith.select %15, %13, %c0.0821908935 : f32
  %26 = arith.select %15, %14, %c1 : f32
  %27 = arith.cmpf ult, %2, %c3.75 : f32
  %28 = math.fma %2, %24, %22 : f32
  %29 = math.fma %2, %28, %20 : f32
  %30 = math.fma %2, %29, %18 : f32
  %31 = math.fma %2, %30, %16 : f32
  %32 = math.fma %2, %25, %23 : f32
  %33 = math.fma %2, %32, %21 : f32
  %34 = math.fma %2, %33, %19 : f32
  %35 = math.fma %2, %34, %17 : f32
  %36 = arith.divf %31, %35 : f32
  %37 = arith.addf %26, %36 : f32
  %38 = arith.select %27, %37, %c1 : f32
  %39 = arith.negf %38 : f32
  %40 = arith.select %0, %39, %38 : f32
  fpo.yield %40 : f32
}

fpo.rule @erfc_f32 of "math.erfc"(%x: f32) -> f32
    source "MLIR 22.1, PolynomialApproximation.cpp" {
  %true = arith.constant true
  %c0 = arith.constant 0.0 : f32
  %c1 = arith.constant 1.0 : f32
  %c0.5 = arith.constant 0.5 : f32
  %c-4 = arith.constant -4.0 : f32
  %c-2 = arith.constant -2.0 : f32
  %c2 = arith.constant 2.0 : f32
  %inf = arith.constant 0x7F800000 : f32
  %c10.0546875 = arith.constant 10.0546875 : f32
  %c-0.000401139259 = arith.constant -0.000401139259 : f32
  %c-0.0012307521 = arith.constant -0.0012307521 : f32
  %c0.00131355342 = arith.constant 0.00131355342 : f32
  %c0.00863227434 = arith.constant 0.00863227434 : f32
  %c-0.00805992 = arith.constant -0.00805992 : f32
  %c-0.0542046614 = arith.constant -0.0542046614 : f32
  %c0.164055392 = arith.constant 0.164055392 : f32
  %c-0.166031361 = arith.constant -0.166031361 : f32
  %c-0.0927639827 = arith.constant -0.0927639827 : f32
  %c0.276978403 = arith.constant 0.276978403 : f32
  %0 = math.absf %x : f32
  %1 = arith.addf %0, %c2 : f32
  %2 = arith.divf %c1, %1 : f32
  %3 = math.fma %c-4, %2, %c1 : f32
  %4 = arith.addf %3, %c1 : f32
  %5 = math.fma %4, %c-2, %0 : f32
  %6 = arith.negf %0 : f32
  %7 = math.fma %6, %3, %5 : f32
  %8 = math.fma %2, %7, %3 : f32
  %9 = math.fma %c-0.000401139259, %8, %c-0.0012307521 : f32
  %10 = math.fma %9, %8, %c0.00131355342 : f32
  %11 = math.fma %10, %8, %c0.00863227434 : f32
  %12 = math.fma %11, %8, %c-0.00805992 : f32
  %13 = math.fma %12, %8, %c-0.0542046614 : f32
  %14 = math.fma %13, %8, %c0.164055392 : f32
  %15 = math.fma %14, %8, %c-0.166031361 : f32
  %16 = math.fma %15, %8, %c-0.0927639827 : f32
  %17 = math.fma %16, %8, %c0.276978403 : f32
  %18 = math.fma %c2, %0, %c1 : f32
  %19 = arith.divf %c1, %18 : f32
  %20 = math.fma %17, %19, %19 : f32
  %21 = arith.negf %0 : f32
  %22 = math.fma %20, %21, %c0.5 : f32
  %23 = arith.subf %17, %20 : f32
  %24 = math.fma %22, %c2, %23 : f32
  %25 = math.fma %24, %19, %20 : f32
  %26 = arith.mulf %0, %0 : f32
  %27 = arith.negf %26 : f32
  %28 = math.exp %27 : f32
  %29 = arith.negf %0 : f32
  %30 = math.fma %29, %0, %26 : f32
  %31 = arith.mulf %25, %28 : f32
  %32 = arith.mulf %31, %30 : f32
  %33 = math.fma %25, %28, %32 : f32
  %34 = arith.cmpf olt, %0, %inf : f32
  %35 = arith.xori %34, %true : i1
  %36 = arith.addf %x, %x : f32
  %37 = arith.select %35, %36, %33 : f32
  %38 = arith.cmpf ogt, %0, %c10.0546875 : f32
  %39 = arith.select %38, %c0, %37 : f32
  %40 = arith.cmpf olt, %x, %c0 : f32
  %41 = arith.subf %c2, %39 : f32
  %42 = arith.select %40, %41, %39 : f32
  fpo.yield %42 : f32
}

// A narrower operand is extended, and the work is done in f32, as MLIR's own
// expansions do it.

fpo.rule @erf_narrow of "math.erf"(%x: !fpo.narrow_float) -> !fpo.narrow_float
    source "MLIR 22.1, PolynomialApproximation.cpp" {
  %wide_x = arith.extf %x : !fpo.narrow_float to f32
  %wide = math.erf %wide_x : f32
  %result = arith.truncf %wide : f32 to !fpo.narrow_float
  fpo.yield %result : !fpo.narrow_float
}

fpo.rule @erfc_narrow of "math.erfc"(%x: !fpo.narrow_float) -> !fpo.narrow_float
    source "MLIR 22.1, PolynomialApproximation.cpp" {
  %wide_x = arith.extf %x : !fpo.narrow_float to f32
  %wide = math.erfc %wide_x : f32
  %result = arith.truncf %wide : f32 to !fpo.narrow_float
  fpo.yield %result : !fpo.narrow_float
}
