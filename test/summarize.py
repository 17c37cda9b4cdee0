#!/usr/bin/env python3
"""Print the results of a run of lit as "N passed, N failed".

    summarize.py RESULTS.json

The names of the tests that failed come first. Exits with 1 if there are any, or none ran.
"""

import json
import sys

PASSED = {"PASS", "XFAIL", "FLAKYPASS"}
IGNORED = {"UNSUPPORTED", "SKIPPED", "EXCLUDED"}


def main():
    try:
        with open(sys.argv[1]) as file:
            tests = json.load(file)["tests"]
    except (OSError, ValueError) as error:
        print(f"no results: {error}", file=sys.stderr)
        tests = []
    failed = [test["name"] for test in tests if test["code"] not in PASSED | IGNORED]
    passed = sum(test["code"] in PASSED for test in tests)
    for name in failed:
        print(f"failed: {name}")
    print(f"{passed} passed, {len(failed)} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
