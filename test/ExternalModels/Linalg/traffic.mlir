// RUN: fpo-opt %s --fpo-annotate | FileCheck %s

// What structured ops read and write, in bytes by hand: [bytes.structured] [bytes.footprint].

// A fill writes and does not read; the value is a scalar.
// CHECK-LABEL: func.func @fill
// CHECK-SAME: #fpo.cost<fpo = 0, write = 128>
func.func @fill(%x: f32, %o: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %0 = linalg.fill ins(%x : f32) outs(%o : tensor<4x8xf32>) -> tensor<4x8xf32>
  return %0 : tensor<4x8xf32>
}

// An accumulator is read; 4x6, 6x8 and 4x8 elements of 4 bytes.
// CHECK-LABEL: func.func @matmul
// CHECK-SAME: read = 416, write = 128>
func.func @matmul(%a: tensor<4x6xf32>, %b: tensor<6x8xf32>, %o: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %0 = linalg.matmul ins(%a, %b : tensor<4x6xf32>, tensor<6x8xf32>) outs(%o : tensor<4x8xf32>) -> tensor<4x8xf32>
  return %0 : tensor<4x8xf32>
}

// An output that the body does not look at is not read.
// CHECK-LABEL: func.func @add
// CHECK-SAME: read = 256, write = 128>
func.func @add(%a: tensor<4x8xf32>, %b: tensor<4x8xf32>, %o: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %0 = linalg.add ins(%a, %b : tensor<4x8xf32>, tensor<4x8xf32>) outs(%o : tensor<4x8xf32>) -> tensor<4x8xf32>
  return %0 : tensor<4x8xf32>
}

// [bytes.once] One value, read once: through the same map, through one that reaches all of it, and through two that
// reach 7 of 8 elements.
// CHECK-LABEL: func.func @twice
// CHECK-SAME: read = 128, write = 128>
func.func @twice(%a: tensor<4x8xf32>, %o: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %0 = linalg.add ins(%a, %a : tensor<4x8xf32>, tensor<4x8xf32>) outs(%o : tensor<4x8xf32>) -> tensor<4x8xf32>
  return %0 : tensor<4x8xf32>
}
// CHECK-LABEL: func.func @square
// CHECK-SAME: read = 128, write = 64>
func.func @square(%a: tensor<4x4xf32>, %o: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %0 = linalg.matmul ins(%a, %a : tensor<4x4xf32>, tensor<4x4xf32>) outs(%o : tensor<4x4xf32>) -> tensor<4x4xf32>
  return %0 : tensor<4x4xf32>
}
// CHECK-LABEL: func.func @neighbours
// CHECK-SAME: read = 28, write = 24>
func.func @neighbours(%a: tensor<8xf32>, %o: tensor<6xf32>) -> tensor<6xf32> {
  %0 = linalg.generic {indexing_maps = [affine_map<(i) -> (i + 1)>, affine_map<(i) -> (i + 2)>, affine_map<(i) -> (i)>],
                       iterator_types = ["parallel"]} ins(%a, %a : tensor<8xf32>, tensor<8xf32>) outs(%o : tensor<6xf32>) {
  ^bb0(%x: f32, %y: f32, %z: f32):
    %s = arith.addf %x, %y : f32
    linalg.yield %s : f32
  } -> tensor<6xf32>
  return %0 : tensor<6xf32>
}
// Of sizes that are not known, between those of the larger one and all.
// CHECK-LABEL: func.func @neighbour_rows
// CHECK-SAME: read = ["4*min(arg0.0, arg1.0)", "4*max(arg1.0, min(arg0.0, 2*arg1.0))"]
func.func @neighbour_rows(%a: tensor<?xf32>, %o: tensor<?xf32>) -> tensor<?xf32> {
  %0 = linalg.generic {indexing_maps = [affine_map<(i) -> (i + 1)>, affine_map<(i) -> (i + 2)>, affine_map<(i) -> (i)>],
                       iterator_types = ["parallel"]} ins(%a, %a : tensor<?xf32>, tensor<?xf32>) outs(%o : tensor<?xf32>) {
  ^bb0(%x: f32, %y: f32, %z: f32):
    %s = arith.addf %x, %y : f32
    linalg.yield %s : f32
  } -> tensor<?xf32>
  return %0 : tensor<?xf32>
}

// A window is a shape, not data: 6x6 elements in, 5x5 in and out.
// CHECK-LABEL: func.func @pool
// CHECK-SAME: read = 244, write = 100>
func.func @pool(%a: tensor<1x6x6x1xf32>, %w: tensor<2x2xf32>, %o: tensor<1x5x5x1xf32>) -> tensor<1x5x5x1xf32> {
  %0 = linalg.pooling_nhwc_sum ins(%a, %w : tensor<1x6x6x1xf32>, tensor<2x2xf32>) outs(%o : tensor<1x5x5x1xf32>)
    -> tensor<1x5x5x1xf32>
  return %0 : tensor<1x5x5x1xf32>
}

// 1x1 with stride 2 sees every other row and column: 5x5 of 9x9.
// CHECK-LABEL: func.func @strided
// CHECK-SAME: read = 204, write = 100>
func.func @strided(%a: tensor<1x1x9x9xf32>, %w: tensor<1x1x1x1xf32>, %o: tensor<1x1x5x5xf32>) -> tensor<1x1x5x5xf32> {
  %0 = linalg.conv_2d_nchw_fchw {strides = dense<2> : tensor<2xi64>}
    ins(%a, %w : tensor<1x1x9x9xf32>, tensor<1x1x1x1xf32>) outs(%o : tensor<1x1x5x5xf32>) -> tensor<1x1x5x5xf32>
  return %0 : tensor<1x1x5x5xf32>
}

// A diagonal of 8, and a row that is used again and again.
// CHECK-LABEL: func.func @diagonal
// CHECK-SAME: read = 64, write = 256>
func.func @diagonal(%a: tensor<8x8xf32>, %b: tensor<8xf32>, %o: tensor<8x8xf32>) -> tensor<8x8xf32> {
  %0 = linalg.generic {
    indexing_maps = [affine_map<(i, j) -> (i, i)>, affine_map<(i, j) -> (j)>, affine_map<(i, j) -> (i, j)>],
    iterator_types = ["parallel", "parallel"]
  } ins(%a, %b : tensor<8x8xf32>, tensor<8xf32>) outs(%o : tensor<8x8xf32>) {
  ^bb0(%x: f32, %y: f32, %z: f32):
    %s = arith.addf %x, %y : f32
    linalg.yield %s : f32
  } -> tensor<8x8xf32>
  return %0 : tensor<8x8xf32>
}

// A gather reads an element in each iteration, besides its indices.
// CHECK-LABEL: func.func @gather
// CHECK-SAME: #fpo.cost<fpo = 0, read = 288, write = 96>
func.func @gather(%t: tensor<1000x4xf32>, %i: tensor<6x4xi64>, %o: tensor<6x4xf32>) -> tensor<6x4xf32> {
  %0 = linalg.generic {
    indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>],
    iterator_types = ["parallel", "parallel"]
  } ins(%i : tensor<6x4xi64>) outs(%o : tensor<6x4xf32>) {
  ^bb0(%x: i64, %z: f32):
    %r = arith.index_cast %x : i64 to index
    %c = linalg.index 1 : index
    %e = tensor.extract %t[%r, %c] : tensor<1000x4xf32>
    linalg.yield %e : f32
  } -> tensor<6x4xf32>
  return %0 : tensor<6x4xf32>
}

// Four elements of 4 bits share two bytes.
// CHECK-LABEL: func.func @sub_byte
// CHECK-SAME: read = 3, write = 3>
func.func @sub_byte(%a: tensor<5xi4>, %o: tensor<5xi4>) -> tensor<5xi4> {
  %0 = linalg.copy ins(%a : tensor<5xi4>) outs(%o : tensor<5xi4>) -> tensor<5xi4>
  return %0 : tensor<5xi4>
}

// Nothing is done with nothing.
// CHECK-LABEL: func.func @empty
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @empty(%a: tensor<4x0xf32>, %b: tensor<0x8xf32>, %o: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %0 = linalg.matmul ins(%a, %b : tensor<4x0xf32>, tensor<0x8xf32>) outs(%o : tensor<4x8xf32>) -> tensor<4x8xf32>
  return %0 : tensor<4x8xf32>
}

// [linalg.pack]
// CHECK-LABEL: func.func @pack
func.func @pack(%a: tensor<5x8xf32>, %x: f32, %o: tensor<2x2x4x4xf32>, %p: tensor<5x8xf32>)
    -> (tensor<2x2x4x4xf32>, tensor<5x8xf32>) {
  // CHECK: linalg.pack {{.*}}#fpo.cost<fpo = 0, read = 160, write = 256>
  %0 = linalg.pack %a padding_value(%x : f32) inner_dims_pos = [0, 1] inner_tiles = [4, 4] into %o
    : tensor<5x8xf32> -> tensor<2x2x4x4xf32>
  // CHECK: linalg.unpack {{.*}}#fpo.cost<fpo = 0, read = 160, write = 160>
  %1 = linalg.unpack %0 inner_dims_pos = [0, 1] inner_tiles = [4, 4] into %p
    : tensor<2x2x4x4xf32> -> tensor<5x8xf32>
  return %0, %1 : tensor<2x2x4x4xf32>, tensor<5x8xf32>
}

// Buffers are moved like tensors.
// CHECK-LABEL: func.func @buffers
// CHECK-SAME: #fpo.cost<fpo = 384, add = {f32: 192}, mul = {f32: 192}, mac = 192, read = 416, write = 128>
func.func @buffers(%a: memref<4x6xf32>, %b: memref<6x8xf32>, %o: memref<4x8xf32>) {
  linalg.matmul ins(%a, %b : memref<4x6xf32>, memref<6x8xf32>) outs(%o : memref<4x8xf32>)
  return
}
