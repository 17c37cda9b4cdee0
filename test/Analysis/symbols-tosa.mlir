// RUN: fpo-opt %s --fpo-annotate | FileCheck %s

// Sizes through tosa ops [symbol.sizes]: a 3x3 convolution of stride 2 with
// padding, a pool, and what follows them.
// CHECK-LABEL: func.func @net
// CHECK: tosa.conv2d
// CHECK-SAME: mac = "216*arg0.0*floor((arg0.1 + 1)/2)*floor((arg0.2 + 1)/2)"
// CHECK: tosa.add
// CHECK-SAME: add = {f32: "8*arg0.0*floor((arg0.1 + 1)/2)*floor((arg0.2 + 1)/2)"}
// CHECK: tosa.max_pool2d
// CHECK-SAME: add = {f32: "32*arg0.0*floor((arg0.1 + 1)/4)*floor((arg0.2 + 1)/4)"}
// CHECK: tosa.concat
// CHECK: tosa.mul
// CHECK-SAME: mul = {f32: "16*arg0.0*floor((arg0.1 + 1)/4)*floor((arg0.2 + 1)/4)"}
func.func @net(%x: tensor<?x?x?x3xf32>, %w: tensor<8x3x3x3xf32>, %b: tensor<8xf32>, %one: tensor<1x1x1x8xf32>) -> tensor<?x?x?x8xf32> {
  %zp = "tosa.const"() {values = dense<0.0> : tensor<1xf32>} : () -> tensor<1xf32>
  %shift = "tosa.const"() {values = dense<0> : tensor<1xi8>} : () -> tensor<1xi8>
  %0 = tosa.conv2d %x, %w, %b, %zp, %zp {acc_type = f32, pad = array<i64: 1, 1, 1, 1>, stride = array<i64: 2, 2>, dilation = array<i64: 1, 1>}
    : (tensor<?x?x?x3xf32>, tensor<8x3x3x3xf32>, tensor<8xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<?x?x?x8xf32>
  %1 = tosa.add %one, %0 : (tensor<1x1x1x8xf32>, tensor<?x?x?x8xf32>) -> tensor<?x?x?x8xf32>
  %2 = tosa.max_pool2d %1 {kernel = array<i64: 2, 2>, stride = array<i64: 2, 2>, pad = array<i64: 0, 0, 0, 0>} : (tensor<?x?x?x8xf32>) -> tensor<?x?x?x8xf32>
  %3 = tosa.concat %2, %2 {axis = 0 : i32} : (tensor<?x?x?x8xf32>, tensor<?x?x?x8xf32>) -> tensor<?x?x?x8xf32>
  %4 = tosa.mul %3, %3, %shift : (tensor<?x?x?x8xf32>, tensor<?x?x?x8xf32>, tensor<1xi8>) -> tensor<?x?x?x8xf32>
  return %4 : tensor<?x?x?x8xf32>
}
