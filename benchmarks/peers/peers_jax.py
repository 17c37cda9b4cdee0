"""XLA, by way of JAX: torchax runs the modules of PyTorch."""

import os
import time


def load(peer, directory, threads, inputs, options):
    if threads == 1:
        os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
    os.environ["JAX_PLATFORMS"] = "cpu"
    import jax
    import numpy
    import torch

    # torchax names overloads that this PyTorch does not have any more; no model calls them.
    packet = torch._ops.OpOverloadPacket
    get = packet.__getattr__

    def get_some(self, key):
        known = key.startswith("_") or key in self.overloads() or key == "default" and "" in self.overloads()
        return get(self, key if known or not self.overloads()[0] else self.overloads()[0])

    packet.__getattr__ = get_some
    import torchax

    from networks import make

    module, _ = make(os.path.basename(directory))
    weights, function = torchax.extract_jax(module)
    # Weights are constants, as they are elsewhere.
    compiled = jax.jit(lambda *given: function(weights, given))
    given = [jax.numpy.asarray(each) for each in inputs]
    start = time.perf_counter()
    compiled = compiled.lower(*given).compile()
    seconds = time.perf_counter() - start
    return lambda: [numpy.asarray(each) for each in jax.tree.leaves(jax.block_until_ready(compiled(*given)))], seconds, jax.__version__
