"""Whether sums of products of narrow elements are right, by each instruction that this machine has for them.

usage: dot_products.py FPO_OPT FPO_RUN WORK

Integers have to agree bit by bit with plain loops. f16 and bf16 are held against f64: a sum in f32, and one rounding.
"""

import json
import subprocess
import sys

# What is added to what a processor of x86-64 has, by the flags of /proc/cpuinfo that it needs, and the bits of its vectors.
PROCESSORS = [
    ("", [], 128, []),
    ("x86", [], 128, ["sse2"]),
    ("x86", ["avx2"], 256, ["sse2", "avx2"]),
    ("x86", ["avx_vnni"], 256, ["sse2", "avx2", "avxvnni"]),
    ("x86", ["avx512bw"], 512, ["sse2", "avx2", "avx512bw"]),
    ("x86", ["avx512_vnni"], 512, ["sse2", "avx2", "avx512bw", "avx512vnni"]),
    ("x86", ["avx512_vnni", "avx512_bf16"], 512, ["sse2", "avx2", "avx512bw", "avx512vnni", "avx512bf16"]),
    ("x86", ["avx512_vnni", "avx512_bf16"], 256, ["sse2", "avx2", "avx512bw", "avx512vnni", "avx512bf16"]),
    ("arm", ["asimddp"], 128, ["dotprod"]),
]
# Rows, columns, products; which factor is transposed.
SHAPES = [((1, 16, 4), ""), ((16, 7, 3), ""), ((17, 40, 33), ""), ((17, 40, 33), "b"), ((16, 33, 70), "a"), ((33, 64, 64), "b"), ((19, 3, 20), "")]
# The type of either factor, that of the sum, and what is taken off the factors.
INTEGERS = [("s8", "s8", 0, 0), ("u8", "s8", 0, 0), ("s8", "u8", 0, 0), ("u8", "u8", 0, 0), ("s8", "s8", -128, 0), ("u8", "s8", 3, 0),
            ("s8", "s8", 7, -5), ("s16", "s16", 0, 0)]
FLOATS = [("bf16", "f32"), ("bf16", "bf16"), ("f16", "f32"), ("f16", "f16")]


def spread(value, shape, element):
    """The arguments are small numbers: their bits all over, for integers."""
    if not element.startswith("i"):
        return f"  %{value}s = tensor.cast %{value} : {shape} to {shape}"
    return f"""
  %{value}e = tensor.empty() : {shape}
  %{value}f = arith.constant {97 if element == 'i8' else 14563} : {element}
  %{value}t = linalg.fill ins(%{value}f : {element}) outs(%{value}e : {shape}) -> {shape}
  %{value}s = linalg.map {{ arith.muli }} ins(%{value}, %{value}t : {shape}, {shape}) outs(%{value}e : {shape})"""


def contraction(name, shape, transposed, a, b, result, body, zero):
    m, n, k = shape
    x, y = ((k, m) if transposed == "a" else (m, k)), ((n, k) if transposed == "b" else (k, n))
    maps = [f"(m, n, k) -> ({'k, m' if transposed == 'a' else 'm, k'})", f"(m, n, k) -> ({'n, k' if transposed == 'b' else 'k, n'})",
            "(m, n, k) -> (m, n)"]
    maps = ", ".join(f"affine_map<{text}>" for text in maps)
    x, y, r = f"tensor<{x[0]}x{x[1]}x{a}>", f"tensor<{y[0]}x{y[1]}x{b}>", f"tensor<{m}x{n}x{result}>"
    return f"""
func.func @{name}(%a: {x}, %b: {y}) -> {r} {{
  %zero = arith.constant {zero} : {result}
  {spread("a", x, a)}
  {spread("b", y, b)}
  %e = tensor.empty() : {r}
  %f = linalg.fill ins(%zero : {result}) outs(%e : {r}) -> {r}
  %r = linalg.generic {{indexing_maps = [{maps}], iterator_types = ["parallel", "parallel", "reduction"]}}
      ins(%as, %bs : {x}, {y}) outs(%f : {r}) {{
  ^bb0(%x: {a}, %y: {b}, %s: {result}):{body}
    linalg.yield %t : {result}
  }} -> {r}
  return %r : {r}
}}
"""


def integer(name, shape, transposed, a, b, zero_a, zero_b):
    def factor(value, kind, zero):
        return f"""
    %{value}0 = arith.ext{'s' if kind[0] == 's' else 'u'}i %{value} : i{kind[1:]} to i32
    %{value}1 = arith.constant {zero} : i32
    %{value}2 = arith.subi %{value}0, %{value}1 : i32"""
    body = factor("x", a, zero_a) + factor("y", b, zero_b)
    body += "\n    %p = arith.muli %x2, %y2 : i32\n    %t = arith.addi %s, %p : i32"
    return contraction(name, shape, transposed, "i" + a[1:], "i" + b[1:], "i32", body, 0)


def floating(name, shape, transposed, element, result):
    if element == result:
        body = f"\n    %p = arith.mulf %x, %y : {element}\n    %t = arith.addf %s, %p : {element}"
    else:
        body = "".join(f"\n    %{v}1 = arith.extf %{v} : {element} to {result}" for v in "xy")
        body += f"\n    %p = arith.mulf %x1, %y1 : {result}\n    %t = arith.addf %s, %p : {result}"
    return contraction(name, shape, transposed, element, element, result, body, "0.0")


def convolution(name, zero):
    """Three channels, and windows that move in steps."""
    return f"""
func.func @{name}(%x: tensor<1x9x9x3xi8>, %w: tensor<3x3x3x20xi8>) -> tensor<1x4x4x20xi32> {{
  %zero = arith.constant 0 : i32
  %x0 = arith.constant {zero} : i32
  %e = tensor.empty() : tensor<1x4x4x20xi32>
  %f = linalg.fill ins(%zero : i32) outs(%e : tensor<1x4x4x20xi32>) -> tensor<1x4x4x20xi32>
  %r = linalg.conv_2d_nhwc_hwcf_q {{strides = dense<2> : tensor<2xi64>}} ins(%x, %w, %x0, %zero : tensor<1x9x9x3xi8>, tensor<3x3x3x20xi8>, i32, i32)
      outs(%f : tensor<1x4x4x20xi32>) -> tensor<1x4x4x20xi32>
  return %r : tensor<1x4x4x20xi32>
}}
"""


def has(flags):
    with open("/proc/cpuinfo") as file:
        known = set(file.read().split())
    return all(flag in known for flag in flags)


def run(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"{command}: {done.stderr[:2000]}")
    return done.stdout


def elements(value):
    return value["results"][0]["elements"] if "results" in value else value[0]["elements"]


def main():
    opt, runner, work = sys.argv[1:]
    functions, exact = {}, {}
    for shape, transposed in SHAPES:
        label = "x".join(map(str, shape)) + transposed
        for a, b, zero_a, zero_b in INTEGERS:
            name = f"{a}_{b}_{zero_a}_{zero_b}_{label}".replace("-", "m")
            functions[name] = integer(name, shape, transposed, a, b, zero_a, zero_b)
        for element, result in FLOATS:
            name = f"{element}_{result}_{label}"
            functions[name] = floating(name, shape, transposed, element, result)
            exact[name] = floating(name, shape, transposed, element, "f64")
    for zero in (0, -128):
        functions[f"conv{zero}".replace("-", "m")] = convolution(f"conv{zero}".replace("-", "m"), zero)
    source = f"{work}.mlir"
    with open(source, "w") as file:
        file.write("\n".join(functions.values()))
    naive = f"{work}.naive.mlir"
    with open(naive, "w") as file:
        file.write("\n".join({**functions, **exact}.values()))
    want = json.loads(run(runner, naive, "--all", "--json", "--opt-level=1"))
    names = run("uname", "-m")
    machine = "x86" if "86" in names else "arm" if "aarch64" in names else ""
    differ = 0
    for kind, flags, bits, features in PROCESSORS:
        if kind not in ("", machine) or not has(flags):
            continue
        lowered = f"{work}.{len(features)}.{bits}.mlir"
        option = f"vector-bits={bits}" + (f" features={','.join(features)}" if features else "")
        run(opt, source, f"--fpo-lower-to-vectors={option}", "-o", lowered)
        got = json.loads(run(runner, lowered, "--all", "--json", "--opt-level=1"))
        for name in functions:
            if not same(name, elements(want[name]), elements(got[name])):
                differ += 1
                print(f"{name} with {option}: {str(elements(want[name]))[:150]} and {str(elements(got[name]))[:150]}")
    print(f"{differ} differ")


def same(name, want, got):
    parts = name.split("_")
    if parts[0] not in ("bf16", "f16"):
        return want == got
    # A rounding in the end, and that of the text; sums in f32 of up to 70 products below 1.
    unit = {"bf16": 2**-8 + 5e-4, "f16": 2**-11 + 5e-5, "f32": 0}[parts[1]]
    return len(want) == len(got) and all(abs(x - y) <= abs(x) * unit + 2e-5 for x, y in zip(want, got))


if __name__ == "__main__":
    main()
