#!/usr/bin/env python3
"""Check the table of polynomial approximations in docs/CostModel.md against the tool.

    polynomials.py FPO_OPT ROOT
"""

import json
import os
import re
import subprocess
import sys

BINARY = {"atan2"}


def table(root):
    with open(os.path.join(root, "docs", "CostModel.md"), encoding="utf-8") as file:
        section = file.read().split("For f32:")[1].split("\n\n")[1]
    for names, add, mul in re.findall(r"\| ((?:`\w+`(?:, )?)+) \| (\d+) \| (\d+) ", section):
        for name in re.findall(r"`(\w+)`", names):
            yield name, int(add), int(mul)


def main():
    fpo_opt, root = sys.argv[1:]
    rows = list(table(root))
    module = ""
    for name, _, _ in rows:
        operands = "%x, %x" if name in BINARY else "%x"
        module += f"func.func @{name}(%x: f32) -> f32 {{ %0 = math.{name} {operands} : f32 return %0 : f32 }}\n"
    done = subprocess.run([fpo_opt, "--emit=json"], input=module, capture_output=True, text=True, check=True)
    functions = {f["name"]: f["totals"] for f in json.loads(done.stdout)["functions"]}
    bad = 0
    for name, add, mul in rows:
        found = (functions[name]["add"]["f32"], functions[name]["mul"]["f32"])
        if found != (add, mul):
            bad += 1
            print(f"{name} is {found}, in the table {(add, mul)}")
    print(f"{len(rows) - bad} of {len(rows)} functions are as in the table")
    return 1 if bad or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
