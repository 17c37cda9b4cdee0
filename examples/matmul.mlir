// A first program. Try:
//
//   build/bin/fpo-opt examples/matmul.mlir --fpo-annotate
//   build/bin/fpo-opt examples/matmul.mlir --emit=report

func.func @matmul(%a: tensor<4x8xf32>, %b: tensor<8x2xf32>, %c: tensor<4x2xf32>) -> tensor<4x2xf32> {
  %0 = linalg.matmul ins(%a, %b : tensor<4x8xf32>, tensor<8x2xf32>) outs(%c : tensor<4x2xf32>) -> tensor<4x2xf32>
  return %0 : tensor<4x2xf32>
}
