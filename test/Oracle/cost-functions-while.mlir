// RUN: fpo-opt %s --fpo-lower-to-counts -o %t.mlir
// RUN: fpo-run %t.mlir --entry=collatz --input=27 | FileCheck %s --check-prefix=COUNTS
// RUN: fpo-run %s --entry=collatz --input=27 --fill=zero --count | FileCheck %s --check-prefix=EXECUTED

// A while loop that integers steer turns in the cost function as it does in the
// program: 111 steps from 27 to 1, as the Collatz sequence is known to take.
// COUNTS: {{^}}111{{$}}
// EXECUTED: f32: 0 ADD, 111 MUL
func.func @collatz(%n: index, %x: f32) -> f32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  %0:2 = scf.while (%i = %n, %a = %x) : (index, f32) -> (index, f32) {
    %go = arith.cmpi ne, %i, %c1 : index
    scf.condition(%go) %i, %a : index, f32
  } do {
  ^bb0(%i: index, %a: f32):
    %r = arith.remsi %i, %c2 : index
    %even = arith.cmpi eq, %r, %c0 : index
    %half = arith.divsi %i, %c2 : index
    %three = arith.muli %i, %c3 : index
    %more = arith.addi %three, %c1 : index
    %next = arith.select %even, %half, %more : index
    %m = arith.mulf %a, %a : f32
    scf.yield %next, %m : index, f32
  }
  return %0#1 : f32
}
