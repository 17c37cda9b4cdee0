// The functions that --fpo-lower-to-counts makes, run at some sizes, return what the program executes in these sizes.

// RUN: fpo-opt %s --fpo-lower-to-counts | fpo-run --entry=layer --input=3 --input=5 --input=5 2>&1 | FileCheck %s
// RUN: fpo-run %s --entry=layer --bind=arg0.0=3 --bind=arg0.1=5 --bind=arg1.0=5 --count | FileCheck %s --check-prefix=EXECUTED
// RUN: fpo-opt %s --fpo-lower-to-counts | fpo-run --entry=triangle --input=8 | FileCheck %s --check-prefix=TRIANGLE
// RUN: fpo-run %s --entry=triangle --bind=arg0=8 --count | FileCheck %s --check-prefix=EXECUTED-TRIANGLE

// fpo, ADD, MUL, mac: 3 * 4 * 5 products and sums, 3 * 4 times exp (14 ADD, 11 MUL).
// CHECK-NOT: warning
// CHECK: 420
// CHECK-NEXT: 228
// CHECK-NEXT: 192
// CHECK-NEXT: 60
// EXECUTED: f32: 228 ADD, 192 MUL
func.func @layer(%x: tensor<?x?xf32>, %w: tensor<?x4xf32>) -> tensor<?x4xf32> {
  %c0 = arith.constant 0 : index
  %zero = arith.constant 0.0 : f32
  %d = tensor.dim %x, %c0 : tensor<?x?xf32>
  %e = tensor.empty(%d) : tensor<?x4xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<?x4xf32>) -> tensor<?x4xf32>
  %m = linalg.matmul ins(%x, %w : tensor<?x?xf32>, tensor<?x4xf32>) outs(%f : tensor<?x4xf32>) -> tensor<?x4xf32>
  %r = linalg.exp ins(%m : tensor<?x4xf32>) outs(%e : tensor<?x4xf32>) -> tensor<?x4xf32>
  return %r : tensor<?x4xf32>
}

// i < n, j < i: 8 * 7 / 2.
// TRIANGLE: 28
// TRIANGLE-NEXT: 28
// EXECUTED-TRIANGLE: f32: 28 ADD, 0 MUL
func.func @triangle(%n: index, %x: f32) -> f32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%a = %x) -> f32 {
    %s = scf.for %j = %c0 to %i step %c1 iter_args(%b = %a) -> f32 {
      %c = arith.addf %b, %x : f32
      scf.yield %c : f32
    }
    scf.yield %s : f32
  }
  return %r : f32
}
