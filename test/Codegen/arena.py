"""Checks the places that --fpo-plan-memory gave to buffers, in the text of a module that is read from stdin: those that are held
at the same time don't overlap. Prints what each arena takes, and the largest sum of what is held at once."""

import re
import sys

BYTES = {"f16": 2, "bf16": 2, "f32": 4, "f64": 8, "i1": 1, "i8": 1, "i16": 2, "i32": 4, "i64": 8, "index": 8}
VIEWS = ("memref.subview", "memref.expand_shape", "memref.collapse_shape", "memref.cast", "memref.reinterpret_cast", "memref.view")


def size(shape):
    *sizes, element = shape.split("x")
    number = BYTES[element]
    for each in sizes:
        number *= int(each)
    return -(-number // 64) * 64


def check(name, lines):
    constants = dict(re.findall(r"(%\w+) = arith\.constant (\d+) : index", "\n".join(lines)))
    buffers, root = {}, {}  # by the name of the view; views of views
    step = 0
    for line in lines:
        step += line.startswith("    %") or re.match(r"    \w", line) is not None
        made = re.match(r"\s*(%\w+) = (\S+) (.*)", line)
        if made and made[2] == "memref.view":
            offset, shape = re.match(r"%\w+\[(%\w+)\]\[\] : memref<\w+> to memref<(\w+)>", made[3]).groups()
            buffers[made[1]] = [int(constants[offset]), size(shape), None, None]
            root[made[1]] = made[1]
            continue
        used = {root[value] for value in re.findall(r"%\w+", line) if value in root}
        if made and made[2] in VIEWS:
            if used:
                root[made[1]] = used.pop()
            continue
        for value in used:
            buffer = buffers[value]
            buffer[2] = step if buffer[2] is None else buffer[2]
            buffer[3] = step
    held = [buffer for buffer in buffers.values() if buffer[2] is not None]
    for i, (offset, bytes, begin, end) in enumerate(held):
        for other, others, first, last in held[:i]:
            if begin <= last and first <= end and offset < other + others and other < offset + bytes:
                sys.exit(f"{name}: {offset} to {offset + bytes} and {other} to {other + others} are held at the same time")
    most = max((sum(bytes for _, bytes, begin, end in held if begin <= at <= end) for _, _, at, _ in held), default=0)
    print(f"{name}: {len(held)} buffers, an arena of {max((o + b for o, b, _, _ in held), default=0)} bytes, "
          f"at most {most} held at once, {sum(b for _, b, _, _ in held)} in all")


def main():
    text = sys.stdin.read()
    found = False
    for name, body in re.findall(r"^  func\.func @(\S+?)\(.*?\{\n(.*?)^  \}", text, re.MULTILINE | re.DOTALL):
        check(name, body.split("\n"))
        found = True
    if not found:
        sys.exit("there is no function")


main()
