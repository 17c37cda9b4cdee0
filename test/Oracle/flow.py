"""Control flow, and ops on tensors and buffers, from Inputs/flow.mlir."""

import os
import re

# How often loops turn that count by themselves.
OPTIONS = ["--bind=trip(@while:4)=5", "--bind=trip(@block_loop:6)=7"]


def functions():
    made = {}
    with open(os.path.join(os.path.dirname(__file__), "Inputs", "flow.mlir")) as file:
        for text in file.read().split("// -----\n"):
            made[re.search(r"func\.func @(\w+)", text)[1]] = text
    return made
