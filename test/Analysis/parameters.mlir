// RUN: split-file %s %t
// RUN: fpo-opt %t/arguments.mlir --emit=json | FileCheck %s --check-prefix=MARKED
// RUN: fpo-opt %t/arguments.mlir --emit=json --inputs=1 | FileCheck %s --check-prefix=INPUTS
// RUN: fpo-opt %t/arguments.mlir --emit=json --inputs=3 | FileCheck %s --check-prefix=MARKED
// RUN: fpo-opt %t/constants.mlir --emit=json | FileCheck %s --check-prefix=CONSTANTS
// RUN: fpo-opt %t/globals.mlir --emit=json | FileCheck %s --check-prefix=GLOBALS
// RUN: fpo-opt %t/none.mlir --emit=json | FileCheck %s --check-prefix=NONE

// [params] Arguments, constants and globals.

//--- arguments.mlir
// 8 f32; with --inputs=1 also 4 f16. An i64 table is no weight beside them.
// MARKED: "params": 8,
// MARKED-NEXT: "param_bytes": 32
// INPUTS: "params": 12,
// INPUTS-NEXT: "param_bytes": 40
func.func @f(%w: tensor<2x4xf32> {fpo.param}, %v: tensor<4xf16>, %x: tensor<4xf32>) -> tensor<3xi64> {
  %table = arith.constant dense<[0, 1, 2]> : tensor<3xi64>
  return %table : tensor<3xi64>
}

//--- constants.mlir
// 4 f32, and 3 i8; equal elements are one value, a constant that occurs twice is one parameter, and elided ones are not
// compared.
// CONSTANTS: "params": 17,
// CONSTANTS-NEXT: "param_bytes": 59
func.func @f() {
  %a = arith.constant dense<[1.0, 2.0, 3.0, 4.0]> : tensor<4xf32>
  %b = arith.constant dense<[1.0, 2.0, 3.0, 4.0]> : tensor<4xf32>
  %c = "tosa.const"() <{values = dense<[1, 2, 3]> : tensor<3xi8>}> : () -> tensor<3xi8>
  %d = arith.constant dense<0.0> : tensor<64xf32>
  %e = arith.constant dense_resource<__elided__> : tensor<5xf32>
  %g = arith.constant dense_resource<__elided__> : tensor<5xf32>
  %m = arith.constant dense<[true, false]> : tensor<2xi1>
  %i = arith.constant dense<[1, 2]> : tensor<2xindex>
  return
}

//--- globals.mlir
// 2 f32 that are constant, and 8 that may change.
// GLOBALS: "params": 10,
// GLOBALS-NEXT: "param_bytes": 40
memref.global "private" constant @a : memref<2xf32> = dense<[1.0, 2.0]>
memref.global "private" constant @zeros : memref<9xf32> = dense<0.0>
ml_program.global private mutable @state(dense<0.0> : tensor<8xf32>) : tensor<8xf32>
func.func @f() {
  return
}

//--- none.mlir
// NONE: "notes": [
// NONE-NEXT: "no argument is marked as a parameter; --inputs=N takes all but the last N for parameters"
// NONE: "params": 0,
func.func @f(%x: tensor<8xf32>) {
  return
}
