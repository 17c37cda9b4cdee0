// A name that C can't say, a scalar, elements of several types, no parameters.
func.func @"my net.1"(%x: tensor<5xbf16>, %n: i64, %m: tensor<2x3xi1>) -> (tensor<5xbf16>, i64, tensor<2x3xi8>) {
  %e = tensor.empty() : tensor<5xbf16>
  %y = linalg.add ins(%x, %x : tensor<5xbf16>, tensor<5xbf16>) outs(%e : tensor<5xbf16>) -> tensor<5xbf16>
  %k = arith.addi %n, %n : i64
  %b = arith.extui %m : tensor<2x3xi1> to tensor<2x3xi8>
  return %y, %k, %b : tensor<5xbf16>, i64, tensor<2x3xi8>
}
