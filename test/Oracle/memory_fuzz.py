#!/usr/bin/env python3
"""What random programs on tensors are said to allocate, against what runs of them allocate.

    memory_fuzz.py FPO_OPT FPO_RUN WORK [--programs N] [--seed S] [--write SEED]

Tensors of several sizes go through structured ops with destinations of all kinds, views, insertions, loops and branches.
Prints how many agree. Bufferization may copy what need not be copied: then the run allocates more, and the program counts
as one with copies. Where two ops compete for one buffer it may also decide otherwise, and the run allocate less.
"""

import argparse
import json
import random
import subprocess
import sys

UNARY = ["exp", "abs", "negf", "tanh"]
BINARY = ["add", "sub", "mul", "max"]


class Function:

    def __init__(self, seed, depth=3):
        """Loops and branches are nested up to `depth` - 1 deep."""
        self.depth = depth
        self.rng = random.Random(seed)
        self.name, self.lines, self.count = f"p{seed}", [], 0

    def fresh(self):
        self.count += 1
        return f"%v{self.count}"

    def emit(self, depth, text):
        self.lines.append("  " * depth + text)

    def text(self):
        self.tensors = [("%a", 8), ("%b", 16)]
        self.block(1, self.tensors, self.rng.randint(4, 14))
        result, size = self.rng.choice(self.tensors)
        self.emit(1, f"return {result} : tensor<{size}xf32>")
        head = [
            f"func.func @{self.name}(%a: tensor<8xf32>, %b: tensor<16xf32>, %c: i1) -> tensor<{size}xf32> {{",
            "  %c0 = arith.constant 0 : index", "  %c1 = arith.constant 1 : index", "  %c3 = arith.constant 3 : index",
            "  %z = arith.constant 0.0 : f32", "  %e8 = tensor.empty() : tensor<8xf32>",
            "  %e16 = tensor.empty() : tensor<16xf32>"
        ]
        return "\n".join(head + self.lines + ["}"])

    def destination(self, tensors, size):
        """New memory, or a tensor that may be used again."""
        old = [name for name, s in tensors if s == size]
        return self.rng.choice(old) if old and self.rng.random() < 0.4 else f"%e{size}"

    def block(self, depth, tensors, length):
        for _ in range(length):
            kinds = ["unary", "binary", "binary", "elementwise", "slice", "insert", "fill"]
            if depth < self.depth:
                kinds += ["loop", "loop", "branch"]
            getattr(self, self.rng.choice(kinds))(depth, tensors)

    def fill(self, depth, tensors):
        name, size = self.fresh(), self.rng.choice([8, 16])
        self.emit(depth, f"{name} = linalg.fill ins(%z : f32) outs({self.destination(tensors, size)} : tensor<{size}xf32>) "
                  f"-> tensor<{size}xf32>")
        tensors.append((name, size))

    def unary(self, depth, tensors):
        (a, size), name = self.rng.choice(tensors), self.fresh()
        t = f"tensor<{size}xf32>"
        self.emit(depth, f"{name} = linalg.{self.rng.choice(UNARY)} ins({a} : {t}) outs({self.destination(tensors, size)} : {t}) -> {t}")
        tensors.append((name, size))

    def binary(self, depth, tensors):
        (a, size), name = self.rng.choice(tensors), self.fresh()
        b = self.rng.choice([name for name, s in tensors if s == size])
        t = f"tensor<{size}xf32>"
        self.emit(depth, f"{name} = linalg.{self.rng.choice(BINARY)} ins({a}, {b} : {t}, {t}) "
                  f"outs({self.destination(tensors, size)} : {t}) -> {t}")
        tensors.append((name, size))

    def elementwise(self, depth, tensors):
        (a, size), name = self.rng.choice(tensors), self.fresh()
        b = self.rng.choice([name for name, s in tensors if s == size])
        self.emit(depth, f"{name} = arith.addf {a}, {b} : tensor<{size}xf32>")
        tensors.append((name, size))

    def slice(self, depth, tensors):
        a, name = self.rng.choice([name for name, s in tensors if s == 16]), self.fresh()
        self.emit(depth, f"{name} = tensor.extract_slice {a}[{self.rng.choice([0, 4, 8])}] [8] [1] : tensor<16xf32> to tensor<8xf32>")
        result = self.fresh()
        self.emit(depth, f"{result} = linalg.exp ins({name} : tensor<8xf32>) outs({self.destination(tensors, 8)} : tensor<8xf32>) "
                  "-> tensor<8xf32>")
        tensors.append((result, 8))

    def insert(self, depth, tensors):
        a = self.rng.choice([name for name, s in tensors if s == 8])
        into, name = self.rng.choice([name for name, s in tensors if s == 16]), self.fresh()
        self.emit(depth, f"{name} = tensor.insert_slice {a} into {into}[{self.rng.choice([0, 4, 8])}] [8] [1] : "
                  "tensor<8xf32> into tensor<16xf32>")
        # Insertions that nobody looks at are dropped on the way to buffers.
        result = self.fresh()
        self.emit(depth, f"{result} = linalg.exp ins({name} : tensor<16xf32>) outs({self.destination(tensors, 16)} : tensor<16xf32>) "
                  "-> tensor<16xf32>")
        tensors += [(name, 16), (result, 16)]

    def loop(self, depth, tensors):
        (init, size), name, carried, i = self.rng.choice(tensors), self.fresh(), self.fresh(), self.fresh()
        t = f"tensor<{size}xf32>"
        self.emit(depth, f"{name} = scf.for {i} = %c0 to %c3 step %c1 iter_args({carried} = {init}) -> {t} {{")
        inner = tensors + [(carried, size)]
        self.block(depth + 1, inner, self.rng.randint(1, 4))
        made = [v for v, s in inner[len(tensors):] if s == size]
        self.emit(depth + 1, f"scf.yield {self.rng.choice(made)} : {t}")
        self.emit(depth, "}")
        tensors.append((name, size))

    def branch(self, depth, tensors):
        name, size = self.fresh(), self.rng.choice([8, 16])
        t = f"tensor<{size}xf32>"
        self.emit(depth, f"{name} = scf.if %c -> {t} {{")
        for end in ("} else {", "}"):
            inner = list(tensors)
            self.block(depth + 1, inner, self.rng.randint(1, 3))
            self.emit(depth + 1, f"scf.yield {self.rng.choice([v for v, s in inner if s == size])} : {t}")
            self.emit(depth, end)
        tensors.append((name, size))


def run(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(done.stderr[:2000])
    return done.stdout


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("opt")
    parser.add_argument("runner")
    parser.add_argument("work")
    parser.add_argument("--programs", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--depth", type=int, default=3)
    parser.add_argument("--write", type=int)
    options = parser.parse_args()
    if options.write is not None:
        print(Function(options.write, options.depth).text())
        return 0
    path = options.work + ".mlir"
    with open(path, "w") as file:
        file.write("\n".join(Function(seed, options.depth).text() for seed in range(options.seed, options.seed + options.programs)))
    run([options.opt, path, "--emit=json", "--memory", "-o", options.work + ".json"])
    with open(options.work + ".json") as file:
        static = {f["name"]: f["allocated"] for f in json.load(file)["memory"]["functions"]}
    executed = json.loads(run([options.runner, path, "--all", "--memory", "--json", "--opt-level=0"]))
    agree = copies = less = 0
    for name, result in executed.items():
        low, high = static[name] if isinstance(static[name], list) else (static[name], static[name])
        if low <= result["allocated"] <= high:
            agree += 1
        elif result["allocated"] > high:
            copies += 1
            print(f"{name}: {static[name]} static, {result['allocated']} executed")
        else:
            less += 1
            print(f"{name}: {static[name]} static, {result['allocated']} executed, LESS")
    print(f"{agree} agree, {copies} with copies, {less} allocate less")
    return 0


if __name__ == "__main__":
    sys.exit(main())
