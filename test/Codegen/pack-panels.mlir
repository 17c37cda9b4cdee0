// RUN: fpo-opt %s --fpo-expose-bodies --canonicalize --cse --fpo-form-kernels --fpo-pack-operands=vector-bits=256 --canonicalize --cse --fpo-pack-panels=panel-bytes=4096 --canonicalize --cse | FileCheck %s
// RUN: fpo-opt %s --fpo-expose-bodies --canonicalize --cse --fpo-form-kernels --fpo-form-dot-products="vector-bits=512 features=avx512bf16" --fpo-pack-operands="vector-bits=512 features=avx512bf16" --canonicalize --cse --fpo-pack-panels=panel-bytes=4096 --canonicalize --cse | FileCheck %s --check-prefix=PAIRS

// 64 columns of 16 rows are four kilobytes; what is left is padded by itself.
// CHECK-LABEL: func.func @matmul
// CHECK-SAME: %[[A:.*]]: tensor<400x16xf32>, %[[B:.*]]: tensor<16x150xf32>
// CHECK-NOT: fpo.kernel
// CHECK: scf.forall (%[[J:.*]]) = (0) to (128) step (64) shared_outs(%[[OUT:.*]] =
// CHECK: %[[PART:.*]] = tensor.extract_slice %[[B]][0, %[[J]]] [16, 64]
// CHECK: %[[BLOCKS:.*]] = tensor.expand_shape %[[PART]] {{.*}} into tensor<16x4x16xf32>
// CHECK: %[[PANEL:.*]] = fpo.kernel ins(%[[BLOCKS]] : tensor<16x4x16xf32>) outs(%{{.*}} : tensor<4x16x16xf32>)
// CHECK: %[[TILE:.*]] = tensor.extract_slice %[[OUT]][0, %[[J]]] [400, 64]
// CHECK: fpo.kernel ins(%[[A]], %[[PANEL]] : tensor<400x16xf32>, tensor<4x16x16xf32>) outs(%[[TILE]] : tensor<400x64xf32>)
// CHECK: tensor.parallel_insert_slice %{{.*}} into %[[OUT]][0, %[[J]]] [400, 64]
// CHECK: %[[REST:.*]] = tensor.extract_slice %[[B]][0, 128] [16, 22]
// CHECK: tensor.pad %[[REST]] low[0, 0] high[0, 10]
// CHECK: fpo.kernel
// CHECK: fpo.kernel ins(%[[A]], %{{.*}} : tensor<400x16xf32>, tensor<2x16x16xf32>) outs(%{{.*}} : tensor<400x22xf32>)
// CHECK-NOT: fpo.kernel
// CHECK: return
func.func @matmul(%a: tensor<400x16xf32>, %b: tensor<16x150xf32>) -> tensor<400x150xf32> {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<400x150xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<400x150xf32>) -> tensor<400x150xf32>
  %r = linalg.matmul ins(%a, %b : tensor<400x16xf32>, tensor<16x150xf32>) outs(%f : tensor<400x150xf32>) -> tensor<400x150xf32>
  return %r : tensor<400x150xf32>
}

// A panel is one of a batch.
// CHECK-LABEL: func.func @batch
// CHECK: scf.forall (%[[I:.*]], %[[J:.*]]) = (0, 0) to (3, 96) step (1, 48)
// CHECK: tensor.extract_slice %{{.*}}[%[[I]], 0, 0] [1, 24, 20]
// CHECK: tensor.extract_slice %{{.*}}[%[[I]], %[[J]], 0] [1, 48, 20]
// CHECK: outs(%{{.*}} : tensor<3x1x20x16xf32>)
// CHECK: tensor.extract_slice %{{.*}}[%[[I]], 0, %[[J]]] [1, 24, 48]
func.func @batch(%a: tensor<3x24x20xf32>, %b: tensor<3x96x20xf32>) -> tensor<3x24x96xf32> {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<3x24x96xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<3x24x96xf32>) -> tensor<3x24x96xf32>
  %r = linalg.generic {indexing_maps = [affine_map<(b, m, n, k) -> (b, m, k)>, affine_map<(b, m, n, k) -> (b, n, k)>, affine_map<(b, m, n, k) -> (b, m, n)>],
                       iterator_types = ["parallel", "parallel", "parallel", "reduction"]}
      ins(%a, %b : tensor<3x24x20xf32>, tensor<3x96x20xf32>) outs(%f : tensor<3x24x96xf32>) {
  ^bb0(%x: f32, %y: f32, %s: f32):
    %p = arith.mulf %x, %y : f32
    %t = arith.addf %s, %p : f32
    linalg.yield %t : f32
  } -> tensor<3x24x96xf32>
  return %r : tensor<3x24x96xf32>
}

// A parameter is packed once, and not in panels; nor is what fits.
// CHECK-LABEL: func.func @whole
// CHECK-NOT: scf.forall
// CHECK: return
func.func @whole(%a: tensor<400x16xf32>, %b: tensor<16x150xf32> {fpo.param}, %c: tensor<400x16xf32>, %d: tensor<16x64xf32>) -> (tensor<400x150xf32>, tensor<400x64xf32>) {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<400x150xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<400x150xf32>) -> tensor<400x150xf32>
  %r = linalg.matmul ins(%a, %b : tensor<400x16xf32>, tensor<16x150xf32>) outs(%f : tensor<400x150xf32>) -> tensor<400x150xf32>
  %g = tensor.empty() : tensor<400x64xf32>
  %h = linalg.fill ins(%z : f32) outs(%g : tensor<400x64xf32>) -> tensor<400x64xf32>
  %s = linalg.matmul ins(%c, %d : tensor<400x16xf32>, tensor<16x64xf32>) outs(%h : tensor<400x64xf32>) -> tensor<400x64xf32>
  return %r, %s : tensor<400x150xf32>, tensor<400x64xf32>
}

// Pairs of an odd reduction are padded in each panel.
// PAIRS-LABEL: func.func @pairs
// PAIRS: scf.forall (%[[J:.*]]) = (0) to (64) step (32)
// PAIRS: %[[PART:.*]] = tensor.extract_slice %{{.*}}[%[[J]], 0] [32, 33]
// PAIRS: tensor.pad %[[PART]] low[0, 0] high[0, 1]
// PAIRS: tensor.collapse_shape %{{.*}} : tensor<1x17x32x2xbf16> into tensor<1x17x64xbf16>
func.func @pairs(%a: tensor<400x33xbf16>, %b: tensor<64x33xbf16>) -> tensor<400x64xf32> {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<400x64xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<400x64xf32>) -> tensor<400x64xf32>
  %r = linalg.generic {indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>],
                       iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%a, %b : tensor<400x33xbf16>, tensor<64x33xbf16>) outs(%f : tensor<400x64xf32>) {
  ^bb0(%x: bf16, %y: bf16, %s: f32):
    %xw = arith.extf %x : bf16 to f32
    %yw = arith.extf %y : bf16 to f32
    %p = arith.mulf %xw, %yw : f32
    %t = arith.addf %s, %p : f32
    linalg.yield %t : f32
  } -> tensor<400x64xf32>
  return %r : tensor<400x64xf32>
}
