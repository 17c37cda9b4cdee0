// Buffers get places in an arena, which those share that are held at different times.

// RUN: fpo-opt %s --fpo-plan-memory --split-input-file | FileCheck %s

// The second and the third lie where the first was, since nobody reads it any more.
// CHECK-LABEL: func.func @chain(
// CHECK-SAME: %[[ARENA:.*]]: memref<768xi8>) attributes {interface_arena = 768 : i64
// CHECK: %[[AT:.*]] = arith.constant 0 : index
// CHECK: memref.view %[[ARENA]][%[[AT]]][] : memref<768xi8> to memref<128xf32>
// CHECK: %[[AT:.*]] = arith.constant 512 : index
// CHECK: memref.view %[[ARENA]][%[[AT]]][] : memref<768xi8> to memref<50xf32>
// CHECK: %[[AT:.*]] = arith.constant 0 : index
// CHECK: memref.view %[[ARENA]][%[[AT]]][] : memref<768xi8> to memref<8x8xf32>
// CHECK: %[[AT:.*]] = arith.constant 256 : index
// CHECK: memref.view %[[ARENA]][%[[AT]]][] : memref<768xi8> to memref<64xi1>
func.func private @use(memref<128xf32>, memref<50xf32>)
func.func private @next(memref<50xf32>, memref<64xf32>)
func.func private @last(memref<64xf32>, memref<64xi1>)
func.func @chain() attributes {interface_takes = []} {
  %a = memref.alloc() : memref<128xf32>
  %b = memref.alloc() : memref<50xf32>
  %c = memref.alloc() : memref<8x8xf32>
  %d = memref.alloc() : memref<64xi1>
  %view = memref.collapse_shape %c [[0, 1]] : memref<8x8xf32> into memref<64xf32>
  call @use(%a, %b) : (memref<128xf32>, memref<50xf32>) -> ()
  call @next(%b, %view) : (memref<50xf32>, memref<64xf32>) -> ()
  call @last(%view, %d) : (memref<64xf32>, memref<64xi1>) -> ()
  return
}

// -----

// What an iteration hands on to the next stays a buffer of its own; what it has for itself does not, but if threads run it.
// CHECK-LABEL: func.func @loops(
// CHECK-SAME: memref<128xi8>
// CHECK: %[[FIRST:.*]] = memref.alloc() : memref<16xf32>
// CHECK: scf.for {{.*}} iter_args({{.*}} = %[[FIRST]])
// CHECK: memref.alloc() : memref<16xf32>
// CHECK: memref.view {{.*}} to memref<32xf32>
// CHECK: scf.parallel
// CHECK: memref.alloc() : memref<8xf32>
// CHECK: memref.alloc({{.*}}) : memref<?xf32>
func.func private @use(memref<16xf32>, memref<16xf32>, memref<32xf32>)
func.func private @row(memref<8xf32>)
func.func private @dynamic(memref<?xf32>)
func.func @loops(%n: index) attributes {interface_takes = [index]} {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %first = memref.alloc() : memref<16xf32>
  %last = scf.for %i = %zero to %n step %one iter_args(%old = %first) -> (memref<16xf32>) {
    %new = memref.alloc() : memref<16xf32>
    %own = memref.alloc() : memref<32xf32>
    func.call @use(%old, %new, %own) : (memref<16xf32>, memref<16xf32>, memref<32xf32>) -> ()
    scf.yield %new : memref<16xf32>
  }
  scf.parallel (%i) = (%zero) to (%n) step (%one) {
    %row = memref.alloc() : memref<8xf32>
    func.call @row(%row) : (memref<8xf32>) -> ()
    scf.reduce
  }
  %d = memref.alloc(%n) : memref<?xf32>
  call @dynamic(%d) : (memref<?xf32>) -> ()
  return
}

// -----

// Nothing to plan: no arena.
// CHECK-LABEL: func.func @nothing()
// CHECK-SAME: interface_arena = 0
func.func @nothing() attributes {interface_takes = []} {
  return
}
