#!/usr/bin/env python3
"""Holds the ops that were run against a list of Inputs: coverage.py LIST WORK.ops...

That the list has every op with a cost is checked by unittests/ExternalModels/RegistryTest.cpp.
"""

import sys

import oracle


def main():
    ran = set()
    for path in sys.argv[2:]:
        with open(path) as file:
            ran |= set(file.read().split())
    listed = oracle.listed_ops(sys.argv[1])
    bad = 0
    for op, reason in listed.items():
        if reason is None and op not in ran:
            bad += 1
            print(f"{op} is listed as one that runs, but did not")
        if reason is not None and op in ran:
            bad += 1
            print(f"{op} is listed as one that does not run, but did")
    print(f"{len(listed) - bad} of {len(listed)} ops are as listed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
