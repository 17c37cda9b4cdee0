// RUN: fpo-opt %s --allow-unregistered-dialect --emit=json | FileCheck %s

// What stands beside the functions counts; transform scripts are no part of the program.

// CHECK: "entry": null
// CHECK: "fpo": 2
// CHECK: "ops": [
// CHECK: "op": "arith.addf",
// CHECK-NEXT: "function": null

%c = arith.constant dense<1.0> : tensor<2xf32>
%0 = arith.addf %c, %c : tensor<2xf32>
module attributes {transform.with_named_sequence} {
  transform.named_sequence private @script(%m: !transform.any_op {transform.readonly}) {
    transform.yield
  }
}
