// Nothing can be fused or packed: what is held is what the program says.
func.func @products(%x: tensor<32x128xf32>, %y: tensor<128x128xf32>) -> (tensor<32x128xf32>) {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<32x128xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<32x128xf32>) -> tensor<32x128xf32>
  %a = linalg.matmul ins(%x, %y : tensor<32x128xf32>, tensor<128x128xf32>) outs(%f : tensor<32x128xf32>) -> tensor<32x128xf32>
  %e1 = tensor.empty() : tensor<32x128xf32>
  %f1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<32x128xf32>) -> tensor<32x128xf32>
  %b = linalg.matmul ins(%a, %y : tensor<32x128xf32>, tensor<128x128xf32>) outs(%f1 : tensor<32x128xf32>) -> tensor<32x128xf32>
  %e2 = tensor.empty() : tensor<32x128xf32>
  %f2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<32x128xf32>) -> tensor<32x128xf32>
  %c = linalg.matmul ins(%b, %y : tensor<32x128xf32>, tensor<128x128xf32>) outs(%f2 : tensor<32x128xf32>) -> tensor<32x128xf32>
  return %c : tensor<32x128xf32>
}
