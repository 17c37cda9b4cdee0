// RUN: fpo-opt %s --emit=csv | cut -d, -f2,7 | FileCheck %s

// Which generics multiply and accumulate: [linalg.mac].

#id = affine_map<(i, k) -> (i, k)>
#vec = affine_map<(i, k) -> (k)>
#out = affine_map<(i, k) -> (i)>

func.func @f(%a: tensor<4x8xf32>, %h: tensor<4x8xf16>, %b: tensor<8xf32>, %q: tensor<4x8xi8>, %r: tensor<8xi8>,
             %o: tensor<4xf32>, %p: tensor<4xi32>, %z: i32, %e: tensor<4x8xf32>) {
  // A product of two inputs, added to the output, whichever comes first, with casts in between.
  // CHECK: linalg.generic,32
  %0 = linalg.generic {indexing_maps = [#id, #vec, #out], iterator_types = ["parallel", "reduction"]}
    ins(%h, %b : tensor<4x8xf16>, tensor<8xf32>) outs(%o : tensor<4xf32>) {
  ^bb0(%x: f16, %y: f32, %s: f32):
    %w = arith.extf %x : f16 to f32
    %m = arith.mulf %y, %w : f32
    %t = arith.addf %m, %s : f32
    linalg.yield %t : f32
  } -> tensor<4xf32>
  // As one op.
  // CHECK: linalg.generic,32
  %1 = linalg.generic {indexing_maps = [#id, #vec, #out], iterator_types = ["parallel", "reduction"]}
    ins(%a, %b : tensor<4x8xf32>, tensor<8xf32>) outs(%o : tensor<4xf32>) {
  ^bb0(%x: f32, %y: f32, %s: f32):
    %t = math.fma %x, %y, %s : f32
    linalg.yield %t : f32
  } -> tensor<4xf32>
  // With a zero point.
  // CHECK: linalg.generic,32
  %2 = linalg.generic {indexing_maps = [#id, #vec, #out], iterator_types = ["parallel", "reduction"]}
    ins(%q, %r : tensor<4x8xi8>, tensor<8xi8>) outs(%p : tensor<4xi32>) {
  ^bb0(%x: i8, %y: i8, %s: i32):
    %w = arith.extsi %x : i8 to i32
    %d = arith.subi %w, %z : i32
    %v = arith.extsi %y : i8 to i32
    %m = arith.muli %d, %v : i32
    %t = arith.addi %s, %m : i32
    linalg.yield %t : i32
  } -> tensor<4xi32>
  // A sum of squares is a reduction of one input.
  // CHECK: linalg.generic,0
  %3 = linalg.generic {indexing_maps = [#id, #out], iterator_types = ["parallel", "reduction"]}
    ins(%a : tensor<4x8xf32>) outs(%o : tensor<4xf32>) {
  ^bb0(%x: f32, %s: f32):
    %m = arith.mulf %x, %x : f32
    %t = arith.addf %m, %s : f32
    linalg.yield %t : f32
  } -> tensor<4xf32>
  // Nothing is reduced.
  // CHECK: linalg.generic,0
  %4 = linalg.generic {indexing_maps = [#id, #vec, #id], iterator_types = ["parallel", "parallel"]}
    ins(%a, %b : tensor<4x8xf32>, tensor<8xf32>) outs(%e : tensor<4x8xf32>) {
  ^bb0(%x: f32, %y: f32, %s: f32):
    %m = arith.mulf %x, %y : f32
    %t = arith.addf %m, %s : f32
    linalg.yield %t : f32
  } -> tensor<4x8xf32>
  // The product is subtracted from something else.
  // CHECK: linalg.generic,0
  %5 = linalg.generic {indexing_maps = [#id, #vec, #out], iterator_types = ["parallel", "reduction"]}
    ins(%a, %b : tensor<4x8xf32>, tensor<8xf32>) outs(%o : tensor<4xf32>) {
  ^bb0(%x: f32, %y: f32, %s: f32):
    %m = arith.mulf %x, %y : f32
    %t = arith.maximumf %m, %s : f32
    linalg.yield %t : f32
  } -> tensor<4xf32>
  return
}
