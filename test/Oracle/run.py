#!/usr/bin/env python3
"""Compares one family of functions: run.py FPO_OPT FPO_RUN WORK FAMILY

FAMILY is a module of this folder with `functions()`, texts by name; it may have OPTIONS for both tools and a list
EXECUTED_DIFFERS of functions that execute something else. The ops that ran are written to WORK.ops, for `coverage.py`.
"""

import importlib
import sys

import oracle


def main():
    opt, runner, work, family = sys.argv[1:5]
    module = importlib.import_module(family)
    functions = module.functions()
    checker = oracle.Oracle(opt, runner, work, getattr(module, "OPTIONS", ()))
    agree, differ, unknown = checker.check(functions, getattr(module, "EXECUTED_DIFFERS", ()))
    print(f"{agree} agree, {differ} differ, {unknown} unknown")
    with open(work + ".ops", "w") as file:
        file.write("\n".join(sorted(checker.ops)) + "\n")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
