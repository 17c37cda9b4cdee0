"""Whether code for another processor computes what plain loops compute on this one.

usage: cross.py FPO_OPT FPO_RUN CLANG WORK PROCESSOR EVERY SYSROOT EMULATOR...

Each EVERY-th of the functions of `structured_ops` and `dot_products` are compiled for PROCESSOR, linked with a program in C that calls them all, and run by
EMULATOR (`qemu-aarch64-static -cpu max`). SYSROOT is where Debian's packages for cross-compiling are: `/`.
"""

import glob
import importlib
import json
import math
import os
import re
import struct
import subprocess
import sys

sys.path.insert(0, os.path.dirname(__file__))
from dot_products import FLOATS, INTEGERS, SHAPES, convolution, floating, integer
from kernels import BROKEN, TOLERANCE, flat, same

CODES = {
    "i1": "?",
    "i8": "b",
    "i16": "h",
    "i32": "i",
    "i64": "q",
    "index": "q",
    "f16": "e",
    "bf16": "f",
    "f32": "f",
    "f64": "d",
}
DRIVER = """
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
%(declarations)s
int main(int argc, char **argv) {
  char *in = aligned_alloc(64, %(in)d), *out = aligned_alloc(64, %(out)d);
  FILE *file = fopen(argv[1], "rb");
  if (!file || fread(in, 1, %(in)d, file) == 0) return 1;
  fclose(file);
  %(calls)s
  file = fopen(argv[2], "wb");
  fwrite(out, 1, %(out)d, file);
  return fclose(file);
}
"""


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{command[0]}: {done.returncode} {done.stderr[:1500]}")
    return done.stdout


def types(text):
    """Sizes and element type of each tensor or scalar."""
    found = re.findall(r"tensor<([^>]*)>|\b(i\d+|f\d+|bf16|index)\b", text)
    return [
        (
            [int(size) for size in (tensor or scalar).split("x")[:-1]],
            (tensor or scalar).split("x")[-1],
        )
        for tensor, scalar in found
    ]


def encode(values, element):
    if element == "bf16":
        return b"".join(struct.pack("<f", x)[2:] for x in values)
    values = [bool(x) for x in values] if element == "i1" else values
    return struct.pack(f"<{len(values)}{CODES[element]}", *values)


def decode(data, element, number):
    if element == "bf16":
        return [struct.unpack("<f", b"\0\0" + data[2 * i : 2 * i + 2])[0] for i in range(number)]
    return [
        int(x) if element == "i1" else x
        for x in struct.unpack_from(f"<{number}{CODES[element]}", data)
    ]


def functions():
    """Those with static sizes that C can call, by name, with what they take and give."""
    texts = dict(importlib.import_module("structured_ops").functions())
    for shape, transposed in SHAPES:
        label = "x".join(map(str, shape)) + transposed
        for a, b, zero_a, zero_b in INTEGERS:
            name = f"{a}_{b}_{zero_a}_{zero_b}_{label}".replace("-", "m")
            texts[name] = integer(name, shape, transposed, a, b, zero_a, zero_b)
        for element, result in FLOATS:
            if element != result:  # sums in narrow types are not those of plain loops
                texts[f"{element}_{result}_{label}"] = floating(
                    f"{element}_{result}_{label}", shape, transposed, element, result
                )
    texts["conv"] = convolution("conv", 0)
    for name, text in texts.items():
        signature = re.search(r"func\.func @(\w+)\(([^)]*)\) -> (.*?) \{\n", text)
        if (
            signature
            and not BROKEN.search(text)
            and "?" not in signature[0]
            and "memref" not in text
            and "complex" not in text
        ):
            takes, gives = types(signature[2]), types(signature[3])
            if all(element in CODES for _, element in takes + gives):
                yield signature[1], text, signature[2], takes, gives


def main():
    opt, runner, clang, work, processor, every, sysroot, *emulator = sys.argv[1:]
    known = list(functions())[:: int(every)]
    with open(f"{work}.mlir", "w") as file:
        file.write("\n".join(text for _, text, *_ in known))
    # The arguments that plain loops get are seen by functions that return them.
    with open(f"{work}.args.mlir", "w") as file:
        for name, text, takes, *_ in known:
            names, kinds = (
                re.findall(r"(%\w+):", takes),
                [part.split(":", 1)[1].strip() for part in re.split(r", (?=%)", takes)],
            )
            file.write(
                text
                + f"\nfunc.func @{name}__args({takes}) -> ({', '.join(kinds)}) {{ return {', '.join(names)} : {', '.join(kinds)} }}\n"
            )
    values = json.loads(run(runner, f"{work}.args.mlir", "--all", "--json", "--opt-level=1"))

    def tensors(name):
        return [
            flat(one["elements"] if isinstance(one, dict) else one)
            for one in values[name]["results"]
        ]

    blob, places, calls, declarations, size = b"", [], [], [], 0
    for name, _, _, takes, gives in known:
        ins, outs = [], []
        for (_, element), elements in zip(takes, tensors(f"{name}__args")):
            blob += b"\0" * (-len(blob) % 64)
            ins.append(f"in + {len(blob)}")
            blob += encode(elements, element)
        for sizes, element in gives:
            size += -size % 64
            outs.append(f"out + {size}")
            places.append((name, element, size, math.prod(sizes)))
            size += 8 * math.prod(sizes)
        declarations.append(
            f"void **{name}_init(void *const *); int32_t {name}(void **, void *const *, void *const *);"
        )
        calls.append(
            f"{{ void *takes[] = {{{', '.join(ins or ['in'])}}}, *gives[] = {{{', '.join(outs)}}};\n"
            f"    if ({name}({name}_init(NULL), takes, gives)) return 2; }}"
        )
    with open(f"{work}.in", "wb") as file:
        file.write(blob)
    with open(f"{work}.c", "w") as file:
        file.write(
            DRIVER
            % {
                "in": len(blob) + 64,
                "out": size + 64,
                "calls": "\n  ".join(calls),
                "declarations": "\n".join(declarations),
            }
        )
    run(
        opt,
        f"{work}.mlir",
        "--emit=obj",
        "--openmp=off",
        f"--target={processor}",
        "-o",
        f"{work}.o",
    )
    libraries, (compiler, *_) = (
        f"{sysroot}/usr/aarch64-linux-gnu/lib",
        glob.glob(f"{sysroot}/usr/lib/gcc-cross/aarch64-linux-gnu/*"),
    )
    run(
        clang,
        "--target=aarch64-linux-gnu",
        "-nostdinc",
        "-isystem",
        f"{sysroot}/usr/aarch64-linux-gnu/include",
        "-isystem",
        run(clang, "-print-resource-dir").strip() + "/include",
        "-c",
        f"{work}.c",
        "-o",
        f"{work}.main.o",
    )
    run(
        "ld.lld-22",
        "-static",
        "-o",
        f"{work}.exe",
        *[f"{libraries}/{one}" for one in ("crt1.o", "crti.o")],
        f"{compiler}/crtbeginT.o",
        f"{work}.main.o",
        f"{work}.o",
        f"-L{libraries}",
        f"-L{compiler}",
        "-lm",
        "--start-group",
        "-lgcc",
        "-lgcc_eh",
        "-lc",
        "--end-group",
        f"{compiler}/crtend.o",
        f"{libraries}/crtn.o",
    )
    run(*emulator, f"{work}.exe", f"{work}.in", f"{work}.out")
    with open(f"{work}.out", "rb") as file:
        out = file.read()
    got, differ = {}, 0
    for name, element, place, number in places:
        got.setdefault(name, []).append(decode(out[place:], element, number))
    for name, text, *_ in known:
        tolerance = max([TOLERANCE[t] for t in re.findall(r"(bf16|f16|f32|f64)", text)], default=0)
        if not same(tensors(name), got[name], tolerance):
            differ += 1
            print(f"{name}: {str(tensors(name))[:200]} and {str(got[name])[:200]}")
    print(f"{len(known) - differ} agree, {differ} differ")


if __name__ == "__main__":
    main()
