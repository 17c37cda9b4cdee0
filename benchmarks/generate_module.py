#!/usr/bin/env python3
"""Print a module of about so many ops, of the kinds that programs are made of.

    generate_module.py OPS

Functions of 1000 ops each: structured ops on tensors with their bodies, arithmetic on vectors and scalars, and loops.
An op in a body counts as an op. The sizes differ from function to function.
"""

import sys

OPS_PER_FUNCTION = 1000
OPS_PER_ROUND = 25


def function(index, out):
    n = 8 + index % 57
    tensor = f"tensor<{n}x64xf32>"
    print(f"""func.func @f{index}(%x: f32, %v: vector<8xf32>, %a: {tensor}, %w: tensor<64x64xf32>) -> {tensor} {{
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = arith.constant {n} : index""", file=out)
    value = "%a"
    for i in range((OPS_PER_FUNCTION - 6) // OPS_PER_ROUND):
        print(f"""  %e{i} = tensor.empty() : {tensor}
  %z{i} = arith.constant 0.0 : f32
  %f{i} = linalg.fill ins(%z{i} : f32) outs(%e{i} : {tensor}) -> {tensor}
  %m{i} = linalg.matmul ins({value}, %w : {tensor}, tensor<64x64xf32>) outs(%f{i} : {tensor}) -> {tensor}
  %g{i} = linalg.generic {{indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]}}
    ins(%m{i}, %w : {tensor}, tensor<64x64xf32>) outs(%e{i} : {tensor}) {{
  ^bb0(%p: f32, %q: f32, %r: f32):
    %s = arith.addf %p, %q : f32
    %t = math.exp %s : f32
    %u = arith.mulf %s, %t : f32
    linalg.yield %u : f32
  }} -> {tensor}
  %h{i} = arith.mulf %v, %v : vector<8xf32>
  %j{i} = arith.addf %h{i}, %v : vector<8xf32>
  %k{i} = vector.reduction <add>, %j{i} : vector<8xf32> into f32
  %l{i} = scf.for %i = %c0 to %n step %c1 iter_args(%acc = %k{i}) -> f32 {{
    %s = arith.addf %acc, %x : f32
    %t = arith.divf %s, %x : f32
    scf.yield %t : f32
  }}
  %o{i} = tensor.collapse_shape %g{i} [[0, 1]] : {tensor} into tensor<{n * 64}xf32>
  %d{i} = arith.subf %l{i}, %x : f32
  %y{i} = arith.cmpf olt, %d{i}, %x : f32""", file=out)
        value = f"%g{i}"
    print(f"  return {value} : {tensor}\n}}", file=out)


def main():
    functions = max(1, int(sys.argv[1]) // OPS_PER_FUNCTION)
    print("#id = affine_map<(i, j) -> (i, j)>\n#row = affine_map<(i, j) -> (0, j)>")
    for index in range(functions):
        function(index, sys.stdout)


if __name__ == "__main__":
    main()
