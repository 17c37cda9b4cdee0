// RUN: fpo-opt %s --fpo-fold-reshapes --canonicalize --cse | FileCheck %s

#id = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#matrix = affine_map<(d0, d1) -> (d0, d1)>

// Heads are split off by loops of their own, and the transpose is but a map.
// CHECK-DAG: #[[W:.*]] = affine_map<(d0, d1, d2, d3) -> (d3, d1, d2)>
// CHECK-DAG: #[[Y:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
// CHECK-LABEL: func.func @heads
// CHECK: tensor.expand_shape %{{.*}} : tensor<8x48xf32> into tensor<8x3x16xf32>
// CHECK: linalg.generic {indexing_maps = [#{{.*}}, #[[W]], #[[Y]]]
// CHECK-SAME: tensor<8x3x16xf32>) outs(%{{.*}} : tensor<4x3x16xf32>)
// CHECK-NOT: _shape
func.func @heads(%x: tensor<4x8xf32>, %w: tensor<8x48xf32>, %e: tensor<4x48xf32>, %o: tensor<3x4x16xf32>) -> tensor<3x4x16xf32> {
  %z = arith.constant 0.0 : f32
  %f = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> ()>, #matrix], iterator_types = ["parallel", "parallel"]}
      ins(%z : f32) outs(%e : tensor<4x48xf32>) {
  ^bb0(%u: f32, %v: f32):
    linalg.yield %u : f32
  } -> tensor<4x48xf32>
  %y = linalg.generic {
      indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, n)>],
      iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%x, %w : tensor<4x8xf32>, tensor<8x48xf32>) outs(%f : tensor<4x48xf32>) {
  ^bb0(%u: f32, %v: f32, %s: f32):
    %0 = arith.mulf %u, %v : f32
    %1 = arith.addf %s, %0 : f32
    linalg.yield %1 : f32
  } -> tensor<4x48xf32>
  %h = tensor.expand_shape %y [[0], [1, 2]] output_shape [4, 3, 16] : tensor<4x48xf32> into tensor<4x3x16xf32>
  %r = linalg.generic {indexing_maps = [affine_map<(h, m, d) -> (m, h, d)>, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%h : tensor<4x3x16xf32>) outs(%o : tensor<3x4x16xf32>) {
  ^bb0(%u: f32, %v: f32):
    %0 = math.exp %u : f32
    linalg.yield %0 : f32
  } -> tensor<3x4x16xf32>
  return %r : tensor<3x4x16xf32>
}

// A repeat of the keys for a group of queries is not made: all of the group read the same.
// CHECK-LABEL: func.func @group
// CHECK-SAME: %[[Q:.*]]: tensor<6x4x16xf32>, %[[K:.*]]: tensor<2x5x16xf32>
// CHECK: %[[QS:.*]] = tensor.expand_shape %[[Q]]
// CHECK: linalg.generic
// CHECK-SAME: ins(%[[QS]], %[[K]] : tensor<2x3x4x16xf32>, tensor<2x5x16xf32>)
func.func @group(%q: tensor<6x4x16xf32>, %k: tensor<2x5x16xf32>, %e: tensor<2x3x5x16xf32>, %o: tensor<6x4x5xf32>) -> tensor<6x4x5xf32> {
  %b = linalg.generic {indexing_maps = [affine_map<(g, r, n, d) -> (g, n, d)>, affine_map<(g, r, n, d) -> (g, r, n, d)>],
      iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%k : tensor<2x5x16xf32>) outs(%e : tensor<2x3x5x16xf32>) {
  ^bb0(%u: f32, %v: f32):
    linalg.yield %u : f32
  } -> tensor<2x3x5x16xf32>
  %c = tensor.collapse_shape %b [[0, 1], [2], [3]] : tensor<2x3x5x16xf32> into tensor<6x5x16xf32>
  %s = linalg.generic {
      indexing_maps = [affine_map<(h, m, n, d) -> (h, m, d)>, affine_map<(h, m, n, d) -> (h, n, d)>, affine_map<(h, m, n, d) -> (h, m, n)>],
      iterator_types = ["parallel", "parallel", "parallel", "reduction"]}
      ins(%q, %c : tensor<6x4x16xf32>, tensor<6x5x16xf32>) outs(%o : tensor<6x4x5xf32>) {
  ^bb0(%u: f32, %v: f32, %w: f32):
    %0 = arith.mulf %u, %v : f32
    %1 = arith.addf %w, %0 : f32
    linalg.yield %1 : f32
  } -> tensor<6x4x5xf32>
  return %s : tensor<6x4x5xf32>
}

// Dimensions of one that come and go between ops vanish.
// CHECK-LABEL: func.func @units
// CHECK-NOT: _shape
// CHECK: linalg.generic
// CHECK-SAME: ins(%{{.*}} : tensor<4x8xf32>) outs(%{{.*}} : tensor<4x8xf32>)
// CHECK-NOT: _shape
// CHECK: return
func.func @units(%x: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %a = tensor.expand_shape %x [[0, 1], [2]] output_shape [1, 4, 8] : tensor<4x8xf32> into tensor<1x4x8xf32>
  %e = tensor.empty() : tensor<1x4x8xf32>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%a : tensor<1x4x8xf32>) outs(%e : tensor<1x4x8xf32>) {
  ^bb0(%u: f32, %v: f32):
    %0 = math.exp %u : f32
    linalg.yield %0 : f32
  } -> tensor<1x4x8xf32>
  %c = tensor.collapse_shape %r [[0, 1], [2]] : tensor<1x4x8xf32> into tensor<4x8xf32>
  return %c : tensor<4x8xf32>
}
