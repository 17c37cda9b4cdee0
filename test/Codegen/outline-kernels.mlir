// Kernels that are the same but for their operands become one function.

// RUN: fpo-opt %s --fpo-outline-kernels | FileCheck %s

#id = affine_map<(d0) -> (d0)>

// CHECK-LABEL: func.func @twice(
// CHECK: call @[[SCALE:.*]](%arg0, %[[FIRST:.*]]) :
// CHECK-NEXT: %[[SECOND:.*]] = memref.alloc
// CHECK-NEXT: call @[[SCALE]](%[[FIRST]], %[[SECOND]])
// In place: one buffer, one argument.
// CHECK-NEXT: call @[[INPLACE:.*]](%[[SECOND]])
// Another constant.
// CHECK-NEXT: call @[[HALF:.*]](%[[SECOND]], %[[FIRST]])
// Another schedule.
// CHECK-NEXT: call @[[CUT:.*]](%[[FIRST]], %[[SECOND]])
// CHECK-NOT: fpo.kernel ins
func.func @twice(%x: memref<64xf32>) {
  %two = arith.constant 2.0 : f32
  %half = arith.constant 0.5 : f32
  %a = memref.alloc() : memref<64xf32>
  fpo.kernel ins(%x : memref<64xf32>) outs(%a : memref<64xf32>) maps [#id, #id] iterators ["parallel"] finish {
  ^bb0(%in: f32, %out: f32):
    %0 = arith.mulf %in, %two : f32
    fpo.yield %0 : f32
  }
  %b = memref.alloc() : memref<64xf32>
  fpo.kernel ins(%a : memref<64xf32>) outs(%b : memref<64xf32>) maps [#id, #id] iterators ["parallel"] finish {
  ^bb0(%in: f32, %out: f32):
    %0 = arith.mulf %in, %two : f32
    fpo.yield %0 : f32
  }
  fpo.kernel ins(%b : memref<64xf32>) outs(%b : memref<64xf32>) maps [#id, #id] iterators ["parallel"] finish {
  ^bb0(%in: f32, %out: f32):
    %0 = arith.mulf %in, %two : f32
    fpo.yield %0 : f32
  }
  fpo.kernel ins(%b : memref<64xf32>) outs(%a : memref<64xf32>) maps [#id, #id] iterators ["parallel"] finish {
  ^bb0(%in: f32, %out: f32):
    %0 = arith.mulf %in, %half : f32
    fpo.yield %0 : f32
  }
  fpo.kernel ins(%a : memref<64xf32>) outs(%b : memref<64xf32>) maps [#id, #id] iterators ["parallel"] finish {
  ^bb0(%in: f32, %out: f32):
    %0 = arith.mulf %in, %two : f32
    fpo.yield %0 : f32
  } {fpo.schedule = #fpo.schedule<loops = [d0:8, d0]>}
  return
}

// Two views of one buffer may overlap; the sizes of these are not known.
// CHECK-LABEL: func.func @views(
// CHECK: call @[[VIEWS:.*]](%{{.*}}, %{{.*}})
// CHECK: call @[[DYNAMIC:.*]](%{{.*}}, %{{.*}})
func.func @views(%x: memref<64xf32>, %y: memref<?xf32>, %z: memref<?xf32>) {
  %low = memref.subview %x[0] [32] [1] : memref<64xf32> to memref<32xf32, strided<[1]>>
  %high = memref.subview %x[16] [32] [1] : memref<64xf32> to memref<32xf32, strided<[1], offset: 16>>
  fpo.kernel ins(%low : memref<32xf32, strided<[1]>>) outs(%high : memref<32xf32, strided<[1], offset: 16>>) maps [#id, #id] iterators ["parallel"] finish {
  ^bb0(%in: f32, %out: f32):
    fpo.yield %in : f32
  }
  fpo.kernel ins(%y : memref<?xf32>) outs(%z : memref<?xf32>) maps [#id, #id] iterators ["parallel"] finish {
  ^bb0(%in: f32, %out: f32):
    fpo.yield %in : f32
  }
  return
}

// A loop over kernels is one; a loop that allocates is not.
// CHECK-LABEL: func.func @loops(
// CHECK: call @[[LOOP:.*]](%arg0)
// CHECK-NEXT: call @[[LOOP]](%arg1)
// CHECK: scf.for
// CHECK: memref.alloc
// CHECK: call @
func.func @loops(%x: memref<8x64xf32>, %y: memref<8x64xf32>) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %eight = arith.constant 8 : index
  %two = arith.constant 2.0 : f32
  scf.for %i = %zero to %eight step %one {
    %row = memref.subview %x[%i, 0] [1, 64] [1, 1] : memref<8x64xf32> to memref<64xf32, strided<[1], offset: ?>>
    fpo.kernel outs(%row : memref<64xf32, strided<[1], offset: ?>>) maps [#id] iterators ["parallel"] finish {
    ^bb0(%out: f32):
      fpo.yield %two : f32
    }
  }
  scf.for %i = %zero to %eight step %one {
    %row = memref.subview %y[%i, 0] [1, 64] [1, 1] : memref<8x64xf32> to memref<64xf32, strided<[1], offset: ?>>
    fpo.kernel outs(%row : memref<64xf32, strided<[1], offset: ?>>) maps [#id] iterators ["parallel"] finish {
    ^bb0(%out: f32):
      fpo.yield %two : f32
    }
  }
  scf.for %i = %zero to %eight step %one {
    %row = memref.alloc() : memref<64xf32>
    fpo.kernel outs(%row : memref<64xf32>) maps [#id] iterators ["parallel"] finish {
    ^bb0(%out: f32):
      fpo.yield %two : f32
    }
  }
  return
}

// CHECK: func.func private @[[SCALE]](%{{.*}}: memref<64xf32> {llvm.noalias}, %{{.*}}: memref<64xf32> {llvm.noalias}) attributes {llvm.bareptr, {{.*}}passthrough = ["noinline"]}
// CHECK-NEXT: arith.constant 2.0
// CHECK-NEXT: fpo.kernel ins(%arg0 : memref<64xf32>) outs(%arg1 : memref<64xf32>)
// CHECK: func.func private @[[INPLACE]](%{{.*}}: memref<64xf32> {llvm.noalias})
// CHECK: fpo.kernel ins(%arg0 : memref<64xf32>) outs(%arg0 : memref<64xf32>)
// CHECK: func.func private @[[HALF]](
// CHECK: arith.constant 5.0
// CHECK: func.func private @[[CUT]](
// CHECK: func.func private @[[VIEWS]](%{{.*}}: memref<32xf32, strided<[1]>>, %{{.*}}: memref<32xf32, strided<[1], offset: 16>>) attributes {llvm.bareptr
// CHECK: func.func private @[[DYNAMIC]](%{{.*}}: memref<?xf32>, %{{.*}}: memref<?xf32>) attributes {llvm.linkage
// CHECK: func.func private @[[LOOP]](
