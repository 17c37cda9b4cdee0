"""Whether code with vectors computes what plain loops compute.

usage: kernels.py FPO_OPT FPO_RUN WORK VECTOR_BITS MODULE...

MODULE is a generator of test/Oracle. Each of its functions is run as upstream lowers it, and as --fpo-lower-to-vectors does,
on the same arguments.
"""

import importlib
import json
import math
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "Oracle"))

# What a sum of a few dozen products may differ by, relative to the largest element.
TOLERANCE = {"f16": 1e-2, "bf16": 1e-1, "f32": 2e-5, "f64": 1e-12}


# Upstream decomposes Winograd transforms of tiles that are one wide to slices that are out of bounds, which only some passes
# notice.
BROKEN = re.compile(r"winograd_output_transform|@winograd_\w+_w_")


def run(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def flat(value):
    if isinstance(value, list):
        return [x for part in value for x in flat(part)]
    if isinstance(value, dict):
        return [x for key, part in sorted(value.items()) for x in flat(part)]
    return [value]


def number(value):
    return float(value) if isinstance(value, (int, float)) else {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}.get(value, value)


def same(want, got, tolerance):
    want, got = [number(x) for x in flat(want)], [number(x) for x in flat(got)]
    if len(want) != len(got):
        return False
    finite = [abs(x) for x in want if isinstance(x, float) and math.isfinite(x)]
    scale = max(finite, default=0)
    for x, y in zip(want, got):
        if isinstance(x, float) and isinstance(y, float) and math.isfinite(x):
            if not abs(x - y) <= tolerance * scale:
                return False
        elif not (x == y or (x != x and y != y)):
            return False
    return True


def lower(opt, text, work, bits):
    """The paths of a program and of its form with vectors."""
    source, vectors = f"{work}.mlir", f"{work}.vectors.mlir"
    with open(source, "w") as file:
        file.write(text)
    done = run(opt, source, f"--fpo-lower-to-vectors=vector-bits={bits}", "-o", vectors)
    if done.returncode:
        sys.exit(f"could not be lowered: {done.stderr[:2000]}")
    return source, vectors


def results(runner, path):
    done = run(runner, path, "--all", "--json", "--opt-level=1")
    return (json.loads(done.stdout), "") if done.returncode == 0 else (None, done.stderr)


def main():
    opt, runner, work, bits, *modules = sys.argv[1:]
    agree = differ = 0
    for module in modules:
        functions = dict(importlib.import_module(module).functions())
        functions = {name: text for name, text in functions.items() if not BROKEN.search(text)}
        source, vectors = lower(opt, "\n".join(functions.values()), f"{work}.{module}", bits)
        want, error = results(runner, source)
        got, vector_error = results(runner, vectors)
        if want is None or got is None:
            sys.exit(f"could not be run: {(error or vector_error)[:2000]}")
        for name, text in functions.items():
            types = [TOLERANCE[t] for t in re.findall(r"(bf16|f16|f32|f64)", text)]
            if name in want and same(want[name], got[name], max(types, default=0)):
                agree += 1
            else:
                differ += 1
                print(f"{name}: {str(want.get(name))[:200]} and {str(got.get(name))[:200]}")
    print(f"{agree} agree, {differ} differ")


if __name__ == "__main__":
    main()
