#!/usr/bin/env python3
"""Recomputes energies from the published numbers: check.py REPORT.json [PART...]

The numbers are those of the publications, in the units in which these state them, not read from the tool's table.
"""

import json
import sys

# Picojoules of an addition and of a multiplication: Horowitz 2014 (45 nm), Jouppi et al. 2021 (7 nm).
OPERATIONS = {
    "f32": [(0.9, 3.7), (0.38, 1.31)],
    "f16": [(0.4, 1.1), (0.16, 0.34)],
    "bf16": [(0.11, 0.21)],
    "i8": [(0.03, 0.2), (0.007, 0.07)],
    "i32": [(0.1, 3.1), (0.03, 1.48)],
}
# Picojoules of 64 bits from DRAM: 1.3 to 2.6 nJ; DDR4 1300, HBM2 250 to 450, GDDR6 350 to 480.
DRAM = [1300, 2600, 1300, 250, 450, 350, 480]
INSTRUCTION = (1 + 0.16, 1 + 20.00)
SERVER = (1, 10.2e3 / (8 * 700))
PUE = (1.09, 1.58)
GRID = (473, 481)


def close(found, expected):
    # The table has three digits.
    return all(abs(f - e) <= 2e-3 * abs(e) for f, e in zip(found, expected))


def main():
    with open(sys.argv[1]) as file:
        report = json.load(file)
    energy, totals = report["energy"], report["totals"]
    part = energy["parts"][0]
    assert part["part"] == "run"
    arithmetic = [0, 0]
    for index, kind in enumerate(["add", "mul"]):
        for element, count in totals[kind].items():
            rates = [rate[index] * 1e-12 for rate in OPERATIONS[element]]
            arithmetic[0] += count * min(rates)
            arithmetic[1] += count * max(rates)
    moved = totals["read"] + totals["write"]
    memory = [totals["fused"] * min(DRAM) / 8 * 1e-12, moved * max(DRAM) / 8 * 1e-12]
    joules = [(a * i + m) * s * p for a, i, m, s, p in zip(arithmetic, INSTRUCTION, memory, SERVER, PUE)]
    expected = {
        "operations_joules": arithmetic,
        "memory_joules": memory,
        "joules": joules,
        "kwh": [j / 1000 / 3600 for j in joules],
        "kg_co2e": [j / 1000 / 3600 * g / 1000 for j, g in zip(joules, GRID)],
    }
    bad = 0
    for name, values in expected.items():
        if not close(part[name], values):
            bad += 1
            print(f"{name} is {part[name]}, not {values}")
    if "workload" in report:
        # All runs take as much as so many single ones.
        whole = energy["parts"][-1]
        assert whole["part"] == "workload"
        runs = report["workload"]["runs"]
        if not close(whole["joules"], [runs * j for j in joules]):
            bad += 1
            print("the workload takes", whole["joules"])
    for factor in energy["factors"]:
        assert factor["source"], factor
    print(f"{len(expected) - bad} of {len(expected)} as published")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
