// Attention of 8 heads over 128 tokens, with an op of a dialect that nobody knows: it is named, with its location, and the
// totals are "at least". Try:
//
//   build/bin/fpo-opt examples/attention.mlir --allow-unregistered-dialect --emit=report
//   build/bin/fpo-opt examples/attention.mlir --allow-unregistered-dialect --emit=report --strict     exits with 1

func.func @attention(%q: tensor<8x128x64xf32>, %k: tensor<8x64x128xf32>, %v: tensor<8x128x64xf32>)
    -> tensor<8x128x64xf32> {
  %zero = arith.constant 0.0 : f32
  %s = tensor.empty() : tensor<8x128x128xf32>
  %o = tensor.empty() : tensor<8x128x64xf32>
  %rotated = "mydialect.rotary"(%q) : (tensor<8x128x64xf32>) -> tensor<8x128x64xf32> loc("attention.rotary")
  %0 = linalg.fill ins(%zero : f32) outs(%s : tensor<8x128x128xf32>) -> tensor<8x128x128xf32> loc("attention.scores")
  %1 = linalg.batch_matmul ins(%rotated, %k : tensor<8x128x64xf32>, tensor<8x64x128xf32>)
    outs(%0 : tensor<8x128x128xf32>) -> tensor<8x128x128xf32> loc("attention.scores")
  %2 = linalg.softmax dimension(2) ins(%1 : tensor<8x128x128xf32>) outs(%s : tensor<8x128x128xf32>)
    -> tensor<8x128x128xf32> loc("attention.softmax")
  %3 = linalg.fill ins(%zero : f32) outs(%o : tensor<8x128x64xf32>) -> tensor<8x128x64xf32> loc("attention.values")
  %4 = linalg.batch_matmul ins(%2, %v : tensor<8x128x128xf32>, tensor<8x128x64xf32>)
    outs(%3 : tensor<8x128x64xf32>) -> tensor<8x128x64xf32> loc("attention.values")
  return %4 : tensor<8x128x64xf32>
}
