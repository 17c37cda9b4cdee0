"""What tells apart what is read and written, from Inputs/traffic.mlir: strides and gaps, diagonals, values that are operands
twice, narrow elements, slices, in place or not, gathers, views, masks."""

import os
import re


def functions():
    made = {}
    with open(os.path.join(os.path.dirname(__file__), "Inputs", "traffic.mlir")) as file:
        for text in file.read().split("// -----\n"):
            made[re.search(r"func\.func @(\w+)", text)[1]] = text
    return made
