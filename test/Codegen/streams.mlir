// RUN: fpo-opt %s --fpo-choose-schedules="vector-bits=256 vector-registers=16 stream-from=65536" | FileCheck %s
// RUN: fpo-opt %s --fpo-choose-schedules="vector-bits=256 vector-registers=16 stream-from=65536" --fpo-lower-kernels="vector-bits=256 vector-registers=16" --fpo-fence-streams | FileCheck %s --check-prefix=CODE

// CODE-DAG: #[[AHEAD:.*]] = affine_map<(d0) -> (d0 + 64)>

#id = affine_map<(m, n) -> (m, n)>
#turned = affine_map<(m, n) -> (n, m)>

// A buffer that no cache holds is written past the caches, if it is aligned.
// CHECK-LABEL: func.func @large
// CHECK: fpo.schedule = #fpo.schedule<{{.*}}, stream>
// CODE-LABEL: func.func @large
// CODE: memref.extract_aligned_pointer_as_index
// CODE: scf.if
// CODE: vector.store {{.*}}{alignment = 32 : i64, nontemporal = true}
// CODE: else
// CODE-NOT: nontemporal
// CODE: llvm.fence seq_cst
// CODE-NEXT: return
func.func @large(%a: memref<128x128xf32>, %c: memref<128x128xf32>) {
  fpo.kernel ins(%a : memref<128x128xf32>) outs(%c : memref<128x128xf32>) maps [#id, #id] iterators ["parallel", "parallel"] finish {
  ^bb0(%x: f32, %o: f32):
    %t = arith.addf %x, %x : f32
    fpo.yield %t : f32
  }
  return
}

// One that may stay in a cache is not.
// CHECK-LABEL: func.func @small
// CHECK-NOT: stream
// CODE-LABEL: func.func @small
// CODE-NOT: nontemporal
// CODE-NOT: llvm.fence
func.func @small(%a: memref<64x128xf32>, %c: memref<64x128xf32>) {
  fpo.kernel ins(%a : memref<64x128xf32>) outs(%c : memref<64x128xf32>) maps [#id, #id] iterators ["parallel", "parallel"] finish {
  ^bb0(%x: f32, %o: f32):
    %t = arith.addf %x, %x : f32
    fpo.yield %t : f32
  }
  return
}

// Rows that begin between vectors can't be.
// CHECK-LABEL: func.func @odd
// CHECK-NOT: stream
func.func @odd(%a: memref<256x129xf32>, %c: memref<256x129xf32>) {
  fpo.kernel ins(%a : memref<256x129xf32>) outs(%c : memref<256x129xf32>) maps [#id, #id] iterators ["parallel", "parallel"] finish {
  ^bb0(%x: f32, %o: f32):
    %t = arith.addf %x, %x : f32
    fpo.yield %t : f32
  }
  return
}

// Blocks of lanes by lanes are transposed in registers, along the rows that are read.
// CHECK-LABEL: func.func @turned
// CHECK: fpo.schedule = #fpo.schedule<loops = [d1:32, d0:8, d1:8, d0, d1], vector = d1:8>
// CODE-LABEL: func.func @turned
// CODE-COUNT-8: vector.load
// CODE-COUNT-24: vector.shuffle
// CODE-COUNT-8: vector.store
func.func @turned(%a: memref<64x48xf32>, %c: memref<48x64xf32>) {
  fpo.kernel ins(%a : memref<64x48xf32>) outs(%c : memref<48x64xf32>) maps [#turned, #id] iterators ["parallel", "parallel"] finish {
  ^bb0(%x: f32, %o: f32):
    fpo.yield %x : f32
  }
  return
}

// What lies 256 bytes behind each vector is asked for.
// CODE-LABEL: func.func @prefetched
// CODE: %[[NEXT:.*]] = affine.apply #[[AHEAD]](
// CODE-NEXT: memref.prefetch %{{.*}}[%{{.*}}, %[[NEXT]]], read, locality<3>, data
// CODE-NEXT: vector.load
func.func @prefetched(%a: memref<64x128xf32>, %c: memref<64x128xf32>) {
  fpo.kernel ins(%a : memref<64x128xf32>) outs(%c : memref<64x128xf32>) maps [#id, #id] iterators ["parallel", "parallel"] finish {
  ^bb0(%x: f32, %o: f32):
    fpo.yield %x : f32
  } {fpo.schedule = #fpo.schedule<loops = [d0, d1:8, d1], vector = d1:8, prefetch = [256]>}
  return
}

// Sums over many rows take a few rows at a time.
// CHECK-LABEL: func.func @columns
// CHECK: fpo.schedule = #fpo.schedule<loops = [d0:512, d1:8, d0:32, d1, d0], vector = d0:8, unroll = 8, threads = 1>
func.func @columns(%a: memref<4096x1024xf32>, %c: memref<1024xf32>) {
  %z = arith.constant 0.0 : f32
  fpo.kernel ins(%a : memref<4096x1024xf32>) outs(%c : memref<1024xf32>)
      maps [affine_map<(n, k) -> (k, n)>, affine_map<(n, k) -> (n)>] iterators ["parallel", "reduction"]
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
