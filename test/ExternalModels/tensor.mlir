// RUN: fpo-opt %s --fpo-annotate | FileCheck %s

// What tensor ops move: [bytes.element] [bytes.slice] [bytes.gather] [bytes.make] [bytes.view] [tensor.generate]
// [tensor.pad].

// CHECK-LABEL: func.func @elements
func.func @elements(%t: tensor<4x8xf32>, %i: index, %x: f32) -> (f32, tensor<4x8xf32>) {
  // CHECK: tensor.extract {{.*}}#fpo.cost<fpo = 0, read = 4>
  %0 = tensor.extract %t[%i, %i] : tensor<4x8xf32>
  // CHECK: tensor.insert {{.*}}#fpo.cost<fpo = 0, write = 4>
  %1 = tensor.insert %x into %t[%i, %i] : tensor<4x8xf32>
  return %0, %1 : f32, tensor<4x8xf32>
}

// CHECK-LABEL: func.func @slices
func.func @slices(%t: tensor<64x64xf32>, %s: tensor<2x8xf32>) -> (tensor<2x8xf32>, tensor<64x64xf32>) {
  // CHECK: tensor.extract_slice {{.*}}#fpo.cost<fpo = 0, read = 64, write = 64>
  %0 = tensor.extract_slice %t[4, 8] [2, 8] [1, 2] : tensor<64x64xf32> to tensor<2x8xf32>
  // CHECK: tensor.insert_slice {{.*}}#fpo.cost<fpo = 0, read = 64, write = 64>
  %1 = tensor.insert_slice %s into %t[0, 0] [2, 8] [1, 1] : tensor<2x8xf32> into tensor<64x64xf32>
  return %0, %1 : tensor<2x8xf32>, tensor<64x64xf32>
}

// CHECK-LABEL: func.func @parallel_slices
func.func @parallel_slices(%t: tensor<64x8xf32>, %s: tensor<1x8xf32>) -> tensor<64x8xf32> {
  %0 = scf.forall (%i) in (64) shared_outs(%o = %t) -> (tensor<64x8xf32>) {
    scf.forall.in_parallel {
      // CHECK: tensor.parallel_insert_slice {{.*}}#fpo.cost<fpo = 0, read = 32, write = 32>
      tensor.parallel_insert_slice %s into %o[%i, 0] [1, 8] [1, 1] : tensor<1x8xf32> into tensor<64x8xf32>
    }
  // CHECK: } {fpo.cost = #fpo.cost<fpo = 0, read = 2048, write = 2048>}
  }
  return %0 : tensor<64x8xf32>
}

// CHECK-LABEL: func.func @gather_scatter
func.func @gather_scatter(%t: tensor<1000x16xf32>, %i: tensor<6x1xindex>) -> tensor<1000x16xf32> {
  // Six rows of 16, and six indices of 8 bytes.
  // CHECK: tensor.gather {{.*}}#fpo.cost<fpo = 0, read = 432, write = 384>
  %0 = tensor.gather %t[%i] gather_dims([0]) : (tensor<1000x16xf32>, tensor<6x1xindex>) -> tensor<6x1x16xf32>
  // CHECK: tensor.scatter {{.*}}#fpo.cost<fpo = 0, read = 432, write = 384>
  %1 = tensor.scatter %0 into %t[%i] scatter_dims([0]) unique
    : (tensor<6x1x16xf32>, tensor<1000x16xf32>, tensor<6x1xindex>) -> tensor<1000x16xf32>
  return %1 : tensor<1000x16xf32>
}

// CHECK-LABEL: func.func @makers
func.func @makers(%a: tensor<2x4xf32>, %b: tensor<3x4xf32>, %x: f32)
    -> (tensor<5x4xf32>, tensor<2xf32>, tensor<8xf32>) {
  // CHECK: tensor.concat {{.*}}#fpo.cost<fpo = 0, read = 80, write = 80>
  %0 = tensor.concat dim(0) %a, %b : (tensor<2x4xf32>, tensor<3x4xf32>) -> tensor<5x4xf32>
  // CHECK: tensor.from_elements {{.*}}#fpo.cost<fpo = 0, write = 8>
  %1 = tensor.from_elements %x, %x : tensor<2xf32>
  // CHECK: tensor.splat {{.*}}#fpo.cost<fpo = 0, write = 32>
  %2 = tensor.splat %x : tensor<8xf32>
  return %0, %1, %2 : tensor<5x4xf32>, tensor<2xf32>, tensor<8xf32>
}

// CHECK-LABEL: func.func @generate
// CHECK-SAME: #fpo.cost<fpo = 64, mul = {f32: 64}, write = 256>
func.func @generate(%x: f32) -> tensor<8x8xf32> {
  %0 = tensor.generate {
  ^bb0(%i: index, %j: index):
    %k = arith.addi %i, %j : index
    %y = arith.mulf %x, %x : f32
    tensor.yield %y : f32
  } : tensor<8x8xf32>
  return %0 : tensor<8x8xf32>
}

// CHECK-LABEL: func.func @pad
// CHECK-SAME: #fpo.cost<fpo = 0, read = 256, write = 400>
func.func @pad(%t: tensor<8x8xf32>, %x: f32) -> tensor<10x10xf32> {
  %0 = tensor.pad %t low[1, 1] high[1, 1] {
  ^bb0(%i: index, %j: index):
    tensor.yield %x : f32
  } : tensor<8x8xf32> to tensor<10x10xf32>
  return %0 : tensor<10x10xf32>
}

// A body that computes runs for each of the 100 - 64 elements of padding.
// CHECK-LABEL: func.func @pad_computed
// CHECK-SAME: #fpo.cost<fpo = 36, mul = {f32: 36}, read = 256, write = 400>
func.func @pad_computed(%t: tensor<8x8xf32>, %x: f32) -> tensor<10x10xf32> {
  %0 = tensor.pad %t low[1, 1] high[1, 1] {
  ^bb0(%i: index, %j: index):
    %y = arith.mulf %x, %x : f32
    tensor.yield %y : f32
  } : tensor<8x8xf32> to tensor<10x10xf32>
  return %0 : tensor<10x10xf32>
}

// CHECK-LABEL: func.func @views
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @views(%t: tensor<4x8xf32>, %s: tensor<2xindex>) -> tensor<*xf32> {
  %c0 = arith.constant 0 : index
  %0 = tensor.collapse_shape %t [[0, 1]] : tensor<4x8xf32> into tensor<32xf32>
  %1 = tensor.expand_shape %0 [[0, 1]] output_shape [8, 4] : tensor<32xf32> into tensor<8x4xf32>
  %2 = tensor.reshape %1(%s) : (tensor<8x4xf32>, tensor<2xindex>) -> tensor<?x?xf32>
  %3 = tensor.bitcast %t : tensor<4x8xf32> to tensor<4x8xi32>
  %4 = tensor.dim %2, %c0 : tensor<?x?xf32>
  %5 = tensor.empty(%4) : tensor<?xf32>
  %6 = tensor.cast %2 : tensor<?x?xf32> to tensor<*xf32>
  %7 = tensor.rank %6 : tensor<*xf32>
  return %6 : tensor<*xf32>
}
