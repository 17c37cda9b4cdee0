#!/usr/bin/env python3
"""Kernels as `fpo-opt --emit=so` compiles them beside libraries, on one core.

    kernels.py [--environments DIRECTORY] [--only matmul,convolution,rowwise] [--seconds S] [--output FILE]

All run in one process, in turns, each for about a hundredth of a second at a time; times are of the processor. Matrices in the
columns of libraries are packed in each call, as ours are in the first column; "weights" are packed before in both. Peak and
bandwidth are those that `fpo-run --calibrate` measured on this machine. Prints tables in Markdown, and writes FILE as JSON.
"""

import argparse
import ctypes
import glob
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
sys.path.insert(0, os.path.join(HERE, "peers"))

# Chosen for another machine; a library knows better.
for variable in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(variable, None)
for variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "TBB_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy

import programs
from compiled import Compiled, aligned_zeros
from measure import ratio

SQUARE = [64, 96, 128, 192, 256, 384, 512, 768, 1000, 1024, 1536, 2048, 4096]
MATMULS = [(f"{n}", n, n, n) for n in SQUARE] + [
    ("BERT projection", 128, 768, 768), ("BERT up", 128, 3072, 768), ("BERT down", 128, 768, 3072),
    ("GPT-2 qkv", 128, 2304, 768), ("ViT up", 197, 3072, 768), ("Llama q", 128, 2048, 2048), ("Llama k", 128, 512, 2048),
    ("Llama gate", 128, 8192, 2048), ("Llama down", 128, 2048, 8192), ("ResNet 1x1, 56", 3136, 64, 256),
    ("ResNet 1x1, 28", 784, 512, 128), ("ResNet 1x1, 14", 196, 1024, 256), ("ResNet 1x1, 7", 49, 2048, 512)]
# Channels, size, channels of the result, window, stride, padding, groups, where relu is cut.
CONVOLUTIONS = {
    "ResNet 7x7": (3, 224, 64, 7, 2, 3, 1, 0), "ResNet 3x3, 56": (64, 56, 64, 3, 1, 1, 1, 0),
    "ResNet 3x3, 28": (128, 28, 128, 3, 1, 1, 1, 0), "ResNet 3x3, 14": (256, 14, 256, 3, 1, 1, 1, 0),
    "ResNet 3x3, 7": (512, 7, 512, 3, 1, 1, 1, 0), "ResNet 3x3/2, 56": (128, 56, 128, 3, 2, 1, 1, 0),
    "ResNet 1x1, 56, up": (64, 56, 256, 1, 1, 0, 1, 0), "ResNet 1x1, 56, down": (256, 56, 64, 1, 1, 0, 1, 0),
    "ResNet 1x1, 14": (1024, 14, 256, 1, 1, 0, 1, 0), "ResNet 1x1/2, 28": (512, 28, 1024, 1, 2, 0, 1, 0),
    "MobileNet 3x3/2": (3, 224, 32, 3, 2, 1, 1, 6), "MobileNet 1x1, 56": (24, 56, 144, 1, 1, 0, 1, 6),
    "MobileNet 1x1, 14": (96, 14, 576, 1, 1, 0, 1, 6), "MobileNet depthwise, 112": (32, 112, 32, 3, 1, 1, 32, 6),
    "MobileNet depthwise/2, 112": (96, 112, 96, 3, 2, 1, 96, 6), "MobileNet depthwise, 56": (144, 56, 144, 3, 1, 1, 144, 6),
    "MobileNet depthwise, 14": (576, 14, 576, 3, 1, 1, 576, 6), "MobileNet depthwise, 7": (960, 7, 960, 3, 1, 1, 960, 6),
    "ConvNeXt 4x4/4": (3, 224, 96, 4, 4, 0, 1, 0), "ConvNeXt depthwise 7x7, 56": (96, 56, 96, 7, 1, 3, 96, 0),
    "ConvNeXt depthwise 7x7, 14": (384, 14, 384, 7, 1, 3, 384, 0)}
# Rows and columns out of all caches, and how often the matrix passes from or to memory.
ROWWISE = {"softmax": (2, 16384, 2048), "layer_norm": (2, 32768, 768), "gelu": (2, 8192, 3072), "transpose": (2, 8192, 4096),
           "row_sums": (1, 16384, 4096), "column_sums": (1, 16384, 4096)}


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--environments", default=os.path.join(ROOT, "build", "bench"))
    parser.add_argument("--fpo-opt", default=os.path.join(ROOT, "build", "bin", "fpo-opt"))
    parser.add_argument("--only", default="matmul,convolution,rowwise")
    parser.add_argument("--match", default="", help="only kernels whose names this regular expression finds")
    parser.add_argument("--turns", type=int, default=15)
    parser.add_argument("--machine", default=os.path.join(ROOT, "build", "bench", "machine.mlir"), help="what fpo-run --calibrate wrote")
    parser.add_argument("--output", default=os.path.join(ROOT, "build", "bench", "kernels.json"))
    return parser.parse_args()


def machine(path):
    """The best operations per second of f32 and bytes per second of memory, of one core."""
    with open(path) as file:
        text = file.read()
    peak = re.search(r' f32 = .*?"ops_per_second_of_one_core" = \[\S+, (\S+)\]', text)[1]
    bandwidth = re.search(r'"DRAM".*?"bytes_per_second_of_one_core" = \[\S+, (\S+)\]', text, re.DOTALL)[1]
    return float(peak), float(bandwidth)


class Libraries:
    """What is called beside ours, all from C."""

    def __init__(self, directory):
        prefix = os.path.join(directory, "environments", "libraries")
        folder = os.path.join(prefix, "lib")
        ctypes.CDLL(glob.glob(os.path.join(folder, "**", "libdnnl.so.3"), recursive=True)[0], ctypes.RTLD_GLOBAL)
        self.calls = self.build(prefix, folder)
        self.sgemm = {}
        openblas = glob.glob(os.path.join(prefix, "lib", "python*", "site-packages", "scipy_openblas32", "lib", "libscipy_openblas.so"))
        for name, path, symbol in [("OpenBLAS", openblas[0], "scipy_cblas_sgemm"), ("BLIS", "libblis.so.4", "cblas_sgemm"),
                                   ("MKL", glob.glob(os.path.join(folder, "libmkl_rt.so*"))[0], "cblas_sgemm")]:
            library = ctypes.CDLL(path, os.RTLD_LOCAL | os.RTLD_DEEPBIND)
            if name == "MKL":
                library.MKL_Set_Num_Threads(1)
            self.sgemm[name] = getattr(library, symbol)

    @staticmethod
    def build(prefix, folder):
        path = os.path.join(tempfile.mkdtemp(), "kernels.so")
        subprocess.run(["clang++-22", "-O2", "-march=native", "-std=c++17", "-shared", "-fPIC", "-fexceptions", "-I", os.path.join(prefix, "include"),
                        os.path.join(HERE, "peers", "kernels.cpp"), "-o", path, "-L", folder, "-ldnnl", "-Wl,--allow-shlib-undefined"],
                       check=True)
        calls = ctypes.CDLL(path)
        os.remove(path)
        for name in ("time_compiled", "time_copy", "time_read", "time_sgemm", "time_dnnl_sgemm", "time_bound"):
            getattr(calls, name).restype = ctypes.c_double
        calls.make_matmul.restype = calls.make_convolution.restype = ctypes.c_void_p
        return calls


def address(array):
    return ctypes.c_void_p(array.ctypes.data)


def measure(candidates, turns):
    """Seconds of one call of each, in turns."""
    times = {name: max(1, int(0.01 / max(call(1) and call(1), 1e-9))) for name, call in candidates.items()}
    seconds = {name: [] for name in candidates}
    for _ in range(turns):
        for name, call in candidates.items():
            seconds[name].append(call(times[name]) / times[name])
    return seconds


def close(want, got, what):
    worst = numpy.abs(want - got).max() / numpy.sqrt((want * want).mean())
    if not worst < 1e-3:
        sys.exit(f"{what} differs: {worst}")


class Bench:
    def __init__(self, arguments):
        self.arguments, self.written, self.chance = arguments, [], numpy.random.default_rng(0)
        self.peak, self.bandwidth = machine(arguments.machine)
        self.libraries = Libraries(arguments.environments)

    def random(self, *sizes):
        return self.chance.standard_normal(sizes, dtype=numpy.float32)

    def compile(self, text, arrays, inputs):
        with tempfile.TemporaryDirectory() as directory:
            source = os.path.join(directory, "kernel.mlir")
            with open(source, "w") as file:
                file.write(text)
            return Compiled(self.arguments.fpo_opt, source, arrays, inputs)

    def time(self, compiled):
        calls = self.libraries.calls
        return lambda times: calls.time_compiled(compiled.function, compiled.state, compiled.inputs, compiled.outputs, times)

    def note(self, table, name, seconds):
        self.written.append({"table": table, "kernel": name, "seconds": seconds})
        with open(self.arguments.output, "w") as file:
            json.dump({"peak": self.peak, "bandwidth": self.bandwidth, "kernels": self.written}, file, indent=1)

    def wanted(self, name):
        return re.search(self.arguments.match, name)

    def matmul(self):
        others = [*self.libraries.sgemm, "oneDNN"]
        print(f"\n| m x n x k | fpo | of peak | {' | '.join(others)} | best / fpo | fpo, weights | oneDNN, weights | ratio |")
        print("|---|---:|---:|" + "---:|" * (len(others) + 4), flush=True)
        all_ratios, packed_ratios = [], []
        calls = self.libraries.calls
        for name, m, n, k in MATMULS:
            if not self.wanted(name):
                continue
            a, b, c = self.random(m, k), self.random(k, n), numpy.zeros((m, n), numpy.float32)
            text, want = programs.matmul(m, n, k), a @ b
            ours, packed = (self.compile(text, [b, a], inputs) for inputs in (2, 1))
            bound = ctypes.c_void_p(calls.make_matmul(m, n, k, address(a), address(b)))
            candidates = {"fpo": self.time(ours), "fpo, weights": self.time(packed),
                          "oneDNN": lambda times: calls.time_dnnl_sgemm(m, n, k, address(a), address(b), address(c), times),
                          "oneDNN, weights": lambda times: calls.time_bound(bound, times)}
            for library, function in self.libraries.sgemm.items():
                candidates[library] = lambda times, function=function: calls.time_sgemm(function, m, n, k, address(a), address(b), address(c), times)
            for library, call in candidates.items():
                c[:] = 0
                call(1)
                if library == "oneDNN, weights":
                    calls.get_result(bound, address(c))
                close(want, {"fpo": ours, "fpo, weights": packed}[library].results[0] if library.startswith("fpo") else c, f"{name}, {library}")
            seconds = measure(candidates, self.arguments.turns if m * n * k < 1e9 else 5)
            calls.destroy(bound)
            self.note("matmul", name, seconds)
            middle = {library: statistics.median(each) for library, each in seconds.items()}
            best = min(others, key=middle.get)
            all_ratios.append(ratio(seconds[best], seconds["fpo"])[0])
            packed_ratios.append(ratio(seconds["oneDNN, weights"], seconds["fpo, weights"])[0])
            shape = f"{m} x {n} x {k}" + ("" if name.isdigit() else f" ({name})")
            print(f"| {shape} | {microseconds(middle['fpo'])} | {2 * m * n * k / middle['fpo'] / self.peak:.0%} | "
                  + " | ".join(f"{middle[each] / middle['fpo']:.2f}" for each in others)
                  + f" | {spread(seconds[best], seconds['fpo'])} | {microseconds(middle['fpo, weights'])} | "
                  f"{microseconds(middle['oneDNN, weights'])} | {spread(seconds['oneDNN, weights'], seconds['fpo, weights'])} |", flush=True)
        if all_ratios:
            print(f"\nGeometric mean of best / fpo: {statistics.geometric_mean(all_ratios):.2f}, the least {min(all_ratios):.2f}; with weights "
                  f"{statistics.geometric_mean(packed_ratios):.2f} and {min(packed_ratios):.2f}.")

    def convolution(self):
        print("\n| convolution, bias, relu | fpo | of peak | oneDNN | oneDNN / fpo |\n|---|---:|---:|---:|---:|", flush=True)
        calls, dense, depthwise = self.libraries.calls, [], []
        for name, (ic, size, oc, kernel, stride, padding, groups, most) in CONVOLUTIONS.items():
            if not self.wanted(name):
                continue
            image, weights, bias = self.random(1, size, size, ic), self.random(oc, *[ic] * (groups == 1), kernel, kernel), self.random(oc)
            ours = self.compile(programs.convolution(1, ic, size, oc, kernel, stride, padding, groups, most), [weights, bias, image], 1)
            bound = ctypes.c_void_p(calls.make_convolution(1, ic, size, size, oc, kernel, stride, padding, groups, ctypes.c_float(most),
                                                           address(image), address(weights), address(bias)))
            candidates = {"fpo": self.time(ours), "oneDNN": lambda times: calls.time_bound(bound, times)}
            for call in candidates.values():
                call(1)
            result = numpy.zeros_like(ours.results[0])
            calls.get_result(bound, address(result))
            close(result, ours.results[0], name)
            seconds = measure(candidates, self.arguments.turns)
            calls.destroy(bound)
            self.note("convolution", name, seconds)
            middle = {library: statistics.median(each) for library, each in seconds.items()}
            (depthwise if groups > 1 else dense).append(ratio(seconds["oneDNN"], seconds["fpo"])[0])
            operations = 2 * result.size * kernel * kernel * ic // groups
            print(f"| {name}: {ic} to {oc} | {microseconds(middle['fpo'])} | {operations / middle['fpo'] / self.peak:.0%} | "
                  f"{microseconds(middle['oneDNN'])} | {spread(seconds['oneDNN'], seconds['fpo'])} |", flush=True)
        for what, ratios in (("dense", dense), ("depthwise", depthwise)):
            if ratios:
                print(f"\nGeometric mean, {what}: {statistics.geometric_mean(ratios):.2f}, the least {min(ratios):.2f}.")

    def rowwise(self):
        print("\n| out of cache | fpo | GB/s | a copy, or a sum | of that |\n|---|---:|---:|---:|---:|", flush=True)
        calls = self.libraries.calls
        for name, (passes, rows, columns) in ROWWISE.items():
            if not self.wanted(name):
                continue
            x, arrays = aligned_zeros([rows, columns], numpy.float32), []
            x[:] = self.random(rows, columns)
            if name == "layer_norm":
                arrays = [self.random(columns), self.random(columns)]
            ours = self.compile(programs.rowwise(rows, columns, name), [*arrays, x], 1)
            self.time(ours)(1)
            close(self.reference(name, x, *arrays), ours.results[0], name)
            # What goes through memory as often, and does nothing else.
            moved, lines = aligned_zeros([rows, columns], numpy.float32), ctypes.c_int64(rows * columns // 16)
            move = calls.time_copy if passes == 2 else calls.time_read
            seconds = measure({"fpo": self.time(ours), "memory": lambda times: move(address(x), address(moved), lines, times)},
                              self.arguments.turns)
            self.note("rowwise", name, seconds)
            ours_seconds, theirs = (statistics.median(seconds[which]) for which in ("fpo", "memory"))
            size = passes * 4 * rows * columns / 1e9
            print(f"| {name}, {rows} x {columns} | {microseconds(ours_seconds)} | {size / ours_seconds:.1f} | {size / theirs:.1f} | "
                  f"{theirs / ours_seconds:.0%} |", flush=True)

    @staticmethod
    def reference(name, x, *arrays):
        if name == "softmax":
            powers = numpy.exp(x - x.max(1, keepdims=True))
            return powers / powers.sum(1, keepdims=True)
        if name == "layer_norm":
            centred = x - x.mean(1, keepdims=True)
            return centred / numpy.sqrt((centred * centred).mean(1, keepdims=True) + 1e-5) * arrays[0] + arrays[1]
        if name == "gelu":  # Abramowitz and Stegun 7.1.26, to 1.5e-7
            z = numpy.abs(x) * 0.70710678
            t = 1 / (1 + 0.3275911 * z)
            tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * numpy.exp(-z * z)
            return x * 0.5 * (1 + numpy.sign(x) * (1 - tail))
        return {"transpose": lambda: x.T, "row_sums": lambda: x.sum(1), "column_sums": lambda: x.sum(0)}[name]()


def microseconds(seconds):
    return f"{1e6 * seconds:.1f} us" if seconds < 1e-3 else f"{1e3 * seconds:.2f} ms"


def spread(theirs, ours):
    return "{:.2f} ({:.2f} to {:.2f})".format(*ratio(theirs, ours))


def main():
    arguments = parse_arguments()
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[-1:])
    bench = Bench(arguments)
    print(f"One core: {bench.peak / 1e9:.1f} GFLOP/s of f32, {bench.bandwidth / 1e9:.1f} GB/s from memory.")
    for table in arguments.only.split(","):
        getattr(bench, table)()


if __name__ == "__main__":
    main()
