#conv = loc("layer1.0.conv"("convolution"))
#relu = loc("layer1.0.relu"("relu"))
#fc = loc("fc"("addmm"))
#call = loc(callsite("head.scale" at "layer2"))
func.func @forward(%x: tensor<1x3x6x6xf32>, %w: tensor<4x3x3x3xf32>, %f: tensor<64x10xf32>, %o: tensor<1x4x4x4xf32>,
                   %p: tensor<1x10xf32>) -> tensor<1x10xf32> {
  %0 = linalg.conv_2d_nchw_fchw ins(%x, %w : tensor<1x3x6x6xf32>, tensor<4x3x3x3xf32>) outs(%o : tensor<1x4x4x4xf32>)
    -> tensor<1x4x4x4xf32> loc(#conv)
  %1 = linalg.max ins(%0, %o : tensor<1x4x4x4xf32>, tensor<1x4x4x4xf32>) outs(%o : tensor<1x4x4x4xf32>)
    -> tensor<1x4x4x4xf32> loc(#relu)
  %2 = tensor.collapse_shape %1 [[0], [1, 2, 3]] : tensor<1x4x4x4xf32> into tensor<1x64xf32>
  %3 = linalg.matmul ins(%2, %f : tensor<1x64xf32>, tensor<64x10xf32>) outs(%p : tensor<1x10xf32>)
    -> tensor<1x10xf32> loc(#fc)
  %4 = func.call @scale(%3, %p) : (tensor<1x10xf32>, tensor<1x10xf32>) -> tensor<1x10xf32>
  %5 = func.call @scale(%4, %p) : (tensor<1x10xf32>, tensor<1x10xf32>) -> tensor<1x10xf32>
  return %5 : tensor<1x10xf32>
}
func.func private @scale(%x: tensor<1x10xf32>, %y: tensor<1x10xf32>) -> tensor<1x10xf32> {
  %0 = arith.mulf %x, %y : tensor<1x10xf32> loc(#call)
  return %0 : tensor<1x10xf32>
}
