// A perceptron with two layers: the backward pass that is derived costs what the one of the textbook does, which is written
// out below it (Goodfellow, Bengio, Courville: Deep Learning, 6.5.6 and algorithm 6.4).
// [training.step] [training.vjp] [training.contraction]

// RUN: fpo-opt %s --fpo-training="entry=forward optimizer=none" --fpo-annotate=entry=backward | FileCheck %s

// H = tanh(X W1 + b1), Y = H W2 + b2, loss = sum (Y - T)^2 / 8.
// CHECK: func.func @forward(
// CHECK-SAME: fpo.backward = #fpo.cost<[[COST:fpo = [0-9]+, add = {f32: [0-9]+}, mul = {f32: [0-9]+}, mac = 200]]>
func.func @forward(%x: tensor<4x6xf32>, %t: tensor<4x2xf32>, %w1: tensor<6x5xf32> {fpo.param},
                   %b1: tensor<5xf32> {fpo.param}, %w2: tensor<5x2xf32> {fpo.param}, %b2: tensor<2xf32> {fpo.param})
    -> tensor<f32> {
  %zero = arith.constant 0.0 : f32
  %two = arith.constant dense<2> : tensor<4x2xi32>
  %e1 = tensor.empty() : tensor<4x5xf32>
  %s1 = linalg.broadcast ins(%b1 : tensor<5xf32>) outs(%e1 : tensor<4x5xf32>) dimensions = [0]
  %a = linalg.matmul ins(%x, %w1 : tensor<4x6xf32>, tensor<6x5xf32>) outs(%s1 : tensor<4x5xf32>) -> tensor<4x5xf32>
  %h = math.tanh %a : tensor<4x5xf32>
  %e2 = tensor.empty() : tensor<4x2xf32>
  %s2 = linalg.broadcast ins(%b2 : tensor<2xf32>) outs(%e2 : tensor<4x2xf32>) dimensions = [0]
  %y = linalg.matmul ins(%h, %w2 : tensor<4x5xf32>, tensor<5x2xf32>) outs(%s2 : tensor<4x2xf32>) -> tensor<4x2xf32>
  %d = arith.subf %y, %t : tensor<4x2xf32>
  %q = math.fpowi %d, %two : tensor<4x2xf32>, tensor<4x2xi32>
  %e3 = tensor.empty() : tensor<f32>
  %s3 = linalg.fill ins(%zero : f32) outs(%e3 : tensor<f32>) -> tensor<f32>
  %sum = linalg.reduce { arith.addf } ins(%q : tensor<4x2xf32>) outs(%s3 : tensor<f32>) dimensions = [0, 1]
  %n = arith.constant dense<8.0> : tensor<f32>
  %loss = arith.divf %sum, %n : tensor<f32>
  return %loss : tensor<f32>
}

// CHECK: func.func @backward(
// CHECK-SAME: fpo.cost = #fpo.cost<[[COST]],
func.func @backward(%x: tensor<4x6xf32>, %h: tensor<4x5xf32>, %d: tensor<4x2xf32>, %w2: tensor<5x2xf32>,
                    %gradient: tensor<f32>)
    -> (tensor<6x5xf32>, tensor<5xf32>, tensor<5x2xf32>, tensor<2xf32>) {
  %zero = arith.constant 0.0 : f32
  // dS = dLoss / 8.
  %n = arith.constant dense<8.0> : tensor<f32>
  %ds = arith.divf %gradient, %n : tensor<f32>
  // dY = 2 (Y - T) dS.
  %twos = arith.constant dense<2.0> : tensor<4x2xf32>
  %d2 = arith.mulf %d, %twos : tensor<4x2xf32>
  %e2 = tensor.empty() : tensor<4x2xf32>
  %dss = linalg.broadcast ins(%ds : tensor<f32>) outs(%e2 : tensor<4x2xf32>) dimensions = [0, 1]
  %dy = arith.mulf %d2, %dss : tensor<4x2xf32>
  // dW2 = H^T dY.
  %ew2 = tensor.empty() : tensor<5x2xf32>
  %iw2 = linalg.fill ins(%zero : f32) outs(%ew2 : tensor<5x2xf32>) -> tensor<5x2xf32>
  %eht = tensor.empty() : tensor<5x4xf32>
  %ht = linalg.transpose ins(%h : tensor<4x5xf32>) outs(%eht : tensor<5x4xf32>) permutation = [1, 0]
  %dw2 = linalg.matmul ins(%ht, %dy : tensor<5x4xf32>, tensor<4x2xf32>) outs(%iw2 : tensor<5x2xf32>) -> tensor<5x2xf32>
  // db2 = the sum of dY over the batch.
  %eb2 = tensor.empty() : tensor<2xf32>
  %ib2 = linalg.fill ins(%zero : f32) outs(%eb2 : tensor<2xf32>) -> tensor<2xf32>
  %db2 = linalg.reduce { arith.addf } ins(%dy : tensor<4x2xf32>) outs(%ib2 : tensor<2xf32>) dimensions = [0]
  // dH = dY W2^T.
  %eh = tensor.empty() : tensor<4x5xf32>
  %ih = linalg.fill ins(%zero : f32) outs(%eh : tensor<4x5xf32>) -> tensor<4x5xf32>
  %ew2t = tensor.empty() : tensor<2x5xf32>
  %w2t = linalg.transpose ins(%w2 : tensor<5x2xf32>) outs(%ew2t : tensor<2x5xf32>) permutation = [1, 0]
  %dh = linalg.matmul ins(%dy, %w2t : tensor<4x2xf32>, tensor<2x5xf32>) outs(%ih : tensor<4x5xf32>) -> tensor<4x5xf32>
  // dA = dH (1 - H^2).
  %ones = arith.constant dense<1.0> : tensor<4x5xf32>
  %hh = arith.mulf %h, %h : tensor<4x5xf32>
  %slope = arith.subf %ones, %hh : tensor<4x5xf32>
  %da = arith.mulf %dh, %slope : tensor<4x5xf32>
  // dW1 = X^T dA, db1 = the sum of dA over the batch.
  %ew1 = tensor.empty() : tensor<6x5xf32>
  %iw1 = linalg.fill ins(%zero : f32) outs(%ew1 : tensor<6x5xf32>) -> tensor<6x5xf32>
  %ext = tensor.empty() : tensor<6x4xf32>
  %xt = linalg.transpose ins(%x : tensor<4x6xf32>) outs(%ext : tensor<6x4xf32>) permutation = [1, 0]
  %dw1 = linalg.matmul ins(%xt, %da : tensor<6x4xf32>, tensor<4x5xf32>) outs(%iw1 : tensor<6x5xf32>) -> tensor<6x5xf32>
  %eb1 = tensor.empty() : tensor<5xf32>
  %ib1 = linalg.fill ins(%zero : f32) outs(%eb1 : tensor<5xf32>) -> tensor<5xf32>
  %db1 = linalg.reduce { arith.addf } ins(%da : tensor<4x5xf32>) outs(%ib1 : tensor<5xf32>) dimensions = [0]
  return %dw1, %db1, %dw2, %db2 : tensor<6x5xf32>, tensor<5xf32>, tensor<5x2xf32>, tensor<2xf32>
}
