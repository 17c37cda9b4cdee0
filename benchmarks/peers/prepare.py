"""Writes what the peers of a model need: prepare.py MODEL DIRECTORY

DIRECTORY gets model.onnx and model.linalg.mlir; weightN.npy, parameters and then buffers in the order of PyTorch; inputN.npy; outputN.npy, what
PyTorch computes.
"""

import os
import sys

import numpy
import torch

from networks import make


class Functional(torch.nn.Module):
    """`module` with its weights as arguments."""

    def __init__(self, module):
        super().__init__()
        self.module = module

    def forward(self, weights, *inputs):
        return torch.func.functional_call(self.module, weights, inputs)


def export(module, inputs, path):
    """Writes the module as linalg."""
    from torch_mlir import fx

    weights = dict([*module.named_parameters(), *module.named_buffers()])
    program = torch.export.export(Functional(module), (weights, *inputs), strict=False)
    imported = fx.export_and_import(program, output_type="linalg-on-tensors", func_name="forward")
    with open(path, "w") as file:
        file.write(imported.operation.get_asm(large_elements_limit=16, large_resource_limit=16))


def main():
    name, directory = sys.argv[1:]
    os.makedirs(directory, exist_ok=True)
    module, inputs = make(name)
    weights = [*module.parameters(), *module.buffers()]

    def save(kind, tensors):
        for number, tensor in enumerate(tensors):
            numpy.save(os.path.join(directory, f"{kind}{number}.npy"), tensor.detach().contiguous().numpy())

    save("weight", weights)
    save("input", inputs)
    with torch.no_grad():
        outputs = module(*inputs)
        save("output", [outputs] if isinstance(outputs, torch.Tensor) else outputs)
        export(module, inputs, os.path.join(directory, "model.linalg.mlir"))
    torch.onnx.export(module, inputs, os.path.join(directory, "model.onnx"), dynamo=True, external_data=True, optimize=True,
                      verbose=False)


if __name__ == "__main__":
    main()
