"""IREE, from ONNX."""

import os
import subprocess
import sys
import time


def load(peer, directory, threads, inputs, options):
    import iree.compiler.version
    import iree.runtime as runtime
    import numpy

    tools = os.path.dirname(sys.executable)
    base = os.path.join(directory, f"iree.{os.getpid()}")
    subprocess.run([os.path.join(tools, "iree-import-onnx"), os.path.join(directory, "model.onnx"), "-o", base + ".mlir"], check=True)
    start = time.perf_counter()
    subprocess.run([os.path.join(tools, "iree-compile"), base + ".mlir", "--iree-hal-target-device=local",
                    "--iree-hal-local-target-device-backends=llvm-cpu", "--iree-llvmcpu-target-cpu=host", "--iree-opt-level=O3",
                    "--iree-llvmcpu-stack-allocation-limit=1048576",
                    "-o", base + ".vmfb"], check=True)
    seconds = time.perf_counter() - start
    runtime.flags.parse_flags(f"--task_topology_group_count={threads}")
    device = runtime.get_device("local-sync" if threads == 1 else "local-task")
    instance = runtime.VmInstance()
    context = runtime.SystemContext(config=runtime.Config(device=device))
    context.add_vm_module(runtime.VmModule.mmap(instance, base + ".vmfb"))
    module = list(context.modules.values())[-1]
    function = next(getattr(module, name) for name in module.vm_module.function_names if not name.startswith("__") and not name.endswith("$async"))
    given = [runtime.asdevicearray(device, each) for each in inputs]
    for suffix in (".mlir", ".vmfb"):
        os.remove(base + suffix)

    def run():
        result = function(*given)
        return [each.to_host() for each in (result if isinstance(result, (tuple, list)) else [result])]

    return run, seconds, iree.compiler.version.VERSION
