// Which ops run together, and the bytes that enter and leave each group, worked
// out by hand. [fusion.group]
//
// RUN: fpo-opt %s --split-input-file --emit=json --groups | %python %S/list-groups.py | FileCheck %s

// [fusion.epilogue] A convolution, a batch norm and a ReLU are one group. The image
// is read without its padding. [fusion.move]
//   image 2*6*6*4 = 288, weights 3*2*3*3*4 = 216, two vectors 3*4 each = 24
//   result 3*6*6*4 = 432
// CHECK-LABEL: @conv_bn_relu fused 960
// CHECK-NEXT: 0 linalg.conv_2d_nchw_fchw read 528 write 432 ops tensor.pad linalg.fill linalg.conv_2d_nchw_fchw linalg.generic arith.maximumf
#id = affine_map<(n, c, h, w) -> (n, c, h, w)>
#channel = affine_map<(n, c, h, w) -> (c)>
func.func @conv_bn_relu(%image: tensor<1x2x6x6xf32>, %weights: tensor<3x2x3x3xf32>,
                        %scale: tensor<3xf32>, %shift: tensor<3xf32>) -> tensor<1x3x6x6xf32> {
  %zero = arith.constant 0.0 : f32
  %padded = tensor.pad %image low[0, 0, 1, 1] high[0, 0, 1, 1] {
  ^bb0(%n: index, %c: index, %h: index, %w: index):
    tensor.yield %zero : f32
  } : tensor<1x2x6x6xf32> to tensor<1x2x8x8xf32>
  %e = tensor.empty() : tensor<1x3x6x6xf32>
  %init = linalg.fill ins(%zero : f32) outs(%e : tensor<1x3x6x6xf32>) -> tensor<1x3x6x6xf32>
  %conv = linalg.conv_2d_nchw_fchw ins(%padded, %weights : tensor<1x2x8x8xf32>, tensor<3x2x3x3xf32>)
                                   outs(%init : tensor<1x3x6x6xf32>) -> tensor<1x3x6x6xf32>
  %bn = linalg.generic {indexing_maps = [#id, #channel, #channel, #id],
                        iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%conv, %scale, %shift : tensor<1x3x6x6xf32>, tensor<3xf32>, tensor<3xf32>) outs(%e : tensor<1x3x6x6xf32>) {
  ^bb0(%x: f32, %a: f32, %b: f32, %out: f32):
    %m = arith.mulf %x, %a : f32
    %s = arith.addf %m, %b : f32
    linalg.yield %s : f32
  } -> tensor<1x3x6x6xf32>
  %relu = arith.maximumf %bn, %bn : tensor<1x3x6x6xf32>
  return %relu : tensor<1x3x6x6xf32>
}

// -----

// A residual: what the second product adds was stored by the first, since its
// group is done by then. [fusion.order] [fusion.write]
//   first: x 8*8*4 = 256, w 256; y 256
//   second: y and w, y only once; the result. [fusion.read]
// CHECK-LABEL: @residual fused 1536
// CHECK-NEXT: 0 linalg.matmul read 512 write 256 ops linalg.fill linalg.matmul math.tanh
// CHECK-NEXT: 1 linalg.matmul read 512 write 256 ops linalg.matmul arith.addf
func.func @residual(%x: tensor<8x8xf32>, %w: tensor<8x8xf32>) -> tensor<8x8xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x8xf32>
  %init = linalg.fill ins(%zero : f32) outs(%e : tensor<8x8xf32>) -> tensor<8x8xf32>
  %0 = linalg.matmul ins(%x, %w : tensor<8x8xf32>, tensor<8x8xf32>) outs(%init : tensor<8x8xf32>) -> tensor<8x8xf32>
  %y = math.tanh %0 : tensor<8x8xf32>
  %1 = linalg.matmul ins(%y, %w : tensor<8x8xf32>, tensor<8x8xf32>) outs(%init : tensor<8x8xf32>) -> tensor<8x8xf32>
  %2 = arith.addf %1, %y : tensor<8x8xf32>
  return %2 : tensor<8x8xf32>
}

// -----

// Attention: the scores are scaled as they are made, the softmax is a group of
// rows [fusion.rows], and the transpose of the keys is part of reading them.
//   scores: q and k 16*4*4 = 256 each, 16*16*4 = 1024 written
//   softmax: 1024 in, 1024 out
//   product: 1024 + 256 in, 256 out
// CHECK-LABEL: @attention fused 5120
// CHECK-NEXT: 0 linalg.matmul read 512 write 1024 ops linalg.transpose linalg.fill linalg.matmul linalg.generic
// CHECK-NEXT: 1 linalg.generic read 1024 write 1024 ops linalg.fill linalg.generic linalg.generic linalg.fill linalg.generic linalg.generic
// CHECK-NEXT: 2 linalg.matmul read 1280 write 256 ops linalg.fill linalg.matmul
#ij = affine_map<(i, j) -> (i, j)>
#i = affine_map<(i, j) -> (i)>
func.func @attention(%q: tensor<16x4xf32>, %k: tensor<16x4xf32>, %v: tensor<16x4xf32>) -> tensor<16x4xf32> {
  %zero = arith.constant 0.0 : f32
  %least = arith.constant 0xFF800000 : f32
  %half = arith.constant 0.5 : f32
  %et = tensor.empty() : tensor<4x16xf32>
  %e = tensor.empty() : tensor<16x16xf32>
  %er = tensor.empty() : tensor<16xf32>
  %eo = tensor.empty() : tensor<16x4xf32>
  %kt = linalg.transpose ins(%k : tensor<16x4xf32>) outs(%et : tensor<4x16xf32>) permutation = [1, 0]
  %init = linalg.fill ins(%zero : f32) outs(%e : tensor<16x16xf32>) -> tensor<16x16xf32>
  %dots = linalg.matmul ins(%q, %kt : tensor<16x4xf32>, tensor<4x16xf32>) outs(%init : tensor<16x16xf32>) -> tensor<16x16xf32>
  %scores = linalg.generic {indexing_maps = [#ij, #ij], iterator_types = ["parallel", "parallel"]}
      ins(%dots : tensor<16x16xf32>) outs(%e : tensor<16x16xf32>) {
  ^bb0(%x: f32, %out: f32):
    %m = arith.mulf %x, %half : f32
    linalg.yield %m : f32
  } -> tensor<16x16xf32>
  %maxInit = linalg.fill ins(%least : f32) outs(%er : tensor<16xf32>) -> tensor<16xf32>
  %max = linalg.generic {indexing_maps = [#ij, #i], iterator_types = ["parallel", "reduction"]}
      ins(%scores : tensor<16x16xf32>) outs(%maxInit : tensor<16xf32>) {
  ^bb0(%x: f32, %acc: f32):
    %m = arith.maximumf %x, %acc : f32
    linalg.yield %m : f32
  } -> tensor<16xf32>
  %exp = linalg.generic {indexing_maps = [#ij, #i, #ij], iterator_types = ["parallel", "parallel"]}
      ins(%scores, %max : tensor<16x16xf32>, tensor<16xf32>) outs(%e : tensor<16x16xf32>) {
  ^bb0(%x: f32, %m: f32, %out: f32):
    %d = arith.subf %x, %m : f32
    %y = math.exp %d : f32
    linalg.yield %y : f32
  } -> tensor<16x16xf32>
  %sumInit = linalg.fill ins(%zero : f32) outs(%er : tensor<16xf32>) -> tensor<16xf32>
  %sum = linalg.generic {indexing_maps = [#ij, #i], iterator_types = ["parallel", "reduction"]}
      ins(%exp : tensor<16x16xf32>) outs(%sumInit : tensor<16xf32>) {
  ^bb0(%x: f32, %acc: f32):
    %s = arith.addf %x, %acc : f32
    linalg.yield %s : f32
  } -> tensor<16xf32>
  %soft = linalg.generic {indexing_maps = [#ij, #i, #ij], iterator_types = ["parallel", "parallel"]}
      ins(%exp, %sum : tensor<16x16xf32>, tensor<16xf32>) outs(%e : tensor<16x16xf32>) {
  ^bb0(%x: f32, %s: f32, %out: f32):
    %d = arith.divf %x, %s : f32
    linalg.yield %d : f32
  } -> tensor<16x16xf32>
  %outInit = linalg.fill ins(%zero : f32) outs(%eo : tensor<16x4xf32>) -> tensor<16x4xf32>
  %out = linalg.matmul ins(%soft, %v : tensor<16x16xf32>, tensor<16x4xf32>) outs(%outInit : tensor<16x4xf32>) -> tensor<16x4xf32>
  return %out : tensor<16x4xf32>
}

// -----

// A layer norm over rows of 10 is one group that reads its rows once.
// [fusion.rows]
//   x 6*10*4 = 240, two scalars of 4, gamma 40, out 240
// CHECK-LABEL: @layer_norm fused 528
// CHECK-NEXT: 0 tosa.reduce_sum read 288 write 240
func.func @layer_norm(%x: tensor<6x10xf32>, %tenth: tensor<1x1xf32>, %eps: tensor<1x1xf32>, %gamma: tensor<1x10xf32>) -> tensor<6x10xf32> {
  %shift = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  %sum = tosa.reduce_sum %x {axis = 1 : i32} : (tensor<6x10xf32>) -> tensor<6x1xf32>
  %mean = tosa.mul %sum, %tenth, %shift : (tensor<6x1xf32>, tensor<1x1xf32>, tensor<1xi8>) -> tensor<6x1xf32>
  %d = tosa.sub %x, %mean : (tensor<6x10xf32>, tensor<6x1xf32>) -> tensor<6x10xf32>
  %dd = tosa.mul %d, %d, %shift : (tensor<6x10xf32>, tensor<6x10xf32>, tensor<1xi8>) -> tensor<6x10xf32>
  %s = tosa.reduce_sum %dd {axis = 1 : i32} : (tensor<6x10xf32>) -> tensor<6x1xf32>
  %var = tosa.mul %s, %tenth, %shift : (tensor<6x1xf32>, tensor<1x1xf32>, tensor<1xi8>) -> tensor<6x1xf32>
  %vareps = tosa.add %var, %eps : (tensor<6x1xf32>, tensor<1x1xf32>) -> tensor<6x1xf32>
  %r = tosa.rsqrt %vareps : (tensor<6x1xf32>) -> tensor<6x1xf32>
  %n = tosa.mul %d, %r, %shift : (tensor<6x10xf32>, tensor<6x1xf32>, tensor<1xi8>) -> tensor<6x10xf32>
  %out = tosa.mul %n, %gamma, %shift : (tensor<6x10xf32>, tensor<1x10xf32>, tensor<1xi8>) -> tensor<6x10xf32>
  return %out : tensor<6x10xf32>
}

// -----

// Halves of a product that go different ways: it is stored, and each reader
// reads its half. The group of the one takes in that of the other. [fusion.merge]
//   product: 4*4*4 = 64 twice in, 64 out; then both halves in, one half out
// CHECK-LABEL: @halves fused 288
// CHECK-NEXT: 0 linalg.matmul read 128 write 64 ops linalg.fill linalg.matmul
// CHECK-NEXT: 1 arith.mulf read 64 write 32 ops tensor.extract_slice tensor.extract_slice math.tanh math.exp arith.mulf
func.func @halves(%a: tensor<4x4xf32>, %b: tensor<4x4xf32>, %c: tensor<4x4xf32>) -> tensor<4x2xf32> {
  %e = tensor.empty() : tensor<4x4xf32>
  %z = arith.constant 0.0 : f32
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<4x4xf32>) -> tensor<4x4xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<4x4xf32>, tensor<4x4xf32>) outs(%f : tensor<4x4xf32>) -> tensor<4x4xf32>
  %l = tensor.extract_slice %0[0, 0] [4, 2] [1, 1] : tensor<4x4xf32> to tensor<4x2xf32>
  %r = tensor.extract_slice %0[0, 2] [4, 2] [1, 1] : tensor<4x4xf32> to tensor<4x2xf32>
  %t = math.tanh %l : tensor<4x2xf32>
  %x = math.exp %r : tensor<4x2xf32>
  %m = arith.mulf %t, %x : tensor<4x2xf32>
  return %m : tensor<4x2xf32>
}

// -----

// A transposed result is written transposed, through a reshape. [fusion.tile]
//   4*2*4 = 32 and 2*8*4 = 64 in, 4*8*4 = 128 out
// CHECK-LABEL: @heads fused 224
// CHECK-NEXT: 0 linalg.matmul read 96 write 128 ops linalg.fill linalg.matmul arith.addf linalg.transpose
func.func @heads(%a: tensor<4x2xf32>, %b: tensor<2x8xf32>) -> tensor<2x4x4xf32> {
  %e = tensor.empty() : tensor<4x8xf32>
  %z = arith.constant 0.0 : f32
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<4x2xf32>, tensor<2x8xf32>) outs(%f : tensor<4x8xf32>) -> tensor<4x8xf32>
  %split = tensor.expand_shape %0 [[0], [1, 2]] output_shape [4, 2, 4] : tensor<4x8xf32> into tensor<4x2x4xf32>
  %s = arith.addf %split, %split : tensor<4x2x4xf32>
  %et = tensor.empty() : tensor<2x4x4xf32>
  %t = linalg.transpose ins(%s : tensor<4x2x4xf32>) outs(%et : tensor<2x4x4xf32>) permutation = [1, 0, 2]
  return %t : tensor<2x4x4xf32>
}

// -----

// [fusion.total] A loop's groups run in each turn, and calls have what the callee
// has: 3 turns of 32 + 32, and 32 + 32 again.
// CHECK-LABEL: @loop fused 256
// CHECK-NEXT: 0 math.exp read 32 write 32
// CHECK-NEXT: 1 math.tanh read 96 write 96
func.func private @callee(%x: tensor<8xf32>) -> tensor<8xf32> {
  %0 = math.exp %x : tensor<8xf32>
  return %0 : tensor<8xf32>
}
func.func @loop(%x: tensor<8xf32>) -> tensor<8xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %0 = scf.for %i = %c0 to %c3 step %c1 iter_args(%v = %x) -> tensor<8xf32> {
    %1 = math.tanh %v : tensor<8xf32>
    scf.yield %1 : tensor<8xf32>
  }
  %2 = call @callee(%0) : (tensor<8xf32>) -> tensor<8xf32>
  return %2 : tensor<8xf32>
}

// -----

// [fusion.kinds] What is none of these is a group by itself, and stores what it
// reads; one of which the bytes are not known makes the total "at least".
// CHECK-LABEL: @unknown fused [64, None]
// CHECK-NEXT: 0 math.exp read 32 write 32
// CHECK-NEXT: 1 tosa.custom read None write None
func.func @unknown(%x: tensor<8xf32>) -> tensor<8xf32> {
  %0 = math.exp %x : tensor<8xf32>
  %1 = tosa.custom %0 {operator_name = "f", domain_name = "d", implementation_attrs = ""} : (tensor<8xf32>) -> tensor<8xf32>
  return %1 : tensor<8xf32>
}

// -----

// [fusion.straight] Scalars, vectors and memory that don't wait for anything else
// are one group.
// CHECK-LABEL: @scalars fused 8
// CHECK-NEXT: 0 memref.store read 4 write 4 ops memref.load arith.addf memref.store
func.func @scalars(%m: memref<8xf32>, %i: index) {
  %0 = memref.load %m[%i] : memref<8xf32>
  %1 = arith.addf %0, %0 : f32
  memref.store %1, %m[%i] : memref<8xf32>
  return
}

// -----

// Over symbols.
// CHECK-LABEL: @symbols fused 8*arg0.0*arg0.1 + 4*arg1.0*arg1.1
// CHECK-NEXT: 0 math.tanh read 4*arg0.0*arg0.1 + 4*arg1.0*arg1.1 write 4*arg0.0*arg0.1 ops linalg.add math.tanh
func.func @symbols(%x: tensor<?x?xf32>, %y: tensor<?x?xf32>) -> tensor<?x?xf32> {
  %0 = linalg.add ins(%x, %y : tensor<?x?xf32>, tensor<?x?xf32>) outs(%x : tensor<?x?xf32>) -> tensor<?x?xf32>
  %1 = math.tanh %0 : tensor<?x?xf32>
  return %1 : tensor<?x?xf32>
}
