#!/usr/bin/env python3
"""MACs of architectures of torchvision, timm and transformers beside fvcore, ptflops and torch's counter.

    architectures.py [NAME...] > docs/Architectures.md

Needs the packages of `fpo[torch]`, torch-mlir, torchvision, timm, transformers, fvcore and ptflops. A
line for each architecture that the counters disagree on says which operations make the difference; it
is left open where these do not add up to it.
"""

import contextlib
import io
import logging
import sys
import time
import warnings

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
    """What some counters leave out or add: products of attention, and additions of biases."""

    def __init__(self):
        super().__init__()
        self.attention = self.biases = 0

    def __torch_dispatch__(self, function, types, arguments=(), options=None):
        result = function(*arguments, **(options or {}))
        name = function._overloadpacket.__name__
        if "scaled_dot_product" in name:
            query, key, value = arguments[:3]
            scores = query.shape[:-1].numel() * key.shape[-2]
            self.attention += scores * (query.shape[-1] + value.shape[-1])
        elif name == "addmm" or (name == "convolution" and arguments[2] is not None):
            self.biases += result.numel()
        return result


def count_torch(model, inputs):
    """MACs of torch's counter."""
    from torch.utils.flop_counter import FlopCounterMode

    with FlopCounterMode(display=False) as counter, torch.no_grad():
        model(*inputs)
    return counter.get_total_flops() // 2


def count_parts(model, inputs):
    # With gradients: without, PyTorch fuses whole attention blocks into one op.
    with Parts() as parts:
        model(*inputs)
    return parts


def tried(function, *arguments):
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return function(*arguments)
    except Exception as error:  # a peer may fail in any way
        return f"{type(error).__name__}"


def explain(ours, parts, peers):
    """Where the peers differ from ours, and which operations that is."""
    said = []
    for name, number in peers.items():
        if not isinstance(number, int):
            said.append(f"{name} fails ({number})")
            continue
        reasons = {
            f"{name} leaves attention out": -parts.attention,
            f"{name} adds the biases": parts.biases,
            f"{name} adds the biases and leaves attention out": parts.biases - parts.attention,
        }
        if number != ours:
            found = [why for why, n in reasons.items() if n and number - ours == n]
            said.append(f"{found[0] if found else f'{name}: open'} ({number - ours:+,})")
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
    why = explain(ours, count_parts(model, inputs), peers)
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
    for name in sys.argv[1:] or [*TORCHVISION, *TIMM, *TRANSFORMERS]:
        try:
            print(row(name), flush=True)
        except FpoError as error:
            print(f"| {name} | | | | | | | fpo: {error} |", flush=True)


if __name__ == "__main__":
    main()
