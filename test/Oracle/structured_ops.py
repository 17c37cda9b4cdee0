"""The ops of linalg: the named ones of test/ExternalModels/Linalg/structured.py in several sizes and types, softmax,
Winograd's transforms, and generic ops with strides, diagonals and bodies of all sorts."""

import os
import re
import runpy

STRUCTURED = os.path.join(os.path.dirname(__file__), "..", "ExternalModels", "Linalg", "structured.py")
# Of N, H, W, D, C, F, G, K, M.
SIZES = [(2, 4, 6, 2, 4, 8, 2, 2, 2), (1, 3, 5, 1, 2, 3, 3, 3, 1), (1, 1, 2, 3, 1, 1, 1, 1, 3)]
# What becomes of a dimension of an op that is no convolution: all of one size change together.
DIMENSIONS = [{}, {"4": "5", "8": "3", "6": "7", "2": "1"}, {"4": "1", "8": "2", "6": "1", "2": "3"}]
FLOATS = ["f16", "bf16", "f64"]
# Ops whose body is made for any element type, integers included.
ANY_TYPE = re.compile(r"(batch_|mmt4d|matmul|matvec|vecmat|dot|contract|conv_|depthwise|pooling_.*sum|pooling_.*max$|add|sub|mul|max|min|copy|fill$)")


def function(op, name):
    args = ", ".join([f"%a{i}: {t}" for i, t in enumerate(op.ins)] + [f"%o: {op.out}"])
    return f"func.func @{name}({args}) -> {op.out} {{\n  %r = {op.text}\n  return %r : {op.out}\n}}"


def resize(text, dimensions):
    return re.sub(r"tensor<([0-9x]+)x(\w)",
                  lambda m: "tensor<" + "x".join(dimensions.get(d, d) for d in m[1].split("x")) + "x" + m[2], text)


def is_window(name):
    return name.startswith(("conv", "depthwise", "pooling"))


def named():
    for variant, (sizes, dimensions) in enumerate(zip(SIZES, DIMENSIONS)):
        for op in runpy.run_path(STRUCTURED, {"CONVOLUTION_SIZES": sizes})["OPS"]:
            # The sizes of its input are those of the first variant.
            if op.name == "conv_2d_strided_dilated" and variant > 0:
                continue
            name = f"{op.name}_{variant}"
            text = function(op, name)
            yield name, text if is_window(op.name) else resize(text, dimensions)
            if variant > 0 or "f32" not in text:
                continue
            if op.name == "matmul_f16_f32":
                continue
            types = FLOATS + (["i32", "i8", "i64"] if ANY_TYPE.match(op.name) else [])
            for t in types:
                typed = f"{op.name}_{t}"
                yield typed, function(op, "NAME").replace("f32", t).replace("NAME", typed)


def softmax():
    for t in ["f16", "f32"]:
        for k, (shape, dimension) in enumerate([("4x8", 1), ("4x8", 0), ("2x3x5", 1), ("7", 0), ("3x1", 1)]):
            tensor = f"tensor<{shape}x{t}>"
            name = f"softmax_{t}_{k}"
            yield name, (f"func.func @{name}(%a: {tensor}, %o: {tensor}) -> {tensor} {{\n  %r = linalg.softmax "
                         f"dimension({dimension}) ins(%a : {tensor}) outs(%o : {tensor}) -> {tensor}\n  return %r : {tensor}\n}}")


def winograd():
    """F(m, r): tiles of m + r - 1, one wide where the kernel is."""
    for m, r in [(2, 3), (4, 3), (2, 5)]:
        alpha = m + r - 1
        fmr = f"fmr(F_{m}_{r})"
        for form, (rh, rw) in {"2d": (r, r), "h": (r, 1), "w": (1, r)}.items():
            ah, aw = alpha if rh > 1 else 1, alpha if rw > 1 else 1
            mh, mw = m if rh > 1 else 1, m if rw > 1 else 1
            for f, c, n, th, tw in [(2, 3, 1, 2, 2), (1, 2, 2, 1, 3)]:
                suffix = f"{m}_{r}_{form}_{f}{c}{n}{th}{tw}"
                # A tile that is one wide is one row or column of the image.
                ih, iw = (th - 1) * mh + ah, (tw - 1) * mw + aw
                oh, ow = th * mh, tw * mw
                a, b = f"tensor<{f}x{rh}x{rw}x{c}xf32>", f"tensor<{ah}x{aw}x{c}x{f}xf32>"
                yield unary(f"winograd_filter_{suffix}", "linalg.winograd_filter_transform", fmr, a, b)
                a, b = f"tensor<{n}x{ih}x{iw}x{c}xf32>", f"tensor<{ah}x{aw}x{th}x{tw}x{n}x{c}xf32>"
                yield unary(f"winograd_input_{suffix}", "linalg.winograd_input_transform", fmr, a, b)
                a, b = f"tensor<{ah}x{aw}x{th}x{tw}x{n}x{f}xf32>", f"tensor<{n}x{oh}x{ow}x{f}xf32>"
                yield unary(f"winograd_output_{suffix}", "linalg.winograd_output_transform", fmr, a, b)


def unary(name, op, attributes, a, b):
    return name, (f"func.func @{name}(%a: {a}, %o: {b}) -> {b} {{\n  %r = {op} {attributes} ins(%a : {a}) "
                  f"outs(%o : {b}) -> {b}\n  return %r : {b}\n}}")


def packs():
    for k, (a, b, tiles) in enumerate([("8x16", "2x2x4x8", "4, 8"), ("9x16", "3x2x4x8", "4, 8"), ("4x4", "2x2x2x2", "2, 2")]):
        a, b = f"tensor<{a}xf32>", f"tensor<{b}xf32>"
        tail = f"inner_dims_pos = [0, 1] inner_tiles = [{tiles}]"
        yield f"pack_{k}", (f"func.func @pack_{k}(%a: {a}, %o: {b}, %p: f32) -> {b} {{\n  %r = linalg.pack %a "
                            f"padding_value(%p : f32) {tail} into %o : {a} -> {b}\n  return %r : {b}\n}}")
        yield f"unpack_{k}", (f"func.func @unpack_{k}(%a: {b}, %o: {a}) -> {a} {{\n  %r = linalg.unpack %a {tail} into %o "
                              f": {b} -> {a}\n  return %r : {a}\n}}")


def generics():
    def generic(name, maps, kinds, ins, out, body, arg_types=None):
        types = arg_types or ["f32"] * (len(ins) + 1)
        args = ", ".join(f"%a{k}: {t}" for k, t in enumerate(ins)) + f", %o: {out}"
        block = ", ".join(f"%x{k}: {t}" for k, t in enumerate(types))
        maps = ", ".join(f"affine_map<{m}>" for m in maps)
        kinds = ", ".join(f'"{k}"' for k in kinds)
        return name, (f"func.func @{name}({args}) -> {out} {{\n  %r = linalg.generic {{indexing_maps = [{maps}], "
                      f"iterator_types = [{kinds}]}} ins({', '.join(f'%a{k}' for k in range(len(ins)))} : {', '.join(ins)}) "
                      f"outs(%o : {out}) {{\n  ^bb0({block}):\n    {body}\n  }} -> {out}\n  return %r : {out}\n}}")

    p, r = "parallel", "reduction"
    yield generic("diagonal", ["(i) -> (i, i)", "(i) -> (i)"], [p], ["tensor<5x5xf32>"], "tensor<5xf32>",
                  "%y = arith.mulf %x0, %x1 : f32\n    linalg.yield %y : f32")
    yield generic("strided", ["(i, j) -> (2 * i + j)", "(i, j) -> (j)", "(i, j) -> (i)"], [p, r],
                  ["tensor<9xf32>", "tensor<3xf32>"], "tensor<4xf32>",
                  "%m = arith.mulf %x0, %x1 : f32\n    %s = arith.addf %m, %x2 : f32\n    linalg.yield %s : f32")
    yield generic("broadcast", ["(i, j) -> ()", "(i, j) -> (i, j)"], [p, p], ["tensor<f32>"], "tensor<3x4xf32>",
                  "%y = math.exp %x0 : f32\n    linalg.yield %y : f32")
    yield generic("distance", ["(i, j, k) -> (i, k)", "(i, j, k) -> (k, j)", "(i, j, k) -> (i, j)"], [p, p, r],
                  ["tensor<3x4xf32>", "tensor<4x5xf32>"], "tensor<3x5xf32>",
                  "%d = arith.subf %x0, %x1 : f32\n    %q = arith.mulf %d, %d : f32\n    %s = arith.addf %q, %x2 : f32\n"
                  "    linalg.yield %s : f32")
    yield generic("unused", ["(i) -> (i)", "(i) -> (i)"], [p], ["tensor<5xf32>"], "tensor<5xf32>",
                  "%u = arith.addf %x0, %x0 : f32\n    %c = arith.constant 1.0 : f32\n    %v = arith.mulf %x0, %c : f32\n"
                  "    linalg.yield %v : f32")
    yield generic("constant", ["(i) -> (i)", "(i) -> (i)"], [p], ["tensor<5xf32>"], "tensor<5xf32>",
                  "%c = arith.constant 1.0 : f32\n    %v = arith.addf %c, %c : f32\n    linalg.yield %v : f32")
    yield generic("mixed", ["(i) -> (i)", "(i) -> (i)"], [p], ["tensor<5xi8>"], "tensor<5xf32>",
                  "%e = arith.extsi %x0 : i8 to i32\n    %m = arith.muli %e, %e : i32\n    %f = arith.sitofp %m : i32 to f32\n"
                  "    %i = linalg.index 0 : index\n    %j = arith.addi %i, %i : index\n    %k = arith.index_cast %j : index to i32\n"
                  "    %n = arith.addi %k, %m : i32\n    %g = arith.sitofp %n : i32 to f32\n    %s = arith.addf %f, %g : f32\n"
                  "    linalg.yield %s : f32", ["i8", "f32"])
    yield generic("empty_space", ["(i, j) -> (i, j)", "(i, j) -> (i)"], [p, r], ["tensor<3x0xf32>"], "tensor<3xf32>",
                  "%s = arith.addf %x0, %x1 : f32\n    linalg.yield %s : f32")
    yield generic("zero_size", ["(i) -> (i)", "(i) -> (i)"], [p], ["tensor<0xf32>"], "tensor<0xf32>",
                  "%s = arith.addf %x0, %x1 : f32\n    linalg.yield %s : f32")
    yield generic("branch", ["(i) -> (i)", "(i) -> (i)"], [p], ["tensor<6xf32>"], "tensor<6xf32>",
                  "%c = arith.cmpf olt, %x0, %x1 : f32\n    %s = scf.if %c -> f32 {\n      %t = arith.addf %x0, %x1 : f32\n"
                  "      scf.yield %t : f32\n    } else {\n      %t = arith.mulf %x0, %x1 : f32\n      %w = arith.mulf %t, %x1 : f32\n"
                  "      scf.yield %w : f32\n    }\n    linalg.yield %s : f32")
    yield generic("loop_in_body", ["(i) -> (i)", "(i) -> (i)"], [p], ["tensor<6xf32>"], "tensor<6xf32>",
                  "%c0 = arith.constant 0 : index\n    %c1 = arith.constant 1 : index\n    %c5 = arith.constant 5 : index\n"
                  "    %s = scf.for %i = %c0 to %c5 step %c1 iter_args(%a = %x1) -> f32 {\n"
                  "      %t = arith.mulf %a, %x0 : f32\n      scf.yield %t : f32\n    }\n    linalg.yield %s : f32")


def functions():
    return dict([*named(), *softmax(), *winograd(), *packs(), *generics()])
