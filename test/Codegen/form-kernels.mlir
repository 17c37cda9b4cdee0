// RUN: fpo-opt %s --fpo-form-kernels --canonicalize --cse | FileCheck %s

#id = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d1)>

// What the sum starts from, the product, the bias and the activation are one kernel.
// CHECK-LABEL: func.func @dense
// CHECK: fpo.kernel ins(%{{.*}}, %{{.*}}, %{{.*}} : tensor<8x4xf32>, tensor<4x16xf32>, tensor<16xf32>)
// CHECK: start
// CHECK: combine
// CHECK: arith.mulf
// CHECK: arith.addf
// CHECK: finish
// CHECK: arith.addf
// CHECK: arith.maximumf
// CHECK-NOT: linalg
// CHECK-NOT: fpo.kernel
func.func @dense(%x: tensor<8x4xf32>, %w: tensor<4x16xf32>, %b: tensor<16xf32>) -> tensor<8x16xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x16xf32>
  %f = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> ()>, #id], iterator_types = ["parallel", "parallel"]}
      ins(%zero : f32) outs(%e : tensor<8x16xf32>) {
  ^bb0(%in: f32, %out: f32):
    linalg.yield %in : f32
  } -> tensor<8x16xf32>
  %p = linalg.generic {
      indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, n)>],
      iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%x, %w : tensor<8x4xf32>, tensor<4x16xf32>) outs(%f : tensor<8x16xf32>) {
  ^bb0(%u: f32, %v: f32, %s: f32):
    %0 = arith.mulf %u, %v : f32
    %1 = arith.addf %s, %0 : f32
    linalg.yield %1 : f32
  } -> tensor<8x16xf32>
  %a = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%p, %b : tensor<8x16xf32>, tensor<16xf32>) outs(%e : tensor<8x16xf32>) {
  ^bb0(%u: f32, %v: f32, %out: f32):
    %0 = arith.addf %u, %v : f32
    linalg.yield %0 : f32
  } -> tensor<8x16xf32>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%a : tensor<8x16xf32>) outs(%e : tensor<8x16xf32>) {
  ^bb0(%u: f32, %out: f32):
    %0 = arith.maximumf %u, %zero : f32
    linalg.yield %0 : f32
  } -> tensor<8x16xf32>
  return %r : tensor<8x16xf32>
}

// A result that others look at too stays.
// CHECK-LABEL: func.func @shared
// CHECK: fpo.kernel
// CHECK: fpo.kernel
func.func @shared(%x: tensor<8x4xf32>, %o: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
  %p = linalg.generic {indexing_maps = [#id, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]}
      ins(%x : tensor<8x4xf32>) outs(%o : tensor<8xf32>) {
  ^bb0(%u: f32, %s: f32):
    %0 = arith.addf %s, %u : f32
    linalg.yield %0 : f32
  } -> tensor<8xf32>
  %e = tensor.empty() : tensor<8xf32>
  %r = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]}
      ins(%p : tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%u: f32, %out: f32):
    %0 = arith.mulf %u, %u : f32
    linalg.yield %0 : f32
  } -> tensor<8xf32>
  return %p, %r : tensor<8xf32>, tensor<8xf32>
}

// What depends on parameters alone is not computed again in each point of what does not.
// CHECK-LABEL: func.func @parameter
// CHECK: fpo.kernel
// CHECK: math.rsqrt
// CHECK: fpo.kernel
// CHECK-NOT: math.rsqrt
// CHECK: return
func.func @parameter(%v: tensor<16xf32> {fpo.param}, %x: tensor<8x16xf32>) -> tensor<8x16xf32> {
  %e = tensor.empty() : tensor<16xf32>
  %s = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]}
      ins(%v : tensor<16xf32>) outs(%e : tensor<16xf32>) {
  ^bb0(%u: f32, %out: f32):
    %0 = math.rsqrt %u : f32
    linalg.yield %0 : f32
  } -> tensor<16xf32>
  %o = tensor.empty() : tensor<8x16xf32>
  %r = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %s : tensor<8x16xf32>, tensor<16xf32>) outs(%o : tensor<8x16xf32>) {
  ^bb0(%u: f32, %w: f32, %out: f32):
    %0 = arith.mulf %u, %w : f32
    linalg.yield %0 : f32
  } -> tensor<8x16xf32>
  return %r : tensor<8x16xf32>
}
