// RUN: fpo-opt %s --fpo-annotate | FileCheck %s

// Counts that are easily got wrong. (The triangle of 92 is in nests.mlir, the
// product beyond 2^200 in symbols.mlir.)

// Beyond 64 bits.
// CHECK-LABEL: func.func @large_matmul
// CHECK-SAME: #fpo.cost<fpo = 576000000000000000, add = {f32: 288000000000000000}, mul = {f32: 288000000000000000}, mac = 288000000000000000,
func.func @large_matmul(%a: tensor<400000x900000xf32>, %b: tensor<900000x800000xf32>, %c: tensor<400000x800000xf32>) {
  %0 = linalg.matmul ins(%a, %b : tensor<400000x900000xf32>, tensor<900000x800000xf32>)
    outs(%c : tensor<400000x800000xf32>) -> tensor<400000x800000xf32>
  return
}

// 8x8x3 -> 17x17x4 by 3x3 with stride 2: the work of the input, 8*8*3*4*3*3
// multiply-accumulates, not that of an image filled up with zeros.
// CHECK-LABEL: func.func @transposed_convolution
// CHECK-SAME: mac = 6912,
func.func @transposed_convolution(%x: tensor<1x8x8x3xf32>, %w: tensor<4x3x3x3xf32>, %b: tensor<4xf32>) -> tensor<1x17x17x4xf32> {
  %zp = "tosa.const"() {values = dense<0.0> : tensor<1xf32>} : () -> tensor<1xf32>
  %0 = tosa.transpose_conv2d %x, %w, %b, %zp, %zp {acc_type = f32, out_pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 2, 2>}
    : (tensor<1x8x8x3xf32>, tensor<4x3x3x3xf32>, tensor<4xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x17x17x4xf32>
  return %0 : tensor<1x17x17x4xf32>
}

// Taps on padding are executed: 9 positions by 9 taps.
// CHECK-LABEL: func.func @same_convolution
// CHECK-SAME: mac = 81,
func.func @same_convolution(%x: tensor<1x3x3x1xf32>, %w: tensor<1x3x3x1xf32>, %b: tensor<1xf32>) -> tensor<1x3x3x1xf32> {
  %zp = "tosa.const"() {values = dense<0.0> : tensor<1xf32>} : () -> tensor<1xf32>
  %0 = tosa.conv2d %x, %w, %b, %zp, %zp {acc_type = f32, pad = array<i64: 1, 1, 1, 1>, stride = array<i64: 1, 1>, dilation = array<i64: 1, 1>}
    : (tensor<1x3x3x1xf32>, tensor<1x3x3x1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x3x3x1xf32>
  return %0 : tensor<1x3x3x1xf32>
}

// 2 j <= i < n: floor((n^2 + 2 n + 1)/4).
// CHECK-LABEL: func.func @half_triangle
// CHECK-SAME: #fpo.cost<fpo = "floor((arg0.0^2 + 2*arg0.0 + 1)/4)"
func.func @half_triangle(%t: memref<?xf32>, %x: f32) {
  %c0 = arith.constant 0 : index
  %n = memref.dim %t, %c0 : memref<?xf32>
  affine.for %i = 0 to %n {
    affine.for %j = 0 to affine_map<(d0) -> (d0 floordiv 2 + 1)>(%i) {
      %0 = arith.mulf %x, %x : f32
    }
  }
  return
}

// Loops that do not begin, at any depth.
// CHECK-LABEL: func.func @empty
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @empty(%x: f32, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c5 = arith.constant 5 : index
  scf.for %i = %c5 to %c0 step %c1 {
    %0 = arith.mulf %x, %x : f32
  }
  scf.for %i = %c5 to %c5 step %c1 {
    %0 = arith.mulf %x, %x : f32
  }
  affine.for %i = 0 to 0 {
    affine.for %j = 0 to %n {
      %0 = arith.mulf %x, %x : f32
    }
  }
  affine.for %i = 0 to 9 {
    affine.for %j = affine_map<(d0) -> (d0)>(%i) to affine_map<(d0) -> (d0 - 3)>(%i) {
      %0 = arith.mulf %x, %x : f32
    }
  }
  return
}

// A loop that begins, and steps backwards or not at all, has no meaning: what
// is known of it is a symbol. Where it does not begin, the step is no matter.
// CHECK-LABEL: func.func @steps
// CHECK-SAME: #fpo.cost<fpo = "trip(@steps:{{[0-9]+}}) + trip(@steps:{{[0-9]+}})"
func.func @steps(%x: f32) {
  %c0 = arith.constant 0 : index
  %c5 = arith.constant 5 : index
  %minus = arith.constant -1 : index
  scf.for %i = %c5 to %c0 step %minus {
    %0 = arith.mulf %x, %x : f32
  }
  scf.for %i = %c0 to %c5 step %minus {
    %0 = arith.mulf %x, %x : f32
  }
  scf.for %i = %c0 to %c5 step %c0 {
    %0 = arith.mulf %x, %x : f32
  }
  return
}

// Down from n - 1 in steps of two, as loops without negative steps say it, and
// j below that.
// CHECK-LABEL: func.func @downwards
// CHECK-SAME: #fpo.cost<fpo = 20,
func.func @downwards(%x: f32) {
  affine.for %k = 0 to 5 {
    affine.for %j = 0 to affine_map<(d0) -> (8 - 2 * d0)>(%k) {
      %0 = arith.mulf %x, %x : f32
    }
  }
  return
}

// CHECK-LABEL: func.func @no_elements
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @no_elements(%a: tensor<0x5xf32>, %b: tensor<5x0xf32>, %c: tensor<0x0xf32>, %z: tensor<5x5xf32>) {
  %0 = linalg.matmul ins(%a, %b : tensor<0x5xf32>, tensor<5x0xf32>) outs(%c : tensor<0x0xf32>) -> tensor<0x0xf32>
  %1 = arith.addf %a, %a : tensor<0x5xf32>
  return
}

// Nothing to sum up: the result is what it is initialised with.
// CHECK-LABEL: func.func @no_reduction
// CHECK-SAME: #fpo.cost<fpo = 0, write = 100>
func.func @no_reduction(%a: tensor<5x0xf32>, %b: tensor<0x5xf32>, %z: tensor<5x5xf32>, %x: f32) {
  %c = linalg.fill ins(%x : f32) outs(%z : tensor<5x5xf32>) -> tensor<5x5xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<5x0xf32>, tensor<0x5xf32>) outs(%c : tensor<5x5xf32>) -> tensor<5x5xf32>
  return
}
