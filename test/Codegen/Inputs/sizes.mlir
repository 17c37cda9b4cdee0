// Two layers and a softmax on any number of rows of any length: buffers of several sizes, two results that depend on them.
func.func @net(%x: tensor<?x?xf32>, %w: tensor<?x24xf32>, %v: tensor<24x?xf32>) -> (tensor<?x?xf32>, tensor<?xf32>, f32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  %m = tensor.dim %x, %c0 : tensor<?x?xf32>
  %n = tensor.dim %v, %c1 : tensor<24x?xf32>
  %e1 = tensor.empty(%m) : tensor<?x24xf32>
  %f1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<?x24xf32>) -> tensor<?x24xf32>
  %h = linalg.matmul ins(%x, %w : tensor<?x?xf32>, tensor<?x24xf32>) outs(%f1 : tensor<?x24xf32>) -> tensor<?x24xf32>
  %e2 = tensor.empty(%m, %n) : tensor<?x?xf32>
  %f2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<?x?xf32>) -> tensor<?x?xf32>
  %y = linalg.matmul ins(%h, %v : tensor<?x24xf32>, tensor<24x?xf32>) outs(%f2 : tensor<?x?xf32>) -> tensor<?x?xf32>
  %s = linalg.softmax dimension(1) ins(%y : tensor<?x?xf32>) outs(%e2 : tensor<?x?xf32>) -> tensor<?x?xf32>
  %e3 = tensor.empty(%n) : tensor<?xf32>
  %f3 = linalg.fill ins(%zero : f32) outs(%e3 : tensor<?xf32>) -> tensor<?xf32>
  %t = linalg.reduce ins(%s : tensor<?x?xf32>) outs(%f3 : tensor<?xf32>) dimensions = [0] (%a: f32, %o: f32) {
    %u = arith.addf %a, %o : f32
    linalg.yield %u : f32
  }
  return %s, %t, %zero : tensor<?x?xf32>, tensor<?xf32>, f32
}
