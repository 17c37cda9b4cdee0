"""Runs a model with one peer: worker.py PEER DIRECTORY THREADS [KEY=VALUE...]

DIRECTORY is what prepare.py made. Prints a line of JSON when the model is loaded: how long that took, and how far the result
is from PyTorch's. Then for each line of the input the model runs once, and a line tells the seconds of the processor and of
the wall.
"""

import importlib
import json
import os
import signal
import sys
import time

LOAD_SECONDS = 600


def error(want, got):
    """The largest difference, relative to the root mean square."""
    import numpy

    return float(numpy.abs(want - numpy.asarray(got).reshape(want.shape)).max() / numpy.sqrt((want * want).mean()))


def main():
    peer, directory, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
    options = dict(argument.split("=", 1) for argument in sys.argv[4:])
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, cores[-threads:])
    os.environ.update(OMP_NUM_THREADS=str(threads), MKL_NUM_THREADS=str(threads), OPENBLAS_NUM_THREADS=str(threads))
    # Chosen for another machine; a library knows better.
    for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
        os.environ.pop(name, None)
    # What a peer prints is not part of the protocol.
    protocol = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    import numpy

    names = sorted((name for name in os.listdir(directory) if name.startswith("input")), key=lambda name: (len(name), name))
    inputs = [numpy.load(os.path.join(directory, name)) for name in names]
    signal.alarm(LOAD_SECONDS)
    run, seconds, version = importlib.import_module("peers_" + peer.partition("-")[0]).load(peer, directory, threads, inputs, options)
    worst = max(error(numpy.load(os.path.join(directory, "output0.npy")), run()[0]) for _ in range(2))
    signal.alarm(0)
    json.dump({"load": seconds, "error": worst, "version": version}, protocol)
    print(file=protocol, flush=True)
    for _ in sys.stdin:
        wall, processor = time.perf_counter(), time.process_time()
        run()
        processor, wall = time.process_time() - processor, time.perf_counter() - wall
        json.dump({"processor": processor, "wall": wall}, protocol)
        print(file=protocol, flush=True)


main()
