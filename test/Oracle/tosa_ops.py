"""The ops of tosa that upstream lowers: those of test/ExternalModels/Tosa/Inputs/lowering.mlir, elementwise ones on other
shapes, and convolutions, pools, reductions and the rest in many sizes."""

import os
import random
import re

LOWERING = os.path.join(os.path.dirname(__file__), "..", "ExternalModels", "Tosa", "Inputs", "lowering.mlir")
# Upstream convolves an image that is filled with zeros.
EXECUTED_DIFFERS = ["transpose_conv2d_0", "transpose_conv2d_1", "transpose_conv2d_2"]


def written():
    with open(LOWERING) as file:
        for text in file.read().split("func.func ")[1:]:
            name = re.match(r"@(\w+)", text)[1]
            yield name, "func.func " + text
            for k, shape in enumerate(["3x1x5", "1", "2x2x2x7"]):
                # Elementwise ops on four elements; multipliers and tables keep their shapes, and upstream fails on a mul
                # by a shift that is not constant and a dimension of one.
                if re.match(r"@\w+\(%a: tensor<4x[a-z]\w+>", text) and not re.search(r"tensor<4x\d|tosa\.rescale|%s: ", text):
                    yield f"{name}_s{k}", "func.func " + text.replace("tensor<4x", f"tensor<{shape}x").replace(
                        f"@{name}(", f"@{name}_s{k}(")


def constant(name, type, value):
    return f'%{name} = "tosa.const"() <{{values = dense<{value}> : {type}}}> : () -> {type}'


def zero_points(t, a=0, b=0):
    value = lambda z: f"{z}.0" if "f" in t else z
    return [constant("za", f"tensor<1x{t}>", value(a)), constant("zb", f"tensor<1x{t}>", value(b))]


def function(name, args, lines, result, results):
    args = ", ".join(f"%{n}: {t}" for n, t in args.items())
    types = ", ".join(results)
    return name, f"func.func @{name}({args}) -> ({types}) {{\n  " + "\n  ".join(lines) + f"\n  return {result} : {types}\n}}"


def convolutions(rng):
    types = [("f32", "f32", "f32"), ("f16", "f16", "f16"), ("f16", "f16", "f32"), ("i8", "i32", "i32"), ("i16", "i48", "i48"),
             ("bf16", "bf16", "f32")]
    for k in range(24):
        t, out, acc = types[k % len(types)]
        spatial = 3 if k % 5 == 4 else 2
        kernel = [rng.randint(1, 3) for _ in range(spatial)]
        stride = [rng.randint(1, 3) for _ in range(spatial)]
        dilation = [rng.randint(1, 2) for _ in range(spatial)]
        pad = [rng.randint(0, 2) for _ in range(2 * spatial)]
        output = [rng.randint(1, 4) for _ in range(spatial)]
        n, c, f = rng.randint(1, 2), rng.randint(1, 3), rng.randint(1, 4)
        size = []
        for axis in range(spatial):
            # The specification wants the windows to fill the padded input.
            span = (output[axis] - 1) * stride[axis] + (kernel[axis] - 1) * dilation[axis] + 1
            inside = span - pad[2 * axis] - pad[2 * axis + 1]
            while inside < 1:
                output[axis] += 1
                inside += stride[axis]
            size.append(inside)
        dims = lambda *d: "x".join(map(str, d))
        # i16 is symmetric: its zero points are zero.
        zp = rng.randint(-2, 2) if t == "i8" else 0
        attributes = ("{" + f"acc_type = {acc}, pad = array<i64: {', '.join(map(str, pad))}>, stride = array<i64: "
                      f"{', '.join(map(str, stride))}>, dilation = array<i64: {', '.join(map(str, dilation))}>" + "}")
        kinds = ["conv3d"] if spatial == 3 else ["conv2d", "depthwise_conv2d"]
        for kind in kinds:
            m = rng.randint(1, 2)
            channels = c * m if kind.startswith("depthwise") else f
            weight = dims(*kernel, c, m) if kind.startswith("depthwise") else dims(f, *kernel, c)
            x, w = f"tensor<{dims(n, *size, c)}x{t}>", f"tensor<{weight}x{t}>"
            b, o = f"tensor<{channels}x{out}>", f"tensor<{dims(n, *output, channels)}x{out}>"
            lines = zero_points(t, zp, rng.choice([0, zp])) + [
                f"%r = tosa.{kind} %x, %w, %b, %za, %zb {attributes} : ({x}, {w}, {b}, tensor<1x{t}>, tensor<1x{t}>) -> {o}"
            ]
            yield function(f"{kind}_r{k}", {"x": x, "w": w, "b": b}, lines, "%r", [o])


def transposed():
    """In 8x8x3 -> 17x17x4 by 3x3, stride 2, each input element meets each weight: 8 8 3 * 3 3 4 = 6912."""
    for k, (size, out, c, f, kernel, stride, t, acc, pad) in enumerate([(8, 17, 3, 4, 3, 2, "f32", "f32", 0),
                                                                       (3, 7, 2, 3, 3, 2, "f16", "f32", 0),
                                                                       (4, 8, 2, 1, 2, 2, "i8", "i32", 0)]):
        x, w = f"tensor<1x{size}x{size}x{c}x{t}>", f"tensor<{f}x{kernel}x{kernel}x{c}x{t}>"
        result = "i32" if t == "i8" else t
        b, o = f"tensor<{f}x{result}>", f"tensor<1x{out}x{out}x{f}x{result}>"
        lines = zero_points(t) + [
            f"%r = tosa.transpose_conv2d %x, %w, %b, %za, %zb {{acc_type = {acc}, out_pad = array<i64: {pad}, {pad}, {pad}, {pad}>, "
            f"stride = array<i64: {stride}, {stride}>}} : ({x}, {w}, {b}, tensor<1x{t}>, tensor<1x{t}>) -> {o}"
        ]
        yield function(f"transpose_conv2d_{k}", {"x": x, "w": w, "b": b}, lines, "%r", [o])


def pools(rng):
    for k in range(12):
        t, acc = [("f32", "f32"), ("f16", "f32"), ("bf16", "f32"), ("i8", "i32")][k % 4]
        kernel = [rng.randint(1, 3) for _ in range(2)]
        stride = [rng.randint(1, 3) for _ in range(2)]
        pad = [rng.randint(0, kernel[a // 2] - 1) for a in range(4)]
        output = [rng.randint(1, 4) for _ in range(2)]
        size = []
        for a in range(2):
            inside = (output[a] - 1) * stride[a] + kernel[a] - pad[2 * a] - pad[2 * a + 1]
            while inside < kernel[a]:
                output[a] += 1
                inside += stride[a]
            size.append(inside)
        n, c = rng.randint(1, 2), rng.randint(1, 3)
        x = f"tensor<{n}x{size[0]}x{size[1]}x{c}x{t}>"
        o = f"tensor<{n}x{output[0]}x{output[1]}x{c}x{t}>"
        lists = (f"kernel = array<i64: {kernel[0]}, {kernel[1]}>, stride = array<i64: {stride[0]}, {stride[1]}>, "
                 f"pad = array<i64: {', '.join(map(str, pad))}>")
        yield function(f"max_pool2d_r{k}", {"x": x}, [f"%r = tosa.max_pool2d %x {{{lists}}} : ({x}) -> {o}"], "%r", [o])
        zp = rng.randint(-1, 1) if t == "i8" else 0
        yield function(
            f"avg_pool2d_r{k}", {"x": x},
            zero_points(t, zp, zp) +
            [f"%r = tosa.avg_pool2d %x, %za, %zb {{{lists}, acc_type = {acc}}} : ({x}, tensor<1x{t}>, tensor<1x{t}>) -> {o}"],
            "%r", [o])


def matmuls():
    for k, (b, n, m, c) in enumerate([(1, 1, 1, 1), (2, 3, 4, 5), (3, 1, 7, 2), (1, 5, 3, 9)]):
        for t, out in [("f32", "f32"), ("f16", "f16"), ("bf16", "f32"), ("i8", "i32"), ("i16", "i48")]:
            x, y, o = f"tensor<{b}x{n}x{c}x{t}>", f"tensor<{b}x{c}x{m}x{t}>", f"tensor<{b}x{n}x{m}x{out}>"
            zp = 1 if t == "i8" and k == 1 else 0
            lines = zero_points(t, zp, zp) + [
                f"%r = tosa.matmul %x, %y, %za, %zb : ({x}, {y}, tensor<1x{t}>, tensor<1x{t}>) -> {o}"
            ]
            yield function(f"matmul_{t}_{out}_{k}", {"x": x, "y": y}, lines, "%r", [o])


def reductions():
    for axis, (shape, out) in enumerate([("3x4x5", "1x4x5"), ("3x4x5", "3x1x5"), ("3x4x5", "3x4x1")]):
        for name, types in [("sum", ["f32", "f16", "bf16", "i32"]), ("product", ["f32", "f16"]),
                            ("max", ["f32", "f16", "i8", "i16", "i32"]), ("min", ["f32", "bf16", "i8", "i32"]),
                            ("all", ["i1"]), ("any", ["i1"])]:
            for t in types:
                x, o = f"tensor<{shape}x{t}>", f"tensor<{out}x{t}>"
                yield function(f"reduce_{name}_{t}_{axis}", {"x": x},
                               [f"%r = tosa.reduce_{name} %x {{axis = {axis} : i32}} : ({x}) -> {o}"], "%r", [o])
        dims = shape.split("x")
        del dims[axis]
        for t in ["f32", "f16", "i8"]:
            x, o = f"tensor<{shape}x{t}>", f"tensor<{'x'.join(dims)}xi32>"
            yield function(f"argmax_{t}_{axis}", {"x": x}, [f"%r = tosa.argmax %x {{axis = {axis} : i32}} : ({x}) -> {o}"], "%r",
                           [o])


def fourier():
    for k, (n, h, w) in enumerate([(1, 1, 1), (1, 2, 4), (2, 4, 2), (3, 1, 8)]):
        x, o = f"tensor<{n}x{h}x{w}xf32>", f"tensor<{n}x{h}x{w // 2 + 1}xf32>"
        yield function(f"rfft2d_{k}", {"x": x}, [f"%r:2 = tosa.rfft2d %x : ({x}) -> ({o}, {o})"], "%r#0, %r#1", [o, o])
        for inverse in ["true", "false"]:
            yield function(f"fft2d_{inverse}_{k}", {"x": x, "y": x},
                           [f"%r:2 = tosa.fft2d %x, %y {{inverse = {inverse}}} : ({x}, {x}) -> ({x}, {x})"], "%r#0, %r#1", [x, x])


def movement():
    t = "tensor<2x3x4xf32>"
    yield function("transpose", {"x": t}, ["%r = tosa.transpose %x {perms = array<i32: 2, 0, 1>} : (tensor<2x3x4xf32>) -> tensor<4x2x3xf32>"],
                   "%r", ["tensor<4x2x3xf32>"])
    yield function("concat", {"x": t, "y": t}, [f"%r = tosa.concat %x, %y {{axis = 1 : i32}} : ({t}, {t}) -> tensor<2x6x4xf32>"], "%r",
                   ["tensor<2x6x4xf32>"])
    yield function("pad", {"x": "tensor<2x3xf32>"}, [
        "%p = tosa.const_shape {values = dense<[1, 0, 2, 1]> : tensor<4xindex>} : () -> !tosa.shape<4>",
        constant("v", "tensor<1xf32>", "0.5"),
        "%r = tosa.pad %x, %p, %v : (tensor<2x3xf32>, !tosa.shape<4>, tensor<1xf32>) -> tensor<3x6xf32>"
    ], "%r", ["tensor<3x6xf32>"])
    yield function("slice", {"x": "tensor<4x6xf32>"}, [
        "%s = tosa.const_shape {values = dense<[1, 2]> : tensor<2xindex>} : () -> !tosa.shape<2>",
        "%n = tosa.const_shape {values = dense<[2, 3]> : tensor<2xindex>} : () -> !tosa.shape<2>",
        "%r = tosa.slice %x, %s, %n : (tensor<4x6xf32>, !tosa.shape<2>, !tosa.shape<2>) -> tensor<2x3xf32>"
    ], "%r", ["tensor<2x3xf32>"])


def foldable():
    """What upstream would fold is executed all the same."""
    t = "tensor<5xf32>"
    yield function("mul_by_one", {"x": t}, [
        constant("one", t, "1.0"), constant("s", "tensor<1xi8>", "0"), f"%r = tosa.mul %x, %one, %s : ({t}, {t}, tensor<1xi8>) -> {t}"
    ], "%r", [t])
    yield function("exp_of_log", {"x": t}, [f"%l = tosa.log %x : ({t}) -> {t}", f"%r = tosa.exp %l : ({t}) -> {t}"], "%r", [t])
    yield function("sum_of_constants", {}, [constant("c", t, "2.0"), f"%r = tosa.add %c, %c : ({t}, {t}) -> {t}"], "%r", [t])


def control_flow():
    t = "tensor<5xf32>"
    yield function("cond_if", {"c": "tensor<i1>", "x": t, "y": t}, [
        f"%r = tosa.cond_if %c : tensor<i1> -> {t} {{", f"  %s = tosa.add %x, %y : ({t}, {t}) -> {t}", f"  tosa.yield %s : {t}",
        "} else {", f"  %s = tosa.tanh %x : ({t}) -> {t}", f"  tosa.yield %s : {t}", "}"
    ], "%r", [t])
    i = "tensor<i32>"
    yield function("while_loop", {"x": t}, [
        constant("n", i, "3"),
        constant("one", i, "1"),
        constant("begin", i, "0"), f"%r:2 = tosa.while_loop (%i = %begin, %a = %x) : ({i}, {t}) -> ({i}, {t}) {{",
        f"  %c = tosa.greater %n, %i : ({i}, {i}) -> tensor<i1>", "  tosa.yield %c : tensor<i1>", "} do {",
        f"^bb0(%i: {i}, %a: {t}):", f"  %j = tosa.add %i, %one : ({i}, {i}) -> {i}", f"  %s = tosa.add %a, %a : ({t}, {t}) -> {t}",
        f"  tosa.yield %j, %s : {i}, {t}", "}"
    ], "%r#1", [t])


def functions():
    rng = random.Random(1)
    return dict([
        *written(), *convolutions(rng), *transposed(), *pools(rng), *matmuls(), *reductions(), *fourier(), *movement(), *foldable(), *control_flow()
    ])
