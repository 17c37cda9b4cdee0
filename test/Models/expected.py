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


def report(fpo_opt, path, inputs):
    command = [fpo_opt, path, "--emit=json", "--allow-unregistered-dialect"]
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
    wanted_status = "unknown" if is_dynamic or is_training else "exact"
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
    return 0 if good == len(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
