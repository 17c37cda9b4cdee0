// RUN: fpo-opt %s --fpo-annotate | FileCheck %s

// Blocks and branches [flow.cfg].

// Either 1 ADD or 2 MUL, then 1 ADD.
// CHECK-LABEL: func.func @diamond
// CHECK-SAME: #fpo.cost<fpo = [2, 3], add = {f32: [1, 2]}, mul = {f32: [0, 2]}>
func.func @diamond(%p: i1, %x: f32) -> f32 {
  cf.cond_br %p, ^then, ^else
^then:
  %0 = arith.addf %x, %x : f32
  cf.br ^end(%0 : f32)
^else:
  %1 = arith.mulf %x, %x : f32
  %2 = arith.mulf %1, %x : f32
  cf.br ^end(%2 : f32)
^end(%3: f32):
  %4 = arith.addf %3, %x : f32
  return %4 : f32
}

// CHECK-LABEL: func.func @static
// CHECK-SAME: #fpo.cost<fpo = 1, add = {f32: 1}>
func.func @static(%x: f32) {
  %true = arith.constant true
  cf.cond_br %true, ^then, ^else
^then:
  %0 = arith.addf %x, %x : f32
  return
^else:
  %1 = arith.mulf %x, %x : f32
  return
}

// CHECK-LABEL: func.func @switch
// CHECK-SAME: #fpo.cost<fpo = [0, 1], add = {f32: [0, 1]}>
func.func @switch(%i: i32, %x: f32) {
  cf.switch %i : i32, [default: ^a, 1: ^b]
^a:
  %0 = arith.addf %x, %x : f32
  cf.br ^b
^b:
  return
}

// CHECK-LABEL: func.func @loop
// CHECK-SAME: #fpo.cost<fpo = [1, ?], add = {f32: [1, ?]}>
// CHECK-SAME: fpo.unknown = "how often a loop of blocks turns is not known"
func.func @loop(%p: i1, %x: f32) {
  %0 = arith.addf %x, %x : f32
  cf.br ^head
^head:
  %1 = arith.addf %x, %x : f32
  cf.cond_br %p, ^head, ^end
^end:
  return
}

// A loop that does nothing costs nothing.
// CHECK-LABEL: func.func @empty_loop
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @empty_loop(%p: i1) {
  cf.br ^head
^head:
  cf.assert %p, "goes on"
  cf.cond_br %p, ^head, ^end
^end:
  return
}

// CHECK-LABEL: func.func @unreachable
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @unreachable(%x: f32) {
  return
^never:
  %1 = arith.addf %x, %x : f32
  return
}
