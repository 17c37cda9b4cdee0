"""From models to MLIR: what a thing is, and which importer reads it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fpo.errors import FpoError

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Unsupported:
    """An op that an importer could not lower: it stays in the program, and is named as unknown."""

    op: str
    location: str
    count: int = 1


@dataclass(frozen=True)
class Parameter:
    """An argument of the entry that is a parameter or a buffer of the model.

    `index` is its place among the arguments, from 0; `name` is the model's own. `value()` is the
    array, and raises `FpoError` if the model has none, as on PyTorch's device "meta".
    """

    index: int
    name: str
    value: Callable[[], np.ndarray]


@dataclass(frozen=True)
class ImportedModule:
    """A program of MLIR, and where it came from.

    `bytecode` is text or bytecode, in which `parameters` are arguments; `source` is the importer
    that read it; `name` stands for the program in diagnostics and reports.
    """

    bytecode: bytes
    source: str
    unsupported: tuple[Unsupported, ...] = ()
    name: str = "<model>"
    parameters: tuple[Parameter, ...] = ()

    @property
    def text(self) -> str:
        """The program as text; of bytecode, as it prints."""
        if self.bytecode.startswith(b"ML\xefR"):
            from fpo import _fpo

            return _fpo.print_module(self.bytecode, self.name)
        return self.bytecode.decode()


def import_model(model: Any, *example_inputs: Any, **options: Any) -> ImportedModule:
    """The MLIR of `model`.

    `model`: MLIR as text, bytecode, path or object; a `torch.nn.Module` or an exported program; an
    ONNX or TFLite model or its path; a function of JAX; or `FILE.py:NAME`, a function of a file
    that returns one of these, or one and its example inputs. Which importer reads it,
    `fpo.importers.recognize` says; it takes the `options`. Raises `FpoError`, also for options that
    the importer has not, and if a package is missing.
    """
    from fpo.importers.factory import is_factory, load_factory
    from fpo.importers.recognize import importer_of, source_of

    if is_factory(model):
        made, inputs = load_factory(model)
        return import_model(made, *(example_inputs or inputs), **options)
    importer = importer_of(model)
    try:
        inspect.signature(importer).bind(model, *example_inputs, **options)
    except TypeError as error:
        known = inspect.signature(importer).parameters
        unknown = [name for name in options if name not in known]
        if not unknown:
            raise FpoError.of(f"the importer of {source_of(model)}: {error}") from error
        what = {"mlir": "a program of MLIR"}.get(
            source_of(model), f"the {source_of(model)} importer"
        )
        raise FpoError.of(f"there is no option '{unknown[0]}' for {what}") from error
    return importer(model, *example_inputs, **options)
