#!/usr/bin/env python3
"""Compares the rules of math functions on f32 with what MLIR's own expansions of them execute:
expand.py FPO_OPT FPO_RUN WORK

Integer work on the fields of the format is part of the expansions, but of no rule.
"""

import re
import sys

import oracle
import scalars


def main():
    opt, runner, work = sys.argv[1:4]
    functions = {
        name: text
        for name, text in scalars.functions().items()
        if re.fullmatch(r"math_\w+_f32(_\d+|_v|_b)?", name)
    }
    checker = oracle.Oracle(opt, runner, work)
    agree, differ, unknown = checker.check(functions, extra=["--expand-math"], keep_type=lambda type: "f" in type)
    print(f"{agree} agree, {differ} differ, {unknown} unknown")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
