"""Programs that `fpo-opt --emit=so` compiles, called with arrays of numpy."""

import ctypes
import os
import re
import subprocess
import tempfile
import time

import numpy

KINDS = {"f32": numpy.float32, "f64": numpy.float64, "i8": numpy.int8, "i32": numpy.int32, "i64": numpy.int64}


def pointers(arrays):
    return (ctypes.c_void_p * max(1, len(arrays)))(*[array.ctypes.data for array in arrays])


def aligned_zeros(sizes, kind):
    """An array that begins at a cache line, as results do that are to be written past the caches."""
    size, line = int(numpy.prod(sizes, dtype=numpy.int64)) * numpy.dtype(kind).itemsize, 64
    memory = numpy.zeros(size + line, numpy.uint8)
    start = -memory.ctypes.data % line
    return memory[start:start + size].view(kind).reshape(sizes)


class Compiled:
    """The function @forward of the file `source`, with its state. The last `inputs` of `arrays` are inputs."""

    def __init__(self, fpo_opt, source, arrays, inputs):
        with open(source) as file:
            takes, gives = re.search(r"func\.func @forward\((.*?)\) -> (.*?) \{$", file.read(), re.MULTILINE).groups()
        sizes = [each.rpartition("x")[0] for each in re.findall(r"tensor<([^>]*)>", takes)]
        if sizes != ["x".join(map(str, array.shape)) for array in arrays]:
            raise ValueError(f"the arrays are not those that {source} takes")
        with tempfile.TemporaryDirectory() as directory:
            path = os.path.join(directory, "forward.so")
            start = time.perf_counter()
            subprocess.run([fpo_opt, source, "--emit=so", f"--inputs={inputs}", "-o", path], check=True)
            self.seconds = time.perf_counter() - start
            library = ctypes.CDLL(path)
        self.results = []
        for text in re.findall(r"tensor<([^>]*)>", gives):
            *sizes, element = text.split("x")
            self.results.append(aligned_zeros([int(size) for size in sizes], KINDS[element]))
        self.arrays = arrays = [numpy.ascontiguousarray(array) for array in arrays]  # the state points to parameters
        library.forward_init.restype = ctypes.c_void_p
        self.state = ctypes.c_void_p(library.forward_init(pointers(arrays[:len(arrays) - inputs])))
        self.inputs, self.outputs = pointers(arrays[len(arrays) - inputs:]), pointers(self.results)
        self.function = library.forward

    def __call__(self):
        if self.function(self.state, self.inputs, self.outputs):
            raise RuntimeError("the function failed")
        return self.results
