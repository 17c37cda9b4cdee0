// RUN: fpo-opt %s --fpo-annotate | FileCheck %s
// RUN: fpo-opt %s --emit=json --entry=triangle --bind=arg0=1000000000000 | FileCheck %s --check-prefix=BIND

// Loops whose bounds depend on outer loops [symbol.domain].

// A triangle of 8 by j in [0, i + 8): 8*8 + (0 + ... + 7).
// CHECK-LABEL: func.func @trap92
// CHECK-SAME: #fpo.cost<fpo = 92, mul = {f32: 92}>
func.func @trap92(%x: f32) {
  affine.for %i = 0 to 8 {
    affine.for %j = 0 to affine_map<(d0) -> (d0 + 8)>(%i) {
      %0 = arith.mulf %x, %x : f32
    }
  }
  return
}

// CHECK-LABEL: func.func @triangle
// CHECK-SAME: mul = {f32: "
// BIND: "fpo": 499999999999500000000000,
func.func @triangle(%n: index, %x: f32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %n step %c1 {
    scf.for %j = %c0 to %i step %c1 {
      %0 = arith.mulf %x, %x : f32
    }
  }
  return
}

// By a size, which is not negative: (n^2 - n)/2, also for none and one.
// CHECK-LABEL: func.func @size_triangle
// CHECK-SAME: #fpo.cost<fpo = "(arg0.0^2 - arg0.0)/2"
func.func @size_triangle(%t: memref<?xf32>, %x: f32) {
  %c0 = arith.constant 0 : index
  %n = memref.dim %t, %c0 : memref<?xf32>
  affine.for %i = 0 to %n {
    affine.for %j = 0 to affine_map<(d0) -> (d0)>(%i) {
      %0 = arith.mulf %x, %x : f32
    }
  }
  return
}

// j = 0, ..., while 2 j <= i: floor(i/2) + 1 turns each.
// CHECK-LABEL: func.func @half
// CHECK-SAME: #fpo.cost<fpo = 2550
func.func @half(%x: f32) {
  affine.for %i = 0 to 100 {
    affine.for %j = 0 to affine_map<(d0) -> (d0 floordiv 2 + 1)>(%i) {
      %0 = arith.mulf %x, %x : f32
    }
  }
  return
}

// Tiles of 32, the last one cut off.
// CHECK-LABEL: func.func @tiles
// CHECK-SAME: #fpo.cost<fpo = 1000, mul = {f32: 1000}>
func.func @tiles(%x: f32) {
  affine.for %ii = 0 to 1000 step 32 {
    affine.for %i = affine_map<(d0) -> (d0)>(%ii) to min affine_map<(d0) -> (d0 + 32, 1000)>(%ii) {
      %0 = arith.mulf %x, %x : f32
    }
  }
  return
}

// CHECK-LABEL: func.func @symbolic_tiles
// CHECK-SAME: #fpo.cost<fpo = "arg0.0", mul = {f32: "arg0.0"}>
func.func @symbolic_tiles(%t: memref<?xf32>, %x: f32) {
  %c0 = arith.constant 0 : index
  %n = memref.dim %t, %c0 : memref<?xf32>
  affine.for %ii = 0 to %n step 32 {
    affine.for %i = affine_map<(d0) -> (d0)>(%ii) to min affine_map<(d0)[s0] -> (d0 + 32, s0)>(%ii)[%n] {
      %0 = arith.mulf %x, %x : f32
    }
  }
  return
}

// Points of a branch that depends on loops: i + j >= 10 in 10 x 10 is 45.
// CHECK-LABEL: func.func @branch
// CHECK-SAME: #fpo.cost<fpo = 145, add = {f32: 55}, mul = {f32: 90}>
func.func @branch(%x: f32) {
  affine.for %i = 0 to 10 {
    affine.for %j = 0 to 10 {
      affine.if affine_set<(d0, d1) : (d0 + d1 - 10 >= 0)>(%i, %j) {
        %0 = arith.mulf %x, %x : f32
        %1 = arith.mulf %x, %x : f32
      } else {
        %0 = arith.addf %x, %x : f32
      }
    }
  }
  return
}

// Every third of i, the others not at all.
// CHECK-LABEL: func.func @modulo
// CHECK-SAME: #fpo.cost<fpo = 34, mul = {f32: 34}>
func.func @modulo(%x: f32) {
  affine.for %i = 0 to 100 {
    affine.if affine_set<(d0) : (d0 mod 3 == 0)>(%i) {
      %0 = arith.mulf %x, %x : f32
    }
  }
  return
}

// Slices that grow: 1 + ... + 100 elements.
// CHECK-LABEL: func.func @growing
// CHECK-SAME: #fpo.cost<fpo = 5050, add = {f32: 5050}
func.func @growing(%t: tensor<100xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c101 = arith.constant 101 : index
  scf.for %i = %c1 to %c101 step %c1 {
    %s = tensor.extract_slice %t[0] [%i] [1] : tensor<100xf32> to tensor<?xf32>
    %0 = arith.addf %s, %s : tensor<?xf32>
  }
  return
}

// A callee that is given what grows.
// CHECK-LABEL: func.func private @callee
// CHECK-SAME: #fpo.cost<fpo = "arg0.0", mul = {f32: "arg0.0"}
func.func private @callee(%s: tensor<?xf32>) {
  %0 = arith.mulf %s, %s : tensor<?xf32>
  return
}
// CHECK-LABEL: func.func @caller
// CHECK-SAME: #fpo.cost<fpo = 5050, mul = {f32: 5050}
func.func @caller(%t: tensor<100xf32>) {
  %c1 = arith.constant 1 : index
  %c101 = arith.constant 101 : index
  scf.for %i = %c1 to %c101 step %c1 {
    %s = tensor.extract_slice %t[0] [%i] [1] : tensor<100xf32> to tensor<?xf32>
    func.call @callee(%s) : (tensor<?xf32>) -> ()
  }
  return
}
