//===- xla.mlir - The convention xla --------------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// [convention.xla] What HloCostAnalysis counts for an elementwise instruction: one flop per element, or one
// transcendental. What HLO has no instruction for counts as the one transcendental that it would be elsewhere. Flops have
// no type in XLA; here they are stated in that of the operand.

fpo.rule @float of "arith.addf", "arith.subf", "arith.mulf", "arith.divf", "arith.remf", "arith.negf",
    "arith.cmpf", "arith.maximumf", "arith.minimumf", "arith.maxnumf", "arith.minnumf", "arith.select",
    "arith.extf", "arith.truncf", "arith.fptosi", "arith.fptoui", "arith.bitcast",
    "math.absf", "math.copysign", "math.clampf",
    "math.floor", "math.ceil", "math.round", "math.trunc", "math.roundeven",
    "math.isnan", "math.isinf", "math.isfinite", "math.isnormal"(%x: !fpo.float) {
  fpo.spend #fpo.cost<add = {!fpo.float: 1}>
}

fpo.rule @fma of "math.fma", "vector.fma"(%x: !fpo.float) {
  fpo.spend #fpo.cost<add = {!fpo.float: 2}>
}

fpo.rule @transcendental of "math.exp", "math.exp2", "math.expm1", "math.log", "math.log2", "math.log10", "math.log1p",
    "math.powf", "math.sqrt", "math.rsqrt", "math.cbrt", "math.tanh", "math.sin", "math.cos", "math.tan",
    "math.atan", "math.atan2", "math.asin", "math.acos", "math.sinh", "math.cosh", "math.asinh", "math.acosh",
    "math.atanh", "math.erf", "math.erfc"(%x: !fpo.float) {
  fpo.spend #fpo.cost<transcendentals = 1>
}

fpo.rule @sincos of "math.sincos"(%x: !fpo.float) {
  fpo.spend #fpo.cost<transcendentals = 2>
}

fpo.rule @integer of "arith.addi", "arith.subi", "arith.muli", "arith.divsi", "arith.divui", "arith.ceildivsi",
    "arith.ceildivui", "arith.floordivsi", "arith.remsi", "arith.remui", "arith.cmpi", "arith.maxsi", "arith.minsi",
    "arith.maxui", "arith.minui", "arith.andi", "arith.ori", "arith.xori", "arith.shli", "arith.shrsi", "arith.shrui",
    "arith.select", "arith.extsi", "arith.extui", "arith.trunci", "arith.sitofp", "arith.uitofp", "arith.index_cast",
    "arith.index_castui", "arith.bitcast", "math.absi", "math.ctlz", "math.cttz", "math.ctpop"(%x: !fpo.int) {
  fpo.spend #fpo.cost<add = {!fpo.int: 1}>
}

fpo.rule @wide of "arith.addui_extended", "arith.mulsi_extended", "arith.mului_extended"(%x: !fpo.int) {
  fpo.spend #fpo.cost<add = {!fpo.int: 2}>
}

// Truth values are bytes in XLA.
fpo.rule @boolean of "arith.andi", "arith.ori", "arith.xori", "arith.cmpi", "arith.select", "arith.addi", "arith.muli",
    "arith.maxui", "arith.minui", "arith.maxsi", "arith.minsi", "arith.extui", "arith.extsi", "arith.sitofp",
    "arith.uitofp", "arith.bitcast"(%x: i1) {
  fpo.spend #fpo.cost<add = {i8: 1}>
}

fpo.rule @complex of "complex.add", "complex.sub", "complex.mul", "complex.div", "complex.neg", "complex.conj",
    "complex.abs", "complex.sign", "complex.eq", "complex.neq"(%z: complex<!fpo.float>) {
  fpo.spend #fpo.cost<add = {!fpo.float: 1}>
}

fpo.rule @complex_transcendental of "complex.exp", "complex.expm1", "complex.log", "complex.log1p", "complex.sqrt",
    "complex.rsqrt", "complex.pow", "complex.sin", "complex.cos", "complex.tan", "complex.tanh", "complex.atan2",
    "complex.angle"(%z: complex<!fpo.float>) {
  fpo.spend #fpo.cost<transcendentals = 1>
}
