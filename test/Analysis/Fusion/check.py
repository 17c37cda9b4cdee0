"""Check fusion groups against the program's text.

    check.py FPO_OPT order FILE...       groups can run in the order of their numbers, and move no more than the ops do
    check.py FPO_OPT elementwise N       N random chains of elementwise ops move what upstream's fused op moves

The first one reads uses and definitions from the generic form of the annotated program, and nothing from the reports.
"""

import json
import random
import re
import subprocess
import sys

DEFINITION = re.compile(r'^\s*(?:(%[\w#:, %]+?) = )?"([\w.]+)"\(([^)]*)\)')
GROUP = re.compile(r"fpo\.group = (\d+)")


def run(opt, arguments, text=None):
    done = subprocess.run([opt, *arguments], input=text, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(arguments)}: {done.stderr[:500]}")
    return done.stdout


def moves_only(attributes):
    """Whether the op's cost has no operations: it may be repeated in each group that reads it."""
    return "#fpo.cost<" not in attributes or re.search(r"#fpo\.cost<fpo = 0(, (read|write) = [^,>]+)*>", attributes)


class Order:
    """Follows which groups each value waits for, through what only moves."""

    def __init__(self, file):
        self.file, self.edges, self.bad = file, 0, 0
        self.sources = {}

    def waits_of(self, operands):
        waits = set()
        for operand in operands.split(","):
            waits |= self.sources.get(operand.strip().split("#")[0], set())
        return waits

    def define(self, results, name, waits, attributes):
        group = GROUP.search(attributes)
        if group and not moves_only(attributes):
            number = int(group.group(1))
            self.edges += len(waits - {number})
            if waits and max(waits) > number:
                self.bad += 1
                print(f"{self.file}: {name} in group {number} reads from group {max(waits)}")
            waits = {number}
        for result in (results or "").split(","):
            self.sources[result.strip().split(":")[0]] = waits


def check_order(opt, file):
    """The groups that each op reads from have lower numbers, or its own."""
    text = run(opt, [file, "--allow-unregistered-dialect", "--fpo-annotate", "--fpo-fusion-groups",
                     "--mlir-print-op-generic", "--mlir-elide-elementsattrs-if-larger=8"])
    order, open_ops = Order(file), []
    for line in text.splitlines():
        if line.lstrip().startswith("})"):
            # The attributes of an op with regions follow behind them, if not before another region.
            results, name, waits = open_ops[-1]
            if not line.rstrip().endswith("({"):
                order.define(results, name, waits, line)
                open_ops.pop()
            continue
        match = DEFINITION.match(line)
        if not match:
            continue
        results, name, operands = match.groups()
        if name == "func.func":
            order.sources = {}
        waits = order.waits_of(operands)
        # A body looks at values from outside.
        if open_ops and open_ops[-1][1].startswith("linalg."):
            open_ops[-1][2].update(waits)
        if line.rstrip().endswith("({"):
            open_ops.append((results, name, waits))
        else:
            order.define(results, name, waits, line)
    return order.edges, order.bad


def bytes_of(opt, text, arguments=()):
    report = json.loads(run(opt, ["--emit=json", "--groups", *arguments], text))
    return report["totals"], report.get("groups", [])


def check_bounds(opt, file):
    report = json.loads(run(opt, [file, "--allow-unregistered-dialect", "--emit=json"]))
    bad = 0
    for totals in [report["totals"]] + [function["totals"] for function in report["functions"]]:
        fused, moved = totals["fused"], [totals["read"], totals["write"]]
        if all(isinstance(count, int) for count in [fused, *moved]) and fused > sum(moved):
            bad += 1
            print(f"{file}: {fused} bytes after fusion, {sum(moved)} before")
    return bad


UNARY = ["math.exp", "math.tanh", "math.absf", "arith.negf"]
BINARY = ["arith.addf", "arith.mulf", "arith.subf"]


def make_chain(seed):
    """A function whose ops all become one by linalg-fuse-elementwise-ops: each value but the last has one use, so that
    upstream repeats nothing."""
    pick = random.Random(seed)
    shape = [pick.choice([1, 2, 3, 5, 8]) for _ in range(pick.choice([1, 2, 3]))]
    full = "tensor<" + "".join(f"{n}x" for n in shape) + "f32>"
    loops = ", ".join(f"d{i}" for i in range(len(shape)))
    kinds = ", ".join(['"parallel"'] * len(shape))
    arguments, lines = [], []

    def argument():
        if arguments and pick.random() < 0.4:
            return pick.choice(arguments)
        dims = [i for i in range(len(shape)) if pick.random() < 0.7]
        if pick.random() < 0.3:
            pick.shuffle(dims)
        type_ = "tensor<" + "".join(f"{shape[i]}x" for i in dims) + "f32>"
        arguments.append((f"%a{len(arguments)}", type_, ", ".join(f"d{i}" for i in dims)))
        return arguments[-1]

    value = None
    for step in range(pick.randint(1, 7)):
        operands = [value or argument()]
        if pick.random() < 0.6:
            operands.append(argument())
        body = pick.choice(BINARY if len(operands) == 2 else UNARY)
        inner = ", ".join(f"%x{i}" for i in range(len(operands)))
        maps = ", ".join(f"affine_map<({loops}) -> ({map_})>" for _, _, map_ in operands)
        names = ", ".join(name for name, _, _ in operands)
        types = ", ".join(type_ for _, type_, _ in operands)
        block = ", ".join(f"%x{i}: f32" for i in range(len(operands)))
        lines.append(f"""  %v{step} = linalg.generic {{indexing_maps = [{maps}, affine_map<({loops}) -> ({loops})>],
      iterator_types = [{kinds}]}} ins({names} : {types}) outs(%e : {full}) {{
  ^bb0({block}, %out: f32):
    %y = {body} {inner} : f32
    linalg.yield %y : f32
  }} -> {full}""")
        value = (f"%v{step}", full, loops)
    taken = ", ".join(f"{name}: {type_}" for name, type_, _ in arguments)
    body = "\n".join(lines)
    return f"""func.func @f({taken}) -> {full} {{
  %e = tensor.empty() : {full}
{body}
  return {value[0]} : {full}
}}
"""


def check_elementwise(opt, seed):
    text = make_chain(seed)
    ours, groups = bytes_of(opt, text)
    fused = run(opt, ["--linalg-fuse-elementwise-ops", "--canonicalize", "--cse"], text)
    if fused.count("linalg.generic") != 1:
        return None
    # One op that does it all: what it moves by itself.
    theirs, _ = bytes_of(opt, fused)
    expected = theirs["read"] + theirs["write"]
    if ours["fused"] != expected or len(groups) != 1:
        print(f"seed {seed}: {ours['fused']} bytes in {len(groups)} groups, the fused op moves {expected}\n{text}")
        return False
    return True


def main():
    opt, what, *rest = sys.argv[1:]
    if what == "order":
        edges = bad = 0
        for file in rest:
            found, wrong = check_order(opt, file)
            edges += found
            bad += wrong + check_bounds(opt, file)
        print(f"{len(rest)} programs, {edges} edges between groups, {bad} wrong")
        return bad != 0
    results = [check_elementwise(opt, seed) for seed in range(int(rest[0]))]
    print(f"{results.count(True)} chains agree, {results.count(False)} differ, {results.count(None)} not fused")
    return False in results


if __name__ == "__main__":
    sys.exit(main())
