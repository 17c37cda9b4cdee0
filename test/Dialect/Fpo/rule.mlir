// RUN: fpo-opt %s --allow-unregistered-dialect | FileCheck %s
// RUN: fpo-opt %s --allow-unregistered-dialect | fpo-opt --allow-unregistered-dialect | FileCheck %s
// RUN: fpo-opt %s --allow-unregistered-dialect --emit-bytecode | fpo-opt --allow-unregistered-dialect | FileCheck %s
// RUN: fpo-opt %s --allow-unregistered-dialect --mlir-print-op-generic | fpo-opt --allow-unregistered-dialect | FileCheck %s

// The text form of rules, in text and bytecode.

// CHECK: fpo.rule @add of "arith.addf", "arith.subf"(%arg0: !fpo.float, %arg1: !fpo.float) {
// CHECK-NEXT: fpo.spend <fpo = 1, add = {!fpo.float: 1}>
// CHECK-NEXT: }
fpo.rule @add of "arith.addf", "arith.subf"(%a: !fpo.float, %b: !fpo.float) {
  fpo.spend #fpo.cost<add = {!fpo.float: 1}>
}

// CHECK: fpo.rule @nothing of "mydialect.nothing"() {
// CHECK-NEXT: }
fpo.rule @nothing of "mydialect.nothing"() {
}

// CHECK: fpo.rule @narrow of "math.exp"(%arg0: !fpo.narrow_float) -> !fpo.narrow_float
// CHECK: arith.extf %arg0 : !fpo.narrow_float to f32
// CHECK: fpo.yield %{{.*}} : !fpo.narrow_float
fpo.rule @narrow of "math.exp"(%x: !fpo.narrow_float) -> !fpo.narrow_float {
  %wide = arith.extf %x : !fpo.narrow_float to f32
  %power = math.exp %wide : f32
  %result = arith.truncf %power : f32 to !fpo.narrow_float
  fpo.yield %result : !fpo.narrow_float
}

// CHECK: fpo.rule @reciprocal of "mydialect.reciprocal"(%arg0: !fpo.float) -> (!fpo.float, !fpo.float)
// CHECK-SAME: source "a table" attributes {note = "of 256 entries"}
// CHECK: fpo.type_property newton_steps of !fpo.float
// CHECK: fpo.seed "1 / b" of %arg0 : !fpo.float
fpo.rule @reciprocal of "mydialect.reciprocal"(%b: !fpo.float) -> (!fpo.float, !fpo.float)
    source "a table" attributes {note = "of 256 entries"} {
  %steps = fpo.type_property newton_steps of !fpo.float
  %seed = fpo.seed "1 / b" of %b : !fpo.float
  fpo.yield %seed, %b : !fpo.float, !fpo.float
}

// CHECK: fpo.rule @div of "arith.divsi"(%arg0: !fpo.int) -> !fpo.int
// CHECK: %[[BITS:.*]] = fpo.type_property bit_width of !fpo.int
// CHECK: fpo.spend <fpo = 0, add = {!fpo.int: 1}> times %[[BITS]]
// CHECK: fpo.apply "arith.addi"(%arg0, %arg0) : (!fpo.int, !fpo.int) -> !fpo.int
fpo.rule @div of "arith.divsi"(%a: !fpo.int) -> !fpo.int {
  %bits = fpo.type_property bit_width of !fpo.int
  fpo.spend #fpo.cost<add = {!fpo.int: 1}> times %bits
  %r = fpo.apply "arith.addi"(%a, %a) : (!fpo.int, !fpo.int) -> !fpo.int
  fpo.yield %r : !fpo.int
}

// CHECK: fpo.rule @whole of "mydialect.whole"(%arg0: tensor<?x4x!fpo.float>, %arg1: index)
// CHECK: fpo.attribute "heads" : index
// CHECK: fpo.attribute "causal" default 0 : i1
// CHECK: fpo.attribute "strides"[1] default 1 : index
// CHECK: "mydialect.simpler"
fpo.rule @whole of "mydialect.whole"(%x: tensor<?x4x!fpo.float>, %n: index) {
  %heads = fpo.attribute "heads" : index
  %causal = fpo.attribute "causal" default 0 : i1
  %stride = fpo.attribute "strides"[1] default 1 : index
  "mydialect.simpler"(%x) : (tensor<?x4x!fpo.float>) -> ()
}

// What a rule is for may be written in any type, generic or not.
// CHECK: fpo.rule @complex of "complex.exp"(%arg0: complex<!fpo.float>, %arg1: vector<4x!fpo.float>, %arg2: memref<?x!fpo.float>)
fpo.rule @complex of "complex.exp"(%z: complex<!fpo.float>, %v: vector<4x!fpo.float>, %m: memref<?x!fpo.float>) {
}

// Rules that stand in a program are no part of it.
// RUN: fpo-opt %s --allow-unregistered-dialect --emit=json | FileCheck %s --check-prefix=REPORT
// REPORT: "status": "exact"
// REPORT: "fpo": 0,
