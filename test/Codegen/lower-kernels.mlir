// RUN: fpo-opt %s "--fpo-lower-kernels=levels=1:16,0:4 vector-loop=1 vector-length=8 unroll=1" --canonicalize --cse | FileCheck %s
// RUN: fpo-opt %s "--fpo-lower-kernels=levels=1:16,2:16,0:4 vector-loop=1 vector-length=8" --canonicalize --cse | FileCheck %s --check-prefix=CUT
// RUN: fpo-opt %s "--fpo-lower-kernels=vector-bits=0" | FileCheck %s --check-prefix=SCALAR
// RUN: not fpo-opt %s "--fpo-lower-kernels=levels=7:16 vector-loop=1 vector-length=8" 2>&1 | FileCheck %s --check-prefix=LOOP
// RUN: not fpo-opt %s "--fpo-lower-kernels=levels=1:0 vector-loop=1 vector-length=8" 2>&1 | FileCheck %s --check-prefix=TILE

// A block of 4 rows and 2 vectors: 8 accumulators, and in each turn 2 loads of vectors, 4 of scalars and 8 products.
// CHECK-LABEL: func.func @matmul
// CHECK: scf.for %{{.*}} = %c0 to %c32 step %c16
// CHECK: scf.for %{{.*}} = %c0 to %c8 step %c4
// CHECK: scf.for {{.*}} iter_args(%{{.*}} = %{{.*}}, %{{.*}} = %{{.*}}, %{{.*}} = %{{.*}}, %{{.*}} = %{{.*}}, %{{.*}} = %{{.*}}, %{{.*}} = %{{.*}}, %{{.*}} = %{{.*}}, %{{.*}} = %{{.*}})
// CHECK-COUNT-8: arith.addf {{.*}} fastmath<contract> : vector<8xf32>
// CHECK-NOT: arith.addf
// CHECK: scf.yield
// CHECK-COUNT-8: vector.store
// CHECK-NOT: vector.store

// A reduction in two blocks waits in the output in between.
// CUT: scf.if
// CUT: vector.load

// SCALAR-NOT: vector
// SCALAR: memref.load

// LOOP: error: 'fpo.kernel' op can't be run by its schedule: there is no loop 7
// TILE: error: 'fpo.kernel' op can't be run by its schedule: a tile of 0 is no tile
func.func @matmul(%a: memref<8x32xf32>, %b: memref<32x32xf32>, %c: memref<8x32xf32>) {
  %z = arith.constant 0.0 : f32
  fpo.kernel ins(%a, %b : memref<8x32xf32>, memref<32x32xf32>) outs(%c : memref<8x32xf32>)
      maps [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, n)>]
      iterators ["parallel", "parallel", "reduction"]
      start {
  ^bb0(%x: f32, %y: f32, %o: f32):
    fpo.yield %z : f32
  } combine {
  ^bb0(%x: f32, %y: f32, %o: f32, %s: f32):
    %p = arith.mulf %x, %y : f32
    %t = arith.addf %s, %p : f32
    fpo.yield %t : f32
  } finish {
  ^bb0(%x: f32, %y: f32, %o: f32, %s: f32):
    fpo.yield %s : f32
  }
  return
}
