// A perceptron on 2 x 4 devices: the batch is split along the first axis of the grid, the hidden layer along the second.
shard.grid @mesh(shape = 2x4)
func.func @mlp(%x: tensor<16x32xf32>, %w1: tensor<32x64xf32>, %w2: tensor<64x32xf32>) -> tensor<16x32xf32> {
  %sx = shard.sharding @mesh split_axes = [[0]] : !shard.sharding
  %sw1 = shard.sharding @mesh split_axes = [[], [1]] : !shard.sharding
  %sw2 = shard.sharding @mesh split_axes = [[1]] : !shard.sharding
  %xs = shard.shard %x to %sx annotate_for_users : tensor<16x32xf32>
  %w1s = shard.shard %w1 to %sw1 annotate_for_users : tensor<32x64xf32>
  %w2s = shard.shard %w2 to %sw2 annotate_for_users : tensor<64x32xf32>
  %zero = arith.constant 0.0 : f32
  %e1 = tensor.empty() : tensor<16x64xf32>
  %z1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<16x64xf32>) -> tensor<16x64xf32>
  %h = linalg.matmul ins(%xs, %w1s : tensor<16x32xf32>, tensor<32x64xf32>) outs(%z1 : tensor<16x64xf32>) -> tensor<16x64xf32>
  %e2 = tensor.empty() : tensor<16x32xf32>
  %z2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<16x32xf32>) -> tensor<16x32xf32>
  %y = linalg.matmul ins(%h, %w2s : tensor<16x64xf32>, tensor<64x32xf32>) outs(%z2 : tensor<16x32xf32>) -> tensor<16x32xf32>
  %ys = shard.shard %y to %sx : tensor<16x32xf32>
  return %ys : tensor<16x32xf32>
}
