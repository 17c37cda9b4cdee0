#!/usr/bin/env python3
"""Compare the functions of two reports.

    compare-functions.py A.json B.json [--except NAME,...]

Each function of A must be in B with the same ADD and MUL per element type and the same MACs; those excepted must
differ, so that an exception does not outlive its reason.
"""

import json
import sys


def functions(path):
    with open(path) as file:
        return {f["name"]: f["totals"] for f in json.load(file)["functions"]}


def main():
    a, b = functions(sys.argv[1]), functions(sys.argv[2])
    excepted = sys.argv[4].split(",") if "--except" in sys.argv else []
    bad = 0
    for name, totals in a.items():
        keys = ["add", "mul", "mac"]
        same = name in b and all(totals[k] == b[name][k] for k in keys)
        if same == (name in excepted):
            bad += 1
            print(f"{name}: {[totals[k] for k in keys]} and {[b.get(name, {}).get(k) for k in keys]}"
                  f"{', which should differ' if same else ''}")
    print(f"{len(a) - bad} of {len(a)} functions are as expected")
    return 1 if bad or not a else 0


if __name__ == "__main__":
    sys.exit(main())
