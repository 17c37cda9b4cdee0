// RUN: fpo-opt %s --fpo-expose-bodies --fpo-form-kernels --fpo-widen-floats --canonicalize --cse | FileCheck %s

// The accumulator is f32; a bias and a rectifier see it before it is rounded, once.
// CHECK-LABEL: func.func @dense
// CHECK: combine {
// CHECK: ^bb0(%{{.*}}: bf16, %{{.*}}: bf16, %{{.*}}: bf16, %{{.*}}: bf16, %[[SUM:.*]]: f32):
// CHECK: arith.mulf {{.*}} : f32
// CHECK: arith.addf %[[SUM]], {{.*}} : f32
// CHECK: finish {
// CHECK: arith.addf {{.*}} : f32
// CHECK: arith.maximumf {{.*}} : f32
// CHECK: %[[ROUNDED:.*]] = arith.truncf
// CHECK-NEXT: fpo.yield %[[ROUNDED]] : bf16
func.func @dense(%a: tensor<8x4xbf16>, %b: tensor<4x16xbf16>, %c: tensor<16xbf16>) -> tensor<8x16xbf16> {
  %zero = arith.constant 0.0 : bf16
  %e = tensor.empty() : tensor<8x16xbf16>
  %f = linalg.fill ins(%zero : bf16) outs(%e : tensor<8x16xbf16>) -> tensor<8x16xbf16>
  %r = linalg.matmul ins(%a, %b : tensor<8x4xbf16>, tensor<4x16xbf16>) outs(%f : tensor<8x16xbf16>) -> tensor<8x16xbf16>
  %y = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (n)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]}
      ins(%r, %c : tensor<8x16xbf16>, tensor<16xbf16>) outs(%e : tensor<8x16xbf16>) {
  ^bb0(%x: bf16, %bias: bf16, %o: bf16):
    %s = arith.addf %x, %bias : bf16
    %t = arith.maximumf %s, %zero : bf16
    linalg.yield %t : bf16
  } -> tensor<8x16xbf16>
  return %y : tensor<8x16xbf16>
}

// What the program rounds itself stays.
// CHECK-LABEL: func.func @rounded
// CHECK: arith.addf {{.*}} : f32
// CHECK: arith.truncf {{.*}} : f32 to f16
// CHECK: arith.extf {{.*}} : f16 to f32
// CHECK: arith.mulf {{.*}} : f32
func.func @rounded(%a: tensor<8xf32>) -> tensor<8xf32> {
  %e = tensor.empty() : tensor<8xf32>
  %y = linalg.generic {indexing_maps = [affine_map<(m) -> (m)>, affine_map<(m) -> (m)>], iterator_types = ["parallel"]}
      ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%x: f32, %o: f32):
    %s = arith.addf %x, %x : f32
    %t = arith.truncf %s : f32 to f16
    %u = arith.extf %t : f16 to f32
    %v = arith.mulf %u, %u : f32
    linalg.yield %v : f32
  } -> tensor<8xf32>
  return %y : tensor<8xf32>
}
