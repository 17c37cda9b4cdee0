#!/usr/bin/env python3
"""Print the results of runs of lit and of pytest as "N passed, N failed".

    summarize.py LIT.json [PYTEST.xml]

The names of the tests that failed come first. Exits with 1 if there are any, or none ran.
"""

import json
import sys
from xml.etree import ElementTree

PASSED = {"PASS", "XFAIL", "FLAKYPASS"}
IGNORED = {"UNSUPPORTED", "SKIPPED", "EXCLUDED"}


def read_lit(path):
    """Of each test its name, and whether it passed; without those that did not run."""
    with open(path) as file:
        tests = json.load(file)["tests"]
    return [(test["name"], test["code"] in PASSED) for test in tests if test["code"] not in IGNORED]


def read_pytest(path):
    """The same of a file of JUnit's format."""
    cases = ElementTree.parse(path).iter("testcase")
    results = []
    for case in cases:
        outcomes = {child.tag for child in case}
        if "skipped" not in outcomes:
            name = f"{case.get('classname')}.{case.get('name')}"
            results.append((name, not outcomes & {"failure", "error"}))
    return results


def main():
    results = []
    complete = True
    for path in sys.argv[1:]:
        try:
            results += read_pytest(path) if path.endswith(".xml") else read_lit(path)
        except (OSError, ValueError, ElementTree.ParseError) as error:
            print(f"no results: {error}", file=sys.stderr)
            complete = False
    failed = [name for name, passed in results if not passed]
    passed = len(results) - len(failed)
    for name in failed:
        print(f"failed: {name}")
    print(f"{passed} passed, {len(failed)} failed")
    return 1 if failed or not passed or not complete else 0


if __name__ == "__main__":
    sys.exit(main())
