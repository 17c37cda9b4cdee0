"""Whether a shared library computes what plain loops compute, called with sizes that are known at run time only.

usage: sizes.py FPO_OPT FPO_RUN WORK
"""

import array
import ctypes
import importlib
import itertools
import os
import random
import re
import sys

sys.path.insert(0, os.path.dirname(__file__))
from kernels import TOLERANCE, run, same
from library import count, pointers
from npy import read_npy, write_npy

PROGRAMS = importlib.import_module("dynamic-sizes").PROGRAMS
NET = os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs", "sizes.mlir")
SIZES = [0, 1, 3, 17, 40, 300]


def shapes(text):
    """The sizes of each tensor of a signature; None where they are not static."""
    return [
        [None if size == "?" else int(size) for size in shape.split("x")[:-1]]
        for shape in re.findall(r"tensor<([^>]*)>", text)
    ]


def main():
    opt, runner, work = sys.argv[1:]
    with open(NET) as file:
        programs = {
            **PROGRAMS,
            "net": (file.read(), [["arg0.0"], ["arg0.1", "arg1.0"], ["arg2.1"]]),
        }
    random.seed(0)
    agree = differ = 0
    for number, (name, (text, loops)) in enumerate(programs.items()):
        source, library = f"{work}.{number}.mlir", f"{work}.{number}.so"
        with open(source, "w") as file:
            file.write(text)
        if (done := run(opt, source, "--emit=so", "-o", library)).returncode:
            sys.exit(done.stderr[:2000])
        function, takes, gives = re.search(r"func\.func @(\w+)\((.*?)\) -> (.*) \{", text).groups()
        loaded = ctypes.CDLL(library)
        getattr(loaded, function + "_init").restype = ctypes.c_void_p
        state = ctypes.c_void_p(getattr(loaded, function + "_init")(None))
        for turn in range(len(SIZES)):
            bound = {
                place: SIZES[(turn + 4 * i) % len(SIZES)]
                for i, places in enumerate(loops)
                for place in places
            }
            sizes = [ctypes.c_int64(bound[key]) for key in sorted(bound)]
            inputs = [
                [bound[f"arg{i}.{dim}"] if size is None else size for dim, size in enumerate(shape)]
                for i, shape in enumerate(shapes(takes))
            ]
            arrays = [
                array.array("f", [random.uniform(-1, 1) for _ in range(count(shape))])
                for shape in inputs
            ]
            paths = [f"{work}.{i}.npy" for i in range(len(arrays))]
            for path, values, shape in zip(paths, arrays, inputs):
                write_npy(path, values, shape)
            results = shapes(gives)
            wanted = [f"{work}.want{i}.npy" for i in range(len(results))]
            done = run(
                runner,
                source,
                *[f"--input={path}" for path in paths],
                *[f"--output={path}" for path in wanted],
            )
            if done.returncode:
                sys.exit(f"could not be run: {done.stderr[:2000]}")
            want = [list(read_npy(path, "f")) for path in wanted]

            told = (ctypes.c_int64 * 8)()
            getattr(loaded, function + "_result_sizes")(told, *sizes)
            told = itertools.chain(told)
            got = [
                array.array(
                    "f", bytes(4 * count([next(told) if size is None else size for size in shape]))
                )
                for shape in results
            ]
            scalar = array.array("f", [0])
            code = getattr(loaded, function)(
                state, pointers(arrays), pointers([*got, scalar]), *sizes
            )
            if code == 0 and same(want, [list(each) for each in got], TOLERANCE["f32"]):
                agree += 1
            else:
                differ += 1
                print(f"{name} differs: {bound}, status {code}")
    print(f"{agree} agree, {differ} differ")


if __name__ == "__main__":
    main()
