#!/usr/bin/env python3
"""Report every model and compare with expected.csv, every digit.

    expected.py FPO_OPT DIRECTORY

Prints a line for each difference, and how many models agree.
"""

import csv
import json
import os
import subprocess
import sys


def report(fpo_opt, path, inputs, options=()):
    command = [fpo_opt, path, "--emit=json", "--allow-unregistered-dialect", *options]
    if inputs:
        command.append(f"--inputs={inputs}")
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        return None, done.stderr
    return json.loads(done.stdout), ""


def differences(row, result):
    is_dynamic = "_dyn" in row["file"]
    is_training = "_train" in row["file"]
    totals = result["totals"]
    # Unknown parts make a total [known, null].
    wanted_status = "unknown" if is_training else "exact"
    if is_dynamic and not result["symbols"]:
        yield "there are no symbols"
    if result["status"] != wanted_status:
        yield f"status is {result['status']}, not {wanted_status}"
    if wanted_status == "unknown" and not result["unknown"]:
        yield "nothing is named that is unknown"
    if wanted_status == "exact" and result["unknown"]:
        yield f"unknown is {result['unknown'][:3]}"
    for quantity, column in [("mac", "mac"), ("fpo", "fpo"), ("params", "argument_elements")]:
        if not row[column]:
            continue
        wanted = int(row[column])
        if is_training and quantity != "params":
            wanted = [wanted, None]
        if totals[quantity] != wanted:
            yield f"{quantity} is {totals[quantity]}, not {wanted}"


# The sizes at which a dynamic model is a static one.
SAME = [
    ("resnet18_dynbatch.linalg.mlir", {"arg122.0": 1}, "resnet18.linalg.mlir"),
    ("resnet18_dynbatch.linalg.mlir", {"arg122.0": 4}, "resnet18_b4.linalg.mlir"),
    ("resnet18_dynhw.linalg.mlir", {"arg122.2": 224, "arg122.3": 224}, "resnet18.linalg.mlir"),
    ("resnet18_dynhw.linalg.mlir", {"arg122.2": 160, "arg122.3": 192}, "resnet18_h160w192.linalg.mlir"),
    ("llama_1b_4l_dynseq.linalg.mlir", {"arg41.1": 128}, "llama_1b_4l.linalg.mlir"),
    ("llama_1b_4l_dynseq.linalg.mlir", {"arg41.1": 64}, "llama_1b_4l_s64.linalg.mlir"),
]


def floats(totals, quantity):
    return {t: n for t, n in totals[quantity].items() if not t.startswith("i")}


def check_sizes(fpo_opt, directory):
    """A dynamic model at the sizes of a static one costs the same, whether the
    symbols are bound before the count or swept after it."""
    good = 0
    for dynamic, sizes, static in SAME:
        wanted, _ = report(fpo_opt, os.path.join(directory, static), 1)
        bind = [f"--bind={name}={size}" for name, size in sizes.items()]
        sweep = [f"--sweep={name}={size}:{size}" for name, size in sizes.items()]
        bound, error = report(fpo_opt, os.path.join(directory, dynamic), 1, bind)
        swept, error2 = report(fpo_opt, os.path.join(directory, dynamic), 1, sweep)
        if not bound or not swept:
            print(f"{dynamic}: {error or error2}")
            continue
        fine = True
        for how, totals in [("bound", bound["totals"]), ("swept", swept["sweep"][0])]:
            for quantity in ["mac", "fpo"]:
                if totals[quantity] != wanted["totals"][quantity]:
                    print(f"{dynamic} {how}: {quantity} {totals[quantity]}, static {wanted['totals'][quantity]}")
                    fine = False
            for quantity in ["add", "mul"]:
                if floats(totals, quantity) != floats(wanted["totals"], quantity):
                    print(f"{dynamic} {how}: {quantity} differs")
                    fine = False
        good += fine
    print(f"{good} of {len(SAME)} sizes agree")
    return good == len(SAME)


def main():
    fpo_opt, directory = sys.argv[1:]
    with open(os.path.join(directory, "expected.csv")) as file:
        rows = list(csv.DictReader(file))
    good = 0
    for row in rows:
        result, error = report(fpo_opt, os.path.join(directory, row["file"]), row["inputs"])
        found = list(differences(row, result)) if result else [error]
        for difference in found:
            print(f"{row['file']}: {difference}")
        good += not found
    print(f"{good} of {len(rows)} models agree")
    return 0 if check_sizes(fpo_opt, directory) and good == len(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
