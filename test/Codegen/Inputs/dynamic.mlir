func.func @square(%x: tensor<?xf32>) -> tensor<?xf32> {
  %r = arith.mulf %x, %x : tensor<?xf32>
  return %r : tensor<?xf32>
}
