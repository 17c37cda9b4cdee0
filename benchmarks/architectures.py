#!/usr/bin/env python3
"""MACs of architectures of torchvision, timm and transformers beside fvcore, ptflops and torch's counter.

    architectures.py [NAME...] > docs/Architectures.md

Needs the packages of `fpo[torch]`, torch-mlir, torchvision, timm, transformers, fvcore and ptflops. The
last column says which operations make the difference where counters disagree, counted from the sizes of
the operands. Where these do not add up to the whole difference it says "open", and the exit status is 1.
"""

import contextlib
import io
import logging
import math
import sys
import time
import warnings
from collections import Counter

import torch
from torch.utils._python_dispatch import TorchDispatchMode

import fpo
from fpo.errors import FpoError

# A torchvision that is built for another torch has no operators. Classifiers need none.
with contextlib.suppress(RuntimeError):
    for operator in ("nms", "qnms"):
        torch.library.define(f"torchvision::{operator}", "(Tensor a, Tensor b, float c) -> Tensor")

TORCHVISION = (
    "alexnet vgg11 resnet18 resnet50 resnext50_32x4d wide_resnet50_2 densenet121 mobilenet_v2 "
    "mobilenet_v3_small shufflenet_v2_x1_0 squeezenet1_0 mnasnet1_0 googlenet efficientnet_b0 "
    "regnet_y_400mf convnext_tiny vit_b_16 swin_t"
).split()
TIMM = (
    "resnet26 deit_tiny_patch16_224 mixer_s32_224 ghostnet_100 lcnet_050 poolformer_s12 resmlp_12_224 "
    "repvgg_a0 edgenext_xx_small hardcorenas_a dla34 selecsls42b"
).split()
TRANSFORMERS = "Bert DistilBert Roberta Electra Albert GPT2 OPT T5Encoder Llama".split()
# What counters call their multiplications and additions of matrices.
PRODUCTS = {"conv", "linear", "addmm", "matmul", "bmm", "baddbmm", "einsum", "mm"}


class Output(torch.nn.Module):
    """A model of transformers that gives one tensor."""

    def __init__(self, model, options):
        super().__init__()
        self.model, self.options = model, options

    def forward(self, ids):
        return self.model(ids, **self.options)[0]


def make_transformer(name):
    import transformers

    kind = name.removesuffix("Encoder")
    config = getattr(transformers, f"{kind}Config")()
    for layers in ("num_hidden_layers", "n_layer", "num_layers", "n_layers"):
        if hasattr(config, layers):
            setattr(config, layers, 2)
    if name == "Llama":
        config.hidden_size, config.intermediate_size, config.vocab_size = 512, 1376, 1000
        config.num_attention_heads = config.num_key_value_heads = 8
        config.head_dim = 64
    config._attn_implementation = "sdpa" if name != "T5Encoder" else "eager"
    model = getattr(transformers, f"{name}Model")(config).eval()
    options = {"use_cache": False} if name in ("GPT2", "OPT", "Llama") else {}
    return Output(model, options), (torch.randint(0, 500, (1, 128)),)


def make(name):
    """The library of an architecture, the model, and its inputs."""
    if name in TORCHVISION:
        import torchvision

        return "torchvision", getattr(torchvision.models, name)(weights=None).eval(), image()
    if name in TIMM:
        import timm

        return "timm", timm.create_model(name, pretrained=False).eval(), image()
    return "transformers", *make_transformer(name)


def image():
    return (torch.randn(1, 3, 224, 224),)


def count_fvcore(model, inputs):
    """MACs of fvcore, of products alone: it counts normalisations as well."""
    from fvcore.nn import FlopCountAnalysis

    analysis = FlopCountAnalysis(model, inputs)
    analysis.unsupported_ops_warnings(False).uncalled_modules_warnings(False)
    by_operator = analysis.by_operator()
    return sum(n for op, n in by_operator.items() if op in PRODUCTS)


def count_ptflops(model, inputs):
    """MACs of ptflops, by its counter of aten ops."""
    from ptflops import get_model_complexity_info

    macs, _ = get_model_complexity_info(
        model,
        tuple(inputs[0].shape[1:]),
        input_constructor=(lambda _: inputs[0]) if inputs[0].dtype == torch.int64 else None,
        as_strings=False,
        print_per_layer_stat=False,
        verbose=False,
        backend="aten",
    )
    return macs


class Parts(TorchDispatchMode):
    """What some counters leave out or add, each a sum of products of sizes.

    `attention`: the products of fused attention. `fused`: those of `nn.MultiheadAttention`, which PyTorch
    runs as one op when no gradients are asked for. `biases`: their additions.
    """

    def __init__(self):
        super().__init__()
        self.attention, self.fused, self.biases = Counter(), Counter(), 0

    def __torch_dispatch__(self, function, types, arguments=(), options=None):
        result = function(*arguments, **(options or {}))
        name = function._overloadpacket.__name__
        if "scaled_dot_product" in name:
            query, key, value = arguments[:3]
            scores = (*query.shape[:-1], key.shape[-2])
            self.attention[(*scores, query.shape[-1] + value.shape[-1])] += 1
        elif name == "_native_multi_head_attention":
            # Of self-attention: the projections of query, key and value, that of the output, and attention.
            query, _, _, width, heads = arguments[:5]
            batch, length = query.shape[:2]
            self.fused[(batch, length, width, 4 * width)] += 1
            self.fused[(batch, heads, length, length, 2 * width // heads)] += 1
        elif name == "addmm" or (name == "convolution" and arguments[2] is not None):
            self.biases += result.numel()
        return result


def count_torch(model, inputs):
    """MACs of torch's counter."""
    from torch.utils.flop_counter import FlopCounterMode

    with FlopCounterMode(display=False) as counter, torch.no_grad():
        model(*inputs)
    return counter.get_total_flops() // 2


def count_parts(model, inputs, gradients):
    with Parts() as parts, torch.set_grad_enabled(gradients):
        model(*inputs)
    return parts


def count_unused(model, inputs):
    """Products of linear layers that run, and that the result does not depend on: it has no gradient for them."""
    ran = {}

    def note(layer, arguments, output):
        ran[layer] = (*output.shape, layer.in_features)

    linear = [each for each in model.modules() if isinstance(each, torch.nn.Linear)]
    hooks = [each.register_forward_hook(note) for each in linear]
    output = model(*inputs)
    for hook in hooks:
        hook.remove()
    layers = [layer for layer in ran if layer.weight.requires_grad]
    if not layers:
        return Counter()
    gradients = torch.autograd.grad(output.sum(), [layer.weight for layer in layers], allow_unused=True)
    return Counter(ran[layer] for layer, gradient in zip(layers, gradients) if gradient is None)


def total(products):
    return sum(times * math.prod(sizes) for sizes, times in products.items())


def spell(products):
    """The arithmetic of a sum of products of sizes."""

    def term(sizes, times):
        factors = " x ".join(str(size) for size in sizes if size != 1)
        return f"{times} x {factors}" if times > 1 else factors

    return " + ".join(term(*each) for each in products.items())


def tried(function, *arguments):
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return function(*arguments)
    except Exception as error:  # a peer may fail in any way
        return f"{type(error).__name__}"


def explain(ours, peers, model, inputs):
    """Which operations each peer leaves out or adds. What these do not add up to is said to be open."""
    unused = count_unused(model, inputs)
    traced, run = (count_parts(model, inputs, gradients) for gradients in (True, False))
    # Of each peer: fvcore counts what is traced, ptflops what runs with gradients, torch what runs without.
    reasons = {
        "fvcore": [("leaves attention out", -1, traced.attention)],
        "ptflops": [
            ("leaves attention out", -1, traced.attention),
            ("counts what the result does not need", 1, unused),
            ("adds the biases", 1, traced.biases),
        ],
        "torch": [
            ("leaves attention out", -1, run.attention),
            ("leaves fused nn.MultiheadAttention out", -1, run.fused),
            ("counts what the result does not need", 1, unused),
        ],
    }
    said = []
    for name, number in peers.items():
        if not isinstance(number, int):
            said.append(f"{name} fails ({number})")
            continue
        parts, left = [], number - ours
        for why, sign, what in reasons[name]:
            amount = sign * (what if isinstance(what, int) else total(what))
            if amount:
                spelled = "" if isinstance(what, int) else f": {spell(what)}"
                parts.append(f"{why} ({amount:+,}{spelled})")
                left -= amount
        if left:
            parts.append(f"open ({left:+,})")
        if parts:
            said.append(f"{name} {', '.join(parts)}")
    return "; ".join(said)


def row(name):
    library, model, inputs = make(name)
    start = time.perf_counter()
    report = fpo.analyze(model, *inputs)
    seconds = time.perf_counter() - start
    fvcore = tried(count_fvcore, model, inputs)
    ptflops = tried(count_ptflops, model, inputs)
    peers = {"fvcore": fvcore, "ptflops": ptflops, "torch": tried(count_torch, model, inputs)}
    ours = report.totals.mac
    why = explain(ours, peers, model, inputs)
    if report.unknown:
        why = "; ".join([why, "unknown: " + ", ".join(sorted({u.op for u in report.unknown}))])

    def cell(number):
        return f"{number:,}" if isinstance(number, int) else str(number)

    cells = [name, library, *map(cell, (ours, *peers.values())), f"{seconds:.1f}", why]
    return f"| {' | '.join(cells)} |"


def main():
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    print("| architecture | library | fpo | fvcore | ptflops | torch | s | differences |")
    print("|---|---|--:|--:|--:|--:|--:|---|")
    is_open = False
    for name in sys.argv[1:] or [*TORCHVISION, *TIMM, *TRANSFORMERS]:
        try:
            line = row(name)
        except FpoError as error:
            line = f"| {name} | | | | | | | fpo: {error}; open |"
        print(line, flush=True)
        is_open |= "open" in line
    sys.exit(is_open)


if __name__ == "__main__":
    main()
