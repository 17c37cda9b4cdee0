// Threads share blocks of the loops that a schedule says; a loop is a function that runs some of its iterations.

// RUN: fpo-opt %s --fpo-lower-kernels="vector-bits=256 vector-registers=16" --fpo-share-loops --canonicalize | FileCheck %s
// RUN: sed s/"threads = 2"/"threads = 3"/ %s | not fpo-opt --fpo-lower-kernels="vector-bits=256" 2>&1 | FileCheck %s --check-prefix=REDUCTION
// RUN: sed s/"d1:16, d0:6"/"d0:48, d0:6"/ %s | not fpo-opt --fpo-lower-kernels="vector-bits=256" 2>&1 | FileCheck %s --check-prefix=TWICE
// RUN: fpo-opt %s --fpo-lower-kernels="vector-bits=256 vector-registers=16" | FileCheck %s --check-prefix=LOOP

// 100 / 6 is 16 blocks and a rest of 4 rows, times 4 blocks of columns.
// LOOP-LABEL: func.func @matmul
// LOOP: scf.parallel (%[[I:.*]]) = (%c0{{.*}}) to (%c68{{.*}}) step (%c1{{.*}})
// LOOP: arith.remui %[[I]], %c17
// LOOP: arith.divui %[[I]], %c17
// LOOP: scf.if

// CHECK-LABEL: func.func @matmul(
// CHECK-SAME: %[[A:[^:]*]]: memref
// CHECK: %[[MAX:.*]] = call @omp_get_max_threads() : () -> i32
// CHECK: %[[MANY:.*]] = arith.cmpi sgt, %[[MAX]], %c1_i32
// CHECK: scf.if %[[MANY]] {
// CHECK: omp.parallel {
// CHECK-DAG: %[[T:.*]] = func.call @omp_get_thread_num()
// CHECK-DAG: %[[N:.*]] = func.call @omp_get_num_threads()
// CHECK: func.call @matmul.part(%[[A]], %{{.*}}, %{{.*}}, %[[FROM:.*]], %[[TO:.*]]) :
// CHECK: omp.terminator
// CHECK: } else {
// CHECK: func.call @matmul.part(%[[A]], %{{.*}}, %{{.*}}, %c0, %c68)
// CHECK: func.func private @matmul.part(
// CHECK-SAME: memref<100x32xf32> {llvm.noalias}, %{{.*}}: memref<32x64xf32>, %{{.*}}: memref<100x64xf32> {llvm.noalias}, %[[FROM:.*]]: index, %[[TO:.*]]: index)
// CHECK: scf.for %{{.*}} = %[[FROM]] to %[[TO]] step %c1

// REDUCTION: error: 'fpo.kernel' op can't be run by its schedule: threads can't share its 3 outermost loops
// TWICE: error: 'fpo.kernel' op can't be run by its schedule: threads can't share its 2 outermost loops, which are not parallel or go through blocks of each other
func.func @matmul(%a: memref<100x32xf32> {llvm.noalias}, %b: memref<32x64xf32>, %c: memref<100x64xf32> {llvm.noalias}) {
  %z = arith.constant 0.0 : f32
  fpo.kernel ins(%a, %b : memref<100x32xf32>, memref<32x64xf32>) outs(%c : memref<100x64xf32>)
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
  } {fpo.schedule = #fpo.schedule<loops = [d1:16, d0:6, d2, d0, d1], vector = d1:8, threads = 2>}
  return
}

// A thread has one of each buffer on the stack, however many iterations it runs.
// CHECK-LABEL: func.func private @rows.part
// CHECK: memref.alloca
// CHECK: scf.for
// CHECK-NOT: memref.alloca
func.func @rows(%x: memref<64xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c64 = arith.constant 64 : index
  scf.parallel (%i) = (%c0) to (%c64) step (%c1) {
    %b = memref.alloca() : memref<1xf32>
    %v = memref.load %x[%i] : memref<64xf32>
    memref.store %v, %b[%c0] : memref<1xf32>
    %w = memref.load %b[%c0] : memref<1xf32>
    memref.store %w, %x[%i] : memref<64xf32>
  }
  return
}
