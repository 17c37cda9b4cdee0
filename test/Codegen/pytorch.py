"""Whether compiled networks compute what PyTorch computed, for each kind of vectors that this machine has.

usage: pytorch.py FPO_OPT WORK NETWORK...

NETWORK.linalg.mlir is compiled and run with what is in NETWORK.bin (Inputs/make-tiny.py wrote both).
"""

import array
import math
import operator
import os
import subprocess
import sys

from library import CODES, Function, Signature, count

# What a processor has to have, by the names of Linux, that code for these can run.
PROCESSORS = {"x86-64": "sse2", "x86-64-v3": "avx2", "x86-64-v4": "avx512vl", "host": ""}


def processors():
    """The names among PROCESSORS that this machine can run."""
    flags = ""
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo") as file:
            flags = file.read().split()
    return [name for name, flag in PROCESSORS.items() if not flag or flag in flags]


def main():
    opt, work, *networks = sys.argv[1:]
    for network in networks:
        with open(network + ".linalg.mlir") as file:
            signature = Signature(file.read())
        tensors = []
        with open(network + ".bin", "rb") as file:
            for sizes, element in signature.takes + signature.gives:
                tensors.append(array.array(CODES[element]))
                tensors[-1].fromfile(file, count(sizes))
            if file.read():
                sys.exit("the file has more numbers than the function takes and gives")
        *arguments, want = tensors
        scale = math.sqrt(sum(map(operator.mul, want, want)) / len(want))
        for processor in processors():
            library = f"{work}.{os.path.basename(network)}.{processor}.so"
            subprocess.run([opt, network + ".linalg.mlir", "--emit=so", "--inputs=1", f"--target={processor}", "-o", library],
                           check=True)
            function = Function(library, signature, arguments[:-1])
            got, = function(arguments[-1:])
            error = max(map(abs, map(operator.sub, want, got))) / scale
            if not error < 1e-5:
                print(f"{os.path.basename(network)}, {processor}: error {error:.1e}")
                continue
            function.close()
        print(f"{os.path.basename(network)}: done")


main()
