#map = affine_map<(d0) -> (d0)>
#map1 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map2 = affine_map<(d0, d1, d2, d3) -> (d1, 0, 0)>
#map3 = affine_map<(d0, d1, d2, d3) -> ()>
#map4 = affine_map<(d0, d1, d2, d3) -> (d0, d1)>
#map5 = affine_map<(d0, d1) -> (d0, d1)>
#map6 = affine_map<(d0, d1) -> (d1)>
module {
  func.func @forward(%arg0: tensor<20x3x5x5xf32>, %arg1: tensor<20xf32>, %arg2: tensor<20xf32>, %arg3: tensor<20xf32>, %arg4: tensor<36x20x1x1xf32>, %arg5: tensor<36xf32>, %arg6: tensor<36x1x3x3xf32>, %arg7: tensor<36xf32>, %arg8: tensor<36xf32>, %arg9: tensor<36xf32>, %arg10: tensor<20x36x3x3xf32>, %arg11: tensor<20xf32>, %arg12: tensor<17x20xf32>, %arg13: tensor<17xf32>, %arg14: tensor<20xf32>, %arg15: tensor<20xf32>, %arg16: tensor<i64>, %arg17: tensor<36xf32>, %arg18: tensor<36xf32>, %arg19: tensor<i64>, %arg20: tensor<1x3x37x29xf32>) -> tensor<1x17xf32> {
    %cst = arith.constant 0.000000e+00 : f32
    %cst_0 = arith.constant 1.000000e+00 : f32
    %cst_1 = arith.constant 0xFF800000 : f32
    %cst_2 = arith.constant dense<6.000000e+00> : tensor<f32>
    %cst_3 = arith.constant dense<0.000000e+00> : tensor<f32>
    %cst_4 = arith.constant 1.000000e-05 : f64
    %cst_5 = arith.constant 3.000000e+00 : f32
    %cst_6 = arith.constant 6.000000e+00 : f32
    %cst_7 = arith.constant 8.000000e+01 : f32
    %padded = tensor.pad %arg20 low[0, 0, 2, 2] high[0, 0, 2, 2] {
    ^bb0(%arg21: index, %arg22: index, %arg23: index, %arg24: index):
      tensor.yield %cst : f32
    } : tensor<1x3x37x29xf32> to tensor<1x3x41x33xf32>
    %0 = tensor.empty() : tensor<1x20x19x15xf32>
    %broadcasted = linalg.broadcast ins(%arg1 : tensor<20xf32>) outs(%0 : tensor<1x20x19x15xf32>) dimensions = [0, 2, 3] 
    %1 = linalg.conv_2d_nchw_fchw {dilations = dense<1> : vector<2xi64>, strides = dense<2> : vector<2xi64>} ins(%padded, %arg0 : tensor<1x3x41x33xf32>, tensor<20x3x5x5xf32>) outs(%broadcasted : tensor<1x20x19x15xf32>) -> tensor<1x20x19x15xf32>
    %2 = tensor.empty() : tensor<20xf32>
    %3 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel"]} ins(%arg15 : tensor<20xf32>) outs(%2 : tensor<20xf32>) {
    ^bb0(%in: f32, %out: f32):
      %45 = arith.truncf %cst_4 : f64 to f32
      %46 = arith.addf %in, %45 : f32
      linalg.yield %46 : f32
    } -> tensor<20xf32>
    %4 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel"]} ins(%3 : tensor<20xf32>) outs(%2 : tensor<20xf32>) {
    ^bb0(%in: f32, %out: f32):
      %45 = math.sqrt %in : f32
      linalg.yield %45 : f32
    } -> tensor<20xf32>
    %5 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel"]} ins(%4 : tensor<20xf32>) outs(%2 : tensor<20xf32>) {
    ^bb0(%in: f32, %out: f32):
      %45 = arith.cmpf one, %in, %cst : f32
      cf.assert %45, "unimplemented: tensor with zero element"
      %46 = arith.divf %cst_0, %in : f32
      linalg.yield %46 : f32
    } -> tensor<20xf32>
    %expanded = tensor.expand_shape %arg14 [[0, 1, 2]] output_shape [20, 1, 1] : tensor<20xf32> into tensor<20x1x1xf32>
    %expanded_8 = tensor.expand_shape %5 [[0, 1, 2]] output_shape [20, 1, 1] : tensor<20xf32> into tensor<20x1x1xf32>
    %6 = linalg.generic {indexing_maps = [#map1, #map2, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%1, %expanded : tensor<1x20x19x15xf32>, tensor<20x1x1xf32>) outs(%0 : tensor<1x20x19x15xf32>) {
    ^bb0(%in: f32, %in_21: f32, %out: f32):
      %45 = arith.subf %in, %in_21 : f32
      linalg.yield %45 : f32
    } -> tensor<1x20x19x15xf32>
    %7 = linalg.generic {indexing_maps = [#map1, #map2, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%6, %expanded_8 : tensor<1x20x19x15xf32>, tensor<20x1x1xf32>) outs(%0 : tensor<1x20x19x15xf32>) {
    ^bb0(%in: f32, %in_21: f32, %out: f32):
      %45 = arith.mulf %in, %in_21 : f32
      linalg.yield %45 : f32
    } -> tensor<1x20x19x15xf32>
    %expanded_9 = tensor.expand_shape %arg2 [[0, 1, 2]] output_shape [20, 1, 1] : tensor<20xf32> into tensor<20x1x1xf32>
    %8 = linalg.generic {indexing_maps = [#map1, #map2, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%7, %expanded_9 : tensor<1x20x19x15xf32>, tensor<20x1x1xf32>) outs(%0 : tensor<1x20x19x15xf32>) {
    ^bb0(%in: f32, %in_21: f32, %out: f32):
      %45 = arith.mulf %in, %in_21 : f32
      linalg.yield %45 : f32
    } -> tensor<1x20x19x15xf32>
    %expanded_10 = tensor.expand_shape %arg3 [[0, 1, 2]] output_shape [20, 1, 1] : tensor<20xf32> into tensor<20x1x1xf32>
    %9 = linalg.generic {indexing_maps = [#map1, #map2, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%8, %expanded_10 : tensor<1x20x19x15xf32>, tensor<20x1x1xf32>) outs(%0 : tensor<1x20x19x15xf32>) {
    ^bb0(%in: f32, %in_21: f32, %out: f32):
      %45 = arith.addf %in, %in_21 : f32
      linalg.yield %45 : f32
    } -> tensor<1x20x19x15xf32>
    %10 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%9 : tensor<1x20x19x15xf32>) outs(%0 : tensor<1x20x19x15xf32>) {
    ^bb0(%in: f32, %out: f32):
      %45 = arith.cmpf ugt, %in, %cst : f32
      %46 = arith.select %45, %in, %cst : f32
      linalg.yield %46 : f32
    } -> tensor<1x20x19x15xf32>
    %padded_11 = tensor.pad %10 low[0, 0, 1, 1] high[0, 0, 1, 1] {
    ^bb0(%arg21: index, %arg22: index, %arg23: index, %arg24: index):
      tensor.yield %cst_1 : f32
    } : tensor<1x20x19x15xf32> to tensor<1x20x21x17xf32>
    %11 = tensor.empty() : tensor<1x20x10x8xf32>
    %12 = linalg.fill ins(%cst_1 : f32) outs(%11 : tensor<1x20x10x8xf32>) -> tensor<1x20x10x8xf32>
    %13 = tensor.empty() : tensor<3x3xf32>
    %14 = linalg.pooling_nchw_max {dilations = dense<1> : vector<2xi64>, strides = dense<2> : vector<2xi64>} ins(%padded_11, %13 : tensor<1x20x21x17xf32>, tensor<3x3xf32>) outs(%12 : tensor<1x20x10x8xf32>) -> tensor<1x20x10x8xf32>
    %15 = tensor.empty() : tensor<1x36x10x8xf32>
    %broadcasted_12 = linalg.broadcast ins(%arg5 : tensor<36xf32>) outs(%15 : tensor<1x36x10x8xf32>) dimensions = [0, 2, 3] 
    %16 = linalg.conv_2d_nchw_fchw {dilations = dense<1> : vector<2xi64>, strides = dense<1> : vector<2xi64>} ins(%14, %arg4 : tensor<1x20x10x8xf32>, tensor<36x20x1x1xf32>) outs(%broadcasted_12 : tensor<1x36x10x8xf32>) -> tensor<1x36x10x8xf32>
    %17 = linalg.generic {indexing_maps = [#map1, #map3, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%16, %cst_3 : tensor<1x36x10x8xf32>, tensor<f32>) outs(%15 : tensor<1x36x10x8xf32>) {
    ^bb0(%in: f32, %in_21: f32, %out: f32):
      %45 = arith.cmpf ogt, %in, %in_21 : f32
      %46 = arith.select %45, %in, %in_21 : f32
      linalg.yield %46 : f32
    } -> tensor<1x36x10x8xf32>
    %18 = linalg.generic {indexing_maps = [#map3, #map1, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%cst_2, %17 : tensor<f32>, tensor<1x36x10x8xf32>) outs(%15 : tensor<1x36x10x8xf32>) {
    ^bb0(%in: f32, %in_21: f32, %out: f32):
      %45 = arith.cmpf olt, %in, %in_21 : f32
      %46 = arith.select %45, %in, %in_21 : f32
      linalg.yield %46 : f32
    } -> tensor<1x36x10x8xf32>
    %padded_13 = tensor.pad %18 low[0, 0, 1, 1] high[0, 0, 1, 1] {
    ^bb0(%arg21: index, %arg22: index, %arg23: index, %arg24: index):
      tensor.yield %cst : f32
    } : tensor<1x36x10x8xf32> to tensor<1x36x12x10xf32>
    %broadcasted_14 = linalg.broadcast ins(%arg7 : tensor<36xf32>) outs(%15 : tensor<1x36x10x8xf32>) dimensions = [0, 2, 3] 
    %collapsed = tensor.collapse_shape %arg6 [[0, 1], [2], [3]] : tensor<36x1x3x3xf32> into tensor<36x3x3xf32>
    %19 = linalg.depthwise_conv_2d_nchw_chw {dilations = dense<1> : vector<2xi64>, strides = dense<1> : vector<2xi64>} ins(%padded_13, %collapsed : tensor<1x36x12x10xf32>, tensor<36x3x3xf32>) outs(%broadcasted_14 : tensor<1x36x10x8xf32>) -> tensor<1x36x10x8xf32>
    %20 = tensor.empty() : tensor<36xf32>
    %21 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel"]} ins(%arg18 : tensor<36xf32>) outs(%20 : tensor<36xf32>) {
    ^bb0(%in: f32, %out: f32):
      %45 = arith.truncf %cst_4 : f64 to f32
      %46 = arith.addf %in, %45 : f32
      linalg.yield %46 : f32
    } -> tensor<36xf32>
    %22 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel"]} ins(%21 : tensor<36xf32>) outs(%20 : tensor<36xf32>) {
    ^bb0(%in: f32, %out: f32):
      %45 = math.sqrt %in : f32
      linalg.yield %45 : f32
    } -> tensor<36xf32>
    %23 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel"]} ins(%22 : tensor<36xf32>) outs(%20 : tensor<36xf32>) {
    ^bb0(%in: f32, %out: f32):
      %45 = arith.cmpf one, %in, %cst : f32
      cf.assert %45, "unimplemented: tensor with zero element"
      %46 = arith.divf %cst_0, %in : f32
      linalg.yield %46 : f32
    } -> tensor<36xf32>
    %expanded_15 = tensor.expand_shape %arg17 [[0, 1, 2]] output_shape [36, 1, 1] : tensor<36xf32> into tensor<36x1x1xf32>
    %expanded_16 = tensor.expand_shape %23 [[0, 1, 2]] output_shape [36, 1, 1] : tensor<36xf32> into tensor<36x1x1xf32>
    %24 = linalg.generic {indexing_maps = [#map1, #map2, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%19, %expanded_15 : tensor<1x36x10x8xf32>, tensor<36x1x1xf32>) outs(%15 : tensor<1x36x10x8xf32>) {
    ^bb0(%in: f32, %in_21: f32, %out: f32):
      %45 = arith.subf %in, %in_21 : f32
      linalg.yield %45 : f32
    } -> tensor<1x36x10x8xf32>
    %25 = linalg.generic {indexing_maps = [#map1, #map2, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%24, %expanded_16 : tensor<1x36x10x8xf32>, tensor<36x1x1xf32>) outs(%15 : tensor<1x36x10x8xf32>) {
    ^bb0(%in: f32, %in_21: f32, %out: f32):
      %45 = arith.mulf %in, %in_21 : f32
      linalg.yield %45 : f32
    } -> tensor<1x36x10x8xf32>
    %expanded_17 = tensor.expand_shape %arg8 [[0, 1, 2]] output_shape [36, 1, 1] : tensor<36xf32> into tensor<36x1x1xf32>
    %26 = linalg.generic {indexing_maps = [#map1, #map2, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%25, %expanded_17 : tensor<1x36x10x8xf32>, tensor<36x1x1xf32>) outs(%15 : tensor<1x36x10x8xf32>) {
    ^bb0(%in: f32, %in_21: f32, %out: f32):
      %45 = arith.mulf %in, %in_21 : f32
      linalg.yield %45 : f32
    } -> tensor<1x36x10x8xf32>
    %expanded_18 = tensor.expand_shape %arg9 [[0, 1, 2]] output_shape [36, 1, 1] : tensor<36xf32> into tensor<36x1x1xf32>
    %27 = linalg.generic {indexing_maps = [#map1, #map2, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%26, %expanded_18 : tensor<1x36x10x8xf32>, tensor<36x1x1xf32>) outs(%15 : tensor<1x36x10x8xf32>) {
    ^bb0(%in: f32, %in_21: f32, %out: f32):
      %45 = arith.addf %in, %in_21 : f32
      linalg.yield %45 : f32
    } -> tensor<1x36x10x8xf32>
    %28 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%27 : tensor<1x36x10x8xf32>) outs(%15 : tensor<1x36x10x8xf32>) {
    ^bb0(%in: f32, %out: f32):
      %45 = arith.addf %in, %cst_5 : f32
      linalg.yield %45 : f32
    } -> tensor<1x36x10x8xf32>
    %29 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%28 : tensor<1x36x10x8xf32>) outs(%15 : tensor<1x36x10x8xf32>) {
    ^bb0(%in: f32, %out: f32):
      %45 = arith.cmpf ult, %in, %cst : f32
      %46 = arith.select %45, %cst, %in : f32
      linalg.yield %46 : f32
    } -> tensor<1x36x10x8xf32>
    %30 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%29 : tensor<1x36x10x8xf32>) outs(%15 : tensor<1x36x10x8xf32>) {
    ^bb0(%in: f32, %out: f32):
      %45 = arith.cmpf ugt, %in, %cst_6 : f32
      %46 = arith.select %45, %cst_6, %in : f32
      linalg.yield %46 : f32
    } -> tensor<1x36x10x8xf32>
    %31 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%27, %30 : tensor<1x36x10x8xf32>, tensor<1x36x10x8xf32>) outs(%15 : tensor<1x36x10x8xf32>) {
    ^bb0(%in: f32, %in_21: f32, %out: f32):
      %45 = arith.mulf %in, %in_21 : f32
      linalg.yield %45 : f32
    } -> tensor<1x36x10x8xf32>
    %32 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%31 : tensor<1x36x10x8xf32>) outs(%15 : tensor<1x36x10x8xf32>) {
    ^bb0(%in: f32, %out: f32):
      %45 = arith.divf %in, %cst_6 : f32
      linalg.yield %45 : f32
    } -> tensor<1x36x10x8xf32>
    %padded_19 = tensor.pad %32 low[0, 0, 1, 1] high[0, 0, 1, 1] {
    ^bb0(%arg21: index, %arg22: index, %arg23: index, %arg24: index):
      tensor.yield %cst : f32
    } : tensor<1x36x10x8xf32> to tensor<1x36x12x10xf32>
    %broadcasted_20 = linalg.broadcast ins(%arg11 : tensor<20xf32>) outs(%11 : tensor<1x20x10x8xf32>) dimensions = [0, 2, 3] 
    %33 = linalg.conv_2d_nchw_fchw {dilations = dense<1> : vector<2xi64>, strides = dense<1> : vector<2xi64>} ins(%padded_19, %arg10 : tensor<1x36x12x10xf32>, tensor<20x36x3x3xf32>) outs(%broadcasted_20 : tensor<1x20x10x8xf32>) -> tensor<1x20x10x8xf32>
    %34 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%14, %33 : tensor<1x20x10x8xf32>, tensor<1x20x10x8xf32>) outs(%11 : tensor<1x20x10x8xf32>) {
    ^bb0(%in: f32, %in_21: f32, %out: f32):
      %45 = arith.addf %in, %in_21 : f32
      linalg.yield %45 : f32
    } -> tensor<1x20x10x8xf32>
    %35 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%34 : tensor<1x20x10x8xf32>) outs(%11 : tensor<1x20x10x8xf32>) {
    ^bb0(%in: f32, %out: f32):
      %45 = arith.cmpf ugt, %in, %cst : f32
      %46 = arith.select %45, %in, %cst : f32
      linalg.yield %46 : f32
    } -> tensor<1x20x10x8xf32>
    %36 = tensor.empty() : tensor<1x20xf32>
    %37 = linalg.fill ins(%cst : f32) outs(%36 : tensor<1x20xf32>) -> tensor<1x20xf32>
    %38 = linalg.generic {indexing_maps = [#map1, #map4], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%35 : tensor<1x20x10x8xf32>) outs(%37 : tensor<1x20xf32>) {
    ^bb0(%in: f32, %out: f32):
      %45 = arith.addf %in, %out : f32
      linalg.yield %45 : f32
    } -> tensor<1x20xf32>
    %39 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%38 : tensor<1x20xf32>) outs(%36 : tensor<1x20xf32>) {
    ^bb0(%in: f32, %out: f32):
      %45 = arith.divf %in, %cst_7 : f32
      linalg.yield %45 : f32
    } -> tensor<1x20xf32>
    %40 = tensor.empty() : tensor<20x17xf32>
    %transposed = linalg.transpose ins(%arg12 : tensor<17x20xf32>) outs(%40 : tensor<20x17xf32>) permutation = [1, 0] 
    %41 = tensor.empty() : tensor<1x17xf32>
    %42 = linalg.fill ins(%cst : f32) outs(%41 : tensor<1x17xf32>) -> tensor<1x17xf32>
    %43 = linalg.matmul ins(%39, %transposed : tensor<1x20xf32>, tensor<20x17xf32>) outs(%42 : tensor<1x17xf32>) -> tensor<1x17xf32>
    %44 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%43, %arg13 : tensor<1x17xf32>, tensor<17xf32>) outs(%41 : tensor<1x17xf32>) {
    ^bb0(%in: f32, %in_21: f32, %out: f32):
      %45 = arith.addf %in, %in_21 : f32
      linalg.yield %45 : f32
    } -> tensor<1x17xf32>
    return %44 : tensor<1x17xf32>
  }
}
