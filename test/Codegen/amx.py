"""Whether code for AMX is right, run by an emulator of its instructions: against plain loops, integers bit by bit.

usage: amx.py FPO_OPT CLANG WORK

The code is for two kinds of vectors that this machine has, and AMX besides. For each, a line
of the output says how many results differ; the last one, what a function returns where the system refuses tiles.
"""

import array
import ctypes
import itertools
import os
import pickle
import random
import struct
import subprocess
import sys
from typing import NamedTuple

from library import Function, Signature, count, pointers

HERE = os.path.dirname(os.path.abspath(__file__))
AMX = "+amx-tile+amx-bf16+amx-int8"
FEATURES = {"x86-64-v3": {"avx2", "fma", "bmi2", "f16c", "movbe"}, "x86-64-v4": {"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"}}

# Rows, columns, products: what divides tiles and what does not, in each dimension.
SHAPES = [(16, 16, 64), (64, 40, 32), (17, 40, 33), (49, 24, 70), (5, 3, 70), (20, 34, 257), (4, 48, 18)]
BYTES = ("s8", "u8")


class Program(NamedTuple):
    """A function, what it is called with, and what it has to give: the type and the elements."""

    name: str
    text: str
    arguments: list
    want: tuple


def round_bf16(value):
    """The bits of the bf16 next to a number, even ones where two are."""
    (bits,) = struct.unpack("<I", struct.pack("<f", value))
    return ((bits + 0x7FFF + (bits >> 16 & 1)) >> 16) & 0xFFFF


def widen_bf16(bits):
    return struct.unpack("<f", struct.pack("<I", (bits & 0xFFFF) << 16))[0]


def make(kind, number, generator):
    """Elements as they lie in memory, and their values."""
    if kind == "bf16":
        bits = [round_bf16(generator.uniform(-1, 1)) for _ in range(number)]
        return array.array("H", bits), [widen_bf16(each) for each in bits]
    if kind == "f32":
        values = array.array("f", [generator.uniform(-1, 1) for _ in range(number)])
        return values, list(values)
    raw = array.array("b", [generator.randrange(-128, 128) for _ in range(number)])
    return raw, [each & 0xFF for each in raw] if kind == "u8" else list(raw)


def element(kind):
    return "i8" if kind in BYTES else kind


def tensor(sizes, kind):
    return f"tensor<{'x'.join(map(str, sizes))}x{element(kind)}>"


def widen(value, kind, sum_type, zero=0):
    op = {"s8": "arith.extsi", "u8": "arith.extui", "bf16": "arith.extf"}[kind]
    text = f"    %{value}w = {op} %{value} : {element(kind)} to {sum_type}\n"
    if zero == 0:
        return text, f"%{value}w"
    return (
        text + f"    %{value}c = arith.constant {zero} : i32\n    %{value}z = arith.subi %{value}w, %{value}c : i32\n",
        f"%{value}z",
    )


def contraction(name, sizes, maps, iterators, kinds, zeros=(0, 0), pad=None, epilogue=False, generator=None):
    """sum a b over the loops of `sizes` that are reductions. `maps` are of a, b and the result, each a list of sums of
    (loop, factor). With `pad`, zeros surround dimensions 1 and 2 of a. An epilogue adds a bias along the last loop of the result and
    a residual, and cuts off below zero."""
    sum_type = "f32" if "bf16" in kinds else "i32"

    def extent(terms):
        return 1 + sum((sizes[loop] - 1) * factor for loop, factor in terms)

    shapes = [[extent(terms) for terms in each] for each in maps]
    given = list(shapes[0])
    if pad:
        given[1], given[2] = given[1] - 2 * pad, given[2] - 2 * pad
    a, a_values = make(kinds[0], count(given), generator)
    b, b_values = make(kinds[1], count(shapes[1]), generator)
    names = [f"d{i}" for i in range(len(sizes))]

    def affine(each):
        exprs = ", ".join(" + ".join(f"{names[loop]} * {factor}" for loop, factor in terms) for terms in each)
        return f"affine_map<({', '.join(names)}) -> ({exprs})>"

    result = tensor(shapes[2], sum_type)
    takes = [f"%a: {tensor(given, kinds[0])}", f"%b: {tensor(shapes[1], kinds[1])} {{fpo.param}}"]
    arguments = [a, b]
    text, x = "", "%a"
    if pad:
        low = "0, {0}, {0}{1}".format(pad, ", 0" * (len(given) - 3))
        text += f"""  %pad = arith.constant {"0.0" if kinds[0] == "bf16" else 0} : {element(kinds[0])}
  %p = tensor.pad %a low[{low}] high[{low}] {{
  ^bb0({", ".join(f"%i{i}: index" for i in range(len(given)))}):
    tensor.yield %pad : {element(kinds[0])}
  }} : {tensor(given, kinds[0])} to {tensor(shapes[0], kinds[0])}
"""
        x = "%p"
    first, left = widen("x", kinds[0], sum_type, zeros[0])
    second, right = widen("y", kinds[1], sum_type, zeros[1])
    kind = "f" if sum_type == "f32" else "i"
    text += f"""  %zero = arith.constant {"0.0" if kind == "f" else 0} : {sum_type}
  %e = tensor.empty() : {result}
  %f = linalg.fill ins(%zero : {sum_type}) outs(%e : {result}) -> {result}
  %r = linalg.generic {{indexing_maps = [{", ".join(map(affine, maps))}], iterator_types = [{", ".join(f'"{each}"' for each in iterators)}]}}
      ins({x}, %b : {tensor(shapes[0], kinds[0])}, {tensor(shapes[1], kinds[1])}) outs(%f : {result}) {{
  ^bb0(%x: {element(kinds[0])}, %y: {element(kinds[1])}, %s: {sum_type}):
{first}{second}    %m = arith.mul{kind} {left}, {right} : {sum_type}
    %t = arith.add{kind} %s, %m : {sum_type}
    linalg.yield %t : {sum_type}
  }} -> {result}
"""
    a_values = surround(a_values, given, shapes[0], pad)
    want = reference(sizes, maps, iterators, shapes, a_values, b_values, zeros)
    last = "%r"
    if epilogue:
        bias, bias_values = make("f32", shapes[2][-1], generator)
        residual, residual_values = make("f32", len(want), generator)
        takes += [f"%bias: {tensor(shapes[2][-1:], 'f32')} {{fpo.param}}", f"%residual: {result}"]
        arguments += [bias, residual]
        rank = len(shapes[2])
        loops = ", ".join(f"d{i}" for i in range(rank))
        identity = f"affine_map<({loops}) -> ({loops})>"
        text += f"""  %q = linalg.generic {{indexing_maps = [{identity}, affine_map<({loops}) -> (d{rank - 1})>, {identity}, {identity}],
      iterator_types = [{", ".join(['"parallel"'] * rank)}]}} ins(%r, %bias, %residual : {result}, {tensor(shapes[2][-1:], "f32")}, {result}) outs(%e : {result}) {{
  ^bb0(%x: f32, %y: f32, %z: f32, %o: f32):
    %s = arith.addf %x, %y : f32
    %t = arith.addf %s, %z : f32
    %u = arith.maximumf %t, %zero : f32
    linalg.yield %u : f32
  }} -> {result}
"""
        last = "%q"
        columns = shapes[2][-1]
        want = [max(0, each + bias_values[i % columns] + residual_values[i]) for i, each in enumerate(want)]
    text = f"func.func @{name}({', '.join(takes)}) -> {result} {{\n{text}  return {last} : {result}\n}}\n"
    return Program(name, text, arguments, (sum_type, want))


def surround(values, given, shape, pad):
    """The elements with `pad` zeros around dimensions 1 and 2, in row-major order."""
    if not pad:
        return values
    padded = [0] * count(shape)
    for number, point in enumerate(itertools.product(*map(range, given))):
        index = 0
        for dimension, (each, size) in enumerate(zip(point, shape)):
            index = index * size + each + (pad if dimension in (1, 2) else 0)
        padded[index] = values[number]
    return padded


def reference(sizes, maps, iterators, shapes, a, b, zeros):
    """By plain loops. Places in memory are sums of multiples of the loops' points."""
    steps = []
    for each, shape in zip(maps, shapes):
        step = [0] * len(sizes)
        for dimension, terms in enumerate(each):
            for loop, factor in terms:
                step[loop] += factor * count(shape[dimension + 1 :])
        steps.append(step)

    def places(kind, step):
        loops = [loop for loop, each in enumerate(iterators) if each == kind]
        ranges = [range(0, sizes[loop] * step[loop], step[loop]) if step[loop] else [0] * sizes[loop] for loop in loops]
        return list(map(sum, itertools.product(*ranges)))

    a, b = [each - zeros[0] for each in a], [each - zeros[1] for each in b]
    inner = list(zip(places("reduction", steps[0]), places("reduction", steps[1])))
    result = [0] * count(shapes[2])
    for i, j, k in zip(*(places("parallel", step) for step in steps)):
        result[k] = sum(a[i + x] * b[j + y] for x, y in inner)
    return result


def scheduled(name, sizes, kind, schedule, generator):
    """A product of matrices as a kernel with a schedule, and with a second factor that is packed for it."""
    m, n, k = sizes
    group, sum_type = (2, "f32") if kind == "bf16" else (4, "i32")
    plain = contraction(name, sizes, [one(0, 2), one(2, 1), one(0, 1)], ["parallel", "parallel", "reduction"], (kind, kind), generator=generator)
    a, b = plain.arguments
    rows = -(-k // (16 * group)) * 16
    packed = array.array(b.typecode, bytes(b.itemsize * -(-n // 16) * rows * 16 * group))
    for i, j in itertools.product(range(k), range(n)):
        packed[((j // 16 * rows + i // group) * 16 + j % 16) * group + i % group] = b[i * n + j]
    x, y, r = tensor((m, k), kind), tensor((-(-n // 16), rows, 16 * group), kind), tensor((m, n), sum_type)
    types = f"{element(kind)}, %y: {element(kind)}, %o: {sum_type}"
    first, left = widen("x", kind, sum_type)
    second, right = widen("y", kind, sum_type)
    op = "f" if kind == "bf16" else "i"
    text = f"""func.func @{name}(%a: {x}, %b: {y}) -> {r} {{
  %z = arith.constant {"0.0" if op == "f" else 0} : {sum_type}
  %e = tensor.empty() : {r}
  %r = fpo.kernel ins(%a, %b : {x}, {y}) outs(%e : {r})
      maps [affine_map<(d0, d1, d2) -> (d0, d2)>,
            affine_map<(d0, d1, d2) -> (d1 floordiv 16, d2 floordiv {group}, (d1 mod 16) * {group} + d2 mod {group})>,
            affine_map<(d0, d1, d2) -> (d0, d1)>]
      iterators ["parallel", "parallel", "reduction"] start {{
  ^bb0(%x: {types}):
    fpo.yield %z : {sum_type}
  }} combine {{
  ^bb0(%x: {types}, %s: {sum_type}):
{first}{second}    %p = arith.mul{op} {left}, {right} : {sum_type}
    %t = arith.add{op} %s, %p : {sum_type}
    fpo.yield %t : {sum_type}
  }} finish {{
  ^bb0(%x: {types}, %s: {sum_type}):
    fpo.yield %s : {sum_type}
  }} {{fpo.schedule = #fpo.schedule<{schedule}>}} -> {r}
  return %r : {r}
}}
"""
    return Program(name, text, [a, packed], plain.want)


def one(*loops):
    return [[(loop, 1)] for loop in loops]


def programs():
    generator = random.Random(1)
    matmul = [one(0, 2), one(2, 1), one(0, 1)], ["parallel", "parallel", "reduction"]
    for m, n, k in SHAPES:
        for kinds in [("bf16", "bf16"), *((x, y) for x in BYTES for y in BYTES)]:
            name = f"matmul_{kinds[0]}_{kinds[1]}_{m}x{n}x{k}"
            yield contraction(name, (m, n, k), *matmul, kinds, generator=generator)
    for number, (loops, kind) in enumerate(
        [
            ("d1:32, d0:28, d2, d0, d1], vector = d1:8, matrix = d0:14", "bf16"),
            ("d0:16, d1:48, d2, d0, d1], vector = d1:4, matrix = d0:16", "bf16"),
            ("d1:16, d0:48, d2, d0, d1], vector = d1:8, matrix = d0:12", "s8"),
            ("d1:16, d0:27, d2, d0, d1], vector = d1:8, matrix = d0:9, threads = 2", "s8"),
            ("d1:32, d2:60, d0:32, d2, d0, d1], vector = d1:4, matrix = d0:16", "bf16"),
            ("d0:40, d2:64, d1:32, d0:32, d2, d0, d1], vector = d1:8, matrix = d0:16", "s8"),
        ]
    ):
        yield scheduled(f"scheduled_{number}", (52, 56, 150), kind, f"loops = [{loops}", generator)
    transposed = [one(0, 2), one(1, 2), one(0, 1)], matmul[1]
    yield contraction("transposed", (33, 40, 64), *transposed, ("s8", "s8"), generator=generator)
    yield contraction("zero_points", (33, 40, 64), *matmul, ("s8", "s8"), zeros=(7, 0), generator=generator)
    yield contraction("epilogue", (37, 40, 96), *matmul, ("bf16", "bf16"), epilogue=True, generator=generator)
    batched = [one(0, 1, 3), one(0, 3, 2), one(0, 1, 2)], ["parallel", "parallel", "parallel", "reduction"]
    yield contraction("batched_bf16", (3, 33, 24, 48), *batched, ("bf16", "bf16"), generator=generator)
    yield contraction("batched_s8", (2, 18, 40, 70), *batched, ("u8", "s8"), generator=generator)
    # n, h, w, channels of the result; channels of the image.
    image = ["parallel"] * 4 + ["reduction"]
    pointwise = [one(0, 1, 2, 4), one(4, 3), one(0, 1, 2, 3)], image
    yield contraction("pointwise_bf16", (1, 7, 7, 40, 64), *pointwise, ("bf16", "bf16"), epilogue=True, generator=generator)
    yield contraction("pointwise_s8", (1, 5, 20, 16, 36), *pointwise, ("u8", "s8"), generator=generator)
    for kinds, channels, step, pad in [(("bf16", "bf16"), 16, 1, 1), (("s8", "s8"), 32, 1, 1), (("u8", "s8"), 20, 2, 1), (("bf16", "bf16"), 10, 2, 0)]:
        maps = [
            [[(0, 1)], [(1, step), (4, 1)], [(2, step), (5, 1)], [(6, 1)]],
            one(4, 5, 6, 3),
            one(0, 1, 2, 3),
        ]
        # The number of pixels that makes the image with its padding a whole one.
        sizes = (1, 5, 9, 20, 3, 3, channels)
        yield contraction(
            f"conv_{kinds[0]}_{channels}_{step}_{pad}",
            sizes,
            maps,
            ["parallel"] * 4 + ["reduction"] * 3,
            kinds,
            pad=pad,
            epilogue=kinds[0] == "bf16" and pad == 1,
            generator=generator,
        )


def run(*command, **more):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)
    if done.returncode:
        sys.exit(f"{command} returned {done.returncode}: {(done.stderr or done.stdout)[:2000]}")
    return done.stdout


def targets():
    with open("/proc/cpuinfo") as file:
        flags = set(file.read().split())
    return ["x86-64", *(name for name, needs in FEATURES.items() if needs <= flags)][-2:]


def agree(want, got):
    kind, values = want
    if kind == "i32":
        return [each & 0xFFFFFFFF for each in values] == [each & 0xFFFFFFFF for each in got]
    # Sums in f32 of up to 300 products below 1.
    return all(abs(x - y) <= 1e-5 * (1 + abs(x)) for x, y in zip(values, got))


def check(library, pickled):
    """In a process with the emulator: calls all functions of `library`, and prints what is wrong."""
    with open(pickled, "rb") as file:
        known = pickle.load(file)
    products = ctypes.c_long.in_dll(ctypes.CDLL(None), "amx_emulator_products")
    differ = 0
    for program in known:
        signature = Signature(program.text.replace(" {fpo.param}", ""))
        before = products.value
        parameters = [each for each, mark in zip(program.arguments, marks(program.text)) if mark]
        inputs = [each for each, mark in zip(program.arguments, marks(program.text)) if not mark]
        function = Function(library, signature, parameters)
        got = function(inputs)[0]
        if products.value == before:
            differ += 1
            print(f"{program.name} multiplies no tiles")
        if not agree(program.want, got):
            differ += 1
            print(f"{program.name}: {str(program.want[1])[:120]} and {str(list(got))[:120]}")
        function.close()
    print(f"{differ} differ")


def refuse(library, pickled):
    """In a process with the emulator, which does not give it tiles: calls a function of `library`, and prints what it returns."""
    with open(pickled, "rb") as file:
        program = pickle.load(file)[0]
    signature = Signature(program.text.replace(" {fpo.param}", ""))
    function = Function(library, signature, program.arguments[1:])
    status = function.run(function.state, pointers(program.arguments[:1]), function.result_pointers)
    message = getattr(ctypes.CDLL(library), program.name + "_error_message")
    message.restype = ctypes.c_char_p
    print(f"refused: {status}, {message(status).decode()}")
    function.close()


def marks(text):
    takes = text[text.index("(") : text.index(") ->")]
    return ["fpo.param" in each for each in takes.split("%")[1:]]


def main():
    opt, clang, work = sys.argv[1:]
    emulator = f"{work}.emulator.so"
    run(clang, "-O2", "-shared", "-fPIC", os.path.join(HERE, "Inputs", "amx_emulator.c"), "-o", emulator, "-lm")
    source = f"{work}.mlir"
    known = list(programs())
    with open(source, "w") as file:
        file.write("\n".join(program.text for program in known))
    pickled = f"{work}.pickle"
    with open(pickled, "wb") as file:
        pickle.dump(known, file)
    environment = {**os.environ, "LD_PRELOAD": emulator}
    # With threads, and without.
    for threads, target in enumerate(targets()):
        library = f"{work}.{target}.so"
        openmp = "--openmp=on" if threads else "--openmp=off"
        run(opt, source, "--emit=so", f"--target={target}{AMX}", "--tuning-db=none", openmp, "-o", library)
        environment["OMP_NUM_THREADS"] = str(1 + threads)
        print(target, run(sys.executable, __file__, "--check", library, pickled, env=environment), end="")
    environment["AMX_EMULATOR"] = "refuse"
    print(run(sys.executable, __file__, "--refuse", library, pickled, env=environment), end="")


if __name__ == "__main__":
    if sys.argv[1] == "--check":
        check(*sys.argv[2:])
    elif sys.argv[1] == "--refuse":
        refuse(*sys.argv[2:])
    else:
        main()
