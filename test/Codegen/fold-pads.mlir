// RUN: fpo-opt %s --fpo-expose-bodies --canonicalize --fpo-form-kernels --canonicalize --fpo-fold-pads --split-input-file | FileCheck %s
// RUN: fpo-opt %s --fpo-expose-bodies --canonicalize --fpo-form-kernels --canonicalize --fpo-fold-pads --canonicalize --fpo-annotate --split-input-file | FileCheck %s --check-prefix=COST

// Of three taps in each direction, those that lead outside of 14 places are left out: 14 * 3 - 2 = 40 are inside, so the sum runs in
// 40 * 40 * 8 * 16 points, of two operations. Nothing makes the padded image any more.
// CHECK: #[[IMAGE:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d0, d1 + d4 - 1, d2 + d5 - 1, d6)>
// CHECK-LABEL: func.func @convolution
// CHECK-NOT: tensor.pad
// CHECK: fpo.kernel ins(%arg0, %arg1
// CHECK-SAME: maps [#[[IMAGE]],
// CHECK-SAME: padded [0]
// COST-LABEL: func.func @convolution
// COST-SAME: add = {f32: 204800}, mul = {f32: 204800}
func.func @convolution(%x: tensor<1x14x14x8xf32>, %w: tensor<3x3x8x16xf32>) -> tensor<1x14x14x16xf32> {
  %z = arith.constant 0.0 : f32
  %p = tensor.pad %x low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%a: index, %b: index, %c: index, %d: index):
    tensor.yield %z : f32
  } : tensor<1x14x14x8xf32> to tensor<1x16x16x8xf32>
  %e = tensor.empty() : tensor<1x14x14x16xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<1x14x14x16xf32>) -> tensor<1x14x14x16xf32>
  %r = linalg.conv_2d_nhwc_hwcf ins(%p, %w : tensor<1x16x16x8xf32>, tensor<3x3x8x16xf32>)
    outs(%f : tensor<1x14x14x16xf32>) -> tensor<1x14x14x16xf32>
  return %r : tensor<1x14x14x16xf32>
}

// -----

// Ones do change a sum, and zeros a maximum.
// CHECK-LABEL: func.func @ones
// CHECK: tensor.pad
// CHECK-NOT: padded [
// CHECK-LABEL: func.func @maximum
// CHECK: tensor.pad
// CHECK-NOT: padded [
func.func @ones(%x: tensor<1x14x14x8xf32>, %w: tensor<3x3x8x16xf32>) -> tensor<1x14x14x16xf32> {
  %z = arith.constant 1.0 : f32
  %p = tensor.pad %x low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%a: index, %b: index, %c: index, %d: index):
    tensor.yield %z : f32
  } : tensor<1x14x14x8xf32> to tensor<1x16x16x8xf32>
  %e = tensor.empty() : tensor<1x14x14x16xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<1x14x14x16xf32>) -> tensor<1x14x14x16xf32>
  %r = linalg.conv_2d_nhwc_hwcf ins(%p, %w : tensor<1x16x16x8xf32>, tensor<3x3x8x16xf32>)
    outs(%f : tensor<1x14x14x16xf32>) -> tensor<1x14x14x16xf32>
  return %r : tensor<1x14x14x16xf32>
}
func.func @maximum(%x: tensor<1x14x14x8xf32>) -> tensor<1x14x14x8xf32> {
  %z = arith.constant 0.0 : f32
  %p = tensor.pad %x low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%a: index, %b: index, %c: index, %d: index):
    tensor.yield %z : f32
  } : tensor<1x14x14x8xf32> to tensor<1x16x16x8xf32>
  %w = tensor.empty() : tensor<3x3xf32>
  %e = tensor.empty() : tensor<1x14x14x8xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<1x14x14x8xf32>) -> tensor<1x14x14x8xf32>
  %r = linalg.pooling_nhwc_max ins(%p, %w : tensor<1x16x16x8xf32>, tensor<3x3xf32>)
    outs(%f : tensor<1x14x14x8xf32>) -> tensor<1x14x14x8xf32>
  return %r : tensor<1x14x14x8xf32>
}

// -----

// One loop that leads outside in two ways is left alone.
// CHECK-LABEL: func.func @diagonal
// CHECK: tensor.pad
// CHECK-NOT: padded [
func.func @diagonal(%x: tensor<14x14x8xf32>, %w: tensor<3x5x8xf32>) -> tensor<14x8xf32> {
  %z = arith.constant 0.0 : f32
  %p = tensor.pad %x low[1, 2, 0] high[1, 2, 0] {
  ^bb0(%a: index, %b: index, %c: index):
    tensor.yield %z : f32
  } : tensor<14x14x8xf32> to tensor<16x18x8xf32>
  %e = tensor.empty() : tensor<14x8xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<14x8xf32>) -> tensor<14x8xf32>
  %r = linalg.generic {indexing_maps = [affine_map<(i, c, u, v) -> (i + u, i + v, c)>, affine_map<(i, c, u, v) -> (u, v, c)>,
                                        affine_map<(i, c, u, v) -> (i, c)>],
                       iterator_types = ["parallel", "parallel", "reduction", "reduction"]}
    ins(%p, %w : tensor<16x18x8xf32>, tensor<3x5x8xf32>) outs(%f : tensor<14x8xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %m = arith.mulf %a, %b : f32
    %s = arith.addf %o, %m : f32
    linalg.yield %s : f32
  } -> tensor<14x8xf32>
  return %r : tensor<14x8xf32>
}
