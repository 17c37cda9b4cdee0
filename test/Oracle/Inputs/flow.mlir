func.func @for_constant(%x: f32) -> f32 {
  %c0 = arith.constant 0 : index
  %c10 = arith.constant 10 : index
  %c3 = arith.constant 3 : index
  %r = scf.for %i = %c0 to %c10 step %c3 iter_args(%a = %x) -> f32 {
    %b = arith.addf %a, %x : f32
    scf.yield %b : f32
  }
  return %r : f32
}
// -----
func.func @for_empty(%x: f32) -> f32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %i = %c0 to %c0 step %c1 iter_args(%a = %x) -> f32 {
    %b = arith.mulf %a, %x : f32
    scf.yield %b : f32
  }
  return %r : f32
}
// -----
// The lower bound lies above the upper one: no turn.
func.func @for_backwards(%x: f32) -> f32 {
  %c7 = arith.constant 7 : index
  %c2 = arith.constant 2 : index
  %r = scf.for %i = %c7 to %c2 step %c2 iter_args(%a = %x) -> f32 {
    %b = arith.mulf %a, %x : f32
    scf.yield %b : f32
  }
  return %r : f32
}
// -----
func.func @for_negative_bounds(%x: f32) -> f32 {
  %cm5 = arith.constant -5 : index
  %c4 = arith.constant 4 : index
  %c2 = arith.constant 2 : index
  %r = scf.for %i = %cm5 to %c4 step %c2 iter_args(%a = %x) -> f32 {
    %b = arith.mulf %a, %x : f32
    scf.yield %b : f32
  }
  return %r : f32
}
// -----
// A step beyond the range: one turn.
func.func @for_large_step(%x: f32) -> f32 {
  %c0 = arith.constant 0 : index
  %c4 = arith.constant 4 : index
  %c100 = arith.constant 100 : index
  %r = scf.for %i = %c0 to %c4 step %c100 iter_args(%a = %x) -> f32 {
    %b = arith.mulf %a, %x : f32
    scf.yield %b : f32
  }
  return %r : f32
}
// -----
func.func @for_unsigned(%x: f32) -> f32 {
  %c3 = arith.constant 3 : i32
  %c9 = arith.constant 9 : i32
  %c2 = arith.constant 2 : i32
  %r = scf.for unsigned %i = %c3 to %c9 step %c2 iter_args(%a = %x) -> f32 : i32 {
    %b = arith.mulf %a, %x : f32
    scf.yield %b : f32
  }
  return %r : f32
}
// -----
// i in [0, 8), j in [0, i + 8): 92 points.
func.func @triangle(%x: f32) -> f32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  %r = scf.for %i = %c0 to %c8 step %c1 iter_args(%a = %x) -> f32 {
    %end = arith.addi %i, %c8 : index
    %s = scf.for %j = %c0 to %end step %c1 iter_args(%b = %a) -> f32 {
      %c = arith.addf %b, %x : f32
      scf.yield %c : f32
    }
    scf.yield %s : f32
  }
  return %r : f32
}
// -----
func.func @affine_triangle(%m: memref<8x16xf32>) {
  affine.for %i = 0 to 8 {
    affine.for %j = affine_map<(d0) -> (d0)>(%i) to affine_map<(d0) -> (d0 + 8)>(%i) {
      %v = affine.load %m[%i, %j] : memref<8x16xf32>
      %w = arith.mulf %v, %v : f32
      affine.store %w, %m[%i, %j] : memref<8x16xf32>
    }
  }
  return
}
// -----
func.func @affine_steps(%m: memref<20xf32>) {
  affine.for %i = 1 to 20 step 6 {
    %v = affine.load %m[%i] : memref<20xf32>
    %w = arith.divf %v, %v : f32
    affine.store %w, %m[%i] : memref<20xf32>
  }
  affine.for %i = 9 to 3 {
    %v = affine.load %m[%i] : memref<20xf32>
    %w = arith.addf %v, %v : f32
    affine.store %w, %m[%i] : memref<20xf32>
  }
  return
}
// -----
// Tiles of 4 of 10: 4, 4 and 2.
func.func @affine_tiles(%m: memref<10xf32>) {
  affine.for %i = 0 to 10 step 4 {
    affine.for %j = affine_map<(d0) -> (d0)>(%i) to min affine_map<(d0) -> (d0 + 4, 10)>(%i) {
      %v = affine.load %m[%j] : memref<10xf32>
      %w = arith.addf %v, %v : f32
      affine.store %w, %m[%j] : memref<10xf32>
    }
  }
  return
}
// -----
func.func @affine_parallel(%m: memref<6x5xf32>) -> (f32, f32) {
  %r:2 = affine.parallel (%i, %j) = (0, 1) to (6, 5) step (2, 1) reduce ("addf", "mulf") -> (f32, f32) {
    %v = affine.load %m[%i, %j] : memref<6x5xf32>
    %w = arith.mulf %v, %v : f32
    affine.yield %w, %v : f32, f32
  }
  return %r#0, %r#1 : f32, f32
}
// -----
func.func @affine_if(%m: memref<10xf32>) {
  affine.for %i = 0 to 10 {
    affine.if affine_set<(d0) : (d0 - 3 >= 0, 7 - d0 >= 0)>(%i) {
      %v = affine.load %m[%i] : memref<10xf32>
      %w = arith.addf %v, %v : f32
      affine.store %w, %m[%i] : memref<10xf32>
    } else {
      %v = affine.load %m[%i] : memref<10xf32>
      %w = arith.mulf %v, %v : f32
      affine.store %w, %m[%i] : memref<10xf32>
    }
  }
  return
}
// -----
func.func @affine_vectors(%m: memref<16xf32>) {
  affine.for %i = 0 to 16 step 4 {
    %v = affine.vector_load %m[%i] : memref<16xf32>, vector<4xf32>
    %w = arith.mulf %v, %v : vector<4xf32>
    affine.vector_store %w, %m[%i] : memref<16xf32>, vector<4xf32>
  }
  return
}
// -----
func.func @parallel(%m: memref<4x6xf32>) -> f32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c4 = arith.constant 4 : index
  %c6 = arith.constant 6 : index
  %z = arith.constant 0.0 : f32
  %r = scf.parallel (%i, %j) = (%c0, %c1) to (%c4, %c6) step (%c1, %c2) init (%z) -> f32 {
    %v = memref.load %m[%i, %j] : memref<4x6xf32>
    %w = arith.mulf %v, %v : f32
    scf.reduce(%w : f32) {
    ^bb0(%a: f32, %b: f32):
      %s = arith.addf %a, %b : f32
      scf.reduce.return %s : f32
    }
  }
  return %r : f32
}
// -----
func.func @forall(%t: tensor<8x6xf32>) -> tensor<8x6xf32> {
  %r = scf.forall (%i, %j) = (0, 0) to (8, 6) step (4, 3) shared_outs(%o = %t) -> tensor<8x6xf32> {
    %s = tensor.extract_slice %t[%i, %j] [4, 3] [1, 1] : tensor<8x6xf32> to tensor<4x3xf32>
    %u = linalg.add ins(%s, %s : tensor<4x3xf32>, tensor<4x3xf32>) outs(%s : tensor<4x3xf32>) -> tensor<4x3xf32>
    scf.forall.in_parallel {
      tensor.parallel_insert_slice %u into %o[%i, %j] [4, 3] [1, 1] : tensor<4x3xf32> into tensor<8x6xf32>
    }
  }
  return %r : tensor<8x6xf32>
}
// -----
func.func @if(%c: i1, %x: f32) -> f32 {
  %r = scf.if %c -> f32 {
    %a = arith.addf %x, %x : f32
    scf.yield %a : f32
  } else {
    %a = arith.mulf %x, %x : f32
    %b = arith.mulf %a, %x : f32
    scf.yield %b : f32
  }
  return %r : f32
}
// -----
func.func @if_constant(%x: f32) -> f32 {
  %c = arith.constant false
  %r = scf.if %c -> f32 {
    %a = arith.addf %x, %x : f32
    scf.yield %a : f32
  } else {
    %a = arith.mulf %x, %x : f32
    scf.yield %a : f32
  }
  return %r : f32
}
// -----
func.func @if_without_else(%c: i1, %m: memref<f32>) {
  scf.if %c {
    %v = memref.load %m[] : memref<f32>
    %w = arith.addf %v, %v : f32
    memref.store %w, %m[] : memref<f32>
  }
  return
}
// -----
func.func @switch(%k: index, %x: f32) -> f32 {
  %r = scf.index_switch %k -> f32
  case 1 {
    %a = arith.addf %x, %x : f32
    scf.yield %a : f32
  }
  case 2 {
    %a = arith.mulf %x, %x : f32
    %b = arith.mulf %a, %x : f32
    scf.yield %b : f32
  }
  default {
    scf.yield %x : f32
  }
  return %r : f32
}
// -----
func.func @switch_constant(%x: f32) -> f32 {
  %k = arith.constant 2 : index
  %r = scf.index_switch %k -> f32
  case 2 {
    %a = arith.mulf %x, %x : f32
    scf.yield %a : f32
  }
  default {
    %a = arith.addf %x, %x : f32
    scf.yield %a : f32
  }
  return %r : f32
}
// -----
// Five turns, six conditions.
func.func @while(%x: f32) -> f32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c5 = arith.constant 5 : index
  %r:2 = scf.while (%i = %c0, %a = %x) : (index, f32) -> (index, f32) {
    %b = arith.addf %a, %a : f32
    %go = arith.cmpi slt, %i, %c5 : index
    scf.condition(%go) %i, %b : index, f32
  } do {
  ^bb0(%i: index, %a: f32):
    %next = arith.addi %i, %c1 : index
    %b = arith.mulf %a, %x : f32
    scf.yield %next, %b : index, f32
  }
  return %r#1 : f32
}
// -----
func.func @execute_region(%x: f32) -> f32 {
  %r = scf.execute_region -> f32 {
    %a = arith.addf %x, %x : f32
    scf.yield %a : f32
  }
  return %r : f32
}
// -----
func.func @blocks(%c: i1, %x: f32) -> f32 {
  %a = arith.addf %x, %x : f32
  cf.cond_br %c, ^one, ^other(%a : f32)
^one:
  %b = arith.mulf %a, %x : f32
  cf.br ^other(%b : f32)
^other(%d: f32):
  %e = arith.divf %d, %x : f32
  return %e : f32
}
// -----
func.func @block_loop(%x: f32) -> f32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c7 = arith.constant 7 : index
  cf.br ^head(%c0, %x : index, f32)
^head(%i: index, %a: f32):
  %go = arith.cmpi slt, %i, %c7 : index
  cf.cond_br %go, ^body, ^end
^body:
  %b = arith.mulf %a, %x : f32
  %next = arith.addi %i, %c1 : index
  cf.br ^head(%next, %b : index, f32)
^end:
  return %a : f32
}
// -----
func.func @calls(%x: f32) -> f32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %r = scf.for %i = %c0 to %c3 step %c1 iter_args(%a = %x) -> f32 {
    %b = func.call @twice(%a) : (f32) -> f32
    scf.yield %b : f32
  }
  return %r : f32
}
func.func private @twice(%x: f32) -> f32 {
  %a = func.call @once(%x) : (f32) -> f32
  %b = func.call @once(%a) : (f32) -> f32
  return %b : f32
}
func.func private @once(%x: f32) -> f32 {
  %a = arith.mulf %x, %x : f32
  %b = arith.addf %a, %x : f32
  return %b : f32
}
// -----
func.func @call_indirect(%x: f32) -> f32 {
  %f = func.constant @callee_indirect : (f32) -> f32
  %r = func.call_indirect %f(%x) : (f32) -> f32
  return %r : f32
}
func.func private @callee_indirect(%x: f32) -> f32 {
  %a = arith.mulf %x, %x : f32
  return %a : f32
}
// -----
func.func @call_tensors(%t: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %a = func.call @square_tensors(%t) : (tensor<4x4xf32>) -> tensor<4x4xf32>
  %b = func.call @square_tensors(%a) : (tensor<4x4xf32>) -> tensor<4x4xf32>
  return %b : tensor<4x4xf32>
}
func.func private @square_tensors(%t: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<4x4xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<4x4xf32>) -> tensor<4x4xf32>
  %r = linalg.matmul ins(%t, %t : tensor<4x4xf32>, tensor<4x4xf32>) outs(%f : tensor<4x4xf32>) -> tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}
// -----
func.func @alloca_scope(%x: f32) -> f32 {
  %r = memref.alloca_scope -> f32 {
    %m = memref.alloca() : memref<f32>
    memref.store %x, %m[] : memref<f32>
    %v = memref.load %m[] : memref<f32>
    %w = arith.addf %v, %v : f32
    memref.alloca_scope.return %w : f32
  }
  return %r : f32
}
// -----
// Sizes are no data: the integers that become the bound of the loop are not counted, those that are returned are.
func.func @sizes(%t: tensor<3x5xf32>, %n: i64) -> (f32, i64) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %d = tensor.dim %t, %c1 : tensor<3x5xf32>
  %i = arith.index_cast %d : index to i64
  %two = arith.constant 2 : i64
  %j = arith.muli %i, %two : i64
  %k = arith.addi %j, %two : i64
  %end = arith.index_cast %k : i64 to index
  %z = arith.constant 1.0 : f32
  %r = scf.for %l = %c0 to %end step %c1 iter_args(%a = %z) -> f32 {
    %b = arith.addf %a, %a : f32
    scf.yield %b : f32
  }
  %m = arith.muli %n, %two : i64
  return %r, %m : f32, i64
}
// -----
// What nobody uses is executed all the same.
func.func @unused(%t: tensor<4xf32>, %x: f32) -> tensor<4xf32> {
  %a = arith.addf %x, %x : f32
  %b = linalg.exp ins(%t : tensor<4xf32>) outs(%t : tensor<4xf32>) -> tensor<4xf32>
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c6 = arith.constant 6 : index
  scf.for %i = %c0 to %c6 step %c1 {
    %c = arith.mulf %x, %x : f32
  }
  return %t : tensor<4xf32>
}
// -----
// The same at each turn, and executed at each.
func.func @invariant(%t: tensor<4xf32>, %x: f32) -> f32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c6 = arith.constant 6 : index
  %r = scf.for %i = %c0 to %c6 step %c1 iter_args(%a = %x) -> f32 {
    %c = arith.mulf %x, %x : f32
    %s = tensor.extract_slice %t[1] [2] [1] : tensor<4xf32> to tensor<2xf32>
    %e = linalg.exp ins(%s : tensor<2xf32>) outs(%s : tensor<2xf32>) -> tensor<2xf32>
    %v = tensor.extract %e[%c0] : tensor<2xf32>
    %w = arith.addf %v, %c : f32
    scf.yield %w : f32
  }
  return %r : f32
}
// -----
// x * 1, x + -0 and x - x do what they say.
func.func @foldable(%x: f32) -> f32 {
  %one = arith.constant 1.0 : f32
  %zero = arith.constant -0.0 : f32
  %a = arith.mulf %x, %one : f32
  %b = arith.addf %a, %zero : f32
  %c = arith.addf %one, %one : f32
  %d = arith.mulf %b, %c : f32
  return %d : f32
}
// -----
func.func @generate(%n: index) -> tensor<3x4xf32> {
  %r = tensor.generate {
  ^bb0(%i: index, %j: index):
    %k = arith.addi %i, %j : index
    %l = arith.index_cast %k : index to i32
    %f = arith.sitofp %l : i32 to f32
    %g = math.exp %f : f32
    tensor.yield %g : f32
  } : tensor<3x4xf32>
  return %r : tensor<3x4xf32>
}
// -----
func.func @pad(%t: tensor<3x4xf32>, %x: f32) -> tensor<6x7xf32> {
  %r = tensor.pad %t low[1, 2] high[2, 1] {
  ^bb0(%i: index, %j: index):
    tensor.yield %x : f32
  } : tensor<3x4xf32> to tensor<6x7xf32>
  return %r : tensor<6x7xf32>
}
// -----
// A convolution of 3x3 on 3x3 with padding of one: 81 taps.
func.func @same_convolution(%t: tensor<1x1x3x3xf32>, %w: tensor<1x1x3x3xf32>, %o: tensor<1x1x3x3xf32>) -> tensor<1x1x3x3xf32> {
  %z = arith.constant 0.0 : f32
  %p = tensor.pad %t low[0, 0, 1, 1] high[0, 0, 1, 1] {
  ^bb0(%i: index, %j: index, %k: index, %l: index):
    tensor.yield %z : f32
  } : tensor<1x1x3x3xf32> to tensor<1x1x5x5xf32>
  %r = linalg.conv_2d_nchw_fchw ins(%p, %w : tensor<1x1x5x5xf32>, tensor<1x1x3x3xf32>) outs(%o : tensor<1x1x3x3xf32>)
    -> tensor<1x1x3x3xf32>
  return %r : tensor<1x1x3x3xf32>
}
// -----
func.func @zero_sizes(%t: tensor<0x4xf32>, %u: tensor<4x3xf32>, %o: tensor<0x3xf32>) -> tensor<0x3xf32> {
  %r = linalg.matmul ins(%t, %u : tensor<0x4xf32>, tensor<4x3xf32>) outs(%o : tensor<0x3xf32>) -> tensor<0x3xf32>
  return %r : tensor<0x3xf32>
}
// -----
// The reduction is empty, and so is the work.
func.func @zero_reduction(%t: tensor<4x0xf32>, %u: tensor<0x3xf32>, %o: tensor<4x3xf32>) -> tensor<4x3xf32> {
  %r = linalg.matmul ins(%t, %u : tensor<4x0xf32>, tensor<0x3xf32>) outs(%o : tensor<4x3xf32>) -> tensor<4x3xf32>
  return %r : tensor<4x3xf32>
}
// -----
func.func @move_tensors(%t: tensor<4x6xf32>, %x: f32) -> tensor<6x6xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %s = tensor.extract_slice %t[1, 0] [2, 3] [1, 2] : tensor<4x6xf32> to tensor<2x3xf32>
  %i = tensor.insert_slice %s into %t[0, 1] [2, 3] [1, 1] : tensor<2x3xf32> into tensor<4x6xf32>
  %v = tensor.extract %i[%c0, %c1] : tensor<4x6xf32>
  %j = tensor.insert %v into %i[%c1, %c0] : tensor<4x6xf32>
  %p = tensor.splat %v : tensor<1x6xf32>
  %e = tensor.from_elements %v, %x, %v, %x, %v, %x : tensor<1x6xf32>
  %q = arith.addf %p, %e : tensor<1x6xf32>
  %r = tensor.concat dim(0) %j, %p, %q : (tensor<4x6xf32>, tensor<1x6xf32>, tensor<1x6xf32>) -> tensor<6x6xf32>
  return %r : tensor<6x6xf32>
}
// -----
func.func @move_buffers(%m: memref<4x6xf32>, %n: memref<4x6xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  memref.copy %m, %n : memref<4x6xf32> to memref<4x6xf32>
  %a = memref.alloc() : memref<8xf32>
  %b = memref.realloc %a : memref<8xf32> to memref<16xf32>
  %v = memref.load %n[%c0, %c1] : memref<4x6xf32>
  %w = arith.addf %v, %v : f32
  memref.store %w, %b[%c1] : memref<16xf32>
  %l = memref.load %b[%c1] : memref<16xf32>
  memref.store %l, %m[%c1, %c1] : memref<4x6xf32>
  %d = bufferization.clone %m : memref<4x6xf32> to memref<4x6xf32>
  memref.copy %d, %n : memref<4x6xf32> to memref<4x6xf32>
  return
}
// -----
func.func @copies(%t: tensor<4xf32>, %u: tensor<4xf32>) -> tensor<4xf32> {
  %a = bufferization.alloc_tensor() copy(%t) : tensor<4xf32>
  %b = arith.mulf %a, %u : tensor<4xf32>
  %c = bufferization.materialize_in_destination %b in %u : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  return %c : tensor<4xf32>
}
