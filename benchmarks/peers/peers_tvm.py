"""TVM without tuning: its own lowering of a model from ONNX."""

import os
import time


def load(peer, directory, threads, inputs, options):
    os.environ["TVM_NUM_THREADS"] = str(threads)
    import onnx
    import tvm
    from tvm import relax
    from tvm.relax.frontend.onnx import from_onnx

    module = from_onnx(onnx.load(os.path.join(directory, "model.onnx")), keep_params_in_input=False)
    target = tvm.target.Target({"kind": "llvm", "mcpu": tvm.target.codegen.llvm_get_system_cpu(), "num-cores": threads})
    start = time.perf_counter()
    with target:
        module = relax.get_pipeline("default_build")(module) if options.get("pipeline") else module
        built = tvm.compile(module, target)
    seconds = time.perf_counter() - start
    machine = relax.VirtualMachine(built, tvm.cpu())
    given = [tvm.runtime.tensor(each) for each in inputs]

    def run():
        result = machine["main"](*given)
        return [(result if hasattr(result, "numpy") else result[0]).numpy()]

    return run, seconds, tvm.__version__
