// What --fpo-training writes, and what it makes of control flow. The costs of single ops are held against programs that
// run, in test/Analysis/Training.

// RUN: split-file %s %t
// RUN: fpo-opt %t/steps.mlir --fpo-training="optimizer=adam steps=100 epochs=3" | FileCheck %t/steps.mlir
// RUN: fpo-opt %t/steps.mlir --fpo-training="steps=18446744073709551615 epochs=18446744073709551615" | FileCheck %t/steps.mlir --check-prefix=HUGE
// RUN: fpo-opt %t/steps.mlir --fpo-training --fpo-training=optimizer=none | FileCheck %t/steps.mlir --check-prefix=NONE
// RUN: fpo-opt %t/steps.mlir --fpo-training="optimizer=none input-gradients" | FileCheck %t/steps.mlir --check-prefix=INPUT
// RUN: fpo-opt %t/steps.mlir --fpo-training="optimizer=none inputs=0" | FileCheck %t/steps.mlir --check-prefix=INPUT
// RUN: fpo-opt %t/steps.mlir --fpo-training --fpo-annotate --fpo-strip | FileCheck %t/steps.mlir --check-prefix=STRIPPED
// RUN: fpo-opt %t/flow.mlir --fpo-training=optimizer=none | FileCheck %t/flow.mlir
// RUN: fpo-opt %t/unknown.mlir --fpo-training=optimizer=none | FileCheck %t/unknown.mlir
// RUN: not fpo-opt %t/unknown.mlir --fpo-training=strict 2>&1 | FileCheck %t/unknown.mlir --check-prefix=STRICT
// RUN: fpo-opt %t/exact.mlir --fpo-training=optimizer=none | FileCheck %t/exact.mlir
// RUN: not fpo-opt %t/steps.mlir --fpo-training=inputs=9 2>&1 | FileCheck %t/steps.mlir --check-prefix=INPUTS
// RUN: not fpo-opt %t/steps.mlir --fpo-training=entry=other 2>&1 | FileCheck %t/steps.mlir --check-prefix=ENTRY

//--- steps.mlir

// [training.contraction] Each product of the matmul costs as much as the forward one; the input wants none. [training.step]
// CHECK: module attributes {fpo.training = {backward = #fpo.cost<fpo = 56, add = {f32: 32}, mul = {f32: 24}, mac = 24>
// CHECK-SAME: forward = #fpo.cost<fpo = 56, add = {f32: 32}, mul = {f32: 24}, mac = 24>
// [training.optimizer] Adam, algorithm 1, on 8 elements: m 1 ADD 2 MUL, v 1 ADD 3 MUL, 3 divisions of 2 ADD and 5 MUL, a
// root of 2 ADD and 8 MUL, 2 ADD and 1 MUL; and 2 ADD, 2 MUL in all.
// CHECK-SAME: optimizer = #fpo.cost<fpo = 332, add = {f32: 98}, mul = {f32: 234}>
// CHECK-SAME: step = #fpo.cost<fpo = 444, add = {f32: 162}, mul = {f32: 282}, mac = 48>
// CHECK-SAME: total = #fpo.cost<fpo = 133200, add = {f32: 48600}, mul = {f32: 84600}, mac = 14400>

// HUGE: step = #fpo.cost<fpo = 128,
// HUGE-SAME: total = #fpo.cost<fpo = 43556142965880123318589583268396685852800,

// What an earlier run has written is replaced.
// NONE: optimizer = #fpo.cost<fpo = 0>
// NONE-SAME: step = #fpo.cost<fpo = 112, add = {f32: 64}, mul = {f32: 48}, mac = 48>

// INPUT: backward = #fpo.cost<fpo = 104, add = {f32: 56}, mul = {f32: 48}, mac = 48>

// STRIPPED-NOT: fpo.{{[a-oq-z]}}

// INPUTS: error: the entry has 3 arguments, which are less than 9 inputs
// ENTRY: error: there is no function 'other'

func.func @steps(%x: tensor<4x3xf32>, %w: tensor<3x2xf32> {fpo.param}, %b: tensor<2xf32> {fpo.param})
    -> tensor<4x2xf32> {
  %e = tensor.empty() : tensor<4x2xf32>
  // CHECK: linalg.broadcast {{.*}} {fpo.backward = #fpo.cost<fpo = 8, add = {f32: 8}>}
  %s = linalg.broadcast ins(%b : tensor<2xf32>) outs(%e : tensor<4x2xf32>) dimensions = [0]
  // CHECK: linalg.matmul {fpo.backward = #fpo.cost<fpo = 48, add = {f32: 24}, mul = {f32: 24}, mac = 24>}
  %p = linalg.matmul ins(%x, %w : tensor<4x3xf32>, tensor<3x2xf32>) outs(%s : tensor<4x2xf32>) -> tensor<4x2xf32>
  // [training.select] That the element was the larger one is known.
  %c = arith.constant dense<0.0> : tensor<4x2xf32>
  // CHECK: arith.maximumf %{{[^ ]*}}, %{{[^ ]*}} : tensor<4x2xf32>
  %r = arith.maximumf %p, %c : tensor<4x2xf32>
  return %r : tensor<4x2xf32>
}

//--- flow.mlir

// [training.flow] One reverse turn for each turn. In each the weights' gradient is added to.
// CHECK-LABEL: @loop
// CHECK-SAME: fpo.backward = #fpo.cost<fpo = 80, add = {f32: 40}, mul = {f32: 40}>
// CHECK: scf.for
// CHECK: } {fpo.backward = #fpo.cost<fpo = 80, add = {f32: 40}, mul = {f32: 40}>}
func.func @loop(%w: tensor<4xf32> {fpo.param}, %x: tensor<4xf32>) -> tensor<4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c5 = arith.constant 5 : index
  %r = scf.for %i = %c0 to %c5 step %c1 iter_args(%h = %x) -> tensor<4xf32> {
    %p = arith.mulf %h, %w : tensor<4xf32>
    %q = arith.addf %p, %w : tensor<4xf32>
    scf.yield %q : tensor<4xf32>
  }
  return %r : tensor<4xf32>
}

// Which values depend on %w is found by going round, too: the exponential does from the second turn on.
// CHECK-LABEL: @varied
// CHECK-SAME: fpo.backward = #fpo.cost<fpo = 80, add = {f32: 20}, mul = {f32: 60}>
func.func @varied(%w: tensor<4xf32> {fpo.param}, %x: tensor<4xf32>) -> tensor<4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c5 = arith.constant 5 : index
  %r = scf.for %i = %c0 to %c5 step %c1 iter_args(%h = %x) -> tensor<4xf32> {
    %e = math.exp %h : tensor<4xf32>
    %p = arith.mulf %e, %w : tensor<4xf32>
    scf.yield %p : tensor<4xf32>
  }
  return %r : tensor<4xf32>
}

// Turns that depend on other loops are summed: 92 in all, each with 8 MUL and 4 ADD.
// CHECK-LABEL: @triangle
// CHECK-SAME: fpo.backward = #fpo.cost<fpo = 1104, add = {f32: 368}, mul = {f32: 736}>
func.func @triangle(%w: tensor<4xf32> {fpo.param}, %x: tensor<4xf32>) -> tensor<4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  %r = scf.for %i = %c0 to %c8 step %c1 iter_args(%g = %x) -> tensor<4xf32> {
    %n = arith.addi %i, %c8 : index
    %s = scf.for %j = %c0 to %n step %c1 iter_args(%h = %g) -> tensor<4xf32> {
      %p = arith.mulf %h, %w : tensor<4xf32>
      scf.yield %p : tensor<4xf32>
    }
    scf.yield %s : tensor<4xf32>
  }
  return %r : tensor<4xf32>
}

// Sizes may be symbols, also of a callee: 2 n MUL for each product, n ADD for the second gradient of %w.
// CHECK-LABEL: func.func private @product
func.func private @product(%a: tensor<?xf32>, %b: tensor<?xf32>) -> tensor<?xf32> {
  %0 = arith.mulf %a, %b : tensor<?xf32>
  return %0 : tensor<?xf32>
}
// CHECK-LABEL: @symbolic
// CHECK-SAME: fpo.backward = #fpo.cost<fpo = "5*arg0.0", add = {f32: "arg0.0"}, mul = {f32: "4*arg0.0"}>
func.func @symbolic(%w: tensor<?xf32> {fpo.param}, %x: tensor<?xf32> {fpo.param}) -> tensor<?xf32> {
  %0 = call @product(%w, %x) : (tensor<?xf32>, tensor<?xf32>) -> tensor<?xf32>
  %1 = call @product(%0, %w) : (tensor<?xf32>, tensor<?xf32>) -> tensor<?xf32>
  return %1 : tensor<?xf32>
}

// A condition on a loop variable holds in some turns: 3 of 8.
// CHECK-LABEL: @some_turns
// CHECK-SAME: fpo.backward = #fpo.cost<fpo = 12, mul = {f32: 12}>
func.func @some_turns(%w: tensor<4xf32> {fpo.param}) -> tensor<4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %c8 = arith.constant 8 : index
  %r = scf.for %i = %c0 to %c8 step %c1 iter_args(%h = %w) -> tensor<4xf32> {
    %c = arith.cmpi slt, %i, %c3 : index
    %s = scf.if %c -> tensor<4xf32> {
      %p = math.exp %h : tensor<4xf32>
      scf.yield %p : tensor<4xf32>
    } else {
      scf.yield %h : tensor<4xf32>
    }
    scf.yield %s : tensor<4xf32>
  }
  return %r : tensor<4xf32>
}

// Which values a loop carries gradients of is found by going round: that of %b is that of %a one turn before, to which the
// exponential adds.
// CHECK-LABEL: @carried
// CHECK-SAME: fpo.backward = #fpo.cost<fpo = 40, add = {f32: 20}, mul = {f32: 20}>
func.func @carried(%w: tensor<4xf32> {fpo.param}, %x: tensor<4xf32>) -> tensor<4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c5 = arith.constant 5 : index
  %r:2 = scf.for %i = %c0 to %c5 step %c1 iter_args(%a = %w, %b = %x) -> (tensor<4xf32>, tensor<4xf32>) {
    %p = math.exp %a : tensor<4xf32>
    scf.yield %p, %a : tensor<4xf32>, tensor<4xf32>
  }
  return %r#1 : tensor<4xf32>
}

// Either branch may give %w its first gradient, also from a loop, which adds to zeros.
// CHECK-LABEL: @first_in_branch
// CHECK-SAME: fpo.backward = #fpo.cost<fpo = [4, 40], add = {f32: [0, 20]}, mul = {f32: [4, 20]}>
func.func @first_in_branch(%w: tensor<4xf32> {fpo.param}, %x: tensor<4xf32>, %c: i1) -> tensor<4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c5 = arith.constant 5 : index
  %r = scf.if %c -> tensor<4xf32> {
    %s = scf.for %i = %c0 to %c5 step %c1 iter_args(%h = %x) -> tensor<4xf32> {
      %p = arith.mulf %x, %w : tensor<4xf32>
      %q = arith.addf %p, %h : tensor<4xf32>
      scf.yield %q : tensor<4xf32>
    }
    scf.yield %s : tensor<4xf32>
  } else {
    %p = math.exp %w : tensor<4xf32>
    scf.yield %p : tensor<4xf32>
  }
  return %r : tensor<4xf32>
}

// There is a gradient of %w before either branch adds its own.
// CHECK-LABEL: @branch
// CHECK-SAME: fpo.backward = #fpo.cost<fpo = [8, 12], add = {f32: 4}, mul = {f32: [4, 8]}>
// CHECK: scf.if
// CHECK: } {fpo.backward = #fpo.cost<fpo = [4, 8], add = {f32: 4}, mul = {f32: [0, 4]}>}
func.func @branch(%w: tensor<4xf32> {fpo.param}, %x: tensor<4xf32>, %c: i1) -> tensor<4xf32> {
  %r = scf.if %c -> tensor<4xf32> {
    %p = math.exp %w : tensor<4xf32>
    scf.yield %p : tensor<4xf32>
  } else {
    scf.yield %w : tensor<4xf32>
  }
  %s = arith.mulf %r, %x : tensor<4xf32>
  %t = arith.addf %s, %w : tensor<4xf32>
  return %t : tensor<4xf32>
}

// A constant condition picks one.
// CHECK-LABEL: @constant_branch
// CHECK-SAME: fpo.backward = #fpo.cost<fpo = 4, mul = {f32: 4}>
func.func @constant_branch(%w: tensor<4xf32> {fpo.param}) -> tensor<4xf32> {
  %c = arith.constant true
  %r = scf.if %c -> tensor<4xf32> {
    %p = math.exp %w : tensor<4xf32>
    scf.yield %p : tensor<4xf32>
  } else {
    %p = math.tanh %w : tensor<4xf32>
    scf.yield %p : tensor<4xf32>
  }
  return %r : tensor<4xf32>
}

// The callee is differentiated for what each caller wants.
// CHECK-LABEL: func.func private @scale
// CHECK-NOT: fpo.backward
// CHECK: arith.mulf %{{[^ ]*}}, %{{[^ ]*}} : tensor<4xf32>
func.func private @scale(%a: tensor<4xf32>, %b: tensor<4xf32>) -> tensor<4xf32> {
  %0 = arith.mulf %a, %b : tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: @calls
// CHECK: call @scale{{.*}} {fpo.backward = #fpo.cost<fpo = 4, mul = {f32: 4}>}
// CHECK: call @scale{{.*}} {fpo.backward = #fpo.cost<fpo = 12, add = {f32: 4}, mul = {f32: 8}>}
func.func @calls(%w: tensor<4xf32> {fpo.param}, %x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = call @scale(%w, %x) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  %1 = call @scale(%0, %0) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  return %1 : tensor<4xf32>
}

//--- unknown.mlir

// [training.unknown] What has no rule is named, and the rest is counted.
// CHECK: backward = #fpo.cost<fpo = [4, ?], mul = {f32: [4, ?]}, mac = [0, ?]>

// STRICT: error: the backward pass of 'tosa.resize' is not known
// STRICT: note: there is no backward rule for this op
// STRICT: error: the backward pass of 'tensor.pad' is not known
// STRICT: error: the backward pass of 'scf.while' is not known
// STRICT: error: the backward pass of 'memref.store' is not known
// STRICT: note: it writes to memory, and the gradients of what is in memory are not derived

// CHECK-LABEL: @resized
func.func @resized(%w: tensor<1x2x2x1xf32> {fpo.param}) -> tensor<1x4x4x1xf32> {
  %0 = math.exp %w : tensor<1x2x2x1xf32>
  %scale = tosa.const_shape {values = dense<[4, 2, 4, 2]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %offset = tosa.const_shape {values = dense<[-1, -1]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %border = tosa.const_shape {values = dense<[1, 1]> : tensor<2xindex>} : () -> !tosa.shape<2>
  // CHECK: tosa.resize
  // CHECK-SAME: fpo.backward = #fpo.cost<fpo = [0, ?], mac = [0, ?]>, fpo.backward_unknown = "there is no backward rule for this op"
  %1 = tosa.resize %0, %scale, %offset, %border {mode = BILINEAR}
    : (tensor<1x2x2x1xf32>, !tosa.shape<4>, !tosa.shape<2>, !tosa.shape<2>) -> tensor<1x4x4x1xf32>
  return %1 : tensor<1x4x4x1xf32>
}

// CHECK-LABEL: @padded
// CHECK: tensor.yield
// CHECK-NEXT: {fpo.backward = {{.*}}, fpo.backward_unknown = "there is no backward rule for its padding"}
func.func @padded(%w: tensor<f32> {fpo.param}, %x: tensor<4xf32>) -> tensor<6xf32> {
  %s = tensor.extract %w[] : tensor<f32>
  %r = tensor.pad %x low[1] high[1] {
  ^bb0(%i: index):
    tensor.yield %s : f32
  } : tensor<4xf32> to tensor<6xf32>
  return %r : tensor<6xf32>
}

// CHECK-LABEL: @while
func.func @while(%w: f32, %x: tensor<f32> {fpo.param}) -> f32 {
  %s = tensor.extract %x[] : tensor<f32>
  %r = scf.while (%a = %s) : (f32) -> f32 {
    %c = arith.cmpf olt, %a, %w : f32
    scf.condition(%c) %a : f32
  } do {
  ^bb0(%b: f32):
    %d = arith.addf %b, %b : f32
    scf.yield %d : f32
  }
  return %r : f32
}

func.func @stored(%x: tensor<f32> {fpo.param}, %m: memref<f32>) {
  %s = tensor.extract %x[] : tensor<f32>
  memref.store %s, %m[] : memref<f32>
  return
}

//--- exact.mlir

// [training.active] What doesn't depend on a parameter, or has no derivative by it, takes no part: 4 MUL for the exponential,
// 4 for its product with what is constant between jumps.
// CHECK-LABEL: @active
// CHECK-SAME: fpo.backward = #fpo.cost<fpo = 8, mul = {f32: 8}>
func.func @active(%w: tensor<4xf32> {fpo.param}, %x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xi1>) {
  %0 = math.exp %x : tensor<4xf32>
  %1 = math.exp %w : tensor<4xf32>
  %2 = math.floor %1 : tensor<4xf32>
  %3 = arith.mulf %1, %2 : tensor<4xf32>
  %4 = arith.cmpf olt, %1, %0 : tensor<4xf32>
  %5 = math.exp %3 : tensor<4xf32>
  return %3, %4 : tensor<4xf32>, tensor<4xi1>
}

// [training.linalg] Within a body too: %m is where, not how much.
// CHECK-LABEL: @body
// CHECK-SAME: fpo.backward = #fpo.cost<fpo = 4, mul = {f32: 4}>
func.func @body(%w: tensor<4xf32> {fpo.param}, %x: tensor<4xf32>) -> tensor<4xf32> {
  %e = tensor.empty() : tensor<4xf32>
  %m = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
    ins(%w : tensor<4xf32>) outs(%e : tensor<4xf32>) {
  ^bb0(%a: f32, %o: f32):
    %z = arith.constant 0.0 : f32
    %one = arith.constant 1.0 : f32
    %c = arith.cmpf ogt, %a, %z : f32
    %s = arith.select %c, %one, %z : f32
    linalg.yield %s : f32
  } -> tensor<4xf32>
  %r = arith.mulf %w, %m : tensor<4xf32>
  return %r : tensor<4xf32>
}

// [training.select] A maximum picks one product in each of the 3 rows. A sum of what a mask lets through picks nothing: it has
// 12 products, the accumulator hands its gradient on in two ways, and %w has a gradient already.
// CHECK-LABEL: @masked
// CHECK: attrs = {fpo.backward = #fpo.cost<fpo = 36, add = {f32: 24}, mul = {f32: 12}>}
// CHECK: attrs = {fpo.backward = #fpo.cost<fpo = 3, mul = {f32: 3}>}
func.func @masked(%w: tensor<3x4xf32> {fpo.param}, %x: tensor<3x4xf32>, %m: tensor<3x4xi1>, %i: tensor<3xf32>)
    -> (tensor<3xf32>, tensor<3xf32>) {
  %s = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>,
      affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]}
    ins(%w, %x, %m : tensor<3x4xf32>, tensor<3x4xf32>, tensor<3x4xi1>) outs(%i : tensor<3xf32>) {
  ^bb0(%a: f32, %b: f32, %c: i1, %o: f32):
    %p = arith.mulf %a, %b : f32
    %q = arith.addf %p, %o : f32
    %r = arith.select %c, %q, %o : f32
    linalg.yield %r : f32
  } -> tensor<3xf32>
  %t = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>,
      affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]}
    ins(%w, %x, %m : tensor<3x4xf32>, tensor<3x4xf32>, tensor<3x4xi1>) outs(%i : tensor<3xf32>) {
  ^bb0(%a: f32, %b: f32, %c: i1, %o: f32):
    %p = arith.mulf %a, %b : f32
    %q = arith.maximumf %p, %o : f32
    linalg.yield %q : f32
  } -> tensor<3xf32>
  return %s, %t : tensor<3xf32>, tensor<3xf32>
}

// [training.sum] A loop of one turn sums nothing, a contraction over one does, as its forward pass: 8 elements of a bias
// over a batch of 1, and 3 MUL, 3 ADD for each of the 8 columns.
// CHECK-LABEL: @one
// CHECK-SAME: fpo.backward = #fpo.cost<fpo = 48, add = {f32: 24}, mul = {f32: 24}, mac = 24>
func.func @one(%x: tensor<1x3xf32>, %w: tensor<3x8xf32> {fpo.param}, %b: tensor<8xf32> {fpo.param}) -> tensor<1x8xf32> {
  %e = tensor.empty() : tensor<1x8xf32>
  %s = linalg.broadcast ins(%b : tensor<8xf32>) outs(%e : tensor<1x8xf32>) dimensions = [0]
  %p = linalg.matmul ins(%x, %w : tensor<1x3xf32>, tensor<3x8xf32>) outs(%s : tensor<1x8xf32>) -> tensor<1x8xf32>
  return %p : tensor<1x8xf32>
}

// Sums are in the type of the accumulator, or of the operand.
// CHECK-LABEL: @mixed
// CHECK-SAME: fpo.backward = #fpo.cost<fpo = 48, add = {f32: 24}, mul = {f32: 24}, mac = 24>
func.func @mixed(%x: tensor<4x3xf16>, %w: tensor<3x2xf16> {fpo.param}, %i: tensor<4x2xf32>) -> tensor<4x2xf32> {
  %p = linalg.matmul ins(%x, %w : tensor<4x3xf16>, tensor<3x2xf16>) outs(%i : tensor<4x2xf32>) -> tensor<4x2xf32>
  return %p : tensor<4x2xf32>
}

// [complex] Complex numbers: a product is 4 MUL and 2 ADD, and so are both of its gradients, on 3 elements; their sum is 2
// ADD for each.
// CHECK-LABEL: @complex
// CHECK-SAME: fpo.backward = #fpo.cost<fpo = 42, add = {f32: 18}, mul = {f32: 24}>
func.func @complex(%w: tensor<3xcomplex<f32>> {fpo.param}) -> tensor<3xcomplex<f32>> {
  %e = tensor.empty() : tensor<3xcomplex<f32>>
  %r = linalg.map ins(%w : tensor<3xcomplex<f32>>) outs(%e : tensor<3xcomplex<f32>>) (%a: complex<f32>, %o: complex<f32>) {
    %p = complex.mul %a, %a : complex<f32>
    linalg.yield %p : complex<f32>
  }
  return %r : tensor<3xcomplex<f32>>
}

// Vectors: 4 lanes meet each element of %w; %b receives the gradient of the contraction, 2 products of 4 * 3 * 3, and that
// of one row more, from the outer product (which prints no attribute), 12 MUL and 12 ADD, of which %t wants none.
// CHECK-LABEL: @vectors
// CHECK-SAME: fpo.backward = #fpo.cost<fpo = 183, add = {f32: 99}, mul = {f32: 84}, mac = 72>
// CHECK: vector.broadcast %{{.*}} {fpo.backward = #fpo.cost<fpo = 12, add = {f32: 12}>} : vector<1x3xf32>
// CHECK: vector.extract {{.*}} {fpo.backward = #fpo.cost<fpo = 3, add = {f32: 3}>}
// CHECK: vector.contract {{{.*}}fpo.backward = #fpo.cost<fpo = 144, add = {f32: 72}, mul = {f32: 72}, mac = 72>
func.func @vectors(%w: tensor<3xf32> {fpo.param}) -> vector<3x3xf32> {
  %z = arith.constant 0.0 : f32
  %c0 = arith.constant 0 : index
  %v = vector.transfer_read %w[%c0], %z {in_bounds = [true]} : tensor<3xf32>, vector<3xf32>
  %f = vector.shape_cast %v : vector<3xf32> to vector<1x3xf32>
  %b = vector.broadcast %f : vector<1x3xf32> to vector<4x3xf32>
  %g = vector.extract %b[0] : vector<3xf32> from vector<4x3xf32>
  %t = arith.constant dense<1.0> : vector<4xf32>
  %y = vector.broadcast %z : f32 to vector<4xf32>
  %o = vector.outerproduct %t, %g : vector<4xf32>, vector<3xf32>
  %k = arith.constant dense<0.0> : vector<3x3xf32>
  %r = vector.contract {indexing_maps = [affine_map<(i, j, k) -> (k, i)>, affine_map<(i, j, k) -> (k, j)>,
      affine_map<(i, j, k) -> (i, j)>], iterator_types = ["parallel", "parallel", "reduction"]}
    %o, %b, %k : vector<4x3xf32>, vector<4x3xf32> into vector<3x3xf32>
  return %r : vector<3x3xf32>
}
