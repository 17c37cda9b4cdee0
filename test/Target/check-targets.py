#!/usr/bin/env python3
"""Check the machines that `fpo-opt --print-targets=NAME` prints: each line with a number cites a source.

    check-targets.py FPO_OPT FILE_OF_NAMES
"""

import re
import subprocess
import sys


def main():
    fpo_opt, names = sys.argv[1:]
    wrong = count = 0
    with open(names, encoding="utf-8") as file:
        names = file.read().split()
    for name in names:
        text = subprocess.run([fpo_opt, "--print-targets=" + name], check=True, capture_output=True, text=True).stdout
        table, sources = text.split("\n\n")[1:3]
        known = set(re.findall(r"^\[(\d+)\] .*\S", sources, re.M))
        used = set()
        for line in table.splitlines():
            cites = re.findall(r"\[(\d+)\]$", line)
            used |= set(cites)
            if line.startswith(" ") and not cites and re.search(r"\d", line[22:]):
                print(f"{name}: no source: {line}")
                wrong += 1
        if used != known:
            print(f"{name}: sources {sorted(known ^ used)}")
            wrong += 1
        count += 1
    print(f"{count} targets, {wrong} wrong")


main()
