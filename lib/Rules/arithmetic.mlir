//===- arithmetic.mlir - Base operations on floating-point numbers --------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Here the recursion ends.

// [scalar.add] A subtraction is an addition.
fpo.rule @add of "arith.addf", "arith.subf"(%a: !fpo.float, %b: !fpo.float) {
  fpo.spend #fpo.cost<add = {!fpo.float: 1}>
}

// [scalar.mul]
fpo.rule @mul of "arith.mulf"(%a: !fpo.float, %b: !fpo.float) {
  fpo.spend #fpo.cost<mul = {!fpo.float: 1}>
}

// [scalar.fma]
fpo.rule @fma of "math.fma", "vector.fma"(%a: !fpo.float, %b: !fpo.float, %c: !fpo.float) {
  fpo.spend #fpo.cost<add = {!fpo.float: 1}, mul = {!fpo.float: 1}>
}

// [scalar.compare] A comparison is a subtraction and a look at the sign.
fpo.rule @compare of "arith.cmpf", "arith.maximumf", "arith.minimumf", "arith.maxnumf", "arith.minnumf"(
    %a: !fpo.float, %b: !fpo.float) {
  fpo.spend #fpo.cost<add = {!fpo.float: 1}>
}

// [scalar.format] Bits are looked at or moved; nothing is added or multiplied.
fpo.rule @sign of "arith.negf", "math.absf", "math.copysign"(%x: !fpo.float) {
}
fpo.rule @cast of "arith.extf", "arith.truncf", "arith.fptosi", "arith.fptoui", "arith.bitcast"(%x: !fpo.float) {
}
fpo.rule @round of "math.floor", "math.ceil", "math.round", "math.trunc", "math.roundeven"(%x: !fpo.float) {
}
fpo.rule @class of "math.isnan", "math.isinf", "math.isfinite", "math.isnormal"(%x: !fpo.float) {
}

// [scalar.clampf]
fpo.rule @clamp of "math.clampf"(%x: !fpo.float, %min: !fpo.float, %max: !fpo.float) -> !fpo.float {
  %low = arith.maximumf %x, %min : !fpo.float
  %clamped = arith.minimumf %low, %max : !fpo.float
  fpo.yield %clamped : !fpo.float
}
