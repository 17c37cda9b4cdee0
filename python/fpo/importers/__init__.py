"""From models to MLIR: what a thing is, and which importer reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fpo.errors import FpoError


@dataclass(frozen=True)
class Unsupported:
    """An op that an importer could not lower: it stays in the program, and is named as unknown."""

    op: str
    location: str
    count: int = 1


@dataclass(frozen=True)
class ImportedModule:
    """A program of MLIR, and where it came from.

    `bytecode` is text or bytecode; `source` is the importer that read it; `name` stands for the
    program in diagnostics and reports.
    """

    bytecode: bytes
    source: str
    unsupported: tuple[Unsupported, ...] = ()
    name: str = "<model>"

    @property
    def text(self) -> str:
        """The program as text; of bytecode, as it prints."""
        if self.bytecode.startswith(b"ML\xefR"):
            from fpo import _fpo

            return _fpo.print_module(self.bytecode, self.name)
        return self.bytecode.decode()


def import_model(model: Any, *example_inputs: Any, **options: Any) -> ImportedModule:
    """The MLIR of `model`.

    `model`: MLIR as text, bytecode, path or object; or `FILE.py:NAME`, a function of a file that
    returns a model, or a model and its example inputs. Raises `FpoError`, also for options that
    the importer has not.
    """
    from fpo.importers.factory import is_factory, load_factory
    from fpo.importers.mlir import import_mlir

    if is_factory(model):
        made, inputs = load_factory(model)
        return import_model(made, *(example_inputs or inputs), **options)
    if options:
        raise FpoError.of(f"there is no option '{next(iter(options))}' for a program of MLIR")
    return import_mlir(model)
