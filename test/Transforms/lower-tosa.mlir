// RUN: fpo-opt %s --fpo-lower-tosa | FileCheck %s
// RUN: sed 's/dense_resource<multipliers>/dense_resource<__elided__>/' %s > %t.mlir && not fpo-opt %t.mlir --fpo-lower-tosa 2>&1 | FileCheck %s --check-prefix=ELIDED
// RUN: fpo-opt %s --pass-pipeline='builtin.module(func.func(tosa-to-linalg))' | FileCheck %s --check-prefix=UPSTREAM

// Upstream folds a sum of constants, and then nothing is executed.
// CHECK-LABEL: func.func @constants(
// CHECK: arith.addf
// UPSTREAM-LABEL: func.func @constants(
// UPSTREAM-NOT: arith.addf
// UPSTREAM: return
func.func @constants() -> tensor<5xf32> {
  %c = "tosa.const"() <{values = dense<2.0> : tensor<5xf32>}> : () -> tensor<5xf32>
  %r = tosa.add %c, %c : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xf32>
  return %r : tensor<5xf32>
}

// CHECK-LABEL: func.func @slice(
// CHECK-NOT: tosa
// CHECK: tensor.extract_slice
func.func @slice(%x: tensor<4x6xf32>) -> tensor<2x3xf32> {
  %s = tosa.const_shape {values = dense<[1, 2]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %n = tosa.const_shape {values = dense<[2, 3]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %r = tosa.slice %x, %s, %n : (tensor<4x6xf32>, !tosa.shape<2>, !tosa.shape<2>) -> tensor<2x3xf32>
  return %r : tensor<2x3xf32>
}

// Upstream takes multipliers that are in a resource for none.
// CHECK-LABEL: func.func @rescale(
// CHECK: arith.constant dense<[1073741824, 1090519040]> : tensor<2xi32>
// CHECK-NOT: tensor<0x
// CHECK: return
func.func @rescale(%x: tensor<4x2xi32>) -> tensor<4x2xi8> {
  %m = "tosa.const"() <{values = dense_resource<multipliers> : tensor<2xi32>}> : () -> tensor<2xi32>
  %s = "tosa.const"() <{values = dense<40> : tensor<2xi8>}> : () -> tensor<2xi8>
  %z = "tosa.const"() <{values = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  %o = "tosa.const"() <{values = dense<-128> : tensor<1xi8>}> : () -> tensor<1xi8>
  %r = tosa.rescale %x, %m, %s, %z, %o {input_unsigned = false, output_unsigned = false, per_channel = true, rounding_mode = DOUBLE_ROUND, scale32 = true} : (tensor<4x2xi32>, tensor<2xi32>, tensor<2xi8>, tensor<1xi32>, tensor<1xi8>) -> tensor<4x2xi8>
  return %r : tensor<4x2xi8>
}

{-# dialect_resources: { builtin: { multipliers: "0x040000000000004000000041" } } #-}

// ELIDED: error: the values of its multiplier and of its shift are wanted
