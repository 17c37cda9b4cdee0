// RUN: fpo-opt %s --fpo-expose-bodies | FileCheck %s

// Ops that hide scalar work show it; nothing is folded, and what nobody uses stays.
// CHECK-LABEL: func.func @named(
// CHECK-NOT: linalg.{{matmul|exp|softmax|pack}}
// CHECK: arith.mulf
// CHECK: math.exp
// CHECK: arith.maxnumf
// CHECK: arith.divf
// CHECK: return
func.func @named(%a: tensor<4x4xf32>, %p: tensor<2x2x2x2xf32>) -> (tensor<4x4xf32>, tensor<2x2x2x2xf32>) {
  %0 = linalg.matmul ins(%a, %a: tensor<4x4xf32>, tensor<4x4xf32>) outs(%a: tensor<4x4xf32>) -> tensor<4x4xf32>
  %unused = linalg.exp ins(%a: tensor<4x4xf32>) outs(%a: tensor<4x4xf32>) -> tensor<4x4xf32>
  %1 = linalg.softmax dimension(1) ins(%0: tensor<4x4xf32>) outs(%a: tensor<4x4xf32>) -> tensor<4x4xf32>
  %2 = linalg.pack %1 inner_dims_pos = [0, 1] inner_tiles = [2, 2] into %p : tensor<4x4xf32> -> tensor<2x2x2x2xf32>
  return %1, %2 : tensor<4x4xf32>, tensor<2x2x2x2xf32>
}

// min(x, x) is x, but it is executed.
// CHECK-LABEL: func.func @elementwise(
// CHECK: linalg.generic
// CHECK: arith.minnumf
func.func @elementwise(%a: tensor<4xf32>) -> tensor<4xf32> {
  %0 = arith.minnumf %a, %a : tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @vectors(
// CHECK-NOT: vector.{{contract|reduction|outerproduct}}
// CHECK-COUNT-3: vector.fma
// CHECK-COUNT-4: arith.addf %{{.*}} : f32
// CHECK-NOT: arith.addf
// CHECK: return
func.func @vectors(%a: vector<2x3xf32>, %b: vector<3x5xf32>, %c: vector<2x5xf32>, %d: vector<5xf32>) -> (vector<2x5xf32>, f32) {
  %0 = vector.contract {indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (k, n)>,
    affine_map<(m, n, k) -> (m, n)>], iterator_types = ["parallel", "parallel", "reduction"], kind = #vector.kind<add>}
    %a, %b, %c : vector<2x3xf32>, vector<3x5xf32> into vector<2x5xf32>
  %1 = vector.reduction <add>, %d : vector<5xf32> into f32
  return %0, %1 : vector<2x5xf32>, f32
}

// CHECK-LABEL: func.func @transposed(
// CHECK-NOT: tosa.transpose_conv2d
// CHECK: tosa.conv2d
func.func @transposed(%x: tensor<1x8x8x3xf32>, %w: tensor<4x3x3x3xf32>, %b: tensor<4xf32>) -> tensor<1x17x17x4xf32> {
  %z = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %r = tosa.transpose_conv2d %x, %w, %b, %z, %z {acc_type = f32, out_pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 2, 2>}
    : (tensor<1x8x8x3xf32>, tensor<4x3x3x3xf32>, tensor<4xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x17x17x4xf32>
  return %r : tensor<1x17x17x4xf32>
}
