"""Calls a function that takes f32, on arguments of its own, once by itself and then in several threads at a time that share its
state, and prints a digest of the bytes of its results: threads.py SOURCE LIBRARY"""

import array
import hashlib
import random
import sys
import threading

from library import Function, Signature, count, pointers

CALLERS = 4
RUNS = 5

source, path = sys.argv[1:]
text = open(source).read().replace("\n    ->", " ->")
signature = Signature(text)
random.seed(0)
arguments = [array.array("f", [random.uniform(-0.5, 0.5) for _ in range(count(sizes))]) for sizes, _ in signature.takes]
function = Function(path, signature, arguments[:1])
inputs = arguments[1:]
results = [result.tobytes() for result in function(inputs)]
assert all(any(result) for result in results)

differ = []


def call():
    for _ in range(RUNS):
        mine = [array.array("f", bytes(len(result))) for result in results]
        if function.run(function.state, pointers(inputs), pointers(mine)) or [each.tobytes() for each in mine] != results:
            differ.append(1)


callers = [threading.Thread(target=call) for _ in range(CALLERS)]
for caller in callers:
    caller.start()
for caller in callers:
    caller.join()
function.close()
if differ:
    sys.exit("runs at the same time differ")
print(hashlib.sha256(b"".join(results)).hexdigest())
