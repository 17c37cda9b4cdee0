"""Static counts against executed ones.

Functions are put into a module; `fpo-opt` tells what each costs, `fpo-run --count` runs each with counters beside its
scalar ops, and the two must be the same, per type, ADD and MUL: where the static count is an interval, the executed one
lies in it; where it is "at least", it is no less.
"""

import json
import os
import re
import subprocess
import sys


def run(command, **kwargs):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **kwargs)


class Oracle:

    def __init__(self, opt, runner, work, options=()):
        """`work` is a prefix for the names of files; `options` go to both tools."""
        self.opt, self.runner, self.work, self.options = opt, runner, work, list(options)
        self.ops = set()  # those that were run

    def static(self, path):
        """What each function of the module costs, by name."""
        done = run([self.opt, path, "--emit=json", "-o", self.work + ".static.json"] + self.options)
        if done.returncode:
            sys.exit(f"fpo-opt failed on {path}:\n{done.stderr[:2000]}")
        with open(self.work + ".static.json") as file:
            report = json.load(file)
        # Where a rule is missing no counter can be put; where a trip count is, the program still runs.
        self.lines_without_rule = [
            int(unknown["loc"].split(":")[-2]) for unknown in report["unknown"] if "there is no rule" in unknown["reason"]
        ]
        return {f["name"]: f["totals"] for f in report["functions"]}

    def executed(self, path, extra=()):
        """What each public function of the module executes, by name; None and the error if it can't be run."""
        # At -O0 compilation takes less time than what it would save.
        done = run([self.runner, path, "--all", "--count", "--json", "--opt-level=0"] + self.options + list(extra))
        if done.returncode:
            return None, done.stderr
        return json.loads(done.stdout), ""

    def module(self, functions, suffix=""):
        path = f"{self.work}{suffix}.mlir"
        with open(path, "w") as file:
            file.write("\n".join(functions.values()))
        return path

    def without_rule(self, functions):
        """The functions, of the module that `static` was asked about, in which a rule is missing."""
        names, first = set(), 1
        for name, text in functions.items():
            end = first + text.count("\n")
            if any(first <= line <= end for line in self.lines_without_rule):
                names.add(name)
            first = end + 1
        return names

    def blame(self, functions, extra):
        """Prints which functions can't be run, and why."""
        counts, error = self.executed(self.module(functions, ".blame"), extra)
        if counts is not None:
            return
        if len(functions) == 1:
            lines = [line for line in error.splitlines() if "error:" in line or "note:" in line]
            print(f"{next(iter(functions))} can't be run: {lines[:2] if lines else error[:300]}")
            return
        items = list(functions.items())
        self.blame(dict(items[:len(items) // 2]), extra)
        self.blame(dict(items[len(items) // 2:]), extra)

    def check(self, functions, executed_differs=(), extra=(), keep_type=lambda type: True):
        """Compares `functions`, texts by name. Those in which a rule is missing are left out, and those of which the count
        is an expression only run; those in `executed_differs` must differ. Returns how many agree, differ, and are unknown."""
        static = self.static(self.module(functions))
        unknown = self.without_rule(functions)
        known = {name: text for name, text in functions.items() if name not in unknown}
        executed, error = self.executed(self.module(known, ".known"), extra)
        if executed is None:
            self.blame(known, extra)
            sys.exit(f"the functions could not be run:\n{error[:1000]}")
        agree = differ = 0
        for name in known:
            self.ops |= set(re.findall(r"\b[a-z_]+(?:\.[a-z_0-9]+)+", functions[name]))
            if is_symbolic(static[name]):
                continue
            difference = compare(static[name], executed[name], keep_type)
            if (difference is not None) != (name in executed_differs):
                print(f"{name}: {difference or 'should differ'}")
                differ += 1
            else:
                agree += 1
        return agree, differ, len(functions) - agree - differ


def is_symbolic(totals):
    """Whether a count is an expression: over how often a loop turns that looks at data, say."""
    counts = [totals["fpo"], totals["iop"], *totals["add"].values(), *totals["mul"].values()]
    return any(isinstance(part, str) for count in counts for part in (count if isinstance(count, list) else [count]))


def lies_in(executed, static):
    if isinstance(static, list):
        low, high = static
        return low <= executed and (high is None or executed <= high)
    return executed == static


def compare(static, executed, keep_type=lambda type: True):
    """What is not the same; None if all is."""
    # Of types that are not listed nothing is known either, if the cost is incomplete.
    default = [0, None] if isinstance(static["fpo"], list) and static["fpo"][1] is None else 0
    for kind in ("add", "mul"):
        for type in sorted(set(static[kind]) | set(executed[kind])):
            if not keep_type(type):
                continue
            want, got = static[kind].get(type, default), executed[kind].get(type, 0)
            if not lies_in(got, want):
                return f"{kind} in {type} is {want} statically, but {got} were executed"
    return None


def listed_ops(name):
    """Of the ops that have a cost: whether each is checked (None), or why not."""
    ops = {}
    with open(os.path.join(os.path.dirname(__file__), "Inputs", name)) as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                name, _, reason = line.strip().partition(":")
                ops[name] = reason.strip() or None
    return ops
