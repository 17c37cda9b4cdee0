// RUN: fpo-opt %s --fpo-annotate | FileCheck %s

// Calls [flow.call], and statements on declarations [flow.external].

// CHECK-LABEL: func.func private @callee
// CHECK-SAME: #fpo.cost<fpo = 1, add = {f32: 1}>
func.func private @callee(%x: f32) -> f32 {
  %0 = arith.addf %x, %x : f32
  return %0 : f32
}

// CHECK-LABEL: func.func @calls
// CHECK-SAME: #fpo.cost<fpo = 3, add = {f32: 3}>
func.func @calls(%x: f32) {
  // CHECK: call @callee{{.*}}#fpo.cost<fpo = 1, add = {f32: 1}>
  %0 = call @callee(%x) : (f32) -> f32
  %1 = call @callee(%0) : (f32) -> f32
  %f = constant @callee : (f32) -> f32
  %2 = call_indirect %f(%1) : (f32) -> f32
  return
}

// CHECK-LABEL: func.func @indirect
func.func @indirect(%f: (f32) -> f32, %x: f32) {
  // CHECK: call_indirect {{.*}}#fpo.cost<unknown>, fpo.unknown = "which function it calls is not known"
  %0 = call_indirect %f(%x) : (f32) -> f32
  return
}

// CHECK: func.func private @external(f32)
// CHECK-NOT: fpo.cost
func.func private @external(f32)

// CHECK-LABEL: func.func @calls_external
// CHECK-SAME: #fpo.cost<unknown>
func.func @calls_external(%x: f32) {
  // CHECK: call @external{{.*}}fpo.unknown = "the function @external has no body"
  call @external(%x) : (f32) -> ()
  return
}

func.func private @stated(f32) attributes {fpo.cost = #fpo.cost<add = {f32: 7}, read = 16>}

// CHECK-LABEL: func.func @calls_stated
// CHECK-SAME: #fpo.cost<fpo = 14, add = {f32: 14}, read = 32>
func.func @calls_stated(%x: f32) {
  call @stated(%x) : (f32) -> ()
  call @stated(%x) : (f32) -> ()
  return
}

func.func private @stated_in_part(f32) attributes {fpo.cost = #fpo.cost<fpo = [7, ?], add = {f32: [7, ?]}>}

// CHECK-LABEL: func.func @calls_stated_in_part
// CHECK-SAME: #fpo.cost<fpo = [7, ?], add = {f32: [7, ?]}>
func.func @calls_stated_in_part(%x: f32) {
  // CHECK: fpo.unknown = "the cost stated for @stated_in_part is not complete"
  call @stated_in_part(%x) : (f32) -> ()
  return
}

// CHECK-LABEL: func.func @recursive
// CHECK-SAME: #fpo.cost<fpo = [1, ?], add = {f32: [1, ?]}
func.func @recursive(%x: f32) {
  %0 = arith.addf %x, %x : f32
  // CHECK: call @recursive{{.*}}fpo.unknown = "the call of @recursive is recursive"
  call @recursive(%0) : (f32) -> ()
  return
}

// CHECK-LABEL: func.func @ping
// CHECK-SAME: #fpo.cost<fpo = [{{[12]}}, ?], add = {f32: [{{[12]}}, ?]}
func.func @ping(%x: f32) {
  %0 = arith.addf %x, %x : f32
  call @pong(%0) : (f32) -> ()
  return
}
// CHECK-LABEL: func.func @pong
// CHECK-SAME: #fpo.cost<fpo = [{{[12]}}, ?], add = {f32: [{{[12]}}, ?]}
func.func @pong(%x: f32) {
  %0 = arith.addf %x, %x : f32
  call @ping(%0) : (f32) -> ()
  return
}
