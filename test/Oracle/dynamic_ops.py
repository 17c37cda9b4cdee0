"""The ops of structured_ops, and some of tosa, on tensors of dynamic
shape: each in a function that is called with a tensor of a known one, so that the sizes are symbols there and numbers in all."""

import re

import structured_ops
import tosa_ops

TENSOR = re.compile(r"(?<!> : )tensor<((?:\d+x)+)([a-z]\w*)>")


def open_sizes(text):
    return TENSOR.sub(lambda m: "tensor<" + re.sub(r"\d+", "?", m[1]) + m[2] + ">", text)


def dynamic(name, text):
    """`text`, a function of tensors that returns one, with open sizes, and a caller with those of `text`. Windows have
    sizes that are known."""
    window = re.search(r"%a1: (tensor<[^>]*>)", text) if re.match("conv|depthwise|pool", name) else None
    if window:
        return dynamic("w_" + name, text.replace(f"@{name}(", f"@w_{name}(").replace(window[1], "WINDOW")).replace(
            "WINDOW", window[1])
    head = re.match(r"func\.func @\w+\((.*?)\) -> \(?(tensor<[^>]*>)\)? \{", text)
    if not head or "tosa.const" in text or "return" not in text:
        return None
    args = re.findall(r"(%\w+): (tensor<[^>]*>|\w+)", head[1])
    lines, values = [], []
    for k, (arg, type) in enumerate(args):
        values.append(arg)
        if open_sizes(type) != type:
            lines.append(f"  %cast{k} = tensor.cast {arg} : {type} to {open_sizes(type)}")
            values[-1] = f"%cast{k}"
    types = ", ".join(open_sizes(type) for _, type in args)
    result = open_sizes(head[2])
    lines.append(f"  %result = call @{name}_open({', '.join(values)}) : ({types}) -> {result}")
    callee = open_sizes(text).replace(f"func.func @{name}(", f"func.func private @{name}_open(")
    body = "\n".join(lines)
    return f"{callee}\nfunc.func @{name}({head[1]}) -> {result} {{\n{body}\n  return %result : {result}\n}}\n"


def functions():
    made = {}
    for name, text in structured_ops.functions().items():
        # Tiles, and the sizes of Winograd's, are static.
        if (re.search(r"_[01]$", name) and not re.match(r"pack|unpack|winograd|mmt4d|batch_mmt4d", name)) or name in ("diagonal", "strided", "broadcast", "distance", "unused", "constant", "mixed"):
            made[name] = dynamic(name, text)
    for name, text in tosa_ops.functions().items():
        if re.match(r"(transpose|concat)$", name):
            made[name] = dynamic(name, text)
    return {name: text for name, text in made.items() if text}
