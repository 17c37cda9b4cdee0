#!/usr/bin/env python3
"""Print the totals of each function of a report: operations, transcendentals if they are counted apart, and bytes.

    totals.py REPORT.json
"""

import json
import sys

with open(sys.argv[1]) as file:
    report = json.load(file)
for function in report["functions"]:
    totals = function["totals"]
    line = [totals["fpo"]]
    if "transcendentals" in totals:
        line += [totals["transcendentals"], totals["read"] + totals["write"]]
    print(f"{function['name']}: {' '.join(map(str, line))}")
print("status:", report["status"])
