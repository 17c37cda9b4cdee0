#!/usr/bin/env python3
"""ResNet-18: the derived backward pass against the graph that PyTorch's autograd made.

    training.py FPO_OPT MODEL

MODEL computes a loss, forward, and the gradients of 62 parameters. What computes the loss alone is cut out of it, and the
backward pass that is derived from that must cost what MODEL does, but for the differences that are listed here, each
counted from the shapes of the network.
"""

import json
import re
import subprocess
import sys

PIXELS = {1: 112 * 112, 2: 56 * 56, 3: 28 * 28, 4: 14 * 14, 5: 7 * 7}  # of the five resolutions


def convolutions():
    """(inputs, outputs, kernel, stride, pixels of the result) of all 20, the downsampling ones marked."""
    yield 3, 64, 7, 2, PIXELS[1], False
    for stage, (inputs, outputs) in enumerate([(64, 64), (64, 128), (128, 256), (256, 512)], start=2):
        stride = 1 if stage == 2 else 2
        yield inputs, outputs, 3, stride, PIXELS[stage], False
        for _ in range(3):
            yield outputs, outputs, 3, 1, PIXELS[stage], False
        if stride == 2:
            yield inputs, outputs, 1, 2, PIXELS[stage], True


def differences():
    """What PyTorch's graph does beyond the derived backward pass (or less): name, MAC, ADD, MUL."""
    layers = list(convolutions())
    strided = [layer for layer in layers if layer[3] == 2]
    macs = {layer: layer[0] * layer[1] * layer[2] ** 2 * layer[4] for layer in layers}
    # The input's gradient is a convolution of the result's gradient with zeros between its elements: 4 times the taps.
    # The image wants none.
    n = sum(3 * macs[layer] for layer in strided[1:])
    yield "zeros between the gradients of strided convolutions", n, n, n
    # A weight's gradient is a convolution by the dilated gradient, of which the last row and column are cut off again.
    n = sum(((k + 1) ** 2 - k ** 2) * i * o * pixels for i, o, k, _, pixels, _ in strided)
    yield "rows and columns of weights' gradients that are cut off", n, n, n
    # Their gradients are computed in groups, of which there is one.
    yield "sums over one group", 0, sum(i * o * k * k for i, o, k, *_ in strided), 0
    normalized = sum(o * pixels for _, o, _, _, pixels, _ in layers)
    channels = sum(o for _, o, *_ in layers)
    # y = (x - mean) invstd w + b: the graph subtracts the mean again, and multiplies by invstd w at once.
    yield "batch norms: x - mean once more", 0, normalized, 0
    yield "batch norms: invstd w at once", 0, 0, 2 * channels - normalized
    # That of a downsampling batch norm has the same gradient as the one that it is added to.
    yield "batch norms: biases that share their gradient", 0, -sum(o * p for _, o, _, _, p, down in layers if down), 0
    # All but the downsampling convolutions are followed by one.
    rectified = sum(o * pixels for _, o, _, _, pixels, down in layers if not down)
    yield "comparisons of ReLUs once more", 0, rectified, 0
    pooled = 64 * PIXELS[2]
    yield "positions of the maxima", 0, 9 * pooled, 0
    yield "scatter of the maximum pooling (unknown in the graph)", 0, -pooled, 0
    # A batch of one needs no sum.
    yield "sum of the last bias over a batch of one", 0, 1000, 0
    # The gradient of the loss is divided by 1000, that of the average by 49: before they are broadcast, or after.
    divisions = (1000 + 512 * 49) - (1 + 512)
    yield "divisions after a broadcast", 0, 2 * divisions, 5 * divisions


def cut_out_forward(text):
    """The same function, which returns the loss alone."""
    end = re.search(r'"func\.return"\((%\d+), [^)]*\) : \(tensor<f32>[^\n]*\n', text)
    text = text[:end.start()] + f'"func.return"({end.group(1)}) : (tensor<f32>) -> ()\n' + text[end.end():]
    text = re.sub(r"-> \(tensor<f32>, [^)]*\), sym_name", "-> (tensor<f32>), sym_name", text)
    # What is left of the backward pass is dead but for this op, which nothing is known of.
    return re.sub(r'"tm_tensor\.scatter"\(.*?\n    \}\) : [^\n]*-> (tensor<[^\n]*>)\n', r'"tensor.empty"() : () -> \1\n',
                  text, flags=re.DOTALL)


def report(command, text=None):
    done = subprocess.run(command, input=text, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(done.stderr[:2000])
    return json.loads(done.stdout)


def main():
    fpo_opt, model = sys.argv[1:]
    whole = report([fpo_opt, model, "--emit=json", "--allow-unregistered-dialect"])
    assert [entry["op"] for entry in whole["unknown"]] == ["tm_tensor.scatter"], whole["unknown"]
    whole = whole["totals"]
    with open(model) as file:
        forward = cut_out_forward(file.read())
    # 62 parameters, 20 means, variances and counters of batch norms, and the image.
    command = [fpo_opt, "-", "--cse", "--canonicalize", "--emit=json", "--training=sgd", "--inputs=61"]
    training = report(command, forward)["training"]
    assert not training["unknown"], training["unknown"]

    step = [training["forward"][q] + training["backward"][q] for q in ("mac",)]
    step += [training["forward"][q]["f32"] + training["backward"][q]["f32"] for q in ("add", "mul")]
    graph = [whole["mac"][0], whole["add"]["f32"][0], whole["mul"]["f32"][0]]
    print("forward MAC", training["forward"]["mac"])
    print("derived", *step)
    for name, *numbers in differences():
        print(f"  {name}:", *numbers)
        step = [a + b for a, b in zip(step, numbers)]
    print("with these", *step)
    print("PyTorch", *graph)
    print("trained", training["trained_params"])

    both = report(command + ["--input-gradients"], forward)["training"]
    print("MAC with the gradient of the image", both["forward"]["mac"] + both["backward"]["mac"])
    return 0 if step == graph else 1


if __name__ == "__main__":
    sys.exit(main())
