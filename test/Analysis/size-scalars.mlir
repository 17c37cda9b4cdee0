// RUN: fpo-opt %s --fpo-annotate | FileCheck %s

// [size.scalars] Integers that only become sizes, bounds and assertions are no data; others are.

// CHECK-LABEL: func.func @sizes
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @sizes(%t: tensor<4xf32>, %n: i64) -> tensor<?xf32> {
  %c8 = arith.constant 8 : i64
  %0 = arith.muli %n, %c8 : i64
  %1 = arith.addi %0, %c8 : i64
  %ok = arith.cmpi sgt, %1, %c8 : i64
  cf.assert %ok, "too small"
  %2 = arith.index_cast %1 : i64 to index
  %3 = tensor.empty(%2) : tensor<?xf32>
  return %3 : tensor<?xf32>
}

// CHECK-LABEL: func.func @bounds
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @bounds(%n: i32) {
  %c1 = arith.constant 1 : i32
  %0 = arith.addi %n, %c1 : i32
  scf.for %i = %c1 to %0 step %c1 : i32 {
  }
  return
}

// One of two uses is data; so is what feeds it.
// CHECK-LABEL: func.func @data
// CHECK-SAME: #fpo.cost<fpo = 0, add = {i64: 1}, mul = {i64: 1}, iop = 2, write = 8>
func.func @data(%n: i64, %m: memref<8xi64>) -> tensor<?xf32> {
  %c0 = arith.constant 0 : index
  %c8 = arith.constant 8 : i64
  %0 = arith.muli %n, %c8 : i64
  %1 = arith.addi %0, %c8 : i64
  memref.store %1, %m[%c0] : memref<8xi64>
  %2 = arith.index_cast %1 : i64 to index
  %3 = tensor.empty(%2) : tensor<?xf32>
  return %3 : tensor<?xf32>
}

// What starts a loop is data, and what it becomes.
// CHECK-LABEL: func.func @carried
// CHECK-SAME: #fpo.cost<fpo = 0, add = {i32: 5}, iop = 5>
func.func @carried(%n: i32) -> i32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %0 = arith.addi %n, %n : i32
  %1 = scf.for %i = %c0 to %c4 step %c1 iter_args(%a = %0) -> i32 {
    %2 = arith.addi %a, %n : i32
    scf.yield %2 : i32
  }
  return %1 : i32
}
