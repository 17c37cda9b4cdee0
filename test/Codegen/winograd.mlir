// RUN: fpo-opt %s --fpo-expose-bodies --canonicalize --cse --fpo-form-kernels --canonicalize --cse --fpo-winograd=tile=2 --canonicalize --cse | FileCheck %s
// RUN: fpo-opt %s --fpo-expose-bodies --canonicalize --cse --fpo-form-kernels --canonicalize --cse --fpo-winograd | FileCheck %s --check-prefix=COST
// RUN: not fpo-opt %s --fpo-winograd=tile=3 2>&1 | FileCheck %s --check-prefix=TILE

// TILE: error: there are no tiles of 3; there are 2 and 4

// Whole tiles, and those of the last row.
// CHECK-LABEL: func @same
// CHECK:       %[[FILTERS:.*]] = fpo.kernel ins(%arg0, {{.*}} outs({{.*}} : tensor<16x16x16xf32>)
// CHECK-SAME:    iterators ["parallel", "parallel"]
// CHECK:       %[[PAD:.*]] = tensor.pad %arg1 low[0, 1, 1, 0] high[0, 2, 1, 0]
// CHECK:       %[[TILES:.*]] = fpo.kernel ins(%[[PAD]], {{.*}} outs({{.*}} : tensor<16x1x4x4x16xf32>)
// CHECK-COUNT-32: {{arith.(add|sub)f}}
// CHECK-NOT:   arith
// CHECK:       fpo.yield
// CHECK:       %[[V:.*]] = tensor.collapse_shape %[[TILES]]
// CHECK:       %[[M:.*]] = fpo.kernel ins(%[[V]], %[[FILTERS]] : tensor<16x16x16xf32>, tensor<16x16x16xf32>)
// CHECK:       %[[PRODUCTS:.*]] = tensor.expand_shape %[[M]]
// CHECK:       %[[WHOLE:.*]] = tensor.extract_slice %[[PRODUCTS]][0, 0, 0, 0, 0] [16, 1, 3, 4, 16]
// CHECK:       %[[Y:.*]] = fpo.kernel ins(%[[WHOLE]]
// CHECK:       arith.maximumf
// CHECK:       fpo.yield %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} : f32, f32, f32, f32
// CHECK:       %[[LAST:.*]] = tensor.extract_slice %[[PRODUCTS]][0, 0, 3, 0, 0] [16, 1, 1, 4, 16]
// CHECK:       %[[Z:.*]] = fpo.kernel ins(%[[LAST]], {{.*}} outs(%[[Y]]
// CHECK:       fpo.yield %{{.*}}, %{{.*}} : f32, f32
// CHECK:       return %[[Z]]
// Too small to be worth it.
// COST-LABEL:  func @same
// COST:        "reduction", "reduction", "reduction"
func.func @same(%w: tensor<3x3x16x16xf32> {fpo.param}, %x: tensor<1x7x8x16xf32>) -> tensor<1x7x8x16xf32> {
  %zero = arith.constant 0.0 : f32
  %p = tensor.pad %x low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%i: index, %j: index, %k: index, %l: index):
    tensor.yield %zero : f32
  } : tensor<1x7x8x16xf32> to tensor<1x9x10x16xf32>
  %e = tensor.empty() : tensor<1x7x8x16xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<1x7x8x16xf32>) -> tensor<1x7x8x16xf32>
  %y = linalg.conv_2d_nhwc_hwcf ins(%p, %w : tensor<1x9x10x16xf32>, tensor<3x3x16x16xf32>) outs(%f : tensor<1x7x8x16xf32>) -> tensor<1x7x8x16xf32>
  %z = linalg.map {arith.maximumf} ins(%y, %f : tensor<1x7x8x16xf32>, tensor<1x7x8x16xf32>) outs(%e : tensor<1x7x8x16xf32>)
  return %z : tensor<1x7x8x16xf32>
}

// COST-LABEL:  func @large
// COST:        fpo.kernel ins(%{{.*}} outs({{.*}} : tensor<36x1x14x14x64xf32>)
// COST:        fpo.kernel ins(%{{.*}} outs({{.*}} : tensor<36x196x64xf32>)
func.func @large(%w: tensor<3x3x64x64xf32> {fpo.param}, %x: tensor<1x58x58x64xf32>, %o: tensor<1x56x56x64xf32>) -> tensor<1x56x56x64xf32> {
  %zero = arith.constant 0.0 : f32
  %f = linalg.fill ins(%zero : f32) outs(%o : tensor<1x56x56x64xf32>) -> tensor<1x56x56x64xf32>
  %y = linalg.conv_2d_nhwc_hwcf ins(%x, %w : tensor<1x58x58x64xf32>, tensor<3x3x64x64xf32>) outs(%f : tensor<1x56x56x64xf32>) -> tensor<1x56x56x64xf32>
  return %y : tensor<1x56x56x64xf32>
}

// Filters that change, a stride, and larger filters.
// CHECK-LABEL: func @input
// CHECK:       "reduction", "reduction", "reduction"
func.func @input(%w: tensor<3x3x16x16xf32>, %x: tensor<1x9x10x16xf32>, %o: tensor<1x7x8x16xf32>) -> tensor<1x7x8x16xf32> {
  %zero = arith.constant 0.0 : f32
  %f = linalg.fill ins(%zero : f32) outs(%o : tensor<1x7x8x16xf32>) -> tensor<1x7x8x16xf32>
  %y = linalg.conv_2d_nhwc_hwcf ins(%x, %w : tensor<1x9x10x16xf32>, tensor<3x3x16x16xf32>) outs(%f : tensor<1x7x8x16xf32>) -> tensor<1x7x8x16xf32>
  return %y : tensor<1x7x8x16xf32>
}

// CHECK-LABEL: func @stride
// CHECK:       "reduction", "reduction", "reduction"
func.func @stride(%w: tensor<3x3x16x16xf32> {fpo.param}, %x: tensor<1x9x11x16xf32>, %o: tensor<1x4x5x16xf32>) -> tensor<1x4x5x16xf32> {
  %zero = arith.constant 0.0 : f32
  %f = linalg.fill ins(%zero : f32) outs(%o : tensor<1x4x5x16xf32>) -> tensor<1x4x5x16xf32>
  %y = linalg.conv_2d_nhwc_hwcf {strides = dense<2> : tensor<2xi64>} ins(%x, %w : tensor<1x9x11x16xf32>, tensor<3x3x16x16xf32>) outs(%f : tensor<1x4x5x16xf32>) -> tensor<1x4x5x16xf32>
  return %y : tensor<1x4x5x16xf32>
}

// CHECK-LABEL: func @larger
// CHECK:       "reduction", "reduction", "reduction"
func.func @larger(%w: tensor<5x5x16x16xf32> {fpo.param}, %x: tensor<1x9x10x16xf32>, %o: tensor<1x5x6x16xf32>) -> tensor<1x5x6x16xf32> {
  %zero = arith.constant 0.0 : f32
  %f = linalg.fill ins(%zero : f32) outs(%o : tensor<1x5x6x16xf32>) -> tensor<1x5x6x16xf32>
  %y = linalg.conv_2d_nhwc_hwcf ins(%x, %w : tensor<1x9x10x16xf32>, tensor<5x5x16x16xf32>) outs(%f : tensor<1x5x6x16xf32>) -> tensor<1x5x6x16xf32>
  return %y : tensor<1x5x6x16xf32>
}
