// RUN: fpo-opt %s --fpo-lower-tosa | FileCheck %s
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
