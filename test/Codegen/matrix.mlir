// RUN: sed 's/SCHEDULE/loops = [d1:32, d0:32, d2, d0, d1], vector = d1:8, matrix = d0:16/' %s | fpo-opt --fpo-lower-kernels='vector-bits=256 features=amx-tile,amx-bf16' --canonicalize --cse | FileCheck %s
// RUN: sed 's/SCHEDULE/loops = [d1:32, d2:128, d0:32, d2, d0, d1], vector = d1:8, matrix = d0:16/' %s | fpo-opt --fpo-lower-kernels='vector-bits=256 features=amx-tile,amx-bf16' --canonicalize --cse | FileCheck %s --check-prefix=CUT
// RUN: sed 's/{fpo.schedule = .*}$//' %s | fpo-opt --fpo-choose-schedules='vector-bits=256 features=amx-tile,amx-bf16' | FileCheck %s --check-prefix=CHOSEN
// RUN: sed 's/{fpo.schedule = .*}$//' %s | fpo-opt --fpo-choose-schedules='vector-bits=256 features=amx-tile' | FileCheck %s --check-prefix=VECTORS

// RUN: sed 's/SCHEDULE/loops = [d1:32, d0:32, d2, d0, d1], vector = d1:8, matrix = d0:16/' %s | not fpo-opt --fpo-lower-kernels='vector-bits=256 features=avx2' 2>&1 | FileCheck %s --check-prefix=NONE
// RUN: sed 's/SCHEDULE/loops = [d1:64, d0:48, d2, d0, d1], vector = d1:16, matrix = d0:16/' %s | not fpo-opt --fpo-lower-kernels='features=amx-tile,amx-bf16' 2>&1 | FileCheck %s --check-prefix=MANY
// RUN: sed 's/SCHEDULE/loops = [d1:16, d0:32, d2, d0, d1], vector = d1:8, matrix = d1:16/' %s | not fpo-opt --fpo-lower-kernels='features=amx-tile,amx-bf16' 2>&1 | FileCheck %s --check-prefix=LOOP
// RUN: sed 's/SCHEDULE/loops = [d1:16, d2:50, d0:32, d2, d0, d1], vector = d1:8, matrix = d0:16/' %s | not fpo-opt --fpo-lower-kernels='features=amx-tile,amx-bf16' 2>&1 | FileCheck %s --check-prefix=WITHIN
// RUN: sed 's/SCHEDULE/loops = [d1:16, d0:4, d2, d0, d1], vector = d1:8, matrix = d0:16/' %s | not fpo-opt --fpo-lower-kernels='features=amx-tile,amx-bf16' 2>&1 | FileCheck %s --check-prefix=FEW
// RUN: sed 's/SCHEDULE/loops = [d1:16, d0:32, d2, d0, d1], vector = d1:8, matrix = d0:32/' %s | not fpo-opt --fpo-lower-kernels='features=amx-tile,amx-bf16' 2>&1 | FileCheck %s --check-prefix=TALL
// RUN: sed 's/SCHEDULE/loops = [d1:16, d0:16, d2, d0, d1], vector = d1:8, matrix = d5:16/' %s | not fpo-opt --fpo-lower-kernels='features=amx-tile,amx-bf16' 2>&1 | FileCheck %s --check-prefix=MISSING
// RUN: sed -e 's/4x128x32/4x100x32/' -e 's/SCHEDULE/loops = [d1:16, d0:16, d2, d0, d1], vector = d1:8, matrix = d0:16/' %s | not fpo-opt --fpo-lower-kernels='features=amx-tile,amx-bf16' 2>&1 | FileCheck %s --check-prefix=SHORT

// Two by two tiles of sums. Both tiles of the packed factor stay while those of the other one pass by, and the sums are stored behind
// the reduction.
// CHECK-LABEL: func.func @matmul
// CHECK: ldtilecfg
// CHECK: scf.for %{{.*}} = %c0 to %c64 step %c32
// CHECK: scf.for %{{.*}} = %c0 to %c64 step %c32
// CHECK-COUNT-4: tilezero
// CHECK: scf.for %{{.*}} = %c0 to %c256 step %c32 {
// CHECK-COUNT-3: tileloadd64
// CHECK-COUNT-2: tdpbf16ps
// CHECK-NEXT: affine.apply
// CHECK: tileloadd64
// CHECK-COUNT-2: tdpbf16ps
// CHECK-NEXT: }
// CHECK-COUNT-4: tilestored64
// CHECK: scf.for %{{.*}} = %c0 to %c32 step %c1
// CHECK-COUNT-4: vector.load
// CHECK-COUNT-4: vector.store
// The rest of 16 rows.
// CHECK: tilezero
// CHECK: tilerelease
// CHECK-NOT: tile

// Of a reduction that is cut, sums wait in the output.
// CUT: scf.for %{{.*}} = %c0 to %c256 step %c128
// CUT: scf.if {{.*}} -> (vector<8xf32>
// CUT: vector.load %arg2

// CHOSEN: fpo.schedule = #fpo.schedule<loops = [d1:32, d0:32, d2, d0, d1], vector = d1:8, threads = 2, matrix = d0:16>
// VECTORS: vector = d1:8, unroll

// NONE: error: 'fpo.kernel' op can't be run by its schedule: the processor has no instruction that multiplies its factors as matrices
// MANY: error: 'fpo.kernel' op can't be run by its schedule: a block of 3 by 4 tiles does not fit into 8 registers
// LOOP: error: 'fpo.kernel' op can't be run by its schedule: its matrices have rows along loop 0 and columns along loop 1
// WITHIN: error: 'fpo.kernel' op can't be run by its schedule: the reduction is cut within tiles
// FEW: error: 'fpo.kernel' op can't be run by its schedule: a block has fewer rows than a tile
// TALL: error: 'fpo.kernel' op can't be run by its schedule: a tile has at most 16 rows
// MISSING: error: 'fpo.kernel' op can't be run by its schedule: there is no loop d5
// SHORT: error: 'fpo.kernel' op can't be run by its schedule: operand 1 is not packed for tiles
func.func @matmul(%a: memref<80x256xbf16>, %b: memref<4x128x32xbf16>, %c: memref<80x64xf32>) {
  %z = arith.constant 0.0 : f32
  fpo.kernel ins(%a, %b : memref<80x256xbf16>, memref<4x128x32xbf16>) outs(%c : memref<80x64xf32>)
      maps [affine_map<(m, n, k) -> (m, k)>,
            affine_map<(m, n, k) -> (n floordiv 16, k floordiv 2, (n mod 16) * 2 + k mod 2)>,
            affine_map<(m, n, k) -> (m, n)>]
      iterators ["parallel", "parallel", "reduction"] start {
  ^bb0(%x: bf16, %y: bf16, %o: f32):
    fpo.yield %z : f32
  } combine {
  ^bb0(%x: bf16, %y: bf16, %o: f32, %s: f32):
    %u = arith.extf %x : bf16 to f32
    %v = arith.extf %y : bf16 to f32
    %p = arith.mulf %u, %v : f32
    %t = arith.addf %s, %p : f32
    fpo.yield %t : f32
  } finish {
  ^bb0(%x: bf16, %y: bf16, %o: f32, %s: f32):
    fpo.yield %s : f32
  } {fpo.schedule = #fpo.schedule<SCHEDULE>}
  return
}
