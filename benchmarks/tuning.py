#!/usr/bin/env python3
"""What a tuning database knows: for each kernel the predicted and the measured time of its best schedule, and how well the model ranks.

    tuning.py DATABASE [--processor NAME] [--sql FILE]

Prints a table in Markdown. --sql writes the best schedules as lib/Tuning/Shipped has them.
"""

import argparse
import re
import sqlite3


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database")
    parser.add_argument("--processor")
    parser.add_argument("--sql", metavar="FILE")
    return parser.parse_args()


def describe(text):
    """The types of a kernel's operands, short."""
    types = re.search(r"func\.func @\w+\((.*?)\)", text, re.S)
    return ", ".join(re.findall(r"memref<([^,>]*)", types.group(1))) if types else ""


def rank_correlation(measured):
    """Kendall's tau of predicted and measured times; None for fewer than three."""
    pairs = [(p, s) for _, s, p in measured if p > 0]
    if len(pairs) < 3:
        return None
    agree = [(a[0] - b[0]) * (a[1] - b[1]) for i, a in enumerate(pairs) for b in pairs[:i]]
    decided = [x for x in agree if x != 0]
    return sum(1 if x > 0 else -1 for x in decided) / len(decided) if decided else None


def main():
    given = arguments()
    connection = sqlite3.connect(f"file:{given.database}?mode=ro", uri=True)
    rows = connection.execute("SELECT kernel, text, processor, compiler, schedule, seconds, predicted FROM measurement "
                              "JOIN kernel ON digest = kernel WHERE seconds IS NOT NULL ORDER BY seconds").fetchall()
    kernels = {}
    for digest, text, processor, compiler, schedule, seconds, predicted in rows:
        if given.processor in (None, processor):
            kernels.setdefault((digest, processor, compiler), (text, []))[1].append((schedule, seconds, predicted))
    print("| kernel | schedules | best | predicted | measured / predicted | tau | schedule |\n|---|---:|---:|---:|---:|---:|---|")
    statements = []
    for (digest, processor, compiler), (text, measured) in kernels.items():
        schedule, seconds, predicted = measured[0]
        predicted = predicted or min((p for _, _, p in measured if p > 0), default=0)
        tau = rank_correlation(measured)
        print(f"| {describe(text)} | {len(measured)} | {1e6 * seconds:.1f} us | {1e6 * predicted:.1f} us | "
              f"{f'{seconds / predicted:.2f}' if predicted else ''} | {'' if tau is None else f'{tau:.2f}'} | `{schedule}` |")
        values = ", ".join("'" + value.replace("'", "''") + "'" for value in (digest, processor, compiler, schedule))
        statements.append(f"INSERT INTO measurement VALUES({values}, {seconds:.6g}, {predicted:.6g});\n")
    if given.sql:
        with open(given.sql, "w") as file:
            file.writelines(sorted(statements))


if __name__ == "__main__":
    main()
