//===- complex.mlir - Complex numbers -------------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// [complex] Each op is its definition on the two parts.

fpo.rule @add of "complex.add"(%z: complex<!fpo.float>, %w: complex<!fpo.float>) -> complex<!fpo.float> {
  %a = complex.re %z : complex<!fpo.float>
  %b = complex.im %z : complex<!fpo.float>
  %c = complex.re %w : complex<!fpo.float>
  %d = complex.im %w : complex<!fpo.float>
  %real = arith.addf %a, %c : !fpo.float
  %imaginary = arith.addf %b, %d : !fpo.float
  %result = complex.create %real, %imaginary : complex<!fpo.float>
  fpo.yield %result : complex<!fpo.float>
}

fpo.rule @sub of "complex.sub"(%z: complex<!fpo.float>, %w: complex<!fpo.float>) -> complex<!fpo.float> {
  %a = complex.re %z : complex<!fpo.float>
  %b = complex.im %z : complex<!fpo.float>
  %c = complex.re %w : complex<!fpo.float>
  %d = complex.im %w : complex<!fpo.float>
  %real = arith.subf %a, %c : !fpo.float
  %imaginary = arith.subf %b, %d : !fpo.float
  %result = complex.create %real, %imaginary : complex<!fpo.float>
  fpo.yield %result : complex<!fpo.float>
}

fpo.rule @mul of "complex.mul"(%z: complex<!fpo.float>, %w: complex<!fpo.float>) -> complex<!fpo.float> {
  %a = complex.re %z : complex<!fpo.float>
  %b = complex.im %z : complex<!fpo.float>
  %c = complex.re %w : complex<!fpo.float>
  %d = complex.im %w : complex<!fpo.float>
  %ac = arith.mulf %a, %c : !fpo.float
  %bd = arith.mulf %b, %d : !fpo.float
  %ad = arith.mulf %a, %d : !fpo.float
  %bc = arith.mulf %b, %c : !fpo.float
  %real = arith.subf %ac, %bd : !fpo.float
  %imaginary = arith.addf %ad, %bc : !fpo.float
  %result = complex.create %real, %imaginary : complex<!fpo.float>
  fpo.yield %result : complex<!fpo.float>
}

fpo.rule @div of "complex.div"(%z: complex<!fpo.float>, %w: complex<!fpo.float>) -> complex<!fpo.float> {
  %a = complex.re %z : complex<!fpo.float>
  %b = complex.im %z : complex<!fpo.float>
  %c = complex.re %w : complex<!fpo.float>
  %d = complex.im %w : complex<!fpo.float>
  %ac = arith.mulf %a, %c : !fpo.float
  %bd = arith.mulf %b, %d : !fpo.float
  %ad = arith.mulf %a, %d : !fpo.float
  %bc = arith.mulf %b, %c : !fpo.float
  %cc = arith.mulf %c, %c : !fpo.float
  %dd = arith.mulf %d, %d : !fpo.float
  %norm = arith.addf %cc, %dd : !fpo.float
  %above_real = arith.addf %ac, %bd : !fpo.float
  %above_imaginary = arith.subf %bc, %ad : !fpo.float
  %real = arith.divf %above_real, %norm : !fpo.float
  %imaginary = arith.divf %above_imaginary, %norm : !fpo.float
  %result = complex.create %real, %imaginary : complex<!fpo.float>
  fpo.yield %result : complex<!fpo.float>
}

fpo.rule @eq of "complex.eq", "complex.neq"(%z: complex<!fpo.float>, %w: complex<!fpo.float>) -> i1 {
  %a = complex.re %z : complex<!fpo.float>
  %b = complex.im %z : complex<!fpo.float>
  %c = complex.re %w : complex<!fpo.float>
  %d = complex.im %w : complex<!fpo.float>
  %is_real = arith.cmpf oeq, %a, %c : !fpo.float
  %is_imaginary = arith.cmpf oeq, %b, %d : !fpo.float
  %is = arith.andi %is_real, %is_imaginary : i1
  fpo.yield %is : i1
}

fpo.rule @neg of "complex.neg", "complex.conj"(%z: complex<!fpo.float>) {
}

fpo.rule @abs of "complex.abs"(%z: complex<!fpo.float>) -> !fpo.float {
  %re = complex.re %z : complex<!fpo.float>
  %im = complex.im %z : complex<!fpo.float>
  %square = arith.mulf %re, %re : !fpo.float
  %square_im = arith.mulf %im, %im : !fpo.float
  %norm = arith.addf %square, %square_im : !fpo.float
  %abs = math.sqrt %norm : !fpo.float
  fpo.yield %abs : !fpo.float
}

fpo.rule @angle of "complex.angle"(%z: complex<!fpo.float>) -> !fpo.float {
  %re = complex.re %z : complex<!fpo.float>
  %im = complex.im %z : complex<!fpo.float>
  %angle = math.atan2 %im, %re : !fpo.float
  fpo.yield %angle : !fpo.float
}

fpo.rule @sign of "complex.sign"(%z: complex<!fpo.float>) -> complex<!fpo.float> {
  %re = complex.re %z : complex<!fpo.float>
  %im = complex.im %z : complex<!fpo.float>
  %abs = complex.abs %z : complex<!fpo.float>
  %real = arith.divf %re, %abs : !fpo.float
  %imaginary = arith.divf %im, %abs : !fpo.float
  %result = complex.create %real, %imaginary : complex<!fpo.float>
  fpo.yield %result : complex<!fpo.float>
}

fpo.rule @exp of "complex.exp"(%z: complex<!fpo.float>) -> complex<!fpo.float>
    source "Abramowitz and Stegun, Handbook of Mathematical Functions, 4.3.47" {
  %re = complex.re %z : complex<!fpo.float>
  %im = complex.im %z : complex<!fpo.float>
  %exp = math.exp %re : !fpo.float
  %cos = math.cos %im : !fpo.float
  %sin = math.sin %im : !fpo.float
  %real = arith.mulf %exp, %cos : !fpo.float
  %imaginary = arith.mulf %exp, %sin : !fpo.float
  %result = complex.create %real, %imaginary : complex<!fpo.float>
  fpo.yield %result : complex<!fpo.float>
}

fpo.rule @expm1 of "complex.expm1"(%z: complex<!fpo.float>) -> complex<!fpo.float>
    source "Abramowitz and Stegun, Handbook of Mathematical Functions, 4.3.47" {
  %c1 = arith.constant 1.0 : !fpo.float
  %exp = complex.exp %z : complex<!fpo.float>
  %re = complex.re %exp : complex<!fpo.float>
  %im = complex.im %exp : complex<!fpo.float>
  %real = arith.subf %re, %c1 : !fpo.float
  %result = complex.create %real, %im : complex<!fpo.float>
  fpo.yield %result : complex<!fpo.float>
}

fpo.rule @log of "complex.log"(%z: complex<!fpo.float>) -> complex<!fpo.float>
    source "Abramowitz and Stegun, Handbook of Mathematical Functions, 4.1.2" {
  %re = complex.re %z : complex<!fpo.float>
  %im = complex.im %z : complex<!fpo.float>
  %abs = complex.abs %z : complex<!fpo.float>
  %real = math.log %abs : !fpo.float
  %angle = math.atan2 %im, %re : !fpo.float
  %result = complex.create %real, %angle : complex<!fpo.float>
  fpo.yield %result : complex<!fpo.float>
}

fpo.rule @log1p of "complex.log1p"(%z: complex<!fpo.float>) -> complex<!fpo.float>
    source "Abramowitz and Stegun, Handbook of Mathematical Functions, 4.1.2" {
  %re = complex.re %z : complex<!fpo.float>
  %im = complex.im %z : complex<!fpo.float>
  %c1 = arith.constant 1.0 : !fpo.float
  %above = arith.addf %re, %c1 : !fpo.float
  %sum = complex.create %above, %im : complex<!fpo.float>
  %result = complex.log %sum : complex<!fpo.float>
  fpo.yield %result : complex<!fpo.float>
}

fpo.rule @sqrt of "complex.sqrt"(%z: complex<!fpo.float>) -> complex<!fpo.float>
    source "Abramowitz and Stegun, Handbook of Mathematical Functions, 3.7.27" {
  %re = complex.re %z : complex<!fpo.float>
  %im = complex.im %z : complex<!fpo.float>
  %c0.5 = arith.constant 0.5 : !fpo.float
  %abs = complex.abs %z : complex<!fpo.float>
  %sum = arith.addf %abs, %re : !fpo.float
  %difference = arith.subf %abs, %re : !fpo.float
  %half_sum = arith.mulf %sum, %c0.5 : !fpo.float
  %half_difference = arith.mulf %difference, %c0.5 : !fpo.float
  %real = math.sqrt %half_sum : !fpo.float
  %size = math.sqrt %half_difference : !fpo.float
  %imaginary = math.copysign %size, %im : !fpo.float
  %result = complex.create %real, %imaginary : complex<!fpo.float>
  fpo.yield %result : complex<!fpo.float>
}

fpo.rule @rsqrt of "complex.rsqrt"(%z: complex<!fpo.float>) -> complex<!fpo.float>
    source "Abramowitz and Stegun, Handbook of Mathematical Functions, 3.7.27" {
  %root = complex.sqrt %z : complex<!fpo.float>
  %re = complex.re %root : complex<!fpo.float>
  %im = complex.im %root : complex<!fpo.float>
  %square = arith.mulf %re, %re : !fpo.float
  %square_im = arith.mulf %im, %im : !fpo.float
  %norm = arith.addf %square, %square_im : !fpo.float
  %opposite = arith.negf %im : !fpo.float
  %real = arith.divf %re, %norm : !fpo.float
  %imaginary = arith.divf %opposite, %norm : !fpo.float
  %result = complex.create %real, %imaginary : complex<!fpo.float>
  fpo.yield %result : complex<!fpo.float>
}

fpo.rule @pow of "complex.pow"(%z: complex<!fpo.float>, %w: complex<!fpo.float>) -> complex<!fpo.float>
    source "Abramowitz and Stegun, Handbook of Mathematical Functions, 4.2.7" {
  %log = complex.log %z : complex<!fpo.float>
  %scaled = complex.mul %w, %log : complex<!fpo.float>
  %result = complex.exp %scaled : complex<!fpo.float>
  fpo.yield %result : complex<!fpo.float>
}

fpo.rule @sin of "complex.sin"(%z: complex<!fpo.float>) -> complex<!fpo.float>
    source "Abramowitz and Stegun, Handbook of Mathematical Functions, 4.3.55" {
  %re = complex.re %z : complex<!fpo.float>
  %im = complex.im %z : complex<!fpo.float>
  %sin = math.sin %re : !fpo.float
  %cos = math.cos %re : !fpo.float
  %sinh = math.sinh %im : !fpo.float
  %cosh = math.cosh %im : !fpo.float
  %real = arith.mulf %sin, %cosh : !fpo.float
  %imaginary = arith.mulf %cos, %sinh : !fpo.float
  %result = complex.create %real, %imaginary : complex<!fpo.float>
  fpo.yield %result : complex<!fpo.float>
}

fpo.rule @cos of "complex.cos"(%z: complex<!fpo.float>) -> complex<!fpo.float>
    source "Abramowitz and Stegun, Handbook of Mathematical Functions, 4.3.56" {
  %re = complex.re %z : complex<!fpo.float>
  %im = complex.im %z : complex<!fpo.float>
  %sin = math.sin %re : !fpo.float
  %cos = math.cos %re : !fpo.float
  %sinh = math.sinh %im : !fpo.float
  %cosh = math.cosh %im : !fpo.float
  %real = arith.mulf %cos, %cosh : !fpo.float
  %product = arith.mulf %sin, %sinh : !fpo.float
  %imaginary = arith.negf %product : !fpo.float
  %result = complex.create %real, %imaginary : complex<!fpo.float>
  fpo.yield %result : complex<!fpo.float>
}

// (sin 2a + i sinh 2b) / (cos 2a + cosh 2b)
fpo.rule @tan of "complex.tan"(%z: complex<!fpo.float>) -> complex<!fpo.float>
    source "Abramowitz and Stegun, Handbook of Mathematical Functions, 4.3.57" {
  %re = complex.re %z : complex<!fpo.float>
  %im = complex.im %z : complex<!fpo.float>
  %c2 = arith.constant 2.0 : !fpo.float
  %twice_re = arith.mulf %re, %c2 : !fpo.float
  %twice_im = arith.mulf %im, %c2 : !fpo.float
  %sin = math.sin %twice_re : !fpo.float
  %cos = math.cos %twice_re : !fpo.float
  %sinh = math.sinh %twice_im : !fpo.float
  %cosh = math.cosh %twice_im : !fpo.float
  %below = arith.addf %cos, %cosh : !fpo.float
  %real = arith.divf %sin, %below : !fpo.float
  %imaginary = arith.divf %sinh, %below : !fpo.float
  %result = complex.create %real, %imaginary : complex<!fpo.float>
  fpo.yield %result : complex<!fpo.float>
}

// (sinh 2a + i sin 2b) / (cosh 2a + cos 2b)
fpo.rule @tanh of "complex.tanh"(%z: complex<!fpo.float>) -> complex<!fpo.float>
    source "Abramowitz and Stegun, Handbook of Mathematical Functions, 4.5.51" {
  %re = complex.re %z : complex<!fpo.float>
  %im = complex.im %z : complex<!fpo.float>
  %c2 = arith.constant 2.0 : !fpo.float
  %twice_re = arith.mulf %re, %c2 : !fpo.float
  %twice_im = arith.mulf %im, %c2 : !fpo.float
  %sinh = math.sinh %twice_re : !fpo.float
  %cosh = math.cosh %twice_re : !fpo.float
  %sin = math.sin %twice_im : !fpo.float
  %cos = math.cos %twice_im : !fpo.float
  %below = arith.addf %cosh, %cos : !fpo.float
  %real = arith.divf %sinh, %below : !fpo.float
  %imaginary = arith.divf %sin, %below : !fpo.float
  %result = complex.create %real, %imaginary : complex<!fpo.float>
  fpo.yield %result : complex<!fpo.float>
}

// -i log((x + i y) / sqrt(x x + y y))
fpo.rule @atan2 of "complex.atan2"(%y: complex<!fpo.float>, %x: complex<!fpo.float>) -> complex<!fpo.float>
    source "Abramowitz and Stegun, Handbook of Mathematical Functions, 4.4.28" {
  %yy = complex.mul %y, %y : complex<!fpo.float>
  %xx = complex.mul %x, %x : complex<!fpo.float>
  %norm = complex.add %xx, %yy : complex<!fpo.float>
  %root = complex.sqrt %norm : complex<!fpo.float>
  // i y: the parts change places, and one its sign.
  %re = complex.re %y : complex<!fpo.float>
  %im = complex.im %y : complex<!fpo.float>
  %opposite = arith.negf %im : !fpo.float
  %iy = complex.create %opposite, %re : complex<!fpo.float>
  %sum = complex.add %x, %iy : complex<!fpo.float>
  %ratio = complex.div %sum, %root : complex<!fpo.float>
  %log = complex.log %ratio : complex<!fpo.float>
  %log_re = complex.re %log : complex<!fpo.float>
  %log_im = complex.im %log : complex<!fpo.float>
  %imaginary = arith.negf %log_re : !fpo.float
  %result = complex.create %log_im, %imaginary : complex<!fpo.float>
  fpo.yield %result : complex<!fpo.float>
}
