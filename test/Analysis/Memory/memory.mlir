// What is held op by op, over symbols, and what is not known.
// RUN: fpo-opt %s --split-input-file --allow-unregistered-dialect --fpo-memory | FileCheck %s
// RUN: fpo-opt %s --split-input-file --allow-unregistered-dialect --fpo-memory --fpo-strip | FileCheck %s --check-prefix=STRIP
// STRIP-NOT: fpo.live
// STRIP-NOT: fpo.peak

// [memory.resident] 64 bytes of a parameter, 32 of the input, and 32 of a
// constant that occurs twice; neither parameters nor constants are overwritten.
// CHECK: module attributes {fpo.peak = 192 : i64}
// CHECK-LABEL: func.func @resident
// CHECK-SAME: attributes {fpo.peak = 64 : i64}
module {
  func.func @resident(%w: tensor<16xf32> {fpo.param}, %x: tensor<8xf32>) -> (tensor<8xf32>, tensor<16xf32>) {
    %c = arith.constant dense<1.0> : tensor<8xf32>
    %d = arith.constant dense<1.0> : tensor<8xf32>
    // CHECK: linalg.add {fpo.live = 0 : i64}
    %0 = linalg.add ins(%c, %d : tensor<8xf32>, tensor<8xf32>) outs(%x : tensor<8xf32>) -> tensor<8xf32>
    // CHECK: linalg.exp {fpo.live = 64 : i64}
    %1 = linalg.exp ins(%w : tensor<16xf32>) outs(%w : tensor<16xf32>) -> tensor<16xf32>
    return %0, %1 : tensor<8xf32>, tensor<16xf32>
  }
}

// -----

// The larger of two sums, if it is known which that is; the size of what the
// loop cuts out depends on the turn, and has no more than a bound.
// CHECK-LABEL: func.func @symbols
// CHECK-SAME: attributes {fpo.peak = "max({{64\*arg0.0 \+ 4\*arg1|4\*arg1 \+ 64\*arg0.0}}, 512*arg0.0)"}
func.func @symbols(%x: tensor<?x64xf32>, %n: index) -> (tensor<?x16xf32>, tensor<?xf32>) {
  %c0 = arith.constant 0 : index
  %z = arith.constant 0.0 : f32
  %d = tensor.dim %x, %c0 : tensor<?x64xf32>
  %e = tensor.empty(%d) : tensor<?x64xf32>
  // CHECK: linalg.exp {fpo.live = "256*arg0.0"}
  %0 = linalg.exp ins(%x : tensor<?x64xf32>) outs(%e : tensor<?x64xf32>) -> tensor<?x64xf32>
  // CHECK: linalg.log {fpo.live = "512*arg0.0"}
  %1 = linalg.log ins(%0 : tensor<?x64xf32>) outs(%e : tensor<?x64xf32>) -> tensor<?x64xf32>
  %v = tensor.extract_slice %1[0, 0] [%d, 16] [1, 1] : tensor<?x64xf32> to tensor<?x16xf32>
  %f = tensor.empty(%d) : tensor<?x16xf32>
  // CHECK: linalg.exp {fpo.live = "320*arg0.0"}
  %2 = linalg.exp ins(%v : tensor<?x16xf32>) outs(%f : tensor<?x16xf32>) -> tensor<?x16xf32>
  %k = tensor.empty(%n) : tensor<?xf32>
  // CHECK: linalg.fill {fpo.live = "64*arg0.0 + 4*arg1"}
  %l = linalg.fill ins(%z : f32) outs(%k : tensor<?xf32>) -> tensor<?xf32>
  return %2, %l : tensor<?x16xf32>, tensor<?xf32>
}

// -----

// [memory.unknown] What is not known adds to what is.
// CHECK: fpo.peak = "[64, ?]"
// CHECK-LABEL: func.func @unknown
// CHECK-SAME: attributes {fpo.peak = "[32, ?]"}
func.func @unknown(%x: tensor<8xf32>) -> tensor<8xf32> {
  %0 = "some.op"(%x) : (tensor<8xf32>) -> tensor<8xf32>
  return %0 : tensor<8xf32>
}

// -----

// CHECK-LABEL: func.func @external
// CHECK-SAME: attributes {fpo.peak = "[32, ?]"}
func.func private @elsewhere(tensor<8xf32>) -> tensor<8xf32>
func.func @external(%x: tensor<8xf32>) -> tensor<8xf32> {
  %0 = func.call @elsewhere(%x) : (tensor<8xf32>) -> tensor<8xf32>
  return %0 : tensor<8xf32>
}

// -----

// A chain of views is one buffer; looking at its size does not hold it.
// CHECK-LABEL: func.func @views
// CHECK-SAME: attributes {fpo.peak = 64 : i64}
func.func @views(%a: tensor<4x4xf32>) -> (tensor<2x2x4xf32>, index) {
  %c0 = arith.constant 0 : index
  %e = tensor.empty() : tensor<4x4xf32>
  %0 = linalg.exp ins(%a : tensor<4x4xf32>) outs(%e : tensor<4x4xf32>) -> tensor<4x4xf32>
  %c = tensor.cast %0 : tensor<4x4xf32> to tensor<?x4xf32>
  %b = tensor.cast %c : tensor<?x4xf32> to tensor<4x4xf32>
  %1 = linalg.add ins(%a, %a : tensor<4x4xf32>, tensor<4x4xf32>) outs(%b : tensor<4x4xf32>) -> tensor<4x4xf32>
  %s = tensor.expand_shape %1 [[0, 1], [2]] output_shape [2, 2, 4] : tensor<4x4xf32> into tensor<2x2x4xf32>
  %d = tensor.dim %c, %c0 : tensor<?x4xf32>
  return %s, %d : tensor<2x2x4xf32>, index
}

// -----

// Of several entries, which run one after another, the one that allocates most.
// CHECK: module attributes {fpo.peak = "4*f.arg0.0 + 48*g.arg0.0"}
module {
  func.func @f(%a: tensor<?xf32>) -> tensor<?xf32> {
    %0 = math.exp %a : tensor<?xf32>
    return %0 : tensor<?xf32>
  }
  func.func @g(%a: tensor<?x4xf32>) -> tensor<?x4xf32> {
    %0 = tosa.add %a, %a : (tensor<?x4xf32>, tensor<?x4xf32>) -> tensor<?x4xf32>
    %1 = tosa.exp %0 : (tensor<?x4xf32>) -> tensor<?x4xf32>
    return %1 : tensor<?x4xf32>
  }
}
