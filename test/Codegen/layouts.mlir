// RUN: fpo-opt %s --fpo-expose-bodies --canonicalize --cse --fpo-form-kernels --fpo-assign-layouts --canonicalize --cse | FileCheck %s --check-prefix=LAYOUT
// RUN: fpo-opt %s --fpo-expose-bodies --canonicalize --cse --fpo-form-kernels --fpo-assign-layouts --fpo-pack-operands=vector-bits=256 --fpo-split-init --canonicalize --cse | FileCheck %s --check-prefix=SPLIT

// The image is turned once, at the border; padding and the second convolution see the channels last.
// LAYOUT-LABEL: func.func @forward
// LAYOUT: fpo.kernel ins(%{{.*}} : tensor<1x3x10x10xf32>) outs(%{{.*}} : tensor<1x10x10x3xf32>)
// LAYOUT: fpo.kernel ins(%{{.*}}, %{{.*}} : tensor<1x10x10x3xf32>, tensor<20x3x3x3xf32>) outs(%{{.*}} : tensor<1x8x8x20xf32>)
// LAYOUT: tensor.pad %{{.*}} low[0, 1, 1, 0] high[0, 1, 1, 0]
// LAYOUT: fpo.kernel ins(%{{.*}}, %{{.*}} : tensor<1x10x10x20xf32>, tensor<8x20x3x3xf32>) outs(%{{.*}} : tensor<1x8x8x8xf32>)
// LAYOUT: fpo.kernel ins(%{{.*}} : tensor<1x8x8x8xf32>) outs(%{{.*}} : tensor<1x8x8x8xf32>)
// LAYOUT-NOT: fpo.kernel

// Weights are packed once: blocks of two vectors of eight, then the window, then the channels.
// SPLIT-LABEL: func.func @forward_init
// SPLIT-SAME: -> (tensor<2x3x3x3x16xf32>, tensor<1x3x3x20x8xf32>)
// SPLIT-LABEL: func.func @forward(
// SPLIT-SAME: %{{.*}}: tensor<2x3x3x3x16xf32> {bufferization.writable = false}, %{{.*}}: tensor<1x3x3x20x8xf32> {bufferization.writable = false}, %{{.*}}: tensor<1x3x10x10xf32>
func.func @forward(%w: tensor<20x3x3x3xf32> {fpo.param}, %v: tensor<8x20x3x3xf32> {fpo.param}, %x: tensor<1x3x10x10xf32>)
    -> tensor<1x8x8x8xf32> {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<1x20x8x8xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<1x20x8x8xf32>) -> tensor<1x20x8x8xf32>
  %r = linalg.conv_2d_nchw_fchw ins(%x, %w : tensor<1x3x10x10xf32>, tensor<20x3x3x3xf32>)
      outs(%f : tensor<1x20x8x8xf32>) -> tensor<1x20x8x8xf32>
  %p = tensor.pad %r low[0, 0, 1, 1] high[0, 0, 1, 1] {
  ^bb0(%a: index, %b: index, %c: index, %d: index):
    tensor.yield %z : f32
  } : tensor<1x20x8x8xf32> to tensor<1x20x10x10xf32>
  %e2 = tensor.empty() : tensor<1x8x8x8xf32>
  %f2 = linalg.fill ins(%z : f32) outs(%e2 : tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32>
  %s = linalg.conv_2d_nchw_fchw ins(%p, %v : tensor<1x20x10x10xf32>, tensor<8x20x3x3xf32>)
      outs(%f2 : tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32>
  return %s : tensor<1x8x8x8xf32>
}
