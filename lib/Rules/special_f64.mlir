//===- special_f64.mlir - Other functions in f64 --------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// [scalar.double] Each rule is the path of the algorithm that its comment names;
// what is done on the fields of the format is not counted.

// 1 <= |x| < 22: 1 - 2 / (expm1(2 |x|) + 2).
fpo.rule @tanh_f64 of "math.tanh"(%x: f64) -> f64
    source "fdlibm 5.3 (Sun Microsystems, 1993), s_tanh.c" {
  %one = arith.constant 1.0 : f64
  %two = arith.constant 2.0 : f64
  %size = math.absf %x : f64
  %twice = arith.mulf %two, %size : f64
  %t = math.expm1 %twice : f64
  %below = arith.addf %t, %two : f64
  %ratio = arith.divf %two, %below : f64
  %value = arith.subf %one, %ratio : f64
  %result = math.copysign %value, %x : f64
  fpo.yield %result : f64
}

// |x| < 27/32.
fpo.rule @erf_f64 of "math.erf"(%x: f64) -> f64
    source "fdlibm 5.3 (Sun Microsystems, 1993), s_erf.c" {
  %pp0 = arith.constant 1.28379167095512558561e-01 : f64
  %pp1 = arith.constant -3.25042107247001499370e-01 : f64
  %pp2 = arith.constant -2.84817495755985104766e-02 : f64
  %pp3 = arith.constant -5.77027029648944159157e-03 : f64
  %pp4 = arith.constant -2.37630166566501626084e-05 : f64
  %one = arith.constant 1.0 : f64
  %qq1 = arith.constant 3.97917223959155352819e-01 : f64
  %qq2 = arith.constant 6.50222499887672944485e-02 : f64
  %qq3 = arith.constant 5.08130628187576562776e-03 : f64
  %qq4 = arith.constant 1.32494738004321644526e-04 : f64
  %qq5 = arith.constant -3.96022827877536812320e-06 : f64
  %z = arith.mulf %x, %x : f64
  %p3 = math.fma %z, %pp4, %pp3 : f64
  %p2 = math.fma %z, %p3, %pp2 : f64
  %p1 = math.fma %z, %p2, %pp1 : f64
  %p = math.fma %z, %p1, %pp0 : f64
  %q4 = math.fma %z, %qq5, %qq4 : f64
  %q3 = math.fma %z, %q4, %qq3 : f64
  %q2 = math.fma %z, %q3, %qq2 : f64
  %q1 = math.fma %z, %q2, %qq1 : f64
  %q = math.fma %z, %q1, %one : f64
  %ratio = arith.divf %p, %q : f64
  %result = math.fma %x, %ratio, %x : f64
  fpo.yield %result : f64
}

// -27/32 < x < 1/4.
fpo.rule @erfc_f64 of "math.erfc"(%x: f64) -> f64
    source "fdlibm 5.3 (Sun Microsystems, 1993), s_erf.c" {
  %pp0 = arith.constant 1.28379167095512558561e-01 : f64
  %pp1 = arith.constant -3.25042107247001499370e-01 : f64
  %pp2 = arith.constant -2.84817495755985104766e-02 : f64
  %pp3 = arith.constant -5.77027029648944159157e-03 : f64
  %pp4 = arith.constant -2.37630166566501626084e-05 : f64
  %one = arith.constant 1.0 : f64
  %qq1 = arith.constant 3.97917223959155352819e-01 : f64
  %qq2 = arith.constant 6.50222499887672944485e-02 : f64
  %qq3 = arith.constant 5.08130628187576562776e-03 : f64
  %qq4 = arith.constant 1.32494738004321644526e-04 : f64
  %qq5 = arith.constant -3.96022827877536812320e-06 : f64
  %z = arith.mulf %x, %x : f64
  %p3 = math.fma %z, %pp4, %pp3 : f64
  %p2 = math.fma %z, %p3, %pp2 : f64
  %p1 = math.fma %z, %p2, %pp1 : f64
  %p = math.fma %z, %p1, %pp0 : f64
  %q4 = math.fma %z, %qq5, %qq4 : f64
  %q3 = math.fma %z, %q4, %qq3 : f64
  %q2 = math.fma %z, %q3, %qq2 : f64
  %q1 = math.fma %z, %q2, %qq1 : f64
  %q = math.fma %z, %q1, %one : f64
  %ratio = arith.divf %p, %q : f64
  %erf = math.fma %x, %ratio, %x : f64
  %result = arith.subf %one, %erf : f64
  fpo.yield %result : f64
}

// Normal numbers.
fpo.rule @cbrt_f64 of "math.cbrt"(%x: f64) -> f64
    source "FreeBSD msun, s_cbrt.c, after fdlibm" {
  %P0 = arith.constant 1.87595182427177009643 : f64
  %P1 = arith.constant -1.88497979543377169875 : f64
  %P2 = arith.constant 1.621429720105354466140 : f64
  %P3 = arith.constant -0.758397934778766047437 : f64
  %P4 = arith.constant 0.145996192886612446982 : f64
  %i32 = arith.constant 32 : i64
  %i3 = arith.constant 3 : i64
  %i715094163 = arith.constant 715094163 : i64
  %i0x80000000 = arith.constant 0x80000000 : i64
  %i-1073741824 = arith.constant -1073741824 : i64
  // To 5 bits: a third of the exponent, by the bits
  %size = math.absf %x : f64
  %bits = arith.bitcast %size : f64 to i64
  %high_word = arith.shrui %bits, %i32 : i64
  %third = arith.divui %high_word, %i3 : i64
  %seed_word = arith.addi %third, %i715094163 : i64
  %seed_bits = arith.shli %seed_word, %i32 : i64
  %t0 = arith.bitcast %seed_bits : i64 to f64
  // To 23 bits
  %tt = arith.mulf %t0, %t0 : f64
  %tx = arith.divf %t0, %size : f64
  %r = arith.mulf %tt, %tx : f64
  %a1 = math.fma %r, %P2, %P1 : f64
  %a = math.fma %r, %a1, %P0 : f64
  %rr = arith.mulf %r, %r : f64
  %rrr = arith.mulf %rr, %r : f64
  %b = math.fma %r, %P4, %P3 : f64
  %p = math.fma %rrr, %b, %a : f64
  %t1 = arith.mulf %t0, %p : f64
  %t1_bits = arith.bitcast %t1 : f64 to i64
  %rounded = arith.addi %t1_bits, %i0x80000000 : i64
  %cut = arith.andi %rounded, %i-1073741824 : i64
  %t = arith.bitcast %cut : i64 to f64
  // A Newton step
  %s = arith.mulf %t, %t : f64
  %q = arith.divf %size, %s : f64
  %twice = arith.addf %t, %t : f64
  %above = arith.subf %q, %t : f64
  %below = arith.addf %twice, %q : f64
  %error = arith.divf %above, %below : f64
  %root = math.fma %t, %error, %t : f64
  %result = math.copysign %root, %x : f64
  fpo.yield %result : f64
}
