//===- integer.mlir - Integer operations on data --------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// [int.add]
fpo.rule @addi of "arith.addi", "arith.subi", "arith.addui_extended"(%a: !fpo.int, %b: !fpo.int) {
  fpo.spend #fpo.cost<add = {!fpo.int: 1}>
}

// [int.compare]
fpo.rule @comparei of "arith.cmpi", "arith.maxsi", "arith.minsi", "arith.maxui", "arith.minui"(
    %a: !fpo.int, %b: !fpo.int) {
  fpo.spend #fpo.cost<add = {!fpo.int: 1}>
}

// [int.mul]
fpo.rule @muli of "arith.muli", "arith.mulsi_extended", "arith.mului_extended"(%a: !fpo.int, %b: !fpo.int) {
  fpo.spend #fpo.cost<mul = {!fpo.int: 1}>
}

// [int.bits]
fpo.rule @logic of "arith.andi", "arith.ori", "arith.xori"(%a: !fpo.int, %b: !fpo.int) {
}
fpo.rule @shift of "arith.shli", "arith.shrsi", "arith.shrui"(%a: !fpo.int, %b: !fpo.int) {
}
fpo.rule @count_bits of "math.ctlz", "math.cttz", "math.ctpop"(%a: !fpo.int) {
}
fpo.rule @casti of "arith.extsi", "arith.extui", "arith.trunci", "arith.sitofp", "arith.uitofp", "arith.index_cast",
    "arith.index_castui", "arith.bitcast"(%a: !fpo.int) {
}
// The first operand is the condition.
fpo.rule @select of "arith.select"(%condition: !fpo.int) {
}

// [int.abs] max(x, 0 - x)
fpo.rule @absi of "math.absi"(%x: !fpo.int) -> !fpo.int {
  %negative = fpo.apply "arith.subi"(%x) : (!fpo.int) -> !fpo.int
  %abs = fpo.apply "arith.maxsi"(%x, %negative) : (!fpo.int, !fpo.int) -> !fpo.int
  fpo.yield %abs : !fpo.int
}

// [int.div] Restoring division: a trial subtraction for each bit of the quotient.
fpo.rule @divi of "arith.divsi", "arith.divui", "arith.remsi", "arith.remui"(%a: !fpo.int, %b: !fpo.int)
    source "Knuth, TAOCP vol. 2, 4.3.1, in base 2" {
  %bits = fpo.type_property bit_width of !fpo.int
  fpo.spend #fpo.cost<add = {!fpo.int: 1}> times %bits
}

// [int.floordiv] [int.ceildiv] As --arith-expand does it.
fpo.rule @rounded_divi of "arith.floordivsi", "arith.ceildivsi"(%a: !fpo.int, %b: !fpo.int) -> !fpo.int
    source "MLIR 22.1, ExpandOps.cpp (--arith-expand)" {
  %quotient = fpo.apply "arith.divsi"(%a, %b) : (!fpo.int, !fpo.int) -> !fpo.int
  %product = fpo.apply "arith.muli"(%quotient, %b) : (!fpo.int, !fpo.int) -> !fpo.int
  %is_exact = fpo.apply "arith.cmpi"(%a, %product) : (!fpo.int, !fpo.int) -> i1
  %is_a_negative = fpo.apply "arith.cmpi"(%a) : (!fpo.int) -> i1
  %is_b_negative = fpo.apply "arith.cmpi"(%b) : (!fpo.int) -> i1
  %corrected = fpo.apply "arith.addi"(%quotient) : (!fpo.int) -> !fpo.int
  fpo.yield %corrected : !fpo.int
}
fpo.rule @ceildivui of "arith.ceildivui"(%a: !fpo.int, %b: !fpo.int) -> !fpo.int
    source "MLIR 22.1, ExpandOps.cpp (--arith-expand)" {
  %is_zero = fpo.apply "arith.cmpi"(%a) : (!fpo.int) -> i1
  %less = fpo.apply "arith.subi"(%a) : (!fpo.int) -> !fpo.int
  %quotient = fpo.apply "arith.divui"(%less, %b) : (!fpo.int, !fpo.int) -> !fpo.int
  %more = fpo.apply "arith.addi"(%quotient) : (!fpo.int) -> !fpo.int
  fpo.yield %more : !fpo.int
}
