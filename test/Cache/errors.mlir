// RUN: fpo-opt %s -split-input-file -verify-diagnostics --fpo-cache-traffic="caches=L1=4096"

func.func @no_loop(%a: tensor<4x8xf32>, %b: tensor<8x2xf32>, %c: tensor<4x2xf32>) -> tensor<4x2xf32> {
  // expected-error @+1 {{'linalg.matmul' op has a schedule that doesn't fit: there is no d3: the op has 3 loops}}
  %0 = linalg.matmul {fpo.schedule = #fpo.schedule<loops = [d3]>}
    ins(%a, %b : tensor<4x8xf32>, tensor<8x2xf32>) outs(%c : tensor<4x2xf32>) -> tensor<4x2xf32>
  return %0 : tensor<4x2xf32>
}

// -----

func.func @block(%a: tensor<4x8xf32>, %b: tensor<8x2xf32>, %c: tensor<4x2xf32>) -> tensor<4x2xf32> {
  // expected-error @+1 {{tile 3 of d2 is neither a multiple nor a divisor of the block}}
  %0 = linalg.matmul {fpo.schedule = #fpo.schedule<loops = [d2:3], pack = {1: [d2:2]}>}
    ins(%a, %b : tensor<4x8xf32>, tensor<8x2xf32>) outs(%c : tensor<4x2xf32>) -> tensor<4x2xf32>
  return %0 : tensor<4x2xf32>
}

// -----

func.func @written(%a: tensor<4x8xf32>, %b: tensor<8x2xf32>, %c: tensor<4x2xf32>) -> tensor<4x2xf32> {
  // expected-error @+1 {{operand 2 can't be packed: it is written, or read twice}}
  %0 = linalg.matmul {fpo.schedule = #fpo.schedule<loops = [], pack = {2: [d0:2]}>}
    ins(%a, %b : tensor<4x8xf32>, tensor<8x2xf32>) outs(%c : tensor<4x2xf32>) -> tensor<4x2xf32>
  return %0 : tensor<4x2xf32>
}

// -----

func.func @not_there(%a: tensor<4x8xf32>, %b: tensor<8x2xf32>, %c: tensor<4x2xf32>) -> tensor<4x2xf32> {
  // expected-error @+1 {{operand 1 has no d0}}
  %0 = linalg.matmul {fpo.schedule = #fpo.schedule<loops = [], pack = {1: [d0:2]}>}
    ins(%a, %b : tensor<4x8xf32>, tensor<8x2xf32>) outs(%c : tensor<4x2xf32>) -> tensor<4x2xf32>
  return %0 : tensor<4x2xf32>
}

// -----

func.func @no_structure(%a: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error @+1 {{'arith.addf' op has a schedule that doesn't fit: it has no loops that a schedule could order}}
  %0 = arith.addf %a, %a {fpo.schedule = #fpo.schedule<loops = [d0]>} : tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

func.func @not_linear(%a: tensor<2x4xf32>, %c: tensor<8xf32>) -> tensor<8xf32> {
  // expected-remark @+1 {{cache traffic is not known: an index is no sum of multiples of loops}}
  %0 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0 floordiv 4, d0 mod 4)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]}
    ins(%a : tensor<2x4xf32>) outs(%c : tensor<8xf32>) {
  ^bb0(%x: f32, %y: f32):
    linalg.yield %x : f32
  } -> tensor<8xf32>
  return %0 : tensor<8xf32>
}
