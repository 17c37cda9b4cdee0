"""What a sweep does: a model, and the options that it is analysed with."""

from __future__ import annotations

import functools
import hashlib
import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import fpo
from fpo.errors import FpoError


@dataclass(frozen=True)
class Task:
    """One analysis. ``options`` are those of ``fpo.analyze``, as JSON can hold them."""

    #: A file, or ``file.py:function``.
    model: str
    options: Mapping[str, Any] = field(default_factory=dict)
    #: Of the file.
    content: bytes = field(default=b"", repr=False)

    @property
    def name(self) -> str:
        """A short name: the file's, and what is bound."""
        stem = Path(self.model).name
        bound = ",".join(f"{name}={value}" for name, value in self.options.get("bind", {}).items())
        return f"{stem}[{bound}]" if bound else stem

    @functools.cached_property
    def key(self) -> str:
        """What its outcome depends on, as a digest: model, options, and what computes it."""
        stated = [tool_digest(), Path(self.model).name, self.options]
        digest = hashlib.sha256(json.dumps(stated, sort_keys=True, default=str).encode())
        digest.update(hashlib.sha256(self.content).digest())
        return digest.hexdigest()


@functools.cache
def tool_digest() -> str:
    """The version of fpo, and a digest of its compiled part, so that no build takes another's."""
    from fpo import _fpo

    content = Path(_fpo.__file__).read_bytes()
    return f"{fpo.__version__} {hashlib.sha256(content).hexdigest()}"


def run_task(model: str, options: Mapping[str, Any], content: bytes) -> dict[str, Any]:
    """Analyses ``content``, a file that is named ``model`` elsewhere.

    Returns ``{"report": ...}`` (``fpo-report/1``) or, if it can't be analysed, ``{"error": ...}``.
    """
    file, colon, function = model.partition(".py:")
    original = f"{file}.py" if colon else model
    with tempfile.TemporaryDirectory(prefix="fpo-sweep-") as folder:
        # Where the file is, so are those that it needs: weights of ONNX, modules of Python.
        path = Path(original)
        if not _has(path, content):
            path = Path(folder) / path.name
            path.write_bytes(content)
        local = f"{path}:{function}" if colon else str(path)
        try:
            report = fpo.analyze(local, **options).to_dict()
            outcome: dict[str, Any] = {"report": report | {"file": model}}
        except FpoError as error:
            outcome = {"error": str(error)}
    # Locations name the file where it was, not where it is.
    text = json.dumps(outcome).replace(json.dumps(str(path))[1:-1], json.dumps(original)[1:-1])
    return json.loads(text)


def _has(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except OSError:
        return False
