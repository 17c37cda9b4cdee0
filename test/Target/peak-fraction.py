#!/usr/bin/env python3
"""Check `peak_fraction` against the file that a calibration wrote and the number of operations, which are given.

    peak-fraction.py FOLDER {FILE.json F32 F64}...
"""

import glob
import json
import re
import sys


def peak(text, element):
    """The upper bound of what one core does."""
    line = next(line for line in text.splitlines() if line.strip().startswith(element + " = "))
    return float(re.search(r"_of_one_core\" = (?:\[\S+, )?([0-9.e+]+)", line)[1])


def main():
    (file,) = glob.glob(sys.argv[1] + "/*.mlir")
    with open(file, encoding="utf-8") as measured:
        text = measured.read()
    for name, f32, f64 in zip(*[iter(sys.argv[2:])] * 3):
        with open(name, encoding="utf-8") as result:
            result = json.load(result)
        seconds = int(f32) / peak(text, "f32") + int(f64) / peak(text, "f64")
        expected = seconds / result["median_s"]
        if abs(result["peak_fraction"] - expected) > 1e-6 * expected:
            sys.exit(f"{name}: {result['peak_fraction']}, but {expected} was expected")


main()
