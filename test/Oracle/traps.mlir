// What is executed in cases that are easily counted wrong. The numbers were worked out by hand.
// RUN: fpo-run %S/Inputs/flow.mlir --count --entry=triangle | FileCheck %s --check-prefix=TRIANGLE
// RUN: fpo-run %S/Inputs/flow.mlir --count --entry=same_convolution | FileCheck %s --check-prefix=SAME
// RUN: fpo-run %S/Inputs/flow.mlir --count --entry=for_empty --entry=for_backwards --entry=for_negative_bounds \
// RUN:   --entry=for_large_step | FileCheck %s --check-prefix=LOOPS
// RUN: fpo-run %S/Inputs/flow.mlir --count --entry=affine_tiles | FileCheck %s --check-prefix=TILES
// RUN: fpo-run %S/Inputs/flow.mlir --count --entry=zero_sizes --entry=zero_reduction | FileCheck %s --check-prefix=ZERO
// RUN: fpo-run %S/Inputs/flow.mlir --count --entry=while | FileCheck %s --check-prefix=WHILE
// RUN: fpo-run %S/Inputs/flow.mlir --count --entry=sizes --bind=arg1=3 | FileCheck %s --check-prefix=SIZES
// RUN: fpo-opt %s --emit=csv | FileCheck %s --check-prefix=TRANSPOSED
// RUN: fpo-run %s --count | FileCheck %s --check-prefix=LOWERED

// i in [0, 8), j in [0, i + 8): 8 * 8 + 28 points, not 8 * 15.
// TRIANGLE: f32: 92 ADD, 0 MUL

// Each of nine outputs has nine taps, whether they lie on padding or not.
// SAME: f32: 81 ADD, 81 MUL

// LOOPS-LABEL: @for_empty
// LOOPS-NEXT: nothing
// LOOPS-LABEL: @for_backwards
// LOOPS-NEXT: nothing
// From -5 to 4 by 2: -5, -3, -1, 1, 3.
// LOOPS-LABEL: @for_negative_bounds
// LOOPS-NEXT: f32: 0 ADD, 5 MUL
// LOOPS-LABEL: @for_large_step
// LOOPS-NEXT: f32: 0 ADD, 1 MUL

// TILES: f32: 10 ADD, 0 MUL

// ZERO-LABEL: @zero_sizes
// ZERO-NEXT: nothing
// ZERO-LABEL: @zero_reduction
// ZERO-NEXT: nothing

// Five turns, and six looks at the condition.
// WHILE: f32: 6 ADD, 5 MUL

// The bound of the loop is 2 * 5 + 2. The product that computes it is no data, the one that is returned is.
// SIZES-DAG: f32: 12 ADD, 0 MUL
// SIZES-DAG: i64: 0 ADD, 1 MUL

// [tosa.transpose_conv] 8 * 8 * 3 input elements meet 3 * 3 * 4 weights each: 6912. Its lowering convolves an image that is
// filled up with zeros, and executes more: 15552 multiplications.
// TRANSPOSED: tosa.transpose_conv2d,{{.*}},exact,6912,6912
// LOWERED: f32: {{[0-9]+}} ADD, 15552 MUL
func.func @transposed(%x: tensor<1x8x8x3xf32>, %w: tensor<4x3x3x3xf32>, %b: tensor<4xf32>) -> tensor<1x17x17x4xf32> {
  %z = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %r = tosa.transpose_conv2d %x, %w, %b, %z, %z {acc_type = f32, out_pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 2, 2>}
    : (tensor<1x8x8x3xf32>, tensor<4x3x3x3xf32>, tensor<4xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x17x17x4xf32>
  return %r : tensor<1x17x17x4xf32>
}
