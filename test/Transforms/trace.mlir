// RUN: fpo-opt %s --fpo-outline-ops | FileCheck %s --check-prefix=OUTLINE
// RUN: fpo-opt %s --fpo-outline-ops --one-shot-bufferize=bufferize-function-boundaries --convert-linalg-to-loops --fpo-trace \
// RUN:   | FileCheck %s
// RUN: not fpo-opt %s --fpo-outline-ops --fpo-outline-ops 2>&1 | FileCheck %s --check-prefix=TWICE

// An op is a function of its own, under its number in reports; what costs nothing stays.
// OUTLINE-LABEL: func.func @forward(
// OUTLINE: %[[EMPTY:.*]] = tensor.empty
// OUTLINE: %[[FILLED:.*]] = call @fpo.op.2(%{{.*}}, %[[EMPTY]])
// OUTLINE: %[[SUM:.*]] = call @fpo.op.3(%{{.*}}, %{{.*}}, %[[FILLED]])
// OUTLINE: %[[SLICE:.*]] = call @fpo.op.4(%[[SUM]])
// OUTLINE: return %[[SLICE]]

// A slice that is a result is a copy.
// OUTLINE-LABEL: func.func private @fpo.op.4(
// OUTLINE: %[[VIEW:.*]] = tensor.extract_slice
// OUTLINE: %[[COPY:.*]] = bufferization.alloc_tensor() copy(%[[VIEW]])
// OUTLINE: return %[[COPY]]

// TWICE: error: the ops of the program are functions already

// CHECK: func.func private @fpo.op.3(%[[A:.*]]: memref<4xf32{{.*}}>, %[[B:.*]]: memref<4xf32{{.*}}>, %[[C:.*]]: memref<4xf32{{.*}}>)
// CHECK: call @fpo.trace.begin(%{{.*}})
// CHECK: %[[BASE:.*]] = memref.extract_aligned_pointer_as_index %[[C]]
// CHECK: scf.for
// CHECK: func.call @fpo.trace.read(
// CHECK-NEXT: memref.load %[[A]]
// CHECK: func.call @fpo.trace.read(
// CHECK-NEXT: memref.load %[[B]]
// Nobody uses what is loaded of the destination.
// CHECK-NOT: func.call @fpo.trace.read(
// CHECK: func.call @fpo.trace.write(%[[BASE]], %{{.*}}, %c32
// CHECK-NEXT: memref.store
// CHECK: call @fpo.trace.returned(%[[BASE]])
// CHECK: call @fpo.trace.end()

// CHECK: func.func private @fpo.op.4(
// CHECK: memref.alloc
// CHECK: call @fpo.trace.made(
// CHECK: func.call @fpo.trace.move(
// CHECK: memref.copy
func.func @forward(%a: tensor<4xf32>, %b: tensor<4xf32>, %x: f32) -> tensor<2xf32> {
  %e = tensor.empty() : tensor<4xf32>
  %f = linalg.fill ins(%x : f32) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  %s = linalg.add ins(%a, %b : tensor<4xf32>, tensor<4xf32>) outs(%f : tensor<4xf32>) -> tensor<4xf32>
  %t = tensor.extract_slice %s[1] [2] [1] : tensor<4xf32> to tensor<2xf32>
  return %t : tensor<2xf32>
}
