// RUN: fpo-opt %s --fpo-annotate | FileCheck %s

// Costs of tosa ops that their lowering does not tell: bytes, control flow, and ops that have none.

// [tosa.transpose_conv] Each input element meets each weight: 8 x 8 x 3 x 3 x 3 x 4 = 6912, not 15552 as in an image that
// is filled up with zeros.
// CHECK-LABEL: func.func @transpose_conv2d
// CHECK-SAME: #fpo.cost<fpo = 13824, add = {f32: 6912}, mul = {f32: 6912}, mac = 6912, read = 1216, write = 4624>
func.func @transpose_conv2d(%a: tensor<1x8x8x3xf32>, %w: tensor<4x3x3x3xf32>, %b: tensor<4xf32>) -> tensor<1x17x17x4xf32> {
  %zp = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %0 = tosa.transpose_conv2d %a, %w, %b, %zp, %zp {acc_type = f32, out_pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 2, 2>}
    : (tensor<1x8x8x3xf32>, tensor<4x3x3x3xf32>, tensor<4xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x17x17x4xf32>
  return %0 : tensor<1x17x17x4xf32>
}

// A stride of 2 and a kernel of 3: all of the input is seen; with a kernel of 1, every other row and column of 11.
// [bytes.window]
// CHECK-LABEL: func.func @conv_traffic
func.func @conv_traffic(%a: tensor<1x12x12x1xf32>, %w: tensor<1x3x3x1xf32>, %v: tensor<1x1x1x1xf32>, %b: tensor<1xf32>,
                        %c: tensor<1x11x11x1xf32>) {
  %zp = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  // CHECK: tosa.conv2d {{.*}}read = 616, write = 144>
  %0 = tosa.conv2d %a, %w, %b, %zp, %zp {acc_type = f32, dilation = array<i64: 1, 1>, pad = array<i64: 1, 0, 1, 0>, stride = array<i64: 2, 2>}
    : (tensor<1x12x12x1xf32>, tensor<1x3x3x1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x6x6x1xf32>
  // CHECK: tosa.conv2d {{.*}}read = 152, write = 144>
  %1 = tosa.conv2d %c, %v, %b, %zp, %zp {acc_type = f32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 2, 2>}
    : (tensor<1x11x11x1xf32>, tensor<1x1x1x1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x6x6x1xf32>
  return
}

// CHECK-LABEL: func.func @movement
func.func @movement(%a: tensor<4x8xf32>, %p: tensor<1xf32>) {
  // CHECK: tosa.transpose {{.*}}#fpo.cost<fpo = 0, read = 128, write = 128>
  %0 = tosa.transpose %a {perms = array<i32: 1, 0>} : (tensor<4x8xf32>) -> tensor<8x4xf32>
  // CHECK: tosa.concat {{.*}}#fpo.cost<fpo = 0, read = 128, write = 256>
  %1 = tosa.concat %a, %a {axis = 0 : i32} : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<8x8xf32>
  // CHECK: tosa.reverse {{.*}}#fpo.cost<fpo = 0, read = 128, write = 128>
  %2 = tosa.reverse %a {axis = 0 : i32} : (tensor<4x8xf32>) -> tensor<4x8xf32>
  %start = tosa.const_shape {values = dense<[1, 0]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %size = tosa.const_shape {values = dense<[2, 4]> : tensor<2xindex>} : () -> !tosa.shape<2>
  // CHECK: tosa.slice {{.*}}#fpo.cost<fpo = 0, read = 32, write = 32>
  %3 = tosa.slice %a, %start, %size : (tensor<4x8xf32>, !tosa.shape<2>, !tosa.shape<2>) -> tensor<2x4xf32>
  %pad = tosa.const_shape {values = dense<[1, 1, 0, 0]> : tensor<4xindex>} : () -> !tosa.shape<4>
  // CHECK: tosa.pad {{.*}}#fpo.cost<fpo = 0, read = 132, write = 192>
  %4 = tosa.pad %a, %pad, %p : (tensor<4x8xf32>, !tosa.shape<4>, tensor<1xf32>) -> tensor<6x8xf32>
  %shape = tosa.const_shape {values = dense<[8, 4]> : tensor<2xindex>} : () -> !tosa.shape<2>
  // CHECK: tosa.reshape {{.*}}#fpo.cost<fpo = 0>
  %5 = tosa.reshape %a, %shape : (tensor<4x8xf32>, !tosa.shape<2>) -> tensor<8x4xf32>
  // CHECK: tosa.tile {{.*}}#fpo.cost<fpo = 0, read = 128, write = 256>
  %times = tosa.const_shape {values = dense<[2, 1]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %6 = tosa.tile %a, %times : (tensor<4x8xf32>, !tosa.shape<2>) -> tensor<8x8xf32>
  return
}

// Six rows of 4 for each of 2 batches, and 12 indices.
// CHECK-LABEL: func.func @gather
// CHECK-SAME: #fpo.cost<fpo = 0, read = 240, write = 192>
func.func @gather(%a: tensor<2x1000x4xf32>, %i: tensor<2x6xi32>) -> tensor<2x6x4xf32> {
  %0 = tosa.gather %a, %i : (tensor<2x1000x4xf32>, tensor<2x6xi32>) -> tensor<2x6x4xf32>
  return %0 : tensor<2x6x4xf32>
}

// Quantised values take their storage. [bytes.width]
// CHECK-LABEL: func.func @quantised
// CHECK-SAME: #fpo.cost<fpo = 0, read = 8, write = 8>
func.func @quantised(%a: tensor<2x4x!quant.uniform<i8:f32, 0.5:3>>) -> tensor<4x2x!quant.uniform<i8:f32, 0.5:3>> {
  %0 = tosa.transpose %a {perms = array<i32: 1, 0>}
    : (tensor<2x4x!quant.uniform<i8:f32, 0.5:3>>) -> tensor<4x2x!quant.uniform<i8:f32, 0.5:3>>
  return %0 : tensor<4x2x!quant.uniform<i8:f32, 0.5:3>>
}

// [flow.branch]
// CHECK-LABEL: func.func @cond_if
// CHECK-SAME: #fpo.cost<fpo = 8, add = {f32: [0, 8]}, mul = {f32: [0, 8]}, read = 32, write = 32>
func.func @cond_if(%a: tensor<8xf32>, %p: tensor<i1>) -> tensor<8xf32> {
  %s = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  %0 = tosa.cond_if %p (%x = %a) : tensor<i1> (tensor<8xf32>) -> tensor<8xf32> {
  ^bb0(%x: tensor<8xf32>):
    %1 = tosa.add %x, %x : (tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
    tosa.yield %1 : tensor<8xf32>
  } else {
  ^bb0(%x: tensor<8xf32>):
    %1 = tosa.mul %x, %x, %s : (tensor<8xf32>, tensor<8xf32>, tensor<1xi8>) -> tensor<8xf32>
    tosa.yield %1 : tensor<8xf32>
  }
  return %0 : tensor<8xf32>
}

// [flow.while]
// CHECK-LABEL: func.func @while_loop
// CHECK-SAME: #fpo.cost<fpo = [0, ?], add = {i32: [1, ?]}, iop = [1, ?], read = [8, ?], write = [1, ?]>
func.func @while_loop(%i: tensor<i32>, %n: tensor<i32>) -> tensor<i32> {
  %0 = tosa.while_loop (%k = %i) : (tensor<i32>) -> tensor<i32> {
    %p = tosa.greater %n, %k : (tensor<i32>, tensor<i32>) -> tensor<i1>
    tosa.yield %p : tensor<i1>
  } do {
  ^bb0(%k: tensor<i32>):
    %1 = tosa.add %k, %k : (tensor<i32>, tensor<i32>) -> tensor<i32>
    tosa.yield %1 : tensor<i32>
  }
  return %0 : tensor<i32>
}

// CHECK-LABEL: func.func @custom
func.func @custom(%a: tensor<8xf32>) -> tensor<8xf32> {
  // CHECK: fpo.unknown = "what the custom operator 'swish' computes is not known"
  %0 = tosa.custom %a {operator_name = "swish", domain_name = "mine", implementation_attrs = ""} : (tensor<8xf32>) -> tensor<8xf32>
  return %0 : tensor<8xf32>
}

// 4 x 64 values in blocks of 32: a comparison and a product each; back, a product each.
// [tosa.to_block_scaled] [tosa.from_block_scaled]
// CHECK-LABEL: func.func @block_scaled
func.func @block_scaled(%a: tensor<4x64xf32>) -> tensor<4x64xf32> {
  // CHECK: tosa.cast_to_block_scaled {{.*}}#fpo.cost<fpo = 512, add = {f32: 256}, mul = {f32: 256}, read = 1024, write = 264>
  %0:2 = tosa.cast_to_block_scaled %a {block_size = BLOCK_SIZE_32}
    : (tensor<4x64xf32>) -> (tensor<4x64xf8E4M3FN>, tensor<4x2xf8E8M0FNU>)
  // CHECK: tosa.cast_from_block_scaled {{.*}}#fpo.cost<fpo = 256, mul = {f32: 256}, read = 264, write = 1024>
  %1 = tosa.cast_from_block_scaled %0#0, %0#1 {block_size = BLOCK_SIZE_32}
    : (tensor<4x64xf8E4M3FN>, tensor<4x2xf8E8M0FNU>) -> tensor<4x64xf32>
  return %1 : tensor<4x64xf32>
}

// 2 x 4 x 8 dot products of 64, in two blocks: 64 products and sums each, and 2 products and a sum for each block.
// [tosa.matmul_block_scaled]
// CHECK-LABEL: func.func @matmul_block_scaled
// CHECK-SAME: #fpo.cost<fpo = 8576, add = {f32: 4224}, mul = {f32: 4352}, mac = 4096,
func.func @matmul_block_scaled(%a: tensor<2x4x64xf8E4M3FN>, %s: tensor<2x4x2xf8E8M0FNU>, %b: tensor<2x8x64xf8E4M3FN>,
                               %t: tensor<2x8x2xf8E8M0FNU>) -> tensor<2x4x8xf32> {
  %0 = tosa.matmul_t_block_scaled %a, %s, %b, %t {block_size = BLOCK_SIZE_32}
    : (tensor<2x4x64xf8E4M3FN>, tensor<2x4x2xf8E8M0FNU>, tensor<2x8x64xf8E4M3FN>, tensor<2x8x2xf8E8M0FNU>) -> tensor<2x4x8xf32>
  return %0 : tensor<2x4x8xf32>
}
