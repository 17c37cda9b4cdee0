// RUN: fpo-opt %s --split-input-file --verify-diagnostics --fpo-fusion-groups | FileCheck %s
// RUN: fpo-opt %s --split-input-file --verify-diagnostics --fpo-fusion-groups --fpo-strip | FileCheck %s --check-prefix=STRIP
// STRIP-NOT: fpo.group

// CHECK-LABEL: func.func @epilogue
// CHECK: linalg.matmul {fpo.group = 0 : i64}
// CHECK: arith.addf {{.*}} {fpo.group = 0 : i64}
// CHECK: tosa.custom {{.*}}fpo.group = 1 : i64
// CHECK: return %
func.func @epilogue(%a: tensor<4x8xf32>, %b: tensor<8x2xf32>, %c: tensor<4x2xf32>) -> tensor<4x2xf32> {
  %0 = linalg.matmul {fpo.group = 7 : i64} ins(%a, %b : tensor<4x8xf32>, tensor<8x2xf32>) outs(%c : tensor<4x2xf32>) -> tensor<4x2xf32>
  %1 = arith.addf %0, %c : tensor<4x2xf32>
  %2 = tosa.custom %1 {operator_name = "f", domain_name = "d", implementation_attrs = ""} : (tensor<4x2xf32>) -> tensor<4x2xf32>
  return %2 : tensor<4x2xf32>
}

// -----

func.func @wrong(%a: f32) {
  // expected-error @below {{attribute 'fpo.group' must be an integer that is not negative}}
  %0 = arith.addf %a, %a {fpo.group = "0"} : f32
  return
}
