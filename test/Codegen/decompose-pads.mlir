// RUN: fpo-opt %s --fpo-decompose-pads | FileCheck %s
// RUN: fpo-opt %s --fpo-lower-to-vectors=vector-bits=256 | FileCheck %s --check-prefix=INPLACE

// The border, without a corner twice, and the source in its middle.
// CHECK-LABEL: func.func @border
// CHECK: %[[E:.*]] = tensor.empty() : tensor<5x9xf32>
// CHECK: extract_slice %[[E]][0, 0] [1, 9] [1, 1]
// CHECK: linalg.fill
// CHECK: insert_slice %{{.*}} into %{{.*}}[0, 0] [1, 9] [1, 1]
// CHECK: insert_slice %{{.*}} into %{{.*}}[1, 0] [4, 2] [1, 1]
// CHECK: insert_slice %{{.*}} into %{{.*}}[1, 8] [4, 1] [1, 1]
// CHECK: %[[R:.*]] = tensor.insert_slice %arg0 into %{{.*}}[1, 2] [4, 6] [1, 1]
// CHECK: return %[[R]]
func.func @border(%x: tensor<4x6xf32>) -> tensor<5x9xf32> {
  %z = arith.constant 0.0 : f32
  %p = tensor.pad %x low[1, 2] high[0, 1] {
  ^bb0(%i: index, %j: index):
    tensor.yield %z : f32
  } : tensor<4x6xf32> to tensor<5x9xf32>
  return %p : tensor<5x9xf32>
}

// What is padded with an element that differs from place to place stays; what is cut off is a slice, and so is what has a size that is known at
// run time only, unless some of that is cut off.
// CHECK-LABEL: func.func @others
// CHECK: tensor.pad
// CHECK: %[[S:.*]] = tensor.extract_slice %arg1[0] [2] [1] : tensor<4xf32> to tensor<2xf32>
// CHECK: tensor.insert_slice %[[S]] into %{{.*}}[1] [2] [1]
// CHECK: %[[D:.*]] = tensor.dim %arg2
// CHECK: %[[P:.*]] = affine.apply #{{.*}}()[%[[D]]]
// CHECK: tensor.empty(%[[P]])
// CHECK: %[[B:.*]] = affine.apply #{{.*}}()[%[[D]]]
// CHECK: tensor.insert_slice %{{.*}} into %{{.*}}[%[[B]]] [1] [1]
// CHECK: tensor.insert_slice %arg2 into %{{.*}}[1] [%[[D]]] [1]
// CHECK: tensor.pad
func.func @others(%x: tensor<4xindex>, %y: tensor<4xf32>, %d: tensor<?xf32>, %z: f32)
    -> (tensor<6xindex>, tensor<3xf32>, tensor<?xf32>, tensor<?xf32>) {
  %p = tensor.pad %x low[1] high[1] {
  ^bb0(%i: index):
    tensor.yield %i : index
  } : tensor<4xindex> to tensor<6xindex>
  %q = tensor.pad %y low[1] high[-2] {
  ^bb0(%i: index):
    tensor.yield %z : f32
  } : tensor<4xf32> to tensor<3xf32>
  %r = tensor.pad %d low[1] high[1] {
  ^bb0(%i: index):
    tensor.yield %z : f32
  } : tensor<?xf32> to tensor<?xf32>
  %s = tensor.pad %d low[1] high[-1] {
  ^bb0(%i: index):
    tensor.yield %z : f32
  } : tensor<?xf32> to tensor<?xf32>
  return %p, %q, %r, %s : tensor<6xindex>, tensor<3xf32>, tensor<?xf32>, tensor<?xf32>
}

// A producer writes to its place in the padded buffer: the only buffer there is.
// INPLACE-LABEL: func.func @producer
// INPLACE: memref.alloc() {{.*}} : memref<18x18xf32>
// INPLACE-NOT: memref.alloc
// INPLACE: return
func.func @producer(%x: tensor<16x16xf32>) -> tensor<18x18xf32> {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<16x16xf32>
  %s = linalg.exp ins(%x : tensor<16x16xf32>) outs(%e : tensor<16x16xf32>) -> tensor<16x16xf32>
  %p = tensor.pad %s low[1, 1] high[1, 1] {
  ^bb0(%i: index, %j: index):
    tensor.yield %z : f32
  } : tensor<16x16xf32> to tensor<18x18xf32>
  return %p : tensor<18x18xf32>
}
