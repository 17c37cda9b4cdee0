"""Whether compiled models compute what their plain loops compute in f64.

usage: compiled.py FPO_OPT FPO_RUN WORK [--tolerance=T] [--processor=NAME] MODEL...

Each model is compiled by `fpo-opt --emit=so` and called twice on one state, with arguments that are drawn by chance. The
reference is the same program with f64 in the place of f32, as upstream lowers it to loops. The error is the largest difference
of two elements, relative to the root mean square of the reference; integers have to be the same. A model whose error is beyond
the tolerance is right if its plain loops in f32 are as far off: then it is the model that magnifies what f32 rounds.
"""

import argparse
import array
import csv
import math
import operator
import os
import random
import re
import struct
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "Codegen"))

from library import CODES, Function, Signature, count
from npy import read_npy, write_npy

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs")
# An error that is no larger than so many of plain loops in f32 is that of f32.
AS_FAR = 1.5
GENERIC = ["--fpo-expose-bodies", "--fpo-lower-tosa", "--convert-shape-to-std", "--fpo-expose-bodies"]


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("fpo_opt")
    parser.add_argument("fpo_run")
    parser.add_argument("work", help="what the names of files begin with that are written")
    parser.add_argument("models", nargs="*", help="files of Inputs, or other paths, without .mlir; by default all that are static")
    parser.add_argument("--tolerance", type=float, default=1e-4)
    parser.add_argument("--processor", action="append", help="may be given several times")
    parser.add_argument("--keep", action="store_true", help="leave the programs and arrays of the reference behind")
    parser.add_argument("--times", action="store_true", help="print how long each step takes")
    return parser.parse_intermixed_args()


class Values:
    """Values that keep networks tame: weights by the number of their inputs, all else near one."""

    POOL = 16381  # a prime: rows of a power of two do not repeat

    def __init__(self):
        chance = random.Random(1)
        self.normal = [chance.gauss(0, 1) for _ in range(self.POOL)]
        self.uniform = [chance.uniform(0.5, 1.5) for _ in range(self.POOL)]
        self.pools = {}
        self.used = 0

    def pool(self, kind, number):
        """A pool for weights with `number` inputs, or for integers up to `number`."""
        if kind not in ("f32", "f64"):
            return array.array(CODES[kind], [int(1e6 * abs(x)) % (number + 1) for x in self.normal])
        values = [x / math.sqrt(number) for x in self.normal] if number else self.uniform
        # Both programs have to see the same numbers.
        return array.array("d", array.array("f", values))

    def draw(self, sizes, element, largest=1, is_input=False):
        number = count(sizes)
        if element not in ("f32", "f64"):
            key = element, largest
        elif is_input:
            key = element, 1
        elif len(sizes) == 4 and sizes[3] == 1 and sizes[0] == sizes[1]:  # weights of a depthwise convolution
            key = element, sizes[0] * sizes[1]
        else:
            key = element, count(sizes[1:]) if len(sizes) > 1 else 0
        if key not in self.pools:
            self.pools[key] = self.pool(*key)
        pool = self.pools[key]
        self.used = (self.used + 7919) % len(pool)
        pool = pool[self.used:] + pool[:self.used]
        return (pool * (number // len(pool) + 1))[:number]


def fill_resources(text, values):
    """Gives values to the constants whose values were cut from the file."""
    used, gathers = {}, []

    def name(match):
        sizes, element = Signature.tensors(match[1])[0]
        key = f"value{len(used)}"
        drawn = values.draw(sizes, element, 127)
        if (len(sizes), element) == (1, "i32"):  # multipliers of quantisation, and what the product is shifted by
            drawn = array.array("i", [(1 << 30) + (x << 22) for x in drawn])
        elif (len(sizes), element) == (1, "i8"):
            drawn = array.array("b", [38 + x % 4 for x in drawn])
        elif element == "i8":
            drawn = array.array("b", [2 * x - 127 for x in drawn])
        elif element == "i64":  # where a gather reads, one tensor for each dimension, in this order
            drawn = array.array("q", range(count(sizes)))
            if sizes[len(gathers) % len(sizes)] == 1:
                drawn = array.array("q", [0] * len(drawn))
            gathers.append(key)
        else:
            drawn = array.array(CODES[element], drawn)
        used[key] = f'{key}: "0x{struct.pack("<I", drawn.itemsize).hex()}{drawn.tobytes().hex()}"'
        return f"dense_resource<{key}> : {match[1]}"

    text = re.sub(r"dense_resource<[\w.]+> : (tensor<[^>]*>)", name, text)
    return text + "{-# dialect_resources: { builtin: { " + ", ".join(used.values()) + " } } #-}\n" if used else text


def double_bits(match):
    return "0x%016X" % struct.unpack("<Q", struct.pack("<d", struct.unpack("<f", struct.pack("<I", int(match[1], 16)))[0]))


def double_resource(match):
    floats = array.array("f", bytes.fromhex(match[2]))
    return f'{match[1]}: "0x08000000{array.array("d", floats).tobytes().hex()}"'


def widen(text):
    """The program in f64. What was a conversion from or to f32 becomes one of no effect."""
    names = set(re.findall(r"dense_resource<(\w+)> : tensor<[^>]*f32>", text))
    if names:
        text = re.sub(rf'\b({"|".join(names)}): "0x04000000([0-9A-Fa-f]*)"', double_resource, text)
    text = re.sub(r"arith\.(extf|truncf)(.*: )\S*f(?:32|64)\S* to (\S*f)(?:32|64)", r"arith.bitcast\2\g<3>64 to \g<3>64", text)
    text = re.sub(r"\b0x([0-9A-F]{8})\b(?=(?: : |> : tensor<[^>]*)f32)", double_bits, text)
    return re.sub(r"(?<![\w%@])((?:tensor<|memref<|vector<)?[\dx?]*)f32\b", r"\1f64", text)


def run(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise RuntimeError(f"{os.path.basename(command[0])}: {(done.stderr.strip() or str(done.returncode))[:300]}")
    return done.stdout


def error(want, got):
    """The largest difference relative to the root mean square."""
    if want.typecode not in "fd":
        return 0.0 if want == got else math.inf
    scale = math.sqrt(sum(map(operator.mul, want, want)) / len(want))
    largest = max(map(abs, map(operator.sub, want, got)))
    return largest / scale if math.isfinite(scale) and scale and largest == largest else math.inf


def check(arguments, name, inputs, values):
    """The largest error of any result and processor; if it is beyond the tolerance, that of plain loops in f32; times."""
    clock, times = time.perf_counter(), []

    def step(what):
        nonlocal clock
        now = time.perf_counter()
        times.append(f"{what} {now - clock:.1f} s")
        clock = now

    base = f"{arguments.work}.{os.path.basename(name)}"
    with open(os.path.join(HERE, name + ".mlir")) as file:
        text = file.read()
    source, generic, wide = base + ".mlir", base + ".generic.mlir", base + ".f64.mlir"
    with open(source, "w") as file:
        file.write(fill_resources(text, values))
    run(arguments.fpo_opt, source, *GENERIC, "-o", generic)
    with open(generic) as file:
        text = file.read()
    signature = Signature(text)
    with open(wide, "w") as file:
        file.write(widen(text))

    drawn, largest = [], 100
    for number, (sizes, element) in enumerate(signature.takes):
        drawn.append(values.draw(sizes, element, largest, is_input=number >= len(signature.takes) - inputs))
        if sizes and element.startswith("i"):
            largest = 1  # what comes after the tokens says which of them count
    step("arguments")
    paths = [f"{base}.{number}.npy" for number in range(len(drawn))]
    for path, each, (sizes, _) in zip(paths, drawn, signature.takes):
        write_npy(path, each, sizes)
    wanted = [f"{base}.want{number}.npy" for number in range(len(signature.gives))]
    run(arguments.fpo_run, wide, "--opt-level=2", *[f"--input={path}" for path in paths], *[f"--output={path}" for path in wanted])
    want = [read_npy(path, "d" if element == "f32" else CODES[element])
            for path, (_, element) in zip(wanted, signature.gives)]
    step("reference")
    if any(len(each) > 1 and len(set(each)) < 2 for each in want):
        raise RuntimeError("the reference is a constant, which tells nothing")
    narrow = [array.array("f", each) if element == "f32" else each for each, (_, element) in zip(drawn, signature.takes)]
    split = len(narrow) - inputs
    errors = []
    for processor in arguments.processor or ["host"]:
        library = f"{base}.{processor}.so"
        run(arguments.fpo_opt, source, "--emit=so", f"--inputs={inputs}", f"--target={processor}", "-o", library)
        step(f"compiler for {processor}")
        function = Function(library, signature, narrow[:split])
        first = [array.array(each.typecode, each) for each in function(narrow[split:])]
        second = function(narrow[split:])
        errors.append(max(map(error, want, first)))
        if [each.tobytes() for each in first] != [each.tobytes() for each in second]:
            raise RuntimeError("a second run gives another result")
        function.close()
        step("runs")
        os.remove(library)
    os.remove(source)
    plain = None
    if max(errors) > arguments.tolerance:
        for path, each, (sizes, element) in zip(paths, narrow, signature.takes):
            write_npy(path, each, sizes)
        run(arguments.fpo_run, generic, "--opt-level=2", *[f"--input={path}" for path in paths], *[f"--output={path}" for path in wanted])
        plain = max(error(each, read_npy(path, CODES[element]))
                    for each, path, (_, element) in zip(want, wanted, signature.gives))
        step("plain loops in f32")
    if not arguments.keep:
        for path in [generic, wide, *paths, *wanted]:
            os.remove(path)
    return max(errors), plain, times


def main():
    arguments = parse_arguments()
    with open(os.path.join(HERE, "expected.csv")) as file:
        inputs = {row["file"].removesuffix(".mlir"): int(row["inputs"] or 1) for row in csv.DictReader(file)}
    models = arguments.models or [name for name in inputs if "_dyn" not in name and "_train" not in name]
    right = 0
    for name in models:
        try:
            largest, plain, times = check(arguments, name, inputs.get(name, 1), Values())
        except RuntimeError as broken:
            print(f"{os.path.basename(name)}: {broken}", flush=True)
            continue
        right += largest <= max(arguments.tolerance, AS_FAR * (plain or 0))
        beside = f", plain loops in f32 {plain:.1e}" if plain is not None else ""
        print(f"{os.path.basename(name)}: error {largest:.1e}{beside}" + (f" ({', '.join(times)})" if arguments.times else ""), flush=True)
    print(f"{right} of {len(models)} models are right")


main()
