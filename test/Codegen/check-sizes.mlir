// RUN: fpo-opt %s --fpo-check-sizes --split-input-file | FileCheck %s

// A loop has one size in all operands; what is static needs no look.
// CHECK-LABEL: func.func @matmul(
// CHECK-SAME: %[[A:.*]]: tensor<?x?xf32>, %[[B:.*]]: tensor<?x8xf32>, %[[C:.*]]: tensor<?x8xf32>)
// CHECK: %[[ONE:.*]] = arith.constant 1 : index
// CHECK: %[[K:.*]] = tensor.dim %[[A]], %[[ONE]] : tensor<?x?xf32>
// CHECK: %[[BK:.*]] = tensor.dim %[[B]]
// CHECK: %[[SAME:.*]] = arith.cmpi eq, %[[K]], %[[BK]]
// CHECK: cf.assert %[[SAME]], "size 1 of operand 0 and size 0 of operand 1 have to be the same"
// CHECK: cf.assert {{.*}}, "size 0 of operand 0 and size 0 of operand 2 have to be the same"
// CHECK-NOT: cf.assert
// CHECK: linalg.matmul
func.func @matmul(%a: tensor<?x?xf32>, %b: tensor<?x8xf32>, %c: tensor<?x8xf32>) -> tensor<?x8xf32> {
  %r = linalg.matmul ins(%a, %b : tensor<?x?xf32>, tensor<?x8xf32>) outs(%c : tensor<?x8xf32>) -> tensor<?x8xf32>
  return %r : tensor<?x8xf32>
}

// -----

// A window lies inside: (n - 1) * 2 + (3 - 1) < size.
// CHECK-DAG: #[[LAST:.*]] = affine_map<()[s0] -> (s0 * 2)>
// CHECK-LABEL: func.func @window(
// CHECK: %[[END:.*]] = affine.apply #[[LAST]]()
// CHECK: %[[INSIDE:.*]] = arith.cmpi slt, %[[END]]
// CHECK: cf.assert %[[INSIDE]], "size 0 of operand 0 is too small"
func.func @window(%x: tensor<?xf32>, %w: tensor<3xf32>, %o: tensor<?xf32>) -> tensor<?xf32> {
  %r = linalg.generic {indexing_maps = [affine_map<(i, k) -> (i * 2 + k)>, affine_map<(i, k) -> (k)>, affine_map<(i, k) -> (i)>],
    iterator_types = ["parallel", "reduction"]} ins(%x, %w : tensor<?xf32>, tensor<3xf32>) outs(%o : tensor<?xf32>) {
  ^bb0(%a: f32, %b: f32, %c: f32):
    %p = arith.mulf %a, %b : f32
    %s = arith.addf %p, %c : f32
    linalg.yield %s : f32
  } -> tensor<?xf32>
  return %r : tensor<?xf32>
}

// -----

// CHECK-LABEL: func.func @others(
// CHECK: cf.assert {{.*}}, "the slice begins in front of dimension 0"
// CHECK: cf.assert {{.*}}, "the slice has a negative size in dimension 0"
// CHECK: cf.assert {{.*}}, "the slice ends behind dimension 0"
// CHECK: tensor.extract_slice
// CHECK: cf.assert {{.*}}, "size 0 has to be the product of those that it becomes"
// CHECK: tensor.expand_shape
// CHECK: cf.assert {{.*}}, "size 1 has to be 4"
// CHECK: tensor.cast
// CHECK: cf.assert {{.*}}, "division by zero"
// CHECK: arith.divsi
func.func @others(%x: tensor<?xf32>, %n: index, %m: index) -> (tensor<?x4xf32>, index) {
  %s = tensor.extract_slice %x[%n] [%m] [1] : tensor<?xf32> to tensor<?xf32>
  %e = tensor.expand_shape %s [[0, 1]] output_shape [%n, %m] : tensor<?xf32> into tensor<?x?xf32>
  %c = tensor.cast %e : tensor<?x?xf32> to tensor<?x4xf32>
  %d = arith.divsi %n, %m : index
  return %c, %d : tensor<?x4xf32>, index
}

// -----

// CHECK-LABEL: func.func @static(
// CHECK-NOT: cf.assert
func.func @static(%x: tensor<8x8xf32>) -> tensor<2x4xf32> {
  %s = tensor.extract_slice %x[1, 2] [2, 4] [2, 1] : tensor<8x8xf32> to tensor<2x4xf32>
  %e = linalg.add ins(%s, %s : tensor<2x4xf32>, tensor<2x4xf32>) outs(%s : tensor<2x4xf32>) -> tensor<2x4xf32>
  return %e : tensor<2x4xf32>
}
