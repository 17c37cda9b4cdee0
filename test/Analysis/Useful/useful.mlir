// RUN: fpo-opt %s --split-input-file --emit=csv --count=useful | FileCheck %s
// RUN: fpo-opt %s --split-input-file --fpo-annotate=count=useful | FileCheck %s --check-prefix=ATTR
// What padding, dilation and masks make pointless. [useful.point] [useful.known] [useful.needed]
// Columns: id,op,function,loc,times,fpo,mac,iop,read,write,status,waste,waste.mac,waste.iop.

// 3x3 SAME on 3x3: 81 taps are executed, 49 lie on the image. Corners see 4 of 9, edges 6, the centre 9.
// CHECK: linalg.conv_2d_nchw_fchw,same,{{.*}},1,98,49,0,172,36,exact,64,32,0
// ATTR: linalg.conv_2d_nchw_fchw {fpo.cost = #fpo.cost<fpo = 98, add = {f32: 49}, mul = {f32: 49}, mac = 49,
func.func @same(%x: tensor<1x1x3x3xf32>, %w: tensor<1x1x3x3xf32>, %o: tensor<1x1x3x3xf32>) -> tensor<1x1x3x3xf32> {
  %c = arith.constant 0.0 : f32
  %p = tensor.pad %x low[0, 0, 1, 1] high[0, 0, 1, 1] {
  ^bb0(%a: index, %b: index, %d: index, %e: index):
    tensor.yield %c : f32
  } : tensor<1x1x3x3xf32> to tensor<1x1x5x5xf32>
  %r = linalg.conv_2d_nchw_fchw ins(%p, %w : tensor<1x1x5x5xf32>, tensor<1x1x3x3xf32>) outs(%o : tensor<1x1x3x3xf32>) -> tensor<1x1x3x3xf32>
  return %r : tensor<1x1x3x3xf32>
}

// -----

// The same as tosa.
// CHECK: tosa.conv2d,same,{{.*}},1,98,49,0,76,36,exact,64,32,0
func.func @same(%x: tensor<1x3x3x1xf32>, %w: tensor<1x3x3x1xf32>, %b: tensor<1xf32>) -> tensor<1x3x3x1xf32> {
  %z = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %r = tosa.conv2d %x, %w, %b, %z, %z {acc_type = f32, pad = array<i64: 1, 1, 1, 1>, stride = array<i64: 1, 1>, dilation = array<i64: 1, 1>}
    : (tensor<1x3x3x1xf32>, tensor<1x3x3x1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x3x3x1xf32>
  return %r : tensor<1x3x3x1xf32>
}

// -----

// Padding with ones is work.
// CHECK: linalg.conv_2d_nchw_fchw,ones,{{.*}},1,162,81,0,172,36,exact,0,0,0
func.func @ones(%x: tensor<1x1x3x3xf32>, %w: tensor<1x1x3x3xf32>, %o: tensor<1x1x3x3xf32>) -> tensor<1x1x3x3xf32> {
  %c = arith.constant 1.0 : f32
  %p = tensor.pad %x low[0, 0, 1, 1] high[0, 0, 1, 1] {
  ^bb0(%a: index, %b: index, %d: index, %e: index):
    tensor.yield %c : f32
  } : tensor<1x1x3x3xf32> to tensor<1x1x5x5xf32>
  %r = linalg.conv_2d_nchw_fchw ins(%p, %w : tensor<1x1x5x5xf32>, tensor<1x1x3x3xf32>) outs(%o : tensor<1x1x3x3xf32>) -> tensor<1x1x3x3xf32>
  return %r : tensor<1x1x3x3xf32>
}

// -----

// What becomes of padding elementwise is known, and relu(0) = 0 passes on; exp(0) = 1 does not.
// CHECK: math.exp,through,{{.*}},1,75,0,0,20,20,exact,50,0,0
// CHECK: arith.maximumf,through,{{.*}},1,3,0,0,40,20,exact,2,0,0
// CHECK: linalg.dot,through,{{.*}},1,6,3,0,44,4,exact,4,2,0
// CHECK: linalg.dot,through,{{.*}},1,10,5,0,44,4,exact,0,0,0
func.func @through(%x: tensor<3xf32>, %y: tensor<5xf32>, %o: tensor<f32>) -> (tensor<f32>, tensor<f32>) {
  %c = arith.constant 0.0 : f32
  %p = tensor.pad %x low[1] high[1] {
  ^bb0(%a: index):
    tensor.yield %c : f32
  } : tensor<3xf32> to tensor<5xf32>
  %e = math.exp %p : tensor<5xf32>
  %zero = arith.constant dense<0.0> : tensor<5xf32>
  %m = arith.maximumf %p, %zero : tensor<5xf32>
  %d = linalg.dot ins(%m, %y : tensor<5xf32>, tensor<5xf32>) outs(%o : tensor<f32>) -> tensor<f32>
  %f = linalg.dot ins(%e, %y : tensor<5xf32>, tensor<5xf32>) outs(%o : tensor<f32>) -> tensor<f32>
  return %f, %d : tensor<f32>, tensor<f32>
}

// -----

// A quantised image is padded with its zero point, -128: 49 of 81 taps, each a MUL, an ADD and two subtractions.
// CHECK: tosa.conv2d,quantised,{{.*}},1,0,49,196,22,36,exact,0,32,128
func.func @quantised(%x: tensor<1x3x3x1xi8>, %w: tensor<1x3x3x1xi8>, %b: tensor<1xi32>) -> tensor<1x3x3x1xi32> {
  %zx = "tosa.const"() <{values = dense<-128> : tensor<1xi8>}> : () -> tensor<1xi8>
  %zw = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  %r = tosa.conv2d %x, %w, %b, %zx, %zw {acc_type = i32, pad = array<i64: 1, 1, 1, 1>, stride = array<i64: 1, 1>, dilation = array<i64: 1, 1>}
    : (tensor<1x3x3x1xi8>, tensor<1x3x3x1xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x3x3x1xi32>
  return %r : tensor<1x3x3x1xi32>
}

// -----

// A transposed convolution: 8x8x3 is spread with gaps of one zero, surrounded by two, and convolved. The convolution
// executes 17 * 17 * 27 * 4 = 31212 MACs, the input's work is 64 * 3 * 9 * 4 = 6912.
// CHECK: linalg.conv_2d_nhwc_fhwc,spread,{{.*}},1,13824,6912,0,{{.*}},exact,48600,24300,0
// CHECK: tosa.transpose_conv2d,direct,{{.*}},1,13824,6912,0,{{.*}},exact,0,0,0
// Where the first row of the output is cut off, one of 24 pairs of a row and a tap falls beside it: 23 * 24 * 12.
// CHECK: tosa.transpose_conv2d,cut,{{.*}},1,13248,6624,0,{{.*}},exact,576,288,0
func.func @spread(%x: tensor<1x8x8x3xf32>, %w: tensor<4x3x3x3xf32>, %o: tensor<1x17x17x4xf32>) -> tensor<1x17x17x4xf32> {
  %c = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<1x19x19x3xf32>
  %f = linalg.fill ins(%c : f32) outs(%e : tensor<1x19x19x3xf32>) -> tensor<1x19x19x3xf32>
  %s = tensor.insert_slice %x into %f[0, 2, 2, 0] [1, 8, 8, 3] [1, 2, 2, 1] : tensor<1x8x8x3xf32> into tensor<1x19x19x3xf32>
  %r = linalg.conv_2d_nhwc_fhwc ins(%s, %w : tensor<1x19x19x3xf32>, tensor<4x3x3x3xf32>) outs(%o : tensor<1x17x17x4xf32>) -> tensor<1x17x17x4xf32>
  return %r : tensor<1x17x17x4xf32>
}
func.func @direct(%x: tensor<1x8x8x3xf32>, %w: tensor<4x3x3x3xf32>, %b: tensor<4xf32>) -> tensor<1x17x17x4xf32> {
  %z = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %r = tosa.transpose_conv2d %x, %w, %b, %z, %z {acc_type = f32, out_pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 2, 2>}
    : (tensor<1x8x8x3xf32>, tensor<4x3x3x3xf32>, tensor<4xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x17x17x4xf32>
  return %r : tensor<1x17x17x4xf32>
}
func.func @cut(%x: tensor<1x8x8x3xf32>, %w: tensor<4x3x3x3xf32>, %b: tensor<4xf32>) -> tensor<1x16x17x4xf32> {
  %z = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %r = tosa.transpose_conv2d %x, %w, %b, %z, %z {acc_type = f32, out_pad = array<i64: -1, 0, 0, 0>, stride = array<i64: 2, 2>}
    : (tensor<1x8x8x3xf32>, tensor<4x3x3x3xf32>, tensor<4xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x16x17x4xf32>
  return %r : tensor<1x16x17x4xf32>
}

// -----

// A causal attention in tosa, 4 queries on 4 keys of 2: 10 of 16 scores are not masked.
// CHECK: tosa.matmul,causal,{{.*}},1,40,20,0,{{.*}},exact,24,12,0
// CHECK: tosa.exp,causal,{{.*}},1,250,0,0,{{.*}},exact,150,0,0
// CHECK: tosa.reduce_sum,causal,{{.*}},1,10,0,0,{{.*}},exact,6,0,0
// CHECK: tosa.mul,causal,{{.*}},1,10,0,0,{{.*}},exact,6,0,0
// CHECK: tosa.matmul,causal,{{.*}},1,40,20,0,{{.*}},exact,24,12,0
func.func @causal(%q: tensor<1x4x2xf32>, %k: tensor<1x2x4xf32>, %v: tensor<1x4x2xf32>) -> tensor<1x4x2xf32> {
  %z = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %shift = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  %row = "tosa.const"() <{values = dense<[[[0], [1], [2], [3]]]> : tensor<1x4x1xi32>}> : () -> tensor<1x4x1xi32>
  %column = "tosa.const"() <{values = dense<[[[0, 1, 2, 3]]]> : tensor<1x1x4xi32>}> : () -> tensor<1x1x4xi32>
  %on = "tosa.const"() <{values = dense<0.0> : tensor<1x1x1xf32>}> : () -> tensor<1x1x1xf32>
  %off = "tosa.const"() <{values = dense<-3.40282347E+38> : tensor<1x1x1xf32>}> : () -> tensor<1x1x1xf32>
  %m = tosa.greater_equal %row, %column : (tensor<1x4x1xi32>, tensor<1x1x4xi32>) -> tensor<1x4x4xi1>
  %bias = tosa.select %m, %on, %off : (tensor<1x4x4xi1>, tensor<1x1x1xf32>, tensor<1x1x1xf32>) -> tensor<1x4x4xf32>
  %s = tosa.matmul %q, %k, %z, %z : (tensor<1x4x2xf32>, tensor<1x2x4xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x4x4xf32>
  %b = tosa.add %s, %bias : (tensor<1x4x4xf32>, tensor<1x4x4xf32>) -> tensor<1x4x4xf32>
  %max = tosa.reduce_max %b {axis = 2 : i32} : (tensor<1x4x4xf32>) -> tensor<1x4x1xf32>
  %d = tosa.sub %b, %max : (tensor<1x4x4xf32>, tensor<1x4x1xf32>) -> tensor<1x4x4xf32>
  %e = tosa.exp %d : (tensor<1x4x4xf32>) -> tensor<1x4x4xf32>
  %sum = tosa.reduce_sum %e {axis = 2 : i32} : (tensor<1x4x4xf32>) -> tensor<1x4x1xf32>
  %i = tosa.reciprocal %sum : (tensor<1x4x1xf32>) -> tensor<1x4x1xf32>
  %p = tosa.mul %e, %i, %shift : (tensor<1x4x4xf32>, tensor<1x4x1xf32>, tensor<1xi8>) -> tensor<1x4x4xf32>
  %r = tosa.matmul %p, %v, %z, %z : (tensor<1x4x4xf32>, tensor<1x4x2xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x4x2xf32>
  return %r : tensor<1x4x2xf32>
}

// -----

// A mask that comes from outside may mask nothing; and scores that are looked at before the mask are needed.
// CHECK: linalg.matmul,unknown_mask,{{.*}},1,64,32,0,{{.*}},exact,0,0,0
// CHECK: linalg.matmul,looked_at,{{.*}},1,64,32,0,{{.*}},exact,0,0,0
func.func @unknown_mask(%q: tensor<4x2xf32>, %k: tensor<2x4xf32>, %o: tensor<4x4xf32>, %m: tensor<4x4xi1>) -> tensor<4x4xf32> {
  %low = arith.constant dense<0xFF800000> : tensor<4x4xf32>
  %s = linalg.matmul ins(%q, %k : tensor<4x2xf32>, tensor<2x4xf32>) outs(%o : tensor<4x4xf32>) -> tensor<4x4xf32>
  %r = arith.select %m, %s, %low : tensor<4x4xi1>, tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}
func.func @looked_at(%q: tensor<4x2xf32>, %k: tensor<2x4xf32>, %o: tensor<4x4xf32>) -> (tensor<4x4xf32>, tensor<4x4xf32>) {
  %low = arith.constant dense<0xFF800000> : tensor<4x4xf32>
  %m = arith.constant dense<[[1, 0, 0, 0], [1, 1, 0, 0], [1, 1, 1, 0], [1, 1, 1, 1]]> : tensor<4x4xi1>
  %s = linalg.matmul ins(%q, %k : tensor<4x2xf32>, tensor<2x4xf32>) outs(%o : tensor<4x4xf32>) -> tensor<4x4xf32>
  %r = arith.select %m, %s, %low : tensor<4x4xi1>, tensor<4x4xf32>
  return %r, %s : tensor<4x4xf32>, tensor<4x4xf32>
}

// -----

// A triangle of 10^6 by 10^6 takes its rows.
// CHECK: linalg.matmul,large,{{.*}},1,64000064000000,32000032000000,0,{{.*}},exact,63999936000000,31999968000000,0
#at = affine_map<(i, j) -> (i, j)>
func.func @large(%q: tensor<1000000x64xf32>, %k: tensor<64x1000000xf32>, %o: tensor<1000000x1000000xf32>) -> tensor<1000000x1000000xf32> {
  %low = arith.constant 0xFF800000 : f32
  %s = linalg.matmul ins(%q, %k : tensor<1000000x64xf32>, tensor<64x1000000xf32>) outs(%o : tensor<1000000x1000000xf32>) -> tensor<1000000x1000000xf32>
  %r = linalg.generic {indexing_maps = [#at, #at], iterator_types = ["parallel", "parallel"]}
    ins(%s : tensor<1000000x1000000xf32>) outs(%o : tensor<1000000x1000000xf32>) {
  ^bb0(%x: f32, %y: f32):
    %i = linalg.index 0 : index
    %j = linalg.index 1 : index
    %c = arith.cmpi sle, %j, %i : index
    %t = arith.select %c, %x, %low : f32
    linalg.yield %t : f32
  } -> tensor<1000000x1000000xf32>
  return %r : tensor<1000000x1000000xf32>
}
