#!/usr/bin/env python3
"""Time of counters from the start of a process to the cost of torchvision's ResNet-50.

    import.py [--runs=N]

Needs the packages of `fpo[torch]`, torch-mlir, torchvision, fvcore, ptflops and calflops in the Python
that runs it. Each counter is a process of its own with one thread, and they run in turns.
"""

import argparse
import os
import statistics
import sys

from measure import interleave, ratio

# A torchvision that is built for another torch has no operators. Classifiers need none.
MODEL = """
import contextlib, torch
with contextlib.suppress(RuntimeError):
    for operator in ("nms", "qnms"):
        torch.library.define(f"torchvision::{operator}", "(Tensor a, Tensor b, float c) -> Tensor")
import torchvision
with torch.device("DEVICE"):
    model, x = torchvision.models.resnet50().eval(), torch.empty(1, 3, 224, 224)
"""
FVCORE = """
from fvcore.nn import FlopCountAnalysis
print(FlopCountAnalysis(model, x).total())
"""
PTFLOPS = """
from ptflops import get_model_complexity_info
print(get_model_complexity_info(model, (3, 224, 224), as_strings=False, print_per_layer_stat=False))
"""
CALFLOPS = """
from calflops import calculate_flops
print(calculate_flops(model, input_shape=(1, 3, 224, 224), print_results=False, output_as_string=False))
"""
TORCH = """
from torch.utils.flop_counter import FlopCounterMode
with FlopCounterMode(display=False) as counter, torch.no_grad():
    model(x)
print(counter.get_total_flops())
"""
FPO = """
import fpo
print(fpo.analyze(model, x).totals.fpo)
"""
# With the device of the model: "meta" has no values, and no time goes into random weights.
COUNTERS = {
    "fpo": (FPO, "meta"),
    "the model alone": ("", "meta"),
    "fvcore": (FVCORE, "cpu"),
    "ptflops": (PTFLOPS, "cpu"),
    "calflops": (CALFLOPS, "cpu"),
    "torch": (TORCH, "cpu"),
    "torch, meta": (TORCH, "meta"),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    os.environ["OMP_NUM_THREADS"] = "1"
    commands = [
        [sys.executable, "-W", "ignore", "-c", MODEL.replace("DEVICE", device) + counter]
        for counter, device in COUNTERS.values()
    ]
    samples = interleave(commands, runs)
    ours = samples[0]
    print("| counter | wall, s | processor, s | MiB | fpo / counter, processor |")
    print("|---|--:|--:|--:|--:|")
    for name, each in zip(COUNTERS, samples):
        middle, low, high = ratio(ours.processor, each.processor)
        said = "" if each is ours else f"{middle:.2f} ({low:.2f} to {high:.2f})"
        processor = statistics.median(each.processor)
        print(f"| {name} | {each.time():.2f} | {processor:.2f} | {each.memory():.0f} | {said} |")


if __name__ == "__main__":
    main()
