#!/usr/bin/env python3
"""Check that the ops of a report without branches add up to its totals.

    check-sums.py REPORT.json
"""

import json
import sys
from collections import Counter


def main():
    with open(sys.argv[1]) as file:
        report = json.load(file)
    totals = report["totals"]
    for quantity in ["fpo", "mac", "iop", "read", "write"]:
        total = sum(op[quantity] for op in report["ops"])
        if total != totals[quantity]:
            sys.exit(f"the ops' {quantity} is {total}, the total {totals[quantity]}")
    for quantity in ["add", "mul"]:
        total = Counter()
        for op in report["ops"]:
            total.update(op[quantity])
        if dict(total) != totals[quantity]:
            sys.exit(f"the ops' {quantity} is {dict(total)}, the total {totals[quantity]}")
    floats = [n for quantity in ("add", "mul") for t, n in totals[quantity].items() if not t.startswith("i")]
    if report["convention"] == "fpo" and sum(floats) != totals["fpo"]:
        sys.exit(f"ADD and MUL are {sum(floats)}, FPO {totals['fpo']}")
    ids = [op["id"] for op in report["ops"]]
    if ids != sorted(set(ids)):
        sys.exit("the ids are not in order")
    print("sums agree")


if __name__ == "__main__":
    main()
