#!/usr/bin/env python3
"""What it costs that sizes are known at run time only: programs for any size beside those for one, on the same inputs.

    dynamic.py [--fpo-opt PATH] [--models NAME;...] [--runs N]

Run it in the environment `torch` that environments.py makes. Models are exported twice: with the sizes that are measured, and for any. Both
are compiled untuned, get the same weights and inputs, and run in turns on one thread; times are of the processor. Prints a
table in Markdown, with the quartiles of the ratios in brackets, and the largest difference of results relative to their root mean square.
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

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "peers"))

# name: the network, the sizes that are measured, and which dimensions are dynamic, each with its symbol.
CASES = {
    "resnet50, batch": ("resnet50", [(1, 3, 224, 224)], {0: "b"}),
    "resnet50, image": ("resnet50", [(1, 3, 224, 224)], {2: "h", 3: "w"}),
    "mobilenet_v2, batch": ("mobilenet_v2", [(1, 3, 224, 224)], {0: "b"}),
    "mobilenet_v2, image": ("mobilenet_v2", [(1, 3, 224, 224)], {2: "h", 3: "w"}),
    "bert_base, batch and sequence": ("bert_base", [(1, 128), (1, 128)], {0: "b", 1: "s"}),
    "gpt2, batch and sequence": ("gpt2", [(1, 128)], {0: "b", 1: "s"}),
}
# torch-mlir cuts dynamic sequences to one word in places. So transformers are exported with these sizes, which nothing else
# has, and wherever they or what follows from them occur, they become `?`.
MARKS = {"b": 7, "s": 131}
FOLLOW = {7: "%b", 131: "%s", 917: "%bs", 84: "%b12", 132: "%s1"}
PRELUDE = """    %c0_ = arith.constant 0 : index
    %c1_ = arith.constant 1 : index
    %c12_ = arith.constant 12 : index
    %b = tensor.dim {0}, %c0_ : tensor<{1}>
    %s = tensor.dim {0}, %c1_ : tensor<{1}>
    %bs = arith.muli %b, %s : index
    %b12 = arith.muli %b, %c12_ : index
    %s1 = arith.addi %s, %c1_ : index"""


def generalize(text, inputs):
    """The program that was exported with the sizes of MARKS, for any."""

    def shape(match):
        sizes = ["?" if int(size) in FOLLOW else size for size in match[1][:-1].split("x")]
        return f"tensor<{'x'.join(sizes)}x{match[2]}>"

    def values(text):
        return ", ".join(FOLLOW.get(int(each), each) if each.isdigit() else each for each in text.split(", "))

    lines = []
    for line in text.split("\n"):
        if match := re.match(r"(\s*%\S+ = tensor\.empty\()\) : tensor<([0-9x]+)x", line):
            dynamic = ", ".join(FOLLOW[int(size)] for size in match[2].split("x") if int(size) in FOLLOW)
            line = line.replace("tensor.empty()", f"tensor.empty({dynamic})")
        if match := re.match(r"(\s*%\S+) = arith\.constant (7|131) : i64", line):
            line = f"{match[1]} = arith.index_cast {FOLLOW[int(match[2])]} : index to i64"
        line = re.sub(r"(output_shape |slice %\S+\[[^\]]*\] |into %\S+\[[^\]]*\] )\[([^\]]*)\]", lambda m: f"{m[1]}[{values(m[2])}]", line)
        lines.append(re.sub(r"tensor<([0-9x]+x)([a-z]\w*)>", shape, line))
        if "func.func @forward" in line:
            first = re.findall(r"(%arg\d+): tensor<([^>]*)>", lines[-1])[-inputs]
            lines.append(PRELUDE.format(*first))
    return "\n".join(lines)


def export(module, weights, inputs, dynamic, path):
    import torch
    from torch_mlir import fx
    from torch_mlir.extras.fx_decomp_util import get_decomposition_table

    from prepare import Functional

    table = get_decomposition_table()
    table[torch.ops.aten.cumsum.default] = torch._refs.cumsum  # else a scan of another dialect appears
    shapes = None
    if dynamic:
        shapes = ({name: None for name in weights}, tuple({dim: torch.export.Dim.DYNAMIC for dim in dynamic} for _ in inputs))
    program = torch.export.export(Functional(module), (weights, *inputs), strict=False, dynamic_shapes=shapes)
    imported = fx.export_and_import(program, output_type="linalg-on-tensors", func_name="forward", decomposition_table=table)
    text = imported.operation.get_asm(large_elements_limit=16, large_resource_limit=16)
    # The importer asserts that no variance is zero, in the loops of all images.
    text = "\n".join(line for line in text.split("\n") if '"unimplemented: tensor with zero element"' not in line)
    with open(path, "w") as file:
        file.write(text)


def write(name, work):
    """The paths of the program for the sizes and of that for any; weights and inputs."""
    import torch

    from networks import make

    network, shapes, dynamic = CASES[name]
    module, _ = make(network)
    for each in module.modules():
        each._non_persistent_buffers_set.clear()  # they are arguments as well
    weights = dict([*module.named_parameters(), *module.named_buffers()])
    is_image = "s" not in dynamic.values()
    torch.manual_seed(1)

    def draw(sizes):
        if is_image:
            return (torch.randn(sizes[0]),)
        return (torch.randint(0, 30000, sizes[0]), *[torch.ones(each, dtype=torch.int64) for each in sizes[1:]])

    inputs = draw(shapes)
    paths = [f"{work}/{kind}.linalg.mlir" for kind in ("static", "dynamic")]
    export(module, weights, inputs, None, paths[0])
    if is_image:
        # Sizes of one would not be dynamic.
        others = draw([tuple({0: 2, 2: 160, 3: 192}[dim] if dim in dynamic else size for dim, size in enumerate(shapes[0]))])
        export(module, weights, others, dynamic, paths[1])
    else:
        export(module, weights, draw([tuple(MARKS.values())] * len(shapes)), None, paths[1])
        with open(paths[1]) as file:
            text = generalize(file.read(), len(shapes))
        with open(paths[1], "w") as file:
            file.write(text)
    return paths, [each.detach().contiguous().numpy() for each in weights.values()], [each.numpy() for each in inputs]


def load(fpo_opt, path, weights, inputs):
    """What calls the function of `path` with an array for its result, and the seconds that it took to compile."""
    from compiled import pointers

    library, number = path.replace(".linalg.mlir", ".so"), f"--inputs={len(inputs)}"
    start = time.perf_counter()
    subprocess.run([fpo_opt, path, "--emit=so", number, "--tuning-db=none", "-o", library], check=True)
    seconds = time.perf_counter() - start
    header = subprocess.run([fpo_opt, path, "--emit=header", number], capture_output=True, text=True, check=True).stdout
    declared = re.search(r"int32_t forward\((.*?)\)", header, re.DOTALL)[1]
    sizes = [ctypes.c_int64(inputs[int(argument) - len(weights)].shape[int(dim)])
             for argument, dim in re.findall(r"int64_t arg(\d+)_(\d+)", declared)]
    loaded = ctypes.CDLL(library)
    loaded.forward_init.restype = ctypes.c_void_p
    state = ctypes.c_void_p(loaded.forward_init(pointers(weights)))

    def run(result):
        start = time.process_time()
        if status := loaded.forward(state, pointers(inputs), pointers([result]), *sizes):
            raise RuntimeError(f"{path} returned {status}")
        return time.process_time() - start

    return run, seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fpo-opt", default=os.path.join(os.path.dirname(HERE), "build", "bin", "fpo-opt"))
    parser.add_argument("--models", default=";".join(CASES), help="names of the table, with a semicolon between them")
    parser.add_argument("--runs", type=int, default=15)
    arguments = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = "1"
    import numpy

    from measure import ratio

    print("| model, what is dynamic | static | dynamic | dynamic / static | difference | compile, static | dynamic |")
    print("|---|--:|--:|--:|--:|--:|--:|", flush=True)
    for name in arguments.models.split(";"):
        with tempfile.TemporaryDirectory() as work:
            paths, weights, inputs = write(name, work)
            with open(paths[0]) as file:
                sizes = re.search(r"func\.func @forward.* -> tensor<([0-9x]+)xf32>", file.read())[1]
            results = [numpy.zeros([int(size) for size in sizes.split("x")], numpy.float32) for _ in paths]
            functions, compiled = zip(*[load(arguments.fpo_opt, path, weights, inputs) for path in paths])
            samples = [[], []]
            for turn in range(arguments.runs + 1):
                for run, result, times in zip(functions, results, samples):
                    times.append(run(result))
            samples = [times[1:] for times in samples]  # the first ones fill caches
        difference = numpy.abs(results[0] - results[1]).max() / numpy.sqrt(numpy.mean(results[0] ** 2))
        middle, low, high = ratio(samples[1], samples[0])
        static, dynamic = (f"{1e3 * statistics.median(times):.1f} ms" for times in samples)
        print(f"| {name} | {static} | {dynamic} | {middle:.2f} ({low:.2f} to {high:.2f}) | {difference:.0e} | "
              f"{compiled[0]:.1f} s | {compiled[1]:.1f} s |", flush=True)


if __name__ == "__main__":
    main()
