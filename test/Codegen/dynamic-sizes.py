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
