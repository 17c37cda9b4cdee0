#!/usr/bin/env python3
"""Every structured op of linalg, once, with what it costs by its definition.

    structured.py emit              print a module with one function for each op
    structured.py tile              print the same module, with a transform script that tiles each op
    structured.py check NAME.json   compare a report of such a module with the definitions

What an op costs is told here by hand: the sizes of its loops, and what the definition of the op does in one
iteration. Nothing is taken from the tool that is tested.
"""

import json
import math
import sys
from dataclasses import dataclass, field


@dataclass
class Op:
    name: str  # the function's name
    text: str  # the op, with {attrs} where attributes may stand
    ins: list  # types of the inputs, %a0, %a1, ...
    out: str  # type of the output, %o
    loops: list  # sizes
    each: dict = field(default_factory=dict)  # {element type: (ADD, MUL)} of one iteration
    mac: bool = False

    @property
    def op_name(self):
        return self.text.split()[0]


def tensor(*shape, t="f32"):
    return f"tensor<{'x'.join(map(str, shape))}{'x' if shape else ''}{t}>"


OPS = []


def op(name, ins, out, loops, each, mac=False, attrs="", suffix="", label=None):
    args = ", ".join(f"%a{i}" for i in range(len(ins)))
    text = (f"linalg.{name} {attrs} ins({args} : {', '.join(ins)}) outs(%o : {out}) {suffix} -> {out}")
    OPS.append(Op(label or name, text, ins, out, loops, each, mac))


MA = {"f32": (1, 1)}

# Elementwise ops. Rules of f32: exp 14 ADD 11 MUL, log 20 and 13, tanh 14 and 16, erf 15 and 13.
UNARY = {
    "abs": (0, 0), "ceil": (0, 0), "copy": (0, 0), "erf": (15, 13), "exp": (14, 11), "floor": (0, 0), "log": (20, 13),
    "negf": (0, 0), "reciprocal": (2, 5), "round": (0, 0), "rsqrt": (2, 7), "sqrt": (2, 8), "square": (0, 1),
    "tanh": (14, 16)
}
for name, each in UNARY.items():
    op(name, [tensor(4, 8)], tensor(4, 8), [4, 8], {"f32": each})
BINARY = {"add": (1, 0), "div": (2, 5), "max": (1, 0), "min": (1, 0), "mul": (0, 1), "sub": (1, 0), "powf": (34, 25)}
for name, each in BINARY.items():
    op(name, [tensor(4, 8)] * 2, tensor(4, 8), [4, 8], {"f32": each})
# An integer division is one trial subtraction for each bit.
op("div_unsigned", [tensor(4, 8, t="i32")] * 2, tensor(4, 8, t="i32"), [4, 8], {"i32": (32, 0)})
op("select", [tensor(4, 8, t="i1"), tensor(4, 8), tensor(4, 8)], tensor(4, 8), [4, 8], {})
op("fill", ["f32"], tensor(4, 8), [4, 8], {})
# A linear congruential generator, x = (x + index) * a + c, over two indices; then (x + 2^31) * (max - min) * 2^-32 + min.
op("fill_rng_2d", ["f64", "f64", "i32"], tensor(4, 8), [4, 8], {"i32": (4, 2), "f64": (3, 2)})
op("elementwise", [tensor(4, 8)] * 2, tensor(4, 8), [4, 8], {"f32": (1, 0)}, attrs="kind=#linalg.elementwise_kind<add>")
op("elementwise", [tensor(4, 8)], tensor(4, 8), [4, 8], {"f32": (14, 11)}, attrs="kind=#linalg.elementwise_kind<exp>",
   label="elementwise_exp")

# Contractions.
op("matmul", [tensor(4, 6), tensor(6, 8)], tensor(4, 8), [4, 8, 6], MA, True)
op("matmul", [tensor(4, 6, t="f16"), tensor(6, 8, t="f16")], tensor(4, 8), [4, 8, 6], MA, True, label="matmul_f16_f32")
op("matmul", [tensor(4, 6, t="i8"), tensor(6, 8, t="i8")], tensor(4, 8, t="i32"), [4, 8, 6], {"i32": (1, 1)}, True,
   label="matmul_i8_i32")
op("quantized_matmul", [tensor(4, 6, t="i8"), tensor(6, 8, t="i8"), "i32", "i32"], tensor(4, 8, t="i32"), [4, 8, 6],
   {"i32": (3, 1)}, True)
op("batch_matmul", [tensor(2, 4, 6), tensor(2, 6, 8)], tensor(2, 4, 8), [2, 4, 8, 6], MA, True)
op("quantized_batch_matmul", [tensor(2, 4, 6, t="i8"), tensor(2, 6, 8, t="i8"), "i32", "i32"], tensor(2, 4, 8, t="i32"),
   [2, 4, 8, 6], {"i32": (3, 1)}, True)
op("batch_reduce_matmul", [tensor(2, 4, 6), tensor(2, 6, 8)], tensor(4, 8), [2, 4, 8, 6], MA, True)
op("matvec", [tensor(4, 6), tensor(6)], tensor(4), [4, 6], MA, True)
op("vecmat", [tensor(6), tensor(6, 8)], tensor(8), [8, 6], MA, True)
op("batch_matvec", [tensor(2, 4, 6), tensor(2, 6)], tensor(2, 4), [2, 4, 6], MA, True)
op("batch_vecmat", [tensor(2, 6), tensor(2, 6, 8)], tensor(2, 8), [2, 8, 6], MA, True)
op("dot", [tensor(6), tensor(6)], tensor(), [6], MA, True)
op("mmt4d", [tensor(2, 4, 8, 2), tensor(6, 4, 4, 2)], tensor(2, 6, 8, 4), [2, 6, 4, 8, 4, 2], MA, True)
op("batch_mmt4d", [tensor(2, 2, 4, 8, 2), tensor(2, 6, 4, 4, 2)], tensor(2, 2, 6, 8, 4), [2, 2, 6, 4, 8, 4, 2], MA, True)
op("contract", [tensor(4, 6, 2), tensor(6, 2, 8)], tensor(4, 8), [4, 8, 6, 2], MA, True,
   attrs="indexing_maps = [affine_map<(m, n, k, l) -> (m, k, l)>, affine_map<(m, n, k, l) -> (k, l, n)>, "
   "affine_map<(m, n, k, l) -> (m, n)>]")

# Convolutions; the sizes of the inputs are those of stride 1 and dilation 1, unless said otherwise.
N, H, W, D, C, F, G, K, M = globals().get("CONVOLUTION_SIZES", (2, 4, 6, 2, 4, 8, 2, 2, 2))
IH, IW, ID = H + K - 1, W + K - 1, D + K - 1
op("conv_1d", [tensor(IW), tensor(K)], tensor(W), [W, K], MA, True)
op("conv_1d_ncw_fcw", [tensor(N, C, IW), tensor(F, C, K)], tensor(N, F, W), [N, F, W, C, K], MA, True)
op("conv_1d_nwc_wcf", [tensor(N, IW, C), tensor(K, C, F)], tensor(N, W, F), [N, W, F, K, C], MA, True)
op("conv_2d", [tensor(IH, IW), tensor(K, K)], tensor(H, W), [H, W, K, K], MA, True)
CONV = [N, H, W, F, K, K, C]
op("conv_2d_nchw_fchw", [tensor(N, C, IH, IW), tensor(F, C, K, K)], tensor(N, F, H, W), CONV, MA, True)
op("conv_2d_nchw_fchw", [tensor(N, C, 9, 13), tensor(F, C, K, K)], tensor(N, F, H, W), CONV, MA, True,
   attrs="{dilations = dense<2> : tensor<2xi64>, strides = dense<2> : tensor<2xi64>}", label="conv_2d_strided_dilated")
op("conv_2d_nhwc_hwcf", [tensor(N, IH, IW, C), tensor(K, K, C, F)], tensor(N, H, W, F), CONV, MA, True)
op("conv_2d_nhwc_fhwc", [tensor(N, IH, IW, C), tensor(F, K, K, C)], tensor(N, H, W, F), CONV, MA, True)
Q = {"i32": (3, 1)}


def quantized(name, ins, out, loops):
    op(name, [t.replace("f32", "i8") for t in ins] + ["i32", "i32"], out.replace("f32", "i32"), loops, Q, True)


quantized("conv_2d_nchw_fchw_q", [tensor(N, C, IH, IW), tensor(F, C, K, K)], tensor(N, F, H, W), CONV)
quantized("conv_2d_nhwc_hwcf_q", [tensor(N, IH, IW, C), tensor(K, K, C, F)], tensor(N, H, W, F), CONV)
quantized("conv_2d_nhwc_fhwc_q", [tensor(N, IH, IW, C), tensor(F, K, K, C)], tensor(N, H, W, F), CONV)
GROUPED = [N, G, F, H, W, C, K, K]
op("conv_2d_ngchw_fgchw", [tensor(N, G, C, IH, IW), tensor(F, G, C, K, K)], tensor(N, G, F, H, W), GROUPED, MA, True)
op("conv_2d_ngchw_gfchw", [tensor(N, G, C, IH, IW), tensor(G, F, C, K, K)], tensor(N, G, F, H, W), GROUPED, MA, True)
op("conv_2d_nhwgc_gfhwc", [tensor(N, IH, IW, G, C), tensor(G, F, K, K, C)], tensor(N, H, W, G, F), GROUPED, MA, True)
quantized("conv_2d_ngchw_gfchw_q", [tensor(N, G, C, IH, IW), tensor(G, F, C, K, K)], tensor(N, G, F, H, W), GROUPED)
quantized("conv_2d_nhwgc_gfhwc_q", [tensor(N, IH, IW, G, C), tensor(G, F, K, K, C)], tensor(N, H, W, G, F), GROUPED)
CONV3 = [N, D, H, W, F, K, K, K, C]
op("conv_3d", [tensor(ID, IH, IW), tensor(K, K, K)], tensor(D, H, W), [D, H, W, K, K, K], MA, True)
op("conv_3d_ncdhw_fcdhw", [tensor(N, C, ID, IH, IW), tensor(F, C, K, K, K)], tensor(N, F, D, H, W), CONV3, MA, True)
op("conv_3d_ndhwc_dhwcf", [tensor(N, ID, IH, IW, C), tensor(K, K, K, C, F)], tensor(N, D, H, W, F), CONV3, MA, True)
quantized("conv_3d_ndhwc_dhwcf_q", [tensor(N, ID, IH, IW, C), tensor(K, K, K, C, F)], tensor(N, D, H, W, F), CONV3)
op("depthwise_conv_1d_ncw_cw", [tensor(N, C, IW), tensor(C, K)], tensor(N, C, W), [N, W, C, K], MA, True)
op("depthwise_conv_1d_nwc_wc", [tensor(N, IW, C), tensor(K, C)], tensor(N, W, C), [N, W, C, K], MA, True)
op("depthwise_conv_1d_nwc_wcm", [tensor(N, IW, C), tensor(K, C, M)], tensor(N, W, C, M), [N, W, C, M, K], MA, True)
DEPTH = [N, H, W, C, K, K]
op("depthwise_conv_2d_nchw_chw", [tensor(N, C, IH, IW), tensor(C, K, K)], tensor(N, C, H, W), DEPTH, MA, True)
op("depthwise_conv_2d_nhwc_hwc", [tensor(N, IH, IW, C), tensor(K, K, C)], tensor(N, H, W, C), DEPTH, MA, True)
op("depthwise_conv_2d_nhwc_hwcm", [tensor(N, IH, IW, C), tensor(K, K, C, M)], tensor(N, H, W, C, M), DEPTH + [M], MA, True)
quantized("depthwise_conv_2d_nhwc_hwc_q", [tensor(N, IH, IW, C), tensor(K, K, C)], tensor(N, H, W, C), DEPTH)
quantized("depthwise_conv_2d_nhwc_hwcm_q", [tensor(N, IH, IW, C), tensor(K, K, C, M)], tensor(N, H, W, C, M), DEPTH + [M])
DEPTH3 = [N, D, H, W, C, K, K, K]
op("depthwise_conv_3d_ncdhw_cdhw", [tensor(N, C, ID, IH, IW), tensor(C, K, K, K)], tensor(N, C, D, H, W), DEPTH3, MA, True)
op("depthwise_conv_3d_ndhwc_dhwc", [tensor(N, ID, IH, IW, C), tensor(K, K, K, C)], tensor(N, D, H, W, C), DEPTH3, MA, True)
op("depthwise_conv_3d_ndhwc_dhwcm", [tensor(N, ID, IH, IW, C), tensor(K, K, K, C, M)], tensor(N, D, H, W, C, M),
   DEPTH3 + [M], MA, True)

# Pooling: one combination for each tap.
for kind, t in [("sum", "f32"), ("max", "f32"), ("min", "f32"), ("max_unsigned", "i8"), ("min_unsigned", "i8")]:
    e = {t: (1, 0)}
    op(f"pooling_nhwc_{kind}", [tensor(N, IH, IW, C, t=t), tensor(K, K, t=t)], tensor(N, H, W, C, t=t), DEPTH, e)
    op(f"pooling_nwc_{kind}", [tensor(N, IW, C, t=t), tensor(K, t=t)], tensor(N, W, C, t=t), [N, W, C, K], e)
for kind in ["sum", "max"]:
    e = {"f32": (1, 0)}
    op(f"pooling_nchw_{kind}", [tensor(N, C, IH, IW), tensor(K, K)], tensor(N, C, H, W), DEPTH, e)
    op(f"pooling_ncw_{kind}", [tensor(N, C, IW), tensor(K)], tensor(N, C, W), [N, W, C, K], e)
for kind in ["sum", "max", "min"]:
    op(f"pooling_ndhwc_{kind}", [tensor(N, ID, IH, IW, C), tensor(K, K, K)], tensor(N, D, H, W, C), DEPTH3,
       {"f32": (1, 0)})

# Ops with a syntax of their own.
T = tensor(4, 8)
OPS += [
    Op("map", f"linalg.map {{ arith.addf }} ins(%a0, %a1 : {T}, {T}) outs(%o : {T})", [T, T], T, [4, 8], {"f32": (1, 0)}),
    Op("reduce", f"linalg.reduce {{ arith.addf }} ins(%a0 : {tensor(4, 8, 2)}) outs(%o : {tensor(4, 2)}) dimensions = [1]",
       [tensor(4, 8, 2)], tensor(4, 2), [4, 8, 2], {"f32": (1, 0)}),
    Op("transpose", f"linalg.transpose ins(%a0 : {T}) outs(%o : {tensor(8, 4)}) permutation = [1, 0]", [T], tensor(8, 4),
       [4, 8]),
    Op("broadcast", f"linalg.broadcast ins(%a0 : {tensor(4)}) outs(%o : {T}) dimensions = [1]", [tensor(4)], T, [4, 8]),
    Op("generic", f"""linalg.generic {{indexing_maps = [affine_map<(i, j, k) -> (i, k)>, affine_map<(i, j, k) -> (k, j)>,
      affine_map<(i, j, k) -> (i, j)>], iterator_types = ["parallel", "parallel", "reduction"]}}
      ins(%a0, %a1 : {tensor(4, 6)}, {tensor(6, 8)}) outs(%o : {T}) {{
    ^bb0(%x: f32, %y: f32, %z: f32):
      %d = arith.subf %x, %y : f32
      %s = arith.mulf %d, %d : f32
      %e = math.exp %s : f32
      %t = arith.addf %e, %z : f32
      linalg.yield %t : f32
    }} -> {T}""", [tensor(4, 6), tensor(6, 8)], T, [4, 8, 6], {"f32": (16, 12)}),
]


def emit(out):
    for o in OPS:
        args = ", ".join([f"%a{i}: {t}" for i, t in enumerate(o.ins)] + [f"%o: {o.out}"])
        print(f"func.func @{o.name}({args}) -> {o.out} {{\n  %r = {o.text}\n  return %r : {o.out}\n}}", file=out)


def emit_tiled(out):
    """Each loop is cut into tiles of 2, which divide all sizes above."""
    print("module attributes {transform.with_named_sequence} {", file=out)
    emit(out)
    print("transform.named_sequence @__transform_main(%m: !transform.any_op {transform.readonly}) {", file=out)
    for i, o in enumerate(OPS):
        sizes = ", ".join(["2"] * len(o.loops))
        loops = ", ".join(["!transform.any_op"] * (len(o.loops) + 1))
        print(f"""  %f{i} = transform.structured.match ops{{["func.func"]}} attributes {{sym_name = "{o.name}"}} in %m
      : (!transform.any_op) -> !transform.any_op
  %o{i} = transform.structured.match ops{{["{o.op_name}"]}} in %f{i} : (!transform.any_op) -> !transform.any_op
  %t{i}:{len(o.loops) + 1} = transform.structured.tile_using_for %o{i} tile_sizes [{sizes}]
      : (!transform.any_op) -> ({loops})""", file=out)
    print("  transform.yield\n}\n}", file=out)


def check(path):
    functions = {f["name"]: f["totals"] for f in json.load(open(path))["functions"]}
    bad = 0
    for o in OPS:
        points = math.prod(o.loops)
        want = {
            "add": {t: a * points for t, (a, _) in o.each.items() if a},
            "mul": {t: m * points for t, (_, m) in o.each.items() if m},
            "mac": points if o.mac else 0,
        }
        got = {k: functions[o.name][k] for k in want}
        if got != want:
            bad += 1
            print(f"{o.name}: expected {want}, but found {got}")
    print(f"{len(OPS) - bad} of {len(OPS)} ops agree")
    return 1 if bad else 0


if __name__ == "__main__":
    if sys.argv[1] == "emit":
        emit(sys.stdout)
    elif sys.argv[1] == "tile":
        emit_tiled(sys.stdout)
    else:
        sys.exit(check(sys.argv[2]))
