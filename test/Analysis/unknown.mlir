// RUN: fpo-opt %s --allow-unregistered-dialect --fpo-annotate | FileCheck %s
// RUN: fpo-opt %s --allow-unregistered-dialect --emit=json | FileCheck %s --check-prefix=JSON
// RUN: fpo-opt %s --allow-unregistered-dialect --emit=report | FileCheck %s --check-prefix=TEXT
// RUN: fpo-opt %s --allow-unregistered-dialect --emit=csv | FileCheck %s --check-prefix=CSV
// RUN: fpo-opt %s --allow-unregistered-dialect --emit=markdown | FileCheck %s --check-prefix=MARKDOWN
// RUN: not fpo-opt %s --allow-unregistered-dialect --emit=json --strict 2>&1 | FileCheck %s --check-prefix=STRICT
// RUN: not fpo-opt %s --allow-unregistered-dialect --strict 2>&1 | FileCheck %s --check-prefix=STRICT
// RUN: not fpo-opt %s --allow-unregistered-dialect --fpo-annotate=strict 2>&1 | FileCheck %s --check-prefix=STRICT

// Unknown is named, located, and never zero.

// JSON: "status": "unknown"
// JSON: "fpo": [32, null]
// JSON: "f32": [32, null]
// JSON: "mac": [0, null]
// JSON: "intensity": null
// JSON: "unknown": [
// JSON: "op": "func.call"
// JSON: "reason": "the function @external has no body"
// JSON: "op": "mine.attention"
// JSON-NEXT: "loc": "encoder.attn"
// JSON-NEXT: "reason": "the op is not registered"
// JSON: "op": "linalg.map"
// JSON-NEXT: "loc": "{{.*}}unknown.mlir
// JSON-NEXT: "reason": "mine.activate: the op is not registered"
// JSON: "op": "memref.copy"
// JSON: "reason": "a shape is not ranked"
// JSON: "ops": [
// JSON: "op": "func.call"
// JSON: "fpo": null
// JSON: "add": null
// JSON: "status": "unknown"

// TEXT: FPO            32+  at least 32
// TEXT: unknown   the totals are at least what is given
// TEXT: mine.attention x2  at encoder.attn
// TEXT-NEXT: the op is not registered

// CSV: mine.attention,f,encoder.attn,1,,,,,,unknown,,

// MARKDOWN: The totals are at least what is given.
// MARKDOWN: | mine.attention | 2 | the op is not registered | encoder.attn |

// STRICT: unknown.mlir:{{.*}}: error: the cost of 'func.call' is not known
// STRICT: note: the function @external has no body
// STRICT: error: loc("encoder.attn"): the cost of 'mine.attention' is not known
// STRICT: note: {{.*}}the op is not registered

func.func private @external(f32)

// CHECK-LABEL: func.func @f
// CHECK-SAME: #fpo.cost<fpo = [32, ?], add = {f32: [32, ?]}
func.func @f(%x: f32, %t: tensor<32xf32>, %d: tensor<?xf32>, %m: memref<*xf32>) -> tensor<32xf32> {
  func.call @external(%x) : (f32) -> ()
  // CHECK: "mine.attention"{{.*}}fpo.cost = #fpo.cost<unknown>, fpo.unknown = "the op is not registered"
  %0 = "mine.attention"(%t, %t) : (tensor<32xf32>, tensor<32xf32>) -> tensor<32xf32> loc("encoder.attn")
  %1 = "mine.attention"(%0, %t) : (tensor<32xf32>, tensor<32xf32>) -> tensor<32xf32> loc("encoder.attn2")
  // Of the body one op is known, and the bytes are.
  // CHECK: linalg.map
  // CHECK-SAME: #fpo.cost<fpo = [32, ?], add = {f32: [32, ?]}, {{.*}}>, fpo.unknown = "mine.activate: the op is not registered"
  %2 = linalg.map ins(%1 : tensor<32xf32>) outs(%t : tensor<32xf32>) (%in: f32, %init: f32) {
    %a = arith.addf %in, %in : f32
    %b = "mine.activate"(%a) : (f32) -> f32
    linalg.yield %b : f32
  }
  // A dynamic size is a symbol, not unknown.
  // CHECK: linalg.fill {fpo.cost = #fpo.cost<fpo = 0, write = "4*arg2.0">}
  %3 = linalg.fill ins(%x : f32) outs(%d : tensor<?xf32>) -> tensor<?xf32>
  memref.copy %m, %m : memref<*xf32> to memref<*xf32>
  return %2 : tensor<32xf32>
}
