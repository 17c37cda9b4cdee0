"""Calls a function that takes f32, on arguments of its own, and prints a digest of the bytes of its results:
threads.py SOURCE LIBRARY"""

import array
import hashlib
import random
import sys

from library import Function, Signature, count

source, path = sys.argv[1:]
text = open(source).read().replace("\n    ->", " ->")
signature = Signature(text)
random.seed(0)
arguments = [array.array("f", [random.uniform(-0.5, 0.5) for _ in range(count(sizes))]) for sizes, _ in signature.takes]
function = Function(path, signature, arguments[:1])
digest = hashlib.sha256()
for result in function(arguments[1:]):
    assert any(result)
    digest.update(result.tobytes())
function.close()
print(digest.hexdigest())
