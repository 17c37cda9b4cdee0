#!/usr/bin/env python3
"""Matmuls of bf16 and i8 as `fpo-opt --emit=so` compiles them beside oneDNN's, which PyTorch calls, on one core.

    narrow.py [SHAPE...]      m x n x k, such as 128x3072x768; by default squares and the shapes of BERT

Runs in a Python that has torch. Both are called in turns, each for about 50 ms at a time, and the best of seven is taken; times are
of the processor. "packing inside" has both matrices as inputs, as PyTorch has them; "weights" packs the right one before. Results are
checked: of i8 bit by bit, of bf16 against f64. Prints a table in Markdown, in billions of multiply-adds a second.
"""

import ctypes
import math
import os
import subprocess
import sys
import tempfile
import time

os.environ["OMP_NUM_THREADS"] = "1"

import torch

FPO_OPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "build", "bin", "fpo-opt")
SHAPES = ["256x256x256", "512x512x512", "1024x1024x1024", "2048x2048x2048", "128x768x768", "128x3072x768", "128x768x3072"]
# The type of elements and of results, and a zero of the latter.
KINDS = {"bf16": ("bf16", "bf16", "0.0"), "i8": ("i8", "i32", "0")}


def program(kind, m, n, k, weights):
    element, result, zero = KINDS[kind]
    arguments = [f"%a: tensor<{m}x{k}x{element}>", f"%b: tensor<{k}x{n}x{element}>"]
    return f"""func.func @forward({", ".join(reversed(arguments) if weights else arguments)}) -> tensor<{m}x{n}x{result}> {{
  %zero = arith.constant {zero} : {result}
  %e = tensor.empty() : tensor<{m}x{n}x{result}>
  %f = linalg.fill ins(%zero : {result}) outs(%e : tensor<{m}x{n}x{result}>) -> tensor<{m}x{n}x{result}>
  %r = linalg.matmul ins(%a, %b : tensor<{m}x{k}x{element}>, tensor<{k}x{n}x{element}>) outs(%f : tensor<{m}x{n}x{result}>) -> tensor<{m}x{n}x{result}>
  return %r : tensor<{m}x{n}x{result}>
}}
"""


def pointers(*tensors):
    return (ctypes.c_void_p * max(1, len(tensors)))(*[tensor.data_ptr() for tensor in tensors])


def compile_matmul(kind, m, n, k, weights, a, b, result):
    with tempfile.TemporaryDirectory() as directory:
        source, path = os.path.join(directory, "matmul.mlir"), os.path.join(directory, "matmul.so")
        with open(source, "w") as file:
            file.write(program(kind, m, n, k, weights))
        subprocess.run([FPO_OPT, source, "--emit=so", "--openmp=off", f"--inputs={1 if weights else 2}", "-o", path], check=True)
        library = ctypes.CDLL(path)
    library.forward_init.restype = ctypes.c_void_p
    state = ctypes.c_void_p(library.forward_init(pointers(b) if weights else pointers()))
    inputs, results = pointers(a) if weights else pointers(a, b), pointers(result)
    return lambda: library.forward(state, inputs, results)


def measure(candidates, turns=7, slot=0.05):
    best, repeats = [math.inf] * len(candidates), []
    for run in candidates:
        run()
        start = time.process_time()
        run()
        repeats.append(max(1, int(slot / max(time.process_time() - start, 1e-6))))
    for _ in range(turns):
        for number, run in enumerate(candidates):
            start = time.process_time()
            for _ in range(repeats[number]):
                run()
            best[number] = min(best[number], (time.process_time() - start) / repeats[number])
    return best


def check(kind, result, a, b):
    want = torch._int_mm(a, b) if kind == "i8" else a.double() @ b.double()
    if kind == "i8":
        return torch.equal(result, want)
    return bool(((result.double() - want).abs() <= want.abs() * 2**-8 + want.abs().max() * 1e-5).all())


def main():
    torch.set_num_threads(1)
    print("| type | m x n x k | packing inside | weights | oneDNN | packing inside / oneDNN | weights / oneDNN |")
    print("|---|---|---|---|---|---|---|")
    for kind in KINDS:
        ratios = []
        for shape in sys.argv[1:] or SHAPES:
            m, n, k = map(int, shape.split("x"))
            if kind == "i8":
                a, b = (torch.randint(-128, 128, sizes, dtype=torch.int8) for sizes in ((m, k), (k, n)))
                result = torch.zeros(m, n, dtype=torch.int32)
                peer = lambda: torch._int_mm(a, b)
            else:
                a, b = (torch.randn(*sizes).bfloat16() for sizes in ((m, k), (k, n)))
                result, other = torch.zeros(m, n, dtype=torch.bfloat16), torch.zeros(m, n, dtype=torch.bfloat16)
                peer = lambda: torch.mm(a, b, out=other)
            ours = [compile_matmul(kind, m, n, k, weights, a, b, result) for weights in (False, True)]
            for run in ours:
                result.zero_()
                run()
                if not check(kind, result, a, b):
                    sys.exit(f"{kind} {shape}: the result is wrong")
            times = measure([*ours, peer])
            rates = [m * n * k / seconds / 1e9 for seconds in times]
            ratios.append([times[2] / seconds for seconds in times[:2]])
            print(f"| {kind} | {shape} | " + " | ".join(f"{rate:.1f}" for rate in rates) + " | " + " | ".join(f"{x:.2f}" for x in ratios[-1]) + " |", flush=True)
        means = [math.exp(sum(map(math.log, column)) / len(column)) for column in zip(*ratios)]
        print(f"| {kind} | geometric mean | | | | " + " | ".join(f"{x:.2f}" for x in means) + " |")


main()
