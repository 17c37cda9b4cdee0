"""What compiled convolutions differ from sums in f64 by, directly and by Winograd's method.

usage: winograd.py FPO_OPT WORK

Prints the largest error over all shapes, relative to the largest result. Inputs are drawn from -1 to 1.
"""

import array
import random
import subprocess
import sys

from library import Function, Signature

# Images, channels in and out, height, width, zeros around: tiles that fit, that end early in one or both directions, and an
# image that is smaller than a tile.
SHAPES = [(1, 8, 5, 8, 8, 1), (1, 5, 8, 6, 9, 1), (2, 3, 17, 5, 4, 0), (1, 4, 4, 3, 1, 1), (1, 64, 8, 12, 8, 1)]
PASSES = ["--fpo-expose-bodies", "--canonicalize", "--cse", "--fpo-form-kernels", "--canonicalize", "--cse", "--fpo-assign-layouts"]


def program(n, c, k, height, width, pad):
    """A convolution that starts from a bias, with a residual and a relu behind it."""
    high, wide = height + 2, width + 2
    inner = f"tensor<{n}x{c}x{high - 2 * pad}x{wide - 2 * pad}xf32>"
    padded, result = f"tensor<{n}x{c}x{high}x{wide}xf32>", f"tensor<{n}x{k}x{height}x{width}xf32>"
    same, four = "affine_map<(n, k, h, w) -> (n, k, h, w)>", '"parallel", "parallel", "parallel", "parallel"'
    return f"""
func.func @conv(%w: tensor<{k}x{c}x3x3xf32> {{fpo.param}}, %b: tensor<{k}xf32> {{fpo.param}}, %x: {inner}, %r: {result}) -> {result} {{
  %zero = arith.constant 0.0 : f32
  %p = tensor.pad %x low[0, 0, {pad}, {pad}] high[0, 0, {pad}, {pad}] {{
  ^bb0(%i: index, %j: index, %k: index, %l: index):
    tensor.yield %zero : f32
  }} : {inner} to {padded}
  %e = tensor.empty() : {result}
  %s = linalg.generic {{indexing_maps = [affine_map<(n, k, h, w) -> (k)>, {same}], iterator_types = [{four}]}}
      ins(%b : tensor<{k}xf32>) outs(%e : {result}) {{
  ^bb0(%v: f32, %o: f32):
    linalg.yield %v : f32
  }} -> {result}
  %y = linalg.conv_2d_nchw_fchw ins(%p, %w : {padded}, tensor<{k}x{c}x3x3xf32>) outs(%s : {result}) -> {result}
  %z = linalg.generic {{indexing_maps = [{same}, {same}, {same}], iterator_types = [{four}]}}
      ins(%y, %r : {result}, {result}) outs(%e : {result}) {{
  ^bb0(%v: f32, %u: f32, %o: f32):
    %1 = arith.addf %v, %u : f32
    %2 = arith.maximumf %1, %zero : f32
    linalg.yield %2 : f32
  }} -> {result}
  return %z : {result}
}}
"""


def convolve(shape, w, b, x, r):
    n, c, k, height, width, pad = shape
    high, wide = height + 2 - 2 * pad, width + 2 - 2 * pad

    def pixel(m, l, i, j):
        i, j = i - pad, j - pad
        return x[((m * c + l) * high + i) * wide + j] if 0 <= i < high and 0 <= j < wide else 0.0

    results = []
    for m in range(n):
        for o in range(k):
            for i in range(height):
                for j in range(width):
                    window = (pixel(m, l, i + u, j + v) * w[((o * c + l) * 3 + u) * 3 + v]
                              for l in range(c) for u in range(3) for v in range(3))
                    results.append(max(0.0, b[o] + sum(window) + r[len(results)]))
    return results


def main():
    opt, work = sys.argv[1:]
    random.seed(7)
    errors = {0: 0.0, 2: 0.0, 4: 0.0}
    for shape in SHAPES:
        text = program(*shape)
        with open(f"{work}.mlir", "w") as file:
            file.write(text)
        signature = Signature(text)
        values = [array.array("f", [random.uniform(-1, 1) for _ in range(size)])
                  for size in (eval("*".join(map(str, sizes))) for sizes, _ in signature.takes)]
        want = convolve(shape, *values)
        for tile in errors:
            source, library = f"{work}.mlir", f"{work}.{'x'.join(map(str, shape))}.{tile}.so"
            if tile:
                source = f"{work}.{tile}.mlir"
                subprocess.run([opt, f"{work}.mlir", *PASSES, f"--fpo-winograd=tile={tile}", "-o", source], check=True)
            subprocess.run([opt, source, "--emit=so", "-o", library], check=True)
            function = Function(library, signature, values[:2])
            for _ in range(2):
                got = function(values[2:])[0]
                error = max(abs(x - y) for x, y in zip(want, got)) / max(want)
                errors[tile] = max(errors[tile], error) if error == error else float("inf")
            function.close()
    for (tile, error), bound in zip(errors.items(), (2e-6, 4e-6, 2e-5)):
        name = f"F({tile}x{tile}, 3x3)" if tile else "direct"
        print(f"{name}: {error:.1e}, {'below' if error < bound else 'not below'} {bound:.0e}")


main()
