#!/usr/bin/env python3
"""Compare models with Figure 4 of "Green AI" (CACM 63(12), 2020).

    figure4.py FPO_OPT DIRECTORY
"""

import csv
import io
import json
import os
import subprocess
import sys

# file: (operations in 10^9, parameters in 10^6), as printed.
FIGURE = {
    "resnet18.linalg.mlir": ("1.8", None),
    "resnet34.linalg.mlir": ("3.7", None),
    "resnet50.linalg.mlir": ("4.1", None),
    "resnet101.linalg.mlir": ("7.8", None),
    "resnet152.linalg.mlir": ("11.6", "60.2"),
    "alexnet.linalg.mlir": ("0.7", "61.1"),
    "resnext101_64x4d.linalg.mlir": ("15.5", "83.5"),
    "dpn107.linalg.mlir": ("18.4", "87"),
    "legacy_senet154.linalg.mlir": ("20.8", "115.1"),
}


def agrees(printed, value):
    """To the digits that are printed, or to 1 %."""
    digits = len(printed.partition(".")[2])
    return f"{value:.{digits}f}" == printed or abs(value / float(printed) - 1) <= 0.01


def elementwise(fpo_opt, path):
    """The elements that are batch-normalised, and those that go through a ReLU."""
    with open(path) as file:
        lines = file.read().splitlines()
    table = subprocess.run([fpo_opt, path, "--emit=csv"], capture_output=True, check=True, text=True).stdout
    normalised = rectified = 0
    for op in csv.DictReader(io.StringIO(table)):
        # The first op in the body of a generic that stands at this line.
        body = lines[int(op["loc"].split(":")[-2]) + 1] if op["op"] == "linalg.generic" else ""
        if "arith.subf" in body:
            normalised += int(op["fpo"])
        elif "arith.cmpf ugt" in body:
            rectified += int(op["fpo"])
    return normalised, rectified


def main():
    fpo_opt, directory = sys.argv[1:]
    good = {"operation": 0, "parameter": 0}
    for file, (operations, parameters) in FIGURE.items():
        command = [fpo_opt, os.path.join(directory, file), "--emit=json", "--convention=mac", "--inputs=1"]
        totals = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["totals"]
        for kind, printed, value in [("operation", operations, totals["fpo"] / 1e9),
                                     ("parameter", parameters, totals["params"] / 1e6)]:
            if printed is None:
                continue
            print(f"{file}: {kind}s {value:.3f}, in the paper {printed}")
            good[kind] += agrees(printed, value)
        normalised, rectified = elementwise(fpo_opt, os.path.join(directory, file))
        print(f"{file}: with 2 for each batch-normalised element and 1 for each ReLU "
              f"{(totals['fpo'] + 2 * normalised + rectified) / 1e9:.3f}")
    wanted = [sum(entry[i] is not None for entry in FIGURE.values()) for i in range(2)]
    print(f"{good['operation']} of {wanted[0]} operation counts and {good['parameter']} of {wanted[1]} parameter counts agree")
    return 0 if list(good.values()) == wanted else 1


if __name__ == "__main__":
    sys.exit(main())
