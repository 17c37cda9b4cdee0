"""OpenVINO, with f32 also where the processor has bf16."""

import os
import time

import openvino


def load(peer, directory, threads, inputs, options):
    core = openvino.Core()
    start = time.perf_counter()
    compiled = core.compile_model(os.path.join(directory, "model.onnx"), "CPU", {
        "PERFORMANCE_HINT": "LATENCY", "INFERENCE_NUM_THREADS": threads, "INFERENCE_PRECISION_HINT": "f32"})
    seconds = time.perf_counter() - start
    request = compiled.create_infer_request()
    for number, value in enumerate(inputs):
        request.set_input_tensor(number, openvino.Tensor(value, shared_memory=True))

    def run():
        request.infer()
        return [request.get_output_tensor(0).data]

    return run, seconds, openvino.__version__
