// What depends on the parameters %w and %v alone: another view of one, a view of what is computed, the same thing computed twice,
// and a parameter as it is.
func.func @f(%w: tensor<4x6xf32>, %v: tensor<6xf32>, %x: tensor<24xf32>) -> (tensor<24xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<6xf32>) {
  %e = tensor.empty() : tensor<4x6xf32>
  %flat = tensor.empty() : tensor<24xf32>
  %w_flat = tensor.collapse_shape %w [[0, 1]] : tensor<4x6xf32> into tensor<24xf32>
  %ww = linalg.mul ins(%w, %w : tensor<4x6xf32>, tensor<4x6xf32>) outs(%e : tensor<4x6xf32>) -> tensor<4x6xf32>
  %ww_flat = tensor.collapse_shape %ww [[0, 1]] : tensor<4x6xf32> into tensor<24xf32>
  %ww_again = linalg.mul ins(%w, %w : tensor<4x6xf32>, tensor<4x6xf32>) outs(%e : tensor<4x6xf32>) -> tensor<4x6xf32>
  %x_wide = tensor.expand_shape %x [[0, 1]] output_shape [4, 6] : tensor<24xf32> into tensor<4x6xf32>
  %p = linalg.mul ins(%w_flat, %x : tensor<24xf32>, tensor<24xf32>) outs(%flat : tensor<24xf32>) -> tensor<24xf32>
  %q = linalg.add ins(%ww_flat, %p : tensor<24xf32>, tensor<24xf32>) outs(%flat : tensor<24xf32>) -> tensor<24xf32>
  %r = linalg.add ins(%ww, %x_wide : tensor<4x6xf32>, tensor<4x6xf32>) outs(%e : tensor<4x6xf32>) -> tensor<4x6xf32>
  %s = linalg.sub ins(%ww_again, %x_wide : tensor<4x6xf32>, tensor<4x6xf32>) outs(%e : tensor<4x6xf32>) -> tensor<4x6xf32>
  return %q, %r, %s, %v : tensor<24xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<6xf32>
}
