#!/usr/bin/env python3
"""Count the taps of random padded, dilated and transposed convolutions one by one, and compare.

    padding.py FPO_OPT [CASES] [SEED]

Each case is a function whose one convolution or pooling reads an image of which some positions are data and the others
are filling. Here the positions are a list of booleans that goes through the same steps as the image, and the taps are
counted by looking at each. The analysis counts them in closed form.
"""

import itertools
import json
import random
import subprocess
import sys


class Axis:
    """The positions of one axis: data or filling."""

    def __init__(self, size):
        self.data = [True] * size

    def pad(self, low, high):
        self.data = [False] * low + self.data + [False] * high

    def dilate(self, stride, low, high):
        dilated = [False] * (low + (len(self.data) - 1) * stride + 1 + high)
        for i, is_data in enumerate(self.data):
            dilated[low + i * stride] = is_data
        self.data = dilated

    def slice(self, offset, size, stride):
        self.data = self.data[offset : offset + (size - 1) * stride + 1 : stride]

    def __len__(self):
        return len(self.data)


def outputs(size, kernel, stride, dilation):
    return (size - (kernel - 1) * dilation - 1) // stride + 1


def taps(axis, kernel, stride, dilation, count):
    """The taps of all windows that lie on data."""
    return sum(axis.data[at * stride + tap * dilation] for at in range(count) for tap in range(kernel))


def shape(*sizes, element="f32"):
    return "tensor<" + "x".join(map(str, sizes)) + f"x{element}>"


class Program:
    """Steps on an image of N, C, H, W."""

    def __init__(self, rng, batch, channels, sizes, filling="0.0"):
        self.rng = rng
        self.axes = [Axis(size) for size in sizes]
        self.outer = (batch, channels)
        self.lines = [f"%z = arith.constant {filling} : f32"]
        self.value = "%x"
        self.names = itertools.count()
        self.type = self.input_type = self.image()

    def image(self):
        return shape(*self.outer, *map(len, self.axes))

    def step(self, text):
        name = f"%v{next(self.names)}"
        self.lines.append(f"{name} = " + text)
        self.value = name
        self.type = self.image()

    def pad(self):
        lows = [self.rng.randrange(3) for _ in self.axes]
        highs = [self.rng.randrange(3) for _ in self.axes]
        before = self.type
        for axis, low, high in zip(self.axes, lows, highs):
            axis.pad(low, high)
        indices = ", ".join(f"%i{k}: index" for k in range(2 + len(self.axes)))
        self.step(f"tensor.pad {self.value} low[0, 0, {', '.join(map(str, lows))}] high[0, 0, {', '.join(map(str, highs))}] "
                  f"{{ ^bb0({indices}): tensor.yield %z : f32 }} : {before} to {self.image()}")

    def insert(self):
        before, source = self.type, self.value
        offsets, strides, sizes = [], [], list(map(len, self.axes))
        for axis in self.axes:
            offset, stride, high = self.rng.randrange(3), self.rng.randrange(1, 4), self.rng.randrange(3)
            axis.dilate(stride, offset, high)
            offsets.append(offset)
            strides.append(stride)
        to = self.image()
        n = next(self.names)
        self.lines += [f"%e{n} = tensor.empty() : {to}",
                       f"%f{n} = linalg.fill ins(%z : f32) outs(%e{n} : {to}) -> {to}"]
        lists = [", ".join(map(str, [a, b, *rest]))
                 for a, b, rest in [(0, 0, offsets), (*self.outer, sizes), (1, 1, strides)]]
        self.step(f"tensor.insert_slice {source} into %f{n}[{lists[0]}] [{lists[1]}] [{lists[2]}] : {before} into {to}")

    def slice(self):
        before = self.type
        offsets, strides, sizes = [], [], []
        for axis in self.axes:
            stride = self.rng.randrange(1, 3)
            offset = self.rng.randrange(min(2, len(axis)))
            size = (len(axis) - offset - 1) // stride + 1
            axis.slice(offset, size, stride)
            offsets.append(offset)
            strides.append(stride)
            sizes.append(size)
        lists = [", ".join(map(str, [a, b, *rest]))
                 for a, b, rest in [(0, 0, offsets), (*self.outer, sizes), (1, 1, strides)]]
        self.step(f"tensor.extract_slice {self.value}[{lists[0]}] [{lists[1]}] [{lists[2]}] : {before} to {self.image()}")

    def copy(self):
        """A view that puts a dimension of 1 in front, an op that keeps zeros, and back."""
        n = next(self.names)
        wide = shape(1, *self.outer, *map(len, self.axes))
        groups = "[[0, 1], [2], " + ", ".join(f"[{3 + k}]" for k in range(len(self.axes))) + "]"
        before = self.type
        sizes = ", ".join(map(str, [1, *self.outer, *map(len, self.axes)]))
        self.lines += [f"%w{n} = tensor.expand_shape {self.value} {groups} output_shape [{sizes}] : {before} into {wide}",
                       f"%n{n} = arith.negf %w{n} : {wide}"]
        self.step(f"tensor.collapse_shape %n{n} {groups} : {wide} into {before}")


def linalg_case(rng, index):
    spatial = rng.choice([1, 2, 2, 3])
    kind = rng.choice(["conv", "conv", "depthwise", "sum", "max"]) if spatial == 2 else "conv"
    program = Program(rng, rng.randrange(1, 3), rng.randrange(1, 4), [rng.randrange(1, 9) for _ in range(spatial)],
                      "0xFF800000" if kind == "max" else "0.0")
    steps = [program.pad, program.insert] + ([] if kind == "max" else [program.copy, program.slice])
    for step in rng.choices(steps, k=rng.randrange(3)):
        step()
    kernels, strides, dilations = [], [], []
    for axis in program.axes:
        kernel = rng.randrange(1, 1 + min(4, len(axis)))
        dilation = rng.randrange(1, 1 + min(3, (len(axis) - 1) // (kernel - 1))) if kernel > 1 and len(axis) > kernel else 1
        kernels.append(kernel)
        dilations.append(dilation)
        strides.append(rng.randrange(1, 4))
    counts = [outputs(len(a), k, s, d) for a, k, s, d in zip(program.axes, kernels, strides, dilations)]
    batch, channels = program.outer
    filters = rng.randrange(1, 4)
    useful = batch
    executed = batch
    for axis, k, s, d, n in zip(program.axes, kernels, strides, dilations, counts):
        useful *= taps(axis, k, s, d, n)
        executed *= n * k
    attributes = (f"{{strides = dense<[{', '.join(map(str, strides))}]> : tensor<{spatial}xi64>, "
                  f"dilations = dense<[{', '.join(map(str, dilations))}]> : tensor<{spatial}xi64>}}")
    if kind == "conv":
        name = {1: "conv_1d_ncw_fcw", 2: "conv_2d_nchw_fchw", 3: "conv_3d_ncdhw_fcdhw"}[spatial]
        weight, out = shape(filters, channels, *kernels), shape(batch, filters, *counts)
        per_tap, is_mac = filters * channels, True
    elif kind == "depthwise":
        name = "depthwise_conv_2d_nchw_chw"
        weight, out = shape(channels, *kernels), shape(batch, channels, *counts)
        per_tap, is_mac = channels, True
    else:
        name = "pooling_nchw_" + kind
        weight, out = shape(*kernels), shape(batch, channels, *counts)
        per_tap, is_mac = channels, False
    program.lines.append(f"%r = linalg.{name} {attributes} ins({program.value}, %w : {program.type}, {weight}) "
                         f"outs(%o : {out}) -> {out}")
    text = (f"func.func @linalg_{index}(%x: {program.input_type}, %w: {weight}, %o: {out}) -> {out} {{\n  "
            + "\n  ".join(program.lines) + f"\n  return %r : {out}\n}}\n")
    return text, f"linalg_{index}", name, useful * per_tap, executed * per_tap, is_mac


def tosa_case(rng, index):
    kind = rng.choice(["conv2d", "conv3d", "depthwise_conv2d", "avg_pool2d", "max_pool2d", "transpose_conv2d"])
    spatial = 3 if kind == "conv3d" else 2
    batch, channels, filters = rng.randrange(1, 3), rng.randrange(1, 4), rng.randrange(1, 4)
    is_pool = kind.endswith("pool2d")
    sizes, kernels, strides, dilations, pads, counts = [], [], [], [], [], []
    useful = executed = 1
    for _ in range(spatial):
        kernel, stride, dilation = rng.randrange(1, 4), rng.randrange(1, 4), 1 if is_pool else rng.randrange(1, 3)
        axis = Axis(rng.randrange(1, 8))
        size = len(axis)
        if kind == "transpose_conv2d":
            low, high = rng.randrange(-kernel + 1, 3), rng.randrange(-kernel + 1, 3)
            count = (size - 1) * stride + low + high + kernel
            if count < 1:
                low = high = 0
                count = (size - 1) * stride + kernel
            useful *= sum(0 <= at * stride + tap + low < count for at in range(size) for tap in range(kernel))
            executed *= size * kernel
        else:
            low, high = rng.randrange(kernel), rng.randrange(kernel)
            axis.pad(low, high)
            # The windows must fit exactly.
            while len(axis) < (kernel - 1) * dilation + 1 or (len(axis) - (kernel - 1) * dilation - 1) % stride:
                size += 1
                axis = Axis(size)
                axis.pad(low, high)
            count = outputs(len(axis), kernel, stride, dilation)
            useful *= taps(axis, kernel, stride, dilation, count)
            executed *= count * kernel
        sizes.append(size)
        kernels.append(kernel)
        strides.append(stride)
        dilations.append(dilation)
        pads += [low, high]
        counts.append(count)

    def array(values):
        return "array<i64: " + ", ".join(map(str, values)) + ">"

    image = shape(batch, *sizes, channels)
    constants = ['%zero = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>']
    if is_pool:
        out = shape(batch, *counts, channels)
        per_tap = batch * channels
        arguments = f"%x: {image}"
        attributes = f"kernel = {array(kernels)}, stride = {array(strides)}, pad = {array(pads)}"
        if kind == "avg_pool2d":
            op = (f"tosa.avg_pool2d %x, %zero, %zero {{{attributes}, acc_type = f32}} : "
                  f"({image}, tensor<1xf32>, tensor<1xf32>) -> {out}")
        else:
            op = f"tosa.max_pool2d %x {{{attributes}}} : ({image}) -> {out}"
    else:
        if kind == "depthwise_conv2d":
            weight, out_channels = shape(*kernels, channels, filters), channels * filters
        else:
            weight, out_channels = shape(filters, *kernels, channels), filters
        per_tap = batch * channels * filters
        out, bias = shape(batch, *counts, out_channels), shape(out_channels)
        arguments = f"%x: {image}, %w: {weight}, %b: {bias}"
        attributes = f"stride = {array(strides)}, acc_type = f32"
        if kind == "transpose_conv2d":
            attributes += f", out_pad = {array(pads)}"
        else:
            attributes += f", pad = {array(pads)}, dilation = {array(dilations)}"
        op = (f"tosa.{kind} %x, %w, %b, %zero, %zero {{{attributes}}} : "
              f"({image}, {weight}, {bias}, tensor<1xf32>, tensor<1xf32>) -> {out}")
    text = (f"func.func @tosa_{index}({arguments}) -> {out} {{\n  " + "\n  ".join(constants + [f"%r = {op}"])
            + f"\n  return %r : {out}\n}}\n")
    return text, f"tosa_{index}", kind, useful * per_tap, executed * per_tap, not is_pool


def main():
    fpo_opt = sys.argv[1]
    cases = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 0)
    made = [make(rng, i) for i in range(cases) for make in (linalg_case, tosa_case)]
    done = subprocess.run([fpo_opt, "-", "--emit=json", "--count=useful"], input="".join(text for text, *_ in made),
                          capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(done.stderr[:4000])
    ops = {}
    for op in json.loads(done.stdout)["ops"]:
        if op["op"].split(".")[1].startswith(("conv", "depthwise", "pooling", "avg_pool", "max_pool", "transpose_conv")):
            ops[op["function"]] = op
    bad = wasteful = 0
    for text, name, kind, useful, executed, is_mac in made:
        if name not in ops:
            assert executed == 0, text
            continue
        op = ops[name]
        if is_mac:
            found = op["mac"], op["mac"] + op["waste"]["mac"]
            # A bias of depthwise_conv2d is added beside.
        else:
            # The average also divides, once for each output.
            beside = op["mul"].get("f32", 0) // 5 * 2 if kind == "avg_pool2d" else 0
            found = op["add"].get("f32", 0) - beside, op["add"].get("f32", 0) - beside + op["waste"]["fpo"]
        wasteful += useful != executed
        if found != (useful, executed):
            bad += 1
            if bad < 5:
                print(f"{kind}: counted {found}, enumerated {(useful, executed)}\n{text}")
    print(f"{len(made) - bad} of {len(made)} cases agree, {wasteful} with waste")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
