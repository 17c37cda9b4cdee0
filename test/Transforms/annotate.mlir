// RUN: fpo-opt %s --fpo-annotate | FileCheck %s
// RUN: fpo-opt %s --fpo-annotate --fpo-annotate | FileCheck %s
// RUN: fpo-opt %s --fpo-annotate --emit-bytecode | fpo-opt | FileCheck %s
// RUN: fpo-opt %s > %t.plain.mlir
// RUN: fpo-opt %s --fpo-annotate --fpo-strip > %t.stripped.mlir
// RUN: diff %t.plain.mlir %t.stripped.mlir

// What is written, where, and that it can be taken away again.

// The module has the cost of its entry.
// CHECK: module attributes {fpo.cost = #fpo.cost<fpo = 321, add = {f32: 161}, mul = {f32: 160}, mac = 160, read = {{.*}}>, mine.note = 1 : i64}
module attributes {mine.note = 1} {
  // The statement on a declaration stays, and nothing is written there.
  // CHECK: func.func private @stated(f32) attributes {fpo.cost = #fpo.cost<fpo = 1, add = {f32: 1}>}
  func.func private @stated(f32) attributes {fpo.cost = #fpo.cost<add = {f32: 1}>}
  // CHECK: func.func private @bare(f32){{$}}
  func.func private @bare(f32)

  // CHECK: func.func @f
  // CHECK-SAME: attributes {fpo.cost = #fpo.cost<fpo = 321
  func.func @f(%a: tensor<2x4xf32>, %b: tensor<4x2xf32>, %c: tensor<2x2xf32>, %x: f32) -> tensor<2x2xf32> {
    // CHECK: arith.constant {fpo.cost = #fpo.cost<fpo = 0>} 0 : index
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c10 = arith.constant 10 : index
    // One turn, on the op; all turns, on the loop.
    %r = scf.for %i = %c0 to %c10 step %c1 iter_args(%t = %c) -> tensor<2x2xf32> {
      // CHECK: linalg.matmul {fpo.cost = #fpo.cost<fpo = 32, add = {f32: 16}, mul = {f32: 16}, mac = 16, read = 80, write = 16>, mine.tag}
      %0 = linalg.matmul {mine.tag} ins(%a, %b : tensor<2x4xf32>, tensor<4x2xf32>) outs(%t : tensor<2x2xf32>) -> tensor<2x2xf32>
      // Neither terminators nor bodies on one element.
      // CHECK: scf.yield %{{[0-9]+}} : tensor<2x2xf32>
      scf.yield %0 : tensor<2x2xf32>
    // CHECK: } {fpo.cost = #fpo.cost<fpo = 320, add = {f32: 160}, mul = {f32: 160}, mac = 160, read = 800, write = 160>}
    }
    // CHECK: linalg.generic
    // CHECK-SAME: attrs = {fpo.cost = #fpo.cost<fpo = 0, read = 16, write = 16>}
    %s = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (j, i)>], iterator_types = ["parallel", "parallel"]}
      ins(%r : tensor<2x2xf32>) outs(%c : tensor<2x2xf32>) {
    ^bb0(%in: f32, %out: f32):
      // CHECK: arith.negf %{{.*}} : f32
      %n = arith.negf %in : f32
      linalg.yield %n : f32
    } -> tensor<2x2xf32>
    // CHECK: call @stated(%{{.*}}) {fpo.cost = #fpo.cost<fpo = 1, add = {f32: 1}>}
    func.call @stated(%x) : (f32) -> ()
    // CHECK: return %{{[0-9]+}} : tensor<2x2xf32>
    return %s : tensor<2x2xf32>
  }
}
