#!/usr/bin/env python3
"""Check that each rule of docs/CostModel.md is implemented and tested, by its label.

    labels.py ROOT
"""

import os
import re
import sys

# Not an index, as in box[loop.dim].
LABEL = re.compile(r"(?<![\w\])])\[([a-z]+\.[a-z0-9_]+|params|complex|elementwise|combine)\]")


def labels(root, folders, suffixes):
    found = set()
    for folder in folders:
        for directory, _, files in os.walk(os.path.join(root, folder)):
            if "Inputs" in directory:
                continue
            for file in files:
                if file.endswith(suffixes):
                    with open(os.path.join(directory, file), encoding="utf-8") as text:
                        found |= set(LABEL.findall(text.read()))
    return found


def main():
    root = sys.argv[1]
    with open(os.path.join(root, "docs", "CostModel.md"), encoding="utf-8") as file:
        specified = set(LABEL.findall(file.read()))
    implemented = labels(root, ["lib", "include"], (".cpp", ".h", ".mlir"))
    tested = labels(root, ["test", "unittests"], (".mlir", ".test", ".cpp"))
    bad = 0
    for what, missing in [("specified but not implemented", specified - implemented),
                          ("implemented but not specified", implemented - specified),
                          ("specified but not tested", specified - tested),
                          ("tested but not specified", tested - specified)]:
        for label in sorted(missing):
            bad += 1
            print(f"[{label}] is {what}")
    print(f"{len(specified)} rules, {bad} out of place")
    return 1 if bad or not specified else 0


if __name__ == "__main__":
    sys.exit(main())
