"""Runs compiled loops on the cache simulator of valgrind, and holds the model against it.

usage: simulate.py FPO_OPT CLANG DIRECTORY [--all] [--only=REGEX] [--limit=PERCENT]
"""
import argparse
import concurrent.futures
import os
import re
import subprocess
import sys

import programs
from schedules import CACHES, all_cases, quick_cases

EVENTS = ["DLmr", "DLmw", "DLdmr", "DLdmw"]


def parse_callgrind(text):
    """{function: {event: count}}, of what each does itself."""
    events = re.search(r"^events: (.*)$", text, re.M).group(1).split()
    counts, names, function, is_call = {}, {}, None, False
    for line in text.splitlines():
        if match := re.match(r"(c?)fn=\((\d+)\)(?: (.*))?", line):
            if match.group(3):
                names[match.group(2)] = match.group(3)
            if not match.group(1):
                function = names[match.group(2)]
        elif line.startswith("calls="):
            is_call = True
        elif function and re.match(r"[+*\-\d]", line):
            if not is_call:
                values = [int(value) for value in line.split()[1:]]
                total = counts.setdefault(function, dict.fromkeys(events, 0))
                for event, value in zip(events, values):
                    total[event] += value
            is_call = False
    return counts


def simulate(program, directory, number, case, capacity, line, ways):
    """Bytes that enter and leave the cache. The first level is two lines, so that the last level
    sees what the program does."""
    out = os.path.join(directory, f"callgrind.{number}.{capacity}.{ways}")
    command = [
        "valgrind", "--tool=callgrind", "--cache-sim=yes", "--simulate-wb=yes", f"--I1=32768,8,{line}",
        f"--D1={2 * line},1,{line}", f"--LL={capacity},{ways or capacity // line},{line}",
        f"--toggle-collect=kernel_{case.name}", "--toggle-collect=flush_behind",
        f"--callgrind-out-file={out}", program, str(number),
    ]  # fmt: skip
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode:
        raise RuntimeError(run.stderr)
    with open(out) as file:
        counts = parse_callgrind(file.read())
    os.remove(out)
    kernel = counts[f"kernel_{case.name}"]
    behind = counts.get("flush_behind", {})
    dirty = sum(part.get(event, 0) for part in (kernel, behind) for event in ("DLdmr", "DLdmw"))
    return (kernel["DLmr"] + kernel["DLmw"]) * line, dirty * line


def model(fpo_opt, directory, cases):
    """{(function, cache): (read, write)}."""
    path = os.path.join(directory, "cases.mlir")
    with open(path, "w") as file:
        file.write("".join(case.function() for case in cases))
    caches = ",".join(f"{name}={capacity}:{line}:{ways}" for name, (capacity, line, ways) in CACHES.items())
    text = subprocess.run(
        [fpo_opt, path, f"--fpo-cache-traffic=caches={caches}"], check=True, capture_output=True, text=True
    ).stdout
    found = {}
    for function in re.split(r"func\.func @", text)[1:]:
        name = re.match(r"\w+", function).group(0)
        traffic = re.search(r"fpo\.traffic = \{(.*?>)\}", function).group(1)
        for cache, cost in re.findall(r"(\w+)\"? = #fpo\.cost<(.*?)>", traffic):
            value = {key: int(number) for key, number in re.findall(r"(\w+) = (\d+)", cost)}
            found[name, cache] = value.get("read", 0), value.get("write", 0)
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("fpo_opt")
    parser.add_argument("clang")
    parser.add_argument("directory")
    parser.add_argument("--all", action="store_true", help="all schedules on all caches")
    parser.add_argument("--only", default="", help="schedules whose names have this in them")
    parser.add_argument("--limit", type=float, default=10, help="percent of both directions together that may be wrong")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    os.makedirs(args.directory, exist_ok=True)
    runs = all_cases() if args.all else quick_cases()
    runs = [(case, caches) for case, caches in runs if re.search(args.only, case.name)]
    cases = [case for case, _ in runs]
    source, program = os.path.join(args.directory, "cases.c"), os.path.join(args.directory, "cases")
    with open(source, "w") as file:
        file.write(programs.write_program(cases))
    flags = ["-O2", "-fno-vectorize", "-fno-unroll-loops"]
    subprocess.run([args.clang, *flags, source, "-o", program], check=True)
    predicted = model(args.fpo_opt, args.directory, cases)

    def run(job):
        number, case, cache = job
        return case, cache, simulate(program, args.directory, number, case, *CACHES[cache])

    jobs = [(number, case, cache) for number, (case, caches) in enumerate(runs) for cache in caches]
    errors = {"read": [], "write": [], "both": []}
    header = "".join(f" {name:>10} {'simulated':>10} {'error':>7}" for name in errors)
    print(f"{'schedule':<18} {'cache':<6}{header}")
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        for case, cache, simulated in pool.map(run, jobs):
            row = f"{case.name:<18} {cache:<6}"
            for name, ours, theirs in zip(errors, with_sum(predicted[case.name, cache]), with_sum(simulated)):
                error = 100 * (ours - theirs) / theirs
                errors[name].append(abs(error))
                row += f" {ours:>10} {theirs:>10} {error:>+6.1f}%"
            print(row)
    print(f"{len(cases)} schedules, {len(jobs)} runs; error:")
    for name, values in errors.items():
        beyond = sum(error > args.limit for error in values)
        mean = sum(values) / len(values)
        print(f"  {name:<6} mean {mean:.1f}%, largest {max(values):.1f}%, {beyond} beyond {args.limit:g}%")
    return 1 if max(errors["both"]) > args.limit else 0


def with_sum(traffic):
    return *traffic, sum(traffic)


if __name__ == "__main__":
    sys.exit(main())
