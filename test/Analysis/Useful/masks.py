#!/usr/bin/env python3
"""Count the scores of random masked attentions that are not masked one by one, and compare.

    masks.py FPO_OPT [CASES] [SEED]

Each case is an attention whose mask is made in one of the ways in which frameworks make them. Here the mask is a matrix
of booleans; the two products, the exponentials, the divisions and the sum are due where it is true.
"""

import json
import random
import subprocess
import sys

HEADER = """#id = affine_map<(b, i, j) -> (b, i, j)>
#ij = affine_map<(b, i, j) -> (i, j)>
#row = affine_map<(b, i, j) -> (b, i)>
#mat = affine_map<(i, j) -> (i, j)>
#col = affine_map<(i, j) -> (j)>
#rowvec = affine_map<(i, j) -> (i, 0)>
#vec = affine_map<(i) -> (i)>
"""
LOWEST = {"infinite": "0xFF800000", "finite": "-3.40282347E+38"}
PREDICATES = {
    "sle": lambda j, i: j <= i, "slt": lambda j, i: j < i, "sge": lambda j, i: j >= i, "sgt": lambda j, i: j > i,
}


def iota(name, size):
    return [f"%{name}e = tensor.empty() : tensor<{size}xi64>",
            f'%{name} = linalg.generic {{indexing_maps = [#vec], iterator_types = ["parallel"]}} outs(%{name}e : tensor<{size}xi64>) {{',
            "^bb0(%o: i64):", "  %i = linalg.index 0 : index", "  %n = arith.index_cast %i : index to i64",
            "  linalg.yield %n : i64", f"}} -> tensor<{size}xi64>"]


def compared(name, rows, columns, predicate, offset):
    """j PREDICATE i + offset, of two vectors of positions."""
    return [f"%{name}o = arith.constant {offset} : i64", f"%{name}e = tensor.empty() : tensor<{rows}x{columns}xi1>",
            f'%{name} = linalg.generic {{indexing_maps = [#rowvec, #col, #mat], iterator_types = ["parallel", "parallel"]}} '
            f"ins(%pi2, %pj : tensor<{rows}x1xi64>, tensor<{columns}xi64>) outs(%{name}e : tensor<{rows}x{columns}xi1>) {{",
            "^bb0(%i: i64, %j: i64, %o: i1):", f"  %s = arith.addi %i, %{name}o : i64",
            f"  %t = arith.cmpi {predicate}, %j, %s : i64", "  linalg.yield %t : i1", f"}} -> tensor<{rows}x{columns}xi1>"]


def by_index(name, rows, columns, predicate, offset):
    """The same in one op, by the indices of its loops."""
    return [f"%{name}o = arith.constant {offset} : index", f"%{name}e = tensor.empty() : tensor<{rows}x{columns}xi1>",
            f'%{name} = linalg.generic {{indexing_maps = [#mat], iterator_types = ["parallel", "parallel"]}} '
            f"outs(%{name}e : tensor<{rows}x{columns}xi1>) {{",
            "^bb0(%o: i1):", "  %i = linalg.index 0 : index", "  %j = linalg.index 1 : index",
            f"  %s = arith.addi %i, %{name}o : index", f"  %t = arith.cmpi {predicate}, %j, %s : index",
            "  linalg.yield %t : i1", f"}} -> tensor<{rows}x{columns}xi1>"]


def generic(name, maps, kinds, inputs, out, out_type, body):
    operands = ", ".join(v for v, _ in inputs)
    types = ", ".join(t for _, t in inputs)
    arguments = ", ".join([f"%a{k}: {t.rstrip('>').split('x')[-1]}" for k, (_, t) in enumerate(inputs)]
                          + [f"%o: {out_type.rstrip('>').split('x')[-1]}"])
    return [f"%{name} = linalg.generic {{indexing_maps = [{maps}], iterator_types = [{kinds}]}} "
            f"ins({operands} : {types}) outs({out} : {out_type}) {{", f"^bb0({arguments}):", *body, f"}} -> {out_type}"]


def case(rng, index):
    batch, rows, columns, depth = rng.randrange(1, 3), rng.randrange(2, 9), rng.randrange(2, 9), rng.randrange(1, 5)
    how = rng.choice(["compared", "by_index", "constant", "window"])
    apply = rng.choice(["select", "fill", "add", "constant_add"] if how == "constant" else ["select", "fill", "add"])
    lowest = LOWEST[rng.choice(list(LOWEST))]
    predicate, offset = rng.choice(["sle", "slt"]), rng.randrange(0, 3)
    if how == "constant":
        predicate = rng.choice(list(PREDICATES))
        offset = rng.randrange(-1, 3)
    keep = [[PREDICATES[predicate](j, i + offset) for j in range(columns)] for i in range(rows)]

    if not any(map(any, keep)):
        return case(rng, index)  # nobody masks all

    s, m, f = f"tensor<{batch}x{rows}x{columns}xf32>", f"tensor<{rows}x{columns}xi1>", f"tensor<{rows}x{columns}xf32>"
    lines = [f"%low = arith.constant {lowest} : f32", "%zero = arith.constant 0.0 : f32", "%true = arith.constant true",
             f"%se = tensor.empty() : {s}", f"%me = tensor.empty() : {m}"]
    lines += iota("pi", rows) + iota("pj", columns)
    lines.append(f"%pi2 = tensor.expand_shape %pi [[0, 1]] output_shape [{rows}, 1] : tensor<{rows}xi64> into tensor<{rows}x1xi64>")
    if how == "compared":
        lines += compared("mask", rows, columns, predicate, offset)
    elif how == "by_index":
        lines += by_index("mask", rows, columns, predicate, offset)
    elif how == "constant":
        text = ", ".join("[" + ", ".join("true" if k else "false" for k in row) + "]" for row in keep)
        lines.append(f"%mask = arith.constant dense<[{text}]> : {m}")
    else:
        behind = rng.randrange(1, 4)
        lines += compared("before", rows, columns, predicate, offset) + by_index("after", rows, columns, "sgt", -behind)
        lines.append(f"%mask = arith.andi %before, %after : {m}")
        keep = [[k and j > i - behind for j, k in enumerate(row)] for i, row in enumerate(keep)]

    q, k, v = (f"tensor<{batch}x{rows}x{depth}xf32>", f"tensor<{batch}x{depth}x{columns}xf32>",
               f"tensor<{batch}x{columns}x{depth}xf32>")
    out = f"tensor<{batch}x{rows}x{depth}xf32>"
    lines += [f"%sf = linalg.fill ins(%zero : f32) outs(%se : {s}) -> {s}",
              f"%scores = linalg.batch_matmul ins(%q, %k : {q}, {k}) outs(%sf : {s}) -> {s}",
              f"%scale = arith.constant dense<0.5> : {s}", f"%scaled = arith.mulf %scores, %scale : {s}"]
    par, red = '"parallel", "parallel", "parallel"', '"parallel", "parallel", "reduction"'
    if apply == "select":
        lines += generic("masked", "#ij, #id, #id", par, [("%mask", m), ("%scaled", s)], "%se", s,
                         ["  %r = arith.select %a0, %a1, %low : f32", "  linalg.yield %r : f32"])
    elif apply == "fill":
        # masked_fill: the mask says what goes.
        if how == "window":
            lines += [f"%all = arith.constant dense<true> : {m}", f"%hidden = arith.xori %mask, %all : {m}"]
        else:
            lines += generic("hidden", "#mat, #mat", '"parallel", "parallel"', [("%mask", m)], "%me", m,
                             ["  %r = arith.xori %a0, %true : i1", "  linalg.yield %r : i1"])
        lines += generic("masked", "#ij, #id, #id", par, [("%hidden", m), ("%scaled", s)], "%se", s,
                         ["  %r = arith.select %a0, %low, %a1 : f32", "  linalg.yield %r : f32"])
    else:
        if apply == "constant_add":
            text = ", ".join("[" + ", ".join("0.0" if k else lowest for k in row) + "]" for row in keep)
            lines.append(f"%bias = arith.constant dense<[{text}]> : {f}")
        else:
            lines += [f"%fe = tensor.empty() : {f}"]
            lines += generic("bias", "#mat, #mat", '"parallel", "parallel"', [("%mask", m)], "%fe", f,
                             ["  %r = arith.select %a0, %zero, %low : f32", "  linalg.yield %r : f32"])
        lines += generic("masked", "#id, #ij, #id", par, [("%scaled", s), ("%bias", f)], "%se", s,
                         ["  %r = arith.addf %a0, %a1 : f32", "  linalg.yield %r : f32"])
    if rng.random() < 0.3:
        lines.append(f"%p = linalg.softmax dimension(2) ins(%masked : {s}) outs(%se : {s}) -> {s}")
    else:
        r = f"tensor<{batch}x{rows}xf32>"
        lines += [f"%re = tensor.empty() : {r}", f"%rl = linalg.fill ins(%low : f32) outs(%re : {r}) -> {r}",
                  f"%rz = linalg.fill ins(%zero : f32) outs(%re : {r}) -> {r}"]
        lines += generic("max", "#id, #row", red, [("%masked", s)], "%rl", r,
                         ["  %r = arith.maximumf %a0, %o : f32", "  linalg.yield %r : f32"])
        lines += generic("shifted", "#id, #row, #id", par, [("%masked", s), ("%max", r)], "%se", s,
                         ["  %r = arith.subf %a0, %a1 : f32", "  linalg.yield %r : f32"])
        lines.append(f"%exp = math.exp %shifted : {s}")
        lines += generic("sum", "#id, #row", red, [("%exp", s)], "%rz", r,
                         ["  %r = arith.addf %a0, %o : f32", "  linalg.yield %r : f32"])
        lines += generic("p", "#id, #row, #id", par, [("%exp", s), ("%sum", r)], "%se", s,
                         ["  %r = arith.divf %a0, %a1 : f32", "  linalg.yield %r : f32"])
    lines.append(f"%r = linalg.batch_matmul ins(%p, %v : {s}, {v}) outs(%init : {out}) -> {out}")
    name = f"case_{index}"
    text = (f"func.func @{name}(%q: {q}, %k: {k}, %v: {v}, %init: {out}) -> {out} {{\n  " + "\n  ".join(lines)
            + f"\n  return %r : {out}\n}}\n")
    kept = batch * sum(map(sum, keep))
    macs = 2 * depth * kept
    # Per score: a product by the scale, the addition of the bias, a maximum, a subtraction, an exponential of 14 ADD
    # and 11 MUL, an addition, a division of 2 ADD and 5 MUL.
    each = 1 + (1 if apply in ("add", "constant_add") else 0) + 1 + 1 + 25 + 1 + 7
    return text, name, f"{how}, {apply}", macs, 2 * macs + each * kept, 2 * batch * rows * columns * depth


def main():
    fpo_opt = sys.argv[1]
    cases = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 0)
    made = [case(rng, i) for i in range(cases)]
    done = subprocess.run([fpo_opt, "-", "--emit=json", "--count=useful"],
                          input=HEADER + "".join(text for text, *_ in made), capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(done.stderr[:4000])
    functions = {f["name"]: f["totals"] for f in json.loads(done.stdout)["functions"]}
    bad = wasteful = 0
    for text, name, kind, macs, fpo, executed in made:
        found = functions[name]["mac"], functions[name]["fpo"]
        wasteful += macs != executed
        if found != (macs, fpo):
            bad += 1
            if bad < 4:
                print(f"{kind}: counted {found}, enumerated {(macs, fpo)}, executed {executed}\n{text}")
    print(f"{len(made) - bad} of {len(made)} cases agree, {wasteful} with waste")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
