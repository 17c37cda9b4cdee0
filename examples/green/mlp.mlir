// A perceptron with one hidden layer on images of 8 x 8 pixels, for one image.
#image = affine_map<(d0, d1) -> (d0, d1)>
func.func @forward(%w1: tensor<64x32xf32> {fpo.param}, %b1: tensor<32xf32> {fpo.param},
                   %w2: tensor<32x10xf32> {fpo.param}, %b2: tensor<10xf32> {fpo.param},
                   %image: tensor<1x64xf32>) -> tensor<1x10xf32> {
  %zero = arith.constant 0.0 : f32
  %empty1 = tensor.empty() : tensor<1x32xf32>
  %start1 = linalg.broadcast ins(%b1 : tensor<32xf32>) outs(%empty1 : tensor<1x32xf32>) dimensions = [0]
  %sum1 = linalg.matmul ins(%image, %w1 : tensor<1x64xf32>, tensor<64x32xf32>) outs(%start1 : tensor<1x32xf32>) -> tensor<1x32xf32>
  %hidden = linalg.generic {indexing_maps = [#image, #image], iterator_types = ["parallel", "parallel"]}
      ins(%sum1 : tensor<1x32xf32>) outs(%empty1 : tensor<1x32xf32>) {
  ^bb0(%x: f32, %out: f32):
    %relu = arith.maximumf %x, %zero : f32
    linalg.yield %relu : f32
  } -> tensor<1x32xf32>
  %empty2 = tensor.empty() : tensor<1x10xf32>
  %start2 = linalg.broadcast ins(%b2 : tensor<10xf32>) outs(%empty2 : tensor<1x10xf32>) dimensions = [0]
  %sum2 = linalg.matmul ins(%hidden, %w2 : tensor<1x32xf32>, tensor<32x10xf32>) outs(%start2 : tensor<1x10xf32>) -> tensor<1x10xf32>
  return %sum2 : tensor<1x10xf32>
}
