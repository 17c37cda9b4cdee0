#!/usr/bin/env python3
"""The useful MACs of real models, from their architecture.

    models.py FPO_OPT DIRECTORY

Convolutions are lists of (channels in, channels out, image size, kernel, stride, padding, groups), whose taps on the
image are counted one by one along an axis; of causal attentions the pairs of a query and a key are.
"""

import csv
import json
import os
import subprocess
import sys


def axis_taps(size, kernel, stride, padding):
    count = (size + 2 * padding - kernel) // stride + 1
    return count, sum(0 <= at * stride + tap - padding < size for at in range(count) for tap in range(kernel))


def wasted_taps(convolutions):
    """MACs on padding."""
    wasted = 0
    for channels, filters, size, kernel, stride, padding, groups in convolutions:
        count, taps = axis_taps(size, kernel, stride, padding)
        wasted += ((count * kernel) ** 2 - taps**2) * channels * filters // groups
    return wasted


def resnet18(size=224):
    layers = [(3, 64, size, 7, 2, 3, 1)]
    size = (size // 2 + 1) // 2  # convolution, pooling
    channels = 64
    for filters in [64, 128, 256, 512]:
        for block in range(2):
            stride = 2 if filters != 64 and block == 0 else 1
            layers.append((channels, filters, size, 3, stride, 1, 1))
            size //= stride
            layers.append((filters, filters, size, 3, 1, 1, 1))
            channels = filters
    return layers


def mobilenet_v2():
    layers = [(3, 32, 224, 3, 2, 1, 1)]
    channels, size = 32, 112
    for expand, filters, repeats, stride in [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1),
                                             (6, 160, 3, 2), (6, 320, 1, 1)]:
        for i in range(repeats):
            step = stride if i == 0 else 1
            inner = channels * expand
            layers.append((inner, inner, size, 3, step, 1, inner))
            size //= step
            channels = filters
    return layers


def alexnet():
    return [(3, 64, 224, 11, 4, 2, 1), (64, 192, 27, 5, 1, 2, 1), (192, 384, 13, 3, 1, 1, 1), (384, 256, 13, 3, 1, 1, 1),
            (256, 256, 13, 3, 1, 1, 1)]


def masked_pairs(batch, layers, heads, depth, tokens):
    """MACs of scores, and of probabilities with values, of keys behind the query."""
    return 2 * batch * layers * heads * depth * sum(key > query for query in range(tokens) for key in range(tokens))


WASTED = {
    "resnet18.linalg.mlir": wasted_taps(resnet18()),
    "resnet18.tosa.mlir": wasted_taps(resnet18()),
    "resnet18_b4.linalg.mlir": 4 * wasted_taps(resnet18()),
    "mobilenet_v2.linalg.mlir": wasted_taps(mobilenet_v2()),
    "mobilenet_v2.tosa.mlir": wasted_taps(mobilenet_v2()),
    "alexnet.linalg.mlir": wasted_taps(alexnet()),
    "alexnet.tosa.mlir": wasted_taps(alexnet()),
    "gpt2.linalg.mlir": masked_pairs(1, 12, 12, 64, 128),
    "gpt2_b2s64.linalg.mlir": masked_pairs(2, 12, 12, 64, 64),
    "llama_1b_4l.linalg.mlir": masked_pairs(1, 4, 32, 64, 128),
}


def main():
    fpo_opt, directory = sys.argv[1:]
    with open(os.path.join(directory, "expected.csv")) as file:
        executed = {row["file"]: int(row["mac"]) for row in csv.DictReader(file) if row["mac"]}
    good = 0
    for name, wasted in WASTED.items():
        done = subprocess.run([fpo_opt, os.path.join(directory, name), "--emit=json", "--count=useful"],
                              capture_output=True, text=True, check=True)
        totals = json.loads(done.stdout)["totals"]
        if (totals["mac"], totals["waste"]["mac"]) == (executed[name] - wasted, wasted):
            good += 1
        else:
            print(f"{name}: {totals['mac']} and {totals['waste']['mac']} wasted, not {executed[name] - wasted} and {wasted}")
    print(f"{good} of {len(WASTED)} models agree")
    return 0 if good == len(WASTED) else 1


if __name__ == "__main__":
    sys.exit(main())
