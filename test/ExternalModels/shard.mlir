// What one device does; that collectives reduce as many elements as they should is in test/Analysis/Devices.
// RUN: fpo-opt %s --fpo-annotate | FileCheck %s

shard.grid @grid(shape = 2x4)
shard.grid @open(shape = ?)

// [shard.bytes] It reads what it has, and writes what it gets.
// CHECK-LABEL: @all_gather
// CHECK-SAME: read = 32, write = 128>
func.func @all_gather(%a: tensor<2x4xf32>) -> tensor<2x16xf32> {
  %0 = shard.all_gather %a on @grid grid_axes = [1] gather_axis = 1 : tensor<2x4xf32> -> tensor<2x16xf32>
  return %0 : tensor<2x16xf32>
}

// The root alone reads.
// CHECK-LABEL: @broadcast
// CHECK-SAME: read = [0, 32], write = 32>
func.func @broadcast(%a: tensor<8xf32>) -> tensor<8xf32> {
  %0 = shard.broadcast %a on @grid grid_axes = [1] root = [0] : (tensor<8xf32>) -> tensor<8xf32>
  return %0 : tensor<8xf32>
}

// CHECK-LABEL: @all_slice
// CHECK-SAME: read = 8, write = 8>
func.func @all_slice(%a: tensor<8xf32>) -> tensor<2xf32> {
  %0 = shard.all_slice %a on @grid grid_axes = [1] slice_axis = 0 : tensor<8xf32> -> tensor<2xf32>
  return %0 : tensor<2xf32>
}

// [shard.reduce] Three quarters of the elements are combined, in the type of the result.
// CHECK-LABEL: @sum
// CHECK-SAME: fpo = 6, add = {f64: 6}
func.func @sum(%a: tensor<8xf32>) -> tensor<8xf64> {
  %0 = shard.all_reduce %a on @grid grid_axes = [1] : tensor<8xf32> -> tensor<8xf64>
  return %0 : tensor<8xf64>
}
// CHECK-LABEL: @product
// CHECK-SAME: mul = {f32: 6}
func.func @product(%a: tensor<8xf32>) -> tensor<8xf32> {
  %0 = shard.all_reduce %a on @grid grid_axes = [1] reduction = product : tensor<8xf32> -> tensor<8xf32>
  return %0 : tensor<8xf32>
}
// CHECK-LABEL: @max
// CHECK-SAME: add = {i32: 6}, iop = 6
func.func @max(%a: tensor<8xi32>) -> tensor<2xi32> {
  %0 = shard.reduce_scatter %a on @grid grid_axes = [1] reduction = max scatter_axis = 0 : tensor<8xi32> -> tensor<2xi32>
  return %0 : tensor<2xi32>
}
// And a product with 1/4 for each of its two results.
// CHECK-LABEL: @average
// CHECK-SAME: add = {f32: 6}, mul = {f32: 2}
func.func @average(%a: tensor<8xf32>) -> tensor<2xf32> {
  %0 = shard.reduce_scatter %a on @grid grid_axes = [1] reduction = average scatter_axis = 0 : tensor<8xf32> -> tensor<2xf32>
  return %0 : tensor<2xf32>
}
// CHECK-LABEL: @bits
// CHECK-SAME: fpo.cost = #fpo.cost<fpo = 0, read = 32, write = 32>
func.func @bits(%a: tensor<8xi32>) -> tensor<8xi32> {
  %0 = shard.all_reduce %a on @grid grid_axes = [1] reduction = bitwise_xor : tensor<8xi32> -> tensor<8xi32>
  return %0 : tensor<8xi32>
}
// CHECK-LABEL: @generic
// CHECK: fpo.unknown = "its kind of reduction has no rule"
func.func @generic(%a: tensor<8xf32>) -> tensor<8xf32> {
  %0 = shard.all_reduce %a on @grid grid_axes = [1] reduction = generic : tensor<8xf32> -> tensor<8xf32>
  return %0 : tensor<8xf32>
}
// Alone there is nothing to do.
// CHECK-LABEL: @alone
// CHECK-SAME: fpo = 0, read = 32, write = 32>
func.func @alone(%a: tensor<8xf32>) -> tensor<8xf32> {
  %0 = shard.all_reduce %a on @grid grid_axes = [] : tensor<8xf32> -> tensor<8xf32>
  return %0 : tensor<8xf32>
}
// CHECK-LABEL: @symbolic
// CHECK-SAME: add = {f32: {{.*}}arg0.0
func.func @symbolic(%a: tensor<?x4xf32>) -> tensor<?x1xf32> {
  %0 = shard.reduce_scatter %a on @grid grid_axes = [1] scatter_axis = 1 : tensor<?x4xf32> -> tensor<?x1xf32>
  return %0 : tensor<?x1xf32>
}
// CHECK-LABEL: @open_grid
// CHECK: fpo.unknown = "an axis of its grid has no static size"
func.func @open_grid(%a: tensor<8xf32>) -> tensor<8xf32> {
  %0 = shard.all_reduce %a on @open grid_axes = [0] : tensor<8xf32> -> tensor<8xf32>
  return %0 : tensor<8xf32>
}
// CHECK-LABEL: @messages
// CHECK-SAME: read = 64, write = 64>
func.func @messages(%a: tensor<8xf32>) -> tensor<8xf32> {
  %0 = shard.send %a on @grid grid_axes = [1] destination = [1] : (tensor<8xf32>) -> tensor<8xf32>
  %1 = shard.recv %0 on @grid grid_axes = [1] source = [0] : (tensor<8xf32>) -> tensor<8xf32>
  %2 = shard.shift %1 on @grid grid_axes = [1] shift_axis = 1 offset = 1 rotate : tensor<8xf32> -> tensor<8xf32>
  return %2 : tensor<8xf32>
}
// CHECK-LABEL: @halo
// CHECK-SAME: read = [0, 96], write = [0, 96]>
func.func @halo(%a: tensor<8x8xf32>) -> tensor<8x8xf32> {
  %0 = shard.update_halo %a on @grid split_axes = [[1]] halo_sizes = [1, 2] : tensor<8x8xf32>
  return %0 : tensor<8x8xf32>
}
