// RUN: fpo-opt %s --fpo-annotate | FileCheck %s

// Loops with static bounds [flow.loop], branches [flow.branch], loops of which the turns are not known [flow.while].

// CHECK-LABEL: func.func @for
// CHECK-SAME: #fpo.cost<fpo = 4, add = {f32: 4}>
func.func @for(%x: f32) -> f32 {
  %c0 = arith.constant 0 : index
  %c10 = arith.constant 10 : index
  %c3 = arith.constant 3 : index
  // 0, 3, 6, 9
  %0 = scf.for %i = %c0 to %c10 step %c3 iter_args(%a = %x) -> f32 {
    // CHECK: arith.addf {{.*}}#fpo.cost<fpo = 1, add = {f32: 1}>
    %s = arith.addf %a, %x : f32
    scf.yield %s : f32
  }
  return %0 : f32
}

// Negative bounds, an empty loop, nested loops.
// CHECK-LABEL: func.func @bounds
// CHECK-SAME: #fpo.cost<fpo = 32, add = {f32: 32}>
func.func @bounds(%x: f32) {
  %cm3 = arith.constant -3 : index
  %c5 = arith.constant 5 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  scf.for %i = %cm3 to %c5 step %c1 {
    scf.for %j = %c1 to %c5 step %c1 {
      %s = arith.addf %x, %x : f32
    }
  }
  scf.for %i = %c5 to %c4 step %c1 {
    %s = arith.addf %x, %x : f32
  }
  return
}

// CHECK-LABEL: func.func @not_static
// CHECK-SAME: #fpo.cost<fpo = "max(0, arg0)", add = {f32: "max(0, arg0)"}>
func.func @not_static(%n: index, %x: f32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %n step %c1 {
    %s = arith.addf %x, %x : f32
  }
  // A loop that only moves indices costs nothing, however often it turns.
  // CHECK: scf.for
  scf.for %i = %c0 to %n step %c1 {
    %s = arith.addi %i, %c1 : index
  // CHECK: } {fpo.cost = #fpo.cost<fpo = 0>}
  }
  return
}

// CHECK-LABEL: func.func @parallel
// CHECK-SAME: #fpo.cost<fpo = 48, add = {f32: 24}, mul = {f32: 24}>
func.func @parallel(%x: f32) -> f32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c6 = arith.constant 6 : index
  %c8 = arith.constant 8 : index
  %0 = scf.parallel (%i, %j) = (%c0, %c0) to (%c6, %c8) step (%c1, %c2) init (%x) -> f32 {
    %p = arith.mulf %x, %x : f32
    scf.reduce(%p : f32) {
    ^bb0(%a: f32, %b: f32):
      %s = arith.addf %a, %b : f32
      scf.reduce.return %s : f32
    }
  }
  return %0 : f32
}

// CHECK-LABEL: func.func @forall
// CHECK-SAME: #fpo.cost<fpo = 12, mul = {f32: 12}>
func.func @forall(%x: f32) {
  scf.forall (%i, %j) = (0, 2) to (4, 8) step (1, 2) {
    %p = arith.mulf %x, %x : f32
  }
  return
}

// CHECK-LABEL: func.func @while
func.func @while(%x: f32) -> f32 {
  // The condition runs once more than the body.
  // CHECK: scf.while
  %0 = scf.while (%a = %x) : (f32) -> f32 {
    %go = arith.cmpf olt, %a, %x : f32
    scf.condition(%go) %a : f32
  } do {
  ^bb0(%a: f32):
    %m = arith.mulf %a, %a : f32
    scf.yield %m : f32
  // CHECK: #fpo.cost<fpo = "2*trip(@while:1) + 1", add = {f32: "trip(@while:1) + 1"}, mul = {f32: "trip(@while:1)"}>
  }
  return %0 : f32
}

// CHECK-LABEL: func.func @if
// CHECK-SAME: #fpo.cost<fpo = [1, 2], add = {f32: [0, 2]}, mul = {f32: [0, 1]}>
func.func @if(%p: i1, %x: f32) -> f32 {
  %0 = scf.if %p -> f32 {
    %y = arith.addf %x, %x : f32
    %z = arith.addf %y, %x : f32
    scf.yield %z : f32
  } else {
    %y = arith.mulf %x, %x : f32
    scf.yield %y : f32
  }
  return %0 : f32
}

// CHECK-LABEL: func.func @if_without_else
// CHECK-SAME: #fpo.cost<fpo = [0, 1], add = {f32: [0, 1]}>
func.func @if_without_else(%p: i1, %x: f32) {
  scf.if %p {
    %y = arith.addf %x, %x : f32
  }
  return
}

// CHECK-LABEL: func.func @if_static
// CHECK-SAME: #fpo.cost<fpo = 1, mul = {f32: 1}>
func.func @if_static(%x: f32) {
  %false = arith.constant false
  scf.if %false {
    %y = arith.addf %x, %x : f32
  } else {
    %y = arith.mulf %x, %x : f32
  }
  return
}

// CHECK-LABEL: func.func @switch
// CHECK-SAME: #fpo.cost<fpo = [0, 2], add = {f32: [0, 2]}>
func.func @switch(%i: index, %x: f32) {
  scf.index_switch %i
  case 2 {
    %y = arith.addf %x, %x : f32
    scf.yield
  }
  case 5 {
    %y = arith.addf %x, %x : f32
    %z = arith.addf %x, %x : f32
    scf.yield
  }
  default {
  }
  return
}

// CHECK-LABEL: func.func @switch_static
// CHECK-SAME: #fpo.cost<fpo = 1, add = {f32: 1}>
func.func @switch_static(%x: f32) {
  %c2 = arith.constant 2 : index
  scf.index_switch %c2
  case 2 {
    %y = arith.addf %x, %x : f32
    scf.yield
  }
  default {
    %y = arith.mulf %x, %x : f32
  }
  return
}

// CHECK-LABEL: func.func @execute_region
// CHECK-SAME: #fpo.cost<fpo = 1, add = {f32: 1}>
func.func @execute_region(%x: f32) -> f32 {
  %0 = scf.execute_region -> f32 {
    %y = arith.addf %x, %x : f32
    scf.yield %y : f32
  }
  return %0 : f32
}
