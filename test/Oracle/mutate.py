#!/usr/bin/env python3
"""Changes one number of one rule at a time, and looks whether a test fails: mutate.py BUILD [--rule NAME] [--sample N] [--tests FILTER]

A mutant is a shipped rule in which a count is one more, or an op of its body occurs twice; it is put in front of the shipped
one by --rules. Those that cost the same as the rule itself are left out. Prints each mutant that no test notices.
"""

import argparse
import glob
import os
import random
import re
import subprocess
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
# The tests that look at numbers; the first to fail ends a run.
TESTS = r"(ExternalModels|Rules|Oracle/expand|Docs)"


def rules():
    """Yields the file, the ops and the text of each shipped rule."""
    for path in sorted(glob.glob(os.path.join(ROOT, "lib", "Rules", "*.mlir"))):
        with open(path) as file:
            text = file.read()
        for start in re.finditer(r"^fpo\.rule @(\w+)", text, re.M):
            end = text.index("\n}", start.start()) + 2
            rule = text[start.start():end]
            head = rule[:rule.index("(")]
            yield os.path.basename(path), start[1], re.findall(r'"([\w.]+)"', head), rule


def mutants(rule):
    """Yields what is changed, and the changed text."""
    for count in re.finditer(r"(?<=: )\d+(?=[,}])", rule):
        yield (f"{count[0]} becomes {int(count[0]) + 1}", rule[:count.start()] + str(int(count[0]) + 1) + rule[count.end():])
    for op in re.finditer(r"^( *)%([\w.]+)( = (?!arith\.constant|scf\.|fpo\.seed|fpo\.type_property)[^{}\n]*)$", rule, re.M):
        yield f"twice {op[0].strip()}", rule[:op.end()] + f"\n{op[1]}%again_{op[2]}{op[3]}" + rule[op.end():]
    for spend in re.finditer(r"^ *fpo\.spend .*$", rule, re.M):
        yield f"twice {spend[0].strip()}", rule[:spend.end()] + "\n" + spend[0] + rule[spend.end():]


def explain(opt, ops, extra):
    """How the ops come down to ADD and MUL by the rules in force, in several types, without where the rules stand; None where
    there is no rule."""
    done = [
        subprocess.run([opt, f"--fpo-explain={op}:{type}", *extra], capture_output=True, text=True) for op in ops
        for type in ("f16", "f32", "f64", "i32", "complex<f32>")
    ]
    return [None if d.returncode else re.sub(r" +\S*\.mlir:\d+.*", "", d.stdout) for d in done]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--rule", help="only rules of this name")
    parser.add_argument("--sample", type=int, help="only this many, chosen by chance, but always the same ones")
    parser.add_argument("--tests", default=TESTS, help="which tests may notice")
    parser.add_argument("--lit", default="/usr/lib/llvm-22/bin/lit")
    options = parser.parse_args()
    opt = os.path.join(options.build, "bin", "fpo-opt")
    path = os.path.abspath(os.path.join(options.build, "mutant.mlir"))
    lit = [sys.executable, options.lit, "-q", "--max-failures=1", f"--filter={options.tests}", os.path.join(options.build, "test")]
    if subprocess.run(lit, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode:
        sys.exit("the tests fail without a mutant already")

    chosen = [(file, name, ops, what, text) for file, name, ops, rule in rules() if options.rule in (None, name)
              for what, text in mutants(rule)]
    if options.sample:
        chosen = random.Random(0).sample(chosen, min(options.sample, len(chosen)))
    noticed = survived = same = 0
    for file, name, ops, what, text in chosen:
        with open(path, "w") as out:
            out.write(text + "\n")
        before, after = explain(opt, ops, []), explain(opt, ops, [f"--rules={path}"])
        if any(a is None and b is not None for a, b in zip(after, before)):
            sys.exit(f"{file}: @{name}: {what}: the mutant is no rule")
        if after == before:
            same += 1
        elif subprocess.run(lit + [f"--param=rules={path}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode:
            noticed += 1
        else:
            survived += 1
            print(f"{file}: @{name}: no test notices that {what}", flush=True)
    print(f"{noticed} mutants noticed, {survived} not, {same} cost the same")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
