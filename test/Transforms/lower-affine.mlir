// RUN: fpo-opt %s --fpo-lower-affine | FileCheck %s
// RUN: fpo-opt %s --lower-affine | FileCheck %s --check-prefix=UPSTREAM

// Upstream takes away an insertion that a later one covers: the later one goes into
// what was there before.
// CHECK-LABEL: func.func @covered(
// CHECK-COUNT-2: tensor.insert_slice
// UPSTREAM-LABEL: func.func @covered(%arg0: {{.*}}, %arg1:
// UPSTREAM: tensor.insert_slice
// UPSTREAM: [[RESULT:%.*]] = tensor.insert_slice %arg0 into %arg1[8]
// UPSTREAM: return [[RESULT]]
func.func @covered(%a: tensor<8xf32>, %b: tensor<16xf32>) -> tensor<16xf32> {
  %0 = tensor.insert_slice %a into %b[8] [8] [1] : tensor<8xf32> into tensor<16xf32>
  %1 = tensor.insert_slice %a into %0[8] [8] [1] : tensor<8xf32> into tensor<16xf32>
  return %1 : tensor<16xf32>
}

// CHECK-LABEL: func.func @loop(
// CHECK-NOT: affine
// CHECK: scf.for
// CHECK: memref.load
// CHECK: vector.store
func.func @loop(%m: memref<8xf32>, %v: memref<8x4xf32>) {
  affine.for %i = 0 to 8 {
    %x = affine.load %m[%i] : memref<8xf32>
    %y = vector.broadcast %x : f32 to vector<4xf32>
    affine.vector_store %y, %v[%i, 0] : memref<8x4xf32>, vector<4xf32>
  }
  return
}
