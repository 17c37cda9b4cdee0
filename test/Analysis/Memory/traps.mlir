// What functions allocate at most, by hand, and by the analysis; and what runs
// of them allocate, after upstream's bufferization. Static and executed numbers
// come from different programs: tensors here, the buffers of a run there.
// RUN: %python %S/compare.py fpo-opt fpo-run %t %s --peaks | FileCheck %s
// CHECK: functions, 0 differ
// [memory.buffer] [memory.view] [memory.inplace] [memory.empty] [memory.loop]
// [memory.branch] [memory.call] [memory.cfg] [memory.live] [memory.peak]

// Nothing: the argument is the caller's.
// PEAKS: identity 0
func.func @identity(%a: tensor<8xf32>) -> tensor<8xf32> {
  return %a : tensor<8xf32>
}

// One of 32 bytes, into which the next ops go.
// PEAKS: chain 32
func.func @chain(%a: tensor<8xf32>) -> tensor<8xf32> {
  %e = tensor.empty() : tensor<8xf32>
  %0 = linalg.exp ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %1 = linalg.add ins(%a, %a : tensor<8xf32>, tensor<8xf32>) outs(%0 : tensor<8xf32>) -> tensor<8xf32>
  %2 = linalg.mul ins(%1, %a : tensor<8xf32>, tensor<8xf32>) outs(%1 : tensor<8xf32>) -> tensor<8xf32>
  return %2 : tensor<8xf32>
}

// Both arms of the diamond, and what joins them.
// PEAKS: diamond 96
func.func @diamond(%a: tensor<8xf32>) -> tensor<8xf32> {
  %e = tensor.empty() : tensor<8xf32>
  %0 = linalg.exp ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %l = linalg.log ins(%0 : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %r = linalg.abs ins(%0 : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %s = linalg.add ins(%l, %r : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  return %s : tensor<8xf32>
}

// The source lives on in its view.
// PEAKS: view 80
func.func @view(%a: tensor<4x4xf32>) -> tensor<4xf32> {
  %e = tensor.empty() : tensor<4x4xf32>
  %0 = linalg.exp ins(%a : tensor<4x4xf32>) outs(%e : tensor<4x4xf32>) -> tensor<4x4xf32>
  %v = tensor.extract_slice %0[1, 0] [1, 4] [1, 1] : tensor<4x4xf32> to tensor<4xf32>
  %e1 = tensor.empty() : tensor<4xf32>
  %1 = linalg.exp ins(%v : tensor<4xf32>) outs(%e1 : tensor<4xf32>) -> tensor<4xf32>
  return %1 : tensor<4xf32>
}

// Overwriting what is read later takes a copy.
// PEAKS: conflict 96
func.func @conflict(%a: tensor<8xf32>) -> tensor<8xf32> {
  %e = tensor.empty() : tensor<8xf32>
  %0 = linalg.exp ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %1 = linalg.add ins(%a, %a : tensor<8xf32>, tensor<8xf32>) outs(%0 : tensor<8xf32>) -> tensor<8xf32>
  %2 = linalg.mul ins(%1, %0 : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  return %2 : tensor<8xf32>
}

// Elementwise ops on tensors go into their first operand.
// PEAKS: elementwise 32
func.func @elementwise(%a: tensor<8xf32>) -> tensor<8xf32> {
  %e = tensor.empty() : tensor<8xf32>
  %0 = linalg.exp ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %1 = arith.addf %0, %a : tensor<8xf32>
  %2 = arith.mulf %1, %1 : tensor<8xf32>
  return %2 : tensor<8xf32>
}

// A matmul reads its operand again: not into itself.
// PEAKS: reduction 128
func.func @reduction(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %e = tensor.empty() : tensor<4x4xf32>
  %0 = linalg.exp ins(%a : tensor<4x4xf32>) outs(%e : tensor<4x4xf32>) -> tensor<4x4xf32>
  %1 = linalg.matmul ins(%0, %a : tensor<4x4xf32>, tensor<4x4xf32>) outs(%0 : tensor<4x4xf32>) -> tensor<4x4xf32>
  return %1 : tensor<4x4xf32>
}

// A constant is no place to write to.
// PEAKS: constant 32
func.func @constant(%a: tensor<8xf32>) -> tensor<8xf32> {
  %c = arith.constant dense<1.0> : tensor<8xf32>
  %0 = linalg.add ins(%a, %a : tensor<8xf32>, tensor<8xf32>) outs(%c : tensor<8xf32>) -> tensor<8xf32>
  return %0 : tensor<8xf32>
}

// The accumulator stays in its place, and one product is held beside it.
// PEAKS: accumulate 64
func.func @accumulate(%a: tensor<8xf32>) -> tensor<8xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c5 = arith.constant 5 : index
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8xf32>
  %i = linalg.fill ins(%z : f32) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %s = scf.for %k = %c0 to %c5 step %c1 iter_args(%acc = %i) -> tensor<8xf32> {
    %t = linalg.exp ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
    %n = linalg.add ins(%t, %a : tensor<8xf32>, tensor<8xf32>) outs(%acc : tensor<8xf32>) -> tensor<8xf32>
    scf.yield %n : tensor<8xf32>
  }
  return %s : tensor<8xf32>
}

// A state that each turn makes anew: the old one and the new one.
// PEAKS: state 64
func.func @state(%a: tensor<8xf32>) -> tensor<8xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c5 = arith.constant 5 : index
  %e = tensor.empty() : tensor<8xf32>
  %i = linalg.exp ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %s = scf.for %k = %c0 to %c5 step %c1 iter_args(%h = %i) -> tensor<8xf32> {
    %n = linalg.add ins(%h, %a : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
    scf.yield %n : tensor<8xf32>
  }
  return %s : tensor<8xf32>
}

// What the loop starts from is needed later: held throughout.
// PEAKS: kept 96
func.func @kept(%a: tensor<8xf32>) -> tensor<8xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c5 = arith.constant 5 : index
  %e = tensor.empty() : tensor<8xf32>
  %i = linalg.exp ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %s = scf.for %k = %c0 to %c5 step %c1 iter_args(%h = %i) -> tensor<8xf32> {
    %n = linalg.add ins(%a, %a : tensor<8xf32>, tensor<8xf32>) outs(%h : tensor<8xf32>) -> tensor<8xf32>
    scf.yield %n : tensor<8xf32>
  }
  %r = linalg.add ins(%s, %i : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// Tiles are cut out, computed, and put back where they were.
// PEAKS: tiled 64
func.func @tiled(%a: tensor<16xf32>) -> tensor<16xf32> {
  %c0 = arith.constant 0 : index
  %c4 = arith.constant 4 : index
  %c16 = arith.constant 16 : index
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<16xf32>
  %i = linalg.fill ins(%z : f32) outs(%e : tensor<16xf32>) -> tensor<16xf32>
  %s = scf.for %k = %c0 to %c16 step %c4 iter_args(%acc = %i) -> tensor<16xf32> {
    %x = tensor.extract_slice %a[%k] [4] [1] : tensor<16xf32> to tensor<4xf32>
    %o = tensor.extract_slice %acc[%k] [4] [1] : tensor<16xf32> to tensor<4xf32>
    %t = linalg.exp ins(%x : tensor<4xf32>) outs(%o : tensor<4xf32>) -> tensor<4xf32>
    %n = tensor.insert_slice %t into %acc[%k] [4] [1] : tensor<4xf32> into tensor<16xf32>
    scf.yield %n : tensor<16xf32>
  }
  return %s : tensor<16xf32>
}

// One of two paths: one of the larger, or of the smaller tensors.
// PEAKS: branch [32, 160]
func.func @branch(%a: tensor<8xf32>, %c: i1) -> tensor<8xf32> {
  %e = tensor.empty() : tensor<8xf32>
  %0 = scf.if %c -> tensor<8xf32> {
    %w = tensor.empty() : tensor<32xf32>
    %z = arith.constant 0.0 : f32
    %f = linalg.fill ins(%z : f32) outs(%w : tensor<32xf32>) -> tensor<32xf32>
    %v = tensor.extract_slice %f[0] [8] [1] : tensor<32xf32> to tensor<8xf32>
    %1 = linalg.add ins(%v, %a : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
    scf.yield %1 : tensor<8xf32>
  } else {
    %1 = linalg.exp ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
    scf.yield %1 : tensor<8xf32>
  }
  return %0 : tensor<8xf32>
}

// What the callee holds, on top of what its caller does.
// PEAKS: caller 128
func.func private @callee(%x: tensor<8xf32>) -> tensor<8xf32> {
  %e = tensor.empty() : tensor<8xf32>
  %0 = linalg.exp ins(%x : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %1 = linalg.log ins(%0 : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  return %1 : tensor<8xf32>
}
func.func @caller(%a: tensor<8xf32>) -> tensor<8xf32> {
  %e = tensor.empty() : tensor<8xf32>
  %0 = linalg.exp ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %k = linalg.abs ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %1 = func.call @callee(%0) : (tensor<8xf32>) -> tensor<8xf32>
  %2 = linalg.add ins(%1, %a : tensor<8xf32>, tensor<8xf32>) outs(%k : tensor<8xf32>) -> tensor<8xf32>
  return %2 : tensor<8xf32>
}

// A loop that turns once hands on what it was given, here an argument.
// PEAKS: once 32
func.func @once(%a: tensor<8xf32>) -> tensor<8xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %e = tensor.empty() : tensor<8xf32>
  %s = scf.for %k = %c0 to %c1 step %c1 iter_args(%h = %a) -> tensor<8xf32> {
    %n = linalg.exp ins(%h : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
    scf.yield %n : tensor<8xf32>
  }
  return %s : tensor<8xf32>
}

// A loop that never turns does nothing.
// PEAKS: never 0
func.func @never(%a: tensor<8xf32>) -> tensor<8xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %e = tensor.empty() : tensor<8xf32>
  %s = scf.for %k = %c0 to %c0 step %c1 iter_args(%h = %a) -> tensor<8xf32> {
    %n = linalg.exp ins(%h : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
    scf.yield %n : tensor<8xf32>
  }
  return %s : tensor<8xf32>
}

// Two that change places. (Bufferization, which could exchange their addresses,
// copies.)
// PEAKS: swap 64
// COPIES: swap 96
func.func @swap(%a: tensor<8xf32>) -> tensor<8xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %e = tensor.empty() : tensor<8xf32>
  %x = linalg.exp ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %y = linalg.log ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %s:2 = scf.for %k = %c0 to %c4 step %c1 iter_args(%g = %x, %h = %y) -> (tensor<8xf32>, tensor<8xf32>) {
    scf.yield %h, %g : tensor<8xf32>, tensor<8xf32>
  }
  %r = linalg.add ins(%s#0, %a : tensor<8xf32>, tensor<8xf32>) outs(%s#1 : tensor<8xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// What comes from outside is held until the loop is done, whenever it is used.
// PEAKS: captured 160
func.func @captured(%a: tensor<8xf32>) -> tensor<8xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %e = tensor.empty() : tensor<8xf32>
  %x = linalg.exp ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %i = linalg.log ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %s = scf.for %k = %c0 to %c4 step %c1 iter_args(%acc = %i) -> tensor<8xf32> {
    %t = linalg.add ins(%x, %a : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
    %u = linalg.exp ins(%t : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
    %v = linalg.mul ins(%t, %u : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
    %n = linalg.add ins(%v, %a : tensor<8xf32>, tensor<8xf32>) outs(%acc : tensor<8xf32>) -> tensor<8xf32>
    scf.yield %n : tensor<8xf32>
  }
  return %s : tensor<8xf32>
}

// A loop in a loop, both on one accumulator.
// PEAKS: nested 64
func.func @nested(%a: tensor<8xf32>) -> tensor<8xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %e = tensor.empty() : tensor<8xf32>
  %i = linalg.exp ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %s = scf.for %k = %c0 to %c3 step %c1 iter_args(%acc = %i) -> tensor<8xf32> {
    %m = scf.for %l = %c0 to %c3 step %c1 iter_args(%in = %acc) -> tensor<8xf32> {
      %t = linalg.exp ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
      %n = linalg.add ins(%t, %a : tensor<8xf32>, tensor<8xf32>) outs(%in : tensor<8xf32>) -> tensor<8xf32>
      scf.yield %n : tensor<8xf32>
    }
    scf.yield %m : tensor<8xf32>
  }
  return %s : tensor<8xf32>
}

// The state of a while loop that each turn makes anew.
// PEAKS: while 64
func.func @while(%a: tensor<8xf32>) -> tensor<8xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %e = tensor.empty() : tensor<8xf32>
  %i = linalg.exp ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %s:2 = scf.while (%h = %i, %k = %c0) : (tensor<8xf32>, index) -> (tensor<8xf32>, index) {
    %more = arith.cmpi slt, %k, %c4 : index
    scf.condition(%more) %h, %k : tensor<8xf32>, index
  } do {
  ^bb0(%h: tensor<8xf32>, %k: index):
    %n = linalg.exp ins(%h : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
    %next = arith.addi %k, %c1 : index
    scf.yield %n, %next : tensor<8xf32>, index
  }
  return %s#0 : tensor<8xf32>
}

// Parallel turns write their parts into one place.
// PEAKS: parallel 64
func.func @parallel(%a: tensor<16xf32>) -> tensor<16xf32> {
  %e = tensor.empty() : tensor<16xf32>
  %s = scf.forall (%i) in (4) shared_outs(%o = %e) -> tensor<16xf32> {
    %k = affine.apply affine_map<(d0) -> (4 * d0)>(%i)
    %x = tensor.extract_slice %a[%k] [4] [1] : tensor<16xf32> to tensor<4xf32>
    %y = tensor.extract_slice %o[%k] [4] [1] : tensor<16xf32> to tensor<4xf32>
    %t = linalg.exp ins(%x : tensor<4xf32>) outs(%y : tensor<4xf32>) -> tensor<4xf32>
    scf.forall.in_parallel {
      tensor.parallel_insert_slice %t into %o[%k] [4] [1] : tensor<4xf32> into tensor<16xf32>
    }
  }
  return %s : tensor<16xf32>
}

// Both ways overwrite the same tensor, which is dead afterwards.
// PEAKS: either 32
func.func @either(%a: tensor<8xf32>, %c: i1) -> tensor<8xf32> {
  %e = tensor.empty() : tensor<8xf32>
  %i = linalg.exp ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %s = scf.if %c -> tensor<8xf32> {
    %n = linalg.add ins(%a, %a : tensor<8xf32>, tensor<8xf32>) outs(%i : tensor<8xf32>) -> tensor<8xf32>
    scf.yield %n : tensor<8xf32>
  } else {
    %n = linalg.mul ins(%a, %a : tensor<8xf32>, tensor<8xf32>) outs(%i : tensor<8xf32>) -> tensor<8xf32>
    scf.yield %n : tensor<8xf32>
  }
  return %s : tensor<8xf32>
}

// An argument, or new memory.
// PEAKS: maybe [0, 32]
func.func @maybe(%a: tensor<8xf32>, %c: i1) -> tensor<8xf32> {
  %e = tensor.empty() : tensor<8xf32>
  %s = scf.if %c -> tensor<8xf32> {
    %n = linalg.exp ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
    scf.yield %n : tensor<8xf32>
  } else {
    scf.yield %a : tensor<8xf32>
  }
  return %s : tensor<8xf32>
}

// What an inner branch returns may be the argument, and so may what the outer
// one returns; here it is, whatever the condition.
// PEAKS: maybe_by_way_of_another [32, 64]
func.func @maybe_by_way_of_another(%a: tensor<8xf32>, %c: i1) -> (tensor<8xf32>, tensor<8xf32>) {
  %e = tensor.empty() : tensor<8xf32>
  %s = scf.if %c -> tensor<8xf32> {
    %i = scf.if %c -> tensor<8xf32> {
      scf.yield %a : tensor<8xf32>
    } else {
      %n = linalg.exp ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
      scf.yield %n : tensor<8xf32>
    }
    scf.yield %i : tensor<8xf32>
  } else {
    %i = scf.if %c -> tensor<8xf32> {
      %n = linalg.exp ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
      scf.yield %n : tensor<8xf32>
    } else {
      scf.yield %a : tensor<8xf32>
    }
    scf.yield %i : tensor<8xf32>
  }
  %0 = linalg.add ins(%s, %a : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  return %0, %a : tensor<8xf32>, tensor<8xf32>
}

// The callee overwrites its argument: in place if that is dead, else in a copy.
// PEAKS: lends 96
func.func private @overwrites(%x: tensor<8xf32>) -> tensor<8xf32> {
  %0 = linalg.add ins(%x, %x : tensor<8xf32>, tensor<8xf32>) outs(%x : tensor<8xf32>) -> tensor<8xf32>
  return %0 : tensor<8xf32>
}
func.func @lends(%a: tensor<8xf32>) -> tensor<8xf32> {
  %e = tensor.empty() : tensor<8xf32>
  %0 = linalg.exp ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %1 = func.call @overwrites(%0) : (tensor<8xf32>) -> tensor<8xf32>
  %2 = func.call @overwrites(%1) : (tensor<8xf32>) -> tensor<8xf32>
  %3 = linalg.sub ins(%1, %2 : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  return %3 : tensor<8xf32>
}

// Two results, one of them dead at once; several types.
// PEAKS: types 27
func.func @types(%a: tensor<8xf32>) -> tensor<3xi8> {
  %z = arith.constant 0 : i8
  %e = tensor.empty() : tensor<3xi8>
  %e1 = tensor.empty() : tensor<3xi64>
  %0 = linalg.fill ins(%z : i8) outs(%e : tensor<3xi8>) -> tensor<3xi8>
  %zz = arith.constant 0 : i64
  %1 = linalg.fill ins(%zz : i64) outs(%e1 : tensor<3xi64>) -> tensor<3xi64>
  return %0 : tensor<3xi8>
}

// Padding and concatenation make new tensors.
// PEAKS: pads 80
func.func @pads(%a: tensor<4xf32>) -> tensor<12xf32> {
  %z = arith.constant 0.0 : f32
  %p = tensor.pad %a low[2] high[2] {
  ^bb0(%i: index):
    tensor.yield %z : f32
  } : tensor<4xf32> to tensor<8xf32>
  %c = tensor.concat dim(0) %p, %a : (tensor<8xf32>, tensor<4xf32>) -> tensor<12xf32>
  return %c : tensor<12xf32>
}

// Buffers of the program itself, from the first use to the last.
// PEAKS: buffers 64
func.func @buffers(%a: memref<8xf32>) {
  %x = memref.alloc() : memref<8xf32>
  %y = memref.alloc() : memref<8xf32>
  %w = memref.alloca() : memref<8xf32>
  linalg.exp ins(%a : memref<8xf32>) outs(%x : memref<8xf32>)
  linalg.exp ins(%x : memref<8xf32>) outs(%y : memref<8xf32>)
  linalg.exp ins(%y : memref<8xf32>) outs(%w : memref<8xf32>)
  memref.copy %w, %a : memref<8xf32> to memref<8xf32>
  return
}

// Blocks that branch.
// PEAKS: blocks [0, 64]
func.func @blocks(%a: tensor<8xf32>, %c: i1) -> tensor<8xf32> {
  %e = tensor.empty() : tensor<8xf32>
  cf.cond_br %c, ^work, ^end(%a : tensor<8xf32>)
^work:
  %0 = linalg.exp ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  cf.br ^end(%0 : tensor<8xf32>)
^end(%r: tensor<8xf32>):
  return %r : tensor<8xf32>
}

// Both ways return what they were given, which is needed later.
// PEAKS: passes 64
func.func @passes(%a: tensor<8xf32>, %c: i1) -> tensor<8xf32> {
  %e = tensor.empty() : tensor<8xf32>
  %i = linalg.exp ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %s = scf.if %c -> tensor<8xf32> {
    scf.yield %i : tensor<8xf32>
  } else {
    scf.yield %i : tensor<8xf32>
  }
  %n = linalg.abs ins(%s : tensor<8xf32>) outs(%s : tensor<8xf32>) -> tensor<8xf32>
  %r = linalg.add ins(%n, %i : tensor<8xf32>, tensor<8xf32>) outs(%n : tensor<8xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// What is overwritten later without a look at it may be overwritten before.
// PEAKS: unread 32
func.func @unread(%a: tensor<8xf32>) -> tensor<8xf32> {
  %e = tensor.empty() : tensor<8xf32>
  %i = linalg.exp ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %n = arith.addf %i, %a : tensor<8xf32>
  %r = linalg.abs ins(%n : tensor<8xf32>) outs(%i : tensor<8xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// Each turn makes what is carried, and no turn looks at what was: what the loop
// starts from may be overwritten before, and is not held until then.
// PEAKS: starts_from_anything 64
func.func @starts_from_anything(%a: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %e = tensor.empty() : tensor<8xf32>
  %i = linalg.exp ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %n = linalg.abs ins(%a : tensor<8xf32>) outs(%i : tensor<8xf32>) -> tensor<8xf32>
  %r = scf.for %k = %c0 to %c3 step %c1 iter_args(%carried = %i) -> tensor<8xf32> {
    %m = linalg.negf ins(%n : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
    scf.yield %m : tensor<8xf32>
  }
  return %r, %n : tensor<8xf32>, tensor<8xf32>
}

// An op holds its operands and its results. The lowering of tosa pads the input
// first, 1x5x5x8 elements, 800 bytes, which are no tensor of the program, and
// for the pool a window of 3x3 elements, 36 bytes, that nobody looks at.
// PEAKS: padded_pool 128
// COPIES: padded_pool 964
func.func @padded_pool(%x: tensor<1x4x4x8xf32>) -> tensor<1x2x2x8xf32> {
  %0 = tosa.max_pool2d %x {kernel = array<i64: 3, 3>, pad = array<i64: 0, 1, 0, 1>, stride = array<i64: 2, 2>}
    : (tensor<1x4x4x8xf32>) -> tensor<1x2x2x8xf32>
  return %0 : tensor<1x2x2x8xf32>
}

// PEAKS: padded_conv 64
// COPIES: padded_conv 864
func.func @padded_conv(%x: tensor<1x4x4x8xf32>, %w: tensor<4x3x3x8xf32>, %b: tensor<4xf32>) -> tensor<1x2x2x4xf32> {
  %z = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %0 = tosa.conv2d %x, %w, %b, %z, %z {acc_type = f32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 1, 0, 1>, stride = array<i64: 2, 2>}
    : (tensor<1x4x4x8xf32>, tensor<4x3x3x8xf32>, tensor<4xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x2x2x4xf32>
  return %0 : tensor<1x2x2x4xf32>
}
