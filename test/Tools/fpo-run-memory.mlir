// What a run takes: the argument and a constant of 32 bytes each, not the text
// of the assertion, and one buffer.
// RUN: fpo-run %s --memory | FileCheck %s
// CHECK-DAG: peak: 96
// CHECK-DAG: arguments: 32
// CHECK-DAG: constants: 32
// CHECK-DAG: allocated: 32

func.func @main(%a: tensor<8xf32>) -> tensor<8xf32> {
  %true = arith.constant true
  cf.assert %true, "this takes no memory"
  %c = arith.constant dense<[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]> : tensor<8xf32>
  %e = tensor.empty() : tensor<8xf32>
  %0 = linalg.add ins(%a, %c : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  return %0 : tensor<8xf32>
}
