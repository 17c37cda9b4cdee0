"""PyTorch: torch-eager and torch-compiled."""

import os
import time

import torch

from networks import make


def load(peer, directory, threads, inputs, options):
    torch.set_num_threads(threads)
    module, _ = make(os.path.basename(directory))
    inputs = [torch.from_numpy(each) for each in inputs]
    torch.set_grad_enabled(False)
    seconds = 0
    if peer == "torch-compiled":
        # Constants are folded and weights packed, as others do.
        from torch._inductor import config

        config.freezing = True
        start = time.perf_counter()
        module = torch.compile(module)
        module(*inputs)
        seconds = time.perf_counter() - start

    def run():
        result = module(*inputs)
        return [each.numpy() for each in ([result] if isinstance(result, torch.Tensor) else result)]

    return run, seconds, torch.__version__
