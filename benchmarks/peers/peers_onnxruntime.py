"""ONNX Runtime."""

import os
import time

import onnxruntime


def load(peer, directory, threads, inputs, options):
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads, settings.inter_op_num_threads = threads, 1
    start = time.perf_counter()
    session = onnxruntime.InferenceSession(os.path.join(directory, "model.onnx"), settings, providers=["CPUExecutionProvider"])
    seconds = time.perf_counter() - start
    given = {each.name: value for each, value in zip(session.get_inputs(), inputs)}
    return lambda: session.run(None, given), seconds, onnxruntime.__version__
