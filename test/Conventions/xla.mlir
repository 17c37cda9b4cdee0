// RUN: fpo-opt %s --emit=json --convention=xla -o %t.json
// RUN: %python %S/totals.py %t.json | FileCheck %s
// What XLA's HloCostAnalysis prints on its own test cases (hlo_cost_analysis_test.cc): flops, transcendentals, bytes.
// [convention.xla] [convention.product] [convention.padding] [convention.functional]

#id2 = affine_map<(i, j) -> (i, j)>
#id1 = affine_map<(i) -> (i)>
#row = affine_map<(i, j) -> (i)>

// CHECK: dot: 3000 0 2000
func.func @dot(%a: tensor<10x5xf32>, %b: tensor<5x30xf32>) -> tensor<10x30xf32> {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<10x30xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<10x30xf32>) -> tensor<10x30xf32>
  %r = linalg.matmul ins(%a, %b : tensor<10x5xf32>, tensor<5x30xf32>) outs(%f : tensor<10x30xf32>) -> tensor<10x30xf32>
  return %r : tensor<10x30xf32>
}

// CHECK: dot_tosa: 3000 0 2000
func.func @dot_tosa(%a: tensor<1x10x5xf32>, %b: tensor<1x5x30xf32>) -> tensor<1x10x30xf32> {
  %z = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %r = tosa.matmul %a, %b, %z, %z : (tensor<1x10x5xf32>, tensor<1x5x30xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x10x30xf32>
  return %r : tensor<1x10x30xf32>
}

// Two dimensions are contracted.
// CHECK: dot2: 15000 0 5200
func.func @dot2(%a: tensor<10x5x5xf32>, %b: tensor<5x5x30xf32>) -> tensor<10x30xf32> {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<10x30xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<10x30xf32>) -> tensor<10x30xf32>
  %r = linalg.generic {indexing_maps = [affine_map<(i, j, k, l) -> (i, k, l)>, affine_map<(i, j, k, l) -> (k, l, j)>, affine_map<(i, j, k, l) -> (i, j)>],
                       iterator_types = ["parallel", "parallel", "reduction", "reduction"]}
    ins(%a, %b : tensor<10x5x5xf32>, tensor<5x5x30xf32>) outs(%f : tensor<10x30xf32>) {
  ^bb0(%x: f32, %y: f32, %s: f32):
    %m = arith.mulf %x, %y : f32
    %t = arith.addf %s, %m : f32
    linalg.yield %t : f32
  } -> tensor<10x30xf32>
  return %r : tensor<10x30xf32>
}

// x -> exp(x + 0.5)
// CHECK: map: 10 10 80
func.func @map(%x: tensor<10xf32>) -> tensor<10xf32> {
  %half = arith.constant 0.5 : f32
  %e = tensor.empty() : tensor<10xf32>
  %r = linalg.generic {indexing_maps = [#id1, #id1], iterator_types = ["parallel"]} ins(%x : tensor<10xf32>) outs(%e : tensor<10xf32>) {
  ^bb0(%a: f32, %o: f32):
    %s = arith.addf %a, %half : f32
    %t = math.exp %s : f32
    linalg.yield %t : f32
  } -> tensor<10xf32>
  return %r : tensor<10xf32>
}

// CHECK: conv: 2592 0 1412
func.func @conv(%x: tensor<1x1x10x20xf32>, %w: tensor<1x1x3x3xf32>) -> tensor<1x1x8x18xf32> {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<1x1x8x18xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<1x1x8x18xf32>) -> tensor<1x1x8x18xf32>
  %r = linalg.conv_2d_nchw_fchw ins(%x, %w : tensor<1x1x10x20xf32>, tensor<1x1x3x3xf32>) outs(%f : tensor<1x1x8x18xf32>) -> tensor<1x1x8x18xf32>
  return %r : tensor<1x1x8x18xf32>
}

// CHECK: conv_tosa: 2592 0 1412
func.func @conv_tosa(%x: tensor<1x10x20x1xf32>, %w: tensor<1x3x3x1xf32>) -> tensor<1x8x18x1xf32> {
  %z = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %r = tosa.conv2d %x, %w, %z, %z, %z {acc_type = f32, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>, dilation = array<i64: 1, 1>}
    : (tensor<1x10x20x1xf32>, tensor<1x3x3x1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x8x18x1xf32>
  return %r : tensor<1x8x18x1xf32>
}

// Taps on padding are not counted, and the padding is a part of the convolution: 49 taps, 9 + 9 + 9 elements.
// CHECK: same: 98 0 108
func.func @same(%x: tensor<1x1x3x3xf32>, %w: tensor<1x1x3x3xf32>) -> tensor<1x1x3x3xf32> {
  %z = arith.constant 0.0 : f32
  %p = tensor.pad %x low[0, 0, 1, 1] high[0, 0, 1, 1] {
  ^bb0(%a: index, %b: index, %c: index, %d: index):
    tensor.yield %z : f32
  } : tensor<1x1x3x3xf32> to tensor<1x1x5x5xf32>
  %e = tensor.empty() : tensor<1x1x3x3xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<1x1x3x3xf32>) -> tensor<1x1x3x3xf32>
  %r = linalg.conv_2d_nchw_fchw ins(%p, %w : tensor<1x1x5x5xf32>, tensor<1x1x3x3xf32>) outs(%f : tensor<1x1x3x3xf32>) -> tensor<1x1x3x3xf32>
  return %r : tensor<1x1x3x3xf32>
}

// CHECK: same_tosa: 98 0 108
func.func @same_tosa(%x: tensor<1x3x3x1xf32>, %w: tensor<1x3x3x1xf32>) -> tensor<1x3x3x1xf32> {
  %z = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %r = tosa.conv2d %x, %w, %z, %z, %z {acc_type = f32, pad = array<i64: 1, 1, 1, 1>, stride = array<i64: 1, 1>, dilation = array<i64: 1, 1>}
    : (tensor<1x3x3x1xf32>, tensor<1x3x3x1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x3x3x1xf32>
  return %r : tensor<1x3x3x1xf32>
}

// 120 groups of one channel.
// CHECK: depthwise: 311040 0 169440
func.func @depthwise(%x: tensor<1x120x10x20xf32>, %w: tensor<120x3x3xf32>) -> tensor<1x120x8x18xf32> {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<1x120x8x18xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<1x120x8x18xf32>) -> tensor<1x120x8x18xf32>
  %r = linalg.depthwise_conv_2d_nchw_chw ins(%x, %w : tensor<1x120x10x20xf32>, tensor<120x3x3xf32>) outs(%f : tensor<1x120x8x18xf32>) -> tensor<1x120x8x18xf32>
  return %r : tensor<1x120x8x18xf32>
}

// CHECK: depthwise_tosa: 311040 0 169440
func.func @depthwise_tosa(%x: tensor<1x10x20x120xf32>, %w: tensor<3x3x120x1xf32>) -> tensor<1x8x18x120xf32> {
  %z = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %b = "tosa.const"() <{values = dense<0.0> : tensor<120xf32>}> : () -> tensor<120xf32>
  %r = tosa.depthwise_conv2d %x, %w, %b, %z, %z {acc_type = f32, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>, dilation = array<i64: 1, 1>}
    : (tensor<1x10x20x120xf32>, tensor<3x3x120x1xf32>, tensor<120xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x8x18x120xf32>
  return %r : tensor<1x8x18x120xf32>
}

// Ten rows of 20 take 19 additions each; the start value is read.
// CHECK: reduce: 190 0 844
func.func @reduce(%x: tensor<10x20xf32>) -> tensor<10xf32> {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<10xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<10xf32>) -> tensor<10xf32>
  %r = linalg.reduce {arith.addf} ins(%x : tensor<10x20xf32>) outs(%f : tensor<10xf32>) dimensions = [1]
  return %r : tensor<10xf32>
}

// CHECK: reduce_tosa: 190 0 844
func.func @reduce_tosa(%x: tensor<10x20xf32>) -> tensor<10x1xf32> {
  %r = tosa.reduce_sum %x {axis = 1 : i32} : (tensor<10x20xf32>) -> tensor<10x1xf32>
  return %r : tensor<10x1xf32>
}

// What is no part of the combination runs for each element: 200 products and 190 additions.
// CHECK: sum_of_squares: 390 0 844
func.func @sum_of_squares(%x: tensor<10x20xf32>) -> tensor<10xf32> {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<10xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<10xf32>) -> tensor<10xf32>
  %r = linalg.generic {indexing_maps = [#id2, #row], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<10x20xf32>) outs(%f : tensor<10xf32>) {
  ^bb0(%a: f32, %s: f32):
    %m = arith.mulf %a, %a : f32
    %t = arith.addf %s, %m : f32
    linalg.yield %t : f32
  } -> tensor<10xf32>
  return %r : tensor<10xf32>
}

// Windows of 4 x 5 by steps of 4 and 5: 8 of them, 19 additions each.
// CHECK: reduce_window: 152 0 836
func.func @reduce_window(%x: tensor<1x1x10x20xf32>, %w: tensor<4x5xf32>) -> tensor<1x1x2x4xf32> {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<1x1x2x4xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<1x1x2x4xf32>) -> tensor<1x1x2x4xf32>
  %r = linalg.pooling_nchw_sum {strides = dense<[4, 5]> : tensor<2xi64>} ins(%x, %w : tensor<1x1x10x20xf32>, tensor<4x5xf32>) outs(%f : tensor<1x1x2x4xf32>) -> tensor<1x1x2x4xf32>
  return %r : tensor<1x1x2x4xf32>
}

// Of 10 rows two are in no window, which tosa does not allow; of 8 rows there are 160 bytes less.
// CHECK: reduce_window_tosa: 152 0 676
func.func @reduce_window_tosa(%x: tensor<1x8x20x1xf32>) -> tensor<1x2x4x1xf32> {
  %r = tosa.max_pool2d %x {kernel = array<i64: 4, 5>, stride = array<i64: 4, 5>, pad = array<i64: 0, 0, 0, 0>} : (tensor<1x8x20x1xf32>) -> tensor<1x2x4x1xf32>
  return %r : tensor<1x2x4x1xf32>
}

// CHECK: broadcast: 0 0 284
func.func @broadcast(%x: tensor<f32>) -> tensor<10x7xf32> {
  %e = tensor.empty() : tensor<10x7xf32>
  %r = linalg.broadcast ins(%x : tensor<f32>) outs(%e : tensor<10x7xf32>) dimensions = [0, 1]
  return %r : tensor<10x7xf32>
}

// A fill that is no start value is a broadcast, too.
// CHECK: fill: 0 0 284
func.func @fill(%x: f32) -> tensor<10x7xf32> {
  %e = tensor.empty() : tensor<10x7xf32>
  %r = linalg.fill ins(%x : f32) outs(%e : tensor<10x7xf32>) -> tensor<10x7xf32>
  return %r : tensor<10x7xf32>
}

// CHECK: slice: 0 0 8
func.func @slice(%x: tensor<2xf32>) -> tensor<1xf32> {
  %r = tensor.extract_slice %x[1] [1] [1] : tensor<2xf32> to tensor<1xf32>
  return %r : tensor<1xf32>
}

// CHECK: slice_tosa: 0 0 8
func.func @slice_tosa(%x: tensor<2xf32>) -> tensor<1xf32> {
  %at = tosa.const_shape {values = dense<[1]> : tensor<1xindex>} : () -> !tosa.shape<1>
  %size = tosa.const_shape {values = dense<[1]> : tensor<1xindex>} : () -> !tosa.shape<1>
  %r = tosa.slice %x, %at, %size : (tensor<2xf32>, !tosa.shape<1>, !tosa.shape<1>) -> tensor<1xf32>
  return %r : tensor<1xf32>
}

// In place: the update is read and written, and its position is read.
// CHECK: dynamic_update_slice: 0 0 12
func.func @dynamic_update_slice(%x: tensor<2xf32>, %u: tensor<1xf32>, %at: index) -> tensor<2xf32> {
  %r = tensor.insert_slice %u into %x[%at] [1] [1] : tensor<1xf32> into tensor<2xf32>
  return %r : tensor<2xf32>
}

// CHECK: fused: 10 10 120
func.func @fused(%x: tensor<10xf32>, %y: tensor<10xf32>) -> tensor<10xf32> {
  %e = tensor.empty() : tensor<10xf32>
  %r = linalg.generic {indexing_maps = [#id1, #id1, #id1], iterator_types = ["parallel"]} ins(%x, %y : tensor<10xf32>, tensor<10xf32>) outs(%e : tensor<10xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %s = arith.addf %a, %b : f32
    %t = math.exp %s : f32
    linalg.yield %t : f32
  } -> tensor<10xf32>
  return %r : tensor<10xf32>
}

// b, m, k, n = 7, 37, 91, 23: 2 bmkn flops, 4 (bmk + bkn + bmn) bytes.
// CHECK: batched: 1084174 0 176708
func.func @batched(%a: tensor<7x37x91xf32>, %b: tensor<7x91x23xf32>) -> tensor<7x37x23xf32> {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<7x37x23xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<7x37x23xf32>) -> tensor<7x37x23xf32>
  %r = linalg.batch_matmul ins(%a, %b : tensor<7x37x91xf32>, tensor<7x91x23xf32>) outs(%f : tensor<7x37x23xf32>) -> tensor<7x37x23xf32>
  return %r : tensor<7x37x23xf32>
}

// CHECK: batched_tosa: 1084174 0 176708
func.func @batched_tosa(%a: tensor<7x37x91xf32>, %b: tensor<7x91x23xf32>) -> tensor<7x37x23xf32> {
  %z = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %r = tosa.matmul %a, %b, %z, %z : (tensor<7x37x91xf32>, tensor<7x91x23xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<7x37x23xf32>
  return %r : tensor<7x37x23xf32>
}

// A start value that is no fill is added, and read: 3000 and 300 flops, 2000 and 1200 bytes.
// CHECK: dot_and_add: 3300 0 3200
func.func @dot_and_add(%a: tensor<10x5xf32>, %b: tensor<5x30xf32>, %c: tensor<10x30xf32>) -> tensor<10x30xf32> {
  %r = linalg.matmul ins(%a, %b : tensor<10x5xf32>, tensor<5x30xf32>) outs(%c : tensor<10x30xf32>) -> tensor<10x30xf32>
  return %r : tensor<10x30xf32>
}

// The gaps of a dilated input are not counted: 4 positions by 9 taps.
// CHECK: transposed: 72 0 152
func.func @transposed(%x: tensor<1x1x2x2xf32>, %w: tensor<1x1x3x3xf32>) -> tensor<1x1x5x5xf32> {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<1x1x7x7xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<1x1x7x7xf32>) -> tensor<1x1x7x7xf32>
  %s = tensor.insert_slice %x into %f[0, 0, 2, 2] [1, 1, 2, 2] [1, 1, 2, 2] : tensor<1x1x2x2xf32> into tensor<1x1x7x7xf32>
  %oe = tensor.empty() : tensor<1x1x5x5xf32>
  %o = linalg.fill ins(%z : f32) outs(%oe : tensor<1x1x5x5xf32>) -> tensor<1x1x5x5xf32>
  %r = linalg.conv_2d_nchw_fchw ins(%s, %w : tensor<1x1x7x7xf32>, tensor<1x1x3x3xf32>) outs(%o : tensor<1x1x5x5xf32>) -> tensor<1x1x5x5xf32>
  return %r : tensor<1x1x5x5xf32>
}

// Operations on integers and truth values are flops, too.
// CHECK: integers: 40 0 120
func.func @integers(%x: tensor<10xi32>, %y: tensor<10xi32>) -> tensor<10xi32> {
  %true = arith.constant true
  %s = linalg.generic {indexing_maps = [#id1, #id1, #id1], iterator_types = ["parallel"]} ins(%x, %y : tensor<10xi32>, tensor<10xi32>) outs(%x : tensor<10xi32>) {
  ^bb0(%a: i32, %b: i32, %o: i32):
    %c = arith.cmpi slt, %a, %b : i32
    %d = arith.xori %c, %true : i1
    %t = arith.addi %a, %b : i32
    %u = arith.select %d, %a, %t : i32
    linalg.yield %u : i32
  } -> tensor<10xi32>
  return %s : tensor<10xi32>
}
