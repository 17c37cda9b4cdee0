// Strided convolutions skip rows and columns; those of one by one see every other one.
func.func @skip(%a: tensor<1x1x7x9xf32>, %w: tensor<2x1x1x1xf32>, %o: tensor<1x2x4x3xf32>) -> tensor<1x2x4x3xf32> {
  %r = linalg.conv_2d_nchw_fchw {strides = dense<[2, 4]> : tensor<2xi64>}
    ins(%a, %w : tensor<1x1x7x9xf32>, tensor<2x1x1x1xf32>) outs(%o : tensor<1x2x4x3xf32>) -> tensor<1x2x4x3xf32>
  return %r : tensor<1x2x4x3xf32>
}
// -----
// Windows of two with a gap of two, three apart: the first sees 0 and 3, the next 2 and 5, 4 and 7, 6 and 9.
func.func @gaps(%a: tensor<1x10x1xf32>, %w: tensor<2x1x1xf32>, %o: tensor<1x4x1xf32>) -> tensor<1x4x1xf32> {
  %r = linalg.conv_1d_nwc_wcf {strides = dense<2> : tensor<1xi64>, dilations = dense<3> : tensor<1xi64>}
    ins(%a, %w : tensor<1x10x1xf32>, tensor<2x1x1xf32>) outs(%o : tensor<1x4x1xf32>) -> tensor<1x4x1xf32>
  return %r : tensor<1x4x1xf32>
}
// -----
func.func @diagonal(%a: tensor<5x7x5xf16>, %o: tensor<5x7xf16>) -> tensor<5x7xf16> {
  %r = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j, i)>, affine_map<(i, j) -> (i, j)>],
                       iterator_types = ["parallel", "parallel"]} ins(%a : tensor<5x7x5xf16>) outs(%o : tensor<5x7xf16>) {
  ^bb0(%x: f16, %y: f16):
    linalg.yield %x : f16
  } -> tensor<5x7xf16>
  return %r : tensor<5x7xf16>
}
// -----
// The operand has a row that no loop reaches, and one column is read.
func.func @constant_index(%a: tensor<4x6xf32>, %o: tensor<4xf32>) -> tensor<4xf32> {
  %r = linalg.generic {indexing_maps = [affine_map<(i) -> (i, 3)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
    ins(%a : tensor<4x6xf32>) outs(%o : tensor<4xf32>) {
  ^bb0(%x: f32, %y: f32):
    %s = arith.addf %x, %y : f32
    linalg.yield %s : f32
  } -> tensor<4xf32>
  return %r : tensor<4xf32>
}
// -----
// i + j and i - j together: every other element of a square.
func.func @skewed(%a: tensor<9x9xf32>, %o: tensor<4x5xf32>) -> tensor<4x5xf32> {
  %r = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i + j, i - j + 4)>, affine_map<(i, j) -> (i, j)>],
                       iterator_types = ["parallel", "parallel"]} ins(%a : tensor<9x9xf32>) outs(%o : tensor<4x5xf32>) {
  ^bb0(%x: f32, %y: f32):
    linalg.yield %x : f32
  } -> tensor<4x5xf32>
  return %r : tensor<4x5xf32>
}
// -----
// Blocks: i floordiv 2 and i mod 3.
func.func @blocks(%a: tensor<6x3xi32>, %o: tensor<12xi32>) -> tensor<12xi32> {
  %r = linalg.generic {indexing_maps = [affine_map<(i) -> (i floordiv 2, i mod 3)>, affine_map<(i) -> (i)>],
                       iterator_types = ["parallel"]} ins(%a : tensor<6x3xi32>) outs(%o : tensor<12xi32>) {
  ^bb0(%x: i32, %y: i32):
    linalg.yield %x : i32
  } -> tensor<12xi32>
  return %r : tensor<12xi32>
}
// -----
// One value through two maps.
func.func @neighbours(%a: tensor<9x8xf32>, %o: tensor<7x8xf32>) -> tensor<7x8xf32> {
  %r = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i + 2, j)>, affine_map<(i, j) -> (i + 1, j)>,
                                        affine_map<(i, j) -> (i + 2, j)>, affine_map<(i, j) -> (i, j)>],
                       iterator_types = ["parallel", "parallel"]}
    ins(%a, %a, %a : tensor<9x8xf32>, tensor<9x8xf32>, tensor<9x8xf32>) outs(%o : tensor<7x8xf32>) {
  ^bb0(%x: f32, %y: f32, %z: f32, %u: f32):
    %s = arith.addf %x, %y : f32
    %t = arith.addf %s, %z : f32
    linalg.yield %t : f32
  } -> tensor<7x8xf32>
  return %r : tensor<7x8xf32>
}
// -----
// The destination is also an input, whole and by a diagonal.
func.func @destination_twice(%a: tensor<4x4xf32>) -> (tensor<4x4xf32>, tensor<4x4xf32>) {
  %r = linalg.add ins(%a, %a : tensor<4x4xf32>, tensor<4x4xf32>) outs(%a : tensor<4x4xf32>) -> tensor<4x4xf32>
  %s = linalg.matmul ins(%r, %r : tensor<4x4xf32>, tensor<4x4xf32>) outs(%r : tensor<4x4xf32>) -> tensor<4x4xf32>
  return %r, %s : tensor<4x4xf32>, tensor<4x4xf32>
}
// -----
// Two outputs: one is read, one is not.
func.func @two_outputs(%a: tensor<3x5xf32>, %o: tensor<3xf32>, %p: tensor<3x5xf32>) -> (tensor<3xf32>, tensor<3x5xf32>) {
  %r:2 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>, affine_map<(i, j) -> (i, j)>],
                         iterator_types = ["parallel", "reduction"]}
    ins(%a : tensor<3x5xf32>) outs(%o, %p : tensor<3xf32>, tensor<3x5xf32>) {
  ^bb0(%x: f32, %y: f32, %z: f32):
    %s = arith.addf %x, %y : f32
    linalg.yield %s, %x : f32, f32
  } -> (tensor<3xf32>, tensor<3x5xf32>)
  return %r#0, %r#1 : tensor<3xf32>, tensor<3x5xf32>
}
// -----
// Narrow, odd and wide elements.
func.func @narrow(%a: tensor<5x3xi4>, %b: tensor<5x3xi1>, %c: tensor<5x3xf8E4M3FN>, %d: tensor<5x3xi48>, %e: tensor<5x3xi2>)
    -> (tensor<2x3xi4>, tensor<3x3xi1>, tensor<3x5xf8E4M3FN>, tensor<6x3xi48>, tensor<3xi2>) {
  %c0 = arith.constant 0 : index
  %z = arith.constant 0 : i48
  %p = tensor.extract_slice %a[1, 0] [2, 3] [2, 1] : tensor<5x3xi4> to tensor<2x3xi4>
  %q = tensor.extract_slice %b[1, 0] [3, 3] [1, 1] : tensor<5x3xi1> to tensor<3x3xi1>
  %i = tensor.empty() : tensor<3x5xf8E4M3FN>
  %r = linalg.transpose ins(%c : tensor<5x3xf8E4M3FN>) outs(%i : tensor<3x5xf8E4M3FN>) permutation = [1, 0]
  %s = tensor.pad %d low[1, 0] high[0, 0] {
  ^bb0(%u: index, %v: index):
    tensor.yield %z : i48
  } : tensor<5x3xi48> to tensor<6x3xi48>
  %t = tensor.extract_slice %e[2, 0] [1, 3] [1, 1] : tensor<5x3xi2> to tensor<3xi2>
  return %p, %q, %r, %s, %t : tensor<2x3xi4>, tensor<3x3xi1>, tensor<3x5xf8E4M3FN>, tensor<6x3xi48>, tensor<3xi2>
}
// -----
func.func @narrow_elements(%a: tensor<7xi4>, %x: i4) -> (i4, tensor<7xi4>, tensor<3xi4>) {
  %c2 = arith.constant 2 : index
  %v = tensor.extract %a[%c2] : tensor<7xi4>
  %i = tensor.insert %x into %a[%c2] : tensor<7xi4>
  %f = tensor.from_elements %x, %x, %v : tensor<3xi4>
  return %v, %i, %f : i4, tensor<7xi4>, tensor<3xi4>
}
// -----
func.func @complex_indices(%a: tensor<3xcomplex<f32>>, %b: tensor<3xindex>, %o: tensor<3xcomplex<f32>>, %p: tensor<3xindex>)
    -> (tensor<3xcomplex<f32>>, tensor<3xindex>) {
  %r = linalg.copy ins(%a : tensor<3xcomplex<f32>>) outs(%o : tensor<3xcomplex<f32>>) -> tensor<3xcomplex<f32>>
  %s = linalg.copy ins(%b : tensor<3xindex>) outs(%p : tensor<3xindex>) -> tensor<3xindex>
  return %r, %s : tensor<3xcomplex<f32>>, tensor<3xindex>
}
// -----
// Slices: all of a value, none of it, with strides, of lower rank, of a slice, in place.
func.func @slices(%a: tensor<6x8xf32>, %b: tensor<6x8xf32>) -> (tensor<6x8xf32>, tensor<0x8xf32>, tensor<4xf32>, tensor<6x8xf32>, f32) {
  %c1 = arith.constant 1 : index
  %w = tensor.extract_slice %a[0, 0] [6, 8] [1, 1] : tensor<6x8xf32> to tensor<6x8xf32>
  %n = tensor.extract_slice %a[3, 0] [0, 8] [1, 1] : tensor<6x8xf32> to tensor<0x8xf32>
  %l = tensor.extract_slice %a[5, 1] [1, 4] [1, 2] : tensor<6x8xf32> to tensor<4xf32>
  %r = tensor.extract_slice %a[2, 0] [3, 8] [1, 1] : tensor<6x8xf32> to tensor<3x8xf32>
  %i = tensor.insert_slice %r into %b[0, 0] [3, 8] [2, 1] : tensor<3x8xf32> into tensor<6x8xf32>
  %j = tensor.insert_slice %l into %i[%c1, 0] [1, 4] [1, 1] : tensor<4xf32> into tensor<6x8xf32>
  %e = tensor.extract %j[%c1, %c1] : tensor<6x8xf32>
  return %w, %n, %l, %j, %e : tensor<6x8xf32>, tensor<0x8xf32>, tensor<4xf32>, tensor<6x8xf32>, f32
}
// -----
// What was put into a value that is still needed goes to a copy, which is not the op's.
func.func @insert_out_of_place(%a: tensor<2x8xf32>, %b: tensor<6x8xf32>, %x: f32) -> (tensor<6x8xf32>, tensor<6x8xf32>, tensor<6x8xf32>) {
  %c3 = arith.constant 3 : index
  %r = tensor.insert_slice %a into %b[1, 0] [2, 8] [1, 1] : tensor<2x8xf32> into tensor<6x8xf32>
  %s = tensor.insert %x into %b[%c3, %c3] : tensor<6x8xf32>
  return %r, %s, %b : tensor<6x8xf32>, tensor<6x8xf32>, tensor<6x8xf32>
}
// -----
// A gather in a body asks for an element at each of its points.
func.func @gather_in_body(%table: tensor<9x4xf32>, %i: tensor<5xi64>, %o: tensor<5x4xf32>) -> tensor<5x4xf32> {
  %r = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i)>, affine_map<(i, j) -> (i, j)>],
                       iterator_types = ["parallel", "parallel"]} ins(%i : tensor<5xi64>) outs(%o : tensor<5x4xf32>) {
  ^bb0(%x: i64, %y: f32):
    %k = arith.index_cast %x : i64 to index
    %j = linalg.index 1 : index
    %v = tensor.extract %table[%k, %j] : tensor<9x4xf32>
    linalg.yield %v : f32
  } -> tensor<5x4xf32>
  return %r : tensor<5x4xf32>
}
// -----
func.func @generate_from(%t: tensor<7xf32>) -> tensor<3x4xf32> {
  %r = tensor.generate {
  ^bb0(%i: index, %j: index):
    %k = arith.addi %i, %j : index
    %v = tensor.extract %t[%k] : tensor<7xf32>
    tensor.yield %v : f32
  } : tensor<3x4xf32>
  return %r : tensor<3x4xf32>
}
// -----
func.func @pads(%a: tensor<3x4xf32>, %x: f32) -> (tensor<3x4xf32>, tensor<5x9xf32>, tensor<3x4xf32>) {
  %r = tensor.pad %a low[0, 0] high[0, 0] {
  ^bb0(%i: index, %j: index):
    tensor.yield %x : f32
  } : tensor<3x4xf32> to tensor<3x4xf32>
  %s = tensor.pad %a low[2, 1] high[0, 4] {
  ^bb0(%i: index, %j: index):
    tensor.yield %x : f32
  } : tensor<3x4xf32> to tensor<5x9xf32>
  %t = tensor.pad %a nofold low[0, 0] high[0, 0] {
  ^bb0(%i: index, %j: index):
    tensor.yield %x : f32
  } : tensor<3x4xf32> to tensor<3x4xf32>
  return %r, %s, %t : tensor<3x4xf32>, tensor<5x9xf32>, tensor<3x4xf32>
}
// -----
func.func @concats(%a: tensor<2x3xf32>, %b: tensor<2x1xf32>) -> (tensor<2x4xf32>, tensor<4x3xf32>, tensor<2x3xf32>) {
  %r = tensor.concat dim(1) %a, %b : (tensor<2x3xf32>, tensor<2x1xf32>) -> tensor<2x4xf32>
  %s = tensor.concat dim(0) %a, %a : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<4x3xf32>
  %t = tensor.concat dim(0) %a : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %r, %s, %t : tensor<2x4xf32>, tensor<4x3xf32>, tensor<2x3xf32>
}
// -----
func.func @broadcasts(%a: tensor<4xf32>, %s: f32, %o: tensor<3x4xf32>) -> (tensor<3x4xf32>, tensor<3x4xf32>, tensor<2x2xf32>) {
  %r = linalg.broadcast ins(%a : tensor<4xf32>) outs(%o : tensor<3x4xf32>) dimensions = [0]
  %e = tensor.empty() : tensor<3x4xf32>
  %f = linalg.fill ins(%s : f32) outs(%e : tensor<3x4xf32>) -> tensor<3x4xf32>
  %t = tensor.splat %s : tensor<2x2xf32>
  return %r, %f, %t : tensor<3x4xf32>, tensor<3x4xf32>, tensor<2x2xf32>
}
// -----
// One op several times, on parts of a value, and nothing where the loop does not turn.
func.func @in_loops(%a: tensor<6x4xf32>, %o: tensor<6x4xf32>) -> tensor<6x4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c6 = arith.constant 6 : index
  %r = scf.for %i = %c0 to %c6 step %c2 iter_args(%t = %o) -> tensor<6x4xf32> {
    %s = tensor.extract_slice %a[%i, 0] [2, 4] [1, 1] : tensor<6x4xf32> to tensor<2x4xf32>
    %d = tensor.extract_slice %t[%i, 0] [2, 4] [1, 1] : tensor<6x4xf32> to tensor<2x4xf32>
    %m = linalg.mul ins(%s, %d : tensor<2x4xf32>, tensor<2x4xf32>) outs(%d : tensor<2x4xf32>) -> tensor<2x4xf32>
    %n = tensor.insert_slice %m into %t[%i, 0] [2, 4] [1, 1] : tensor<2x4xf32> into tensor<6x4xf32>
    %u = scf.for %j = %c0 to %i step %c1 iter_args(%v = %n) -> tensor<6x4xf32> {
      %x = tensor.extract %v[%i, %c1] : tensor<6x4xf32>
      %w = tensor.insert %x into %v[%j, %c0] : tensor<6x4xf32>
      scf.yield %w : tensor<6x4xf32>
    }
    scf.yield %u : tensor<6x4xf32>
  }
  return %r : tensor<6x4xf32>
}
// -----
func.func private @halve(%t: tensor<4xf32>) -> tensor<4xf32> {
  %c = arith.constant dense<0.5> : tensor<4xf32>
  %r = arith.mulf %t, %c : tensor<4xf32>
  return %r : tensor<4xf32>
}
func.func @calls(%t: tensor<4xf32>) -> tensor<4xf32> {
  %a = call @halve(%t) : (tensor<4xf32>) -> tensor<4xf32>
  %b = call @halve(%a) : (tensor<4xf32>) -> tensor<4xf32>
  %r = arith.addf %a, %b : tensor<4xf32>
  return %r : tensor<4xf32>
}
// -----
// A choice between tensors.
func.func @choose(%c: i1, %d: tensor<4xi1>, %a: tensor<4xf32>, %b: tensor<4xf32>) -> tensor<4xf32> {
  %r = arith.select %d, %a, %b : tensor<4xi1>, tensor<4xf32>
  return %r : tensor<4xf32>
}
// -----
// Memory: views with strides, in and out; a transposed copy; one place again and again.
func.func @views(%m: memref<8x6xf32>, %n: memref<3x4xf32>, %o: memref<6x8xf32>) {
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %v = memref.subview %m[1, 2] [4, 3] [2, 1] : memref<8x6xf32> to memref<4x3xf32, strided<[12, 1], offset: 8>>
  %t = memref.transpose %v (i, j) -> (j, i) : memref<4x3xf32, strided<[12, 1], offset: 8>> to memref<3x4xf32, strided<[1, 12], offset: 8>>
  memref.copy %t, %n : memref<3x4xf32, strided<[1, 12], offset: 8>> to memref<3x4xf32>
  memref.copy %n, %t : memref<3x4xf32> to memref<3x4xf32, strided<[1, 12], offset: 8>>
  linalg.transpose ins(%m : memref<8x6xf32>) outs(%o : memref<6x8xf32>) permutation = [1, 0]
  linalg.add ins(%n, %n : memref<3x4xf32>, memref<3x4xf32>) outs(%t : memref<3x4xf32, strided<[1, 12], offset: 8>>)
  linalg.exp ins(%n : memref<3x4xf32>) outs(%n : memref<3x4xf32>)
  %x = memref.load %v[%c2, %c1] : memref<4x3xf32, strided<[12, 1], offset: 8>>
  memref.store %x, %n[%c1, %c2] : memref<3x4xf32>
  return
}
// -----
func.func @reallocs(%n: memref<4xi8>) -> memref<9xi8> {
  %a = memref.alloc() : memref<4xi8>
  memref.copy %n, %a : memref<4xi8> to memref<4xi8>
  %r = memref.realloc %a : memref<4xi8> to memref<9xi8>
  return %r : memref<9xi8>
}
// -----
// Vectors: a broadcast reads one element for many lanes, one out of bounds fewer than it has lanes.
func.func @transfers(%t: tensor<5x7xf32>, %o: tensor<5x7xf32>) -> tensor<5x7xf32> {
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %z = arith.constant 0.0 : f32
  %a = vector.transfer_read %t[%c1, %c4], %z {in_bounds = [true, true], permutation_map = affine_map<(i, j) -> (i, 0)>}
    : tensor<5x7xf32>, vector<3x4xf32>
  %b = vector.transfer_read %t[%c1, %c1], %z {in_bounds = [true, true], permutation_map = affine_map<(i, j) -> (j, i)>}
    : tensor<5x7xf32>, vector<3x4xf32>
  %c = vector.transfer_read %t[%c4, %c4], %z : tensor<5x7xf32>, vector<3x4xf32>
  %d = arith.addf %a, %b : vector<3x4xf32>
  %e = arith.addf %d, %c : vector<3x4xf32>
  %w = vector.transfer_write %e, %o[%c4, %c1] : vector<3x4xf32>, tensor<5x7xf32>
  return %w : tensor<5x7xf32>
}
// -----
func.func @masked_transfers(%t: tensor<5x7xf32>, %o: tensor<5x7xf32>, %n: index) -> tensor<5x7xf32> {
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %z = arith.constant 0.0 : f32
  %m = vector.create_mask %c2, %n : vector<3x4xi1>
  %a = vector.transfer_read %t[%c1, %c1], %z, %m {in_bounds = [true, true]} : tensor<5x7xf32>, vector<3x4xf32>
  %w = vector.transfer_write %a, %o[%c1, %c2], %m {in_bounds = [true, true]} : vector<3x4xf32>, tensor<5x7xf32>
  return %w : tensor<5x7xf32>
}
// -----
func.func @powers(%a: tensor<3xf32>, %b: tensor<3xi32>) -> (tensor<3xf32>, tensor<3xi32>) {
  %e = arith.constant dense<3> : tensor<3xi32>
  %r = math.fpowi %a, %e : tensor<3xf32>, tensor<3xi32>
  %s = math.ipowi %b, %e : tensor<3xi32>
  return %r, %s : tensor<3xf32>, tensor<3xi32>
}
// -----
func.func @unpack_part(%a: tensor<3x2x4x8xf32>, %o: tensor<9x13xf32>, %b: tensor<9x13xf32>, %p: tensor<3x2x4x8xf32>, %x: f32)
    -> (tensor<9x13xf32>, tensor<3x2x4x8xf32>) {
  %r = linalg.unpack %a inner_dims_pos = [0, 1] inner_tiles = [4, 8] into %o : tensor<3x2x4x8xf32> -> tensor<9x13xf32>
  %s = linalg.pack %b padding_value(%x : f32) inner_dims_pos = [0, 1] inner_tiles = [4, 8] into %p
    : tensor<9x13xf32> -> tensor<3x2x4x8xf32>
  return %r, %s : tensor<9x13xf32>, tensor<3x2x4x8xf32>
}
// -----
// Padding at the side that no window sees, and windows that see only padding.
func.func @tosa_windows(%x: tensor<1x6x6x2xf32>, %y: tensor<1x5x5x2xf32>, %w: tensor<3x1x2x2xf32>, %b: tensor<3xf32>)
    -> (tensor<1x4x3x3xf32>, tensor<1x4x4x2xf32>) {
  %z = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %r = tosa.conv2d %x, %w, %b, %z, %z {acc_type = f32, pad = array<i64: 2, 2, 1, 0>, stride = array<i64: 3, 2>, dilation = array<i64: 1, 2>}
    : (tensor<1x6x6x2xf32>, tensor<3x1x2x2xf32>, tensor<3xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x4x3x3xf32>
  %p = tosa.max_pool2d %y {kernel = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 2, 2>}
    : (tensor<1x5x5x2xf32>) -> tensor<1x3x3x2xf32>
  %c = tosa.const_shape {values = dense<[0, 0, 0, 1, 1, 0, 0, 0]> : tensor<8xindex>} : () -> !tosa.shape<8>
  %q = tosa.pad %p, %c, %z : (tensor<1x3x3x2xf32>, !tosa.shape<8>, tensor<1xf32>) -> tensor<1x4x4x2xf32>
  return %r, %q : tensor<1x4x3x3xf32>, tensor<1x4x4x2xf32>
}
// -----
// Padding values and shifts that are not constant are read.
func.func @tosa_parameters(%x: tensor<2x3xf32>, %v: tensor<1xf32>, %y: tensor<2x3xi32>, %s: tensor<1xi8>, %q: tensor<3xi8>, %z: tensor<1xi8>)
    -> (tensor<3x3xf32>, tensor<2x3xi32>, tensor<3xi8>) {
  %c = tosa.const_shape {values = dense<[1, 0, 0, 0]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %p = tosa.pad %x, %c, %v : (tensor<2x3xf32>, !tosa.shape<4>, tensor<1xf32>) -> tensor<3x3xf32>
  %m = tosa.mul %y, %y, %s : (tensor<2x3xi32>, tensor<2x3xi32>, tensor<1xi8>) -> tensor<2x3xi32>
  %n = tosa.negate %q, %z, %z : (tensor<3xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<3xi8>
  return %p, %m, %n : tensor<3x3xf32>, tensor<2x3xi32>, tensor<3xi8>
}
// -----
func.func @tosa_twice(%x: tensor<2x3x3xf32>, %w: tensor<2x2x2x2xf32>, %b: tensor<2xf32>)
    -> (tensor<2x3x3xf32>, tensor<2x6x3xf32>, tensor<2x3x3xf32>, tensor<2x1x1x2xf32>) {
  %z = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %m = tosa.matmul %x, %x, %z, %z : (tensor<2x3x3xf32>, tensor<2x3x3xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<2x3x3xf32>
  %c = tosa.concat %m, %m {axis = 1 : i32} : (tensor<2x3x3xf32>, tensor<2x3x3xf32>) -> tensor<2x6x3xf32>
  %a = tosa.add %m, %m : (tensor<2x3x3xf32>, tensor<2x3x3xf32>) -> tensor<2x3x3xf32>
  %r = tosa.conv2d %w, %w, %b, %z, %z {acc_type = f32, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>, dilation = array<i64: 1, 1>}
    : (tensor<2x2x2x2xf32>, tensor<2x2x2x2xf32>, tensor<2xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<2x1x1x2xf32>
  return %m, %c, %a, %r : tensor<2x3x3xf32>, tensor<2x6x3xf32>, tensor<2x3x3xf32>, tensor<2x1x1x2xf32>
}
// -----
// A broadcast operand is read once.
func.func @tosa_broadcast(%x: tensor<4x3xf32>, %y: tensor<1x3xf32>, %z: tensor<1x1xf32>) -> tensor<4x3xf32> {
  %a = tosa.add %x, %y : (tensor<4x3xf32>, tensor<1x3xf32>) -> tensor<4x3xf32>
  %b = tosa.sub %a, %z : (tensor<4x3xf32>, tensor<1x1xf32>) -> tensor<4x3xf32>
  return %b : tensor<4x3xf32>
}
// -----
// Places that are asked for once each. [bytes.gather]
func.func @tosa_gathers(%v: tensor<2x9x3xf32>, %u: tensor<2x4x3xf32>, %t: tensor<256xi8>, %s: tensor<513xi16>)
    -> (tensor<2x4x3xf32>, tensor<2x9x3xf32>, tensor<2x3xi8>, tensor<4xi32>) {
  %i = "tosa.const"() <{values = dense<[[8, 0, 3, 5], [1, 2, 0, 7]]> : tensor<2x4xi32>}> : () -> tensor<2x4xi32>
  %g = tosa.gather %v, %i : (tensor<2x9x3xf32>, tensor<2x4xi32>) -> tensor<2x4x3xf32>
  %r = tosa.scatter %v, %i, %u : (tensor<2x9x3xf32>, tensor<2x4xi32>, tensor<2x4x3xf32>) -> tensor<2x9x3xf32>
  %a = "tosa.const"() <{values = dense<[[-7, 0, 3], [5, 127, -128]]> : tensor<2x3xi8>}> : () -> tensor<2x3xi8>
  %l = tosa.table %a, %t : (tensor<2x3xi8>, tensor<256xi8>) -> tensor<2x3xi8>
  %b = "tosa.const"() <{values = dense<[-32768, 0, 512, 20000]> : tensor<4xi16>}> : () -> tensor<4xi16>
  %k = tosa.table %b, %s : (tensor<4xi16>, tensor<513xi16>) -> tensor<4xi32>
  return %g, %r, %l, %k : tensor<2x4x3xf32>, tensor<2x9x3xf32>, tensor<2x3xi8>, tensor<4xi32>
}
// -----
// More is asked for than there is: all of it.
func.func @tosa_table_whole(%t: tensor<256xi8>) -> tensor<16x18xi8> {
  %c = tosa.const_shape {values = dense<[16, 1]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %r = tensor.generate {
  ^bb0(%i: index, %j: index):
    %c16 = arith.constant 16 : index
    %m = arith.muli %i, %c16 : index
    %k = arith.addi %m, %j : index
    %v = arith.index_cast %k : index to i8
    tensor.yield %v : i8
  } : tensor<16x18xi8>
  %l = tosa.table %r, %t : (tensor<16x18xi8>, tensor<256xi8>) -> tensor<16x18xi8>
  return %l : tensor<16x18xi8>
}
// -----
func.func @tosa_moves(%x: tensor<2x3xi16>) -> (tensor<4x9xi16>, tensor<2x3xi16>, tensor<3x2xi16>, tensor<1x2xi16>, tensor<2x3xi16>) {
  %c = tosa.const_shape {values = dense<[2, 3]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %t = tosa.tile %x, %c : (tensor<2x3xi16>, !tosa.shape<2>) -> tensor<4x9xi16>
  %r = tosa.reverse %x {axis = 1 : i32} : (tensor<2x3xi16>) -> tensor<2x3xi16>
  %p = tosa.transpose %x {perms = array<i32: 1, 0>} : (tensor<2x3xi16>) -> tensor<3x2xi16>
  %s = tosa.const_shape {values = dense<[0, 1]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %n = tosa.const_shape {values = dense<[1, 2]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %l = tosa.slice %x, %s, %n : (tensor<2x3xi16>, !tosa.shape<2>, !tosa.shape<2>) -> tensor<1x2xi16>
  %o = tosa.const_shape {values = dense<[0, 0]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %w = tosa.slice %x, %o, %c : (tensor<2x3xi16>, !tosa.shape<2>, !tosa.shape<2>) -> tensor<2x3xi16>
  return %t, %r, %p, %l, %w : tensor<4x9xi16>, tensor<2x3xi16>, tensor<3x2xi16>, tensor<1x2xi16>, tensor<2x3xi16>
}
