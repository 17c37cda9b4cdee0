"""Environments of Python for the peers, one for each set that gets along.

    environments.py DIRECTORY [NAME...]

makes those that are not there, or all, in DIRECTORY/environments.
"""

import os
import subprocess
import sys

TORCH = ["torch==2.13.0", "torchvision==0.28.0", "transformers==5.23.0"]
ENVIRONMENTS = {
    "libraries": ["numpy==2.4.6", "scipy-openblas32==0.3.34.481.3", "mkl==2026.2.0", "onednn-cpu-gomp==2023.2.0",
                  "onednn-devel-cpu-gomp==2023.2.0"],
    "torch": [*TORCH, "onnx==1.23.2", "onnxscript==0.7.2", "onnxruntime==1.32.0", "openvino==2026.4.1"],
    "jax": [*TORCH, "jax==0.10.2", "torchax==0.0.13"],
    "iree": ["iree-base-compiler==3.13.0", "iree-base-runtime==3.13.0", "onnx==1.23.2", "numpy"],
    "tvm": ["apache-tvm==0.27.0.post1", "onnx==1.23.2", "numpy"],
}
# Packages whose dependencies would replace what is there.
WITHOUT_DEPENDENCIES = {"torch": ["--no-deps", "torch-mlir==20261001"]}
# Of each peer of whole models, its environment.
PEERS = {"torch-eager": "torch", "torch-compiled": "torch", "onnxruntime": "torch", "openvino": "torch", "jax": "jax",
         "iree": "iree", "tvm": "tvm"}


def python_of(directory, peer):
    return os.path.join(directory, "environments", PEERS.get(peer, "torch"), "bin", "python")


def install(directory, names):
    for name in names:
        path = os.path.join(directory, "environments", name)
        complete = os.path.join(path, "complete")
        if os.path.exists(complete):
            continue
        print(f"== installing {' '.join(ENVIRONMENTS[name])}", file=sys.stderr, flush=True)
        subprocess.run([sys.executable, "-m", "venv", path], check=True)
        for options in filter(None, [ENVIRONMENTS[name], WITHOUT_DEPENDENCIES.get(name)]):
            subprocess.run([os.path.join(path, "bin", "pip"), "install", "-q", *options], check=True)
        with open(complete, "w"):
            pass


if __name__ == "__main__":
    install(sys.argv[1], sys.argv[2:] or ENVIRONMENTS)
