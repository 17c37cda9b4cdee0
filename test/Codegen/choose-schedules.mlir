// RUN: fpo-opt %s --fpo-choose-schedules="vector-bits=256 vector-registers=16" | FileCheck %s
// RUN: fpo-opt %s --fpo-choose-schedules="vector-bits=256 vector-registers=16" --fpo-lower-kernels="vector-bits=256 vector-registers=16" | FileCheck %s --check-prefix=CODE

// Blocks of 6 rows by 2 vectors: 12 accumulators.
// CHECK-LABEL: func.func @matmul
// CHECK: fpo.schedule = #fpo.schedule<loops = [d1:16, d0:6, d2, d0, d1], vector = d1:8, unroll = 4>
// CODE-LABEL: func.func @matmul
// CODE-NOT: fpo.kernel
func.func @matmul(%a: memref<12x32xf32>, %b: memref<32x32xf32>, %c: memref<12x32xf32>) {
  %z = arith.constant 0.0 : f32
  fpo.kernel ins(%a, %b : memref<12x32xf32>, memref<32x32xf32>) outs(%c : memref<12x32xf32>)
      maps [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, n)>]
      iterators ["parallel", "parallel", "reduction"]
      start {
  ^bb0(%x: f32, %y: f32, %o: f32):
    fpo.yield %z : f32
  } combine {
  ^bb0(%x: f32, %y: f32, %o: f32, %s: f32):
    %p = arith.mulf %x, %y : f32
    %t = arith.addf %s, %p : f32
    fpo.yield %t : f32
  } finish {
  ^bb0(%x: f32, %y: f32, %o: f32, %s: f32):
    fpo.yield %s : f32
  }
  return
}

// Rows are summed up in the lanes.
// CHECK-LABEL: func.func @sum
// CHECK: fpo.schedule = #fpo.schedule<loops = [d0, d1], vector = d1:8, unroll = 4>
// CODE-LABEL: func.func @sum
// CODE: vector.reduction
func.func @sum(%a: memref<12x320xf32>, %c: memref<12xf32>) {
  %z = arith.constant 0.0 : f32
  fpo.kernel ins(%a : memref<12x320xf32>) outs(%c : memref<12xf32>)
      maps [affine_map<(m, k) -> (m, k)>, affine_map<(m, k) -> (m)>]
      iterators ["parallel", "reduction"]
      start {
  ^bb0(%x: f32, %o: f32):
    fpo.yield %z : f32
  } combine {
  ^bb0(%x: f32, %o: f32, %s: f32):
    %t = arith.addf %s, %x : f32
    fpo.yield %t : f32
  } finish {
  ^bb0(%x: f32, %o: f32, %s: f32):
    fpo.yield %s : f32
  }
  return
}

// Without a reduction, the register block has the dimensions in tiles.
// CHECK-LABEL: func.func @add
// CHECK: fpo.schedule = #fpo.schedule<loops = [d0, d1:10, d1], vector = d1:8>
// CODE-LABEL: func.func @add
// CODE: vector.maskedstore
func.func @add(%a: memref<12x10xf32>, %c: memref<12x10xf32>) {
  fpo.kernel ins(%a : memref<12x10xf32>) outs(%c : memref<12x10xf32>)
      maps [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>]
      iterators ["parallel", "parallel"]
      finish {
  ^bb0(%x: f32, %o: f32):
    %t = arith.addf %x, %x : f32
    fpo.yield %t : f32
  }
  return
}
