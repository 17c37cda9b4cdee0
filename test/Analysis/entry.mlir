// RUN: fpo-opt %s --allow-unregistered-dialect --emit=json | FileCheck %s
// RUN: fpo-opt %s --allow-unregistered-dialect --emit=json --entry=train | FileCheck %s --check-prefix=TRAIN
// RUN: fpo-opt %s --allow-unregistered-dialect --emit=json --entry=inner::nested | FileCheck %s --check-prefix=NESTED
// RUN: fpo-opt %s --allow-unregistered-dialect --fpo-annotate | FileCheck %s --check-prefix=ANNOTATED
// RUN: fpo-opt %s --allow-unregistered-dialect --fpo-annotate=entry=train | FileCheck %s --check-prefix=ANNOTATED-TRAIN

// What is the program: the sum over the public functions that no one calls, with a note, or the one that is named.

// CHECK: "entry": null
// CHECK: "notes": [
// CHECK-NEXT: "the totals are the sum over 3 public functions that no one calls (infer, train, inner::nested); --entry=NAME picks one"
// CHECK: "totals": {
// CHECK-NEXT: "fpo": 10
// CHECK: "functions": [
// CHECK: "name": "layer",
// CHECK-NEXT: "calls": 3,
// CHECK: "name": "infer",
// CHECK-NEXT: "calls": 1,

// TRAIN: "entry": "train"
// TRAIN: "notes": []
// TRAIN: "fpo": 6
// TRAIN-NOT: "name": "infer"

// NESTED: "entry": "inner::nested"
// NESTED: "fpo": 1

// ANNOTATED: module attributes {fpo.cost = #fpo.cost<fpo = 10, add = {f32: 4}, mul = {f32: 6}>}
// ANNOTATED-TRAIN: module attributes {fpo.cost = #fpo.cost<fpo = 6, add = {f32: 2}, mul = {f32: 4}>}

func.func @layer(%x: f32) -> f32 {
  %0 = arith.mulf %x, %x : f32
  %1 = arith.mulf %0, %x : f32
  %2 = arith.addf %1, %x : f32
  return %2 : f32
}

func.func @infer(%x: f32) -> f32 {
  %0 = func.call @layer(%x) : (f32) -> f32
  return %0 : f32
}

func.func @train(%x: f32) -> f32 {
  %0 = func.call @layer(%x) : (f32) -> f32
  %1 = func.call @layer(%0) : (f32) -> f32
  return %1 : f32
}

// Nobody calls a private function: it is no part of the program.
func.func private @unused(%x: f32) -> f32 {
  %0 = "other.op"(%x) : (f32) -> f32
  return %0 : f32
}

module @inner {
  func.func @nested(%x: f32) -> f32 {
    %0 = arith.addf %x, %x : f32
    return %0 : f32
  }
}
