#!/usr/bin/env python3
"""Runs whole models and compares what they execute: models.py FPO_OPT FPO_RUN WORK MODEL [--bind=...]..."""

import json
import sys

import oracle


def main():
    opt, runner, work, model, *options = sys.argv[1:]
    report = f"{work}.json"
    done = oracle.run([opt, model, "--emit=json", "-o", report, *options])
    if done.returncode:
        sys.exit(done.stderr[:2000])
    with open(report) as file:
        totals = json.load(file)["totals"]
    done = oracle.run([runner, model, "--count", "--json", *options])
    if done.returncode:
        sys.exit(done.stderr[:2000])
    difference = oracle.compare(totals, json.loads(done.stdout))
    print(difference or f"{totals['fpo']} FPO are counted and executed")
    return 1 if difference else 0


if __name__ == "__main__":
    sys.exit(main())
