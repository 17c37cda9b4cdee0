// RUN: fpo-opt %s --fpo-annotate | FileCheck %s

// CHECK-LABEL: func.func @for
// CHECK-SAME: #fpo.cost<fpo = 60, add = {f32: 60}, read = 240, write = 240>
func.func @for(%m: memref<10x12xf32>, %x: f32) {
  affine.for %i = 0 to 10 step 2 {
    affine.for %j = 0 to 12 {
      %0 = affine.load %m[%i, %j] : memref<10x12xf32>
      %1 = arith.addf %0, %x : f32
      affine.store %1, %m[%i, %j] : memref<10x12xf32>
    }
  }
  affine.for %i = 7 to 3 {
    %1 = arith.addf %x, %x : f32
  }
  return
}

// CHECK-LABEL: func.func @for_bounds
// CHECK-SAME: #fpo.cost<fpo = "max(0, arg0)", add = {f32: "max(0, arg0)"}>
func.func @for_bounds(%n: index, %x: f32) {
  affine.for %i = 0 to %n {
    %1 = arith.addf %x, %x : f32
  }
  return
}

// CHECK-LABEL: func.func @parallel
// CHECK-SAME: #fpo.cost<fpo = 60, add = {f32: 30}, mul = {f32: 30}>
func.func @parallel(%x: f32) -> f32 {
  %0 = affine.parallel (%i, %j) = (0, 0) to (10, 12) step (2, 2) reduce ("addf") -> f32 {
    %1 = arith.mulf %x, %x : f32
    affine.yield %1 : f32
  }
  return %0 : f32
}

// CHECK-LABEL: func.func @if
// CHECK-SAME: #fpo.cost<fpo = "select(arg0 - 4 >= 0, 1, 0)", add = {f32: "select(arg0 - 4 >= 0, 1, 0)"}>
func.func @if(%n: index, %x: f32) {
  affine.if affine_set<(d0) : (d0 - 4 >= 0)>(%n) {
    %1 = arith.addf %x, %x : f32
  }
  return
}

// CHECK-LABEL: func.func @vectors
func.func @vectors(%m: memref<64xf32>, %v: vector<8xf32>, %i: index) {
  // CHECK: affine.vector_load {{.*}}#fpo.cost<fpo = 0, read = 32>
  %0 = affine.vector_load %m[%i] : memref<64xf32>, vector<8xf32>
  // CHECK: affine.vector_store {{.*}}#fpo.cost<fpo = 0, write = 32>
  affine.vector_store %v, %m[%i] : memref<64xf32>, vector<8xf32>
  return
}

// CHECK-LABEL: func.func @transfer
func.func @transfer(%a: memref<64xf32>, %b: memref<64xf32>, %tag: memref<1xi32>) {
  %c0 = arith.constant 0 : index
  %c16 = arith.constant 16 : index
  // CHECK: affine.dma_start {{.*}}
  affine.dma_start %a[%c0], %b[%c0], %tag[%c0], %c16 : memref<64xf32>, memref<64xf32>, memref<1xi32>
  affine.dma_wait %tag[%c0], %c16 : memref<1xi32>
  return
}

// [size.index]
// CHECK-LABEL: func.func @indices
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @indices(%i: index) -> index {
  %0 = affine.apply affine_map<(d0) -> (d0 * 3 + 1)>(%i)
  %1 = affine.min affine_map<(d0) -> (d0, 8)>(%0)
  %2 = affine.max affine_map<(d0) -> (d0, 0)>(%1)
  %3:2 = affine.delinearize_index %2 into (4, 8) : index, index
  return %3#0 : index
}
