"""Writes what the peers of a model need: prepare.py MODEL DIRECTORY

DIRECTORY gets model.onnx; weightN.npy, parameters and then buffers in the order of PyTorch; inputN.npy and output.npy, what
PyTorch computes.
"""

import os
import sys

import numpy
import torch

from networks import make


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
    with torch.inference_mode():
        save("output", [module(*inputs)])
    torch.onnx.export(module, inputs, os.path.join(directory, "model.onnx"), dynamo=True, external_data=True, optimize=True,
                      verbose=False)


main()
