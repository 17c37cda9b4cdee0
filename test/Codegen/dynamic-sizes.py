"""Whether code with vectors computes what plain loops compute where sizes are known at run time only.

usage: dynamic-sizes.py FPO_OPT FPO_RUN WORK VECTOR_BITS
"""

import itertools
import json
import os
import sys

sys.path.insert(0, os.path.dirname(__file__))
from kernels import TOLERANCE, lower, run, same  # noqa: E402

# Around one and two vectors and blocks of rows, and few and many of them; nothing at all.
SIZES = [0, 1, 3, 5, 8, 17, 33, 70]


def generic(takes, gives, maps, iterators, body, sizes, start="0.0"):
    """A function of linalg.generic whose result's sizes are those of (argument, dimension)."""
    arguments = ", ".join(f"%a{i}: {type}" for i, type in enumerate(takes))
    lines = [f"  %d{i} = tensor.dim %a{number}, %c{dim} : {takes[number]}" for i, (number, dim) in enumerate(sizes)]
    all_sizes = ", ".join(f"%d{i}" for i in range(len(sizes)))
    inputs = ", ".join(f"%a{i}" for i in range(len(takes)))
    elements = ", ".join(f"%x{i}: f32" for i in range(len(takes)))
    return f"""func.func @f({arguments}) -> {gives} {{
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %start = arith.constant {start} : f32
{chr(10).join(lines)}
  %e = tensor.empty({all_sizes}) : {gives}
  %f = linalg.fill ins(%start : f32) outs(%e : {gives}) -> {gives}
  %r = linalg.generic {{indexing_maps = [{", ".join(f"affine_map<{map}>" for map in maps)}],
    iterator_types = [{", ".join(f'"{iterator}"' for iterator in iterators)}]}}
    ins({inputs} : {", ".join(takes)}) outs(%f : {gives}) {{
  ^bb0({elements}, %o: f32):
    {body}
  }} -> {gives}
  return %r : {gives}
}}
"""


def images(batch, height, width, out_height, out_width):
    """Two padded 3x3 convolutions, with an activation between them, the second with stride 2."""
    def padded(source, channels, number):
        plain, larger = f"tensor<{batch}x{channels}x{height}x{width}xf32>", f"tensor<{batch}x{channels}x{grown(height)}x{grown(width)}xf32>"
        return larger, f"""  %p{number} = tensor.pad {source} low[0, 0, 1, 1] high[0, 0, 1, 1] {{
  ^bb0(%i: index, %j: index, %k: index, %l: index):
    tensor.yield %zero : f32
  }} : {plain} to {larger}
"""

    def grown(size):
        return size if size == "?" else size + 2

    def sizes(*pairs):
        return ", ".join(value for size, value in pairs if size == "?")

    image, middle = f"tensor<{batch}x3x{height}x{width}xf32>", f"tensor<{batch}x20x{height}x{width}xf32>"
    result = f"tensor<{batch}x24x{out_height}x{out_width}xf32>"
    first, pad_first = padded("%x", 3, 0)
    second, pad_second = padded("%a", 20, 1)
    return f"""func.func @f(%x: {image}, %w: tensor<20x3x3x3xf32>, %v: tensor<24x20x3x3xf32>) -> {result} {{
  %c0 = arith.constant 0 : index
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  %zero = arith.constant 0.0 : f32
  %b = tensor.dim %x, %c0 : {image}
  %h = tensor.dim %x, %c2 : {image}
  %n = tensor.dim %x, %c3 : {image}
  %h2 = arith.ceildivsi %h, %c2 : index
  %n2 = arith.ceildivsi %n, %c2 : index
{pad_first}  %e0 = tensor.empty({sizes((batch, "%b"), (height, "%h"), (width, "%n"))}) : {middle}
  %f0 = linalg.fill ins(%zero : f32) outs(%e0 : {middle}) -> {middle}
  %r0 = linalg.conv_2d_nchw_fchw ins(%p0, %w : {first}, tensor<20x3x3x3xf32>) outs(%f0 : {middle}) -> {middle}
  %a = linalg.generic {{indexing_maps = [affine_map<(i, j, k, l) -> (i, j, k, l)>, affine_map<(i, j, k, l) -> (i, j, k, l)>],
    iterator_types = ["parallel", "parallel", "parallel", "parallel"]}} ins(%r0 : {middle}) outs(%e0 : {middle}) {{
  ^bb0(%in: f32, %out: f32):
    %m = arith.maximumf %in, %zero : f32
    linalg.yield %m : f32
  }} -> {middle}
{pad_second}  %e1 = tensor.empty({sizes((batch, "%b"), (out_height, "%h2"), (out_width, "%n2"))}) : {result}
  %f1 = linalg.fill ins(%zero : f32) outs(%e1 : {result}) -> {result}
  %r1 = linalg.conv_2d_nchw_fchw {{strides = dense<2> : vector<2xi64>}} ins(%p1, %v : {second}, tensor<24x20x3x3xf32>)
      outs(%f1 : {result}) -> {result}
  return %r1 : {result}
}}
"""


def softmax():
    """A dense layer of batches of sequences, and a softmax over the parts of its results."""
    map4, row4 = "affine_map<(b, s, h, k) -> (b, s, h, k)>", "affine_map<(b, s, h, k) -> (b, s, h)>"
    four = '["parallel", "parallel", "parallel", "parallel"]'
    part, sums, flat = "tensor<?x?x3x20xf32>", "tensor<?x?x3xf32>", "tensor<?x60xf32>"
    return f"""func.func @f(%x: tensor<?x?x24xf32>, %w: tensor<24x60xf32>) -> {part} {{
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  %b = tensor.dim %x, %c0 : tensor<?x?x24xf32>
  %s = tensor.dim %x, %c1 : tensor<?x?x24xf32>
  %n = arith.muli %b, %s : index
  %rows = tensor.collapse_shape %x [[0, 1], [2]] : tensor<?x?x24xf32> into tensor<?x24xf32>
  %e0 = tensor.empty(%n) : {flat}
  %f0 = linalg.fill ins(%zero : f32) outs(%e0 : {flat}) -> {flat}
  %y = linalg.matmul ins(%rows, %w : tensor<?x24xf32>, tensor<24x60xf32>) outs(%f0 : {flat}) -> {flat}
  %z = tensor.expand_shape %y [[0, 1], [2, 3]] output_shape [%b, %s, 3, 20] : {flat} into {part}
  %e1 = tensor.empty(%b, %s) : {part}
  %exp = linalg.exp ins(%z : {part}) outs(%e1 : {part}) -> {part}
  %e2 = tensor.empty(%b, %s) : {sums}
  %f2 = linalg.fill ins(%zero : f32) outs(%e2 : {sums}) -> {sums}
  %sum = linalg.reduce ins(%exp : {part}) outs(%f2 : {sums}) dimensions = [3] (%in: f32, %o: f32) {{
    %t = arith.addf %in, %o : f32
    linalg.yield %t : f32
  }}
  %r = linalg.generic {{indexing_maps = [{map4}, {row4}, {map4}], iterator_types = {four}}}
      ins(%exp, %sum : {part}, {sums}) outs(%e1 : {part}) {{
  ^bb0(%in: f32, %t: f32, %o: f32):
    %q = arith.divf %in, %t : f32
    linalg.yield %q : f32
  }} -> {part}
  return %r : {part}
}}
"""


PRODUCT = "%p = arith.mulf %x0, %x1 : f32\n    %s = arith.addf %o, %p : f32\n    linalg.yield %s : f32"
SUM = "%s = arith.addf %o, %x0 : f32\n    linalg.yield %s : f32"
ALL = "tensor<?x?xf32>"
P, R = "parallel", "reduction"

# name: the program, and for each loop whose size is bound, what of the arguments has it.
PROGRAMS = {
    "matmul": (generic([ALL, ALL], ALL, ["(m, n, k) -> (m, k)", "(m, n, k) -> (k, n)", "(m, n, k) -> (m, n)"], [P, P, R], PRODUCT,
                       [(0, 0), (1, 1)]), [["arg0.0"], ["arg1.1"], ["arg0.1", "arg1.0"]]),
    "rows by a static matrix": (
        generic(["tensor<?x24xf32>", "tensor<24x40xf32>"], "tensor<?x40xf32>",
                ["(m, n, k) -> (m, k)", "(m, n, k) -> (k, n)", "(m, n, k) -> (m, n)"], [P, P, R], PRODUCT, [(0, 0)]), [["arg0.0"]]),
    "transposed": (generic([ALL, ALL], ALL, ["(m, n, k) -> (m, k)", "(m, n, k) -> (n, k)", "(m, n, k) -> (m, n)"], [P, P, R], PRODUCT,
                           [(0, 0), (1, 0)]), [["arg0.0"], ["arg1.0"], ["arg0.1", "arg1.1"]]),
    "sums of rows": (generic([ALL], "tensor<?xf32>", ["(m, k) -> (m, k)", "(m, k) -> (m)"], [P, R], SUM, [(0, 0)]),
                     [["arg0.0"], ["arg0.1"]]),
    "largest of columns": (
        generic([ALL], "tensor<?xf32>", ["(k, n) -> (k, n)", "(k, n) -> (n)"], [R, P],
                "%s = arith.maximumf %o, %x0 : f32\n    linalg.yield %s : f32", [(0, 1)], "-1.0e9"), [["arg0.0"], ["arg0.1"]]),
    "sum of a row and a column": (
        generic(["tensor<?xf32>", "tensor<?xf32>"], ALL, ["(m, n) -> (m)", "(m, n) -> (n)", "(m, n) -> (m, n)"], [P, P],
                "%s = arith.addf %x0, %x1 : f32\n    linalg.yield %s : f32", [(0, 0), (1, 0)]), [["arg0.0"], ["arg1.0"]]),
    "transpose": (generic([ALL], ALL, ["(m, n) -> (n, m)", "(m, n) -> (m, n)"], [P, P], "linalg.yield %x0 : f32", [(0, 1), (0, 0)]),
                  [["arg0.0"], ["arg0.1"]]),
    "batches of images": (images("?", 9, 14, 5, 7), [["arg0.0"]]),
    "softmax": (softmax(), [["arg0.0"], ["arg0.1"]]),
    "images": (images(1, "?", "?", "?", "?"), [["arg0.2"], ["arg0.3"]]),
}


def results(runner, path, bindings):
    done = run(runner, path, "--json", "--opt-level=1", *[f"--bind={one}" for one in bindings])
    if done.returncode:
        sys.exit(f"could not be run: {done.stderr[:2000]}")
    return json.loads(done.stdout)


def main():
    opt, runner, work, bits = sys.argv[1:]
    agree = differ = 0
    for number, (name, (text, loops)) in enumerate(PROGRAMS.items()):
        source, vectors = lower(opt, text, f"{work}.{number}", bits)
        with open(vectors) as file:
            if "vector<" not in file.read():
                sys.exit(f"{name} has no vectors")
        # Each size in each loop, beside others that change with it.
        for turn in range(len(SIZES)):
            sizes = [SIZES[(turn + 5 * i) % len(SIZES)] for i in range(len(loops))]
            bindings = list(itertools.chain.from_iterable((f"{place}={size}" for place in places) for places, size in zip(loops, sizes)))
            want, got = results(runner, source, bindings), results(runner, vectors, bindings)
            if same(want, got, TOLERANCE["f32"]):
                agree += 1
            else:
                differ += 1
                print(f"{name} differs: {bindings}")
    print(f"{agree} agree, {differ} differ")


if __name__ == "__main__":
    main()
