// x w, w a parameter.
func.func @product(%w: tensor<48x64xf32> {fpo.param}, %x: tensor<20x48xf32>) -> tensor<20x64xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<20x64xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<20x64xf32>) -> tensor<20x64xf32>
  %p = linalg.matmul ins(%x, %w : tensor<20x48xf32>, tensor<48x64xf32>) outs(%f : tensor<20x64xf32>) -> tensor<20x64xf32>
  return %p : tensor<20x64xf32>
}
