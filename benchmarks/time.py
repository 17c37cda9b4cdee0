#!/usr/bin/env python3
"""Predicted time against measured time: what --target=host says of whole models, and how long PyTorch takes for them.

    time.py [--fpo-opt PATH] [--fpo-run PATH] [--threads 1,2] [--runs N] [--calibrate]

Wants PyTorch in the Python that runs it (pip install torch). With --calibrate this machine is measured first, as `fpo-run
--calibrate` does. Models are those of benchmarks/torch_models.py, whose multiply-accumulates must be as many as fpo counts in
test/Models/Inputs. Times of one thread are of the processor, not of the wall, so that what else runs matters less.
Prints a table in Markdown.
"""

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fpo-opt", default=os.path.join(ROOT, "build", "bin", "fpo-opt"))
    parser.add_argument("--fpo-run", default=os.path.join(ROOT, "build", "bin", "fpo-run"))
    parser.add_argument("--target", default="host")
    parser.add_argument("--threads", default="1", help="numbers of cores, such as 1,2")
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--calibrate", action="store_true")
    return parser.parse_args()


def predict(arguments, name, cores):
    path = os.path.join(ROOT, "test", "Models", "Inputs", f"{name}.linalg.mlir")
    done = subprocess.run([arguments.fpo_opt, path, "--emit=json", f"--target={arguments.target}", f"--cores={cores}"],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{path}: {done.stderr}")
    report = json.loads(done.stdout)
    return report["time"]["seconds"], report["totals"]["mac"]


def measure(module, argument, threads, runs):
    """The median of the seconds of a run."""
    clock = time.process_time if threads == 1 else time.perf_counter
    seconds = []
    for _ in range(3):
        module(argument)
    for _ in range(runs):
        start = clock()
        module(argument)
        seconds.append(clock() - start)
    return statistics.median(seconds)


def main():
    arguments = parse_arguments()
    import torch
    from torch.nn.attention import SDPBackend, sdpa_kernel
    from torch.utils.flop_counter import FlopCounterMode

    from torch_models import MODELS

    if arguments.calibrate:
        subprocess.run([arguments.fpo_run, "--calibrate"], check=True)
    print("| model | cores | predicted | measured | measured / least | error of the mean of both bounds |")
    print("|---|---:|---:|---:|---:|---:|")
    errors, ratios, inside = [], [], 0
    for threads in map(int, arguments.threads.split(",")):
        torch.set_num_threads(threads)
        for name, (make, make_input) in MODELS.items():
            (lower, upper), macs = predict(arguments, name, threads)
            with torch.inference_mode():
                module, argument = make().eval(), make_input()
                # The counter doesn't see into the fused attention.
                with sdpa_kernel(SDPBackend.MATH), FlopCounterMode(display=False) as counter:
                    module(argument)
                if counter.get_total_flops() != 2 * macs:
                    sys.exit(f"{name}: PyTorch counts {counter.get_total_flops()} flops, fpo {2 * macs}")
                seconds = measure(module, argument, threads, arguments.runs)
            ratios.append(seconds / lower)
            if upper is None:
                # The operations on integers that are unrated do not matter here.
                print(f"| {name} | {threads} | at least {1e3 * lower:.1f} ms | {1e3 * seconds:.1f} ms | "
                      f"{seconds / lower:.2f} | |", flush=True)
                continue
            mean = math.sqrt(lower * upper)
            errors.append(abs(mean - seconds) / seconds)
            inside += lower <= seconds <= upper
            print(f"| {name} | {threads} | {1e3 * lower:.1f} to {1e3 * upper:.1f} ms | {1e3 * seconds:.1f} ms | "
                  f"{seconds / lower:.2f} | {100 * errors[-1]:.0f} % |", flush=True)
    print(f"\nMedian of measured / least: {statistics.median(ratios):.2f}; median error of the mean of both bounds: "
          f"{100 * statistics.median(errors):.0f} % ({len(errors)} ranges, {inside} hold the measured time).")


if __name__ == "__main__":
    main()
