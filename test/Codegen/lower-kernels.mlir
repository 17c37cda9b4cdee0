// RUN: sed s/LOOPS/d1:16,d0:4,d2,d0,d1/ %s | fpo-opt --fpo-lower-kernels=vector-bits=256 --canonicalize --cse | FileCheck %s
// RUN: sed s/LOOPS/d1:16,d2:16,d0:4,d2,d0,d1/ %s | fpo-opt --fpo-lower-kernels=vector-bits=256 --canonicalize --cse | FileCheck %s --check-prefix=CUT
// RUN: sed s/LOOPS/d0,d1,d2/ %s | fpo-opt --fpo-lower-kernels=vector-bits=256 --canonicalize --cse | FileCheck %s --check-prefix=POINTS
// RUN: sed s/LOOPS/d0/ %s | fpo-opt --fpo-lower-kernels=vector-bits=0 | FileCheck %s --check-prefix=SCALAR
// RUN: sed s/LOOPS/d7:16/ %s | not fpo-opt --fpo-lower-kernels 2>&1 | FileCheck %s --check-prefix=LOOP
// RUN: sed s/LOOPS/'d1:"T"'/ %s | not fpo-opt --fpo-lower-kernels 2>&1 | FileCheck %s --check-prefix=SYMBOL
// RUN: sed s/LOOPS/d2,d0,d1/ %s | not fpo-opt --fpo-lower-kernels=vector-bits=32 2>&1 | FileCheck %s --check-prefix=BLOCK

// A block of 4 rows and 2 vectors: 8 accumulators, and in each turn 8 products.
// CHECK-LABEL: func.func @matmul
// CHECK: scf.for %{{.*}} = %c0 to %c32 step %c16
// CHECK: scf.for %{{.*}} = %c0 to %c12 step %c4
// CHECK: scf.for {{.*}} iter_args(%{{.*}} = %{{.*}}, %{{.*}} = %{{.*}}, %{{.*}} = %{{.*}}, %{{.*}} = %{{.*}}, %{{.*}} = %{{.*}}, %{{.*}} = %{{.*}}, %{{.*}} = %{{.*}}, %{{.*}} = %{{.*}})
// CHECK-COUNT-8: arith.addf {{.*}} fastmath<contract> : vector<8xf32>
// CHECK-NOT: arith.addf
// CHECK: scf.yield
// CHECK-COUNT-8: vector.store
// CHECK-NOT: vector.store

// A reduction in two blocks waits in the output in between.
// CUT: scf.if
// CUT: vector.load

// One point after the other.
// POINTS: scf.for
// POINTS: scf.for
// POINTS: scf.for {{.*}} iter_args(%{{[^,]*}}) -> (f32)

// SCALAR-NOT: vector
// SCALAR: memref.load

// LOOP: error: 'fpo.kernel' op can't be run by its schedule: there is no loop d7
// SYMBOL: error: 'fpo.kernel' op can't be run by its schedule: the tile of d1 is a symbol
// BLOCK: error: 'fpo.kernel' op can't be run by its schedule: the register block, what is within the last reduction loop, has more than 256 vectors
func.func @matmul(%a: memref<12x32xf32>, %b: memref<32x32xf32>, %c: memref<12x32xf32>) {
  %z = arith.constant 0.0 : f32
  fpo.kernel ins(%a, %b : memref<12x32xf32>, memref<32x32xf32>) outs(%c : memref<12x32xf32>)
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
  } {fpo.schedule = #fpo.schedule<loops = [LOOPS]>}
  return
}
