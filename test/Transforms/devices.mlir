// RUN: fpo-opt %s --fpo-devices | FileCheck %s
// RUN: fpo-opt %s --fpo-devices --fpo-strip | FileCheck %s --check-prefix=STRIPPED

// STRIPPED-NOT: fpo.communication
// STRIPPED-NOT: fpo.unknown
shard.grid @grid(shape = 2x4)
shard.grid @unsized(shape = 2x?)

// Of 256 numbers on 4 devices, a device of a ring sends two times all but a quarter, in 2 * 3 steps. [devices.ring]
// CHECK-LABEL: @all_reduce
func.func @all_reduce(%a: tensor<256xf32>) -> tensor<256xf32> {
  // CHECK: fpo.communication = {axes = array<i16: 1>, devices = 4 : i64, ring = {sent = "1536", steps = "6"}, tree = {sent = "2048", steps = "4"}}
  %0 = shard.all_reduce %a on @grid grid_axes = [1] : tensor<256xf32> -> tensor<256xf32>
  return %0 : tensor<256xf32>
}

// CHECK-LABEL: @symbolic
func.func @symbolic(%a: tensor<?x8xf32>) -> tensor<?x32xf32> {
  // CHECK: fpo.communication = {axes = array<i16: 1>, devices = 4 : i64, ring = {sent = "96*arg0.0", steps = "3"}, tree = {sent = "96*arg0.0", steps = "2"}}
  %0 = shard.all_gather %a on @grid grid_axes = [1] gather_axis = 1 : tensor<?x8xf32> -> tensor<?x32xf32>
  return %0 : tensor<?x32xf32>
}

// [devices.group] Several axes are one group.
// CHECK-LABEL: @both
func.func @both(%a: tensor<8xf64>) -> tensor<8xf64> {
  // CHECK: fpo.communication = {axes = array<i16: 0, 1>, devices = 8 : i64, ring = {sent = "112", steps = "14"}
  %0 = shard.all_reduce %a on @grid grid_axes = [0, 1] : tensor<8xf64> -> tensor<8xf64>
  return %0 : tensor<8xf64>
}

// CHECK-LABEL: @open
func.func @open(%a: tensor<8xf32>) -> tensor<8xf32> {
  // CHECK: fpo.unknown = "an axis of its grid has no static size"
  %0 = shard.all_reduce %a on @unsized grid_axes = [1] : tensor<8xf32> -> tensor<8xf32>
  return %0 : tensor<8xf32>
}

// [shard.sizes] What is reduced and scattered is gathered again.
// CHECK-LABEL: @through
func.func @through(%a: tensor<?x8xf32>) -> tensor<?x4xf32> {
  // CHECK: reduce_scatter {{.*}}ring = {sent = "24*arg0.0", steps = "3"}
  %0 = shard.reduce_scatter %a on @grid grid_axes = [1] scatter_axis = 0 : tensor<?x8xf32> -> tensor<?x8xf32>
  %1 = shard.shift %0 on @grid grid_axes = [0] shift_axis = 0 offset = 1 rotate : tensor<?x8xf32> -> tensor<?x8xf32>
  // CHECK: all_to_all {{.*}}ring = {sent = "24*floor(arg0.0/4)", steps = "3"}
  %2 = shard.all_to_all %1 on @grid grid_axes = [1] split_axis = 1 concat_axis = 0 : tensor<?x8xf32> -> tensor<?x2xf32>
  // CHECK: all_gather {{.*}}ring = {sent = "32*floor(arg0.0/4)", steps = "1"}
  %3 = shard.all_gather %2 on @grid grid_axes = [0] gather_axis = 1 : tensor<?x2xf32> -> tensor<?x4xf32>
  return %3 : tensor<?x4xf32>
}
