// RUN: fpo-opt %s -split-input-file | fpo-opt -split-input-file | FileCheck %s
// RUN: fpo-opt %s -split-input-file --fpo-strip | FileCheck %s --check-prefix=STRIP

// CHECK-LABEL: func.func @f
// CHECK-SAME: fpo.a = #fpo.schedule<loops = [d0, d2, d1]>
// CHECK-SAME: fpo.b = #fpo.schedule<loops = [d1:256, d2:128, d0, d2, d1], pack = {1: [d2:64, d1:16], 0: [d0:4]}>
// CHECK-SAME: fpo.c = #fpo.schedule<loops = [d0:"T", d1:"2*T"]>
// CHECK-SAME: fpo.d = #fpo.schedule<loops = []>
// CHECK-SAME: fpo.e = #fpo.schedule<loops = [d0:4, d1], vector = d1:8, unroll = 4, threads = 1>
// CHECK-SAME: fpo.f = #fpo.schedule<loops = [d0, d1], prefetch = [0, 8192], stream>
// CHECK-SAME: fpo.g = #fpo.schedule<loops = [d1:32, d0:32, d2, d0, d1], vector = d1:16, matrix = d0:16>
func.func @f() attributes {test = [{
    fpo.a = #fpo.schedule<loops = [d0, d2, d1]>,
    fpo.b = #fpo.schedule<pack = {1: [d2:64, d1:16], 0: [d0:4]}, loops = [d1:256, d2:128, d0, d2, d1]>,
    fpo.c = #fpo.schedule<loops = [d0:"T", d1:"T + T"]>,
    fpo.d = #fpo.schedule<loops = []>,
    fpo.e = #fpo.schedule<unroll = 4, loops = [d0:4, d1], threads = 1, vector = d1:8>,
    fpo.f = #fpo.schedule<stream, loops = [d0, d1], prefetch = [0, 8192]>,
    fpo.g = #fpo.schedule<matrix = d0:16, loops = [d1:32, d0:32, d2, d0, d1], vector = d1:16>}]} {
  return
}

// What crossed the caches goes, the schedule stays.
// STRIP-LABEL: func.func @g
// STRIP: linalg.fill {fpo.schedule = #fpo.schedule<loops = [d0:8]>} ins
func.func @g(%x: f32, %a: tensor<64xf32>) -> tensor<64xf32> {
  %0 = linalg.fill {fpo.schedule = #fpo.schedule<loops = [d0:8]>, fpo.traffic = {L1 = #fpo.cost<fpo = 0, write = 256>}}
    ins(%x : f32) outs(%a : tensor<64xf32>) -> tensor<64xf32>
  return %0 : tensor<64xf32>
}
