#!/usr/bin/env python3
"""Whole models as `fpo-opt --emit=so` compiles them beside PyTorch, on one core.

    models.py [--fpo-opt PATH] [--runs N] [MODEL...]

Wants PyTorch in the Python that runs it (pip install torch). Runs alternate; times are of the processor. The models are those of
benchmarks/torch_models.py, which have the shapes of test/Models/Inputs, with made-up weights. Prints a table in Markdown.
"""

import argparse
import ctypes
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
INPUTS = {"bert_base": 2}  # all others have one
BYTES = {"f32": 4, "f64": 8, "i32": 4, "i64": 8}


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fpo-opt", default=os.path.join(ROOT, "build", "bin", "fpo-opt"))
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("models", nargs="*")
    return parser.parse_args()


def buffers(types):
    """A buffer for each tensor: small positive numbers, or ones."""
    made = []
    for text in types:
        *sizes, element = text.split("x")
        count = 1
        for size in sizes:
            count *= int(size)
        if element == "f32":
            made.append((ctypes.c_float * count)(*[0.01 + 0.001 * (i % 7) for i in range(count)]))
        else:
            made.append((ctypes.c_char * (count * BYTES[element]))())
    return made


class Compiled:
    """A model of test/Models/Inputs in a shared library, with its state."""

    def __init__(self, arguments, name, directory):
        source = os.path.join(ROOT, "test", "Models", "Inputs", f"{name}.linalg.mlir")
        library = os.path.join(directory, f"{name}.so")
        inputs = INPUTS.get(name, 1)
        start = time.perf_counter()
        subprocess.run([arguments.fpo_opt, source, "--emit=so", f"--inputs={inputs}", "-o", library], check=True)
        self.seconds = time.perf_counter() - start
        with open(source) as file:
            signature = next(line for line in file if "func.func @forward(" in line)
        takes, _, gives = signature.partition("->")
        takes, gives = (buffers(re.findall(r"tensor<([^>]*)>", part)) for part in (takes, gives))
        self.keep = takes, gives
        code = ctypes.CDLL(library)
        code.forward_init.restype = ctypes.c_void_p
        self.forward = code.forward
        self.state = ctypes.c_void_p(code.forward_init(self.pointers(takes[:-inputs])))
        self.inputs, self.results = self.pointers(takes[-inputs:]), self.pointers(gives)

    @staticmethod
    def pointers(arrays):
        return (ctypes.c_void_p * len(arrays))(*[ctypes.addressof(array) for array in arrays])

    def __call__(self):
        self.forward(self.state, self.inputs, self.results)


def main():
    arguments = parse_arguments()
    import torch

    import torch_models

    torch.set_num_threads(1)
    names = arguments.models or list(torch_models.MODELS)
    unknown = set(names) - set(torch_models.MODELS)
    if unknown:
        sys.exit(f"models are {', '.join(torch_models.MODELS)}, not {', '.join(sorted(unknown))}")
    print("| model | fpo | PyTorch eager | PyTorch / fpo | spread of fpo | compile |\n|---|---:|---:|---:|---:|---:|")
    for name in names:
        make, example = torch_models.MODELS[name]
        module, argument = make().eval(), example()
        with tempfile.TemporaryDirectory() as directory, torch.no_grad():
            compiled = Compiled(arguments, name, directory)
            ours, theirs = [], []
            for turn in range(arguments.runs + 2):
                for run, seconds in ((compiled, ours), (lambda: module(argument), theirs)):
                    start = time.process_time()
                    run()
                    if turn >= 2:
                        seconds.append(time.process_time() - start)
        quartiles = statistics.quantiles(ours, n=4)
        print(f"| {name} | {1e3 * statistics.median(ours):.1f} ms | {1e3 * statistics.median(theirs):.1f} ms | "
              f"{statistics.median(theirs) / statistics.median(ours):.2f} | "
              f"{(quartiles[2] - quartiles[0]) / quartiles[1]:.0%} | {compiled.seconds:.1f} s |", flush=True)


if __name__ == "__main__":
    main()
