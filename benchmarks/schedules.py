#!/usr/bin/env python3
"""Predicted against measured ranking of schedules of a matmul, in the project's own code.

    schedules.py [--fpo-opt PATH] [--fpo-run PATH] [--target host] [--size 960] [--schedules 30] [--runs 3]

Each schedule is a register block, an order of the loops over blocks, and tiles around them, or none. The prediction is the longest of:
the operations at the peak of one core, or at what the latency of a fused multiply-add (four cycles) allows, if the block has
too few accumulators; the loads of the register block, at the bandwidth of L1; and what --fpo-cache-traffic says crosses each
cache, at the bandwidth of the next level. Measured is a fpo.kernel with that schedule. Prints a table in Markdown, and Kendall's tau.

With --simulate, what crosses L1 and L2 (both ways) stands beside what a cache simulator (valgrind) counts of C programs with these loops, in
caches of the target's size: choose a size of a few hundred.
"""

import argparse
import concurrent.futures
import itertools
import json
import os
import random
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LEAST_LOAD = 32  # bytes of the bandwidth of L1 that a load of a scalar takes: two in a cycle where two vectors of 32 are
LATENCY = 4  # cycles, of a fused multiply-add: Zen 2 to 5, Skylake and later


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fpo-opt", default=os.path.join(ROOT, "build", "bin", "fpo-opt"))
    parser.add_argument("--target", default="host")
    parser.add_argument("--fpo-run", default=os.path.join(ROOT, "build", "bin", "fpo-run"))
    parser.add_argument("--size", type=int, default=960)
    parser.add_argument("--schedules", type=int, default=30)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--simulate", action="store_true")
    return parser.parse_args()


def read_lanes():
    """How many f32 a vector register holds, and how many registers there are."""
    with open("/proc/cpuinfo") as file:
        flags = re.search(r"^(?:flags|Features)\s*:(.*)", file.read(), re.MULTILINE).group(1).split()
    return (16, 32) if "avx512f" in flags else (8, 16) if "avx2" in flags else (4, 32)


def make_schedules(arguments, lanes, registers):
    """Schedules with their rows and vectors, without one that would not fit into the registers."""
    pick = random.Random(arguments.seed)
    blocks = [(rows, vectors) for rows in (1, 2, 4, 6, 8, 12) for vectors in (1, 2, 4)
              if rows * vectors + vectors + 1 <= registers]
    schedules = []
    while len(schedules) < arguments.schedules:
        rows, vectors = pick.choice(blocks)
        tiles = [f"{dim}:{pick.choice([96, 192, 480])}" for dim in pick.sample(["d0", "d1", "d2"], pick.choice([0, 1, 2, 3]))]
        inner = [f"d0:{rows}" if rows > 1 else "d0", f"d1:{vectors * lanes}"]
        pick.shuffle(inner)
        schedule = tiles + inner + (["d2", "d0", "d1"] if rows > 1 else ["d2", "d1"])
        if (schedule, rows, vectors) not in schedules:
            schedules.append((schedule, rows, vectors))
    return schedules


def predict_traffic(arguments, schedules, size):
    """Bytes that cross each cache, a dictionary by level for each schedule."""
    type_ = f"tensor<{size}x{size}xf32>"
    ops = "\n".join(
        f"  %{n} = linalg.matmul {{fpo.schedule = #fpo.schedule<loops = [{', '.join(schedule)}]>}} "
        f"ins(%a, %b : {type_}, {type_}) outs(%c : {type_}) -> {type_}" for n, (schedule, _, _) in enumerate(schedules))
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

    return {"clock": upper("clock, GHz"), "peak": upper("f32"),
            "bandwidth": [upper(level) for level in ("L1", "L2", "L3", "DRAM")]}


def read_caches(arguments):
    """Capacity, line and ways of the first two caches."""
    text = subprocess.run([arguments.fpo_opt, f"--print-targets={arguments.target}"], capture_output=True, text=True,
                          check=True).stdout
    rows = re.findall(r"^  L[12] +(\d+) (KiB|MiB)  lines of (\d+), (\d+) ways", text, re.MULTILINE)
    return [(int(size) << (10 if unit == "KiB" else 20), int(line), int(ways)) for size, unit, line, ways in rows]


def simulate(arguments, schedules):
    """Bytes that cross the first two caches, for each schedule, as a simulator sees them."""
    sys.path.insert(0, os.path.join(ROOT, "test", "Cache"))
    import programs
    from simulate import simulate as count

    caches = read_caches(arguments)
    cases = []
    for number, (schedule, _, _) in enumerate(schedules):
        loops = [(int(loop[1]), int(loop.partition(":")[2] or 1)) for loop in schedule]
        cases.append(programs.matmul(f"matmul{number}", arguments.size, arguments.size, arguments.size, loops))
    with tempfile.TemporaryDirectory() as directory:
        program = os.path.join(directory, "cases")
        with open(program + ".c", "w") as file:
            file.write(programs.write_program(cases))
        subprocess.run(["clang-22", "-O2", "-fno-vectorize", "-fno-unroll-loops", program + ".c", "-o", program], check=True)
        jobs = [(number, cache) for number in range(len(cases)) for cache in caches]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            found = list(pool.map(lambda job: sum(count(program, directory, job[0], cases[job[0]], *job[1])), jobs))
    return [found[i:i + len(caches)] for i in range(0, len(found), len(caches))]


KERNEL = """func.func @f{n}(%a: memref<{s}x{s}xf32>, %b: memref<{s}x{s}xf32>, %c: memref<{s}x{s}xf32>) {{
  %z = arith.constant 0.0 : f32
  fpo.kernel ins(%a, %b : memref<{s}x{s}xf32>, memref<{s}x{s}xf32>) outs(%c : memref<{s}x{s}xf32>)
      maps [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, n)>]
      iterators ["parallel", "parallel", "reduction"] start {{
  ^bb0(%x: f32, %y: f32, %o: f32):
    fpo.yield %z : f32
  }} combine {{
  ^bb0(%x: f32, %y: f32, %o: f32, %s: f32):
    %p = arith.mulf %x, %y : f32
    %t = arith.addf %s, %p : f32
    fpo.yield %t : f32
  }} finish {{
  ^bb0(%x: f32, %y: f32, %o: f32, %s: f32):
    fpo.yield %s : f32
  }} {{fpo.schedule = #fpo.schedule<loops = [{loops}]>}}
  return
}}
"""


def measure(arguments, schedules, lanes, registers):
    """The least seconds that each takes, of all runs."""
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, "kernels.mlir")
        text = "".join(KERNEL.format(n=n, s=arguments.size, loops=", ".join(schedule))
                       for n, (schedule, _, _) in enumerate(schedules))
        subprocess.run([arguments.fpo_opt, "-", f"--fpo-lower-kernels=vector-bits={32 * lanes} vector-registers={registers}",
                        "--canonicalize", "--cse", "-o", path], input=text, text=True, check=True)
        best = [float("inf")] * len(schedules)
        for _ in range(arguments.runs):
            done = subprocess.run([arguments.fpo_run, path, "--all", "--benchmark", "--json", "--opt-level=3"],
                                  capture_output=True, text=True, check=True)
            for name, timing in json.loads(done.stdout).items():
                n = int(name[1:])
                best[n] = min(best[n], timing["min_s"])
    return best


def predict(machine, size, lanes, rows, vectors, crossing):
    """Seconds by what may limit the schedule."""
    per_cycle = machine["peak"] / machine["clock"] / (2 * lanes)
    stall = max(1, LATENCY * per_cycle / (rows * vectors))
    steps = size**3 / (rows * vectors * lanes)
    parts = {"compute": 2 * size**3 / machine["peak"] * stall,
             "L1": steps * (rows * LEAST_LOAD + vectors * 4 * lanes) / machine["bandwidth"][0]}
    for level, (name, moved) in enumerate(crossing.items()):
        parts[f"behind {name}"] = moved / machine["bandwidth"][level + 1]
    return parts


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
    lanes, registers = read_lanes()
    schedules = make_schedules(arguments, lanes, registers)
    machine = read_machine(arguments)
    traffic = predict_traffic(arguments, schedules, arguments.size)
    predicted = []
    for (_, rows, vectors), crossing in zip(schedules, traffic):
        parts = predict(machine, arguments.size, lanes, rows, vectors, crossing)
        limit = max(parts, key=parts.get)
        predicted.append((parts[limit], limit))
    seconds = measure(arguments, schedules, lanes, registers)
    simulated = simulate(arguments, schedules) if arguments.simulate else [[]] * len(schedules)
    levels = list(traffic[0])[:len(simulated[0])]
    print("| loops | predicted | limit | measured |" + "".join(f" {level}, predicted | simulated |" for level in levels))
    print("|---|---:|---|---:|" + "---:|---:|" * len(levels))
    for n in sorted(range(len(schedules)), key=lambda n: seconds[n]):
        bytes_ = "".join(f" {traffic[n][level] / 1e6:.2f} MB | {moved / 1e6:.2f} MB |" for level, moved in zip(levels, simulated[n]))
        print(f"| {', '.join(schedules[n][0])} | {1e3 * predicted[n][0]:.2f} ms | {predicted[n][1]} | {1e3 * seconds[n]:.2f} ms |{bytes_}")
    print(f"\nKendall's tau: {kendall([time for time, _ in predicted], seconds):.2f} of {len(schedules)} schedules")


if __name__ == "__main__":
    main()
