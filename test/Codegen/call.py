"""Calls `dense` of Inputs/dense.mlir in a shared library, twice on one state: call.py LIBRARY"""

import ctypes
import sys

library = ctypes.CDLL(sys.argv[1])
pointer = ctypes.c_void_p
library.dense_init.restype = pointer
library.dense_init.argtypes = [pointer]
library.dense_free.argtypes = [pointer]
library.dense.argtypes = [pointer] * 3


def pointers(*arrays):
    return (pointer * len(arrays))(*[ctypes.addressof(array) for array in arrays])


weights = (ctypes.c_float * 9)(1, -1, 2, 3, -2, 3, 5, -3, 6)
x = (ctypes.c_float * 3)(1, 1, 5)
state = library.dense_init(pointers(weights))
results = []
for _ in range(2):
    result = (ctypes.c_float * 3)()
    code = library.dense(state, pointers(x), pointers(result))
    results.append(list(result))
library.dense_free(state)
print(code, *results)
