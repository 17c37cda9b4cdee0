#!/usr/bin/env python3
"""Predicted against measured ranking of schedules of a matmul.

    schedules.py [--fpo-opt PATH] [--target host] [--size 768] [--schedules 30] [--cc clang-22] [--runs N]

Each schedule is an order of the loops, with tiles or without. The prediction is the longest of: the operations at the rate of one
core, in vectors if the innermost loop goes along rows, one by one if not; what the loops touch, at the bandwidth
of L1; and what --fpo-cache-traffic says crosses each cache, at the bandwidth of the next level. Measured is the same
nest of loops as C, compiled without fast-math. Prints a table in Markdown, and Kendall's tau.
"""

import argparse
import ctypes
import itertools
import os
import random
import re
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
INDEX = {"d0": "i", "d1": "j", "d2": "k"}


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fpo-opt", default=os.path.join(ROOT, "build", "bin", "fpo-opt"))
    parser.add_argument("--target", default="host")
    parser.add_argument("--size", type=int, default=768)
    parser.add_argument("--schedules", type=int, default=30)
    parser.add_argument("--cc", default="clang-22")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def make_schedules(count, seed):
    """Every order without tiles, then random ones with tiles of two or three loops."""
    orders = [list(order) for order in itertools.permutations(INDEX)]
    schedules = list(orders)
    pick = random.Random(seed)
    while len(schedules) < count:
        tiled = pick.sample(list(INDEX), pick.choice([2, 3]))
        schedule = [f"{dim}:{pick.choice([16, 32, 64, 128, 256])}" for dim in tiled] + pick.choice(orders)
        if schedule not in schedules:
            schedules.append(schedule)
    return schedules[:count]


def predict_traffic(arguments, schedules, size):
    """Bytes that cross each cache, a dictionary by level for each schedule."""
    type_ = f"tensor<{size}x{size}xf32>"
    ops = "\n".join(
        f"  %{n} = linalg.matmul {{fpo.schedule = #fpo.schedule<loops = [{', '.join(schedule)}]>}} "
        f"ins(%a, %b : {type_}, {type_}) outs(%c : {type_}) -> {type_}" for n, schedule in enumerate(schedules))
    text = f"func.func @f(%a: {type_}, %b: {type_}, %c: {type_}) {{\n{ops}\n  return\n}}\n"
    done = subprocess.run([arguments.fpo_opt, "-", f"--fpo-cache-traffic=target={arguments.target}"], input=text,
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(done.stderr)
    found = []
    for line in done.stdout.splitlines():
        traffic = re.search(r"fpo\.traffic = \{(.*?>)\}", line)
        if traffic:
            found.append({name: sum(map(int, re.findall(r"(?:read|write) = (\d+)", cost)))
                          for name, cost in re.findall(r"(\w+) = #fpo\.cost<([^>]*)>", traffic.group(1))})
    return found


def read_machine(arguments):
    """The upper bounds of one core: operations per second by kind of innermost loop, and bytes per second by level."""
    text = subprocess.run([arguments.fpo_opt, f"--print-targets={arguments.target}"], capture_output=True, text=True,
                          check=True).stdout

    def upper(name):
        row = re.search(rf"^  {name} +(\S+(?: - \S+)?)  ", text, re.MULTILINE)
        return 1e9 * float(row.group(1).split(" - ")[-1])

    clock = upper("clock, GHz")
    # A sum along a row is a chain of fused multiply-adds of four cycles each; across rows there are two of them in a cycle.
    return {"rate": {"d1": upper("f32"), "d2": clock / 2, "d0": 4 * clock},
            "bandwidth": [upper(level) for level in ("L1", "L2", "L3", "DRAM")]}


def emit(schedule, size, name):
    """The loops as C."""
    lines, depth, tiles = [], 1, {}
    for loop in schedule:
        dim, _, tile = loop.partition(":")
        var = INDEX[dim]
        indent = "  " * depth
        if tile:
            lines.append(f"{indent}for (int {var}t = 0; {var}t < {size}; {var}t += {tile})")
            tiles[dim] = (f"{var}t", int(tile))
        elif dim in tiles:
            start, length = tiles[dim]
            lines.append(f"{indent}for (int {var} = {start}; {var} < {start} + {length}; ++{var})")
        else:
            lines.append(f"{indent}for (int {var} = 0; {var} < {size}; ++{var})")
        depth += 1
    body = "  " * depth + f"c[i * {size} + j] += a[i * {size} + k] * b[k * {size} + j];"
    return f"void {name}(const float *restrict a, const float *restrict b, float *restrict c) {{\n" + \
        "\n".join([*lines, body]) + "\n}\n"


def measure(arguments, schedules, size):
    """The least seconds of the processor that each takes, of all runs."""
    with tempfile.TemporaryDirectory() as directory:
        source, library = os.path.join(directory, "nests.c"), os.path.join(directory, "nests.so")
        with open(source, "w") as file:
            file.write("\n".join(emit(schedule, size, f"nest{n}") for n, schedule in enumerate(schedules)))
        subprocess.run([arguments.cc, "-O3", "-march=native", "-shared", "-fPIC", source, "-o", library], check=True)
        nests = ctypes.CDLL(library)
        buffers = [(ctypes.c_float * (size * size))(*([0.5] * (size * size))) for _ in range(3)]
        best = [float("inf")] * len(schedules)
        for _ in range(arguments.runs):
            for n in range(len(schedules)):
                nest = getattr(nests, f"nest{n}")
                start = time.process_time()
                nest(*buffers)
                best[n] = min(best[n], time.process_time() - start)
    return best


def kendall(xs, ys):
    """Kendall's tau-b: ties count for neither side."""
    def sign(x):
        return (x > 0) - (x < 0)

    score = ties_x = ties_y = pairs = 0
    for a, b in itertools.combinations(range(len(xs)), 2):
        x, y = sign(xs[a] - xs[b]), sign(ys[a] - ys[b])
        score += x * y
        ties_x += x == 0
        ties_y += y == 0
        pairs += 1
    return score / ((pairs - ties_x) * (pairs - ties_y)) ** 0.5


def main():
    arguments = parse_arguments()
    size = arguments.size
    schedules = make_schedules(arguments.schedules, arguments.seed)
    machine = read_machine(arguments)
    traffic = predict_traffic(arguments, schedules, size)
    predicted = []
    for schedule, crossing in zip(schedules, traffic):
        inner = schedule[-1]
        parts = {"compute": 2 * size**3 / machine["rate"][inner],
                 "L1": (8 if inner == "d2" else 12) * size**3 / machine["bandwidth"][0]}
        for level, (name, moved) in enumerate(crossing.items()):
            parts[f"behind {name}"] = moved / machine["bandwidth"][level + 1]
        limit = max(parts, key=parts.get)
        predicted.append((parts[limit], limit))
    seconds = measure(arguments, schedules, size)
    print("| loops | predicted | limit | measured |\n|---|---:|---|---:|")
    for n in sorted(range(len(schedules)), key=lambda n: seconds[n]):
        print(f"| {', '.join(schedules[n])} | {1e3 * predicted[n][0]:.0f} ms | {predicted[n][1]} | {1e3 * seconds[n]:.0f} ms |")
    print(f"\nKendall's tau: {kendall([time for time, _ in predicted], seconds):.2f} of {len(schedules)} schedules")


if __name__ == "__main__":
    main()
