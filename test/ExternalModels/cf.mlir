// RUN: fpo-opt %s --fpo-annotate | FileCheck %s
// RUN: fpo-opt %s --emit=csv --entry=diamond | FileCheck %s --check-prefix=DIAMOND
// RUN: fpo-opt %s --emit=csv --entry=while | FileCheck %s --check-prefix=WHILE
// RUN: fpo-opt %s --emit=csv --entry=irreducible | FileCheck %s --check-prefix=IRREDUCIBLE
// RUN: fpo-opt %s --emit=csv --entry=unreachable | FileCheck %s --check-prefix=UNREACHABLE

// How often each op runs: the fifth column.
// DIAMOND: arith.addf,{{.*}},0..1,0..1,
// DIAMOND: arith.mulf,{{.*}},0..1,0..1,
// DIAMOND: arith.addf,{{.*}},1,1,
// WHILE: arith.addf,{{.*}},trip(@while:5) + 1,trip(@while:5) + 1,
// WHILE: arith.mulf,{{.*}},trip(@while:5),trip(@while:5),
// IRREDUCIBLE: arith.addf,irreducible,{{[^,]*}},,,
// IRREDUCIBLE: arith.addf,irreducible,{{[^,]*}},,,
// UNREACHABLE-NOT: arith

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
// CHECK-SAME: #fpo.cost<fpo = "trip(@loop:4) + 2", add = {f32: "trip(@loop:4) + 2"}>
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

// The header runs once more than the loop goes back to it, the body as often.
// CHECK-LABEL: func.func @while
// CHECK-SAME: #fpo.cost<fpo = "3*trip(@while:5) + 1", add = {f32: "trip(@while:5) + 1", i64: "trip(@while:5) + 1"}, mul = {f32: "2*trip(@while:5)"}, iop = "trip(@while:5) + 1">
func.func @while(%n: i64, %x: f32) {
  %c0 = arith.constant 0 : i64
  cf.br ^head(%c0 : i64)
^head(%i: i64):
  %0 = arith.addf %x, %x : f32
  %p = arith.cmpi slt, %i, %n : i64
  cf.cond_br %p, ^body, ^end
^body:
  %1 = arith.mulf %x, %x : f32
  %2 = arith.mulf %x, %x : f32
  cf.br ^head(%i : i64)
^end:
  return
}

// A loop in a loop; a turn of the inner one takes one of two ways.
// CHECK-LABEL: func.func @nest
// CHECK-SAME: mul = {f32: ["trip(@nest:2)*trip(@nest:3) + trip(@nest:2) + trip(@nest:3) + 1", "3*trip(@nest:2)*trip(@nest:3) + 3*trip(@nest:2) + 3*trip(@nest:3) + 3"]}
func.func @nest(%p: i1, %q: i1, %r: i1, %x: f32) {
  cf.br ^outer
^outer:
  cf.br ^inner
^inner:
  cf.cond_br %q, ^a, ^b
^a:
  %1 = arith.mulf %x, %x : f32
  cf.br ^inner_end
^b:
  %2 = arith.mulf %x, %x : f32
  %3 = arith.mulf %x, %x : f32
  %4 = arith.mulf %x, %x : f32
  cf.br ^inner_end
^inner_end:
  cf.cond_br %p, ^inner, ^outer_end
^outer_end:
  cf.cond_br %r, ^outer, ^end
^end:
  return
}

// Two ways into one cycle.
// CHECK-LABEL: func.func @irreducible
// CHECK-SAME: fpo.unknown = "blocks go round in a way that is no loop"
func.func @irreducible(%p: i1, %x: f32) {
  cf.cond_br %p, ^a, ^b
^a:
  %0 = arith.addf %x, %x : f32
  cf.cond_br %p, ^b, ^end
^b:
  %1 = arith.addf %x, %x : f32
  cf.br ^a
^end:
  return
}

// A condition on sizes decides.
// CHECK-LABEL: func.func @sizes
// CHECK-SAME: #fpo.cost<fpo = "select(arg0 - 8 >= 0, 2, 1)"
func.func @sizes(%n: index, %x: f32) {
  %c8 = arith.constant 8 : index
  %p = arith.cmpi sge, %n, %c8 : index
  cf.cond_br %p, ^a, ^b
^a:
  %0 = arith.addf %x, %x : f32
  %1 = arith.addf %x, %x : f32
  return
^b:
  %2 = arith.addf %x, %x : f32
  return
}
