#!/usr/bin/env python3
"""Check that the ops of a comparison add up to its totals, and its differences to those of the totals.

    check-comparison.py COMPARISON.json
"""

import json
import sys


def main():
    with open(sys.argv[1]) as file:
        comparison = json.load(file)
    base = comparison["conventions"][0]["totals"]["fpo"]
    bad = 0
    for convention in comparison["conventions"]:
        name, total = convention["convention"], convention["totals"]["fpo"]
        ops = sum(op[name] for op in comparison["ops"])
        share = sum(difference["share"] for difference in convention["differences"])
        if ops != total:
            bad += 1
            print(f"{name}: {total}, but the ops add up to {ops}")
        if abs(share - (base - total) / base) > 1e-9:
            bad += 1
            print(f"{name}: less by {(base - total) / base}, but the reasons add up to {share}")
    print("sums differ" if bad else "sums agree")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
