"""Programs of one kernel, as MLIR: what C gives as inputs comes last."""


def tensor(*sizes, element="f32"):
    return "tensor<" + "x".join(map(str, [*sizes, element])) + ">"


def zeros(result, kind, element="f32", value="0.0"):
    return f"""  %{result}_value = arith.constant {value} : {element}
  %{result}_empty = tensor.empty() : {kind}
  %{result} = linalg.fill ins(%{result}_value : {element}) outs(%{result}_empty : {kind}) -> {kind}
"""


def generic(result, kind, inputs, maps, iterators, body, out):
    """`inputs` are pairs of a value and its type; `out` is the value that is written to."""
    names, types = ", ".join(name for name, _ in inputs), ", ".join(each for _, each in inputs)
    return f"""  %{result} = linalg.generic {{indexing_maps = [{", ".join(f"affine_map<{each}>" for each in maps)}],
    iterator_types = [{", ".join(f'"{each}"' for each in iterators)}]}} ins({names} : {types}) outs({out} : {kind}) {{
{body}
  }} -> {kind}
"""


def function(arguments, body, result, kind):
    return f"func.func @forward({', '.join(arguments)}) -> {kind} {{\n{body}  return %{result} : {kind}\n}}\n"


def matmul(m, n, k):
    """b comes first: with one input it is a parameter, and is packed before."""
    a, b, c = tensor(m, k), tensor(k, n), tensor(m, n)
    body = zeros("z", c) + f"  %c = linalg.matmul ins(%a, %b : {a}, {b}) outs(%z : {c}) -> {c}\n"
    return function([f"%b: {b}", f"%a: {a}"], body, "c", c)


def convolution(n, ic, size, oc, kernel, stride, padding, groups, most):
    """Channels last, weights as PyTorch has them, ordinary or depthwise; a bias and relu follow."""
    padded, out = size + 2 * padding, (size + 2 * padding - kernel) // stride + 1
    image, bias, result = tensor(n, size, size, ic), tensor(oc), tensor(n, out, out, oc)
    weights = tensor(oc, ic, kernel, kernel) if groups == 1 else tensor(oc, kernel, kernel)
    wide = tensor(n, padded, padded, ic)
    body, source = "", "%image"
    if padding:
        body += f"""  %zero = arith.constant 0.0 : f32
  %padded = tensor.pad %image low[0, {padding}, {padding}, 0] high[0, {padding}, {padding}, 0] {{
  ^bb0(%i: index, %j: index, %k: index, %l: index):
    tensor.yield %zero : f32
  }} : {image} to {wide}
"""
        source = "%padded"
    body += zeros("z", result)
    y, x = f"d1 * {stride} + d4", f"d2 * {stride} + d5"
    loops = "(d0, d1, d2, d3, d4, d5, d6)" if groups == 1 else "(d0, d1, d2, d3, d4, d5)"
    maps = ([f"{loops} -> (d0, {y}, {x}, d6)", f"{loops} -> (d3, d6, d4, d5)", f"{loops} -> (d0, d1, d2, d3)"] if groups == 1 else
            [f"{loops} -> (d0, {y}, {x}, d3)", f"{loops} -> (d3, d4, d5)", f"{loops} -> (d0, d1, d2, d3)"])
    body += generic("c", result, [(source, wide), ("%weights", weights)], maps,
                    ["parallel"] * 4 + ["reduction"] * (3 if groups == 1 else 2), """  ^bb0(%p: f32, %q: f32, %s: f32):
    %t = arith.mulf %p, %q : f32
    %u = arith.addf %s, %t : f32
    linalg.yield %u : f32""", "%z")
    cut = f"""    %most = arith.constant {most:.1f} : f32
    %v = arith.minimumf %u, %most : f32
    linalg.yield %v : f32""" if most else "    linalg.yield %u : f32"
    body += generic("r", result, [("%c", result), ("%bias", bias)],
                    ["(a, b, c, d) -> (a, b, c, d)", "(a, b, c, d) -> (d)", "(a, b, c, d) -> (a, b, c, d)"], ["parallel"] * 4,
                    f"""  ^bb0(%p: f32, %q: f32, %s: f32):
    %least = arith.constant 0.0 : f32
    %t = arith.addf %p, %q : f32
    %u = arith.maximumf %t, %least : f32
{cut}""", "%z_empty")
    return function([f"%weights: {weights}", f"%bias: {bias}", f"%image: {image}"], body, "r", result)


def rowwise(rows, columns, kind):
    """softmax, layer_norm, sum of rows and of columns, gelu, and transposition of a matrix."""
    x, row, column = tensor(rows, columns), tensor(rows), tensor(columns)
    matrix, by_row, by_column = "(i, j) -> (i, j)", "(i, j) -> (i)", "(i, j) -> (j)"
    reduction, parallel = ["parallel", "reduction"], ["parallel", "parallel"]

    def reduce(result, inputs, start, body):
        return zeros(result + "0", row, value=start) + generic(
            result, row, inputs, [matrix if each == x else by_row for _, each in inputs] + [by_row], reduction, body, f"%{result}0")

    if kind == "softmax":
        body = reduce("m", [("%x", x)], "0xFF800000", """  ^bb0(%p: f32, %s: f32):
    %t = arith.maximumf %p, %s : f32
    linalg.yield %t : f32""")
        body += f"  %e = tensor.empty() : {x}\n"
        body += generic("y", x, [("%x", x), ("%m", row)], [matrix, by_row, matrix], parallel, """  ^bb0(%p: f32, %q: f32, %s: f32):
    %t = arith.subf %p, %q : f32
    %u = math.exp %t : f32
    linalg.yield %u : f32""", "%e")
        body += reduce("s", [("%y", x)], "0.0", """  ^bb0(%p: f32, %s1: f32):
    %t = arith.addf %p, %s1 : f32
    linalg.yield %t : f32""")
        body += generic("r", x, [("%y", x), ("%s", row)], [matrix, by_row, matrix], parallel, """  ^bb0(%p: f32, %q: f32, %s2: f32):
    %t = arith.divf %p, %q : f32
    linalg.yield %t : f32""", "%e")
        return function([f"%x: {x}"], body, "r", x)
    if kind == "layer_norm":
        body = reduce("s", [("%x", x)], "0.0", """  ^bb0(%p: f32, %t0: f32):
    %t = arith.addf %p, %t0 : f32
    linalg.yield %t : f32""")
        body += reduce("v", [("%x", x), ("%s", row)], "0.0", f"""  ^bb0(%p: f32, %q: f32, %t0: f32):
    %n = arith.constant {float(columns)} : f32
    %mean = arith.divf %q, %n : f32
    %d = arith.subf %p, %mean : f32
    %dd = arith.mulf %d, %d : f32
    %t = arith.addf %dd, %t0 : f32
    linalg.yield %t : f32""")
        body += f"  %e = tensor.empty() : {x}\n"
        body += generic("r", x, [("%x", x), ("%s", row), ("%v", row), ("%g", column), ("%h", column)],
                        [matrix, by_row, by_row, by_column, by_column, matrix], parallel,
                        f"""  ^bb0(%p: f32, %q: f32, %w: f32, %a: f32, %b: f32, %t0: f32):
    %n = arith.constant {float(columns)} : f32
    %small = arith.constant 1.0e-5 : f32
    %mean = arith.divf %q, %n : f32
    %d = arith.subf %p, %mean : f32
    %variance = arith.divf %w, %n : f32
    %safe = arith.addf %variance, %small : f32
    %i = math.rsqrt %safe : f32
    %t = arith.mulf %d, %i : f32
    %u = arith.mulf %t, %a : f32
    %o = arith.addf %u, %b : f32
    linalg.yield %o : f32""", "%e")
        return function([f"%g: {column}", f"%h: {column}", f"%x: {x}"], body, "r", x)
    if kind == "gelu":
        body = f"  %e = tensor.empty() : {x}\n" + generic("r", x, [("%x", x)], [matrix, matrix], parallel, """  ^bb0(%p: f32, %s: f32):
    %c = arith.constant 0.707106769 : f32
    %half = arith.constant 0.5 : f32
    %one = arith.constant 1.0 : f32
    %t = arith.mulf %p, %c : f32
    %u = math.erf %t : f32
    %v = arith.addf %u, %one : f32
    %w = arith.mulf %p, %half : f32
    %y = arith.mulf %v, %w : f32
    linalg.yield %y : f32""", "%e")
        return function([f"%x: {x}"], body, "r", x)
    if kind == "transpose":
        turned = tensor(columns, rows)
        body = f"""  %e = tensor.empty() : {turned}
  %r = linalg.transpose ins(%x : {x}) outs(%e : {turned}) permutation = [1, 0]
"""
        return function([f"%x: {x}"], body, "r", turned)
    along_rows = kind == "row_sums"
    out = row if along_rows else column
    body = zeros("z", out) + generic("r", out, [("%x", x)], [matrix, by_row if along_rows else by_column],
                                     reduction if along_rows else ["reduction", "parallel"], """  ^bb0(%p: f32, %s: f32):
    %t = arith.addf %p, %s : f32
    linalg.yield %t : f32""", "%z")
    return function([f"%x: {x}"], body, "r", out)
