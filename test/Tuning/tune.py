"""Tunes a product, and looks at what is in the database: tune.py FPO_OPT PROGRAM SCRATCH"""

import os
import re
import sqlite3
import subprocess
import sys

fpo_opt, program, scratch = sys.argv[1:]
database, machine = f"{scratch}.db", f"{scratch}.machine.mlir"
TARGETS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "lib", "Target")


def run(*arguments):
    return subprocess.run([fpo_opt, *arguments], check=True, capture_output=True, text=True).stdout


def describe_machine():
    """Writes what a known machine is like, with the processor of this one: tuning is for no other. Its error tells which that is."""
    refused = subprocess.run([fpo_opt, program, "--emit=obj", "--tune=trials:1", f"--tuning-db={database}", "--target=x86-64", "-o", f"{scratch}.o"],
                             stderr=subprocess.PIPE, text=True).stderr
    processor = re.search(r"this machine, an? (\S+), but", refused)[1]
    with open(os.path.join(TARGETS, "amd-epyc-9654.mlir")) as file:
        known = file.read()
    with open(machine, "w") as file:
        file.write(re.sub('"processor" = "[^"]*"', f'"processor" = "{processor}"', known))


def tune(trials):
    run(program, "--emit=obj", f"--tune=trials:{trials}", f"--tuning-db={database}", f"--target={machine}", "-o", f"{scratch}.o")


def measured():
    with sqlite3.connect(database) as connection:
        return connection.execute("SELECT kernel, schedule, seconds FROM measurement").fetchall()


describe_machine()
tune(4)
first = measured()
assert all(seconds > 0 for _, _, seconds in first), first
print(f"{len(first)} schedules of {len({kernel for kernel, _, _ in first})} kernel, each with a time")

with sqlite3.connect(database) as connection:
    (text,) = connection.execute("SELECT text FROM kernel").fetchone()
assert run(program, "--emit=kernels", f"--target={machine}") == text
print("--emit=kernels writes what is measured")

tune(14)
second = measured()
assert set(first) < set(second), (first, second)
print(f"{len(second) - len(first)} more trials keep them")

# What the database says is the best is what kernels get.
with sqlite3.connect(database) as connection:
    text, processor = connection.execute("SELECT text, processor FROM kernel, measurement").fetchone()
    connection.execute("INSERT INTO measurement SELECT kernel, processor, compiler, "
                       "'#fpo.schedule<loops = [d0:5, d1:32, d2, d0, d1], vector = d1:4>', 1e-12, 0 FROM measurement LIMIT 1")
with open(f"{scratch}.kernel.mlir", "w") as file:
    file.write(text)
apply = f"--fpo-apply-tuning=db={database} processor={processor} vector-bits=128 vector-registers=16"
assert "#fpo.schedule<loops = [d0:5, d1:32, d2, d0, d1], vector = d1:4" in run(f"{scratch}.kernel.mlir", apply)
print("the best one is taken")

with sqlite3.connect(database) as connection:
    connection.execute("UPDATE measurement SET schedule = '#fpo.schedule<lööps>' WHERE seconds = 1e-12")
assert "fpo.schedule" not in run(f"{scratch}.kernel.mlir", apply)
print("one that can't be read is not")
