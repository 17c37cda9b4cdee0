// RUN: fpo-opt %s --split-input-file --verify-diagnostics

func.func @maps(%a: memref<4xf32>, %o: memref<4xf32>) {
  // expected-error @below {{'fpo.kernel' op has 1 maps for 2 operands}}
  fpo.kernel ins(%a : memref<4xf32>) outs(%o : memref<4xf32>) maps [affine_map<(i) -> (i)>] iterators ["parallel"] finish {
  ^bb0(%x: f32, %y: f32):
    fpo.yield %x : f32
  }
  return
}

// -----

func.func @size(%a: memref<5xf32>, %o: memref<4xf32>) {
  // expected-error @below {{'fpo.kernel' op has loop 0 of size 4 and of size 5, in operand 0}}
  fpo.kernel ins(%a : memref<5xf32>) outs(%o : memref<4xf32>)
      maps [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>] iterators ["parallel"] finish {
  ^bb0(%x: f32, %y: f32):
    fpo.yield %x : f32
  }
  return
}

// -----

func.func @iterator(%o: memref<4xf32>) {
  // expected-error @below {{'fpo.kernel' op has an iterator "window", which is neither parallel nor reduction}}
  fpo.kernel outs(%o : memref<4xf32>) maps [affine_map<(i) -> (i)>] iterators ["window"] finish {
  ^bb0(%y: f32):
    fpo.yield %y : f32
  }
  return
}

// -----

func.func @no_start(%a: memref<4xf32>, %o: memref<f32>) {
  // expected-error @below {{'fpo.kernel' op has a reduction loop and no 'start'}}
  fpo.kernel ins(%a : memref<4xf32>) outs(%o : memref<f32>)
      maps [affine_map<(i) -> (i)>, affine_map<(i) -> ()>] iterators ["reduction"] finish {
  ^bb0(%x: f32, %y: f32):
    fpo.yield %x : f32
  }
  return
}

// -----

func.func @used_outside(%a: memref<4xf32>, %o: memref<f32>) {
  // expected-error @below {{'fpo.kernel' op uses an element of operand 0 in 'start', where reduction loop 0, which it depends on, does not run}}
  fpo.kernel ins(%a : memref<4xf32>) outs(%o : memref<f32>)
      maps [affine_map<(i) -> (i)>, affine_map<(i) -> ()>] iterators ["reduction"] start {
  ^bb0(%x: f32, %y: f32):
    fpo.yield %x : f32
  } combine {
  ^bb0(%x: f32, %y: f32, %s: f32):
    fpo.yield %s : f32
  } finish {
  ^bb0(%x: f32, %y: f32, %s: f32):
    fpo.yield %s : f32
  }
  return
}

// -----

func.func @output(%a: memref<4x2xf32>, %o: memref<5xf32>) {
  // expected-error @below {{'fpo.kernel' op has a map of output 0 that is no projected permutation}}
  fpo.kernel ins(%a : memref<4x2xf32>) outs(%o : memref<5xf32>)
      maps [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i + 1)>] iterators ["parallel", "reduction"] start {
  ^bb0(%x: f32, %y: f32):
    fpo.yield %y : f32
  } combine {
  ^bb0(%x: f32, %y: f32, %s: f32):
    fpo.yield %x : f32
  } finish {
  ^bb0(%x: f32, %y: f32, %s: f32):
    fpo.yield %s : f32
  }
  return
}

// -----

func.func @several_maps(%a: memref<4xf32>, %o: memref<8xf32>) {
  // expected-error @below {{'fpo.kernel' op has a region 'finish' that yields other types than the elements of the outputs}}
  fpo.kernel ins(%a : memref<4xf32>) outs(%o : memref<8xf32>)
      maps [affine_map<(i) -> (i)>, affine_map<(i) -> (i * 2)>, affine_map<(i) -> (i * 2 + 1)>] iterators ["parallel"] finish {
  ^bb0(%x: f32, %y: f32):
    fpo.yield %x : f32
  }
  return
}

// -----

func.func @accumulator(%a: memref<4xf32>, %o: memref<f32>) {
  // expected-error @below {{'fpo.kernel' op has a region 'combine' that does not take an element of each operand and each accumulator}}
  fpo.kernel ins(%a : memref<4xf32>) outs(%o : memref<f32>)
      maps [affine_map<(i) -> (i)>, affine_map<(i) -> ()>] iterators ["reduction"] start {
  ^bb0(%x: f32, %y: f32):
    fpo.yield %y : f32
  } combine {
  ^bb0(%x: f32, %y: f32):
    fpo.yield %x : f32
  } finish {
  ^bb0(%x: f32, %y: f32, %s: f32):
    fpo.yield %s : f32
  }
  return
}
