// RUN: fpo-opt %s --fpo-cache-traffic="caches=L1=4096:64,L2=C:32" | FileCheck %s
// RUN: fpo-opt %s --fpo-cache-traffic="target=amd-epyc-7763" | FileCheck %s --check-prefix=TARGET
// RUN: not fpo-opt %s --fpo-cache-traffic 2>&1 | FileCheck %s --check-prefix=NONE
// RUN: not fpo-opt %s --fpo-cache-traffic="caches=L1=32" 2>&1 | FileCheck %s --check-prefix=SMALL
// RUN: not fpo-opt %s --fpo-cache-traffic="caches=L1=4096:48" 2>&1 | FileCheck %s --check-prefix=LINE
// RUN: not fpo-opt %s --fpo-cache-traffic="caches=L1=4096:64:3" 2>&1 | FileCheck %s --check-prefix=WAYS
// RUN: not fpo-opt %s --fpo-cache-traffic="caches=4096" 2>&1 | FileCheck %s --check-prefix=NAME

// NONE: error: one of the options 'target' and 'caches' must say what the caches are
// SMALL: error: in the cache 'L1=32': it holds no line
// LINE: error: in the cache 'L1=4096:48': a line must be a power of two
// WAYS: error: in the cache 'L1=4096:64:3': the capacity must be whole sets of lines
// NAME: error: in the cache '4096': expected NAME=CAPACITY[:LINE[:WAYS]]

// A copy reads each line once and writes each line once, which is allocated first.
// CHECK-LABEL: @copy
// CHECK: linalg.copy {fpo.traffic = {L1 = #fpo.cost<fpo = 0, read = 8192, write = 4096>, L2 = #fpo.cost<fpo = 0, read = {{.*}}, write = {{.*}}>}}
// TARGET-LABEL: @copy
// TARGET: fpo.traffic = {{{.*}}L1{{.*}}L2
func.func @copy(%a: tensor<32x32xf32>, %b: tensor<32x32xf32>) -> tensor<32x32xf32> {
  %0 = linalg.copy ins(%a : tensor<32x32xf32>) outs(%b : tensor<32x32xf32>) -> tensor<32x32xf32>
  return %0 : tensor<32x32xf32>
}

// Transposed: each line of 16 elements is touched in 16 iterations of the outer loop, between which 64 lines of the one
// and 4 of the other are touched: too many. In tiles of 16 by 16 all fits.
// CHECK-LABEL: @transpose
// CHECK: fpo.traffic = {L1 = #fpo.cost<fpo = 0, read = 278528, write = 16384>
// CHECK: fpo.traffic = {L1 = #fpo.cost<fpo = 0, read = 32768, write = 16384>
func.func @transpose(%a: tensor<64x64xf32>, %b: tensor<64x64xf32>) -> (tensor<64x64xf32>, tensor<64x64xf32>) {
  %0 = linalg.transpose ins(%a : tensor<64x64xf32>) outs(%b : tensor<64x64xf32>) permutation = [1, 0]
  %1 = linalg.transpose ins(%a : tensor<64x64xf32>) outs(%b : tensor<64x64xf32>) permutation = [1, 0]
    {fpo.schedule = #fpo.schedule<loops = [d0:16, d1:16, d0, d1]>}
  return %0, %1 : tensor<64x64xf32>, tensor<64x64xf32>
}

// A vector that is read twice, and fits.
// CHECK-LABEL: @dot
// CHECK: fpo.traffic = {L1 = #fpo.cost<fpo = 0, read = 2112, write = 64>
func.func @dot(%a: tensor<512xf32>, %c: tensor<f32>) -> tensor<f32> {
  %0 = linalg.dot ins(%a, %a : tensor<512xf32>, tensor<512xf32>) outs(%c : tensor<f32>) -> tensor<f32>
  return %0 : tensor<f32>
}
