#!/usr/bin/env python3
"""Holds what functions are said to allocate against what runs of them allocate.

    compare.py FPO_OPT FPO_RUN WORK MODULE [--peaks] [--whole] [--bind=...]...

Prints each public function with what it allocates at most; of an interval, the executed number must lie in it. --peaks:
that must be what the comments `// PEAKS: NAME BYTES` say; where bufferization copies what need not be, `// COPIES: NAME
BYTES` says what runs allocate. --whole: of a module with one function, arguments and
constants are compared too.
"""

import json
import re
import subprocess
import sys


def run(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(done.stderr[:2000])
    return done.stdout


def lies_in(executed, static):
    if isinstance(static, list):
        low, high = static
        return low <= executed and (high is None or executed <= high)
    return executed == static


def main():
    opt, runner, work, module, *options = sys.argv[1:]
    is_whole, with_peaks = "--whole" in options, "--peaks" in options
    options = [option for option in options if option not in ("--whole", "--peaks")]
    run([opt, module, "--emit=json", "--memory", "-o", f"{work}.json", *options])
    with open(f"{work}.json") as file:
        memory = json.load(file)["memory"]
    static = {function["name"]: function["allocated"] for function in memory["functions"]}
    executed = json.loads(run([runner, module, "--memory", "--json", "--opt-level=0", *([] if is_whole else ["--all"]), *options]))
    if is_whole:
        name = next(iter(static))
        resident = memory["parameters"] + memory["inputs"] + memory["constants"]
        if resident != executed["arguments"] + executed["constants"]:
            print(f"resident: {resident} static, {executed['arguments'] + executed['constants']} executed")
            return 1
        executed = {name: executed}
    with open(module) as file:
        comments = re.findall(r"// (PEAKS|COPIES): (\w+) (.*)", file.read()) if with_peaks else []
    stated = {name: text for kind, name, text in comments if kind == "PEAKS"}
    copies = {name: int(text) for kind, name, text in comments if kind == "COPIES"}
    bad = 0
    for name, run_of in executed.items():
        agrees = lies_in(run_of["allocated"], copies.get(name, static[name]))
        bad += not agrees
        print(f"{name}: {static[name]} static, {run_of['allocated']} executed{'' if agrees else ', DIFFER'}")
    for name in executed if with_peaks else ():
        if stated.get(name) != str(static[name]):
            bad += 1
            print(f"{name} should be {stated.get(name)}")
    print(f"{len(executed)} functions, {bad} differ")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
