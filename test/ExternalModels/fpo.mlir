// RUN: fpo-opt %s --emit=csv | FileCheck %s

// Kernels: [fpo.kernel].

// 8 x 16 results of 4 products each: 512 ADD and 512 MUL; a comparison each is one ADD more. Read 4 (32 + 64 + 16) bytes, written 512.
func.func @dense(%x: tensor<8x4xf32>, %w: tensor<4x16xf32>, %b: tensor<16xf32>, %o: tensor<8x16xf32>) -> tensor<8x16xf32> {
  %zero = arith.constant 0.0 : f32
  // CHECK: fpo.kernel,dense,{{[^,]*}},1,1152,0,0,448,512,exact,640,512
  %r = fpo.kernel ins(%x, %w, %b : tensor<8x4xf32>, tensor<4x16xf32>, tensor<16xf32>) outs(%o : tensor<8x16xf32>)
      maps [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (k, n)>,
            affine_map<(m, n, k) -> (n)>, affine_map<(m, n, k) -> (m, n)>]
      iterators ["parallel", "parallel", "reduction"] start {
  ^bb0(%v: f32, %u: f32, %c: f32, %p: f32):
    fpo.yield %c : f32
  } combine {
  ^bb0(%v: f32, %u: f32, %c: f32, %p: f32, %s: f32):
    %1 = arith.mulf %v, %u : f32
    %2 = arith.addf %s, %1 : f32
    fpo.yield %2 : f32
  } finish {
  ^bb0(%v: f32, %u: f32, %c: f32, %p: f32, %s: f32):
    %1 = arith.maximumf %s, %zero : f32
    fpo.yield %1 : f32
  } -> tensor<8x16xf32>
  return %r : tensor<8x16xf32>
}
