// RUN: fpo-opt %s --fpo-annotate | FileCheck %s

// What memref ops move: [bytes.element] [bytes.copy] [bytes.view] [memref.atomic].

// CHECK-LABEL: func.func @elements
func.func @elements(%m: memref<4x8xf16>, %i: index, %x: f16) {
  // CHECK: memref.load {{.*}}#fpo.cost<fpo = 0, read = 2>
  %0 = memref.load %m[%i, %i] : memref<4x8xf16>
  // CHECK: memref.store {{.*}}#fpo.cost<fpo = 0, write = 2>
  memref.store %x, %m[%i, %i] : memref<4x8xf16>
  return
}

// CHECK-LABEL: func.func @copies
func.func @copies(%a: memref<4x8xf32>, %b: memref<4x8xf32>, %tag: memref<1xi32>, %u: memref<*xf32>) {
  // CHECK: memref.copy {{.*}}#fpo.cost<fpo = 0, read = 128, write = 128>
  memref.copy %a, %b : memref<4x8xf32> to memref<4x8xf32>
  %c0 = arith.constant 0 : index
  %c8 = arith.constant 8 : index
  // CHECK: memref.dma_start {{.*}}#fpo.cost<fpo = 0, read = 32, write = 32>
  memref.dma_start %a[%c0, %c0], %b[%c0, %c0], %c8, %tag[%c0] : memref<4x8xf32>, memref<4x8xf32>, memref<1xi32>
  memref.dma_wait %tag[%c0], %c8 : memref<1xi32>
  %c = memref.alloc() : memref<6xf32>
  // CHECK: memref.realloc {{.*}}#fpo.cost<fpo = 0, read = 24, write = 24>
  %d = memref.realloc %c : memref<6xf32> to memref<9xf32>
  // CHECK: memref.copy {{.*}}#fpo.cost<fpo = 0, read = [0, ?], write = [0, ?]>, fpo.unknown = "a shape is not ranked"
  memref.copy %u, %u : memref<*xf32> to memref<*xf32>
  return
}

// CHECK-LABEL: func.func @atomics
func.func @atomics(%m: memref<8xf32>, %n: memref<8xi32>, %i: index, %x: f32, %k: i32) {
  // CHECK: memref.atomic_rmw addf {{.*}}#fpo.cost<fpo = 1, add = {f32: 1}, read = 4, write = 4>
  %0 = memref.atomic_rmw addf %x, %m[%i] : (f32, memref<8xf32>) -> f32
  // CHECK: memref.atomic_rmw mulf {{.*}}#fpo.cost<fpo = 1, mul = {f32: 1}, read = 4, write = 4>
  %1 = memref.atomic_rmw mulf %x, %m[%i] : (f32, memref<8xf32>) -> f32
  // CHECK: memref.atomic_rmw assign {{.*}}#fpo.cost<fpo = 0, write = 4>
  %2 = memref.atomic_rmw assign %x, %m[%i] : (f32, memref<8xf32>) -> f32
  // CHECK: memref.atomic_rmw maxs {{.*}}#fpo.cost<fpo = 0, add = {i32: 1}, iop = 1, read = 4, write = 4>
  %3 = memref.atomic_rmw maxs %k, %n[%i] : (i32, memref<8xi32>) -> i32
  // CHECK: memref.generic_atomic_rmw
  %4 = memref.generic_atomic_rmw %m[%i] : memref<8xf32> {
  ^bb0(%old: f32):
    %y = arith.mulf %old, %old : f32
    %z = arith.addf %y, %x : f32
    memref.atomic_yield %z : f32
  // CHECK: } {fpo.cost = #fpo.cost<fpo = 2, add = {f32: 1}, mul = {f32: 1}, read = 4, write = 4>}
  }
  return
}

// CHECK-LABEL: func.func @scope
// CHECK-SAME: #fpo.cost<fpo = 1, add = {f32: 1}>
func.func @scope(%x: f32) -> f32 {
  %0 = memref.alloca_scope -> f32 {
    %y = arith.addf %x, %x : f32
    memref.alloca_scope.return %y : f32
  }
  return %0 : f32
}

memref.global "private" constant @g : memref<2xf32> = dense<[1.0, 2.0]>

// CHECK-LABEL: func.func @views
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @views(%m: memref<8x8xf32>, %b: memref<64xi8>) {
  %c0 = arith.constant 0 : index
  %0 = memref.subview %m[0, 0] [4, 4] [1, 1] : memref<8x8xf32> to memref<4x4xf32, strided<[8, 1]>>
  %1 = memref.collapse_shape %m [[0, 1]] : memref<8x8xf32> into memref<64xf32>
  %2 = memref.transpose %m (i, j) -> (j, i) : memref<8x8xf32> to memref<8x8xf32, affine_map<(i, j) -> (j * 8 + i)>>
  %3 = memref.view %b[%c0][] : memref<64xi8> to memref<4x4xf32>
  %4 = memref.get_global @g : memref<2xf32>
  %5 = memref.dim %m, %c0 : memref<8x8xf32>
  %6 = memref.alloca() : memref<4xf32>
  return
}
