// Rows of a table by numbers that are checked, a loop that threads share, and a function that is called.
func.func @lookup(%table: memref<10x6xf32>, %which: memref<?xi64>, %limit: memref<4096xf32>, %rows: memref<?x6xf32>) -> f32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c6 = arith.constant 6 : index
  %c4096 = arith.constant 4096 : index
  %ten = arith.constant 10 : i64
  %n = memref.dim %which, %c0 : memref<?xi64>
  scf.for %i = %c0 to %n step %c1 {
    %w = memref.load %which[%i] : memref<?xi64>
    %known = arith.cmpi ult, %w, %ten : i64
    cf.assert %known, "no such row"
    %k = arith.index_cast %w : i64 to index
    scf.for %j = %c0 to %c6 step %c1 {
      %x = memref.load %table[%k, %j] : memref<10x6xf32>
      memref.store %x, %rows[%i, %j] : memref<?x6xf32>
    }
  }
  %one = arith.constant 1.0 : f32
  scf.parallel (%i) = (%c0) to (%c4096) step (%c1) {
    %x = memref.load %limit[%i] : memref<4096xf32>
    %isSmall = arith.cmpf ole, %x, %one : f32
    cf.assert %isSmall, "too large"
    scf.reduce
  }
  %first = memref.load %limit[%c0] : memref<4096xf32>
  %half = func.call @halve(%first) : (f32) -> f32
  return %half : f32
}

func.func private @halve(%x: f32) -> f32 {
  %zero = arith.constant 0.0 : f32
  %two = arith.constant 2.0 : f32
  %isPositive = arith.cmpf oge, %x, %zero : f32
  cf.assert %isPositive, "negative"
  %half = arith.divf %x, %two : f32
  return %half : f32
}

// Parameters are looked at once.
func.func @scaled(%scale: tensor<f32> {fpo.param}, %x: tensor<4xf32>) -> tensor<4xf32> {
  %s = tensor.extract %scale[] : tensor<f32>
  %r = tensor.splat %s : tensor<4xf32>
  %y = arith.mulf %r, %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// Sizes of a program that has an inconsistent cast.
func.func @four(%x: tensor<?xf32>) -> tensor<4xf32> {
  %y = tensor.cast %x : tensor<?xf32> to tensor<4xf32>
  %z = arith.mulf %y, %y : tensor<4xf32>
  return %z : tensor<4xf32>
}
