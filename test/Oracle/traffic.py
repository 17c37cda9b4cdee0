#!/usr/bin/env python3
"""Compares what each op of a family of functions is said to read and write with what it touches when it runs:
traffic.py FPO_OPT FPO_RUN WORK FAMILY [REGEX]

FAMILY is a module of this folder with `functions()`, texts by name; it may have OPTIONS for both tools. REGEX picks those with
names that it matches. The ops that moved data are written to WORK.ops, for `coverage.py`.
"""

import importlib
import json
import re
import sys

import oracle


class Traffic(oracle.Oracle):
    """Its `ops` are those that ran and were said to move something."""

    def static(self, path):
        """The ops of the report, by their numbers."""
        done = oracle.run([self.opt, path, "--emit=json", "-o", self.work + ".json"] + self.options)
        if done.returncode:
            sys.exit(f"fpo-opt failed on {path}:\n{done.stderr[:2000]}")
        with open(self.work + ".json") as file:
            return {op["id"]: op for op in json.load(file)["ops"]}

    def executed(self, path, extra=()):
        """The ops that ran, by their numbers: all functions one by one, summed up."""
        done = oracle.run([self.runner, path, "--all", "--trace", "--json", "--opt-level=0"] + self.options + list(extra))
        if done.returncode:
            return None, done.stderr
        ops = {}
        for function in json.loads(done.stdout).values():
            for op in function["ops"]:
                same = ops.setdefault(op["id"], dict(op, runs=0, read=0, write=0))
                for key in ("runs", "read", "write"):
                    same[key] += op[key]
        return ops, ""

    def check(self, functions, extra=()):
        """Prints what differs; returns how many ops agree, and how many differ."""
        path = self.module(functions)
        executed, error = self.executed(path, extra)
        if executed is None:
            self.blame(functions, extra)
            sys.exit(f"the functions could not be run:\n{error[:1000]}")
        static = self.static(path)
        agree = differ = 0
        for number in sorted(set(static) | set(executed)):
            want, got = static.get(number), executed.get(number)
            op = want or got
            counts = [(want or {}).get(kind, 0) for kind in ("read", "write")]
            moved = [(got or {}).get(kind, 0) for kind in ("read", "write")]
            # An op without traffic is none of this test's.
            if not any(counts) and not any(moved):
                continue
            if any(isinstance(count, (str, type(None))) for count in counts):
                continue  # of a count that is not known, or that is an expression, nothing can be said
            if all(map(oracle.lies_in, moved, counts)):
                agree += 1
                self.ops.add(op["op"])
                continue
            differ += 1
            print(f"{op['op']} in {op['function']} reads and writes {counts} statically, but {moved} when it runs")
        return agree, differ


def main():
    opt, runner, work, family = sys.argv[1:5]
    pattern = sys.argv[5] if len(sys.argv) > 5 else ""
    module = importlib.import_module(family)
    checker = Traffic(opt, runner, work, getattr(module, "OPTIONS", ()))
    functions = {name: text for name, text in module.functions().items() if re.search(pattern, name)}
    agree, differ = checker.check(functions)
    print(f"{agree} ops agree, {differ} differ")
    with open(work + ".ops", "w") as file:
        file.write("\n".join(sorted(checker.ops)) + "\n")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
