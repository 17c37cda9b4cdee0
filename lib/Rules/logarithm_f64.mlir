//===- logarithm_f64.mlir - Logarithms in f64 -----------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// [scalar.double] Each rule is the path of the algorithm that its comment names;
// what is done on the fields of the format is not counted.

// Positive normal numbers.
fpo.rule @log_f64 of "math.log"(%x: f64) -> f64
    source "fdlibm 5.3 (Sun Microsystems, 1993), e_log.c" {
  %half = arith.constant 0.5 : f64
  %one = arith.constant 1.0 : f64
  %two = arith.constant 2.0 : f64
  %ln2_hi = arith.constant 6.93147180369123816490e-01 : f64
  %ln2_lo = arith.constant 1.90821492927058770002e-10 : f64
  %Lg1 = arith.constant 6.666666666666735130e-01 : f64
  %Lg2 = arith.constant 3.999999999940941908e-01 : f64
  %Lg3 = arith.constant 2.857142874366239149e-01 : f64
  %Lg4 = arith.constant 2.222219843214978396e-01 : f64
  %Lg5 = arith.constant 1.818357216161805012e-01 : f64
  %Lg6 = arith.constant 1.531383769920937332e-01 : f64
  %Lg7 = arith.constant 1.479819860511658591e-01 : f64
  %i32 = arith.constant 32 : i64
  %i0xFFFFF = arith.constant 0xFFFFF : i64
  %i0x95F64 = arith.constant 0x95F64 : i64
  %i0x100000 = arith.constant 0x100000 : i64
  %i0x3FF00000 = arith.constant 0x3FF00000 : i64
  %i0xFFFFFFFF = arith.constant 0xFFFFFFFF : i64
  %i20 = arith.constant 20 : i64
  %i1023 = arith.constant 1023 : i64
  // x = 2^k (1 + f), sqrt(2)/2 < 1 + f < sqrt(2), by the bits
  %bits = arith.bitcast %x : f64 to i64
  %high_word = arith.shrui %bits, %i32 : i64
  %mantissa = arith.andi %high_word, %i0xFFFFF : i64
  %sum_word = arith.addi %mantissa, %i0x95F64 : i64
  %carry = arith.andi %sum_word, %i0x100000 : i64
  %exponent_field = arith.xori %carry, %i0x3FF00000 : i64
  %new_word = arith.ori %mantissa, %exponent_field : i64
  %shifted = arith.shli %new_word, %i32 : i64
  %low_word = arith.andi %bits, %i0xFFFFFFFF : i64
  %new_bits = arith.ori %shifted, %low_word : i64
  %normal = arith.bitcast %new_bits : i64 to f64
  %exponent = arith.shrui %high_word, %i20 : i64
  %unbiased = arith.subi %exponent, %i1023 : i64
  %step = arith.shrui %carry, %i20 : i64
  %k = arith.addi %unbiased, %step : i64
  %n = arith.sitofp %k : i64 to f64
  %f = arith.subf %normal, %one : f64
  %below = arith.addf %two, %f : f64
  %s = arith.divf %f, %below : f64
  %z = arith.mulf %s, %s : f64
  %w = arith.mulf %z, %z : f64
  %even2 = math.fma %w, %Lg6, %Lg4 : f64
  %even1 = math.fma %w, %even2, %Lg2 : f64
  %even = arith.mulf %w, %even1 : f64
  %odd3 = math.fma %w, %Lg7, %Lg5 : f64
  %odd2 = math.fma %w, %odd3, %Lg3 : f64
  %odd1 = math.fma %w, %odd2, %Lg1 : f64
  %odd = arith.mulf %z, %odd1 : f64
  %R = arith.addf %odd, %even : f64
  %half_f = arith.mulf %half, %f : f64
  %h = arith.mulf %half_f, %f : f64
  %hR = arith.addf %h, %R : f64
  %low = arith.mulf %n, %ln2_lo : f64
  %t = math.fma %s, %hR, %low : f64
  %inner = arith.subf %h, %t : f64
  %outer = arith.subf %inner, %f : f64
  %high = arith.mulf %n, %ln2_hi : f64
  %result = arith.subf %high, %outer : f64
  fpo.yield %result : f64
}

// Positive normal numbers.
fpo.rule @log2_f64 of "math.log2"(%x: f64) -> f64
    source "FreeBSD msun, e_log2.c and k_log.h, after fdlibm" {
  %half = arith.constant 0.5 : f64
  %one = arith.constant 1.0 : f64
  %two = arith.constant 2.0 : f64
  %Lg1 = arith.constant 6.666666666666735130e-01 : f64
  %Lg2 = arith.constant 3.999999999940941908e-01 : f64
  %Lg3 = arith.constant 2.857142874366239149e-01 : f64
  %Lg4 = arith.constant 2.222219843214978396e-01 : f64
  %Lg5 = arith.constant 1.818357216161805012e-01 : f64
  %Lg6 = arith.constant 1.531383769920937332e-01 : f64
  %Lg7 = arith.constant 1.479819860511658591e-01 : f64
  %inverse_ln2_hi = arith.constant 1.44269504072144627571 : f64
  %inverse_ln2_lo = arith.constant 1.67517131648865118353e-10 : f64
  %i32 = arith.constant 32 : i64
  %i0xFFFFF = arith.constant 0xFFFFF : i64
  %i0x95F64 = arith.constant 0x95F64 : i64
  %i0x100000 = arith.constant 0x100000 : i64
  %i0x3FF00000 = arith.constant 0x3FF00000 : i64
  %i0xFFFFFFFF = arith.constant 0xFFFFFFFF : i64
  %i20 = arith.constant 20 : i64
  %i1023 = arith.constant 1023 : i64
  %i-4294967296 = arith.constant -4294967296 : i64
  // x = 2^k (1 + f), sqrt(2)/2 < 1 + f < sqrt(2), by the bits
  %bits = arith.bitcast %x : f64 to i64
  %high_word = arith.shrui %bits, %i32 : i64
  %mantissa = arith.andi %high_word, %i0xFFFFF : i64
  %sum_word = arith.addi %mantissa, %i0x95F64 : i64
  %carry = arith.andi %sum_word, %i0x100000 : i64
  %exponent_field = arith.xori %carry, %i0x3FF00000 : i64
  %new_word = arith.ori %mantissa, %exponent_field : i64
  %shifted = arith.shli %new_word, %i32 : i64
  %low_word = arith.andi %bits, %i0xFFFFFFFF : i64
  %new_bits = arith.ori %shifted, %low_word : i64
  %normal = arith.bitcast %new_bits : i64 to f64
  %exponent = arith.shrui %high_word, %i20 : i64
  %unbiased = arith.subi %exponent, %i1023 : i64
  %step = arith.shrui %carry, %i20 : i64
  %k = arith.addi %unbiased, %step : i64
  %n = arith.sitofp %k : i64 to f64
  %f = arith.subf %normal, %one : f64
  %below = arith.addf %two, %f : f64
  %s = arith.divf %f, %below : f64
  %z = arith.mulf %s, %s : f64
  %w = arith.mulf %z, %z : f64
  %even2 = math.fma %w, %Lg6, %Lg4 : f64
  %even1 = math.fma %w, %even2, %Lg2 : f64
  %even = arith.mulf %w, %even1 : f64
  %odd3 = math.fma %w, %Lg7, %Lg5 : f64
  %odd2 = math.fma %w, %odd3, %Lg3 : f64
  %odd1 = math.fma %w, %odd2, %Lg1 : f64
  %odd = arith.mulf %z, %odd1 : f64
  %R = arith.addf %odd, %even : f64
  %half_f = arith.mulf %half, %f : f64
  %h = arith.mulf %half_f, %f : f64
  %hR = arith.addf %h, %R : f64
  %r = arith.mulf %s, %hR : f64
  // f - h, its first half of the bits
  %exact = arith.subf %f, %h : f64
  %exact_bits = arith.bitcast %exact : f64 to i64
  %hi_bits = arith.andi %exact_bits, %i-4294967296 : i64
  %hi = arith.bitcast %hi_bits : i64 to f64
  %lo1 = arith.subf %f, %hi : f64
  %lo2 = arith.subf %lo1, %h : f64
  %lo = arith.addf %lo2, %r : f64
  %value_hi = arith.mulf %hi, %inverse_ln2_hi : f64
  %both = arith.addf %lo, %hi : f64
  %part = arith.mulf %both, %inverse_ln2_lo : f64
  %value_lo = math.fma %lo, %inverse_ln2_hi, %part : f64
  %sum = arith.addf %n, %value_hi : f64
  %lost1 = arith.subf %n, %sum : f64
  %lost = arith.addf %lost1, %value_hi : f64
  %tail = arith.addf %value_lo, %lost : f64
  %result = arith.addf %tail, %sum : f64
  fpo.yield %result : f64
}

// x >= 1.
fpo.rule @log1p_f64 of "math.log1p"(%x: f64) -> f64
    source "fdlibm 5.3 (Sun Microsystems, 1993), s_log1p.c" {
  %half = arith.constant 0.5 : f64
  %one = arith.constant 1.0 : f64
  %two = arith.constant 2.0 : f64
  %ln2_hi = arith.constant 6.93147180369123816490e-01 : f64
  %ln2_lo = arith.constant 1.90821492927058770002e-10 : f64
  %Lg1 = arith.constant 6.666666666666735130e-01 : f64
  %Lg2 = arith.constant 3.999999999940941908e-01 : f64
  %Lg3 = arith.constant 2.857142874366239149e-01 : f64
  %Lg4 = arith.constant 2.222219843214978396e-01 : f64
  %Lg5 = arith.constant 1.818357216161805012e-01 : f64
  %Lg6 = arith.constant 1.531383769920937332e-01 : f64
  %Lg7 = arith.constant 1.479819860511658591e-01 : f64
  %i32 = arith.constant 32 : i64
  %i0xFFFFF = arith.constant 0xFFFFF : i64
  %i0x95F64 = arith.constant 0x95F64 : i64
  %i0x100000 = arith.constant 0x100000 : i64
  %i0x3FF00000 = arith.constant 0x3FF00000 : i64
  %i0xFFFFFFFF = arith.constant 0xFFFFFFFF : i64
  %i20 = arith.constant 20 : i64
  %i1023 = arith.constant 1023 : i64
  %u = arith.addf %one, %x : f64
  %back = arith.subf %u, %x : f64
  %lost = arith.subf %one, %back : f64
  %c = arith.divf %lost, %u : f64
  // x = 2^k (1 + f), sqrt(2)/2 < 1 + f < sqrt(2), by the bits
  %bits = arith.bitcast %u : f64 to i64
  %high_word = arith.shrui %bits, %i32 : i64
  %mantissa = arith.andi %high_word, %i0xFFFFF : i64
  %sum_word = arith.addi %mantissa, %i0x95F64 : i64
  %carry = arith.andi %sum_word, %i0x100000 : i64
  %exponent_field = arith.xori %carry, %i0x3FF00000 : i64
  %new_word = arith.ori %mantissa, %exponent_field : i64
  %shifted = arith.shli %new_word, %i32 : i64
  %low_word = arith.andi %bits, %i0xFFFFFFFF : i64
  %new_bits = arith.ori %shifted, %low_word : i64
  %normal = arith.bitcast %new_bits : i64 to f64
  %exponent = arith.shrui %high_word, %i20 : i64
  %unbiased = arith.subi %exponent, %i1023 : i64
  %step = arith.shrui %carry, %i20 : i64
  %k = arith.addi %unbiased, %step : i64
  %n = arith.sitofp %k : i64 to f64
  %f = arith.subf %normal, %one : f64
  %half_f = arith.mulf %half, %f : f64
  %h = arith.mulf %half_f, %f : f64
  %below = arith.addf %two, %f : f64
  %s = arith.divf %f, %below : f64
  %z = arith.mulf %s, %s : f64
  %p5 = math.fma %z, %Lg7, %Lg6 : f64
  %p4 = math.fma %z, %p5, %Lg5 : f64
  %p3 = math.fma %z, %p4, %Lg4 : f64
  %p2 = math.fma %z, %p3, %Lg3 : f64
  %p1 = math.fma %z, %p2, %Lg2 : f64
  %p = math.fma %z, %p1, %Lg1 : f64
  %R = arith.mulf %z, %p : f64
  %hR = arith.addf %h, %R : f64
  %low = math.fma %n, %ln2_lo, %c : f64
  %t = math.fma %s, %hR, %low : f64
  %inner = arith.subf %h, %t : f64
  %outer = arith.subf %inner, %f : f64
  %high = arith.mulf %n, %ln2_hi : f64
  %result = arith.subf %high, %outer : f64
  fpo.yield %result : f64
}
