// RUN: fpo-opt %s --fpo-annotate | FileCheck %s

// What an earlier run wrote is replaced, reasons included.

// CHECK: module attributes {fpo.cost = #fpo.cost<fpo = 1, add = {f32: 1}>}
module attributes {fpo.cost = #fpo.cost<unknown>, fpo.unknown = "stale"} {
  func.func @f(%x: f32) -> f32 attributes {fpo.cost = #fpo.cost<fpo = 7, mul = {f32: 7}>} {
    // CHECK: arith.addf %{{.*}}, %{{.*}} {fpo.cost = #fpo.cost<fpo = 1, add = {f32: 1}>} : f32
    %0 = arith.addf %x, %x {fpo.cost = #fpo.cost<unknown>, fpo.unknown = "stale"} : f32
    return %0 : f32
  }
}
