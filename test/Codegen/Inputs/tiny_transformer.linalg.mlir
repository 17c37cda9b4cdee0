#map = affine_map<(d0, d1, d2) -> (d0, d1)>
#map1 = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#map2 = affine_map<(d0, d1, d2) -> (d1, d2)>
#map3 = affine_map<(d0, d1, d2) -> (d0, d1, 0)>
#map4 = affine_map<(d0, d1, d2) -> (d2)>
#map5 = affine_map<(d0, d1) -> (d0, d1)>
#map6 = affine_map<(d0, d1) -> (d1)>
#map7 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map8 = affine_map<(d0, d1, d2, d3) -> (d2, d3)>
#map9 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map10 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
module {
  func.func @forward(%arg0: tensor<11x48xf32>, %arg1: tensor<61x48xf32>, %arg2: tensor<48xf32>, %arg3: tensor<48xf32>, %arg4: tensor<144x48xf32>, %arg5: tensor<144xf32>, %arg6: tensor<48x48xf32>, %arg7: tensor<48xf32>, %arg8: tensor<48xf32>, %arg9: tensor<48xf32>, %arg10: tensor<96x48xf32>, %arg11: tensor<96xf32>, %arg12: tensor<48x96xf32>, %arg13: tensor<48xf32>, %arg14: tensor<48xf32>, %arg15: tensor<48xf32>, %arg16: tensor<144x48xf32>, %arg17: tensor<144xf32>, %arg18: tensor<48x48xf32>, %arg19: tensor<48xf32>, %arg20: tensor<48xf32>, %arg21: tensor<48xf32>, %arg22: tensor<96x48xf32>, %arg23: tensor<96xf32>, %arg24: tensor<48x96xf32>, %arg25: tensor<48xf32>, %arg26: tensor<11x11xf32>, %arg27: tensor<2x11xi64>) -> tensor<2x11x61xf32> {
    %c0_i64 = arith.constant 0 : i64
    %c61 = arith.constant 61 : index
    %cst = arith.constant 0.000000e+00 : f64
    %cst_0 = arith.constant 0.000000e+00 : f32
    %cst_1 = arith.constant 0xFF800000 : f32
    %cst_2 = arith.constant 1.000000e+00 : f32
    %cst_3 = arith.constant 5.000000e-01 : f32
    %cst_4 = arith.constant 1.000000e-05 : f64
    %cst_5 = arith.constant 4.800000e+01 : f64
    %cst_6 = arith.constant 4.800000e+01 : f32
    %cst_7 = arith.constant 4.000000e+00 : f32
    %cst_8 = arith.constant 1.41421354 : f32
    %0 = tensor.empty() : tensor<2x11x48xf32>
    %1 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg27 : tensor<2x11xi64>) outs(%0 : tensor<2x11x48xf32>) {
    ^bb0(%in: i64, %out: f32):
      %141 = arith.index_cast %in : i64 to index
      %142 = linalg.index 2 : index
      %143 = arith.cmpi slt, %141, %c61 : index
      cf.assert %143, "index must be smaller than dim size"
      %144 = arith.cmpi sge, %in, %c0_i64 : i64
      cf.assert %144, "index must be larger or equal to 0"
      %extracted = tensor.extract %arg1[%141, %142] : tensor<61x48xf32>
      linalg.yield %extracted : f32
    } -> tensor<2x11x48xf32>
    %2 = linalg.generic {indexing_maps = [#map1, #map2, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%1, %arg0 : tensor<2x11x48xf32>, tensor<11x48xf32>) outs(%0 : tensor<2x11x48xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.addf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<2x11x48xf32>
    %3 = tensor.empty() : tensor<2x11x48xf64>
    %4 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%2 : tensor<2x11x48xf32>) outs(%3 : tensor<2x11x48xf64>) {
    ^bb0(%in: f32, %out: f64):
      %141 = arith.extf %in : f32 to f64
      linalg.yield %141 : f64
    } -> tensor<2x11x48xf64>
    %5 = tensor.empty() : tensor<2x11x1xf64>
    %6 = linalg.fill ins(%cst : f64) outs(%5 : tensor<2x11x1xf64>) -> tensor<2x11x1xf64>
    %7 = linalg.generic {indexing_maps = [#map1, #map3], iterator_types = ["parallel", "parallel", "reduction"]} ins(%4 : tensor<2x11x48xf64>) outs(%6 : tensor<2x11x1xf64>) {
    ^bb0(%in: f64, %out: f64):
      %141 = arith.addf %in, %out : f64
      linalg.yield %141 : f64
    } -> tensor<2x11x1xf64>
    %8 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%7 : tensor<2x11x1xf64>) outs(%5 : tensor<2x11x1xf64>) {
    ^bb0(%in: f64, %out: f64):
      %141 = arith.divf %in, %cst_5 : f64
      linalg.yield %141 : f64
    } -> tensor<2x11x1xf64>
    %9 = linalg.generic {indexing_maps = [#map1, #map3, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%4, %8 : tensor<2x11x48xf64>, tensor<2x11x1xf64>) outs(%3 : tensor<2x11x48xf64>) {
    ^bb0(%in: f64, %in_66: f64, %out: f64):
      %141 = arith.subf %in, %in_66 : f64
      linalg.yield %141 : f64
    } -> tensor<2x11x48xf64>
    %10 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%9, %9 : tensor<2x11x48xf64>, tensor<2x11x48xf64>) outs(%3 : tensor<2x11x48xf64>) {
    ^bb0(%in: f64, %in_66: f64, %out: f64):
      %141 = arith.mulf %in, %in_66 : f64
      linalg.yield %141 : f64
    } -> tensor<2x11x48xf64>
    %11 = linalg.generic {indexing_maps = [#map1, #map3], iterator_types = ["parallel", "parallel", "reduction"]} ins(%10 : tensor<2x11x48xf64>) outs(%6 : tensor<2x11x1xf64>) {
    ^bb0(%in: f64, %out: f64):
      %141 = arith.addf %in, %out : f64
      linalg.yield %141 : f64
    } -> tensor<2x11x1xf64>
    %12 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%11 : tensor<2x11x1xf64>) outs(%5 : tensor<2x11x1xf64>) {
    ^bb0(%in: f64, %out: f64):
      %141 = arith.divf %in, %cst_5 : f64
      linalg.yield %141 : f64
    } -> tensor<2x11x1xf64>
    %13 = tensor.empty() : tensor<2x11x1xf32>
    %14 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%12 : tensor<2x11x1xf64>) outs(%13 : tensor<2x11x1xf32>) {
    ^bb0(%in: f64, %out: f32):
      %141 = arith.truncf %in : f64 to f32
      linalg.yield %141 : f32
    } -> tensor<2x11x1xf32>
    %15 = linalg.fill ins(%cst_0 : f32) outs(%13 : tensor<2x11x1xf32>) -> tensor<2x11x1xf32>
    %16 = linalg.generic {indexing_maps = [#map1, #map3], iterator_types = ["parallel", "parallel", "reduction"]} ins(%2 : tensor<2x11x48xf32>) outs(%15 : tensor<2x11x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %141 = arith.addf %in, %out : f32
      linalg.yield %141 : f32
    } -> tensor<2x11x1xf32>
    %17 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%16 : tensor<2x11x1xf32>) outs(%13 : tensor<2x11x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %141 = arith.divf %in, %cst_6 : f32
      linalg.yield %141 : f32
    } -> tensor<2x11x1xf32>
    %18 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%14 : tensor<2x11x1xf32>) outs(%13 : tensor<2x11x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %141 = arith.truncf %cst_4 : f64 to f32
      %142 = arith.addf %in, %141 : f32
      linalg.yield %142 : f32
    } -> tensor<2x11x1xf32>
    %19 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%18 : tensor<2x11x1xf32>) outs(%13 : tensor<2x11x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %141 = math.rsqrt %in : f32
      linalg.yield %141 : f32
    } -> tensor<2x11x1xf32>
    %20 = linalg.generic {indexing_maps = [#map1, #map3, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%2, %17 : tensor<2x11x48xf32>, tensor<2x11x1xf32>) outs(%0 : tensor<2x11x48xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.subf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<2x11x48xf32>
    %21 = linalg.generic {indexing_maps = [#map1, #map3, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%20, %19 : tensor<2x11x48xf32>, tensor<2x11x1xf32>) outs(%0 : tensor<2x11x48xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.mulf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<2x11x48xf32>
    %22 = linalg.generic {indexing_maps = [#map1, #map4, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%21, %arg2 : tensor<2x11x48xf32>, tensor<48xf32>) outs(%0 : tensor<2x11x48xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.mulf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<2x11x48xf32>
    %23 = linalg.generic {indexing_maps = [#map1, #map4, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%22, %arg3 : tensor<2x11x48xf32>, tensor<48xf32>) outs(%0 : tensor<2x11x48xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.addf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<2x11x48xf32>
    %collapsed = tensor.collapse_shape %23 [[0, 1], [2]] : tensor<2x11x48xf32> into tensor<22x48xf32>
    %24 = tensor.empty() : tensor<48x144xf32>
    %transposed = linalg.transpose ins(%arg4 : tensor<144x48xf32>) outs(%24 : tensor<48x144xf32>) permutation = [1, 0] 
    %25 = tensor.empty() : tensor<22x144xf32>
    %26 = linalg.fill ins(%cst_0 : f32) outs(%25 : tensor<22x144xf32>) -> tensor<22x144xf32>
    %27 = linalg.matmul ins(%collapsed, %transposed : tensor<22x48xf32>, tensor<48x144xf32>) outs(%26 : tensor<22x144xf32>) -> tensor<22x144xf32>
    %28 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%27, %arg5 : tensor<22x144xf32>, tensor<144xf32>) outs(%25 : tensor<22x144xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.addf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<22x144xf32>
    %expanded = tensor.expand_shape %28 [[0, 1], [2]] output_shape [2, 11, 144] : tensor<22x144xf32> into tensor<2x11x144xf32>
    %extracted_slice = tensor.extract_slice %expanded[0, 0, 0] [2, 11, 48] [1, 1, 1] : tensor<2x11x144xf32> to tensor<2x11x48xf32>
    %extracted_slice_9 = tensor.extract_slice %expanded[0, 0, 48] [2, 11, 48] [1, 1, 1] : tensor<2x11x144xf32> to tensor<2x11x48xf32>
    %extracted_slice_10 = tensor.extract_slice %expanded[0, 0, 96] [2, 11, 48] [1, 1, 1] : tensor<2x11x144xf32> to tensor<2x11x48xf32>
    %expanded_11 = tensor.expand_shape %extracted_slice [[0], [1], [2, 3]] output_shape [2, 11, 3, 16] : tensor<2x11x48xf32> into tensor<2x11x3x16xf32>
    %29 = tensor.empty() : tensor<2x3x11x16xf32>
    %transposed_12 = linalg.transpose ins(%expanded_11 : tensor<2x11x3x16xf32>) outs(%29 : tensor<2x3x11x16xf32>) permutation = [0, 2, 1, 3] 
    %expanded_13 = tensor.expand_shape %extracted_slice_9 [[0], [1], [2, 3]] output_shape [2, 11, 3, 16] : tensor<2x11x48xf32> into tensor<2x11x3x16xf32>
    %expanded_14 = tensor.expand_shape %extracted_slice_10 [[0], [1], [2, 3]] output_shape [2, 11, 3, 16] : tensor<2x11x48xf32> into tensor<2x11x3x16xf32>
    %transposed_15 = linalg.transpose ins(%expanded_14 : tensor<2x11x3x16xf32>) outs(%29 : tensor<2x3x11x16xf32>) permutation = [0, 2, 1, 3] 
    %30 = tensor.empty() : tensor<2x3x16x11xf32>
    %transposed_16 = linalg.transpose ins(%expanded_13 : tensor<2x11x3x16xf32>) outs(%30 : tensor<2x3x16x11xf32>) permutation = [0, 2, 3, 1] 
    %collapsed_17 = tensor.collapse_shape %transposed_12 [[0, 1], [2], [3]] : tensor<2x3x11x16xf32> into tensor<6x11x16xf32>
    %collapsed_18 = tensor.collapse_shape %transposed_16 [[0, 1], [2], [3]] : tensor<2x3x16x11xf32> into tensor<6x16x11xf32>
    %31 = tensor.empty() : tensor<6x11x11xf32>
    %32 = linalg.fill ins(%cst_0 : f32) outs(%31 : tensor<6x11x11xf32>) -> tensor<6x11x11xf32>
    %33 = linalg.batch_matmul ins(%collapsed_17, %collapsed_18 : tensor<6x11x16xf32>, tensor<6x16x11xf32>) outs(%32 : tensor<6x11x11xf32>) -> tensor<6x11x11xf32>
    %expanded_19 = tensor.expand_shape %33 [[0, 1], [2], [3]] output_shape [2, 3, 11, 11] : tensor<6x11x11xf32> into tensor<2x3x11x11xf32>
    %34 = tensor.empty() : tensor<2x3x11x11xf32>
    %35 = linalg.generic {indexing_maps = [#map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_19 : tensor<2x3x11x11xf32>) outs(%34 : tensor<2x3x11x11xf32>) {
    ^bb0(%in: f32, %out: f32):
      %141 = arith.divf %in, %cst_7 : f32
      linalg.yield %141 : f32
    } -> tensor<2x3x11x11xf32>
    %36 = linalg.generic {indexing_maps = [#map7, #map8, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%35, %arg26 : tensor<2x3x11x11xf32>, tensor<11x11xf32>) outs(%34 : tensor<2x3x11x11xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.addf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<2x3x11x11xf32>
    %37 = tensor.empty() : tensor<2x3x11xi64>
    %38 = linalg.fill ins(%c0_i64 : i64) outs(%37 : tensor<2x3x11xi64>) -> tensor<2x3x11xi64>
    %39 = tensor.empty() : tensor<2x3x11xf32>
    %40 = linalg.fill ins(%cst_1 : f32) outs(%39 : tensor<2x3x11xf32>) -> tensor<2x3x11xf32>
    %41:2 = linalg.generic {indexing_maps = [#map7, #map9, #map9], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%36 : tensor<2x3x11x11xf32>) outs(%40, %38 : tensor<2x3x11xf32>, tensor<2x3x11xi64>) {
    ^bb0(%in: f32, %out: f32, %out_66: i64):
      %141 = linalg.index 3 : index
      %142 = arith.index_cast %141 : index to i64
      %143 = arith.maximumf %in, %out : f32
      %144 = arith.cmpf ogt, %in, %out : f32
      %145 = arith.select %144, %142, %out_66 : i64
      linalg.yield %143, %145 : f32, i64
    } -> (tensor<2x3x11xf32>, tensor<2x3x11xi64>)
    %expanded_20 = tensor.expand_shape %41#0 [[0], [1], [2, 3]] output_shape [2, 3, 11, 1] : tensor<2x3x11xf32> into tensor<2x3x11x1xf32>
    %42 = linalg.generic {indexing_maps = [#map7, #map10, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%36, %expanded_20 : tensor<2x3x11x11xf32>, tensor<2x3x11x1xf32>) outs(%34 : tensor<2x3x11x11xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.subf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<2x3x11x11xf32>
    %43 = linalg.generic {indexing_maps = [#map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%42 : tensor<2x3x11x11xf32>) outs(%34 : tensor<2x3x11x11xf32>) {
    ^bb0(%in: f32, %out: f32):
      %141 = math.exp %in : f32
      linalg.yield %141 : f32
    } -> tensor<2x3x11x11xf32>
    %44 = tensor.empty() : tensor<2x3x11x1xf32>
    %45 = linalg.fill ins(%cst_0 : f32) outs(%44 : tensor<2x3x11x1xf32>) -> tensor<2x3x11x1xf32>
    %46 = linalg.generic {indexing_maps = [#map7, #map10], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%43 : tensor<2x3x11x11xf32>) outs(%45 : tensor<2x3x11x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %141 = arith.addf %in, %out : f32
      linalg.yield %141 : f32
    } -> tensor<2x3x11x1xf32>
    %47 = linalg.generic {indexing_maps = [#map7, #map10, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%43, %46 : tensor<2x3x11x11xf32>, tensor<2x3x11x1xf32>) outs(%34 : tensor<2x3x11x11xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.divf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<2x3x11x11xf32>
    %collapsed_21 = tensor.collapse_shape %47 [[0, 1], [2], [3]] : tensor<2x3x11x11xf32> into tensor<6x11x11xf32>
    %collapsed_22 = tensor.collapse_shape %transposed_15 [[0, 1], [2], [3]] : tensor<2x3x11x16xf32> into tensor<6x11x16xf32>
    %48 = tensor.empty() : tensor<6x11x16xf32>
    %49 = linalg.fill ins(%cst_0 : f32) outs(%48 : tensor<6x11x16xf32>) -> tensor<6x11x16xf32>
    %50 = linalg.batch_matmul ins(%collapsed_21, %collapsed_22 : tensor<6x11x11xf32>, tensor<6x11x16xf32>) outs(%49 : tensor<6x11x16xf32>) -> tensor<6x11x16xf32>
    %expanded_23 = tensor.expand_shape %50 [[0, 1], [2], [3]] output_shape [2, 3, 11, 16] : tensor<6x11x16xf32> into tensor<2x3x11x16xf32>
    %51 = tensor.empty() : tensor<2x11x3x16xf32>
    %transposed_24 = linalg.transpose ins(%expanded_23 : tensor<2x3x11x16xf32>) outs(%51 : tensor<2x11x3x16xf32>) permutation = [0, 2, 1, 3] 
    %collapsed_25 = tensor.collapse_shape %transposed_24 [[0, 1], [2, 3]] : tensor<2x11x3x16xf32> into tensor<22x48xf32>
    %52 = tensor.empty() : tensor<48x48xf32>
    %transposed_26 = linalg.transpose ins(%arg6 : tensor<48x48xf32>) outs(%52 : tensor<48x48xf32>) permutation = [1, 0] 
    %53 = tensor.empty() : tensor<22x48xf32>
    %54 = linalg.fill ins(%cst_0 : f32) outs(%53 : tensor<22x48xf32>) -> tensor<22x48xf32>
    %55 = linalg.matmul ins(%collapsed_25, %transposed_26 : tensor<22x48xf32>, tensor<48x48xf32>) outs(%54 : tensor<22x48xf32>) -> tensor<22x48xf32>
    %56 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%55, %arg7 : tensor<22x48xf32>, tensor<48xf32>) outs(%53 : tensor<22x48xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.addf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<22x48xf32>
    %expanded_27 = tensor.expand_shape %56 [[0, 1], [2]] output_shape [2, 11, 48] : tensor<22x48xf32> into tensor<2x11x48xf32>
    %57 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%2, %expanded_27 : tensor<2x11x48xf32>, tensor<2x11x48xf32>) outs(%0 : tensor<2x11x48xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.addf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<2x11x48xf32>
    %58 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%57 : tensor<2x11x48xf32>) outs(%3 : tensor<2x11x48xf64>) {
    ^bb0(%in: f32, %out: f64):
      %141 = arith.extf %in : f32 to f64
      linalg.yield %141 : f64
    } -> tensor<2x11x48xf64>
    %59 = linalg.generic {indexing_maps = [#map1, #map3], iterator_types = ["parallel", "parallel", "reduction"]} ins(%58 : tensor<2x11x48xf64>) outs(%6 : tensor<2x11x1xf64>) {
    ^bb0(%in: f64, %out: f64):
      %141 = arith.addf %in, %out : f64
      linalg.yield %141 : f64
    } -> tensor<2x11x1xf64>
    %60 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%59 : tensor<2x11x1xf64>) outs(%5 : tensor<2x11x1xf64>) {
    ^bb0(%in: f64, %out: f64):
      %141 = arith.divf %in, %cst_5 : f64
      linalg.yield %141 : f64
    } -> tensor<2x11x1xf64>
    %61 = linalg.generic {indexing_maps = [#map1, #map3, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%58, %60 : tensor<2x11x48xf64>, tensor<2x11x1xf64>) outs(%3 : tensor<2x11x48xf64>) {
    ^bb0(%in: f64, %in_66: f64, %out: f64):
      %141 = arith.subf %in, %in_66 : f64
      linalg.yield %141 : f64
    } -> tensor<2x11x48xf64>
    %62 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%61, %61 : tensor<2x11x48xf64>, tensor<2x11x48xf64>) outs(%3 : tensor<2x11x48xf64>) {
    ^bb0(%in: f64, %in_66: f64, %out: f64):
      %141 = arith.mulf %in, %in_66 : f64
      linalg.yield %141 : f64
    } -> tensor<2x11x48xf64>
    %63 = linalg.generic {indexing_maps = [#map1, #map3], iterator_types = ["parallel", "parallel", "reduction"]} ins(%62 : tensor<2x11x48xf64>) outs(%6 : tensor<2x11x1xf64>) {
    ^bb0(%in: f64, %out: f64):
      %141 = arith.addf %in, %out : f64
      linalg.yield %141 : f64
    } -> tensor<2x11x1xf64>
    %64 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%63 : tensor<2x11x1xf64>) outs(%5 : tensor<2x11x1xf64>) {
    ^bb0(%in: f64, %out: f64):
      %141 = arith.divf %in, %cst_5 : f64
      linalg.yield %141 : f64
    } -> tensor<2x11x1xf64>
    %65 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%64 : tensor<2x11x1xf64>) outs(%13 : tensor<2x11x1xf32>) {
    ^bb0(%in: f64, %out: f32):
      %141 = arith.truncf %in : f64 to f32
      linalg.yield %141 : f32
    } -> tensor<2x11x1xf32>
    %66 = linalg.generic {indexing_maps = [#map1, #map3], iterator_types = ["parallel", "parallel", "reduction"]} ins(%57 : tensor<2x11x48xf32>) outs(%15 : tensor<2x11x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %141 = arith.addf %in, %out : f32
      linalg.yield %141 : f32
    } -> tensor<2x11x1xf32>
    %67 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%66 : tensor<2x11x1xf32>) outs(%13 : tensor<2x11x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %141 = arith.divf %in, %cst_6 : f32
      linalg.yield %141 : f32
    } -> tensor<2x11x1xf32>
    %68 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%65 : tensor<2x11x1xf32>) outs(%13 : tensor<2x11x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %141 = arith.truncf %cst_4 : f64 to f32
      %142 = arith.addf %in, %141 : f32
      linalg.yield %142 : f32
    } -> tensor<2x11x1xf32>
    %69 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%68 : tensor<2x11x1xf32>) outs(%13 : tensor<2x11x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %141 = math.rsqrt %in : f32
      linalg.yield %141 : f32
    } -> tensor<2x11x1xf32>
    %70 = linalg.generic {indexing_maps = [#map1, #map3, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%57, %67 : tensor<2x11x48xf32>, tensor<2x11x1xf32>) outs(%0 : tensor<2x11x48xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.subf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<2x11x48xf32>
    %71 = linalg.generic {indexing_maps = [#map1, #map3, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%70, %69 : tensor<2x11x48xf32>, tensor<2x11x1xf32>) outs(%0 : tensor<2x11x48xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.mulf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<2x11x48xf32>
    %72 = linalg.generic {indexing_maps = [#map1, #map4, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%71, %arg8 : tensor<2x11x48xf32>, tensor<48xf32>) outs(%0 : tensor<2x11x48xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.mulf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<2x11x48xf32>
    %73 = linalg.generic {indexing_maps = [#map1, #map4, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%72, %arg9 : tensor<2x11x48xf32>, tensor<48xf32>) outs(%0 : tensor<2x11x48xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.addf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<2x11x48xf32>
    %collapsed_28 = tensor.collapse_shape %73 [[0, 1], [2]] : tensor<2x11x48xf32> into tensor<22x48xf32>
    %74 = tensor.empty() : tensor<48x96xf32>
    %transposed_29 = linalg.transpose ins(%arg10 : tensor<96x48xf32>) outs(%74 : tensor<48x96xf32>) permutation = [1, 0] 
    %75 = tensor.empty() : tensor<22x96xf32>
    %76 = linalg.fill ins(%cst_0 : f32) outs(%75 : tensor<22x96xf32>) -> tensor<22x96xf32>
    %77 = linalg.matmul ins(%collapsed_28, %transposed_29 : tensor<22x48xf32>, tensor<48x96xf32>) outs(%76 : tensor<22x96xf32>) -> tensor<22x96xf32>
    %78 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%77, %arg11 : tensor<22x96xf32>, tensor<96xf32>) outs(%75 : tensor<22x96xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.addf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<22x96xf32>
    %expanded_30 = tensor.expand_shape %78 [[0, 1], [2]] output_shape [2, 11, 96] : tensor<22x96xf32> into tensor<2x11x96xf32>
    %79 = tensor.empty() : tensor<2x11x96xf32>
    %80 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%expanded_30 : tensor<2x11x96xf32>) outs(%79 : tensor<2x11x96xf32>) {
    ^bb0(%in: f32, %out: f32):
      %141 = arith.divf %in, %cst_8 : f32
      %142 = math.erf %141 : f32
      %143 = arith.addf %142, %cst_2 : f32
      %144 = arith.mulf %143, %cst_3 : f32
      %145 = arith.mulf %in, %144 : f32
      linalg.yield %145 : f32
    } -> tensor<2x11x96xf32>
    %collapsed_31 = tensor.collapse_shape %80 [[0, 1], [2]] : tensor<2x11x96xf32> into tensor<22x96xf32>
    %81 = tensor.empty() : tensor<96x48xf32>
    %transposed_32 = linalg.transpose ins(%arg12 : tensor<48x96xf32>) outs(%81 : tensor<96x48xf32>) permutation = [1, 0] 
    %82 = linalg.matmul ins(%collapsed_31, %transposed_32 : tensor<22x96xf32>, tensor<96x48xf32>) outs(%54 : tensor<22x48xf32>) -> tensor<22x48xf32>
    %83 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%82, %arg13 : tensor<22x48xf32>, tensor<48xf32>) outs(%53 : tensor<22x48xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.addf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<22x48xf32>
    %expanded_33 = tensor.expand_shape %83 [[0, 1], [2]] output_shape [2, 11, 48] : tensor<22x48xf32> into tensor<2x11x48xf32>
    %84 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%57, %expanded_33 : tensor<2x11x48xf32>, tensor<2x11x48xf32>) outs(%0 : tensor<2x11x48xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.addf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<2x11x48xf32>
    %85 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%84 : tensor<2x11x48xf32>) outs(%3 : tensor<2x11x48xf64>) {
    ^bb0(%in: f32, %out: f64):
      %141 = arith.extf %in : f32 to f64
      linalg.yield %141 : f64
    } -> tensor<2x11x48xf64>
    %86 = linalg.generic {indexing_maps = [#map1, #map3], iterator_types = ["parallel", "parallel", "reduction"]} ins(%85 : tensor<2x11x48xf64>) outs(%6 : tensor<2x11x1xf64>) {
    ^bb0(%in: f64, %out: f64):
      %141 = arith.addf %in, %out : f64
      linalg.yield %141 : f64
    } -> tensor<2x11x1xf64>
    %87 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%86 : tensor<2x11x1xf64>) outs(%5 : tensor<2x11x1xf64>) {
    ^bb0(%in: f64, %out: f64):
      %141 = arith.divf %in, %cst_5 : f64
      linalg.yield %141 : f64
    } -> tensor<2x11x1xf64>
    %88 = linalg.generic {indexing_maps = [#map1, #map3, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%85, %87 : tensor<2x11x48xf64>, tensor<2x11x1xf64>) outs(%3 : tensor<2x11x48xf64>) {
    ^bb0(%in: f64, %in_66: f64, %out: f64):
      %141 = arith.subf %in, %in_66 : f64
      linalg.yield %141 : f64
    } -> tensor<2x11x48xf64>
    %89 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%88, %88 : tensor<2x11x48xf64>, tensor<2x11x48xf64>) outs(%3 : tensor<2x11x48xf64>) {
    ^bb0(%in: f64, %in_66: f64, %out: f64):
      %141 = arith.mulf %in, %in_66 : f64
      linalg.yield %141 : f64
    } -> tensor<2x11x48xf64>
    %90 = linalg.generic {indexing_maps = [#map1, #map3], iterator_types = ["parallel", "parallel", "reduction"]} ins(%89 : tensor<2x11x48xf64>) outs(%6 : tensor<2x11x1xf64>) {
    ^bb0(%in: f64, %out: f64):
      %141 = arith.addf %in, %out : f64
      linalg.yield %141 : f64
    } -> tensor<2x11x1xf64>
    %91 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%90 : tensor<2x11x1xf64>) outs(%5 : tensor<2x11x1xf64>) {
    ^bb0(%in: f64, %out: f64):
      %141 = arith.divf %in, %cst_5 : f64
      linalg.yield %141 : f64
    } -> tensor<2x11x1xf64>
    %92 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%91 : tensor<2x11x1xf64>) outs(%13 : tensor<2x11x1xf32>) {
    ^bb0(%in: f64, %out: f32):
      %141 = arith.truncf %in : f64 to f32
      linalg.yield %141 : f32
    } -> tensor<2x11x1xf32>
    %93 = linalg.generic {indexing_maps = [#map1, #map3], iterator_types = ["parallel", "parallel", "reduction"]} ins(%84 : tensor<2x11x48xf32>) outs(%15 : tensor<2x11x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %141 = arith.addf %in, %out : f32
      linalg.yield %141 : f32
    } -> tensor<2x11x1xf32>
    %94 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%93 : tensor<2x11x1xf32>) outs(%13 : tensor<2x11x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %141 = arith.divf %in, %cst_6 : f32
      linalg.yield %141 : f32
    } -> tensor<2x11x1xf32>
    %95 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%92 : tensor<2x11x1xf32>) outs(%13 : tensor<2x11x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %141 = arith.truncf %cst_4 : f64 to f32
      %142 = arith.addf %in, %141 : f32
      linalg.yield %142 : f32
    } -> tensor<2x11x1xf32>
    %96 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%95 : tensor<2x11x1xf32>) outs(%13 : tensor<2x11x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %141 = math.rsqrt %in : f32
      linalg.yield %141 : f32
    } -> tensor<2x11x1xf32>
    %97 = linalg.generic {indexing_maps = [#map1, #map3, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%84, %94 : tensor<2x11x48xf32>, tensor<2x11x1xf32>) outs(%0 : tensor<2x11x48xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.subf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<2x11x48xf32>
    %98 = linalg.generic {indexing_maps = [#map1, #map3, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%97, %96 : tensor<2x11x48xf32>, tensor<2x11x1xf32>) outs(%0 : tensor<2x11x48xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.mulf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<2x11x48xf32>
    %99 = linalg.generic {indexing_maps = [#map1, #map4, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%98, %arg14 : tensor<2x11x48xf32>, tensor<48xf32>) outs(%0 : tensor<2x11x48xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.mulf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<2x11x48xf32>
    %100 = linalg.generic {indexing_maps = [#map1, #map4, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%99, %arg15 : tensor<2x11x48xf32>, tensor<48xf32>) outs(%0 : tensor<2x11x48xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.addf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<2x11x48xf32>
    %collapsed_34 = tensor.collapse_shape %100 [[0, 1], [2]] : tensor<2x11x48xf32> into tensor<22x48xf32>
    %transposed_35 = linalg.transpose ins(%arg16 : tensor<144x48xf32>) outs(%24 : tensor<48x144xf32>) permutation = [1, 0] 
    %101 = linalg.matmul ins(%collapsed_34, %transposed_35 : tensor<22x48xf32>, tensor<48x144xf32>) outs(%26 : tensor<22x144xf32>) -> tensor<22x144xf32>
    %102 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%101, %arg17 : tensor<22x144xf32>, tensor<144xf32>) outs(%25 : tensor<22x144xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.addf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<22x144xf32>
    %expanded_36 = tensor.expand_shape %102 [[0, 1], [2]] output_shape [2, 11, 144] : tensor<22x144xf32> into tensor<2x11x144xf32>
    %extracted_slice_37 = tensor.extract_slice %expanded_36[0, 0, 0] [2, 11, 48] [1, 1, 1] : tensor<2x11x144xf32> to tensor<2x11x48xf32>
    %extracted_slice_38 = tensor.extract_slice %expanded_36[0, 0, 48] [2, 11, 48] [1, 1, 1] : tensor<2x11x144xf32> to tensor<2x11x48xf32>
    %extracted_slice_39 = tensor.extract_slice %expanded_36[0, 0, 96] [2, 11, 48] [1, 1, 1] : tensor<2x11x144xf32> to tensor<2x11x48xf32>
    %expanded_40 = tensor.expand_shape %extracted_slice_37 [[0], [1], [2, 3]] output_shape [2, 11, 3, 16] : tensor<2x11x48xf32> into tensor<2x11x3x16xf32>
    %transposed_41 = linalg.transpose ins(%expanded_40 : tensor<2x11x3x16xf32>) outs(%29 : tensor<2x3x11x16xf32>) permutation = [0, 2, 1, 3] 
    %expanded_42 = tensor.expand_shape %extracted_slice_38 [[0], [1], [2, 3]] output_shape [2, 11, 3, 16] : tensor<2x11x48xf32> into tensor<2x11x3x16xf32>
    %expanded_43 = tensor.expand_shape %extracted_slice_39 [[0], [1], [2, 3]] output_shape [2, 11, 3, 16] : tensor<2x11x48xf32> into tensor<2x11x3x16xf32>
    %transposed_44 = linalg.transpose ins(%expanded_43 : tensor<2x11x3x16xf32>) outs(%29 : tensor<2x3x11x16xf32>) permutation = [0, 2, 1, 3] 
    %transposed_45 = linalg.transpose ins(%expanded_42 : tensor<2x11x3x16xf32>) outs(%30 : tensor<2x3x16x11xf32>) permutation = [0, 2, 3, 1] 
    %collapsed_46 = tensor.collapse_shape %transposed_41 [[0, 1], [2], [3]] : tensor<2x3x11x16xf32> into tensor<6x11x16xf32>
    %collapsed_47 = tensor.collapse_shape %transposed_45 [[0, 1], [2], [3]] : tensor<2x3x16x11xf32> into tensor<6x16x11xf32>
    %103 = linalg.batch_matmul ins(%collapsed_46, %collapsed_47 : tensor<6x11x16xf32>, tensor<6x16x11xf32>) outs(%32 : tensor<6x11x11xf32>) -> tensor<6x11x11xf32>
    %expanded_48 = tensor.expand_shape %103 [[0, 1], [2], [3]] output_shape [2, 3, 11, 11] : tensor<6x11x11xf32> into tensor<2x3x11x11xf32>
    %104 = linalg.generic {indexing_maps = [#map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_48 : tensor<2x3x11x11xf32>) outs(%34 : tensor<2x3x11x11xf32>) {
    ^bb0(%in: f32, %out: f32):
      %141 = arith.divf %in, %cst_7 : f32
      linalg.yield %141 : f32
    } -> tensor<2x3x11x11xf32>
    %105 = linalg.generic {indexing_maps = [#map7, #map8, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%104, %arg26 : tensor<2x3x11x11xf32>, tensor<11x11xf32>) outs(%34 : tensor<2x3x11x11xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.addf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<2x3x11x11xf32>
    %106:2 = linalg.generic {indexing_maps = [#map7, #map9, #map9], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%105 : tensor<2x3x11x11xf32>) outs(%40, %38 : tensor<2x3x11xf32>, tensor<2x3x11xi64>) {
    ^bb0(%in: f32, %out: f32, %out_66: i64):
      %141 = linalg.index 3 : index
      %142 = arith.index_cast %141 : index to i64
      %143 = arith.maximumf %in, %out : f32
      %144 = arith.cmpf ogt, %in, %out : f32
      %145 = arith.select %144, %142, %out_66 : i64
      linalg.yield %143, %145 : f32, i64
    } -> (tensor<2x3x11xf32>, tensor<2x3x11xi64>)
    %expanded_49 = tensor.expand_shape %106#0 [[0], [1], [2, 3]] output_shape [2, 3, 11, 1] : tensor<2x3x11xf32> into tensor<2x3x11x1xf32>
    %107 = linalg.generic {indexing_maps = [#map7, #map10, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%105, %expanded_49 : tensor<2x3x11x11xf32>, tensor<2x3x11x1xf32>) outs(%34 : tensor<2x3x11x11xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.subf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<2x3x11x11xf32>
    %108 = linalg.generic {indexing_maps = [#map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%107 : tensor<2x3x11x11xf32>) outs(%34 : tensor<2x3x11x11xf32>) {
    ^bb0(%in: f32, %out: f32):
      %141 = math.exp %in : f32
      linalg.yield %141 : f32
    } -> tensor<2x3x11x11xf32>
    %109 = linalg.generic {indexing_maps = [#map7, #map10], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%108 : tensor<2x3x11x11xf32>) outs(%45 : tensor<2x3x11x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %141 = arith.addf %in, %out : f32
      linalg.yield %141 : f32
    } -> tensor<2x3x11x1xf32>
    %110 = linalg.generic {indexing_maps = [#map7, #map10, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%108, %109 : tensor<2x3x11x11xf32>, tensor<2x3x11x1xf32>) outs(%34 : tensor<2x3x11x11xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.divf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<2x3x11x11xf32>
    %collapsed_50 = tensor.collapse_shape %110 [[0, 1], [2], [3]] : tensor<2x3x11x11xf32> into tensor<6x11x11xf32>
    %collapsed_51 = tensor.collapse_shape %transposed_44 [[0, 1], [2], [3]] : tensor<2x3x11x16xf32> into tensor<6x11x16xf32>
    %111 = linalg.batch_matmul ins(%collapsed_50, %collapsed_51 : tensor<6x11x11xf32>, tensor<6x11x16xf32>) outs(%49 : tensor<6x11x16xf32>) -> tensor<6x11x16xf32>
    %expanded_52 = tensor.expand_shape %111 [[0, 1], [2], [3]] output_shape [2, 3, 11, 16] : tensor<6x11x16xf32> into tensor<2x3x11x16xf32>
    %transposed_53 = linalg.transpose ins(%expanded_52 : tensor<2x3x11x16xf32>) outs(%51 : tensor<2x11x3x16xf32>) permutation = [0, 2, 1, 3] 
    %collapsed_54 = tensor.collapse_shape %transposed_53 [[0, 1], [2, 3]] : tensor<2x11x3x16xf32> into tensor<22x48xf32>
    %transposed_55 = linalg.transpose ins(%arg18 : tensor<48x48xf32>) outs(%52 : tensor<48x48xf32>) permutation = [1, 0] 
    %112 = linalg.matmul ins(%collapsed_54, %transposed_55 : tensor<22x48xf32>, tensor<48x48xf32>) outs(%54 : tensor<22x48xf32>) -> tensor<22x48xf32>
    %113 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%112, %arg19 : tensor<22x48xf32>, tensor<48xf32>) outs(%53 : tensor<22x48xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.addf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<22x48xf32>
    %expanded_56 = tensor.expand_shape %113 [[0, 1], [2]] output_shape [2, 11, 48] : tensor<22x48xf32> into tensor<2x11x48xf32>
    %114 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%84, %expanded_56 : tensor<2x11x48xf32>, tensor<2x11x48xf32>) outs(%0 : tensor<2x11x48xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.addf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<2x11x48xf32>
    %115 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%114 : tensor<2x11x48xf32>) outs(%3 : tensor<2x11x48xf64>) {
    ^bb0(%in: f32, %out: f64):
      %141 = arith.extf %in : f32 to f64
      linalg.yield %141 : f64
    } -> tensor<2x11x48xf64>
    %116 = linalg.generic {indexing_maps = [#map1, #map3], iterator_types = ["parallel", "parallel", "reduction"]} ins(%115 : tensor<2x11x48xf64>) outs(%6 : tensor<2x11x1xf64>) {
    ^bb0(%in: f64, %out: f64):
      %141 = arith.addf %in, %out : f64
      linalg.yield %141 : f64
    } -> tensor<2x11x1xf64>
    %117 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%116 : tensor<2x11x1xf64>) outs(%5 : tensor<2x11x1xf64>) {
    ^bb0(%in: f64, %out: f64):
      %141 = arith.divf %in, %cst_5 : f64
      linalg.yield %141 : f64
    } -> tensor<2x11x1xf64>
    %118 = linalg.generic {indexing_maps = [#map1, #map3, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%115, %117 : tensor<2x11x48xf64>, tensor<2x11x1xf64>) outs(%3 : tensor<2x11x48xf64>) {
    ^bb0(%in: f64, %in_66: f64, %out: f64):
      %141 = arith.subf %in, %in_66 : f64
      linalg.yield %141 : f64
    } -> tensor<2x11x48xf64>
    %119 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%118, %118 : tensor<2x11x48xf64>, tensor<2x11x48xf64>) outs(%3 : tensor<2x11x48xf64>) {
    ^bb0(%in: f64, %in_66: f64, %out: f64):
      %141 = arith.mulf %in, %in_66 : f64
      linalg.yield %141 : f64
    } -> tensor<2x11x48xf64>
    %120 = linalg.generic {indexing_maps = [#map1, #map3], iterator_types = ["parallel", "parallel", "reduction"]} ins(%119 : tensor<2x11x48xf64>) outs(%6 : tensor<2x11x1xf64>) {
    ^bb0(%in: f64, %out: f64):
      %141 = arith.addf %in, %out : f64
      linalg.yield %141 : f64
    } -> tensor<2x11x1xf64>
    %121 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%120 : tensor<2x11x1xf64>) outs(%5 : tensor<2x11x1xf64>) {
    ^bb0(%in: f64, %out: f64):
      %141 = arith.divf %in, %cst_5 : f64
      linalg.yield %141 : f64
    } -> tensor<2x11x1xf64>
    %122 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%121 : tensor<2x11x1xf64>) outs(%13 : tensor<2x11x1xf32>) {
    ^bb0(%in: f64, %out: f32):
      %141 = arith.truncf %in : f64 to f32
      linalg.yield %141 : f32
    } -> tensor<2x11x1xf32>
    %123 = linalg.generic {indexing_maps = [#map1, #map3], iterator_types = ["parallel", "parallel", "reduction"]} ins(%114 : tensor<2x11x48xf32>) outs(%15 : tensor<2x11x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %141 = arith.addf %in, %out : f32
      linalg.yield %141 : f32
    } -> tensor<2x11x1xf32>
    %124 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%123 : tensor<2x11x1xf32>) outs(%13 : tensor<2x11x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %141 = arith.divf %in, %cst_6 : f32
      linalg.yield %141 : f32
    } -> tensor<2x11x1xf32>
    %125 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%122 : tensor<2x11x1xf32>) outs(%13 : tensor<2x11x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %141 = arith.truncf %cst_4 : f64 to f32
      %142 = arith.addf %in, %141 : f32
      linalg.yield %142 : f32
    } -> tensor<2x11x1xf32>
    %126 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%125 : tensor<2x11x1xf32>) outs(%13 : tensor<2x11x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %141 = math.rsqrt %in : f32
      linalg.yield %141 : f32
    } -> tensor<2x11x1xf32>
    %127 = linalg.generic {indexing_maps = [#map1, #map3, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%114, %124 : tensor<2x11x48xf32>, tensor<2x11x1xf32>) outs(%0 : tensor<2x11x48xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.subf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<2x11x48xf32>
    %128 = linalg.generic {indexing_maps = [#map1, #map3, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%127, %126 : tensor<2x11x48xf32>, tensor<2x11x1xf32>) outs(%0 : tensor<2x11x48xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.mulf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<2x11x48xf32>
    %129 = linalg.generic {indexing_maps = [#map1, #map4, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%128, %arg20 : tensor<2x11x48xf32>, tensor<48xf32>) outs(%0 : tensor<2x11x48xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.mulf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<2x11x48xf32>
    %130 = linalg.generic {indexing_maps = [#map1, #map4, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%129, %arg21 : tensor<2x11x48xf32>, tensor<48xf32>) outs(%0 : tensor<2x11x48xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.addf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<2x11x48xf32>
    %collapsed_57 = tensor.collapse_shape %130 [[0, 1], [2]] : tensor<2x11x48xf32> into tensor<22x48xf32>
    %transposed_58 = linalg.transpose ins(%arg22 : tensor<96x48xf32>) outs(%74 : tensor<48x96xf32>) permutation = [1, 0] 
    %131 = linalg.matmul ins(%collapsed_57, %transposed_58 : tensor<22x48xf32>, tensor<48x96xf32>) outs(%76 : tensor<22x96xf32>) -> tensor<22x96xf32>
    %132 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%131, %arg23 : tensor<22x96xf32>, tensor<96xf32>) outs(%75 : tensor<22x96xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.addf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<22x96xf32>
    %expanded_59 = tensor.expand_shape %132 [[0, 1], [2]] output_shape [2, 11, 96] : tensor<22x96xf32> into tensor<2x11x96xf32>
    %133 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%expanded_59 : tensor<2x11x96xf32>) outs(%79 : tensor<2x11x96xf32>) {
    ^bb0(%in: f32, %out: f32):
      %141 = arith.divf %in, %cst_8 : f32
      %142 = math.erf %141 : f32
      %143 = arith.addf %142, %cst_2 : f32
      %144 = arith.mulf %143, %cst_3 : f32
      %145 = arith.mulf %in, %144 : f32
      linalg.yield %145 : f32
    } -> tensor<2x11x96xf32>
    %collapsed_60 = tensor.collapse_shape %133 [[0, 1], [2]] : tensor<2x11x96xf32> into tensor<22x96xf32>
    %transposed_61 = linalg.transpose ins(%arg24 : tensor<48x96xf32>) outs(%81 : tensor<96x48xf32>) permutation = [1, 0] 
    %134 = linalg.matmul ins(%collapsed_60, %transposed_61 : tensor<22x96xf32>, tensor<96x48xf32>) outs(%54 : tensor<22x48xf32>) -> tensor<22x48xf32>
    %135 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%134, %arg25 : tensor<22x48xf32>, tensor<48xf32>) outs(%53 : tensor<22x48xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.addf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<22x48xf32>
    %expanded_62 = tensor.expand_shape %135 [[0, 1], [2]] output_shape [2, 11, 48] : tensor<22x48xf32> into tensor<2x11x48xf32>
    %136 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%114, %expanded_62 : tensor<2x11x48xf32>, tensor<2x11x48xf32>) outs(%0 : tensor<2x11x48xf32>) {
    ^bb0(%in: f32, %in_66: f32, %out: f32):
      %141 = arith.addf %in, %in_66 : f32
      linalg.yield %141 : f32
    } -> tensor<2x11x48xf32>
    %137 = tensor.empty() : tensor<48x61xf32>
    %transposed_63 = linalg.transpose ins(%arg1 : tensor<61x48xf32>) outs(%137 : tensor<48x61xf32>) permutation = [1, 0] 
    %collapsed_64 = tensor.collapse_shape %136 [[0, 1], [2]] : tensor<2x11x48xf32> into tensor<22x48xf32>
    %138 = tensor.empty() : tensor<22x61xf32>
    %139 = linalg.fill ins(%cst_0 : f32) outs(%138 : tensor<22x61xf32>) -> tensor<22x61xf32>
    %140 = linalg.matmul ins(%collapsed_64, %transposed_63 : tensor<22x48xf32>, tensor<48x61xf32>) outs(%139 : tensor<22x61xf32>) -> tensor<22x61xf32>
    %expanded_65 = tensor.expand_shape %140 [[0, 1], [2]] output_shape [2, 11, 61] : tensor<22x61xf32> into tensor<2x11x61xf32>
    return %expanded_65 : tensor<2x11x61xf32>
  }
}
