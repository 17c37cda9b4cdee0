// RUN: fpo-opt %s --fpo-lower-to-counts --split-input-file --verify-diagnostics | FileCheck %s
// RUN: not fpo-opt %s --fpo-lower-to-counts=width=128 --split-input-file 2>/dev/null | FileCheck %s --check-prefix=WIDE
// RUN: not fpo-opt %s --fpo-lower-to-counts=width=0 2>&1 | FileCheck %s --check-prefix=WIDTH

// WIDTH: error: a count of 0 bits can't be returned

// Each function becomes one that computes its cost from sizes.

// CHECK-LABEL: func.func @matmul
// CHECK-SAME: (%[[M:.*]]: index {fpo.symbol = "arg0.0"}, %{{.*}}: index {fpo.symbol = "arg1.0"}, %{{.*}}: index {fpo.symbol = "arg2.0"})
// CHECK-SAME: -> (i64 {fpo.count = "fpo"}, i64 {fpo.count = "add.f32"}, i64 {fpo.count = "mul.f32"}, i64 {fpo.count = "mac"}, i64 {fpo.count = "read"}, i64 {fpo.count = "write"})
// CHECK: %[[MI:.*]] = arith.index_cast %[[M]] : index to i64
// CHECK: %[[C20:.*]] = arith.constant 20 : i64
// CHECK: %[[FPO:.*]] = arith.muli %[[C20]], %[[MI]]
// CHECK-NOT: linalg
// CHECK: return %[[FPO]],
// WIDE-LABEL: func.func @matmul
// WIDE-SAME: i128 {fpo.count = "fpo"}
func.func @matmul(%a: tensor<?x5xf32>, %b: tensor<?x2xf32>, %c: tensor<?x2xf32>) -> tensor<?x2xf32> {
  %w = tensor.cast %b : tensor<?x2xf32> to tensor<5x2xf32>
  %0 = linalg.matmul ins(%a, %w : tensor<?x5xf32>, tensor<5x2xf32>) outs(%c : tensor<?x2xf32>) -> tensor<?x2xf32>
  return %0 : tensor<?x2xf32>
}

// What has no closed form is a loop over indices; what steers the control flow
// is an argument.
// CHECK-LABEL: func.func @divisors
// CHECK-SAME: (%{{.*}}: index {fpo.symbol = "arg0"})
// CHECK: scf.for
// CHECK: arith.floordivsi
// CHECK: scf.yield
func.func @divisors(%n: index, %x: f32) {
  %c1 = arith.constant 1 : index
  scf.for %i = %c1 to %n step %c1 {
    scf.for %j = %c1 to %n step %i {
      %0 = arith.mulf %x, %x : f32
    }
  }
  return
}

// CHECK-LABEL: func.func @while
// CHECK-SAME: (%{{.*}}: index {fpo.symbol = "trip(@while:1)"})
func.func @while(%x: f32) {
  %0 = scf.while (%a = %x) : (f32) -> f32 {
    %go = arith.cmpf olt, %a, %x : f32
    scf.condition(%go) %a : f32
  } do {
  ^bb0(%a: f32):
    %m = arith.mulf %a, %a : f32
    scf.yield %m : f32
  }
  return
}

// A while loop that integers steer is kept, without what it did to data; the
// number of its turns has no closed form.
// CHECK-LABEL: func.func @halve
// CHECK-SAME: (%[[N:.*]]: index {fpo.symbol = "arg0"})
// CHECK: %[[TURNS:.*]]:{{.*}} = scf.while ({{.*}}) : (index, i64) -> (index, i64)
// CHECK: arith.cmpi sgt
// CHECK: scf.condition
// CHECK: arith.divsi
// CHECK-NOT: arith.mulf
// CHECK: return
func.func @halve(%n: index, %x: f32) -> f32 {
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %0:2 = scf.while (%i = %n, %a = %x) : (index, f32) -> (index, f32) {
    %go = arith.cmpi sgt, %i, %c1 : index
    scf.condition(%go) %i, %a : index, f32
  } do {
  ^bb0(%i: index, %a: f32):
    %half = arith.divsi %i, %c2 : index
    %m = arith.mulf %a, %a : f32
    scf.yield %half, %m : index, f32
  }
  return %0#1 : f32
}

// A branch on data leaves an interval; one on sizes a branch.
// CHECK-LABEL: func.func @branches
// CHECK-SAME: (%{{.*}}: index {fpo.symbol = "arg1"})
// CHECK-SAME: i64 {fpo.count = "fpo.min"}, i64 {fpo.count = "fpo.max"}
// CHECK: scf.if
func.func @branches(%p: i1, %n: index, %x: f32) {
  %c8 = arith.constant 8 : index
  %q = arith.cmpi slt, %n, %c8 : index
  scf.if %q {
    %0 = arith.mulf %x, %x : f32
    %1 = arith.mulf %x, %x : f32
  }
  scf.if %p {
    %0 = arith.mulf %x, %x : f32
  }
  return
}

// -----

// expected-error @below {{the cost of @unknown is not known}}
func.func @unknown(%x: f32) {
  // expected-note @below {{func.call: the function @external has no body}}
  func.call @external(%x) : (f32) -> ()
  return
}
func.func private @external(f32)
