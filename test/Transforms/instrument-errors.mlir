// RUN: fpo-opt %s --fpo-instrument --split-input-file --verify-diagnostics --allow-unregistered-dialect

func.func @named(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  // expected-error @below {{no counter can be put beside 'linalg.matmul': its body does not show; run --fpo-expose-bodies}}
  %0 = linalg.matmul ins(%a, %a: tensor<4x4xf32>, tensor<4x4xf32>) outs(%a: tensor<4x4xf32>) -> tensor<4x4xf32>
  return %0 : tensor<4x4xf32>
}

// -----

func.func @tensors(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  // expected-error @below {{no counter can be put beside 'arith.addf': it does more than one scalar or elementwise op}}
  %0 = arith.addf %a, %a : tensor<4x4xf32>
  return %0 : tensor<4x4xf32>
}

// -----

func.func @power(%x: f32, %n: i32) -> f32 {
  // expected-error @below {{no counter can be put beside 'math.fpowi': the exponent is not a constant}}
  %0 = math.fpowi %x, %n : f32, i32
  return %0 : f32
}

// -----

func.func @unknown(%x: f32) -> f32 {
  // expected-error @below {{no counter can be put beside 'mine.op': there is no cost for this op}}
  %0 = "mine.op"(%x) : (f32) -> f32
  return %0 : f32
}

// -----

// expected-error @below {{the program has counters already}}
memref.global @fpo.add.f32 : memref<i64> = dense<0>
