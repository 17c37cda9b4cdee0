// A convolution, maximum pooling and a classifier on images of 8 x 8 pixels, for one image.
#map = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
func.func @forward(%filter: tensor<3x3x1x16xf32> {fpo.param}, %b1: tensor<16xf32> {fpo.param},
                   %w2: tensor<144x10xf32> {fpo.param}, %b2: tensor<10xf32> {fpo.param},
                   %image: tensor<1x8x8x1xf32>) -> tensor<1x10xf32> {
  %zero = arith.constant 0.0 : f32
  %lowest = arith.constant 0xFF800000 : f32
  %empty1 = tensor.empty() : tensor<1x6x6x16xf32>
  %start1 = linalg.broadcast ins(%b1 : tensor<16xf32>) outs(%empty1 : tensor<1x6x6x16xf32>) dimensions = [0, 1, 2]
  %features = linalg.conv_2d_nhwc_hwcf ins(%image, %filter : tensor<1x8x8x1xf32>, tensor<3x3x1x16xf32>)
      outs(%start1 : tensor<1x6x6x16xf32>) -> tensor<1x6x6x16xf32>
  %hidden = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%features : tensor<1x6x6x16xf32>) outs(%empty1 : tensor<1x6x6x16xf32>) {
  ^bb0(%x: f32, %out: f32):
    %relu = arith.maximumf %x, %zero : f32
    linalg.yield %relu : f32
  } -> tensor<1x6x6x16xf32>
  %window = tensor.empty() : tensor<2x2xf32>
  %empty2 = tensor.empty() : tensor<1x3x3x16xf32>
  %start2 = linalg.fill ins(%lowest : f32) outs(%empty2 : tensor<1x3x3x16xf32>) -> tensor<1x3x3x16xf32>
  %pooled = linalg.pooling_nhwc_max {strides = dense<2> : vector<2xi64>}
      ins(%hidden, %window : tensor<1x6x6x16xf32>, tensor<2x2xf32>) outs(%start2 : tensor<1x3x3x16xf32>) -> tensor<1x3x3x16xf32>
  %flat = tensor.collapse_shape %pooled [[0], [1, 2, 3]] : tensor<1x3x3x16xf32> into tensor<1x144xf32>
  %empty3 = tensor.empty() : tensor<1x10xf32>
  %start3 = linalg.broadcast ins(%b2 : tensor<10xf32>) outs(%empty3 : tensor<1x10xf32>) dimensions = [0]
  %scores = linalg.matmul ins(%flat, %w2 : tensor<1x144xf32>, tensor<144x10xf32>) outs(%start3 : tensor<1x10xf32>) -> tensor<1x10xf32>
  return %scores : tensor<1x10xf32>
}
