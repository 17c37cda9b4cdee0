"""Makes tiny_*.mlir and tiny_*.bin: small networks of PyTorch, and what PyTorch computes with them.

usage: make-tiny.py DIRECTORY

Wants torch 2.13.0 and torch-mlir 20261001 (pip install --no-deps). A .bin file holds parameters, buffers, inputs and results, one
after the other in the order of the function, row-major.
"""

import os
import sys

import torch
from torch import nn
from torch_mlir import fx


class Cnn(nn.Module):
    """Ordinary, depthwise and pointwise convolutions, batch norm, a residual, pooling and a classifier."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 20, 5, 2, 2), nn.BatchNorm2d(20), nn.ReLU(), nn.MaxPool2d(3, 2, 1))
        self.body = nn.Sequential(nn.Conv2d(20, 36, 1), nn.ReLU6(), nn.Conv2d(36, 36, 3, 1, 1, groups=36), nn.BatchNorm2d(36),
                                  nn.Hardswish(), nn.Conv2d(36, 20, 3, 1, 1))
        self.head = nn.Linear(20, 17)

    def forward(self, x):
        x = self.stem(x)
        return self.head(torch.relu(x + self.body(x)).mean((2, 3)))


class Transformer(nn.Module):
    """Two layers with causal attention, of 3 heads, on 11 tokens; the embedding is that of the result too."""

    def __init__(self, width=48, heads=3, words=61, length=11):
        super().__init__()
        self.heads, self.words = heads, nn.Embedding(words, width)
        self.positions = nn.Parameter(0.1 * torch.randn(length, width))
        self.layers = nn.ModuleList([nn.ModuleDict({
            "norm": nn.LayerNorm(width), "qkv": nn.Linear(width, 3 * width), "out": nn.Linear(width, width),
            "norm2": nn.LayerNorm(width), "up": nn.Linear(width, 2 * width), "down": nn.Linear(2 * width, width)}) for _ in range(2)])
        self.register_buffer("mask", torch.full((length, length), float("-inf")).triu(1))

    def forward(self, ids):
        x = self.words(ids) + self.positions
        for layer in self.layers:
            q, k, v = (part.unflatten(-1, (self.heads, -1)).transpose(1, 2) for part in layer["qkv"](layer["norm"](x)).chunk(3, -1))
            weights = torch.softmax(q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5 + self.mask, -1)
            x = x + layer["out"]((weights @ v).transpose(1, 2).flatten(2))
            x = x + layer["down"](nn.functional.gelu(layer["up"](layer["norm2"](x))))
        return x @ self.words.weight.T


class Functional(nn.Module):
    """`module` with its parameters as arguments."""

    def __init__(self, module):
        super().__init__()
        self.module = module

    def forward(self, parameters, *inputs):
        return torch.func.functional_call(self.module, parameters, inputs)


def main():
    torch.manual_seed(0)
    for name, module, inputs in [("tiny_cnn", Cnn(), (torch.randn(1, 3, 37, 29),)),
                                 ("tiny_transformer", Transformer(), (torch.randint(0, 61, (2, 11)),))]:
        with torch.no_grad():
            module.train()(torch.randn(4, 3, 37, 29)) if name == "tiny_cnn" else None
            module.eval()
            parameters = dict([*module.named_parameters(), *module.named_buffers()])
            result = module(*inputs)
            program = torch.export.export(Functional(module), (parameters, *inputs), strict=False)
        imported = fx.export_and_import(program, output_type="linalg-on-tensors", func_name="forward")
        base = os.path.join(sys.argv[1], name)
        with open(base + ".linalg.mlir", "w") as file:
            file.write(imported.operation.get_asm(large_elements_limit=16, large_resource_limit=16))
        with open(base + ".bin", "wb") as file:
            for tensor in [*parameters.values(), *inputs, result]:
                file.write(tensor.detach().contiguous().numpy().tobytes())


main()
