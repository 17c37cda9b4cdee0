#!/usr/bin/env python3
"""Static counts of random programs against what the programs execute.

    fuzz.py FPO_OPT FPO_RUN WORK [--programs N] [--seed S] [--dynamic] [--jobs J] [--write SEED]

Prints how many programs have an exact count, an interval, a lower bound, or an expression, and how many differ; those are written to
WORK.differ.SEED.mlir. --write prints the program of one seed.
"""

import argparse
import concurrent.futures
import os
import random
import sys

import oracle
import programs

BATCH = 50


def status(totals):
    if oracle.is_symbolic(totals):
        return "symbolic"
    counts = [totals["fpo"], totals["iop"], *totals["add"].values(), *totals["mul"].values()]
    if any(isinstance(c, list) and c[1] is None for c in counts):
        return "lower bound"
    return "interval" if any(isinstance(c, list) for c in counts) else "exact"


def make(seed, is_dynamic):
    """The program of a seed, and the sizes in which it runs. Those of a batch run in the same ones."""
    rng = random.Random(seed // BATCH)
    sizes = (rng.randint(0, 6), rng.randint(0, 6)) if is_dynamic else None
    return programs.Program(seed, f"p{seed}", sizes).text(), sizes


def check(arguments):
    """Checks the programs of a batch; returns how many there are of each status, and what differs, by seed."""
    opt, runner, work, seeds, is_dynamic = arguments
    functions = {f"p{seed}": make(seed, is_dynamic)[0] for seed in seeds}
    sizes = make(seeds[0], is_dynamic)[1] or ()
    options = [f"--bind=arg4.{axis}={size}" for axis, size in enumerate(sizes)]
    checker = oracle.Oracle(opt, runner, f"{work}.{seeds[0]}", options)
    path = checker.module(functions)
    static = checker.static(path)
    executed, error = checker.executed(path)
    if executed is None:
        checker.blame(functions, ())
        sys.exit(f"the programs from {seeds[0]} on could not be run:\n{error[:1000]}")
    counts, differ = {}, {}
    for name in functions:
        kind = status(static[name])
        counts[kind] = counts.get(kind, 0) + 1
        # Of these only that they run is checked.
        if kind == "symbolic":
            continue
        difference = oracle.compare(static[name], executed[name])
        if difference:
            differ[name] = difference
    for suffix in (".mlir", ".static.json"):
        os.remove(checker.work + suffix)
    return counts, differ


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("opt")
    parser.add_argument("runner")
    parser.add_argument("work")
    parser.add_argument("--programs", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--dynamic", action="store_true", help="give each a tensor of dynamic shape, and bind its sizes")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--write", type=int, help="print the program of this seed")
    options = parser.parse_args()
    if options.write is not None:
        print(make(options.write, options.dynamic)[0])
        return 0

    seeds, batches = range(options.seed, options.seed + options.programs), {}
    for seed in seeds:
        batches.setdefault(seed // BATCH, []).append(seed)
    batches = [(options.opt, options.runner, options.work, batch, options.dynamic) for batch in batches.values()]
    total, differ = {}, {}
    with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
        for counts, bad in pool.map(check, batches):
            for kind, n in counts.items():
                total[kind] = total.get(kind, 0) + n
            for name, difference in bad.items():
                print(f"{name}: {difference}")
                with open(f"{options.work}.differ.{name[1:]}.mlir", "w") as file:
                    file.write(make(int(name[1:]), options.dynamic)[0] + "\n")
            differ.update(bad)
    kinds = ", ".join(f"{total[kind]} {kind}" for kind in ("exact", "interval", "lower bound", "symbolic") if kind in total)
    print(f"{sum(total.values())} programs: {kinds}; {len(differ)} differ")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
