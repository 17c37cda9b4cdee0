// RUN: fpo-opt %s --fpo-annotate | FileCheck %s

// Vector arithmetic, [vector.contract] [vector.outerproduct] [vector.reduction] [vector.scan] [vector.mask] [combine],
// and vectors from and to memory, [bytes.transfer] [bytes.masked].

// CHECK-LABEL: func.func @fma
// CHECK-SAME: #fpo.cost<fpo = 64, add = {f32: 32}, mul = {f32: 32}>
func.func @fma(%a: vector<4x8xf32>) -> vector<4x8xf32> {
  %0 = vector.fma %a, %a, %a : vector<4x8xf32>
  return %0 : vector<4x8xf32>
}

// CHECK-LABEL: func.func @contract
// CHECK-SAME: #fpo.cost<fpo = 384, add = {f32: 192}, mul = {f32: 192}, mac = 192>
func.func @contract(%a: vector<4x6xf16>, %b: vector<6x8xf16>, %c: vector<4x8xf32>) -> vector<4x8xf32> {
  %0 = vector.contract {
    indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, n)>],
    iterator_types = ["parallel", "parallel", "reduction"]
  } %a, %b, %c : vector<4x6xf16>, vector<6x8xf16> into vector<4x8xf32>
  return %0 : vector<4x8xf32>
}

// A contraction that combines by the maximum accumulates nothing.
// CHECK-LABEL: func.func @contract_max
// CHECK-SAME: #fpo.cost<fpo = 12, add = {f32: 6}, mul = {f32: 6}>
func.func @contract_max(%a: vector<6xf32>, %c: f32) -> f32 {
  %0 = vector.contract {
    indexing_maps = [affine_map<(k) -> (k)>, affine_map<(k) -> (k)>, affine_map<(k) -> ()>],
    iterator_types = ["reduction"], kind = #vector.kind<maximumf>
  } %a, %a, %c : vector<6xf32>, vector<6xf32> into f32
  return %0 : f32
}

// Without an accumulator there are products only.
// CHECK-LABEL: func.func @outerproduct
// CHECK-SAME: #fpo.cost<fpo = 96, add = {f32: 32}, mul = {f32: 64}, mac = 32>
func.func @outerproduct(%a: vector<4xf32>, %b: vector<8xf32>, %c: vector<4x8xf32>) -> vector<4x8xf32> {
  %0 = vector.outerproduct %a, %b : vector<4xf32>, vector<8xf32>
  // CHECK: vector.outerproduct {{.*}}#fpo.cost<fpo = 64, add = {f32: 32}, mul = {f32: 32}, mac = 32>
  %1 = vector.outerproduct %a, %b, %c : vector<4xf32>, vector<8xf32>
  return %1 : vector<4x8xf32>
}

// CHECK-LABEL: func.func @reductions
func.func @reductions(%a: vector<16xf32>, %m: vector<4x8xf32>, %n: vector<16xi32>, %x: f32, %v: vector<4xf32>) {
  // CHECK: vector.reduction <add>, %{{[a-z0-9]*}} {fpo.cost = #fpo.cost<fpo = 15, add = {f32: 15}>}
  %0 = vector.reduction <add>, %a : vector<16xf32> into f32
  // CHECK: vector.reduction <mul>, {{.*}}#fpo.cost<fpo = 16, mul = {f32: 16}>
  %1 = vector.reduction <mul>, %a, %x : vector<16xf32> into f32
  // CHECK: vector.reduction <maxsi>, {{.*}}#fpo.cost<fpo = 0, add = {i32: 15}, iop = 15>
  %2 = vector.reduction <maxsi>, %n : vector<16xi32> into i32
  // CHECK: vector.reduction <xor>, {{.*}}#fpo.cost<fpo = 0>
  %3 = vector.reduction <xor>, %n : vector<16xi32> into i32
  // CHECK: vector.multi_reduction <add>, {{.*}}#fpo.cost<fpo = 32, add = {f32: 32}>
  %4 = vector.multi_reduction <add>, %m, %v [1] : vector<4x8xf32> to vector<4xf32>
  // CHECK: vector.scan <add>, {{.*}}#fpo.cost<fpo = 28, add = {f32: 28}>
  %5:2 = vector.scan <add>, %m, %v {inclusive = true, reduction_dim = 1} : vector<4x8xf32>, vector<4xf32>
  return
}

// All lanes work, whatever the mask.
// CHECK-LABEL: func.func @masked
// CHECK-SAME: #fpo.cost<fpo = 15, add = {f32: 15}>
func.func @masked(%a: vector<16xf32>, %m: vector<16xi1>) -> f32 {
  %0 = vector.mask %m { vector.reduction <add>, %a : vector<16xf32> into f32 } : vector<16xi1> -> f32
  return %0 : f32
}

// CHECK-LABEL: func.func @memory
func.func @memory(%m: memref<64x64xf32>, %i: index, %v: vector<16xf32>, %k: vector<16xi1>, %x: vector<16xindex>) {
  %pad = arith.constant 0.0 : f32
  // CHECK: vector.load {{.*}}#fpo.cost<fpo = 0, read = 64>
  %0 = vector.load %m[%i, %i] : memref<64x64xf32>, vector<16xf32>
  // CHECK: vector.store {{.*}}#fpo.cost<fpo = 0, write = 64>
  vector.store %v, %m[%i, %i] : memref<64x64xf32>, vector<16xf32>
  // CHECK: vector.transfer_read {{.*}}fpo.cost = #fpo.cost<fpo = 0, read = 64>
  %1 = vector.transfer_read %m[%i, %i], %pad {in_bounds = [true]} : memref<64x64xf32>, vector<16xf32>
  // A broadcast reads one row for all.
  // CHECK: vector.transfer_read {{.*}}fpo.cost = #fpo.cost<fpo = 0, read = 32>
  %2 = vector.transfer_read %m[%i, %i], %pad {in_bounds = [true, true], permutation_map = affine_map<(d0, d1) -> (0, d1)>}
    : memref<64x64xf32>, vector<4x8xf32>
  // Lanes beyond the end read nothing.
  // CHECK: vector.transfer_read {{.*}}fpo.cost = #fpo.cost<fpo = 0, read = [0, 64]>
  %3 = vector.transfer_read %m[%i, %i], %pad : memref<64x64xf32>, vector<16xf32>
  // CHECK: vector.transfer_write {{.*}}fpo.cost = #fpo.cost<fpo = 0, write = 64>
  vector.transfer_write %v, %m[%i, %i] {in_bounds = [true]} : vector<16xf32>, memref<64x64xf32>
  // CHECK: vector.maskedload {{.*}}#fpo.cost<fpo = 0, read = [0, 64]>
  %4 = vector.maskedload %m[%i, %i], %k, %v : memref<64x64xf32>, vector<16xi1>, vector<16xf32> into vector<16xf32>
  // CHECK: vector.maskedstore {{.*}}#fpo.cost<fpo = 0, write = [0, 64]>
  vector.maskedstore %m[%i, %i], %k, %v : memref<64x64xf32>, vector<16xi1>, vector<16xf32>
  // CHECK: vector.gather {{.*}}#fpo.cost<fpo = 0, read = [0, 64]>
  %5 = vector.gather %m[%i, %i] [%x], %k, %v
    : memref<64x64xf32>, vector<16xindex>, vector<16xi1>, vector<16xf32> into vector<16xf32>
  // CHECK: vector.scatter {{.*}}#fpo.cost<fpo = 0, write = [0, 64]>
  vector.scatter %m[%i, %i] [%x], %k, %v : memref<64x64xf32>, vector<16xindex>, vector<16xi1>, vector<16xf32>
  // CHECK: vector.expandload {{.*}}#fpo.cost<fpo = 0, read = [0, 64]>
  %6 = vector.expandload %m[%i, %i], %k, %v : memref<64x64xf32>, vector<16xi1>, vector<16xf32> into vector<16xf32>
  // CHECK: vector.compressstore {{.*}}#fpo.cost<fpo = 0, write = [0, 64]>
  vector.compressstore %m[%i, %i], %k, %v : memref<64x64xf32>, vector<16xi1>, vector<16xf32>
  return
}

// [vector.move]
// CHECK-LABEL: func.func @moves
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @moves(%v: vector<4x8xf32>, %x: f32) {
  %0 = vector.broadcast %x : f32 to vector<4x8xf32>
  %1 = vector.transpose %v, [1, 0] : vector<4x8xf32> to vector<8x4xf32>
  %2 = vector.shape_cast %v : vector<4x8xf32> to vector<32xf32>
  %3 = vector.extract %v[1] : vector<8xf32> from vector<4x8xf32>
  %4 = vector.insert %3, %v[2] : vector<8xf32> into vector<4x8xf32>
  %5 = vector.shuffle %3, %3 [0, 1, 2, 3] : vector<8xf32>, vector<8xf32>
  return
}

// CHECK-LABEL: func.func @scalable
func.func @scalable(%a: vector<[4]xf32>) {
  // CHECK: fpo.unknown = "the length of a scalable vector is not known"
  %0 = vector.reduction <add>, %a : vector<[4]xf32> into f32
  return
}
