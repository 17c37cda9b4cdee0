#!/usr/bin/env python3
"""What the analysis costs: fpo-opt --fpo-annotate beside mlir-opt, which parses, verifies and prints the same file.

    annotate.py [--fpo-opt PATH] [--mlir-opt PATH] [--ops 10000,100000,1000000] [--runs N]

Prints two tables in Markdown: ratios on models and on a generated module, and growth with the number of ops.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile

from measure import interleave, ratio

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fpo-opt", default=os.path.join(ROOT, "build", "bin", "fpo-opt"))
    parser.add_argument("--mlir-opt", default=shutil.which("mlir-opt-22") or shutil.which("mlir-opt"))
    parser.add_argument("--ops", default="10000,100000,1000000", help="sizes of the generated module")
    parser.add_argument("--runs", type=int, default=11, help="runs of each command on a model")
    return parser.parse_args()


def generate(ops, directory):
    path = os.path.join(directory, f"generated_{ops}.mlir")
    with open(path, "w") as file:
        subprocess.run([sys.executable, os.path.join(ROOT, "benchmarks", "generate_module.py"), str(ops)],
                       stdout=file, check=True)
    return path


def compare(arguments, name, path, runs, directory):
    out = os.path.join(directory, "out.mlir")
    ours, theirs = interleave([[arguments.fpo_opt, "--fpo-annotate", path, "-o", out],
                               [arguments.mlir_opt, path, "-o", out]], runs)
    time, low, high = ratio(ours.seconds, theirs.seconds)
    memory, _, _ = ratio(ours.mebibytes, theirs.mebibytes)
    print(f"| {name} | {theirs.time():.2f} s | {ours.time():.2f} s | {time:.2f} ({low:.2f} to {high:.2f}) | "
          f"{theirs.memory():.0f} MiB | {ours.memory():.0f} MiB | {memory:.2f} |", flush=True)
    return ours


def main():
    arguments = parse_arguments()
    sizes = [int(size) for size in arguments.ops.split(",")]
    models = os.path.join(ROOT, "test", "Models", "Inputs")
    with tempfile.TemporaryDirectory() as directory:
        print("| file | mlir-opt | fpo-opt | time, ratio | mlir-opt | fpo-opt | memory, ratio |")
        print("|---|---:|---:|---:|---:|---:|---:|")
        compare(arguments, "ResNet-50", os.path.join(models, "resnet50.linalg.mlir"), arguments.runs, directory)
        compare(arguments, "BERT", os.path.join(models, "bert_base.linalg.mlir"), arguments.runs, directory)
        grown = []
        for size in sizes:
            runs = max(9, min(arguments.runs, 2000000 // size))
            ours = compare(arguments, f"generated, {size} ops", generate(size, directory), runs, directory)
            grown.append((size, ours))
        print("\n| ops | seconds | microseconds per op | MiB | KiB per op |")
        print("|---:|---:|---:|---:|---:|")
        for size, ours in grown:
            print(f"| {size} | {ours.time():.2f} | {1e6 * ours.time() / size:.1f} | {ours.memory():.0f} | "
                  f"{1024 * ours.memory() / size:.2f} |")


if __name__ == "__main__":
    main()
