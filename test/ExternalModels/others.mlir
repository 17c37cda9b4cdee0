// RUN: fpo-opt %s --fpo-annotate | FileCheck %s

// bufferization, ml_program [bytes.global], shape, index, ub.

// CHECK-LABEL: func.func @bufferization
func.func @bufferization(%t: tensor<4x8xf32>, %m: memref<4x8xf32>) {
  // CHECK: bufferization.alloc_tensor() {fpo.cost = #fpo.cost<fpo = 0>}
  %0 = bufferization.alloc_tensor() : tensor<4x8xf32>
  // CHECK: bufferization.alloc_tensor() copy({{.*}}#fpo.cost<fpo = 0, read = 128, write = 128>
  %1 = bufferization.alloc_tensor() copy(%t) : tensor<4x8xf32>
  // CHECK: bufferization.clone {{.*}}#fpo.cost<fpo = 0, read = 128, write = 128>
  %2 = bufferization.clone %m : memref<4x8xf32> to memref<4x8xf32>
  // CHECK: bufferization.materialize_in_destination {{.*}}#fpo.cost<fpo = 0, read = 128, write = 128>
  %3 = bufferization.materialize_in_destination %t in %0 : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xf32>
  // CHECK: bufferization.to_tensor {{.*}}#fpo.cost<fpo = 0>
  %4 = bufferization.to_tensor %m restrict : memref<4x8xf32> to tensor<4x8xf32>
  return
}

ml_program.global private mutable @state(dense<0.0> : tensor<8xf32>) : tensor<8xf32>

// CHECK-LABEL: func.func @ml_program
func.func @ml_program(%t: tensor<8xf32>) -> tensor<8xf32> {
  // CHECK: ml_program.global_load {{.*}}#fpo.cost<fpo = 0>
  %0 = ml_program.global_load @state : tensor<8xf32>
  // CHECK: ml_program.global_store {{.*}}#fpo.cost<fpo = 0, read = 32, write = 32>
  ml_program.global_store @state = %t : tensor<8xf32>
  return %0 : tensor<8xf32>
}

// CHECK-LABEL: ml_program.func @mlp
// CHECK-SAME: #fpo.cost<fpo = 1, add = {f32: 1}>
ml_program.func @mlp(%x: f32) -> f32 {
  %0 = arith.addf %x, %x : f32
  ml_program.return %0 : f32
}

// CHECK-LABEL: func.func @shape
// CHECK-SAME: #fpo.cost<fpo = 1, add = {f32: 1}>
func.func @shape(%t: tensor<?xf32>, %x: f32) {
  %0 = shape.shape_of %t : tensor<?xf32> -> tensor<1xindex>
  %1 = shape.num_elements %0 : tensor<1xindex> -> index
  %w = shape.const_witness true
  shape.assuming %w {
    %2 = arith.addf %x, %x : f32
  }
  return
}

// CHECK-LABEL: func.func @index
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @index(%i: index) -> index {
  %0 = index.mul %i, %i
  %1 = index.ceildivs %0, %i
  %2 = ub.poison : f32
  return %1 : index
}
