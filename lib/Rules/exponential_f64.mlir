//===- exponential_f64.mlir - Exponentials in f64 -------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// [scalar.double] Each rule is the path of the algorithm that its comment names;
// what is done on the fields of the format is not counted.

// All arguments that neither overflow nor underflow.
fpo.rule @exp_f64 of "math.exp"(%x: f64) -> f64
    source "fdlibm 5.3 (Sun Microsystems, 1993), e_exp.c" {
  %half = arith.constant 0.5 : f64
  %inverse_ln2 = arith.constant 1.44269504088896338700 : f64
  %ln2_hi = arith.constant 6.93147180369123816490e-01 : f64
  %ln2_lo = arith.constant 1.90821492927058770002e-10 : f64
  %minus_ln2_hi = arith.constant -6.93147180369123816490e-01 : f64
  %P1 = arith.constant 1.66666666666666019037e-01 : f64
  %P2 = arith.constant -2.77777777770155933842e-03 : f64
  %P3 = arith.constant 6.61375632143793436117e-05 : f64
  %P4 = arith.constant -1.65339022054652515390e-06 : f64
  %P5 = arith.constant 4.13813679705723846039e-08 : f64
  %one = arith.constant 1.0 : f64
  %two = arith.constant 2.0 : f64
  %i1023 = arith.constant 1023 : i64
  %i52 = arith.constant 52 : i64
  // x = k ln2 + r, |r| <= ln2 / 2, r = high - low
  %signed_half = math.copysign %half, %x : f64
  %scaled = math.fma %x, %inverse_ln2, %signed_half : f64
  %k = arith.fptosi %scaled : f64 to i64
  %n = arith.sitofp %k : i64 to f64
  %high = math.fma %n, %minus_ln2_hi, %x : f64
  %low = arith.mulf %n, %ln2_lo : f64
  %r = arith.subf %high, %low : f64
  // exp(r) = 1 + r + r c / (2 - c)
  %z = arith.mulf %r, %r : f64
  %p3 = math.fma %z, %P5, %P4 : f64
  %p2 = math.fma %z, %p3, %P3 : f64
  %p1 = math.fma %z, %p2, %P2 : f64
  %p = math.fma %z, %p1, %P1 : f64
  %zp = arith.mulf %z, %p : f64
  %c = arith.subf %r, %zp : f64
  %above = arith.mulf %r, %c : f64
  %below = arith.subf %two, %c : f64
  %ratio = arith.divf %above, %below : f64
  %tail = arith.subf %low, %ratio : f64
  %negative = arith.subf %tail, %high : f64
  %power = arith.subf %one, %negative : f64
  // 2^k
  %biased = arith.addi %k, %i1023 : i64
  %field = arith.shli %biased, %i52 : i64
  %scale = arith.bitcast %field : i64 to f64
  %result = arith.mulf %power, %scale : f64
  fpo.yield %result : f64
}

// x > -ln2 / 2; for the others one more subtraction ends it.
fpo.rule @expm1_f64 of "math.expm1"(%x: f64) -> f64
    source "fdlibm 5.3 (Sun Microsystems, 1993), s_expm1.c" {
  %half = arith.constant 0.5 : f64
  %inverse_ln2 = arith.constant 1.44269504088896338700 : f64
  %ln2_hi = arith.constant 6.93147180369123816490e-01 : f64
  %ln2_lo = arith.constant 1.90821492927058770002e-10 : f64
  %minus_ln2_hi = arith.constant -6.93147180369123816490e-01 : f64
  %Q1 = arith.constant -3.33333333333331316428e-02 : f64
  %Q2 = arith.constant 1.58730158725481460165e-03 : f64
  %Q3 = arith.constant -7.93650757867487942473e-05 : f64
  %Q4 = arith.constant 4.00821782732936239552e-06 : f64
  %Q5 = arith.constant -2.01099218183624371326e-07 : f64
  %one = arith.constant 1.0 : f64
  %three = arith.constant 3.0 : f64
  %six = arith.constant 6.0 : f64
  %i0x20000000000000 = arith.constant 0x20000000000000 : i64
  %i0x3FF0000000000000 = arith.constant 0x3FF0000000000000 : i64
  %i0 = arith.constant 0 : i64
  %i1023 = arith.constant 1023 : i64
  %i52 = arith.constant 52 : i64
  // x = k ln2 + r, |r| <= ln2 / 2, r = high - low
  %signed_half = math.copysign %half, %x : f64
  %scaled = math.fma %x, %inverse_ln2, %signed_half : f64
  %k = arith.fptosi %scaled : f64 to i64
  %n = arith.sitofp %k : i64 to f64
  %high = math.fma %n, %minus_ln2_hi, %x : f64
  %low = arith.mulf %n, %ln2_lo : f64
  %r = arith.subf %high, %low : f64
  %lost = arith.subf %high, %r : f64
  %c = arith.subf %lost, %low : f64
  %half_r = arith.mulf %half, %r : f64
  %z = arith.mulf %r, %half_r : f64
  %r14 = math.fma %z, %Q5, %Q4 : f64
  %r13 = math.fma %z, %r14, %Q3 : f64
  %r12 = math.fma %z, %r13, %Q2 : f64
  %r11 = math.fma %z, %r12, %Q1 : f64
  %r1 = math.fma %z, %r11, %one : f64
  %product = arith.mulf %r1, %half_r : f64
  %t = arith.subf %three, %product : f64
  %difference = arith.subf %r1, %t : f64
  %rt = arith.mulf %r, %t : f64
  %below = arith.subf %six, %rt : f64
  %ratio = arith.divf %difference, %below : f64
  %e0 = arith.mulf %z, %ratio : f64
  %e1 = arith.subf %e0, %c : f64
  %e2 = arith.mulf %r, %e1 : f64
  %e3 = arith.subf %e2, %c : f64
  %e = arith.subf %e3, %z : f64
  // 1 - 2^-k, by its bits
  %hidden = arith.shrui %i0x20000000000000, %k : i64
  %ones = arith.subi %i0x3FF0000000000000, %hidden : i64
  %is_zero = arith.cmpi eq, %k, %i0 : i64
  %start_bits = arith.select %is_zero, %i0, %ones : i64
  %start = arith.bitcast %start_bits : i64 to f64
  %rest = arith.subf %e, %r : f64
  %sum = arith.subf %start, %rest : f64
  %biased = arith.addi %k, %i1023 : i64
  %field = arith.shli %biased, %i52 : i64
  %scale = arith.bitcast %field : i64 to f64
  %result = arith.mulf %sum, %scale : f64
  fpo.yield %result : f64
}
