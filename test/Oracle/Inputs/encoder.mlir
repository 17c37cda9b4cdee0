// A layer of a transformer encoder: 16 tokens, 2 heads, width 32, 64 in the middle.
#all = affine_map<(t, c) -> (t, c)>
#row = affine_map<(t, c) -> (t)>
#column = affine_map<(t, c) -> (c)>
#all3 = affine_map<(h, i, j) -> (h, i, j)>
#row3 = affine_map<(h, i, j) -> (h, i)>

func.func @encoder(
    %wq: tensor<32x32xf32> {fpo.param},
    %wk: tensor<32x32xf32> {fpo.param},
    %wv: tensor<32x32xf32> {fpo.param},
    %wo: tensor<32x32xf32> {fpo.param},
    %g1: tensor<32xf32> {fpo.param},
    %b1: tensor<32xf32> {fpo.param},
    %w1: tensor<32x64xf32> {fpo.param},
    %c1: tensor<64xf32> {fpo.param},
    %w2: tensor<64x32xf32> {fpo.param},
    %c2: tensor<32xf32> {fpo.param},
    %g2: tensor<32xf32> {fpo.param},
    %b2: tensor<32xf32> {fpo.param},
    %x: tensor<16x32xf32>) -> tensor<16x32xf32> {
  %zero = arith.constant 0.0 : f32
  %lowest = arith.constant 0xFF800000 : f32
  %scale = arith.constant 0.25 : f32
  %inverse = arith.constant 0.03125 : f32
  %epsilon = arith.constant 1.0e-5 : f32
  %1 = tensor.empty() : tensor<16x32xf32>
  %2 = linalg.fill ins(%zero : f32) outs(%1 : tensor<16x32xf32>) -> tensor<16x32xf32>
  %3 = linalg.matmul ins(%x, %wq : tensor<16x32xf32>, tensor<32x32xf32>) outs(%2 : tensor<16x32xf32>) -> tensor<16x32xf32>
  %4 = tensor.expand_shape %3 [[0], [1, 2]] output_shape [16, 2, 16] : tensor<16x32xf32> into tensor<16x2x16xf32>
  %5 = tensor.empty() : tensor<2x16x16xf32>
  %6 = linalg.transpose ins(%4 : tensor<16x2x16xf32>) outs(%5 : tensor<2x16x16xf32>) permutation = [1, 0, 2]
  %7 = tensor.empty() : tensor<16x32xf32>
  %8 = linalg.fill ins(%zero : f32) outs(%7 : tensor<16x32xf32>) -> tensor<16x32xf32>
  %9 = linalg.matmul ins(%x, %wk : tensor<16x32xf32>, tensor<32x32xf32>) outs(%8 : tensor<16x32xf32>) -> tensor<16x32xf32>
  %10 = tensor.expand_shape %9 [[0], [1, 2]] output_shape [16, 2, 16] : tensor<16x32xf32> into tensor<16x2x16xf32>
  %11 = tensor.empty() : tensor<2x16x16xf32>
  %12 = linalg.transpose ins(%10 : tensor<16x2x16xf32>) outs(%11 : tensor<2x16x16xf32>) permutation = [1, 2, 0]
  %13 = tensor.empty() : tensor<16x32xf32>
  %14 = linalg.fill ins(%zero : f32) outs(%13 : tensor<16x32xf32>) -> tensor<16x32xf32>
  %15 = linalg.matmul ins(%x, %wv : tensor<16x32xf32>, tensor<32x32xf32>) outs(%14 : tensor<16x32xf32>) -> tensor<16x32xf32>
  %16 = tensor.expand_shape %15 [[0], [1, 2]] output_shape [16, 2, 16] : tensor<16x32xf32> into tensor<16x2x16xf32>
  %17 = tensor.empty() : tensor<2x16x16xf32>
  %18 = linalg.transpose ins(%16 : tensor<16x2x16xf32>) outs(%17 : tensor<2x16x16xf32>) permutation = [1, 0, 2]
  %19 = tensor.empty() : tensor<2x16x16xf32>
  %20 = linalg.fill ins(%zero : f32) outs(%19 : tensor<2x16x16xf32>) -> tensor<2x16x16xf32>
  %21 = linalg.batch_matmul ins(%6, %12 : tensor<2x16x16xf32>, tensor<2x16x16xf32>) outs(%20 : tensor<2x16x16xf32>) -> tensor<2x16x16xf32>
  %22 = tensor.empty() : tensor<2x16xf32>
  %23 = linalg.fill ins(%lowest : f32) outs(%22 : tensor<2x16xf32>) -> tensor<2x16xf32>
  %24 = linalg.generic {indexing_maps = [#all3, #row3], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%21 : tensor<2x16x16xf32>) outs(%23 : tensor<2x16xf32>) {
    ^bb0(%i0: f32, %o: f32):
      %m = arith.maximumf %o, %i0 : f32
      linalg.yield %m : f32
    } -> tensor<2x16xf32>
  %25 = tensor.empty() : tensor<2x16x16xf32>
  %26 = linalg.generic {indexing_maps = [#all3, #row3, #all3], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%21, %24 : tensor<2x16x16xf32>, tensor<2x16xf32>) outs(%25 : tensor<2x16x16xf32>) {
    ^bb0(%i0: f32, %i1: f32, %o: f32):
      %d = arith.subf %i0, %i1 : f32
      %h = arith.mulf %d, %scale : f32
      %p = math.exp %h : f32
      linalg.yield %p : f32
    } -> tensor<2x16x16xf32>
  %27 = tensor.empty() : tensor<2x16xf32>
  %28 = linalg.fill ins(%zero : f32) outs(%27 : tensor<2x16xf32>) -> tensor<2x16xf32>
  %29 = linalg.generic {indexing_maps = [#all3, #row3], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%26 : tensor<2x16x16xf32>) outs(%28 : tensor<2x16xf32>) {
    ^bb0(%i0: f32, %o: f32):
      %s = arith.addf %o, %i0 : f32
      linalg.yield %s : f32
    } -> tensor<2x16xf32>
  %30 = tensor.empty() : tensor<2x16x16xf32>
  %31 = linalg.generic {indexing_maps = [#all3, #row3, #all3], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%26, %29 : tensor<2x16x16xf32>, tensor<2x16xf32>) outs(%30 : tensor<2x16x16xf32>) {
    ^bb0(%i0: f32, %i1: f32, %o: f32):
      %p = arith.divf %i0, %i1 : f32
      linalg.yield %p : f32
    } -> tensor<2x16x16xf32>
  %32 = tensor.empty() : tensor<2x16x16xf32>
  %33 = linalg.fill ins(%zero : f32) outs(%32 : tensor<2x16x16xf32>) -> tensor<2x16x16xf32>
  %34 = linalg.batch_matmul ins(%31, %18 : tensor<2x16x16xf32>, tensor<2x16x16xf32>) outs(%33 : tensor<2x16x16xf32>) -> tensor<2x16x16xf32>
  %35 = tensor.empty() : tensor<16x2x16xf32>
  %36 = linalg.transpose ins(%34 : tensor<2x16x16xf32>) outs(%35 : tensor<16x2x16xf32>) permutation = [1, 0, 2]
  %37 = tensor.collapse_shape %36 [[0], [1, 2]] : tensor<16x2x16xf32> into tensor<16x32xf32>
  %38 = tensor.empty() : tensor<16x32xf32>
  %39 = linalg.fill ins(%zero : f32) outs(%38 : tensor<16x32xf32>) -> tensor<16x32xf32>
  %40 = linalg.matmul ins(%37, %wo : tensor<16x32xf32>, tensor<32x32xf32>) outs(%39 : tensor<16x32xf32>) -> tensor<16x32xf32>
  %41 = tensor.empty() : tensor<16x32xf32>
  %42 = linalg.add ins(%40, %x : tensor<16x32xf32>, tensor<16x32xf32>) outs(%41 : tensor<16x32xf32>) -> tensor<16x32xf32>
  %43 = tensor.empty() : tensor<16xf32>
  %44 = linalg.fill ins(%zero : f32) outs(%43 : tensor<16xf32>) -> tensor<16xf32>
  %45 = linalg.generic {indexing_maps = [#all, #row], iterator_types = ["parallel", "reduction"]}
      ins(%42 : tensor<16x32xf32>) outs(%44 : tensor<16xf32>) {
    ^bb0(%i0: f32, %o: f32):
      %s = arith.addf %o, %i0 : f32
      linalg.yield %s : f32
    } -> tensor<16xf32>
  %46 = tensor.empty() : tensor<16x32xf32>
  %47 = linalg.generic {indexing_maps = [#all, #row, #all], iterator_types = ["parallel", "parallel"]}
      ins(%42, %45 : tensor<16x32xf32>, tensor<16xf32>) outs(%46 : tensor<16x32xf32>) {
    ^bb0(%i0: f32, %i1: f32, %o: f32):
      %m = arith.mulf %i1, %inverse : f32
      %d = arith.subf %i0, %m : f32
      linalg.yield %d : f32
    } -> tensor<16x32xf32>
  %48 = tensor.empty() : tensor<16xf32>
  %49 = linalg.fill ins(%zero : f32) outs(%48 : tensor<16xf32>) -> tensor<16xf32>
  %50 = linalg.generic {indexing_maps = [#all, #row], iterator_types = ["parallel", "reduction"]}
      ins(%47 : tensor<16x32xf32>) outs(%49 : tensor<16xf32>) {
    ^bb0(%i0: f32, %o: f32):
      %p = arith.mulf %i0, %i0 : f32
      %s = arith.addf %o, %p : f32
      linalg.yield %s : f32
    } -> tensor<16xf32>
  %51 = tensor.empty() : tensor<16x32xf32>
  %52 = linalg.generic {indexing_maps = [#all, #row, #column, #column, #all], iterator_types = ["parallel", "parallel"]}
      ins(%47, %50, %g1, %b1 : tensor<16x32xf32>, tensor<16xf32>, tensor<32xf32>, tensor<32xf32>) outs(%51 : tensor<16x32xf32>) {
    ^bb0(%i0: f32, %i1: f32, %i2: f32, %i3: f32, %o: f32):
      %m = arith.mulf %i1, %inverse : f32
      %p = arith.addf %m, %epsilon : f32
      %r = math.rsqrt %p : f32
      %n = arith.mulf %i0, %r : f32
      %w = arith.mulf %n, %i2 : f32
      %y = arith.addf %w, %i3 : f32
      linalg.yield %y : f32
    } -> tensor<16x32xf32>
  %53 = tensor.empty() : tensor<16x64xf32>
  %54 = linalg.fill ins(%zero : f32) outs(%53 : tensor<16x64xf32>) -> tensor<16x64xf32>
  %55 = linalg.matmul ins(%52, %w1 : tensor<16x32xf32>, tensor<32x64xf32>) outs(%54 : tensor<16x64xf32>) -> tensor<16x64xf32>
  %56 = tensor.empty() : tensor<16x64xf32>
  %57 = linalg.generic {indexing_maps = [#all, #column, #all], iterator_types = ["parallel", "parallel"]}
      ins(%55, %c1 : tensor<16x64xf32>, tensor<64xf32>) outs(%56 : tensor<16x64xf32>) {
    ^bb0(%i0: f32, %i1: f32, %o: f32):
      %s = arith.addf %i0, %i1 : f32
      linalg.yield %s : f32
    } -> tensor<16x64xf32>
  %58 = tensor.empty() : tensor<16x64xf32>
  %59 = linalg.fill ins(%zero : f32) outs(%58 : tensor<16x64xf32>) -> tensor<16x64xf32>
  %60 = tensor.empty() : tensor<16x64xf32>
  %61 = linalg.max ins(%57, %59 : tensor<16x64xf32>, tensor<16x64xf32>) outs(%60 : tensor<16x64xf32>) -> tensor<16x64xf32>
  %62 = tensor.empty() : tensor<16x32xf32>
  %63 = linalg.fill ins(%zero : f32) outs(%62 : tensor<16x32xf32>) -> tensor<16x32xf32>
  %64 = linalg.matmul ins(%61, %w2 : tensor<16x64xf32>, tensor<64x32xf32>) outs(%63 : tensor<16x32xf32>) -> tensor<16x32xf32>
  %65 = tensor.empty() : tensor<16x32xf32>
  %66 = linalg.generic {indexing_maps = [#all, #column, #all], iterator_types = ["parallel", "parallel"]}
      ins(%64, %c2 : tensor<16x32xf32>, tensor<32xf32>) outs(%65 : tensor<16x32xf32>) {
    ^bb0(%i0: f32, %i1: f32, %o: f32):
      %s = arith.addf %i0, %i1 : f32
      linalg.yield %s : f32
    } -> tensor<16x32xf32>
  %67 = tensor.empty() : tensor<16x32xf32>
  %68 = linalg.add ins(%66, %52 : tensor<16x32xf32>, tensor<16x32xf32>) outs(%67 : tensor<16x32xf32>) -> tensor<16x32xf32>
  %69 = tensor.empty() : tensor<16xf32>
  %70 = linalg.fill ins(%zero : f32) outs(%69 : tensor<16xf32>) -> tensor<16xf32>
  %71 = linalg.generic {indexing_maps = [#all, #row], iterator_types = ["parallel", "reduction"]}
      ins(%68 : tensor<16x32xf32>) outs(%70 : tensor<16xf32>) {
    ^bb0(%i0: f32, %o: f32):
      %s = arith.addf %o, %i0 : f32
      linalg.yield %s : f32
    } -> tensor<16xf32>
  %72 = tensor.empty() : tensor<16x32xf32>
  %73 = linalg.generic {indexing_maps = [#all, #row, #all], iterator_types = ["parallel", "parallel"]}
      ins(%68, %71 : tensor<16x32xf32>, tensor<16xf32>) outs(%72 : tensor<16x32xf32>) {
    ^bb0(%i0: f32, %i1: f32, %o: f32):
      %m = arith.mulf %i1, %inverse : f32
      %d = arith.subf %i0, %m : f32
      linalg.yield %d : f32
    } -> tensor<16x32xf32>
  %74 = tensor.empty() : tensor<16xf32>
  %75 = linalg.fill ins(%zero : f32) outs(%74 : tensor<16xf32>) -> tensor<16xf32>
  %76 = linalg.generic {indexing_maps = [#all, #row], iterator_types = ["parallel", "reduction"]}
      ins(%73 : tensor<16x32xf32>) outs(%75 : tensor<16xf32>) {
    ^bb0(%i0: f32, %o: f32):
      %p = arith.mulf %i0, %i0 : f32
      %s = arith.addf %o, %p : f32
      linalg.yield %s : f32
    } -> tensor<16xf32>
  %77 = tensor.empty() : tensor<16x32xf32>
  %78 = linalg.generic {indexing_maps = [#all, #row, #column, #column, #all], iterator_types = ["parallel", "parallel"]}
      ins(%73, %76, %g2, %b2 : tensor<16x32xf32>, tensor<16xf32>, tensor<32xf32>, tensor<32xf32>) outs(%77 : tensor<16x32xf32>) {
    ^bb0(%i0: f32, %i1: f32, %i2: f32, %i3: f32, %o: f32):
      %m = arith.mulf %i1, %inverse : f32
      %p = arith.addf %m, %epsilon : f32
      %r = math.rsqrt %p : f32
      %n = arith.mulf %i0, %r : f32
      %w = arith.mulf %n, %i2 : f32
      %y = arith.addf %w, %i3 : f32
      linalg.yield %y : f32
    } -> tensor<16x32xf32>
  return %78 : tensor<16x32xf32>
}
