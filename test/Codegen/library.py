"""Functions of a shared library that `fpo-opt --emit=so` wrote, called with arrays of Python."""

import array
import ctypes
import re

# The codes of the module `array` for element types of MLIR.
CODES = {"f32": "f", "f64": "d", "i1": "b", "i8": "b", "i16": "h", "i32": "i", "i64": "q"}


class Signature:
    """What a public function takes and gives, by its line in the text of a module: (sizes, element type) each."""

    def __init__(self, text):
        found = re.search(r"func\.func (?:public )?@(\w+)\((.*?)\)(?: -> (.*?))?(?: attributes .*)? \{$", text, re.MULTILINE)
        self.name, takes, gives = found.groups()
        self.takes, self.gives = self.tensors(takes), self.tensors(gives or "")

    @staticmethod
    def tensors(text):
        types = []
        for shape in re.findall(r"tensor<([^>]*)>", text):
            *sizes, element = shape.split("x")
            types.append((tuple(map(int, sizes)), element))
        return types


def count(sizes):
    number = 1
    for size in sizes:
        number *= size
    return number


def pointers(arrays):
    return (ctypes.c_void_p * max(1, len(arrays)))(*[each.buffer_info()[0] for each in arrays])


class Function:
    """A function of a library, with the state that its parameters give. The state keeps pointers to them."""

    def __init__(self, path, signature, parameters):
        library = ctypes.CDLL(path)
        init = getattr(library, signature.name + "_init")
        init.restype = ctypes.c_void_p
        self.run = getattr(library, signature.name)
        self.free = getattr(library, signature.name + "_free")
        self.parameters = parameters
        self.results = [array.array(CODES[element], bytes(array.array(CODES[element]).itemsize * count(sizes)))
                        for sizes, element in signature.gives]
        self.result_pointers = pointers(self.results)
        self.state = ctypes.c_void_p(init(pointers(parameters)))

    def __call__(self, inputs):
        """The results, which the next call overwrites."""
        if code := self.run(self.state, pointers(inputs), self.result_pointers):
            raise RuntimeError(f"the function returned {code}")
        return self.results

    def close(self):
        self.free(self.state)
