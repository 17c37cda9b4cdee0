"""Packages that an importer needs, and how they are installed."""

from __future__ import annotations

import importlib
from types import ModuleType

from fpo.errors import FpoError

# Of each module, the arguments of pip. torch-mlir asks for a torch of its own, which is not needed.
_INSTALL = {
    "torch": "torch==2.13.0",
    "torch_mlir": "--no-deps torch-mlir==20261001",
    "onnx": "onnx==1.23.2",
    "jax": "jax==0.10.2",
    "iree.compiler": "iree-base-compiler==3.13.0",
    "tosa_converter_for_tflite": "tosa-converter-for-tflite==2026.2.0",
}


def require(name: str, purpose: str) -> ModuleType:
    """The module `name`; raises `FpoError` with the command that installs it if it is not there."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        missing = error.name or name
        package = _INSTALL.get(name if name.startswith(missing) else missing, missing)
        raise FpoError.of(
            f"{purpose} needs the package {missing}, which is not installed: pip install {package}"
        ) from error
    except ImportError as error:
        raise FpoError.of(f"{purpose} needs the package {name}, which fails: {error}") from error
