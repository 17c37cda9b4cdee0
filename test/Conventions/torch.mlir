// RUN: fpo-opt %s --emit=json --convention=torch -o %t.json
// RUN: %python %S/totals.py %t.json | FileCheck %s
// What torch.utils.flop_counter prints on its own test cases (test/test_flop_counter.py): two per multiply-accumulate
// of matmul, convolution and attention, nothing else. [convention.torch] [convention.gaps]

// CHECK: mm: 240
func.func @mm(%a: tensor<4x5xf32>, %b: tensor<5x6xf32>, %o: tensor<4x6xf32>) -> tensor<4x6xf32> {
  %r = linalg.matmul ins(%a, %b : tensor<4x5xf32>, tensor<5x6xf32>) outs(%o : tensor<4x6xf32>) -> tensor<4x6xf32>
  return %r : tensor<4x6xf32>
}

// CHECK: mm_tosa: 240
func.func @mm_tosa(%a: tensor<1x4x5xf32>, %b: tensor<1x5x6xf32>) -> tensor<1x4x6xf32> {
  %z = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %r = tosa.matmul %a, %b, %z, %z : (tensor<1x4x5xf32>, tensor<1x5x6xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x4x6xf32>
  return %r : tensor<1x4x6xf32>
}

// CHECK: bmm: 720
func.func @bmm(%a: tensor<3x4x5xf32>, %b: tensor<3x5x6xf32>, %o: tensor<3x4x6xf32>) -> tensor<3x4x6xf32> {
  %r = linalg.batch_matmul ins(%a, %b : tensor<3x4x5xf32>, tensor<3x5x6xf32>) outs(%o : tensor<3x4x6xf32>) -> tensor<3x4x6xf32>
  return %r : tensor<3x4x6xf32>
}

// CHECK: bmm_tosa: 720
func.func @bmm_tosa(%a: tensor<3x4x5xf32>, %b: tensor<3x5x6xf32>) -> tensor<3x4x6xf32> {
  %z = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %r = tosa.matmul %a, %b, %z, %z : (tensor<3x4x5xf32>, tensor<3x5x6xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<3x4x6xf32>
  return %r : tensor<3x4x6xf32>
}

// The bias is not counted.
// CHECK: addmm: 240
func.func @addmm(%a: tensor<4x5xf32>, %b: tensor<5x6xf32>, %bias: tensor<6xf32>) -> tensor<4x6xf32> {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<4x6xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<4x6xf32>) -> tensor<4x6xf32>
  %m = linalg.matmul ins(%a, %b : tensor<4x5xf32>, tensor<5x6xf32>) outs(%f : tensor<4x6xf32>) -> tensor<4x6xf32>
  %r = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (j)>, affine_map<(i, j) -> (i, j)>],
                       iterator_types = ["parallel", "parallel"]}
    ins(%m, %bias : tensor<4x6xf32>, tensor<6xf32>) outs(%e : tensor<4x6xf32>) {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %s = arith.addf %x, %y : f32
    linalg.yield %s : f32
  } -> tensor<4x6xf32>
  return %r : tensor<4x6xf32>
}

// CHECK: addmm_tosa: 240
func.func @addmm_tosa(%a: tensor<1x4x5xf32>, %b: tensor<1x5x6xf32>, %bias: tensor<1x1x6xf32>) -> tensor<1x4x6xf32> {
  %z = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %m = tosa.matmul %a, %b, %z, %z : (tensor<1x4x5xf32>, tensor<1x5x6xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x4x6xf32>
  %r = tosa.add %m, %bias : (tensor<1x4x6xf32>, tensor<1x1x6xf32>) -> tensor<1x4x6xf32>
  return %r : tensor<1x4x6xf32>
}

// Taps on padding are counted: 2 images, 5 x 5 positions, 6 x 3 x 4 x 4 weights.
// CHECK: conv2d: 28800
func.func @conv2d(%x: tensor<2x3x6x6xf32>, %w: tensor<6x3x4x4xf32>) -> tensor<2x6x5x5xf32> {
  %z = arith.constant 0.0 : f32
  %p = tensor.pad %x low[0, 0, 1, 1] high[0, 0, 1, 1] {
  ^bb0(%a: index, %b: index, %c: index, %d: index):
    tensor.yield %z : f32
  } : tensor<2x3x6x6xf32> to tensor<2x3x8x8xf32>
  %e = tensor.empty() : tensor<2x6x5x5xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<2x6x5x5xf32>) -> tensor<2x6x5x5xf32>
  %r = linalg.conv_2d_nchw_fchw ins(%p, %w : tensor<2x3x8x8xf32>, tensor<6x3x4x4xf32>) outs(%f : tensor<2x6x5x5xf32>) -> tensor<2x6x5x5xf32>
  return %r : tensor<2x6x5x5xf32>
}

// CHECK: conv2d_tosa: 28800
func.func @conv2d_tosa(%x: tensor<2x6x6x3xf32>, %w: tensor<6x4x4x3xf32>, %b: tensor<6xf32>) -> tensor<2x5x5x6xf32> {
  %z = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %r = tosa.conv2d %x, %w, %b, %z, %z {acc_type = f32, pad = array<i64: 1, 1, 1, 1>, stride = array<i64: 1, 1>, dilation = array<i64: 1, 1>}
    : (tensor<2x6x6x3xf32>, tensor<6x4x4x3xf32>, tensor<6xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<2x5x5x6xf32>
  return %r : tensor<2x5x5x6xf32>
}

// CHECK: conv1d: 1440
func.func @conv1d(%x: tensor<2x3x6xf32>, %w: tensor<6x3x4xf32>) -> tensor<2x6x5xf32> {
  %z = arith.constant 0.0 : f32
  %p = tensor.pad %x low[0, 0, 1] high[0, 0, 1] {
  ^bb0(%a: index, %b: index, %c: index):
    tensor.yield %z : f32
  } : tensor<2x3x6xf32> to tensor<2x3x8xf32>
  %e = tensor.empty() : tensor<2x6x5xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<2x6x5xf32>) -> tensor<2x6x5xf32>
  %r = linalg.conv_1d_ncw_fcw ins(%p, %w : tensor<2x3x8xf32>, tensor<6x3x4xf32>) outs(%f : tensor<2x6x5xf32>) -> tensor<2x6x5xf32>
  return %r : tensor<2x6x5xf32>
}

// As an image one high.
// CHECK: conv1d_tosa: 1440
func.func @conv1d_tosa(%x: tensor<2x1x6x3xf32>, %w: tensor<6x1x4x3xf32>, %b: tensor<6xf32>) -> tensor<2x1x5x6xf32> {
  %z = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %r = tosa.conv2d %x, %w, %b, %z, %z {acc_type = f32, pad = array<i64: 0, 0, 1, 1>, stride = array<i64: 1, 1>, dilation = array<i64: 1, 1>}
    : (tensor<2x1x6x3xf32>, tensor<6x1x4x3xf32>, tensor<6xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<2x1x5x6xf32>
  return %r : tensor<2x1x5x6xf32>
}

// A transposed convolution is its input's work, 4 positions by 4 taps; written with a convolution, the image is
// surrounded by zeros, and 36 products are executed.
// CHECK: conv_transpose: 32
func.func @conv_transpose(%x: tensor<1x1x2x2xf32>, %w: tensor<1x1x2x2xf32>) -> tensor<1x1x3x3xf32> {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<1x1x4x4xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<1x1x4x4xf32>) -> tensor<1x1x4x4xf32>
  %s = tensor.insert_slice %x into %f[0, 0, 1, 1] [1, 1, 2, 2] [1, 1, 1, 1] : tensor<1x1x2x2xf32> into tensor<1x1x4x4xf32>
  %oe = tensor.empty() : tensor<1x1x3x3xf32>
  %o = linalg.fill ins(%z : f32) outs(%oe : tensor<1x1x3x3xf32>) -> tensor<1x1x3x3xf32>
  %r = linalg.conv_2d_nchw_fchw ins(%s, %w : tensor<1x1x4x4xf32>, tensor<1x1x2x2xf32>) outs(%o : tensor<1x1x3x3xf32>) -> tensor<1x1x3x3xf32>
  return %r : tensor<1x1x3x3xf32>
}

// CHECK: conv_transpose_tosa: 32
func.func @conv_transpose_tosa(%x: tensor<1x2x2x1xf32>, %w: tensor<1x2x2x1xf32>, %b: tensor<1xf32>) -> tensor<1x3x3x1xf32> {
  %z = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %r = tosa.transpose_conv2d %x, %w, %b, %z, %z {acc_type = f32, out_pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>}
    : (tensor<1x2x2x1xf32>, tensor<1x2x2x1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x3x3x1xf32>
  return %r : tensor<1x3x3x1xf32>
}

// Stride 2, 4 x 4 taps, from 4 x 4 x 512 to 8 x 8 x 256, so that a ring of the output is cut off: the input's work.
// CHECK: deconvolution: 67108864
func.func @deconvolution(%x: tensor<1x512x4x4xf32>, %w: tensor<256x512x4x4xf32>) -> tensor<1x256x8x8xf32> {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<1x512x11x11xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<1x512x11x11xf32>) -> tensor<1x512x11x11xf32>
  %s = tensor.insert_slice %x into %f[0, 0, 2, 2] [1, 512, 4, 4] [1, 1, 2, 2] : tensor<1x512x4x4xf32> into tensor<1x512x11x11xf32>
  %oe = tensor.empty() : tensor<1x256x8x8xf32>
  %o = linalg.fill ins(%z : f32) outs(%oe : tensor<1x256x8x8xf32>) -> tensor<1x256x8x8xf32>
  %r = linalg.conv_2d_nchw_fchw ins(%s, %w : tensor<1x512x11x11xf32>, tensor<256x512x4x4xf32>) outs(%o : tensor<1x256x8x8xf32>) -> tensor<1x256x8x8xf32>
  return %r : tensor<1x256x8x8xf32>
}

// CHECK: deconvolution_tosa: 67108864
func.func @deconvolution_tosa(%x: tensor<1x4x4x512xf32>, %w: tensor<256x4x4x512xf32>, %b: tensor<256xf32>) -> tensor<1x8x8x256xf32> {
  %z = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %r = tosa.transpose_conv2d %x, %w, %b, %z, %z {acc_type = f32, out_pad = array<i64: -1, -1, -1, -1>, stride = array<i64: 2, 2>}
    : (tensor<1x4x4x512xf32>, tensor<256x4x4x512xf32>, tensor<256xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x8x8x256xf32>
  return %r : tensor<1x8x8x256xf32>
}

// Attention of 4 x 8 heads, 128 queries, 128 keys of 64: 2 x 2 x 32 x 128 x 128 x 64.
// CHECK: attention: 134217728
func.func @attention(%q: tensor<32x128x64xf32>, %k: tensor<32x64x128xf32>, %v: tensor<32x128x64xf32>) -> tensor<32x128x64xf32> {
  %z = arith.constant 0.0 : f32
  %se = tensor.empty() : tensor<32x128x128xf32>
  %sf = linalg.fill ins(%z : f32) outs(%se : tensor<32x128x128xf32>) -> tensor<32x128x128xf32>
  %s = linalg.batch_matmul ins(%q, %k : tensor<32x128x64xf32>, tensor<32x64x128xf32>) outs(%sf : tensor<32x128x128xf32>) -> tensor<32x128x128xf32>
  %p = linalg.softmax dimension(2) ins(%s : tensor<32x128x128xf32>) outs(%se : tensor<32x128x128xf32>) -> tensor<32x128x128xf32>
  %oe = tensor.empty() : tensor<32x128x64xf32>
  %of = linalg.fill ins(%z : f32) outs(%oe : tensor<32x128x64xf32>) -> tensor<32x128x64xf32>
  %r = linalg.batch_matmul ins(%p, %v : tensor<32x128x128xf32>, tensor<32x128x64xf32>) outs(%of : tensor<32x128x64xf32>) -> tensor<32x128x64xf32>
  return %r : tensor<32x128x64xf32>
}

// A causal mask makes no difference.
// CHECK: causal: 134217728
func.func @causal(%q: tensor<32x128x64xf32>, %k: tensor<32x64x128xf32>, %v: tensor<32x128x64xf32>) -> tensor<32x128x64xf32> {
  %z = arith.constant 0.0 : f32
  %low = arith.constant 0xFF800000 : f32
  %se = tensor.empty() : tensor<32x128x128xf32>
  %sf = linalg.fill ins(%z : f32) outs(%se : tensor<32x128x128xf32>) -> tensor<32x128x128xf32>
  %s = linalg.batch_matmul ins(%q, %k : tensor<32x128x64xf32>, tensor<32x64x128xf32>) outs(%sf : tensor<32x128x128xf32>) -> tensor<32x128x128xf32>
  %m = linalg.generic {indexing_maps = [affine_map<(b, i, j) -> (b, i, j)>, affine_map<(b, i, j) -> (b, i, j)>],
                       iterator_types = ["parallel", "parallel", "parallel"]}
    ins(%s : tensor<32x128x128xf32>) outs(%se : tensor<32x128x128xf32>) {
  ^bb0(%x: f32, %o: f32):
    %i = linalg.index 1 : index
    %j = linalg.index 2 : index
    %c = arith.cmpi sle, %j, %i : index
    %t = arith.select %c, %x, %low : f32
    linalg.yield %t : f32
  } -> tensor<32x128x128xf32>
  %p = linalg.softmax dimension(2) ins(%m : tensor<32x128x128xf32>) outs(%se : tensor<32x128x128xf32>) -> tensor<32x128x128xf32>
  %oe = tensor.empty() : tensor<32x128x64xf32>
  %of = linalg.fill ins(%z : f32) outs(%oe : tensor<32x128x64xf32>) -> tensor<32x128x64xf32>
  %r = linalg.batch_matmul ins(%p, %v : tensor<32x128x128xf32>, tensor<32x128x64xf32>) outs(%of : tensor<32x128x64xf32>) -> tensor<32x128x64xf32>
  return %r : tensor<32x128x64xf32>
}

// 256 keys.
// CHECK: cross_attention: 268435456
func.func @cross_attention(%q: tensor<32x128x64xf32>, %k: tensor<32x64x256xf32>, %v: tensor<32x256x64xf32>) -> tensor<32x128x64xf32> {
  %z = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %s = tosa.matmul %q, %k, %z, %z : (tensor<32x128x64xf32>, tensor<32x64x256xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<32x128x256xf32>
  %e = tosa.exp %s : (tensor<32x128x256xf32>) -> tensor<32x128x256xf32>
  %r = tosa.matmul %e, %v, %z, %z : (tensor<32x128x256xf32>, tensor<32x256x64xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<32x128x64xf32>
  return %r : tensor<32x128x64xf32>
}

// The backward pass of a convolution is twice the forward one. Forward: 8 x 8 positions, 3 x 4 channels, 3 x 3 taps,
// padding 1, 6912 products. The gradient of the input convolves the gradient, surrounded by zeros, with the weights; that
// of the weights the padded input with the gradient.
// CHECK: conv_backward: 27648
func.func @conv_backward(%x: tensor<1x3x8x8xf32>, %w: tensor<3x4x3x3xf32>, %g: tensor<1x4x8x8xf32>) -> (tensor<1x3x8x8xf32>, tensor<3x4x3x3xf32>) {
  %z = arith.constant 0.0 : f32
  %ge = tensor.empty() : tensor<1x4x10x10xf32>
  %gf = linalg.fill ins(%z : f32) outs(%ge : tensor<1x4x10x10xf32>) -> tensor<1x4x10x10xf32>
  %gp = tensor.insert_slice %g into %gf[0, 0, 1, 1] [1, 4, 8, 8] [1, 1, 1, 1] : tensor<1x4x8x8xf32> into tensor<1x4x10x10xf32>
  %dxe = tensor.empty() : tensor<1x3x8x8xf32>
  %dxf = linalg.fill ins(%z : f32) outs(%dxe : tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  %dx = linalg.conv_2d_nchw_fchw ins(%gp, %w : tensor<1x4x10x10xf32>, tensor<3x4x3x3xf32>) outs(%dxf : tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  %xt = tensor.collapse_shape %x [[0, 1], [2], [3]] : tensor<1x3x8x8xf32> into tensor<3x8x8xf32>
  %xe = tensor.expand_shape %xt [[0, 1], [2], [3]] output_shape [3, 1, 8, 8] : tensor<3x8x8xf32> into tensor<3x1x8x8xf32>
  %xp = tensor.pad %xe low[0, 0, 1, 1] high[0, 0, 1, 1] {
  ^bb0(%a: index, %b: index, %c: index, %d: index):
    tensor.yield %z : f32
  } : tensor<3x1x8x8xf32> to tensor<3x1x10x10xf32>
  %gt = tensor.collapse_shape %g [[0, 1], [2], [3]] : tensor<1x4x8x8xf32> into tensor<4x8x8xf32>
  %gx = tensor.expand_shape %gt [[0, 1], [2], [3]] output_shape [4, 1, 8, 8] : tensor<4x8x8xf32> into tensor<4x1x8x8xf32>
  %dwe = tensor.empty() : tensor<3x4x3x3xf32>
  %dwf = linalg.fill ins(%z : f32) outs(%dwe : tensor<3x4x3x3xf32>) -> tensor<3x4x3x3xf32>
  %dw = linalg.conv_2d_nchw_fchw ins(%xp, %gx : tensor<3x1x10x10xf32>, tensor<4x1x8x8xf32>) outs(%dwf : tensor<3x4x3x3xf32>) -> tensor<3x4x3x3xf32>
  return %dx, %dw : tensor<1x3x8x8xf32>, tensor<3x4x3x3xf32>
}

// The gradient of the weights of a convolution of 8 x 8 with 3 x 3 by steps of 2, without padding: 9 positions, 9 taps, 2
// channels. As a convolution it has a window of 3 x 3 with gaps, and a fourth row and column that are cut off.
// CHECK: weight_gradient: 324
func.func @weight_gradient(%x: tensor<2x1x8x8xf32>, %g: tensor<1x1x3x3xf32>) -> tensor<2x1x3x3xf32> {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<2x1x4x4xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<2x1x4x4xf32>) -> tensor<2x1x4x4xf32>
  %r = linalg.conv_2d_nchw_fchw {dilations = dense<2> : tensor<2xi64>} ins(%x, %g : tensor<2x1x8x8xf32>, tensor<1x1x3x3xf32>) outs(%f : tensor<2x1x4x4xf32>) -> tensor<2x1x4x4xf32>
  %s = tensor.extract_slice %r[0, 0, 0, 0] [2, 1, 3, 3] [1, 1, 1, 1] : tensor<2x1x4x4xf32> to tensor<2x1x3x3xf32>
  return %s : tensor<2x1x3x3xf32>
}

// Other results that are cut are counted as they are.
// CHECK: cut: 1728
func.func @cut(%x: tensor<1x2x8x10xf32>, %w: tensor<1x2x3x3xf32>, %o: tensor<1x1x6x8xf32>) -> tensor<1x1x6x6xf32> {
  %r = linalg.conv_2d_nchw_fchw ins(%x, %w : tensor<1x2x8x10xf32>, tensor<1x2x3x3xf32>) outs(%o : tensor<1x1x6x8xf32>) -> tensor<1x1x6x8xf32>
  %s = tensor.extract_slice %r[0, 0, 0, 0] [1, 1, 6, 6] [1, 1, 1, 1] : tensor<1x1x6x8xf32> to tensor<1x1x6x6xf32>
  return %s : tensor<1x1x6x6xf32>
}
