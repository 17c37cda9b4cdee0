// What attention on a batch of heads costs: two products and a softmax.
fpo.rule @attention of "mydialect.attention"(
    %query: tensor<?x?x?x!fpo.float>, %key: tensor<?x?x?x!fpo.float>, %value: tensor<?x?x?x!fpo.float>)
    -> tensor<?x?x?x!fpo.float> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %zero = arith.constant 0.0 : !fpo.float
  %heads = tensor.dim %query, %c0 : tensor<?x?x?x!fpo.float>
  %rows = tensor.dim %query, %c1 : tensor<?x?x?x!fpo.float>
  %keys = tensor.dim %key, %c1 : tensor<?x?x?x!fpo.float>
  %width = tensor.dim %value, %c2 : tensor<?x?x?x!fpo.float>

  %empty = tensor.empty(%heads, %rows, %keys) : tensor<?x?x?x!fpo.float>
  %start = linalg.fill ins(%zero : !fpo.float) outs(%empty : tensor<?x?x?x!fpo.float>) -> tensor<?x?x?x!fpo.float>
  %scores = linalg.batch_matmul
      indexing_maps = [affine_map<(b, m, n, k) -> (b, m, k)>, affine_map<(b, m, n, k) -> (b, n, k)>,
                       affine_map<(b, m, n, k) -> (b, m, n)>]
      ins(%query, %key : tensor<?x?x?x!fpo.float>, tensor<?x?x?x!fpo.float>)
      outs(%start : tensor<?x?x?x!fpo.float>) -> tensor<?x?x?x!fpo.float>
  %weights = linalg.softmax dimension(2) ins(%scores : tensor<?x?x?x!fpo.float>)
      outs(%empty : tensor<?x?x?x!fpo.float>) -> tensor<?x?x?x!fpo.float>
  %empty_result = tensor.empty(%heads, %rows, %width) : tensor<?x?x?x!fpo.float>
  %start_result = linalg.fill ins(%zero : !fpo.float)
      outs(%empty_result : tensor<?x?x?x!fpo.float>) -> tensor<?x?x?x!fpo.float>
  %result = linalg.batch_matmul ins(%weights, %value : tensor<?x?x?x!fpo.float>, tensor<?x?x?x!fpo.float>)
      outs(%start_result : tensor<?x?x?x!fpo.float>) -> tensor<?x?x?x!fpo.float>
  fpo.yield %result : tensor<?x?x?x!fpo.float>
}

// A gated unit, on scalars: it is applied to each element of a tensor.
fpo.rule @swish of "mydialect.swish"(%x: !fpo.float) -> !fpo.float source "Ramachandran, Zoph, Le, arXiv:1710.05941" {
  %one = arith.constant 1.0 : !fpo.float
  %negative = arith.negf %x : !fpo.float
  %power = math.exp %negative : !fpo.float
  %below = arith.addf %one, %power : !fpo.float
  %result = arith.divf %x, %below : !fpo.float
  fpo.yield %result : !fpo.float
}
