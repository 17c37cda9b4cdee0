"""Programs that are MLIR already: text, bytecode, files, and objects of other projects."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

from fpo.errors import FpoError
from fpo.importers import ImportedModule

_BYTECODE = b"ML\xefR"


def is_path(model: Any) -> bool:
    """Whether `model` names a file, and is not the text of a program itself."""
    if isinstance(model, os.PathLike):
        return True
    return isinstance(model, str) and "\n" not in model and not set(model) & set("{}()%\"'")


def read_file(path: str | os.PathLike) -> ImportedModule:
    """The program in a file, text or bytecode. Raises `FpoError` if it can't be read."""
    try:
        return ImportedModule(Path(path).read_bytes(), "mlir", name=os.fspath(path))
    except OSError as error:
        raise FpoError.of(f"can't be read: {error.strerror}", os.fspath(path)) from error


def from_object(module: Any) -> ImportedModule:
    """The program that an object of MLIR's Python bindings, or of xDSL, is.

    The bindings of MLIR print locations when asked to, which is where the paths of modules are; any
    other object is taken for what `str` makes of it.
    """
    operation = getattr(module, "operation", module)
    if hasattr(operation, "get_asm"):
        out = io.StringIO()
        operation.print(file=out, enable_debug_info=True, assume_verified=True)
        text = out.getvalue()
    else:
        text = str(module)
    return ImportedModule(text.encode(), "mlir", name=f"<{type(module).__module__}>")


def import_mlir(model: Any) -> ImportedModule:
    """MLIR in any form: text, bytecode, a path, or an object whose `str` is MLIR."""
    if isinstance(model, ImportedModule):
        return model
    if isinstance(model, (bytes, bytearray, memoryview)):
        return ImportedModule(bytes(model), "mlir", name="<bytes>")
    if is_path(model):
        return read_file(model)
    if isinstance(model, str):
        return ImportedModule(model.encode(), "mlir", name="<str>")
    return from_object(model)
