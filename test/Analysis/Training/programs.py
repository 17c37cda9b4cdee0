#!/usr/bin/env python3
"""The derived cost of backward passes against programs that are differentiated and run.

    programs.py FPO_OPT

Each program is MLIR text, and the same as a Python function that autodiff.py executes, forward and backward, counting the
scalar operations. Prints what differs, and how many agree.
"""

import itertools
import math
import re
import subprocess
import sys

from autodiff import Tensor, run

PROGRAMS = []  # (name, body, result type, shapes, wanted, build, what is wanted when it is executed)


def shape_type(shape):
    return "tensor<" + "".join(f"{n}x" for n in shape) + "f32>"


def program(name, body, result, shapes, build, wanted=None, executed=None):
    """`body` uses the arguments %0, %1, ... of `shapes` and ends with %r of shape `result`. Without `wanted`, one program
    for each choice of arguments that want gradients. `executed`: the same as `wanted`, for the Python function."""
    choices = [wanted] if wanted is not None else [
        c for n in range(1, len(shapes) + 1) for c in itertools.combinations(range(len(shapes)), n)]
    for choice in choices:
        full = name + "".join(f"_{i}" for i in choice)
        PROGRAMS.append((full, body, shape_type(result), shapes, choice, build, executed or choice))


def text(name, body, result, shapes, wanted):
    arguments = ", ".join(f"%{i}: {shape_type(s)}" + (" {fpo.param}" if i in wanted else "")
                          for i, s in enumerate(shapes))
    arguments = re.sub(r"%(\d)", r"%a\1", arguments)
    body = re.sub(r"%(\d)\b", r"%a\1", body)
    return f"func.func @{name}({arguments}) -> {result} {{\n{body}\n  return %r : {result}\n}}\n"


def identity(*p):
    return p


def elementwise(c, op, *tensors):
    shape = tensors[0].shape
    return c.structured(shape, shape, identity, [(t, identity) for t in tensors],
                        lambda tape, xs, acc: getattr(tape, op)(*xs))


# ---------------------------------------------------------------------------------------------------------------------
# Scalar ops, on tensors of 3 x 2.

for mlir, python in [
        ("arith.negf", "neg"), ("math.absf", "abs"), ("math.floor", "floor"), ("math.exp", "exp"), ("math.exp2", "exp2"),
        ("math.expm1", "expm1"), ("math.log", "log"), ("math.log2", "log2"), ("math.log10", "log10"),
        ("math.log1p", "log1p"), ("math.sqrt", "sqrt"), ("math.rsqrt", "rsqrt"), ("math.cbrt", "cbrt"),
        ("math.sin", "sin"), ("math.cos", "cos"), ("math.tan", "tan"), ("math.sinh", "sinh"), ("math.cosh", "cosh"),
        ("math.tanh", "tanh"), ("math.asin", "asin"), ("math.acos", "acos"), ("math.asinh", "asinh"),
        ("math.acosh", "acosh"), ("math.atan", "atan"), ("math.atanh", "atanh"), ("math.erf", "erf"),
        ("math.erfc", "erfc")]:
    program(mlir.replace(".", "_"), f"  %r = {mlir} %0 : tensor<3x2xf32>", (3, 2), [(3, 2)],
            lambda c, x, python=python: elementwise(c, python, x))
for mlir, python in [("abs", "abs"), ("exp", "exp"), ("log", "log"), ("reciprocal", "reciprocal"), ("rsqrt", "rsqrt"),
                     ("sin", "sin"), ("cos", "cos"), ("tanh", "tanh"), ("erf", "erf"), ("sigmoid", "sigmoid"),
                     ("floor", "floor")]:
    program(f"tosa_{mlir}", f"  %r = tosa.{mlir} %0 : (tensor<3x2xf32>) -> tensor<3x2xf32>", (3, 2), [(3, 2)],
            lambda c, x, python=python: elementwise(c, python, x))
program("tosa_clamp", "  %r = tosa.clamp %0 {min_val = 0.3 : f32, max_val = 0.6 : f32} : "
        "(tensor<3x2xf32>) -> tensor<3x2xf32>", (3, 2), [(3, 2)], lambda c, x: elementwise(c, "clamp", x))
for mlir, python in [("arith.addf", "add"), ("arith.subf", "sub"), ("arith.mulf", "mul"), ("arith.divf", "div"),
                     ("arith.remf", "rem"), ("arith.maximumf", "max"), ("arith.minnumf", "min"), ("math.powf", "pow"),
                     ("math.atan2", "atan2"), ("math.copysign", "copysign")]:
    program(mlir.replace(".", "_"), f"  %r = {mlir} %0, %1 : tensor<3x2xf32>", (3, 2), [(3, 2)] * 2,
            lambda c, x, y, python=python: elementwise(c, python, x, y))
for mlir, python in [("pow", "pow"), ("maximum", "max"), ("sub", "sub")]:
    program(f"tosa_{mlir}", f"  %r = tosa.{mlir} %0, %1 : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>",
            (3, 2), [(3, 2)] * 2, lambda c, x, y, python=python: elementwise(c, python, x, y))
program("math_fma", "  %r = math.fma %0, %1, %2 : tensor<3x2xf32>", (3, 2), [(3, 2)] * 3,
        lambda c, x, y, z: elementwise(c, "fma", x, y, z))
for exponent, python in [(2, "square"), (3, "cube"), (5, "fifth")]:
    program(f"math_fpowi{exponent}", f"  %e = arith.constant dense<{exponent}> : tensor<3x2xi32>\n"
            "  %r = math.fpowi %0, %e : tensor<3x2xf32>, tensor<3x2xi32>", (3, 2), [(3, 2)],
            lambda c, x, python=python: elementwise(c, python, x))

# A value that is used twice: its gradients are added.
program("square", "  %r = arith.mulf %0, %0 : tensor<3x2xf32>", (3, 2), [(3, 2)],
        lambda c, x: c.structured((3, 2), (3, 2), identity, [(x, identity)], lambda t, xs, a: t.mul(xs[0], xs[0])))


def fan_out(c, x):
    a, b = elementwise(c, "exp", x), elementwise(c, "tanh", x)
    return elementwise(c, "add", elementwise(c, "mul", a, b), x)


program("fan_out", """  %e = math.exp %0 : tensor<3x2xf32>
  %t = math.tanh %0 : tensor<3x2xf32>
  %m = arith.mulf %e, %t : tensor<3x2xf32>
  %r = arith.addf %m, %0 : tensor<3x2xf32>""", (3, 2), [(3, 2)], fan_out)

# What has no derivative by a parameter takes no part: x * floor(x).
program("floor_product", """  %f = math.floor %0 : tensor<3x2xf32>
  %r = arith.mulf %0, %f : tensor<3x2xf32>""", (3, 2), [(3, 2)],
        lambda c, x: elementwise(c, "mul", x, elementwise(c, "floor", x)))

# ---------------------------------------------------------------------------------------------------------------------
# Contractions and convolutions.


def mac(tape, xs, acc):
    return tape.add(acc, tape.mul(*xs))


def filled(shape):
    kind = shape_type(shape)
    return f"""  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : {kind}
  %i = linalg.fill ins(%z : f32) outs(%e : {kind}) -> {kind}
"""


program("matmul", filled((2, 4)) + "  %r = linalg.matmul ins(%0, %1 : tensor<2x3xf32>, tensor<3x4xf32>) "
        "outs(%i : tensor<2x4xf32>) -> tensor<2x4xf32>", (2, 4), [(2, 3), (3, 4)],
        lambda c, a, b: c.structured((2, 4, 3), (2, 4), lambda m, n, k: (m, n),
                                     [(a, lambda m, n, k: (m, k)), (b, lambda m, n, k: (k, n))], mac, contraction=True))
program("matmul_start", "  %r = linalg.matmul ins(%0, %1 : tensor<2x3xf32>, tensor<3x4xf32>) "
        "outs(%2 : tensor<2x4xf32>) -> tensor<2x4xf32>", (2, 4), [(2, 3), (3, 4), (2, 4)],
        lambda c, a, b, s: c.structured((2, 4, 3), (2, 4), lambda m, n, k: (m, n),
                                        [(a, lambda m, n, k: (m, k)), (b, lambda m, n, k: (k, n))], mac, init=s,
                                        contraction=True))
program("matmul_one_row", filled((1, 4)) + "  %r = linalg.matmul ins(%0, %1 : tensor<1x3xf32>, tensor<3x4xf32>) "
        "outs(%i : tensor<1x4xf32>) -> tensor<1x4xf32>", (1, 4), [(1, 3), (3, 4)],
        lambda c, a, b: c.structured((1, 4, 3), (1, 4), lambda m, n, k: (m, n),
                                     [(a, lambda m, n, k: (m, k)), (b, lambda m, n, k: (k, n))], mac, contraction=True))
program("matvec", filled((2,)) + "  %r = linalg.matvec ins(%0, %1 : tensor<2x3xf32>, tensor<3xf32>) "
        "outs(%i : tensor<2xf32>) -> tensor<2xf32>", (2,), [(2, 3), (3,)],
        lambda c, a, b: c.structured((2, 3), (2,), lambda m, k: (m,),
                                     [(a, identity), (b, lambda m, k: (k,))], mac, contraction=True))
program("tosa_matmul", """  %z = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %r = tosa.matmul %0, %1, %z, %z : (tensor<2x2x3xf32>, tensor<2x3x4xf32>, tensor<1xf32>, tensor<1xf32>) """
        "-> tensor<2x2x4xf32>", (2, 2, 4), [(2, 2, 3), (2, 3, 4)],
        lambda c, a, b: c.structured((2, 2, 4, 3), (2, 2, 4), lambda i, m, n, k: (i, m, n),
                                     [(a, lambda i, m, n, k: (i, m, k)), (b, lambda i, m, n, k: (i, k, n))], mac,
                                     contraction=True))
program("conv_stride", filled((1, 2, 2, 2)) + """  %r = linalg.conv_2d_nchw_fchw {strides = dense<2> : tensor<2xi64>}
    ins(%0, %1 : tensor<1x3x6x5xf32>, tensor<2x3x3x2xf32>) outs(%i : tensor<1x2x2x2xf32>) -> tensor<1x2x2x2xf32>""",
        (1, 2, 2, 2), [(1, 3, 6, 5), (2, 3, 3, 2)],
        lambda c, x, w: c.structured((1, 2, 2, 2, 3, 3, 2), (1, 2, 2, 2), lambda n, f, h, v, k, i, j: (n, f, h, v),
                                     [(x, lambda n, f, h, v, k, i, j: (n, k, 2 * h + i, 2 * v + j)),
                                      (w, lambda n, f, h, v, k, i, j: (f, k, i, j))], mac, contraction=True))
program("conv_dilated", filled((4,)) + """  %r = linalg.generic {indexing_maps = [affine_map<(i, k) -> (i + 2 * k)>,
      affine_map<(i, k) -> (k)>, affine_map<(i, k) -> (i)>], iterator_types = ["parallel", "reduction"]}
    ins(%0, %1 : tensor<8xf32>, tensor<3xf32>) outs(%i : tensor<4xf32>) {
    ^bb0(%x: f32, %w: f32, %o: f32):
      %p = arith.mulf %x, %w : f32
      %s = arith.addf %p, %o : f32
      linalg.yield %s : f32
    } -> tensor<4xf32>""", (4,), [(8,), (3,)],
        lambda c, x, w: c.structured((4, 3), (4,), lambda i, k: (i,),
                                     [(x, lambda i, k: (i + 2 * k,)), (w, lambda i, k: (k,))], mac, contraction=True))


def tosa_conv(c, x, w, b):
    shape = (1, 2, 3, 2)
    start = c.structured(shape, shape, identity, [(b, lambda n, h, v, f: (f,))], lambda t, xs, a: t.add(xs[0], 0.0))
    # A row of zeros before the first one.
    x = c.move((1, 5, 4, 3), [x], lambda n, h, v, k: (0, (n, h - 1, v, k)) if h >= 1 else None)
    return c.structured((1, 2, 3, 2, 3, 2, 3), shape, lambda n, h, v, f, i, j, k: (n, h, v, f),
                        [(x, lambda n, h, v, f, i, j, k: (n, 2 * h + i, v + j, k)),
                         (w, lambda n, h, v, f, i, j, k: (f, i, j, k))], mac, init=start, contraction=True)


CONSTANT_ZEROS = '  %z = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>\n'
program("tosa_conv2d", CONSTANT_ZEROS + """  %r = tosa.conv2d %0, %1, %2, %z, %z {acc_type = f32, dilation = array<i64: 1, 1>,
    pad = array<i64: 1, 0, 0, 0>, stride = array<i64: 2, 1>} : (tensor<1x4x4x3xf32>, tensor<2x3x2x3xf32>, tensor<2xf32>,
    tensor<1xf32>, tensor<1xf32>) -> tensor<1x2x3x2xf32>""", (1, 2, 3, 2), [(1, 4, 4, 3), (2, 3, 2, 3), (2,)], tosa_conv)


def tosa_depthwise(c, x, w, b):
    shape = (1, 3, 3, 4)
    y = c.structured((1, 3, 3, 2, 2, 2, 2), (1, 3, 3, 2, 2), lambda n, h, v, k, m, i, j: (n, h, v, k, m),
                     [(x, lambda n, h, v, k, m, i, j: (n, h + i, v + j, k)),
                      (w, lambda n, h, v, k, m, i, j: (i, j, k, m))], mac, contraction=True)
    flat = c.move(shape, [y], lambda n, h, v, q: (0, (n, h, v, q // 2, q % 2)))
    return c.structured(shape, shape, identity, [(flat, identity), (b, lambda n, h, v, q: (q,))],
                        lambda t, xs, a: t.add(*xs))


program("tosa_depthwise", CONSTANT_ZEROS + """  %r = tosa.depthwise_conv2d %0, %1, %2, %z, %z {acc_type = f32,
    dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x4x4x2xf32>,
    tensor<2x2x2x2xf32>, tensor<4xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x3x3x4xf32>""", (1, 3, 3, 4),
        [(1, 4, 4, 2), (2, 2, 2, 2), (4,)], tosa_depthwise)


def tosa_transpose_conv(c, x, w, b):
    # Each input element meets each weight; then the bias.
    shape = (1, 5, 5, 2)
    start = c.structured(shape, shape, identity, [(b, lambda n, h, v, f: (f,))], lambda t, xs, a: t.add(xs[0], 0.0))
    return c.structured((1, 2, 2, 2, 3, 3, 3), shape, lambda n, h, v, f, i, j, k: (n, 2 * h + i, 2 * v + j, f),
                        [(x, lambda n, h, v, f, i, j, k: (n, h, v, k)), (w, lambda n, h, v, f, i, j, k: (f, i, j, k))],
                        mac, init=start, contraction=True)


program("tosa_transpose_conv2d", CONSTANT_ZEROS + """  %r = tosa.transpose_conv2d %0, %1, %2, %z, %z {acc_type = f32,
    out_pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 2, 2>} : (tensor<1x2x2x3xf32>, tensor<2x3x3x3xf32>,
    tensor<2xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x5x5x2xf32>""", (1, 5, 5, 2),
        [(1, 2, 2, 3), (2, 3, 3, 3), (2,)], tosa_transpose_conv)

# ---------------------------------------------------------------------------------------------------------------------
# Pooling, reductions, broadcasts.


def pooling(c, x, stride, size, op):
    n = (6 - size) // stride + 1
    return c.structured((1, 1, n, n, size, size), (1, 1, n, n), lambda b, k, h, v, i, j: (b, k, h, v),
                        [(x, lambda b, k, h, v, i, j: (b, k, stride * h + i, stride * v + j))],
                        lambda t, xs, a: getattr(t, op)(a, xs[0]))


for op, python in [("max", "pick"), ("sum", "add")]:
    for stride, size in [(2, 3), (2, 2), (1, 2), (3, 2)]:
        n = (6 - size) // stride + 1
        kind = shape_type((1, 1, n, n))
        program(f"pooling_{op}_{stride}_{size}", filled((1, 1, n, n)) + f"""  %w = tensor.empty() : tensor<{size}x{size}xf32>
  %r = linalg.pooling_nchw_{op} {{strides = dense<{stride}> : tensor<2xi64>}} ins(%0, %w : tensor<1x1x6x6xf32>,
    tensor<{size}x{size}xf32>) outs(%i : {kind}) -> {kind}""", (1, 1, n, n), [(1, 1, 6, 6)],
                lambda c, x, stride=stride, size=size, python=python: pooling(c, x, stride, size, python))


def tosa_pool(c, x, stride, op):
    def nchw(t, back=False):
        if back:
            return c.move((1,) + t.shape[2:] + (1,), [t], lambda b, h, v, k: (0, (b, k, h, v)))
        return c.move((1, 1, 6, 6), [t], lambda b, k, h, v: (0, (b, h, v, k)))

    y = pooling(c, nchw(x), stride, 3, op)
    if op == "add":
        y = elementwise_scalar(c, "div", y, 9.0)
    return nchw(y, back=True)


def elementwise_scalar(c, op, x, number):
    return c.structured(x.shape, x.shape, identity, [(x, identity)], lambda t, xs, a: getattr(t, op)(xs[0], number))


for stride, n in [(1, 4), (3, 2)]:
    attributes = f"kernel = array<i64: 3, 3>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: {stride}, {stride}>"
    kind = shape_type((1, n, n, 1))
    program(f"tosa_max_pool2d_{stride}", f"  %r = tosa.max_pool2d %0 {{{attributes}}} : (tensor<1x6x6x1xf32>) -> {kind}",
            (1, n, n, 1), [(1, 6, 6, 1)], lambda c, x, stride=stride: tosa_pool(c, x, stride, "pick"))
    program(f"tosa_avg_pool2d_{stride}", CONSTANT_ZEROS + f"  %r = tosa.avg_pool2d %0, %z, %z {{acc_type = f32, {attributes}}} "
            f": (tensor<1x6x6x1xf32>, tensor<1xf32>, tensor<1xf32>) -> {kind}",
            (1, n, n, 1), [(1, 6, 6, 1)], lambda c, x, stride=stride: tosa_pool(c, x, stride, "add"))


def reduction(c, x, op, init):
    return c.structured((3, 4), (3,), lambda i, j: (i,), [(x, identity)], lambda t, xs, a: getattr(t, op)(xs[0], a), init)


for mlir, python, init in [("arith.addf", "add", 0.0), ("arith.mulf", "mul", 1.0), ("arith.maximumf", "pick", 0.0)]:
    program("reduce_" + mlir.replace(".", "_"), f"""  %z = arith.constant {init} : f32
  %e = tensor.empty() : tensor<3xf32>
  %i = linalg.fill ins(%z : f32) outs(%e : tensor<3xf32>) -> tensor<3xf32>
  %r = linalg.reduce {{ {mlir} }} ins(%0 : tensor<3x4xf32>) outs(%i : tensor<3xf32>) dimensions = [1]""",
            (3,), [(3, 4)], lambda c, x, python=python, init=init: reduction(c, x, python, init))
program("reduce_exp", filled((3,)) + """  %r = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>,
      affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]} ins(%0 : tensor<3x4xf32>)
    outs(%i : tensor<3xf32>) {
    ^bb0(%x: f32, %o: f32):
      %p = math.exp %x : f32
      %q = arith.mulf %p, %x : f32
      %s = arith.addf %q, %o : f32
      linalg.yield %s : f32
    } -> tensor<3xf32>""", (3,), [(3, 4)],
        lambda c, x: c.structured((3, 4), (3,), lambda i, j: (i,), [(x, identity)],
                                  lambda t, xs, a: t.add(t.mul(t.exp(xs[0]), xs[0]), a)))
program("tosa_reduce_sum", "  %r = tosa.reduce_sum %0 {axis = 1 : i32} : (tensor<3x4xf32>) -> tensor<3x1xf32>", (3, 1),
        [(3, 4)], lambda c, x: c.structured((3, 4), (3, 1), lambda i, j: (i, 0), [(x, identity)],
                                            lambda t, xs, a: t.add(a, xs[0])))
program("tosa_reduce_max", "  %r = tosa.reduce_max %0 {axis = 1 : i32} : (tensor<3x4xf32>) -> tensor<3x1xf32>", (3, 1),
        [(3, 4)], lambda c, x: c.structured((3, 4), (3, 1), lambda i, j: (i, 0), [(x, identity)],
                                            lambda t, xs, a: t.pick(a, xs[0])))
program("broadcast", """  %e = tensor.empty() : tensor<3x4xf32>
  %r = linalg.broadcast ins(%0 : tensor<4xf32>) outs(%e : tensor<3x4xf32>) dimensions = [0]""", (3, 4), [(4,)],
        lambda c, x: c.structured((3, 4), (3, 4), identity, [(x, lambda i, j: (j,))], lambda t, xs, a: t.add(xs[0], 0.0)))
program("tosa_add_broadcast", "  %r = tosa.add %0, %1 : (tensor<3x4xf32>, tensor<1x4xf32>) -> tensor<3x4xf32>", (3, 4),
        [(3, 4), (1, 4)], lambda c, x, y: c.structured((3, 4), (3, 4), identity, [(x, identity), (y, lambda i, j: (0, j))],
                                                       lambda t, xs, a: t.add(*xs)))
program("tosa_mul_broadcast", """  %s = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  %r = tosa.mul %0, %1, %s : (tensor<3x4xf32>, tensor<3x1xf32>, tensor<1xi8>) -> tensor<3x4xf32>""", (3, 4),
        [(3, 4), (3, 1)], lambda c, x, y: c.structured((3, 4), (3, 4), identity, [(x, identity), (y, lambda i, j: (i, 0))],
                                                       lambda t, xs, a: t.mul(*xs)))


def softmax(c, x):
    n = x.shape[1]

    def reverse():
        k = c.counter
        gradient = {}
        for i in range(x.shape[0]):
            total = 0.0
            products = {}
            for j in range(n):
                products[j] = k.mul(y.grad[i, j], y.data[i, j])
                total = k.add(total, products[j])
            for j in range(n):
                gradient[i, j] = k.mul(y.data[i, j], k.sub(y.grad[i, j], total))
        x.receive(k, gradient)

    sums = [sum(math.exp(x.data[i, j]) for j in range(n)) for i in range(x.shape[0])]
    y = Tensor(x.shape, lambda at: math.exp(x.data[at]) / sums[at[0]], True)
    c.applied.append(reverse)
    return y


program("softmax", """  %e = tensor.empty() : tensor<3x4xf32>
  %r = linalg.softmax dimension(1) ins(%0 : tensor<3x4xf32>) outs(%e : tensor<3x4xf32>) -> tensor<3x4xf32>""", (3, 4),
        [(3, 4)], softmax)

def reduce_product(c, x):
    y = Tensor((3, 1), lambda at: math.prod(x.data[at[0], j] for j in range(4)), True)

    def reverse():
        k = c.counter
        x.receive(k, {at: k.div(k.mul(y.grad[at[0], 0], y.data[at[0], 0]), x.data[at]) for at in x.data})

    c.applied.append(reverse)
    return y


program("tosa_reduce_product", "  %r = tosa.reduce_product %0 {axis = 1 : i32} : (tensor<3x4xf32>) -> tensor<3x1xf32>",
        (3, 1), [(3, 4)], reduce_product)

# ---------------------------------------------------------------------------------------------------------------------
# Elements that move.


def slices(c, x):
    first = c.move((2, 2), [x], lambda i, j: (0, (i, j)))
    second = c.move((2, 2), [x], lambda i, j: (0, (i + 1, j)))
    return elementwise(c, "mul", first, elementwise(c, "exp", second))


program("slices", """  %s = tensor.extract_slice %0[0, 0] [2, 2] [1, 1] : tensor<3x2xf32> to tensor<2x2xf32>
  %t = tensor.extract_slice %0[1, 0] [2, 2] [1, 1] : tensor<3x2xf32> to tensor<2x2xf32>
  %u = math.exp %t : tensor<2x2xf32>
  %r = arith.mulf %s, %u : tensor<2x2xf32>""", (2, 2), [(3, 2)], slices)


def whole_and_slice(c, x):
    part = c.move((1, 2), [x], lambda i, j: (0, (2, j)))
    y = elementwise(c, "exp", x)
    return c.move((4, 2), [y, part], lambda i, j: (0, (i, j)) if i < 3 else (1, (0, j)))


program("whole_and_slice", """  %s = tensor.extract_slice %0[2, 0] [1, 2] [1, 1] : tensor<3x2xf32> to tensor<1x2xf32>
  %e = math.exp %0 : tensor<3x2xf32>
  %r = tensor.concat dim(0) %e, %s : (tensor<3x2xf32>, tensor<1x2xf32>) -> tensor<4x2xf32>""", (4, 2), [(3, 2)],
        whole_and_slice)
program("gathered", """  %i = arith.constant dense<[[1, 0, 1]]> : tensor<1x3xi32>
  %r = tosa.gather %0, %i : (tensor<1x2x4xf32>, tensor<1x3xi32>) -> tensor<1x3x4xf32>""", (1, 3, 4), [(1, 2, 4)],
        lambda c, x: c.scatter_back((1, 3, 4), x, lambda b, i, j: (b, [1, 0, 1][i], j)))
program("embedding", """  %ids = arith.constant dense<[1, 0, 1]> : tensor<3xindex>
  %e = tensor.empty() : tensor<3x4xf32>
  %r = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i)>, affine_map<(i, j) -> (i, j)>],
      iterator_types = ["parallel", "parallel"]} ins(%ids : tensor<3xindex>) outs(%e : tensor<3x4xf32>) {
    ^bb0(%id: index, %o: f32):
      %j = linalg.index 1 : index
      %v = tensor.extract %0[%id, %j] : tensor<2x4xf32>
      linalg.yield %v : f32
    } -> tensor<3x4xf32>""", (3, 4), [(2, 4)],
        lambda c, x: c.scatter_back((3, 4), x, lambda i, j: ([1, 0, 1][i], j)))


def tied(c, x):
    # The reshape to a batch of one is a value of its own.
    y = c.move((1, 2, 4), [x], lambda b, i, j: (0, (i, j)))
    y = c.scatter_back((1, 3, 4), y, lambda b, i, j: (b, [1, 0, 1][i], j))
    y = c.move((3, 4), [y], lambda i, j: (0, (0, i, j)))
    return c.structured((3, 2, 4), (3, 2), lambda m, n, k: (m, n),
                        [(y, lambda m, n, k: (m, k)), (x, lambda m, n, k: (n, k))], mac, contraction=True)


program("tied", """  %ids = arith.constant dense<[[1, 0, 1]]> : tensor<1x3xi32>
  %z = arith.constant 0.0 : f32
  %x = tensor.expand_shape %0 [[0, 1], [2]] output_shape [1, 2, 4] : tensor<2x4xf32> into tensor<1x2x4xf32>
  %g = tosa.gather %x, %ids : (tensor<1x2x4xf32>, tensor<1x3xi32>) -> tensor<1x3x4xf32>
  %y = tensor.collapse_shape %g [[0, 1], [2]] : tensor<1x3x4xf32> into tensor<3x4xf32>
  %e = tensor.empty() : tensor<3x2xf32>
  %i = linalg.fill ins(%z : f32) outs(%e : tensor<3x2xf32>) -> tensor<3x2xf32>
  %r = linalg.generic {indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>,
      affine_map<(m, n, k) -> (m, n)>], iterator_types = ["parallel", "parallel", "reduction"]}
    ins(%y, %0 : tensor<3x4xf32>, tensor<2x4xf32>) outs(%i : tensor<3x2xf32>) {
    ^bb0(%a: f32, %b: f32, %o: f32):
      %p = arith.mulf %a, %b : f32
      %s = arith.addf %p, %o : f32
      linalg.yield %s : f32
    } -> tensor<3x2xf32>""", (3, 2), [(2, 4)],
        tied)
program("tosa_tile", """  %s = tosa.const_shape {values = dense<[2, 1]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %r = tosa.tile %0, %s : (tensor<3x2xf32>, !tosa.shape<2>) -> tensor<6x2xf32>""", (6, 2), [(3, 2)],
        lambda c, x: c.structured((6, 2), (6, 2), identity, [(x, lambda i, j: (i % 3, j))],
                                  lambda t, xs, a: t.add(xs[0], 0.0)))
program("pad", """  %z = arith.constant 0.0 : f32
  %p = tensor.pad %0 low[1, 0] high[0, 2] {
  ^bb0(%i: index, %j: index):
    tensor.yield %z : f32
  } : tensor<3x2xf32> to tensor<4x4xf32>
  %r = arith.mulf %p, %p : tensor<4x4xf32>""", (4, 4), [(3, 2)], lambda c, x: square(c, c.move(
      (4, 4), [x], lambda i, j: (0, (i - 1, j)) if i >= 1 and j < 2 else None)))


def square(c, x):
    return c.structured(x.shape, x.shape, identity, [(x, identity)], lambda t, xs, a: t.mul(xs[0], xs[0]))


# ---------------------------------------------------------------------------------------------------------------------
# Control flow: a recurrent network as a loop, and a function that is called twice.

CELL = """    %i = linalg.fill ins(%z : f32) outs(%e : tensor<2x3xf32>) -> tensor<2x3xf32>
    %p = linalg.matmul ins(%h, %1 : tensor<2x3xf32>, tensor<3x3xf32>) outs(%i : tensor<2x3xf32>) -> tensor<2x3xf32>
    %t = math.tanh %p : tensor<2x3xf32>
"""


def cell(c, h, w):
    p = c.structured((2, 3, 3), (2, 3), lambda m, n, k: (m, n),
                     [(h, lambda m, n, k: (m, k)), (w, lambda m, n, k: (k, n))], mac, contraction=True)
    return elementwise(c, "tanh", p)


def recurrent(c, h, w):
    w.is_outside = True  # its gradient is added to in each turn
    for _ in range(4):
        h = cell(c, h, w)
    return h


RECURRENT = """  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<2x3xf32>
  %r = scf.for %k = %c0 to %c4 step %c1 iter_args(%h = %0) -> tensor<2x3xf32> {
""" + CELL + """    scf.yield %t : tensor<2x3xf32>
  }"""
program("recurrent", RECURRENT, (2, 3), [(2, 3), (3, 3)], recurrent, wanted=(0, 1))
# All turns are alike: the gradient of the start value is computed, though nothing wants it.
program("recurrent", RECURRENT, (2, 3), [(2, 3), (3, 3)], recurrent, wanted=(1,), executed=(0, 1))
program("called_twice", "  %h = func.call @cell(%0, %1) : (tensor<2x3xf32>, tensor<3x3xf32>) -> tensor<2x3xf32>\n"
        "  %r = func.call @cell(%h, %1) : (tensor<2x3xf32>, tensor<3x3xf32>) -> tensor<2x3xf32>", (2, 3),
        [(2, 3), (3, 3)], lambda c, h, w: cell(c, cell(c, h, w), w))
FUNCTIONS = """func.func private @cell(%h: tensor<2x3xf32>, %1: tensor<3x3xf32>) -> tensor<2x3xf32> {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<2x3xf32>
""" + CELL + "  return %t : tensor<2x3xf32>\n}\n"


# ---------------------------------------------------------------------------------------------------------------------
# A network with two layers and the mean square as its loss.

def network(c, x, w1, b1, w2):
    start = c.structured((4, 5), (4, 5), identity, [(b1, lambda i, j: (j,))], lambda t, xs, a: t.add(xs[0], 0.0))
    y = c.structured((4, 5, 3), (4, 5), lambda m, n, k: (m, n),
                     [(x, lambda m, n, k: (m, k)), (w1, lambda m, n, k: (k, n))], mac, init=start, contraction=True)
    y = elementwise_scalar(c, "max", y, 0.9)
    y = c.structured((4, 2, 5), (4, 2), lambda m, n, k: (m, n),
                     [(y, lambda m, n, k: (m, k)), (w2, lambda m, n, k: (k, n))], mac, contraction=True)
    loss = c.structured((4, 2), (), lambda i, j: (), [(y, identity)], lambda t, xs, a: t.add(t.mul(xs[0], xs[0]), a))
    return elementwise_scalar(c, "div", loss, 8.0)


program("network", """  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<4x5xf32>
  %b = linalg.broadcast ins(%2 : tensor<5xf32>) outs(%e : tensor<4x5xf32>) dimensions = [0]
  %y = linalg.matmul ins(%0, %1 : tensor<4x3xf32>, tensor<3x5xf32>) outs(%b : tensor<4x5xf32>) -> tensor<4x5xf32>
  %c = arith.constant dense<0.9> : tensor<4x5xf32>
  %m = arith.maximumf %y, %c : tensor<4x5xf32>
  %f = tensor.empty() : tensor<4x2xf32>
  %i = linalg.fill ins(%z : f32) outs(%f : tensor<4x2xf32>) -> tensor<4x2xf32>
  %q = linalg.matmul ins(%m, %3 : tensor<4x5xf32>, tensor<5x2xf32>) outs(%i : tensor<4x2xf32>) -> tensor<4x2xf32>
  %g = tensor.empty() : tensor<f32>
  %j = linalg.fill ins(%z : f32) outs(%g : tensor<f32>) -> tensor<f32>
  %l = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> ()>],
      iterator_types = ["reduction", "reduction"]} ins(%q : tensor<4x2xf32>) outs(%j : tensor<f32>) {
    ^bb0(%v: f32, %o: f32):
      %p = arith.mulf %v, %v : f32
      %s = arith.addf %p, %o : f32
      linalg.yield %s : f32
    } -> tensor<f32>
  %n = arith.constant dense<8.0> : tensor<f32>
  %r = arith.divf %l, %n : tensor<f32>""", (), [(4, 3), (3, 5), (5,), (5, 2)], network)


# ---------------------------------------------------------------------------------------------------------------------

def main():
    module = "".join(text(name, body, result, shapes, wanted)
                     for name, body, result, shapes, wanted, *_ in PROGRAMS) + FUNCTIONS
    done = subprocess.run([sys.argv[1], "-", "--fpo-training=optimizer=none", "--mlir-elide-elementsattrs-if-larger=4"],
                          input=module, capture_output=True, text=True)
    if done.returncode != 0:
        print(done.stderr[:4000])
        return 1
    derived = {}
    for name, attributes in re.findall(r"func\.func (?:private )?@(\w+)\(.*?attributes \{(.*)\} \{\n", done.stdout):
        cost = re.search(r"fpo\.backward = #fpo\.cost<(fpo = \d+.*?)>", attributes)
        add = re.search(r"add = \{f32: (\d+)\}", cost.group(1))
        mul = re.search(r"mul = \{f32: (\d+)\}", cost.group(1))
        derived[name] = (int(add.group(1)) if add else 0, int(mul.group(1)) if mul else 0)
    good = 0
    for name, _, _, shapes, wanted, build, executed_wanted in PROGRAMS:
        # The values do not depend on what is wanted: it is enough to check them once.
        executed = run(build, executed_wanted, shapes, check=len(wanted) == len(shapes))
        if derived.get(name) == executed:
            good += 1
        else:
            print(f"{name}: derived {derived.get(name)}, executed {executed}")
    print(f"{good} of {len(PROGRAMS)} programs agree")
    return 0 if good == len(PROGRAMS) else 1


if __name__ == "__main__":
    sys.exit(main())
