"""The project's own code: `fpo-opt --emit=so` on the model as linalg."""

import glob
import os

import numpy

from compiled import Compiled


def load(peer, directory, threads, inputs, options):
    count = len(glob.glob(os.path.join(directory, "weight*.npy")))
    weights = [numpy.load(os.path.join(directory, f"weight{number}.npy")) for number in range(count)]
    compiled = Compiled(options["fpo_opt"], options["source"], [*weights, *inputs], len(inputs))
    return compiled, compiled.seconds, ""
