#!/usr/bin/env python3
"""Run the bodies of the shipped rules: they must compute the functions that they price, with as many operations.

    execute.py ROOT FPO_OPT LLVM_TOOLS LLVM_LIBRARIES [--print]

Each rule becomes a function in which every addition and multiplication counts itself, and every op that has a rule is a
call of that rule's function. mlir-opt lowers all of them and mlir-runner runs them at sample points. The values are
held against Python's math and cmath, the counts against the report of fpo-opt on a program with just that op.
"""

import cmath
import json
import math
import os
import re
import struct
import subprocess
import sys

TYPES = ("f32", "f64")
# Relative to max(1, |value|): MLIR's f32 approximations are right to a few units of 1e-7, those for f64 to some last places.
TOLERANCE = {"f32": 4e-6, "f64": 2e-15}

ADDS = ("arith.addf", "arith.subf", "arith.cmpf", "arith.maximumf", "arith.minimumf", "math.fma")
MULS = ("arith.mulf", "math.fma")

# Sample points: those of f64 on the path that the rule's comment names.
NEAR = [-0.4, -0.05, 0.1, 0.3]
POSITIVE = [0.2, 0.9, 1.7, 30.0, 12345.0]
ABOVE = [1.0, 1.5, 7.0, 300.0]
SAMPLES = {
    "arith.divf": [(1.0, 3.0), (-7.5, 0.3), (2.0, 1e10)],
    "arith.remf": [(7.5, 2.0), (-7.5, 2.0), (1.0, 0.3)],
    "math.clampf": [(0.5, -1.0, 1.0), (3.0, -1.0, 1.0), (-3.0, -1.0, 1.0)],
    "math.sqrt": [(x,) for x in POSITIVE],
    "math.rsqrt": [(x,) for x in POSITIVE],
    "math.exp": [(x,) for x in (-10.0, -1.0, -0.1, 0.2, 0.7, 5.0)],
    "math.exp2": [(x,) for x in (-3.3, -0.1, 0.2, 5.0)],
    "math.expm1": [(x,) for x in (-0.3, 0.02, 0.5, 1.3, 6.0)],
    "math.powf": [(2.0, 0.5), (3.3, -1.7), (1.1, 10.0)],
    "math.log": [(x,) for x in POSITIVE],
    "math.log2": [(x,) for x in POSITIVE],
    "math.log10": [(x,) for x in POSITIVE],
    "math.log1p": [(x,) for x in ABOVE],
    "math.sin": [(x,) for x in (-0.7, -0.1, 0.3, 0.7, 2.6, 3.5, 6.0, 31.0)],
    "math.cos": [(x,) for x in (-0.7, -0.1, 0.3, 0.7, 2.6, 3.5, 6.0, 31.0)],
    "math.tan": [(x,) for x in (-0.7, -0.1, 0.3, 2.6)],
    "math.asin": [(x,) for x in NEAR],
    "math.acos": [(x,) for x in NEAR],
    "math.atan": [(x,) for x in (-1.1, -0.8, 0.7, 0.9, 1.18)],
    "math.atan2": [(1.0, 1.1), (-2.0, 2.3), (0.3, 0.4)],
    "math.sinh": [(x,) for x in (-2.0, 0.5, 3.0)],
    "math.cosh": [(x,) for x in (-2.0, 0.5, 3.0)],
    "math.tanh": [(x,) for x in (-3.0, -1.2, 1.5, 5.0)],
    "math.asinh": [(x,) for x in (0.1, 0.5, 3.0)],
    "math.acosh": [(x,) for x in (1.5, 2.0, 30.0)],
    "math.atanh": [(x,) for x in (-0.5, 0.1, 0.8)],
    "math.erf": [(x,) for x in (-0.8, -0.1, 0.2, 0.5)],
    "math.erfc": [(x,) for x in (-0.8, -0.1, 0.05, 0.2)],
    "math.cbrt": [(x,) for x in (-27.0, 0.3, 2.0, 1000.0)],
}
COMPLEX = [0.3 + 0.25j, 0.35 + 0.3j]
UNARY = ["abs", "angle", "sign", "exp", "expm1", "log", "log1p", "sqrt", "rsqrt", "sin", "cos", "tan", "tanh"]
BINARY = ["add", "sub", "mul", "div", "pow", "atan2"]
SAMPLES |= {f"complex.{name}": [(z,) for z in COMPLEX] for name in UNARY}
SAMPLES |= {f"complex.{name}": [(COMPLEX[0], 1.25 + 0.1j)] for name in BINARY}
SAMPLES["complex.log1p"] = [(0.3 + 1j,)]
SAMPLES["complex.atan2"] = [(1 + 0.1j, 1.25 + 0.1j)]

EXPECTED = {
    "arith.divf": lambda a, b: a / b,
    "arith.remf": math.fmod,
    "math.clampf": lambda x, low, high: min(max(x, low), high),
    "math.rsqrt": lambda x: 1 / math.sqrt(x),
    "math.exp2": lambda x: 2.0**x,
    "math.powf": math.pow,
    "math.cbrt": lambda x: math.copysign(abs(x) ** (1 / 3), x),
    "complex.abs": abs,
    "complex.angle": cmath.phase,
    "complex.sign": lambda z: z / abs(z),
    "complex.expm1": lambda z: cmath.exp(z) - 1,
    "complex.log1p": lambda z: cmath.log(1 + z),
    "complex.rsqrt": lambda z: 1 / cmath.sqrt(z),
    "complex.add": lambda z, w: z + w,
    "complex.sub": lambda z, w: z - w,
    "complex.mul": lambda z, w: z * w,
    "complex.div": lambda z, w: z / w,
    "complex.pow": lambda z, w: z**w,
    "complex.atan2": lambda y, x: -1j * cmath.log((x + 1j * y) / cmath.sqrt(x * x + y * y)),
}


def expected(op, arguments):
    dialect, name = op.split(".")
    function = EXPECTED.get(op) or getattr(cmath if dialect == "complex" else math, name)
    return function(*arguments)


class Rule:
    def __init__(self, ops, arguments, results, lines):
        self.ops, self.arguments, self.results, self.lines = ops, arguments, results, lines


def read_rules(root):
    """The rules with results, in the text form of the shipped files."""
    folder = os.path.join(root, "lib", "Rules")
    head = re.compile(r'fpo\.rule @(\S+) of ((?:"[\w.]+"(?:, )?)+)\(([^)]*)\)(?: -> ([^\n{]+?))?(?:\s+source "[^"]*")? \{\n(.*?)^\}\n', re.M | re.S)
    for file in sorted(os.listdir(folder)):
        if not file.endswith(".mlir"):
            continue
        with open(os.path.join(folder, file), encoding="utf-8") as text:
            for _, ops, arguments, results, body in head.findall(text.read()):
                if results:
                    yield Rule(re.findall(r'"([\w.]+)"', ops), arguments, results.strip(), body.split("\n"))


def concrete(rule, element):
    """The rule on an element type, or None if it is not for that type."""
    texts = [rule.arguments, rule.results, "\n".join(rule.lines)]
    if "!fpo.float" in rule.arguments:
        texts = [text.replace("!fpo.float", element) for text in texts]
    elif re.findall(r"\bf\d+\b", rule.arguments)[:1] != [element] or "!fpo" in rule.arguments:
        return None
    return Rule(rule.ops, texts[0], texts[1], texts[2].split("\n"))


def translate(rule, op, element, callable_ops):
    """The function that computes `op` by its rule."""
    lines = [f'func.func @"{op}.{element}"({rule.arguments}) -> {rule.results} {{']
    for line in rule.lines:
        line = line.split("//")[0].rstrip()
        match = re.match(r"\s*(?:(%\S+) = )?([\w.]+) ?(.*)$", line)
        if not line:
            continue
        if not match:
            lines.append(line)
            continue
        result, name, rest = match.groups()
        if name == "fpo.yield":
            lines.append(f"return {rest}")
        elif name == "fpo.type_property":
            lines.append(f"{result} = arith.constant {2 if element == 'f32' else 3} : index")
        elif name == "fpo.seed":
            kind, operand = re.match(r'"([^"]+)" of (%\S+)', rest).groups()
            lines.append(f'{result} = func.call @"seed {kind} {element}"({operand}) : ({element}) -> {element}')
        elif name in callable_ops:
            operands, kind = rest.rsplit(" : ", 1)
            arity = operands.count("%")
            results = kind if name not in ("complex.abs", "complex.angle") else element
            arguments = ", ".join([kind] * arity)
            lines.append(f'{result} = func.call @"{name}.{element}"({operands}) : ({arguments}) -> {results}')
        else:
            lines.append(line)
            # Comparisons of integers, and of indices, have another name.
            if name in ADDS:
                lines.append("func.call @count_add() : () -> ()")
            if name in MULS:
                lines.append("func.call @count_mul() : () -> ()")
    return "\n".join(lines + ["}"])


def counter(name):
    return f"""
memref.global @{name}s : memref<1xi64> = dense<0>
func.func @count_{name}() {{
  %m = memref.get_global @{name}s : memref<1xi64>
  %0 = arith.constant 0 : index
  %1 = arith.constant 1 : i64
  %n = memref.load %m[%0] : memref<1xi64>
  %more = arith.addi %n, %1 : i64
  memref.store %more, %m[%0] : memref<1xi64>
  return
}}
func.func @take_{name}() -> i64 {{
  %m = memref.get_global @{name}s : memref<1xi64>
  %0 = arith.constant 0 : index
  %zero = arith.constant 0 : i64
  %n = memref.load %m[%0] : memref<1xi64>
  memref.store %zero, %m[%0] : memref<1xi64>
  return %n : i64
}}
"""


def seeds(element):
    """The functions of the seeds, right to 8 bits."""
    width = int(element[1:])
    keep = (1 << width) - (1 << (15 if width == 32 else 44))
    keep -= 1 << width
    for kind, base in (("1 / b", "%x"), ("1 / sqrt(x)", "%root")):
        yield f"""
func.func @"seed {kind} {element}"(%x: {element}) -> {element} {{
  %one = arith.constant 1.0 : {element}
  %root = math.sqrt %x : {element}
  %exact = arith.divf %one, {base} : {element}
  %bits = arith.bitcast %exact : {element} to i{width}
  %mask = arith.constant {keep} : i{width}
  %cut = arith.andi %bits, %mask : i{width}
  %seed = arith.bitcast %cut : i{width} to {element}
  return %seed : {element}
}}
"""


def samples(functions):
    """The body of main: each call prints its result's parts, its ADD and its MUL, and a new line."""
    calls, lines = [], []
    number = 0

    def fresh():
        nonlocal number
        number += 1
        return f"%s{number}"

    for (op, element), rule in functions.items():
        for arguments in SAMPLES[op]:
            values = []
            for argument in arguments:
                parts = [argument.real, argument.imag] if isinstance(argument, complex) else [argument]
                names = [fresh() for _ in parts]
                lines += [f"{name} = arith.constant {part!r} : {element}".replace("e+", "e") for name, part in zip(names, parts)]
                if len(parts) == 2:
                    value = fresh()
                    lines.append(f"{value} = complex.create {names[0]}, {names[1]} : complex<{element}>")
                    names = [value]
                values += names
            kinds = ", ".join(f"complex<{element}>" if isinstance(a, complex) else element for a in arguments)
            result = fresh()
            lines.append(f'{result} = func.call @"{op}.{element}"({", ".join(values)}) : ({kinds}) -> {rule.results}')
            parts = [result]
            if rule.results.startswith("complex"):
                parts = [fresh(), fresh()]
                lines += [f"{name} = complex.{part} {result} : {rule.results}" for name, part in zip(parts, ("re", "im"))]
            for part in parts:
                wide = part
                if element == "f32":
                    wide = fresh()
                    lines.append(f"{wide} = arith.extf {part} : f32 to f64")
                bits = fresh()
                lines += [f"{bits} = arith.bitcast {wide} : f64 to i64", f"func.call @printI64({bits}) : (i64) -> ()", "func.call @printComma() : () -> ()"]
            for name in ("add", "mul"):
                count = fresh()
                lines += [f"{count} = func.call @take_{name}() : () -> i64", f"func.call @printI64({count}) : (i64) -> ()", "func.call @printComma() : () -> ()"]
            lines.append("func.call @printNewline() : () -> ()")
            calls.append((op, element, arguments))
    return calls, lines


def run(command, text):
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{command[0]} failed: {done.stderr[:2000]}")
    return done.stdout


def static_counts(fpo_opt, functions):
    """What fpo-opt says of a function with just the op."""
    module = ""
    for (op, element), rule in functions.items():
        kinds = re.findall(r": ([^,]+)", rule.arguments)
        names = [f"%a{i}" for i in range(len(kinds))]
        signature = ", ".join(f"{name}: {kind}" for name, kind in zip(names, kinds))
        module += f'func.func @"{op}.{element}"({signature}) {{ %0 = "{op}"({", ".join(names)}) : ({", ".join(kinds)}) -> {rule.results} return }}\n'
    report = json.loads(run([fpo_opt, "--emit=json"], module))
    return {f["name"]: [sum(f["totals"][kind].values()) for kind in ("add", "mul")] for f in report["functions"]}


def main():
    root, fpo_opt, tools, libraries = sys.argv[1:5]
    rules = list(read_rules(root))
    functions = {}
    for rule in rules:
        for element in TYPES:
            on_type = concrete(rule, element)
            for op in rule.ops if on_type else ():
                # An exact rule goes before a generic one.
                if op in SAMPLES and ((op, element) not in functions or "!fpo" not in rule.arguments):
                    functions[op, element] = on_type

    module = counter("add") + counter("mul")
    for element in TYPES:
        callable_ops = {op for op, kind in functions if kind == element}
        module += "".join(seeds(element))
        module += "\n".join(translate(rule, op, kind, callable_ops) for (op, kind), rule in functions.items() if kind == element)
    calls, lines = samples(functions)
    module += "\nfunc.func private @printI64(i64)\nfunc.func private @printComma()\nfunc.func private @printNewline()\n"
    module += "func.func @main() {\n" + "\n".join(lines) + "\nreturn\n}\n"
    if "--print" in sys.argv:
        print(module)
        return 0

    lowered = run([os.path.join(tools, "mlir-opt"), "--convert-scf-to-cf", "--convert-math-to-llvm", "--convert-math-to-libm",
                   "--convert-complex-to-llvm", "--finalize-memref-to-llvm", "--convert-arith-to-llvm", "--convert-cf-to-llvm",
                   "--convert-func-to-llvm", "--reconcile-unrealized-casts"], module)
    output = run([os.path.join(tools, "mlir-runner"), "-e", "main", "--entry-point-result=void", "-O0",
                  f"--shared-libs={libraries}/libmlir_c_runner_utils.so"], lowered)

    static = static_counts(fpo_opt, functions)
    bad = 0
    for (op, element, arguments), line in zip(calls, output.strip().split("\n")):
        *bits, adds, muls = [int(word) for word in line.replace(",", " ").split()]
        parts = [double_of(word) for word in bits]
        value = complex(*parts) if len(parts) == 2 else parts[0]
        right = expected(op, arguments)
        error = abs(value - right) / max(1, abs(right))
        if not error <= TOLERANCE[element]:
            bad += 1
            print(f"{op} on {element} at {arguments} is {value}, not {right}: error {error:.2g}")
        if [adds, muls] != static[f"{op}.{element}"]:
            bad += 1
            print(f"{op} on {element} runs {adds} ADD and {muls} MUL, but {static[f'{op}.{element}']} are counted")
    missing = set(SAMPLES) - {op for op, _ in functions}
    for op in sorted(missing):
        print(f"{op} has no rule that can be run")
    print(f"{len(functions)} rules, {len(calls)} calls, {bad + len(missing)} wrong")
    return 1 if bad or missing else 0


def double_of(bits):
    return struct.unpack("<d", struct.pack("<q", bits))[0]


if __name__ == "__main__":
    sys.exit(main())
