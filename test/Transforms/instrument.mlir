// RUN: fpo-opt %s --fpo-expose-bodies --fpo-instrument | FileCheck %s
// RUN: fpo-opt %s --fpo-expose-bodies --fpo-instrument --canonicalize --cse --loop-invariant-code-motion \
// RUN:   | FileCheck %s --check-prefix=SURVIVES

// CHECK-DAG: memref.global @fpo.add.f32 : memref<i64> = dense<0>
// CHECK-DAG: memref.global @fpo.mul.f32 : memref<i64> = dense<0>
// CHECK-DAG: memref.global @fpo.add.i8 : memref<i64> = dense<0>
// CHECK-LABEL: func.func private @fpo.count.f32(
// CHECK-SAME: %[[ADD:.*]]: i64, %[[MUL:.*]]: i64)
// CHECK: %[[COUNTER:.*]] = memref.get_global @fpo.add.f32 : memref<i64>
// CHECK: %[[BEFORE:.*]] = memref.load %[[COUNTER]][]
// CHECK: %[[AFTER:.*]] = arith.addi %[[BEFORE]], %[[ADD]] : i64
// CHECK: memref.store %[[AFTER]], %[[COUNTER]][]
// CHECK: memref.get_global @fpo.mul.f32 : memref<i64>

// In the body of a structured op, and in a loop, beside each op.
// CHECK-LABEL: func.func @matmul(
// CHECK: linalg.generic
// CHECK: call @fpo.count.f32(%c0_i64, %c1_i64)
// CHECK-NEXT: arith.mulf
// CHECK: call @fpo.count.f32(%c1_i64
// CHECK-NEXT: arith.addf
func.func @matmul(%a: tensor<4x8xf32>, %b: tensor<8x6xf32>, %c: tensor<4x6xf32>) -> tensor<4x6xf32> {
  %0 = linalg.matmul ins(%a, %b: tensor<4x8xf32>, tensor<8x6xf32>) outs(%c: tensor<4x6xf32>) -> tensor<4x6xf32>
  return %0 : tensor<4x6xf32>
}

// Neither the constant product nor the one that is the same at each turn goes away from the counters.
// SURVIVES-LABEL: func.func @survives(
// SURVIVES: scf.for
// SURVIVES-NEXT: call @fpo.count.f32
// SURVIVES-NEXT: call @fpo.count.f32
// SURVIVES-NEXT: }
// CHECK-LABEL: func.func @survives(
func.func @survives(%x: f32, %n: index) -> f32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %one = arith.constant 1.0 : f32
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%a = %x) -> f32 {
    %p = arith.mulf %x, %one : f32
    %q = arith.mulf %one, %one : f32
    scf.yield %p : f32
  }
  return %r : f32
}

// A vector is as many scalars as it has.
// CHECK-LABEL: func.func @vectors(
// CHECK: %[[TWELVE:.*]] = arith.constant 12 : i64
// CHECK: call @fpo.count.i8(%[[TWELVE]]
// CHECK-NEXT: arith.addi %{{.*}} : vector<3x4xi8>
func.func @vectors(%v: vector<3x4xi8>) -> vector<3x4xi8> {
  %0 = arith.addi %v, %v : vector<3x4xi8>
  return %0 : vector<3x4xi8>
}

// Sizes are no data, and ops that only move have nothing to count.
// CHECK-LABEL: func.func @sizes(
// CHECK-NOT: call
// CHECK: return
func.func @sizes(%n: i64, %t: tensor<4x4xf32>) -> tensor<?x4xf32> {
  %two = arith.constant 2 : i64
  %m = arith.muli %n, %two : i64
  %i = arith.index_cast %m : i64 to index
  %j = arith.addi %i, %i : index
  %s = tensor.extract_slice %t[0, 0] [%j, 4] [1, 1] : tensor<4x4xf32> to tensor<?x4xf32>
  return %s : tensor<?x4xf32>
}
