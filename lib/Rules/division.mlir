//===- division.mlir - Division and square roots --------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// [scalar.newton] From a table seed of 8 right bits, each step doubles them.

// [scalar.div] A reciprocal x <- x (2 - b x), then one product.
fpo.rule @div of "arith.divf"(%a: !fpo.float, %b: !fpo.float) -> !fpo.float
    source "Schwartz, Dodge, Smith, Etzioni: Green AI, CACM 63(12), 2020; Newton-Raphson: Markstein, IA-64 and Elementary Functions, 2000, ch. 8" {
  %c2 = arith.constant 2.0 : !fpo.float
  %from = arith.constant 0 : index
  %step = arith.constant 1 : index
  %steps = fpo.type_property newton_steps of !fpo.float
  %seed = fpo.seed "1 / b" of %b : !fpo.float
  %reciprocal = scf.for %i = %from to %steps step %step iter_args(%x = %seed) -> (!fpo.float) {
    %bx = arith.mulf %b, %x : !fpo.float
    %error = arith.subf %c2, %bx : !fpo.float
    %next = arith.mulf %x, %error : !fpo.float
    scf.yield %next : !fpo.float
  }
  %quotient = arith.mulf %a, %reciprocal : !fpo.float
  fpo.yield %quotient : !fpo.float
}

// [scalar.rsqrt] h = x / 2 once, then y <- y (3/2 - h y y).
fpo.rule @rsqrt of "math.rsqrt"(%x: !fpo.float) -> !fpo.float
    source "Newton-Raphson: Markstein, IA-64 and Elementary Functions, 2000, ch. 9" {
  %c0.5 = arith.constant 0.5 : !fpo.float
  %c1.5 = arith.constant 1.5 : !fpo.float
  %from = arith.constant 0 : index
  %step = arith.constant 1 : index
  %steps = fpo.type_property newton_steps of !fpo.float
  %seed = fpo.seed "1 / sqrt(x)" of %x : !fpo.float
  // Where the seed is precise enough, nothing is done.
  %iterates = arith.cmpi ne, %steps, %from : index
  %root = scf.if %iterates -> (!fpo.float) {
    %half = arith.mulf %x, %c0.5 : !fpo.float
    %refined = scf.for %i = %from to %steps step %step iter_args(%y = %seed) -> (!fpo.float) {
      %hy = arith.mulf %half, %y : !fpo.float
      %hyy = arith.mulf %hy, %y : !fpo.float
      %error = arith.subf %c1.5, %hyy : !fpo.float
      %next = arith.mulf %y, %error : !fpo.float
      scf.yield %next : !fpo.float
    }
    scf.yield %refined : !fpo.float
  } else {
    scf.yield %seed : !fpo.float
  }
  fpo.yield %root : !fpo.float
}

// [scalar.sqrt] x rsqrt(x)
fpo.rule @sqrt of "math.sqrt"(%x: !fpo.float) -> !fpo.float
    source "Markstein, IA-64 and Elementary Functions, 2000, ch. 9" {
  %reciprocal = math.rsqrt %x : !fpo.float
  %root = arith.mulf %x, %reciprocal : !fpo.float
  fpo.yield %root : !fpo.float
}

// [scalar.remf] x - y trunc(x / y)
fpo.rule @rem of "arith.remf"(%x: !fpo.float, %y: !fpo.float) -> !fpo.float {
  %quotient = arith.divf %x, %y : !fpo.float
  %whole = math.trunc %quotient : !fpo.float
  %product = arith.mulf %y, %whole : !fpo.float
  %remainder = arith.subf %x, %product : !fpo.float
  fpo.yield %remainder : !fpo.float
}
