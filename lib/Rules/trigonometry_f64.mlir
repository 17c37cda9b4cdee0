//===- trigonometry_f64.mlir - Trigonometric functions in f64 -------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// [scalar.double] Each rule is the path of the algorithm that its comment names;
// what is done on the fields of the format is not counted.

// The quadrants around multiples of pi; in the others it is the cosine of the remainder.
fpo.rule @sin_f64 of "math.sin"(%x: f64) -> f64
    source "fdlibm 5.3 (Sun Microsystems, 1993), e_rem_pio2.c (medium size), k_sin.c" {
  %two_over_pi = arith.constant 6.36619772367581382433e-01 : f64
  %round = arith.constant 6755399441055744.0 : f64
  %minus_pi_over_2_hi = arith.constant -1.57079632673412561417 : f64
  %pi_over_2_lo = arith.constant 6.07710050650619224932e-11 : f64
  %half = arith.constant 0.5 : f64
  %S1 = arith.constant -1.66666666666666324348e-01 : f64
  %S2 = arith.constant 8.33333333332248946124e-03 : f64
  %S3 = arith.constant -1.98412698298579493134e-04 : f64
  %S4 = arith.constant 2.75573137070700676789e-06 : f64
  %S5 = arith.constant -2.50507602534068634195e-08 : f64
  %S6 = arith.constant 1.58969099521155010221e-10 : f64
  %i2 = arith.constant 2 : i64
  %i62 = arith.constant 62 : i64
  // x = n pi/2 + (r + y), the multiple of pi/2 to 85 bits
  %shifted = math.fma %x, %two_over_pi, %round : f64
  %n = arith.subf %shifted, %round : f64
  %high = math.fma %n, %minus_pi_over_2_hi, %x : f64
  %low = arith.mulf %n, %pi_over_2_lo : f64
  %r = arith.subf %high, %low : f64
  %lost = arith.subf %high, %r : f64
  %y = arith.subf %lost, %low : f64
  %z = arith.mulf %r, %r : f64
  %w = arith.mulf %z, %z : f64
  %a1 = math.fma %z, %S4, %S3 : f64
  %a = math.fma %z, %a1, %S2 : f64
  %zw = arith.mulf %z, %w : f64
  %b = math.fma %z, %S6, %S5 : f64
  %p = math.fma %zw, %b, %a : f64
  %v = arith.mulf %z, %r : f64
  %half_y = arith.mulf %half, %y : f64
  %vp = arith.mulf %v, %p : f64
  %d = arith.subf %half_y, %vp : f64
  %zd = arith.mulf %z, %d : f64
  %e = arith.subf %zd, %y : f64
  %vS1 = arith.mulf %v, %S1 : f64
  %g = arith.subf %e, %vS1 : f64
  %kernel = arith.subf %r, %g : f64
  // n mod 4 is 0 or 2: the sign
  %k = arith.fptosi %n : f64 to i64
  %second_bit = arith.andi %k, %i2 : i64
  %sign = arith.shli %second_bit, %i62 : i64
  %bits = arith.bitcast %kernel : f64 to i64
  %signed = arith.xori %bits, %sign : i64
  %result = arith.bitcast %signed : i64 to f64
  fpo.yield %result : f64
}

// The quadrants around multiples of pi; in the others it is the sine of the remainder.
fpo.rule @cos_f64 of "math.cos"(%x: f64) -> f64
    source "fdlibm 5.3 (Sun Microsystems, 1993), e_rem_pio2.c (medium size), k_cos.c" {
  %two_over_pi = arith.constant 6.36619772367581382433e-01 : f64
  %round = arith.constant 6755399441055744.0 : f64
  %minus_pi_over_2_hi = arith.constant -1.57079632673412561417 : f64
  %pi_over_2_lo = arith.constant 6.07710050650619224932e-11 : f64
  %half = arith.constant 0.5 : f64
  %one = arith.constant 1.0 : f64
  %C1 = arith.constant 4.16666666666666019037e-02 : f64
  %C2 = arith.constant -1.38888888888741095749e-03 : f64
  %C3 = arith.constant 2.48015872894767294178e-05 : f64
  %C4 = arith.constant -2.75573143513906633035e-07 : f64
  %C5 = arith.constant 2.08757232129817482790e-09 : f64
  %C6 = arith.constant -1.13596475577881948265e-11 : f64
  %i2 = arith.constant 2 : i64
  %i62 = arith.constant 62 : i64
  // x = n pi/2 + (r + y), the multiple of pi/2 to 85 bits
  %shifted = math.fma %x, %two_over_pi, %round : f64
  %n = arith.subf %shifted, %round : f64
  %high = math.fma %n, %minus_pi_over_2_hi, %x : f64
  %low = arith.mulf %n, %pi_over_2_lo : f64
  %r = arith.subf %high, %low : f64
  %lost = arith.subf %high, %r : f64
  %y = arith.subf %lost, %low : f64
  %z = arith.mulf %r, %r : f64
  %ww = arith.mulf %z, %z : f64
  %a1 = math.fma %z, %C3, %C2 : f64
  %a2 = math.fma %z, %a1, %C1 : f64
  %a = arith.mulf %z, %a2 : f64
  %w4 = arith.mulf %ww, %ww : f64
  %b1 = math.fma %z, %C6, %C5 : f64
  %b = math.fma %z, %b1, %C4 : f64
  %p = math.fma %w4, %b, %a : f64
  %hz = arith.mulf %half, %z : f64
  %w = arith.subf %one, %hz : f64
  %tail1 = arith.subf %one, %w : f64
  %tail = arith.subf %tail1, %hz : f64
  %zp = arith.mulf %z, %p : f64
  %ry = arith.mulf %r, %y : f64
  %correction = arith.subf %zp, %ry : f64
  %small = arith.addf %tail, %correction : f64
  %kernel = arith.addf %w, %small : f64
  // n mod 4 is 0 or 2: the sign
  %k = arith.fptosi %n : f64 to i64
  %second_bit = arith.andi %k, %i2 : i64
  %sign = arith.shli %second_bit, %i62 : i64
  %bits = arith.bitcast %kernel : f64 to i64
  %signed = arith.xori %bits, %sign : i64
  %result = arith.bitcast %signed : i64 to f64
  fpo.yield %result : f64
}

// |x| < 1/2; else pi/2 - 2 asin(sqrt((1 - |x|) / 2)).
fpo.rule @asin_f64 of "math.asin"(%x: f64) -> f64
    source "fdlibm 5.3 (Sun Microsystems, 1993), e_asin.c" {
  %pS0 = arith.constant 1.66666666666666657415e-01 : f64
  %pS1 = arith.constant -3.25565818622400915405e-01 : f64
  %pS2 = arith.constant 2.01212532134862925881e-01 : f64
  %pS3 = arith.constant -4.00555345006794114027e-02 : f64
  %pS4 = arith.constant 7.91534994289814532176e-04 : f64
  %pS5 = arith.constant 3.47933107596021167570e-05 : f64
  %one = arith.constant 1.0 : f64
  %qS1 = arith.constant -2.40339491173441421878 : f64
  %qS2 = arith.constant 2.02094576023350569471 : f64
  %qS3 = arith.constant -6.88283971605453293030e-01 : f64
  %qS4 = arith.constant 7.70381505559019352791e-02 : f64
  %z = arith.mulf %x, %x : f64
  %p4 = math.fma %z, %pS5, %pS4 : f64
  %p3 = math.fma %z, %p4, %pS3 : f64
  %p2 = math.fma %z, %p3, %pS2 : f64
  %p1 = math.fma %z, %p2, %pS1 : f64
  %p = math.fma %z, %p1, %pS0 : f64
  %zp = arith.mulf %z, %p : f64
  %q3 = math.fma %z, %qS4, %qS3 : f64
  %q2 = math.fma %z, %q3, %qS2 : f64
  %q1 = math.fma %z, %q2, %qS1 : f64
  %q = math.fma %z, %q1, %one : f64
  %ratio = arith.divf %zp, %q : f64
  %result = math.fma %x, %ratio, %x : f64
  fpo.yield %result : f64
}

// |x| < 1/2; else by asin(sqrt((1 - |x|) / 2)).
fpo.rule @acos_f64 of "math.acos"(%x: f64) -> f64
    source "fdlibm 5.3 (Sun Microsystems, 1993), e_acos.c" {
  %pi_over_2_hi = arith.constant 1.57079632679489655800 : f64
  %pi_over_2_lo = arith.constant 6.12323399573676603587e-17 : f64
  %pS0 = arith.constant 1.66666666666666657415e-01 : f64
  %pS1 = arith.constant -3.25565818622400915405e-01 : f64
  %pS2 = arith.constant 2.01212532134862925881e-01 : f64
  %pS3 = arith.constant -4.00555345006794114027e-02 : f64
  %pS4 = arith.constant 7.91534994289814532176e-04 : f64
  %pS5 = arith.constant 3.47933107596021167570e-05 : f64
  %one = arith.constant 1.0 : f64
  %qS1 = arith.constant -2.40339491173441421878 : f64
  %qS2 = arith.constant 2.02094576023350569471 : f64
  %qS3 = arith.constant -6.88283971605453293030e-01 : f64
  %qS4 = arith.constant 7.70381505559019352791e-02 : f64
  %z = arith.mulf %x, %x : f64
  %p4 = math.fma %z, %pS5, %pS4 : f64
  %p3 = math.fma %z, %p4, %pS3 : f64
  %p2 = math.fma %z, %p3, %pS2 : f64
  %p1 = math.fma %z, %p2, %pS1 : f64
  %p = math.fma %z, %p1, %pS0 : f64
  %zp = arith.mulf %z, %p : f64
  %q3 = math.fma %z, %qS4, %qS3 : f64
  %q2 = math.fma %z, %q3, %qS2 : f64
  %q1 = math.fma %z, %q2, %qS1 : f64
  %q = math.fma %z, %q1, %one : f64
  %ratio = arith.divf %zp, %q : f64
  %product = arith.mulf %x, %ratio : f64
  %tail = arith.subf %pi_over_2_lo, %product : f64
  %angle = arith.subf %x, %tail : f64
  %result = arith.subf %pi_over_2_hi, %angle : f64
  fpo.yield %result : f64
}

// 11/16 <= |x| < 19/16: atan x = pi/4 + atan((x - 1) / (x + 1)).
fpo.rule @atan_f64 of "math.atan"(%x: f64) -> f64
    source "fdlibm 5.3 (Sun Microsystems, 1993), s_atan.c" {
  %aT0 = arith.constant 3.33333333333329318027e-01 : f64
  %aT1 = arith.constant -1.99999999998764832476e-01 : f64
  %aT2 = arith.constant 1.42857142725034663711e-01 : f64
  %aT3 = arith.constant -1.11111104054623557880e-01 : f64
  %aT4 = arith.constant 9.09088713343650656196e-02 : f64
  %aT5 = arith.constant -7.69187620504482999495e-02 : f64
  %aT6 = arith.constant 6.66107313738753120669e-02 : f64
  %aT7 = arith.constant -5.83357013379057348645e-02 : f64
  %aT8 = arith.constant 4.97687799461593236017e-02 : f64
  %aT9 = arith.constant -3.65315727442169155270e-02 : f64
  %aT10 = arith.constant 1.62858201153657823623e-02 : f64
  %pi_over_4_hi = arith.constant 7.85398163397448278999e-01 : f64
  %pi_over_4_lo = arith.constant 3.06161699786838301793e-17 : f64
  %one = arith.constant 1.0 : f64
  %size = math.absf %x : f64
  %above = arith.subf %size, %one : f64
  %below = arith.addf %size, %one : f64
  %t = arith.divf %above, %below : f64
  %z = arith.mulf %t, %t : f64
  %w = arith.mulf %z, %z : f64
  %odd4 = math.fma %w, %aT10, %aT8 : f64
  %odd3 = math.fma %w, %odd4, %aT6 : f64
  %odd2 = math.fma %w, %odd3, %aT4 : f64
  %odd1 = math.fma %w, %odd2, %aT2 : f64
  %odd = math.fma %w, %odd1, %aT0 : f64
  %s1 = arith.mulf %z, %odd : f64
  %even3 = math.fma %w, %aT9, %aT7 : f64
  %even2 = math.fma %w, %even3, %aT5 : f64
  %even1 = math.fma %w, %even2, %aT3 : f64
  %even = math.fma %w, %even1, %aT1 : f64
  %s2 = arith.mulf %w, %even : f64
  %s = arith.addf %s1, %s2 : f64
  %ts = arith.mulf %t, %s : f64
  %inner = arith.subf %ts, %pi_over_4_lo : f64
  %outer = arith.subf %inner, %t : f64
  %angle = arith.subf %pi_over_4_hi, %outer : f64
  %result = math.copysign %angle, %x : f64
  fpo.yield %result : f64
}

// x > 0; else two more subtractions put it into its quadrant.
fpo.rule @atan2_f64 of "math.atan2"(%y: f64, %x: f64) -> f64
    source "fdlibm 5.3 (Sun Microsystems, 1993), e_atan2.c" {
  %ratio = arith.divf %y, %x : f64
  %size = math.absf %ratio : f64
  %angle = math.atan %size : f64
  %result = math.copysign %angle, %y : f64
  fpo.yield %result : f64
}
