"""What a thing is, by its type or the suffix of its name: no framework is imported to find out."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable
from typing import Any

from fpo.errors import FpoError
from fpo.importers import ImportedModule
from fpo.importers.mlir import is_path

# Of the importers, the function that reads a model.
_IMPORTERS = {
    "mlir": "fpo.importers.mlir:import_mlir",
    "torch": "fpo.importers.torch:import_torch",
    "onnx": "fpo.importers.onnx:import_onnx",
    "tflite": "fpo.importers.tflite:import_tflite",
    "jax": "fpo.importers.jax:import_jax",
}
_SUFFIXES = {".onnx": "onnx", ".tflite": "tflite", ".pt2": "torch"}
# Classes, with the first part of the name of their module.
_CLASSES = {
    ("torch", "Module"): "torch",
    ("torch", "ExportedProgram"): "torch",
    ("onnx", "ModelProto"): "onnx",
}


def source_of(model: Any) -> str:
    """The name of the importer that reads `model`: mlir, torch, onnx, tflite or jax."""
    if isinstance(model, (str, os.PathLike)) and is_path(model):
        return _SUFFIXES.get(os.path.splitext(os.fspath(model))[1].lower(), "mlir")
    for each in type(model).__mro__:
        found = _CLASSES.get((each.__module__.split(".")[0], each.__name__))
        if found:
            return found
    # What prints MLIR has an operation, or is of xDSL; modules of these are no functions.
    if callable(model) and not hasattr(model, "operation"):
        return "jax"
    return "mlir"


def importer_of(model: Any) -> Callable[..., ImportedModule]:
    """The function that reads `model`. Raises `FpoError` if it is nothing that could be a model."""
    if model is None or isinstance(model, (int, float, complex, list, tuple, dict, set)):
        raise FpoError.of(f"a {type(model).__name__} is no model")
    module, function = _IMPORTERS[source_of(model)].split(":")
    return getattr(importlib.import_module(module), function)
