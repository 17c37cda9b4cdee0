// RUN: fpo-opt %s --fpo-cache-traffic="caches=L1=4096 choose" | FileCheck %s
// RUN: fpo-opt %s --fpo-cache-traffic="caches=L1=4096 choose" | fpo-opt --fpo-cache-traffic="caches=L1=4096" | FileCheck %s
// RUN: fpo-opt %s --fpo-cache-traffic="caches=L1=C choose" 2>&1 | FileCheck %s --check-prefix=SYMBOL

// A transposition can move each line in once, and out once: 32 KiB and 16 KiB.
// CHECK-LABEL: @transpose
// CHECK: fpo.schedule = #fpo.schedule<loops = [{{.*}}:{{.*}}, {{.*}}:{{.*}}, {{.*}}]>
// CHECK-SAME: fpo.traffic = {L1 = #fpo.cost<fpo = 0, read = 32768, write = 16384>}
// SYMBOL: remark: cache traffic is not known: a size is a symbol
func.func @transpose(%a: tensor<64x64xf32>, %b: tensor<64x64xf32>) -> tensor<64x64xf32> {
  %0 = linalg.transpose ins(%a : tensor<64x64xf32>) outs(%b : tensor<64x64xf32>) permutation = [1, 0]
  return %0 : tensor<64x64xf32>
}

// Row by row, a softmax reads and writes each line once: 64 rows of 96, and two vectors of 64 for the rows.
// CHECK-LABEL: @softmax
// CHECK: fpo.traffic = {L1 = #fpo.cost<fpo = 0, read = {{(49|50)...}}, write = {{2....}}>}
func.func @softmax(%a: tensor<64x96xf32>, %b: tensor<64x96xf32>) -> tensor<64x96xf32> {
  %0 = linalg.softmax dimension(1) ins(%a : tensor<64x96xf32>) outs(%b : tensor<64x96xf32>) -> tensor<64x96xf32>
  return %0 : tensor<64x96xf32>
}

// There is nothing to gain: no schedule.
// CHECK-LABEL: @copy
// CHECK: linalg.copy {fpo.traffic = {L1 = #fpo.cost<fpo = 0, read = 8192, write = 4096>}}
func.func @copy(%a: tensor<32x32xf32>, %b: tensor<32x32xf32>) -> tensor<32x32xf32> {
  %0 = linalg.copy ins(%a : tensor<32x32xf32>) outs(%b : tensor<32x32xf32>) -> tensor<32x32xf32>
  return %0 : tensor<32x32xf32>
}
