// RUN: fpo-opt %s --emit=json -o %t.json
// RUN: fpo-opt %s --transform-interpreter | FileCheck %s --check-prefix=DECOMPOSED
// RUN: fpo-opt %s --transform-interpreter --emit=json -o %t.decomposed.json
// RUN: %compare-functions %t.json %t.decomposed.json | FileCheck %s

// Ops that are no loop nest cost what their decompositions do: [linalg.softmax] [linalg.winograd].

// CHECK: 15 of 15 functions are as expected
// DECOMPOSED-NOT: = linalg.winograd
// DECOMPOSED-NOT: = linalg.softmax

module attributes {transform.with_named_sequence} {
  func.func @filter_2(%x: tensor<2x3x3x5xf32>, %o: tensor<4x4x5x2xf32>) -> tensor<4x4x5x2xf32> {
    %0 = linalg.winograd_filter_transform fmr(F_2_3) ins(%x : tensor<2x3x3x5xf32>) outs(%o : tensor<4x4x5x2xf32>) -> tensor<4x4x5x2xf32>
    return %0 : tensor<4x4x5x2xf32>
  }
  func.func @input_2(%x: tensor<2x6x8x5xf32>, %o: tensor<4x4x2x3x2x5xf32>) -> tensor<4x4x2x3x2x5xf32> {
    %0 = linalg.winograd_input_transform fmr(F_2_3) ins(%x : tensor<2x6x8x5xf32>) outs(%o : tensor<4x4x2x3x2x5xf32>) -> tensor<4x4x2x3x2x5xf32>
    return %0 : tensor<4x4x2x3x2x5xf32>
  }
  func.func @output_2(%x: tensor<4x4x2x3x2x4xf32>, %o: tensor<2x4x6x4xf32>) -> tensor<2x4x6x4xf32> {
    %0 = linalg.winograd_output_transform fmr(F_2_3) ins(%x : tensor<4x4x2x3x2x4xf32>) outs(%o : tensor<2x4x6x4xf32>) -> tensor<2x4x6x4xf32>
    return %0 : tensor<2x4x6x4xf32>
  }
  func.func @filter_4(%x: tensor<2x3x3x5xf32>, %o: tensor<6x6x5x2xf32>) -> tensor<6x6x5x2xf32> {
    %0 = linalg.winograd_filter_transform fmr(F_4_3) ins(%x : tensor<2x3x3x5xf32>) outs(%o : tensor<6x6x5x2xf32>) -> tensor<6x6x5x2xf32>
    return %0 : tensor<6x6x5x2xf32>
  }
  func.func @input_4(%x: tensor<2x10x14x5xf32>, %o: tensor<6x6x2x3x2x5xf32>) -> tensor<6x6x2x3x2x5xf32> {
    %0 = linalg.winograd_input_transform fmr(F_4_3) ins(%x : tensor<2x10x14x5xf32>) outs(%o : tensor<6x6x2x3x2x5xf32>) -> tensor<6x6x2x3x2x5xf32>
    return %0 : tensor<6x6x2x3x2x5xf32>
  }
  func.func @output_4(%x: tensor<6x6x2x3x2x4xf32>, %o: tensor<2x8x12x4xf32>) -> tensor<2x8x12x4xf32> {
    %0 = linalg.winograd_output_transform fmr(F_4_3) ins(%x : tensor<6x6x2x3x2x4xf32>) outs(%o : tensor<2x8x12x4xf32>) -> tensor<2x8x12x4xf32>
    return %0 : tensor<2x8x12x4xf32>
  }
  func.func @filter_row(%x: tensor<2x1x3x5xf32>, %o: tensor<1x6x5x2xf32>) -> tensor<1x6x5x2xf32> {
    %0 = linalg.winograd_filter_transform fmr(F_4_3) ins(%x : tensor<2x1x3x5xf32>) outs(%o : tensor<1x6x5x2xf32>) -> tensor<1x6x5x2xf32>
    return %0 : tensor<1x6x5x2xf32>
  }
  func.func @input_row(%x: tensor<2x1x10x5xf32>, %o: tensor<1x6x1x2x2x5xf32>) -> tensor<1x6x1x2x2x5xf32> {
    %0 = linalg.winograd_input_transform fmr(F_4_3) ins(%x : tensor<2x1x10x5xf32>) outs(%o : tensor<1x6x1x2x2x5xf32>) -> tensor<1x6x1x2x2x5xf32>
    return %0 : tensor<1x6x1x2x2x5xf32>
  }
  func.func @output_row(%x: tensor<1x6x1x2x2x4xf32>, %o: tensor<2x1x8x4xf32>) -> tensor<2x1x8x4xf32> {
    %0 = linalg.winograd_output_transform fmr(F_4_3) ins(%x : tensor<1x6x1x2x2x4xf32>) outs(%o : tensor<2x1x8x4xf32>) -> tensor<2x1x8x4xf32>
    return %0 : tensor<2x1x8x4xf32>
  }
  func.func @filter_column(%x: tensor<2x3x1x5xf32>, %o: tensor<6x1x5x2xf32>) -> tensor<6x1x5x2xf32> {
    %0 = linalg.winograd_filter_transform fmr(F_4_3) ins(%x : tensor<2x3x1x5xf32>) outs(%o : tensor<6x1x5x2xf32>) -> tensor<6x1x5x2xf32>
    return %0 : tensor<6x1x5x2xf32>
  }
  func.func @filter_25(%x: tensor<2x5x5x5xf32>, %o: tensor<6x6x5x2xf32>) -> tensor<6x6x5x2xf32> {
    %0 = linalg.winograd_filter_transform fmr(F_2_5) ins(%x : tensor<2x5x5x5xf32>) outs(%o : tensor<6x6x5x2xf32>) -> tensor<6x6x5x2xf32>
    return %0 : tensor<6x6x5x2xf32>
  }
  func.func @output_25(%x: tensor<6x6x2x3x2x4xf32>, %o: tensor<2x4x6x4xf32>) -> tensor<2x4x6x4xf32> {
    %0 = linalg.winograd_output_transform fmr(F_2_5) ins(%x : tensor<6x6x2x3x2x4xf32>) outs(%o : tensor<2x4x6x4xf32>) -> tensor<2x4x6x4xf32>
    return %0 : tensor<2x4x6x4xf32>
  }
  func.func @softmax(%x: tensor<2x16x32xf32>, %o: tensor<2x16x32xf32>) -> tensor<2x16x32xf32> {
    %0 = linalg.softmax dimension(2) ins(%x : tensor<2x16x32xf32>) outs(%o : tensor<2x16x32xf32>) -> tensor<2x16x32xf32>
    return %0 : tensor<2x16x32xf32>
  }
  func.func @softmax_f16(%x: tensor<16x32xf16>, %o: tensor<16x32xf16>) -> tensor<16x32xf16> {
    %0 = linalg.softmax dimension(0) ins(%x : tensor<16x32xf16>) outs(%o : tensor<16x32xf16>) -> tensor<16x32xf16>
    return %0 : tensor<16x32xf16>
  }
  transform.named_sequence @__transform_main(%m: !transform.any_op {transform.readonly}) {
    %w = transform.structured.match
      ops{["linalg.winograd_filter_transform", "linalg.winograd_input_transform", "linalg.winograd_output_transform"]}
      in %m : (!transform.any_op) -> !transform.any_op
    %x = transform.structured.decompose_winograd_op %w : (!transform.any_op) -> !transform.any_op
    %s = transform.structured.match ops{["linalg.softmax"]} in %m : (!transform.any_op) -> !transform.any_op
    transform.structured.decompose_interface %s : (!transform.any_op) -> !transform.any_op
    transform.yield
  }
}
