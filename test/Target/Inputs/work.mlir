func.func @singles(%a: tensor<8192xf32>) -> tensor<8192xf32> {
  %r = arith.addf %a, %a : tensor<8192xf32>
  return %r : tensor<8192xf32>
}

func.func @mixed(%a: tensor<4096xf32>, %b: tensor<2048xf64>) -> (tensor<4096xf32>, tensor<2048xf64>) {
  %r = arith.addf %a, %a : tensor<4096xf32>
  %s = arith.mulf %b, %b : tensor<2048xf64>
  return %r, %s : tensor<4096xf32>, tensor<2048xf64>
}

func.func @nothing(%a: tensor<8xf32>) -> tensor<8xf32> {
  return %a : tensor<8xf32>
}
