// RUN: fpo-opt %s --fpo-expose-bodies --canonicalize --cse --fpo-fold-reshapes --canonicalize --cse --fpo-form-kernels --fpo-fuse-rows=block-bytes=4096 --canonicalize --cse | FileCheck %s

// Blocks of rows of four kilobytes in all, and no tensor but the result.
// CHECK-LABEL: func.func @softmax
// CHECK-SAME: %[[X:.*]]: tensor<22x100xf32>
// CHECK-NOT: fpo.kernel
// CHECK: scf.forall (%[[I:.*]]) = (0) to (22) step (2) shared_outs
// CHECK: tensor.extract_slice %[[X]][%[[I]], 0] [2, 100]
// CHECK: fpo.kernel
// CHECK: arith.maximumf
// CHECK: fpo.kernel
// CHECK: math.exp
// CHECK: fpo.kernel
// CHECK: arith.addf
// CHECK: fpo.kernel
// CHECK: arith.divf
// CHECK: tensor.parallel_insert_slice
// CHECK-NOT: fpo.kernel
// CHECK: return
func.func @softmax(%x: tensor<22x100xf32>) -> (tensor<22x100xf32>) {
  %0 = tensor.empty() : tensor<22xf32>
  %1 = arith.constant 0xFF800000 : f32
  %2 = linalg.fill ins(%1 : f32) outs(%0 : tensor<22xf32>) -> tensor<22xf32>
  %3 = linalg.generic {indexing_maps = [affine_map<(a, b) -> (a, b)>, affine_map<(a, b) -> (a)>], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<22x100xf32>) outs(%2 : tensor<22xf32>) {
  ^bb0(%i0: f32, %o: f32):
%m = arith.maximumf %i0, %o : f32
    linalg.yield %m : f32
  } -> tensor<22xf32>
  %4 = tensor.empty() : tensor<22x100xf32>
  %5 = linalg.generic {indexing_maps = [affine_map<(a, b) -> (a, b)>, affine_map<(a, b) -> (a)>, affine_map<(a, b) -> (a, b)>], iterator_types = ["parallel", "parallel"]} ins(%x, %3 : tensor<22x100xf32>, tensor<22xf32>) outs(%4 : tensor<22x100xf32>) {
  ^bb0(%i0: f32, %i1: f32, %o: f32):
%s = arith.subf %i0, %i1 : f32
%e = math.exp %s : f32
    linalg.yield %e : f32
  } -> tensor<22x100xf32>
  %6 = tensor.empty() : tensor<22xf32>
  %7 = arith.constant 0.0 : f32
  %8 = linalg.fill ins(%7 : f32) outs(%6 : tensor<22xf32>) -> tensor<22xf32>
  %9 = linalg.generic {indexing_maps = [affine_map<(a, b) -> (a, b)>, affine_map<(a, b) -> (a)>], iterator_types = ["parallel", "reduction"]} ins(%5 : tensor<22x100xf32>) outs(%8 : tensor<22xf32>) {
  ^bb0(%i0: f32, %o: f32):
%s = arith.addf %i0, %o : f32
    linalg.yield %s : f32
  } -> tensor<22xf32>
  %10 = tensor.empty() : tensor<22x100xf32>
  %11 = linalg.generic {indexing_maps = [affine_map<(a, b) -> (a, b)>, affine_map<(a, b) -> (a)>, affine_map<(a, b) -> (a, b)>], iterator_types = ["parallel", "parallel"]} ins(%5, %9 : tensor<22x100xf32>, tensor<22xf32>) outs(%10 : tensor<22x100xf32>) {
  ^bb0(%i0: f32, %i1: f32, %o: f32):
%d = arith.divf %i0, %i1 : f32
    linalg.yield %d : f32
  } -> tensor<22x100xf32>
  return %11 : tensor<22x100xf32>
}

// The two contractions of attention are part of it, for a block of queries of a head.
// CHECK-LABEL: func.func @attention
// CHECK-NOT: fpo.kernel
// CHECK: scf.forall (%{{.*}}, %{{.*}}) = (0, 0) to (3, 40) step (1, {{[0-9]+}})
// CHECK: arith.mulf
// CHECK: arith.maximumf
// CHECK: math.exp
// CHECK: arith.divf
// CHECK: arith.mulf
// CHECK-NOT: fpo.kernel
// CHECK: return
func.func @attention(%q: tensor<3x40x16xf32>, %k: tensor<3x37x16xf32>, %v: tensor<3x37x16xf32>) -> (tensor<3x40x16xf32>) {
  %0 = tensor.empty() : tensor<3x40x37xf32>
  %1 = arith.constant 0.0 : f32
  %2 = linalg.fill ins(%1 : f32) outs(%0 : tensor<3x40x37xf32>) -> tensor<3x40x37xf32>
  %3 = linalg.generic {indexing_maps = [affine_map<(h, m, n, d) -> (h, m, d)>, affine_map<(h, m, n, d) -> (h, n, d)>, affine_map<(h, m, n, d) -> (h, m, n)>], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%q, %k : tensor<3x40x16xf32>, tensor<3x37x16xf32>) outs(%2 : tensor<3x40x37xf32>) {
  ^bb0(%i0: f32, %i1: f32, %o: f32):
%p = arith.mulf %i0, %i1 : f32
%s = arith.addf %p, %o : f32
    linalg.yield %s : f32
  } -> tensor<3x40x37xf32>
  %4 = tensor.empty() : tensor<3x40xf32>
  %5 = arith.constant 0xFF800000 : f32
  %6 = linalg.fill ins(%5 : f32) outs(%4 : tensor<3x40xf32>) -> tensor<3x40xf32>
  %7 = linalg.generic {indexing_maps = [affine_map<(a, b, c) -> (a, b, c)>, affine_map<(a, b, c) -> (a, b)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%3 : tensor<3x40x37xf32>) outs(%6 : tensor<3x40xf32>) {
  ^bb0(%i0: f32, %o: f32):
%m = arith.maximumf %i0, %o : f32
    linalg.yield %m : f32
  } -> tensor<3x40xf32>
  %8 = tensor.empty() : tensor<3x40x37xf32>
  %9 = linalg.generic {indexing_maps = [affine_map<(a, b, c) -> (a, b, c)>, affine_map<(a, b, c) -> (a, b)>, affine_map<(a, b, c) -> (a, b, c)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%3, %7 : tensor<3x40x37xf32>, tensor<3x40xf32>) outs(%8 : tensor<3x40x37xf32>) {
  ^bb0(%i0: f32, %i1: f32, %o: f32):
%s = arith.subf %i0, %i1 : f32
%e = math.exp %s : f32
    linalg.yield %e : f32
  } -> tensor<3x40x37xf32>
  %10 = tensor.empty() : tensor<3x40xf32>
  %11 = arith.constant 0.0 : f32
  %12 = linalg.fill ins(%11 : f32) outs(%10 : tensor<3x40xf32>) -> tensor<3x40xf32>
  %13 = linalg.generic {indexing_maps = [affine_map<(a, b, c) -> (a, b, c)>, affine_map<(a, b, c) -> (a, b)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%9 : tensor<3x40x37xf32>) outs(%12 : tensor<3x40xf32>) {
  ^bb0(%i0: f32, %o: f32):
%s = arith.addf %i0, %o : f32
    linalg.yield %s : f32
  } -> tensor<3x40xf32>
  %14 = tensor.empty() : tensor<3x40x37xf32>
  %15 = linalg.generic {indexing_maps = [affine_map<(a, b, c) -> (a, b, c)>, affine_map<(a, b, c) -> (a, b)>, affine_map<(a, b, c) -> (a, b, c)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%9, %13 : tensor<3x40x37xf32>, tensor<3x40xf32>) outs(%14 : tensor<3x40x37xf32>) {
  ^bb0(%i0: f32, %i1: f32, %o: f32):
%d = arith.divf %i0, %i1 : f32
    linalg.yield %d : f32
  } -> tensor<3x40x37xf32>
  %16 = tensor.empty() : tensor<3x40x16xf32>
  %17 = arith.constant 0.0 : f32
  %18 = linalg.fill ins(%17 : f32) outs(%16 : tensor<3x40x16xf32>) -> tensor<3x40x16xf32>
  %19 = linalg.generic {indexing_maps = [affine_map<(h, m, d, n) -> (h, m, n)>, affine_map<(h, m, d, n) -> (h, n, d)>, affine_map<(h, m, d, n) -> (h, m, d)>], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%15, %v : tensor<3x40x37xf32>, tensor<3x37x16xf32>) outs(%18 : tensor<3x40x16xf32>) {
  ^bb0(%i0: f32, %i1: f32, %o: f32):
%p = arith.mulf %i0, %i1 : f32
%s = arith.addf %p, %o : f32
    linalg.yield %s : f32
  } -> tensor<3x40x16xf32>
  return %19 : tensor<3x40x16xf32>
}

// The weights of a dense layer would be read again for each block of rows: it stays in front.
// CHECK-LABEL: func.func @dense
// CHECK: fpo.kernel
// CHECK: arith.mulf
// CHECK: scf.forall
// CHECK: arith.maximumf
// CHECK: math.exp
func.func @dense(%x: tensor<16x64xf32>, %w: tensor<64x64xf32>) -> (tensor<16x64xf32>) {
  %0 = tensor.empty() : tensor<16x64xf32>
  %1 = arith.constant 0.0 : f32
  %2 = linalg.fill ins(%1 : f32) outs(%0 : tensor<16x64xf32>) -> tensor<16x64xf32>
  %3 = linalg.generic {indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, n)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%x, %w : tensor<16x64xf32>, tensor<64x64xf32>) outs(%2 : tensor<16x64xf32>) {
  ^bb0(%i0: f32, %i1: f32, %o: f32):
%p = arith.mulf %i0, %i1 : f32
%s = arith.addf %p, %o : f32
    linalg.yield %s : f32
  } -> tensor<16x64xf32>
  %4 = tensor.empty() : tensor<16xf32>
  %5 = arith.constant 0xFF800000 : f32
  %6 = linalg.fill ins(%5 : f32) outs(%4 : tensor<16xf32>) -> tensor<16xf32>
  %7 = linalg.generic {indexing_maps = [affine_map<(a, b) -> (a, b)>, affine_map<(a, b) -> (a)>], iterator_types = ["parallel", "reduction"]} ins(%3 : tensor<16x64xf32>) outs(%6 : tensor<16xf32>) {
  ^bb0(%i0: f32, %o: f32):
%m = arith.maximumf %i0, %o : f32
    linalg.yield %m : f32
  } -> tensor<16xf32>
  %8 = tensor.empty() : tensor<16x64xf32>
  %9 = linalg.generic {indexing_maps = [affine_map<(a, b) -> (a, b)>, affine_map<(a, b) -> (a)>, affine_map<(a, b) -> (a, b)>], iterator_types = ["parallel", "parallel"]} ins(%3, %7 : tensor<16x64xf32>, tensor<16xf32>) outs(%8 : tensor<16x64xf32>) {
  ^bb0(%i0: f32, %i1: f32, %o: f32):
%s = arith.subf %i0, %i1 : f32
%e = math.exp %s : f32
    linalg.yield %e : f32
  } -> tensor<16x64xf32>
  %10 = tensor.empty() : tensor<16xf32>
  %11 = arith.constant 0.0 : f32
  %12 = linalg.fill ins(%11 : f32) outs(%10 : tensor<16xf32>) -> tensor<16xf32>
  %13 = linalg.generic {indexing_maps = [affine_map<(a, b) -> (a, b)>, affine_map<(a, b) -> (a)>], iterator_types = ["parallel", "reduction"]} ins(%9 : tensor<16x64xf32>) outs(%12 : tensor<16xf32>) {
  ^bb0(%i0: f32, %o: f32):
%s = arith.addf %i0, %o : f32
    linalg.yield %s : f32
  } -> tensor<16xf32>
  %14 = tensor.empty() : tensor<16x64xf32>
  %15 = linalg.generic {indexing_maps = [affine_map<(a, b) -> (a, b)>, affine_map<(a, b) -> (a)>, affine_map<(a, b) -> (a, b)>], iterator_types = ["parallel", "parallel"]} ins(%9, %13 : tensor<16x64xf32>, tensor<16xf32>) outs(%14 : tensor<16x64xf32>) {
  ^bb0(%i0: f32, %i1: f32, %o: f32):
%d = arith.divf %i0, %i1 : f32
    linalg.yield %d : f32
  } -> tensor<16x64xf32>
  return %15 : tensor<16x64xf32>
}

// Any number of rows: whole blocks, and then one that is smaller, in the buffer of a whole one.
// CHECK-LABEL: func.func @rows
// CHECK: scf.forall (%{{.*}}) = (0) to (%[[WHOLE:.*]]) step ([[BLOCK:[0-9]+]])
// CHECK: tensor.empty() : tensor<[[BLOCK]]x64xf32>
// CHECK: scf.forall (%{{.*}}) = (%[[WHOLE]]) to (%{{.*}}) step ([[BLOCK]])
// CHECK: %[[BUFFER:.*]] = tensor.empty() : tensor<[[BLOCK]]x64xf32>
// CHECK: tensor.extract_slice %[[BUFFER]][0, 0] [%{{.*}}, 64] [1, 1]
func.func @rows(%x: tensor<?x64xf32>) -> tensor<?x64xf32> {
  %c0 = arith.constant 0 : index
  %z = arith.constant 0.0 : f32
  %n = tensor.dim %x, %c0 : tensor<?x64xf32>
  %e = tensor.empty(%n) : tensor<?x64xf32>
  %y = linalg.exp ins(%x : tensor<?x64xf32>) outs(%e : tensor<?x64xf32>) -> tensor<?x64xf32>
  %e1 = tensor.empty(%n) : tensor<?xf32>
  %f = linalg.fill ins(%z : f32) outs(%e1 : tensor<?xf32>) -> tensor<?xf32>
  %s = linalg.reduce ins(%y : tensor<?x64xf32>) outs(%f : tensor<?xf32>) dimensions = [1] (%in: f32, %o: f32) {
    %t = arith.addf %in, %o : f32
    linalg.yield %t : f32
  }
  %r = linalg.generic {indexing_maps = [affine_map<(a, b) -> (a, b)>, affine_map<(a, b) -> (a)>, affine_map<(a, b) -> (a, b)>],
      iterator_types = ["parallel", "parallel"]} ins(%y, %s : tensor<?x64xf32>, tensor<?xf32>) outs(%e : tensor<?x64xf32>) {
  ^bb0(%in: f32, %t: f32, %o: f32):
    %q = arith.divf %in, %t : f32
    linalg.yield %q : f32
  } -> tensor<?x64xf32>
  return %r : tensor<?x64xf32>
}
