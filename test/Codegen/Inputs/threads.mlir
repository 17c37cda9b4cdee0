// Large enough for threads, and of sizes that no block divides.
func.func @f(%w: tensor<131x197xf32> {fpo.param}, %x: tensor<203x131xf32>, %i: tensor<1x37x41x13xf32>, %k: tensor<3x3x13x19xf32>)
    -> (tensor<203x197xf32>, tensor<203xf32>, tensor<1x35x39x19xf32>) {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<203x197xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<203x197xf32>) -> tensor<203x197xf32>
  %m = linalg.matmul ins(%x, %w : tensor<203x131xf32>, tensor<131x197xf32>) outs(%f : tensor<203x197xf32>) -> tensor<203x197xf32>
  %t = linalg.exp ins(%m : tensor<203x197xf32>) outs(%e : tensor<203x197xf32>) -> tensor<203x197xf32>
  %re = tensor.empty() : tensor<203xf32>
  %rf = linalg.fill ins(%zero : f32) outs(%re : tensor<203xf32>) -> tensor<203xf32>
  %r = linalg.reduce ins(%t : tensor<203x197xf32>) outs(%rf : tensor<203xf32>) dimensions = [1]
    (%a: f32, %b: f32) {
      %s = arith.addf %a, %b : f32
      linalg.yield %s : f32
    }
  %ce = tensor.empty() : tensor<1x35x39x19xf32>
  %cf = linalg.fill ins(%zero : f32) outs(%ce : tensor<1x35x39x19xf32>) -> tensor<1x35x39x19xf32>
  %c = linalg.conv_2d_nhwc_hwcf ins(%i, %k : tensor<1x37x41x13xf32>, tensor<3x3x13x19xf32>) outs(%cf : tensor<1x35x39x19xf32>) -> tensor<1x35x39x19xf32>
  return %t, %r, %c : tensor<203x197xf32>, tensor<203xf32>, tensor<1x35x39x19xf32>
}
