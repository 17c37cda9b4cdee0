// RUN: fpo-opt %s | FileCheck %s
// RUN: fpo-opt %s | fpo-opt | FileCheck %s
// RUN: fpo-opt %s --emit-bytecode | fpo-opt | FileCheck %s
// RUN: fpo-opt %s --mlir-print-op-generic | fpo-opt | FileCheck %s

// The text form of #fpo.cost, in text and bytecode.

// CHECK-LABEL: func.func private @quantities
// CHECK-SAME: fpo.cost = #fpo.cost<fpo = 128, add = {f32: 64}, mul = {f32: 64}, mac = 64, read = 128, write = 64>
func.func private @quantities() attributes {
  fpo.cost = #fpo.cost<fpo = 128, add = {f32: 64}, mul = {f32: 64}, mac = 64, read = 128, write = 64>}

// Sums may be left out, and come in one order with the types.
// CHECK-LABEL: func.func private @sums
// CHECK-SAME: #fpo.cost<fpo = 10, add = {bf16: 2, f32: 1, i8: 5}, mul = {f16: 7}, iop = 5>
func.func private @sums() attributes {
  fpo.cost = #fpo.cost<mul = {f16: 7}, add = {i8: 5, f32: 1, bf16: 2}>}

// CHECK-LABEL: func.func private @zero
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func private @zero() attributes {fpo.cost = #fpo.cost<fpo = 0>}

// CHECK-LABEL: func.func private @intervals
// CHECK-SAME: #fpo.cost<fpo = [2, 9], add = {f32: [2, 9]}, read = [0, 4]>
func.func private @intervals() attributes {fpo.cost = #fpo.cost<add = {f32: [2, 9]}, read = [0, 4]>}

// One addition or two multiplications are one or two operations, not up to three.
// CHECK-LABEL: func.func private @either
// CHECK-SAME: #fpo.cost<fpo = [1, 2], add = {f32: [0, 1]}, mul = {f32: [0, 2]}>
func.func private @either() attributes {fpo.cost = #fpo.cost<fpo = [1, 2], add = {f32: [0, 1]}, mul = {f32: [0, 2]}>}

// An interval with equal bounds is a number.
// CHECK-LABEL: func.func private @point
// CHECK-SAME: #fpo.cost<fpo = 3, add = {f32: 3}>
func.func private @point() attributes {fpo.cost = #fpo.cost<add = {f32: [3, 3]}>}

// CHECK-LABEL: func.func private @at_least
// CHECK-SAME: #fpo.cost<fpo = [2, ?], add = {f32: [2, ?]}, mac = [1, ?]>
func.func private @at_least() attributes {fpo.cost = #fpo.cost<fpo = [2, ?], add = {f32: [2, ?]}, mac = [1, ?]>}

// CHECK-LABEL: func.func private @unknown
// CHECK-SAME: #fpo.cost<unknown>
func.func private @unknown() attributes {fpo.cost = #fpo.cost<unknown>}

// Integers of any size: 2^200.
// CHECK-LABEL: func.func private @large
// CHECK-SAME: add = {f32: 1606938044258990275541962092341162602522202993782792835301376}
func.func private @large() attributes {
  fpo.cost = #fpo.cost<add = {f32: 1606938044258990275541962092341162602522202993782792835301376}>}

// CHECK-LABEL: func.func private @param
// CHECK-SAME: (tensor<4xf32> {fpo.param}, tensor<4xf32>)
func.func private @param(tensor<4xf32> {fpo.param}, tensor<4xf32>)
